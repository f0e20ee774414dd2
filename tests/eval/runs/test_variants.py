"""Each seeded fault does its damage and shows in its own measures."""

from collections import Counter
from datetime import date
from typing import Any

from eval.runs.answerers import InProcess
from eval.runs.observe import observe
from eval.runs.store import RunManifest
from eval.runs.variants import VARIANTS
from eval.scoring.compare import GATED, values_of
from eval.scoring.summary import summarise
from eval.suites.cases import load, suites
from tests.eval.fakes import case, lookup, small_assistant

TODAY = date(2026, 11, 22)
CASES = [case("nay"), case("xa", question="Cá heo bơi nhanh thế nào?", expected="refused", reason="out_of_scope")]


def measured(variant: str) -> dict[str, dict[str, float]]:
    assistant = small_assistant()
    worse = VARIANTS[variant].apply(assistant) if variant else assistant
    answerer = InProcess(worse, TODAY)
    seen: dict[str, Any] = {one.id: observe(one, answerer.answer(one), 1.0, lookup()) for one in CASES}
    return values_of(summarise(RunManifest(name=variant, fingerprints={}, cases={}), CASES, seen, ())).units


def test_the_assistant_as_it_is_makes_no_mistake_here() -> None:
    assert measured("")["pass"] == {"nay": 1.0, "xa": 1.0}
    assert measured("")["stale_unsaid"] == {"nay": 0.0}


def test_without_dates_an_old_rule_is_given_as_todays() -> None:
    assert measured("no-validity")["stale_unsaid"]["nay"] == 1.0


def test_a_loose_judge_answers_what_it_must_not() -> None:
    assert measured("loose-judge")["must_refuse_refused"]["xa"] == 0.0


def test_broken_fusion_searches_by_vectors_alone() -> None:
    worse = VARIANTS["broken-fusion"].apply(small_assistant())
    assert worse.search.retriever.search.weights["lexical"] == 0.0
    assert measured("broken-fusion")["pass"].keys() == {"nay", "xa"}


def test_a_variant_names_measures_and_a_slice_that_exist() -> None:
    assert {name for variant in VARIANTS.values() for name in variant.shows} <= measured("").keys()
    assert all(set(variant.shows) <= GATED for variant in VARIANTS.values()), "what does not gate catches nothing"
    tags = Counter(tag for one in load(suites(["shipped"])) for tag in one.slices)
    assert all(tags[variant.slice] >= 20 for variant in VARIANTS.values())
