"""What the API's description says is what the API does: requests made from the description, right and wrong ones."""

import asyncio
import tempfile
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.api.application import create_api
from assistant.proposals.service import Intake
from assistant.server.executor import Desk
from assistant.server.guard import Guard, GuardPolicy
from assistant.store.database import Store
from tests.fakes import TODAY, ScriptedAssistant

EXAMPLES = 40
"""Requests made for an operation beside those that cover its description systematically."""


class Served:
    """The API behind its guard, its desk open from the first request on: every request of the test starts anew."""

    def __init__(self) -> None:
        self.desk = Desk(ScriptedAssistant)
        self.folder = tempfile.TemporaryDirectory(prefix="tldh-test-")
        self.store = Store(f"sqlite:///{self.folder.name}/store.sqlite")
        intake = Intake(self.store, today=lambda: TODAY)
        api = create_api(self.desk, sources={}, today=lambda: TODAY, intake=intake)
        self.guard: ASGIApp = Guard(api, GuardPolicy())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await receive()
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await send({"type": "lifespan.shutdown.complete"})
        else:
            await self.guard(scope, receive, send)


SERVED = Served()


@pytest.fixture(autouse=True, scope="module")
def open_desk() -> Iterator[None]:
    SERVED.desk.open()
    asyncio.run(SERVED.desk.opened())
    yield
    SERVED.desk.close()
    SERVED.store.close()
    SERVED.folder.cleanup()


schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", SERVED)


@schema.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_the_api_keeps_its_description(case: Any) -> None:
    response = case.call()
    # a certificate is more than its schema says, and a body that is too large is refused before it is read
    excluded = [positive_data_acceptance] + [negative_data_rejection] * (response.status_code == 413)
    case.validate_response(response, excluded_checks=excluded)
