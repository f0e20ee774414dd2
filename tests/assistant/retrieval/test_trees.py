"""Trees of the judge: read from JSON as they were grown, and refused where they do not fit."""

import json
from typing import Any

import pytest

from assistant.retrieval.ranker import TREES
from assistant.retrieval.trees import trees_from

# x0 <= 0.5 ? (x1 <= 2 ? -1 : 3) : 0.25, and a tree that is one leaf.
SPLIT: dict[str, Any] = {
    "feature": [0, 1, 0, 0, 0],
    "threshold": [0.5, 2.0, 0.0, 0.0, 0.0],
    "left": [1, 2, 2, 3, 4],
    "right": [4, 3, 2, 3, 4],
    "value": [0.0, 0.0, -1.0, 3.0, 0.25],
}
LEAF: dict[str, Any] = {"feature": [0], "threshold": [0.0], "left": [0], "right": [0], "value": [0.125]}


def test_a_row_falls_to_its_leaf_in_each_tree() -> None:
    trees = trees_from({"bias": 1.0, "trees": [SPLIT, LEAF]}, 2)
    assert trees.depth == 2
    assert trees.log_odds([(0.5, 2.0), (0.5, 2.1), (0.6, 0.0)]) == [0.125, 4.125, 1.375]


def test_a_tree_without_a_split_adds_its_value_to_every_row() -> None:
    trees = trees_from({"bias": 0.0, "trees": [LEAF]}, 1)
    assert trees.depth == 0
    assert trees.log_odds([(9.0,), (-9.0,)]) == [0.125, 0.125]


@pytest.mark.parametrize(("field", "node"), [("feature", 7), ("left", 9), ("right", -1)])
def test_trees_that_point_outside_are_refused(field: str, node: int) -> None:
    broken = {**SPLIT, field: [node, *SPLIT[field][1:]]}
    with pytest.raises(ValueError, match="not there"):
        trees_from({"bias": 0.0, "trees": [broken]}, 2)


def test_the_shipped_trees_are_small() -> None:
    grown = json.loads(TREES.read_text("utf-8"))
    assert 0 < TREES.stat().st_size < 1_000_000
    assert all(len(tree["feature"]) < 32 for name in ("ranker", "decider") for tree in grown[name]["trees"])
