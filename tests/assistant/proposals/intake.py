"""Parts of the tests of proposals: a clock, an intake over a store, solved challenges, drafts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from assistant.proposals.model import ProposalDraft
from assistant.proposals.puzzle import solves
from assistant.proposals.rules import IntakeRules, shipped_rules
from assistant.proposals.service import Intake
from assistant.store.database import Store

TEXT = "Đề nghị hướng dẫn rõ việc kiểm phiếu ở chi bộ có dưới chín đảng viên chính thức."
ADDRESS = "203.0.113.7"


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    now: datetime = datetime(2026, 11, 22, 8, 0, 10, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def today(self) -> date:
        return self.now.date()

    def move(self, seconds: float = 0, *, days: float = 0) -> None:
        self.now += timedelta(seconds=seconds, days=days)


def easy(**changes: Any) -> IntakeRules:
    """The shipped rules with a puzzle that takes no time, and limits changed by name."""
    rules = shipped_rules()
    limits = tuple(
        each.model_copy(update={"times": changes[each.name]}) if each.name in changes else each for each in rules.limit
    )
    return rules.model_copy(update={"puzzle": rules.puzzle.model_copy(update={"bits": 6}), "limit": limits})


def intake(store: Store, clock: Clock, **changes: Any) -> Intake:
    """An intake with easy rules."""
    return Intake(store, today=clock.today, now=clock, rules=easy(**changes))


def solution(token: str, bits: int) -> str:
    """A number that solves the puzzle of a token, found as a script finds it."""
    return next(str(number) for number in count() if solves(token, str(number), bits))


def draft(desk: Intake, address: str = ADDRESS, **fields: Any) -> ProposalDraft:
    """What somebody with a script sends."""
    issued = desk.challenge(address)
    values = {"challenge": issued.token, "solution": solution(issued.token, issued.bits)}
    return ProposalDraft(**values | {"category": "kien_nghi", "level": "chi_bo", "text": TEXT} | fields)
