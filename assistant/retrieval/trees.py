"""Boosted trees over named values: the log-odds that a sum of small decision trees gives. Pure.

They are fitted by ``eval.fit`` (histogram gradient boosting) and stand beside the logistic models of the judge, which
weigh each value by itself; a tree sees which values go together ("many words of the question, but none of its aim").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Trees:
    """A sum of decision trees, each node a row of arrays; a leaf points at itself.

    Attributes:
        feature: column that a node looks at, shape ``(trees, nodes)``.
        threshold: rows whose value is at most this go left.
        left: next node for those.
        right: next node for the others.
        value: log-odds that a node adds when a row ends there.
        bias: log-odds before any tree.
    """

    feature: NDArray[np.int64]
    threshold: NDArray[np.float64]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    value: NDArray[np.float64]
    bias: float

    @cached_property
    def depth(self) -> int:
        """Most steps from a root to a leaf."""
        rows, reached = np.arange(len(self.feature))[:, None], np.zeros((len(self.feature), 1), dtype=np.int64)
        steps = 0
        while (reached != self.left[rows, reached]).any():
            reached = np.concatenate([self.left[rows, reached], self.right[rows, reached]], axis=1)
            steps += 1
        return steps

    def log_odds(self, rows: Sequence[Sequence[float]]) -> list[float]:
        """The log-odds of each row."""
        values = np.asarray(rows, dtype=np.float64)
        trees = np.arange(len(self.feature))[None, :]
        at = np.zeros((len(values), len(self.feature)), dtype=np.int64)
        row = np.arange(len(values))[:, None]
        for _ in range(self.depth):
            low = values[row, self.feature[trees, at]] <= self.threshold[trees, at]
            at = np.where(low, self.left[trees, at], self.right[trees, at])
        return [float(total) for total in self.bias + self.value[trees, at].sum(axis=1)]


def trees_from(data: Mapping[str, Any], columns: int) -> Trees:
    """Trees as ``eval.fit`` wrote them: ``bias``, and ``trees`` with one list a field and tree.

    Args:
        data: the JSON value.
        columns: number of values in a row.

    Raises:
        ValueError: when a node looks at a column or a node that is not there.
    """
    found = data["trees"]
    most = max(len(tree["feature"]) for tree in found)

    def padded(name: str) -> NDArray[np.float64]:
        return np.array([[*tree[name], *[0] * (most - len(tree[name]))] for tree in found], dtype=np.float64)

    whole = {name: padded(name).astype(np.int64) for name in ("feature", "left", "right")}
    if any((part < 0).any() for part in whole.values()) or (whole["feature"] >= columns).any():
        raise ValueError("trees look at columns that are not there; run python -m eval.fit")
    if (whole["left"] >= most).any() or (whole["right"] >= most).any():
        raise ValueError("trees point at nodes that are not there; run python -m eval.fit")
    return Trees(
        whole["feature"], padded("threshold"), whole["left"], whole["right"], padded("value"), float(data["bias"])
    )
