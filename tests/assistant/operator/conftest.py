"""A moderator at the pages of ``/quan-tri``, over a scripted assistant."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest

from assistant.accounts.audit import AuditLog
from assistant.accounts.identity import Role
from assistant.accounts.opening import accounts_from
from assistant.api.application import create_api
from assistant.feedback.unanswered import UnansweredBook
from assistant.operator import pages
from assistant.operator.desk import OperatorDesk
from assistant.server.executor import Desk
from assistant.server.guard import Guard, GuardPolicy
from assistant.settings import Settings
from assistant.site.sign_in import Doorkeeping
from assistant.store.database import Store
from indexing.config import IndexConfig
from tests.fakes import TODAY, Here, ScriptedAssistant


@dataclass
class Moderator:
    """Somebody signed in as a moderator.

    Args:
        mark: of the forms shown to this session.
    """

    client: httpx.AsyncClient
    store: Store
    mark: str
    unanswered: UnansweredBook
    audit: AuditLog


@pytest.fixture
async def moderator(tmp_path: Path) -> AsyncIterator[Moderator]:
    """A moderator's client, the store, and the mark of the forms shown to that session."""
    settings = Settings(_env_file=None, home=tmp_path, oidc_issuer="https://sso.example", oidc_client_id="x",
                        public_url="https://tro-ly.example")  # fmt: skip
    store = Store(settings.store_address())
    accounts = accounts_from(settings, store)
    assert accounts is not None
    desk = Desk(ScriptedAssistant)
    desk.open()
    await desk.opened()
    api = create_api(desk, sources={}, today=lambda: TODAY)
    book = UnansweredBook(store, keep_words=True, topic_of=lambda _: "nhan_su", aside=Here())
    office = OperatorDesk(
        IndexConfig(home=tmp_path, corpus="official"),
        desk,
        accounts,
        store,
        unanswered=book,
        question_days=90,
        upload_mb=1,
        zone=ZoneInfo(settings.timezone),
    )
    pages.install(api, office)
    token = accounts.sessions.begin("bình", "Thử Bình", Role.MODERATOR, "")
    found = accounts.sessions.find(token)
    assert found is not None
    guard = Guard(api, GuardPolicy(), Doorkeeping(accounts.door))
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(guard),
        base_url="https://tro-ly.example",
        headers={"cookie": f"{accounts.door.policy.cookie}={token}"},
    ) as client:
        yield Moderator(client, store, found.csrf, book, accounts.audit)
    desk.close()
    book.close()
    store.close()
