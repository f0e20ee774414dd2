"""Score fusion."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieval.fusion import best_by_provision, fuse, normalise
from indexing.ports import Hit, Passage

HITS = st.lists(st.builds(Hit, st.integers(0, 20), st.floats(-5, 5)), unique_by=lambda h: h.passage, max_size=12)


def test_scores_are_normalised_and_weighted() -> None:
    lexical = [Hit(1, 10.0), Hit(2, 5.0), Hit(3, 0.0)]
    dense = [Hit(3, 0.9), Hit(2, 0.8)]
    fused = fuse({"lexical": lexical, "dense": dense}, {"lexical": 0.6, "dense": 0.4})
    assert [(h.passage, round(h.score, 3)) for h in fused] == [(1, 0.6), (3, 0.4), (2, 0.3)]


def test_equal_scores_count_fully_and_ties_keep_passage_order() -> None:
    assert normalise([Hit(5, 2.0), Hit(3, 2.0)]) == {5: 1.0, 3: 1.0}
    assert [h.passage for h in fuse({"a": [Hit(5, 2.0), Hit(3, 2.0)]}, {"a": 1.0})] == [3, 5]


def test_a_search_without_weight_is_an_error() -> None:
    with pytest.raises(KeyError):
        fuse({"a": [Hit(1, 1.0)]}, {})


@given(HITS, HITS)
def test_fusion_keeps_every_passage_once_in_order(first: list[Hit], second: list[Hit]) -> None:
    fused = fuse({"a": first, "b": second}, {"a": 1.0, "b": 2.0})
    assert {h.passage for h in fused} == {h.passage for h in (*first, *second)}
    assert len(fused) == len({h.passage for h in fused})
    assert [h.score for h in fused] == sorted((h.score for h in fused), reverse=True)


def test_provisions_take_their_best_passage() -> None:
    passages = [Passage("a", 0, 1, "x", ""), Passage("a", 1, 2, "y", ""), Passage("b", 0, 1, "z", "")]
    assert best_by_provision([Hit(1, 3.0), Hit(2, 2.0), Hit(0, 1.0)], passages) == [
        ("a", Hit(1, 3.0)),
        ("b", Hit(2, 2.0)),
    ]
