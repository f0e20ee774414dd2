"""The handbook over HTTP, over the shipped registry and a scripted search."""

from datetime import date
from typing import Any

import httpx
import pytest

from assistant.handbook import wire
from assistant.handbook.succession import steps
from corpus.core.registry import Registry
from tests.assistant.api.test_application import problem, serving
from tests.fakes import TODAY, ScriptedAssistant

BASE = "/api/v1/handbook"


async def get(shipped: Registry, path: str = "", **params: Any) -> httpx.Response:
    async with serving(lambda: ScriptedAssistant(registry=shipped)) as client:
        return await client.get(BASE + path, params=params)


async def test_contents_count_what_is_listed(shipped: Registry) -> None:
    told = wire.HandbookOut.model_validate((await get(shipped)).json())
    assert told.as_of == TODAY
    assert [item.id for item in told.phases] == ["chuan-bi", "tru-bi", "chinh-thuc", "sau-dai-hoi", "chung"]
    listed = wire.RulesOut.model_validate((await get(shipped, "/rules", phase="tru-bi")).json())
    assert listed.total == next(item.rules for item in told.phases if item.id == "tru-bi")
    assert (listed.sure, len(listed.rules)) == (None, 20)


async def test_a_rule_as_of_a_day_is_the_provision_with_its_state(shipped: Registry) -> None:
    name = "td-qd-294-tw-2025/11.4.2"
    for day, mark in (("2025-07-01", "in_force"), ("2025-06-30", "not_yet"), ("2026-04-08", "last_known")):
        told = wire.RuleOut.model_validate((await get(shipped, f"/rules/{name}", as_of=day)).json())
        assert (told.state.mark, told.page) == (mark, f"/so-tay/{name}?ngay={day}")
        found = shipped.provision(name)
        assert found is not None
        assert told.text == found[0].text
    problem(await get(shipped, "/rules/td-qd-294-tw-2025/99"), 404, "provision.not_found")


async def test_a_search_goes_through_the_same_filters(shipped: Registry) -> None:
    found = wire.RulesOut.model_validate((await get(shipped, "/rules", q="số dư", topic="so_du", limit=3)).json())
    assert found.sure
    assert len(found.rules) == 3
    assert all("so_du" in rule.topics for rule in found.rules)
    past = wire.RulesOut.model_validate((await get(shipped, "/rules", q="số dư", as_of="2024-10-09", limit=100)).json())
    assert "td-qd-244-tw-2014/so-du" in {rule.id for rule in past.rules}
    assert "td-qd-190-tw-2024/d14.k1" not in {rule.id for rule in past.rules}
    everything = await get(shipped, "/rules", q="số dư", **{"all": "true", "limit": 100})
    assert "td-qd-244-tw-2014/so-du" in {rule["id"] for rule in everything.json()["rules"]}


async def test_offset_and_limit_walk_through_the_whole_list(shipped: Registry) -> None:
    first = (await get(shipped, "/rules", phase="tru-bi", limit=20)).json()
    second = (await get(shipped, "/rules", phase="tru-bi", limit=20, offset=20)).json()
    ids = [rule["id"] for rule in first["rules"] + second["rules"]]
    assert len(ids) == len(set(ids)) == first["total"]


async def test_changes_and_succession_are_described_as_they_are(shipped: Registry) -> None:
    told = wire.ChangesOut.model_validate(
        (await get(shipped, "/changes", since="2024-10-09", until="2024-10-10")).json()
    )
    assert {item.record_id for item in told.documents} == {"qd-190-tw-2024", "qd-244-tw-2014"}
    for pair in told.pairs:
        assert "".join(part.text for part in pair.old_parts) == pair.old.text
        assert "".join(part.text for part in pair.new_parts) == pair.new.text
    table = wire.SuccessionOut.model_validate((await get(shipped, "/succession")).json())
    rows = [(row.old.record_id, row.new.record_id) for line in table.lines for row in line.steps]
    assert sorted(rows) == sorted((step.older.id, step.newer.id) for step in steps(shipped))


@pytest.mark.parametrize(
    ("path", "params", "code"),
    [
        ("", {"as_of": "2026-02-30"}, "request.invalid"),
        ("", {"as_of": "2026-11-23"}, "handbook.future"),
        ("", {"as_of": "1929-12-31"}, "handbook.date"),
        ("/rules", {"phase": "x"}, "handbook.choice"),
        ("/rules", {"topic": "x"}, "handbook.choice"),
        ("/rules", {"level": "huyen"}, "request.invalid"),
        ("/rules", {"limit": "0"}, "request.invalid"),
        ("/rules", {"q": "…"}, "question.no_words"),
        ("/changes", {"since": "2025-01-01"}, "request.invalid"),
        ("/changes", {"since": "2025-01-01", "until": "2025-01-01"}, "handbook.order"),
        ("/changes", {"since": "2025-01-01", "until": "2030-01-01"}, "handbook.future"),
        ("/succession", {"as_of": "0"}, "request.invalid"),
    ],
)
async def test_what_cannot_be_answered_is_a_problem_with_a_code(
    shipped: Registry, path: str, params: dict[str, str], code: str
) -> None:
    problem(await get(shipped, path, **params), 422, code)


async def test_an_earlier_day_than_the_catalogue_lists_nothing(shipped: Registry) -> None:
    told = (await get(shipped, "/rules", as_of=date(1950, 1, 1).isoformat())).json()
    assert (told["total"], told["rules"]) == (0, [])
