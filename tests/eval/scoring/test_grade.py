from typing import Any

import pytest

from eval.runs.observe import OBSERVATIONS, failed, observe
from eval.scoring.grade import Fault, Grade, grade
from eval.suites.cases import Case
from tests.eval.fakes import answer, case, lookup, refusal

NEW, OLD = "quy-dinh-moi/1.1", "quy-dinh-cu/1.1"


def graded(one: Case, given: dict[str, Any]) -> Grade:
    return grade(one, observe(one, given, 10.0, lookup()))


def test_a_right_answer_passes() -> None:
    found = graded(case(required=["2/3"], forbidden=["1/2"]), answer((NEW, "")))
    assert found.passed
    assert found.faults == ()
    assert (found.precision, found.recall, found.facts_stated) == (1.0, 1.0, 1.0)


def test_a_year_and_a_day_alone_are_told_by_the_date() -> None:
    told = answer((NEW, ""))
    told["claims"][0]["text"] += " (ban hành ngày 06/09/2016)"
    facts = ["2016", "2017", "06/09", "6/9", "9/6", "06/9|7/9"]
    assert graded(case(required=facts), told).missing_facts == ("2017", "9/6")


def test_a_quote_with_one_letter_changed_is_caught() -> None:
    given = answer((NEW, ""))
    citation = given["claims"][0]["citations"][0]
    citation["quote"] = citation["quote"].replace("hai", "haj")
    found = graded(case(), given)
    assert not found.passed
    assert found.faults == (Fault.QUOTE_BROKEN,)


def test_an_offset_that_is_off_by_one_is_caught() -> None:
    given = answer((NEW, ""))
    given["claims"][0]["citations"][0]["start"] = 1
    assert Fault.QUOTE_BROKEN in graded(case(), given).faults


def test_an_invented_provision_is_caught() -> None:
    found = graded(case(), answer((NEW, ""), ("quy-dinh-moi/99", "Bịa.")))
    assert found.exact_quotes == 1
    assert Fault.QUOTE_BROKEN in found.faults


def test_a_rule_out_of_force_given_as_todays_is_stale() -> None:
    one = case(gold=[["quy-dinh-cu#1.1"]])
    assert graded(one, answer((OLD, ""))).faults == (Fault.STALE,)
    on_the_day = case(gold=[["quy-dinh-cu#1.1"]], as_of="2020-05-01")
    assert graded(on_the_day, answer((OLD, ""), as_of="2020-05-01")).passed


def test_a_rule_out_of_force_shown_as_past_is_not_stale() -> None:
    given = answer((OLD, ""))
    given["claims"][0]["role"] = "last_known"
    assert graded(case(gold=[["quy-dinh-cu#1.1"]]), given).passed


@pytest.mark.parametrize(
    ("fields", "given", "fault"),
    [
        ({}, refusal(), Fault.WRONGLY_REFUSED),
        ({}, refusal("needs_date", "clarify"), Fault.WRONG_CLARIFY),
        ({"expected": "clarify"}, answer((NEW, "")), Fault.NO_CLARIFY),
        ({"expected": "refused", "reason": "out_of_scope"}, answer((NEW, "")), Fault.WRONGLY_ANSWERED),
        ({"expected": "refused", "reason": "out_of_scope"}, refusal(), Fault.WRONG_REASON),
        ({"required": ["3/4"]}, answer((NEW, "")), Fault.FACT_MISSING),
        ({"forbidden": ["hai phần ba"]}, answer((NEW, "")), Fault.FORBIDDEN),
        ({"as_of": "2025-01-01"}, answer((NEW, "")), Fault.WRONG_DAY),
        ({"gold": [["quy-dinh-moi#1.1", "quy-dinh-moi#1.2"]]}, answer((NEW, "")), Fault.NOT_FOUND),
        ({"gold": [["quy-dinh-moi#1.2"]]}, answer((NEW, "")), Fault.NOT_FOUND),
    ],
)
def test_faults_have_names(fields: dict[str, Any], given: dict[str, Any], fault: Fault) -> None:
    assert fault in graded(case(**fields), given).faults


def test_found_but_not_cited_is_another_fault_than_not_found() -> None:
    given = answer((NEW, ""), ("quy-dinh-moi/1.2", ""))
    given["claims"] = given["claims"][:1]
    assert Fault.NOT_CHOSEN in graded(case(gold=[["quy-dinh-moi#1.2"]]), given).faults
    both = case(gold=[["quy-dinh-moi#1.1", "quy-dinh-moi#1.2"]])
    found = graded(both, given)
    assert Fault.PARTLY_CITED in found.faults
    assert found.recall == 0.5


def test_the_wrong_reason_is_no_reason_to_fail_a_right_refusal() -> None:
    found = graded(case(expected="refused", reason="out_of_scope"), refusal())
    assert found.passed
    assert found.reason_right is False


def test_the_best_alternative_counts() -> None:
    one = case(gold=[["quy-dinh-moi#1.1", "quy-dinh-moi#1.2"], ["quy-dinh-moi#1.3"]])
    found = graded(one, answer(("quy-dinh-moi/1.3.a", "")))
    assert (found.recall, found.precision) == (1.0, 1.0)


def test_a_fact_may_stand_in_a_refusal_or_a_warning() -> None:
    one = case(expected="refused", reason="not_in_force", required=["208-QĐ/TW"])
    assert not graded(one, refusal("not_in_force")).passed
    assert graded(one, refusal("not_in_force", warnings=["Được thay bằng 208-QĐ/TW."])).passed


def test_a_place_or_document_number_may_stand_in_the_citation() -> None:
    assert graded(case(required=["72-QĐ/TN", "mục 1.1"]), answer((NEW, ""))).missing_facts == ("mục 1.1",)
    given = answer((NEW, ""))
    given["claims"][0]["citations"][0]["label"] = "mục 1.1"
    assert graded(case(required=["72-QĐ/TN", "mục 1.1"]), given).passed
    given["claims"][0]["citations"][0]["label"] = "Điều 7"
    assert graded(case(required=["7"]), given).missing_facts == ("7",)


def test_a_refusal_of_what_was_found_has_one_fault() -> None:
    given = refusal(evidence=[{"provision_id": NEW, "label": "", "score": 0.3, "parts": {}}])
    assert graded(case(), given).faults == (Fault.WRONGLY_REFUSED,)


def test_gold_outside_the_corpus_cannot_be_graded() -> None:
    assert not graded(case(gold=[["quy-dinh-moi#99"]]), answer((NEW, ""))).gradable
    assert graded(case(gold=[["quy-dinh-moi#99"], ["quy-dinh-moi#1.1"]]), answer((NEW, ""))).gradable


def test_a_broken_assistant_fails_everything() -> None:
    found = grade(case(required=["2/3"]), failed(case(), "x: y", 1.0, lookup()))
    assert not found.passed
    assert Fault.BROKEN in found.faults
    assert found.facts_stated == 0.0


def test_an_observation_survives_json() -> None:
    seen = observe(case(), answer((NEW, ""), (OLD, "")), 12.5, lookup())
    assert OBSERVATIONS.validate_json(OBSERVATIONS.dump_json(seen)) == seen
