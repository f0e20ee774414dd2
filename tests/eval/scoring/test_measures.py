import pytest

from eval.runs.observe import Observation, failed, observe
from eval.scoring.measures import ALL, BY_NAME, MEASURES, Graded, grade_all, score, slices
from eval.suites.cases import Case
from tests.eval.fakes import answer, case, lookup, refusal

NEW = "quy-dinh-moi/1.1"


def graded(*pairs: tuple[Case, dict[str, object] | None]) -> tuple[Graded, ...]:
    seen: dict[str, Observation] = {}
    for one, given in pairs:
        if given is not None:
            seen[one.id] = observe(one, given, 10.0, lookup())
    return grade_all([one for one, _ in pairs], seen)


def value(name: str, items: tuple[Graded, ...]) -> float:
    found = score(BY_NAME[name], items).interval
    assert found is not None
    return found.value


def test_rates_have_wilson_intervals_and_counts() -> None:
    items = graded(*((case(f"c{i}"), answer((NEW, "")) if i < 8 else refusal()) for i in range(10)))
    found = score(BY_NAME["pass"], items)
    assert found.n == 10
    assert found.interval is not None
    assert found.interval.value == pytest.approx(0.8)
    assert found.interval.low == pytest.approx(0.490, abs=0.001)  # Wilson, 8 of 10
    assert found.interval.high == pytest.approx(0.943, abs=0.001)


def test_a_case_that_never_ran_counts_as_wrong_and_as_missing() -> None:
    items = graded((case("a"), answer((NEW, ""))), (case("b"), None))
    found = score(BY_NAME["pass"], items)
    assert (found.n, found.missing, found.units) == (2, 1, {"a": 1.0, "b": 0.0})


@pytest.mark.parametrize("name", [m.name for m in MEASURES if not m.name.startswith("latency")])
def test_losing_a_case_never_raises_a_measure(name: str) -> None:
    measure = BY_NAME[name]
    right = case("a", required=["2/3"], forbidden=["9/10"], pair="p")
    no = case("n", expected="refused", reason="no_provision", required=["quy định"], forbidden=["9/10"], pair="q")
    complete = graded((right, answer((NEW, ""))), (no, refusal()))
    lost = grade_all([right, no], {})
    before, after = score(measure, complete).interval, score(measure, lost).interval
    assert before is not None
    if name in ("quotes_exact", "stale_unsaid"):  # what was never shown cannot be misquoted or stale
        assert after is None
        return
    assert after is not None
    worse = after.value <= before.value if measure.better == "higher" else after.value >= before.value
    assert worse


def test_a_broken_case_gets_the_default() -> None:
    one = case(forbidden=["9/10"])
    items = grade_all([one], {one.id: failed(one, "x: y", 1.0, lookup())})
    assert value("forbidden_facts", items) == 1.0
    assert score(BY_NAME["forbidden_facts"], items).missing == 1


def test_gold_outside_the_corpus_is_unscored_and_counted() -> None:
    items = graded((case("a"), answer((NEW, ""))), (case("b", gold=[["quy-dinh-moi#99"]]), answer((NEW, ""))))
    found = score(BY_NAME["citation_recall"], items)
    assert (found.n, found.unscored) == (1, 1)
    assert score(BY_NAME["decision"], items).n == 2  # deciding to answer can still be judged


def test_a_pair_is_right_only_when_both_dates_are() -> None:
    old = case("old", as_of="2020-01-01", gold=[["quy-dinh-cu#1.1"]], pair="p")
    new = case("new", as_of="2025-01-01", pair="p")
    right_old, right_new = answer(("quy-dinh-cu/1.1", ""), as_of="2020-01-01"), answer((NEW, ""), as_of="2025-01-01")
    assert value("dates", graded((old, right_old), (new, right_new))) == 1.0
    items = graded((old, answer((NEW, ""), as_of="2020-01-01")), (new, right_new))
    assert value("dates", items) == 0.0
    assert score(BY_NAME["dates"], items).n == 1


def test_refusing_and_answering_are_measured_apart() -> None:
    must, can = case("m", expected="refused", reason="no_provision"), case("c")
    items = graded((must, answer((NEW, ""))), (can, refusal()))
    assert value("must_refuse_refused", items) == 0.0
    assert value("answerable_answered", items) == 0.0
    assert value("refusal_reason", items) == 0.0
    asks_back = graded((must, refusal("needs_date", "clarify")))
    assert value("must_refuse_refused", asks_back) == 1.0
    assert value("decision", asks_back) == 0.0


def test_slices_hold_every_tag_and_all() -> None:
    items = graded((case("a", slices=["typo"], topic="phieu"), answer((NEW, ""))), (case("b"), refusal()))
    found = slices(items)
    assert len(found[ALL]) == 2
    assert [item.case.id for item in found["typo"]] == ["a"]
    assert [item.case.id for item in found["topic:phieu"]] == ["a"]
    assert len(found["split:dev"]) == 2


def test_scores_do_not_depend_on_the_run() -> None:
    items = graded(
        *((case(f"c{i}"), answer((NEW, ""), ("quy-dinh-moi/1.2", "")) if i % 3 else refusal()) for i in range(12))
    )
    assert [score(m, items) for m in MEASURES] == [score(m, items) for m in MEASURES]
