"""Calculators and plan over HTTP: the description holds, faults by field, refusals as results."""

from datetime import date

import pytest

from assistant.calculators.catalogue import catalogue
from assistant.output import wire_tools as schemas
from assistant.planner.catalogue import plan_data
from corpus.core.registry import Registry
from tests.assistant.api.test_application import problem
from tests.assistant.site.test_calculators import pages

WORK = "/api/v1/calculations/"


async def test_the_calculators_are_listed_with_their_fields(shipped: Registry) -> None:
    async with pages(shipped) as client:
        body = (await client.get("/api/v1/calculations")).json()
    schemas.CalculatorsOut.model_validate(body)
    assert [each["name"] for each in body["calculations"]] == [each.name for each in catalogue().calculator]


async def test_a_sum_comes_with_claims_formula_and_rules(shipped: Registry) -> None:
    async with pages(shipped) as client:
        answer = await client.post(WORK + "majority", json={"inputs": {"official": 60, "detained": 1, "votes": "30"}})
    body = answer.json()
    schemas.CalculationResultOut.model_validate(body)
    assert body["status"] == "worked"
    assert [claim["calculation"]["formula"] for claim in body["steps"][0]["claims"] if claim["calculation"]] == [
        "60 − 1 = 59",
        "59 : 2 = 29,5, lấy số nguyên liền trên là 30",
    ]
    assert all(claim["citations"][0]["quote"] for claim in body["steps"][0]["claims"])


@pytest.mark.parametrize("name", [each.name for each in catalogue().calculator])
async def test_what_every_calculator_gives_is_as_described(name: str, shipped: Registry) -> None:
    calculator = catalogue().named(name)
    assert calculator is not None
    inputs: dict[str, object] = {each.name: 9 for each in calculator.field if each.required and each.kind == "count"}
    inputs |= {each.name: "2026-10-06" for each in calculator.field if each.kind == "day"}
    inputs |= {each.name: "co_so" for each in calculator.field if each.kind == "level"}
    inputs |= {each.name: "9\n7\n5; 2; 55,56%" for each in calculator.field if each.kind == "lines"}
    inputs = {k: v for k, v in inputs.items() if k not in ("delegates", "committee") or name == "standing-committee"}
    if name == "count-record":
        inputs |= {"invalid": 0}
    async with pages(shipped) as client:
        answer = await client.post(WORK + name, json={"inputs": inputs, "as_of": "2026-11-01"})
    assert answer.status_code == 200, answer.text
    body = schemas.CalculationResultOut.model_validate(answer.json())
    assert body.as_of == date(2026, 11, 1)
    assert body.status == "worked"


async def test_a_refusal_is_a_result_with_a_stable_code(shipped: Registry) -> None:
    async with pages(shipped) as client:
        answer = await client.post(WORK + "added-members", json={"inputs": {"level": "chi_bo", "decided": 5}})
    body = schemas.CalculationResultOut.model_validate(answer.json())
    assert answer.status_code == 200
    assert body.status == "refused"
    assert body.refusal is not None
    assert body.refusal.code == "no_rule_for_level"
    assert body.refusal.nearest


async def test_faults_are_told_field_by_field(shipped: Registry) -> None:
    sent = {"inputs": {"official": "nhiều", "present": 3, "nothing": 1}, "as_of": "2027-01-01"}
    async with pages(shipped) as client:
        body = problem(await client.post(WORK + "quorum", json=sent), 422, "request.invalid")
        problem(await client.post(WORK + "khong-co", json={"inputs": {}}), 404, "calculation.not_found")
        for wrong in ({"official": 2.5}, {"official": True}, {"official": None}, {"official": [1]}):
            problem(await client.post(WORK + "quorum", json={"inputs": wrong}), 422, "request.invalid")
        problem(await client.post(WORK + "quorum", json={"inputs": {}, "as_of": 0}), 422, "request.invalid")
        problem(await client.post(WORK + "quorum", content=b'{"inputs": {"official": NaN}}'), 422, "request.invalid")
    assert [(each["field"], each["reason"]) for each in body["errors"]] == [
        ("nothing", "field.unknown"),
        ("official", "number.text"),
        ("as_of", "day.future"),
    ]


async def test_a_plan_is_as_described_and_says_what_is_wrong(shipped: Registry) -> None:
    asked = {"opening": "2026-12-20", "level": "co_so"}
    async with pages(shipped) as client:
        answer = await client.get("/api/v1/plans", params=asked)
        wrong = problem(await client.get("/api/v1/plans", params=asked | {"closing": "x"}), 422, "request.invalid")
        problem(await client.get("/api/v1/plans"), 422, "request.invalid")
        described = (await client.get("/api/v1/openapi.json")).json()["paths"]["/api/v1/plans"]["get"]["parameters"]
    body = schemas.PlanOut.model_validate(answer.json())
    assert next(line for line in body.lines if line.name == "notice").due == date(2026, 11, 6)
    assert wrong["errors"] == [{"field": "closing", "reason": "day.form", "message": "Xin viết ngày dạng 15/03/2026."}]
    assert {each["name"] for each in described} == {*plan_data().fields, "as_of"}
