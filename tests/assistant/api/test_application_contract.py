"""What the API's description says is what the API does: requests made from the description, right and wrong ones."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from assistant.api.application import create_api
from assistant.proposals.service import Intake
from assistant.server.executor import Desk
from assistant.server.guard import Guard, GuardPolicy
from assistant.store.database import Store
from tests.fakes import TODAY, ScriptedAssistant
from tests.guarded import GuardedApi

EXAMPLES = 40
"""Requests made for an operation beside those that cover its description systematically."""


class Served(GuardedApi):
    """The API behind its guard, its desk open from the first request on: every request of the test starts anew."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk(ScriptedAssistant)
        self.store = Store(f"sqlite:///{self.folder.name}/store.sqlite")
        intake = Intake(self.store, today=lambda: TODAY)
        api = create_api(self.desk, sources={}, today=lambda: TODAY, intake=intake)
        self.guard = Guard(api, GuardPolicy())


SERVED = Served()


@pytest.fixture(autouse=True, scope="module")
def open_desk() -> Iterator[None]:
    with SERVED.opened():
        yield


schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", SERVED)


@schema.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_the_api_keeps_its_description(case: Any) -> None:
    response = case.call()
    # a certificate is more than its schema says, and a body that is too large is refused before it is read
    excluded = [positive_data_acceptance] + [negative_data_rejection] * (response.status_code == 413)
    case.validate_response(response, excluded_checks=excluded)
