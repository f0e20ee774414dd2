"""The API's description holds whoever asks: nobody, a session of each role, a key of each purpose, a closed service.

``TLDH_TEST_EXAMPLES=1050`` makes that many requests for an operation, by all callers in turn; a few are made else.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from assistant.accounts.identity import KeyScope, Role
from assistant.accounts.opening import accounts_from
from assistant.api.application import create_api
from assistant.feedback.opinions import Opinions
from assistant.feedback.unanswered import UnansweredBook
from assistant.operator.changes import manage_api
from assistant.operator.desk import OperatorDesk
from assistant.operator.jobs import Job, JobBook, JobOrder
from assistant.proposals.service import Intake
from assistant.server.executor import Desk
from assistant.server.guard import Guard, GuardPolicy
from assistant.settings import Settings
from assistant.site.sign_in import Doorkeeping
from assistant.store.database import Store
from indexing.config import IndexConfig
from tests.fakes import TODAY, Here, ScriptedAssistant
from tests.guarded import GuardedApi

EXAMPLES = int(os.environ.get("TLDH_TEST_EXAMPLES", "7"))
PLENTY = 10_000_000
CALLERS = ("nobody", *Role, *(f"key {scope}" for scope in KeyScope))


class Begins:
    """Begins jobs that end at once, without a process of their own."""

    def __init__(self, book: JobBook) -> None:
        self.book = book

    async def start(self, order: JobOrder) -> Job:
        """A job, kept as begun."""
        job, lock = self.book.begun(order)
        os.close(lock)
        return job


class Closed(GuardedApi):
    """The API of a closed service behind its door, with somebody of every kind who comes to it."""

    def __init__(self) -> None:
        super().__init__()
        home = Path(self.folder.name)
        chosen = Settings(_env_file=None, home=home, public=False, oidc_issuer="https://sso.example",
                          oidc_client_id="x", public_url="https://tro-ly.example")  # fmt: skip
        self.desk = Desk(ScriptedAssistant)
        self.store = Store(chosen.store_address())
        accounts = accounts_from(chosen, self.store)
        assert accounts is not None
        book = UnansweredBook(self.store, keep_words=False, aside=Here())
        ratings = Opinions(self.store, book, today=lambda: TODAY)
        intake = Intake(self.store, today=lambda: TODAY)
        api = create_api(
            self.desk, sources={}, today=lambda: TODAY, intake=intake, ratings=ratings, accounts=True
        )  # fmt: skip
        office = OperatorDesk(
            IndexConfig(home=home, corpus="official"), self.desk, accounts, self.store,
            unanswered=book, question_days=90, upload_mb=1, zone=ZoneInfo("Asia/Ho_Chi_Minh"),
        )  # fmt: skip
        office.runner = Begins(office.jobs)  # type: ignore[assignment]
        api.include_router(manage_api(office))
        self.guard = Guard(api, GuardPolicy(), Doorkeeping(accounts.door))
        cookie = accounts.door.policy.cookie
        self.headers: dict[str, dict[str, str]] = {"nobody": {}}
        for role in Role:
            token = accounts.sessions.begin(role.value, f"Thử {role}", role, "")
            self.headers[role] = {"cookie": f"{cookie}={token}"}
        for scope in KeyScope:
            _, key = accounts.keys.make(scope, [scope], per_minute=PLENTY, per_day=PLENTY, by="tests")
            self.headers[f"key {scope}"] = {"authorization": f"Bearer {key}"}


CLOSED = Closed()


@pytest.fixture(autouse=True, scope="module")
def open_desk() -> Iterator[None]:
    with CLOSED.opened():
        yield


CONFIG = SchemathesisConfig()
CONFIG.projects.default.phases.coverage.enabled = CONFIG.projects.default.phases.examples.enabled = False
schema = schemathesis.openapi.from_asgi(
    "/api/v1/openapi.json", CLOSED, headers=CLOSED.headers[Role.ORGANISER], config=CONFIG
)  # fmt: skip


@schema.given(caller=st.sampled_from(CALLERS))
@schema.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_the_api_keeps_its_description_for_every_caller(case: Any, caller: str) -> None:
    response = case.call(headers=CLOSED.headers[caller])
    # a certificate is more than its schema says, and a body that is too large is refused before it is read
    excluded = [positive_data_acceptance] + [negative_data_rejection] * (response.status_code == 413)
    case.validate_response(response, excluded_checks=excluded)
