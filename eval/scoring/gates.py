"""The verdict: gates over scores, and what keeps a run from passing.

Pure, except ``load_gates`` (reads ``eval/scoring/gates.toml``). A verdict is ``passed`` only when every gate holds and
none lacks data; a run with unscored cases can pass, but says how many there are.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from corpus.core.codes import Code
from corpus.core.errors import InputError
from eval.scoring.measures import BY_NAME, Score

FILE = Path(__file__).with_name("gates.toml")


class GateState(StrEnum):
    """State of a gate, and of a whole verdict."""

    PASSED = "đạt"
    FAILED = "chưa đạt"
    NO_DATA = "không đủ dữ liệu"


@dataclass(frozen=True, slots=True)
class Gate:
    """A bound on one measure in one slice; exactly one of ``at_least`` and ``at_most`` is set."""

    measure: str
    slice: str
    at_least: float | None = None
    at_most: float | None = None
    least: int = 1
    why: str = ""

    def __post_init__(self) -> None:
        """Refuse a gate that could never fail or never be evaluated."""
        if self.measure not in BY_NAME:
            raise ValueError(f"gate on an unknown measure: {self.measure}")
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError(f"gate on {self.measure}: give either at_least or at_most")

    def check(self, score: Score | None) -> GateState:
        """State of the gate for a score."""
        if score is None or score.interval is None or score.n < self.least:
            return GateState.NO_DATA
        value = score.interval.value
        holds = value >= self.at_least - 1e-9 if self.at_least is not None else value <= (self.at_most or 0) + 1e-9
        return GateState.PASSED if holds else GateState.FAILED


@dataclass(frozen=True, slots=True)
class Checked:
    """A gate with the score it was checked against."""

    gate: Gate
    score: Score | None
    outcome: GateState

    @property
    def gap(self) -> float:
        """How far the value lies on the wrong side of the bound; 0 when the gate holds or cannot be judged."""
        if self.outcome is not GateState.FAILED or self.score is None or self.score.interval is None:
            return 0.0
        value = self.score.interval.value
        return self.gate.at_least - value if self.gate.at_least is not None else value - (self.gate.at_most or 0.0)

    @property
    def units(self) -> int | None:
        """How many more cases (or date pairs) must be right for a rate to reach its bound; ``None`` for means."""
        if self.score is None or BY_NAME[self.gate.measure].kind != "rate":
            return None
        return math.ceil(self.gap * self.score.n - 1e-6)


@dataclass(frozen=True, slots=True)
class RunVerdict:
    """All gates of a run."""

    gates: tuple[Checked, ...]

    @property
    def open(self) -> tuple[Checked, ...]:
        """The gates that keep the run from passing: failed ones first, then those without enough cases."""
        states = (GateState.FAILED, GateState.NO_DATA)
        return tuple(checked for state in states for checked in self.gates if checked.outcome is state)

    @property
    def outcome(self) -> GateState:
        """``chưa đạt`` when a gate fails, else ``không đủ dữ liệu`` when one could not be judged, else ``đạt``."""
        states = {checked.outcome for checked in self.gates}
        for worst in (GateState.FAILED, GateState.NO_DATA):
            if worst in states or not states:
                return worst if states else GateState.NO_DATA
        return GateState.PASSED


def load_gates(path: Path = FILE) -> tuple[Gate, ...]:
    """Read the gates.

    Raises:
        InputError: ``eval.bad_gates`` when the file is unreadable or a gate is malformed.
    """
    try:
        return tuple(Gate(**row) for row in tomllib.loads(path.read_text("utf-8"))["gate"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(Code.EVAL_BAD_GATES, f"Tệp ngưỡng “{path.name}” không dùng được: {error}") from error


def judge(gates: Sequence[Gate], scores: Mapping[str, Mapping[str, Score]]) -> RunVerdict:
    """Check every gate; ``scores`` is by slice, then by measure."""
    found = [(gate, scores.get(gate.slice, {}).get(gate.measure)) for gate in gates]
    return RunVerdict(tuple(Checked(gate, score, gate.check(score)) for gate, score in found))
