"""Fitting the judge: examples, twins that stay together, and no held-out question."""

from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import typer

from assistant.retrieval.features import NAMES
from assistant.service import Assistant
from eval.fit import (
    Examples,
    decisions,
    examples,
    fit,
    least_confidence,
    main,
    numbered,
    out_of_fold,
    pools,
)
from eval.suites.cases import load

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def data(assistant: Assistant) -> Examples:
    cases = load([ROOT / "eval" / "data" / "training" / "shipped.jsonl"])
    mixed = [c for c in cases if c.expected.value == "answered"][:25] + [c for c in cases if c.reason][:25]
    return examples(pools(assistant, mixed, TODAY))


def test_every_candidate_is_an_example_of_its_question(data: Examples) -> None:
    assert data.values.shape == (len(data.labels), len(NAMES))
    assert set(data.groups) <= set(range(len(data.answerable)))
    assert not data.labels[~data.answerable[data.groups]].any()


def test_a_dated_question_has_an_undated_twin_in_its_family(assistant: Assistant) -> None:
    path = ROOT / "eval" / "data" / "training" / "shipped.jsonl"
    case = next(c for c in load([path]) if c.expected.value == "answered")
    dated = pools(assistant, [replace(case, as_of=date(2025, 9, 1))], TODAY)
    undated = pools(assistant, [replace(case, as_of=None)], TODAY)
    assert [pool.family for pool in dated] == [0, 0]
    assert [pool.family for pool in undated] == [0]


def test_folds_never_part_twins() -> None:
    rng = np.random.default_rng(3)
    values, labels = rng.normal(size=(60, 2)), np.tile([0, 1], 30)
    families = np.repeat(np.arange(15), 4)
    odds = out_of_fold(values, labels, families, 1.0)
    moved = labels.copy()
    moved[families == 7] = 1 - moved[families == 7]
    again = out_of_fold(values, moved, families, 1.0)
    assert np.allclose(odds[families == 7], again[families == 7])
    assert not np.allclose(odds, again)


def test_families_of_several_sets_are_kept_apart(assistant: Assistant) -> None:
    path = ROOT / "eval" / "data" / "training" / "shipped.jsonl"
    found = pools(assistant, load([path])[:3], TODAY)
    both = numbered([found, found])
    assert len(both) == 2 * len(found)
    assert not {pool.family for pool in both[: len(found)]} & {pool.family for pool in both[len(found) :]}


def test_the_operating_point_keeps_the_share_of_wrong_answers() -> None:
    confidence = np.linspace(0.01, 1.0, 400)
    right, answerable = confidence > 0.4, np.arange(400) % 4 > 0
    right = right & answerable
    strict = least_confidence(confidence, right, answerable, risk=0.3, share=0.25)
    loose = least_confidence(confidence, right, answerable, risk=0.6, share=0.25)
    answered = confidence >= strict
    assert (~right[answered]).mean() <= 0.3
    assert loose < strict < 1.0
    assert least_confidence(confidence, np.zeros(400, dtype=bool), answerable) == 1.0


def test_the_fit_reports_falling_curves(data: Examples) -> None:
    points = fit(data).points
    assert len(points) > 5
    assert all(a.answered >= b.answered and a.refused <= b.refused for a, b in pairwise(points))
    values, near, places = decisions(data, np.zeros(len(data.labels)))
    assert len(values) == len(near) == len(places) == len(data.answerable)


def test_held_out_questions_are_refused() -> None:
    with pytest.raises(typer.BadParameter, match="heldout"):
        main([ROOT / "eval" / "data" / "cases" / "shipped.heldout.jsonl"])
