"""Moderators at work on the pages: the queue, an answer with its provision, a stale form, the export, the log."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest

from assistant.accounts.identity import Role
from assistant.accounts.opening import accounts_from
from assistant.api.application import create_api
from assistant.operator import pages
from assistant.operator.desk import OperatorDesk
from assistant.server.executor import Desk
from assistant.server.guard import Guard, GuardPolicy
from assistant.settings import Settings
from assistant.site.sign_in import Doorkeeping
from assistant.store.database import Store
from indexing.config import IndexConfig
from tests.assistant.proposals.intake import ADDRESS, Clock, draft, intake
from tests.fakes import TODAY, ScriptedAssistant


@pytest.fixture
async def moderator(tmp_path: Path) -> AsyncIterator[tuple[httpx.AsyncClient, Store, str]]:
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
    config = IndexConfig(home=tmp_path, corpus="official")
    zone = ZoneInfo(settings.timezone)
    pages.install(api, OperatorDesk(config, desk, accounts, store, upload_mb=1, zone=zone))
    token = accounts.sessions.begin("bình", "Thử Bình", Role.MODERATOR, "")
    found = accounts.sessions.find(token)
    assert found is not None
    guard = Guard(api, GuardPolicy(), Doorkeeping(accounts.door))
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(guard),
        base_url="https://tro-ly.example",
        headers={"cookie": f"{accounts.door.policy.cookie}={token}"},
    ) as client:
        yield client, store, found.csrf
    desk.close()
    store.close()


async def test_a_proposal_is_answered_with_a_provision_word_for_word(
    moderator: tuple[httpx.AsyncClient, Store, str],
) -> None:
    client, store, mark = moderator
    clock = Clock()
    desk = intake(store, clock)
    sent = draft(desk, text="Đề nghị hướng dẫn rõ cách tính số người dự.")
    clock.move(10)
    number = desk.submit(sent, ADDRESS).number
    queue = await client.get("/quan-tri/kien-nghi", params={"tu": "cach tinh", "trang_thai": "moi"})
    assert f'href="/quan-tri/kien-nghi/{number}"' in queue.text
    assert "1 kiến nghị." in queue.text
    at = f"/quan-tri/kien-nghi/{number}"
    form = {"csrf": mark, "ban": "1", "viec": "answer", "loi": "Xem điều lệ.", "dieu_khoan": "td-dieu-le/khong-co"}
    wrong = await client.post(at, data=form)
    assert wrong.status_code == 422
    assert "proposal.reply" in wrong.text
    assert (await client.post(at, data=form | {"dieu_khoan": "td-dieu-le/d11.k6"})).status_code == 303
    shown = (await client.get(at)).text
    assert "Đã trả lời" in shown
    assert "Đại hội chỉ hợp lệ khi có mặt" in shown
    stale = await client.post(at, data=form | {"viec": "erase", "loi": "gửi nhầm"})
    assert stale.status_code == 409
    assert (await client.post(at, data=form | {"viec": "publish"})).status_code == 404
    export = await client.get("/quan-tri/kien-nghi/xuat.csv")
    assert number in export.content.decode("utf-8-sig")
    assert (await client.get("/quan-tri/kien-nghi/xuat.exe")).status_code == 404
    assert (await client.get("/quan-tri/kien-nghi/KN-00000-00000")).status_code == 404
    for path in ("/quan-tri/nhat-ky", "/quan-tri/khoa", "/quan-tri/them"):
        assert (await client.get(path)).status_code == 403
