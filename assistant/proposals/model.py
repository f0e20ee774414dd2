"""Values of the intake of proposals. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class ProposalState(StrEnum):
    """Where a proposal stands."""

    NEW = "moi"
    IN_WORK = "dang_xu_ly"
    ANSWERED = "da_tra_loi"
    FORWARDED = "da_chuyen"
    DECLINED = "tu_choi"
    ERASED = "da_xoa"


STATE_NAMES = {
    ProposalState.NEW: "Mới",
    ProposalState.IN_WORK: "Đang xử lý",
    ProposalState.ANSWERED: "Đã trả lời",
    ProposalState.FORWARDED: "Đã chuyển cơ quan có thẩm quyền",
    ProposalState.DECLINED: "Không tiếp nhận",
    ProposalState.ERASED: "Đã xóa nội dung",
}
CLOSED = frozenset(
    {ProposalState.ANSWERED, ProposalState.FORWARDED, ProposalState.DECLINED, ProposalState.ERASED},
)
"""States in which nobody has to do anything more; retention counts from here."""
_OPEN = frozenset({ProposalState.NEW, ProposalState.IN_WORK})
_MOVES = {
    ProposalState.NEW: frozenset(ProposalState) - {ProposalState.NEW},
    ProposalState.IN_WORK: frozenset(ProposalState) - _OPEN,
    ProposalState.ANSWERED: frozenset({ProposalState.IN_WORK, ProposalState.ANSWERED, ProposalState.ERASED}),
    ProposalState.FORWARDED: frozenset({ProposalState.IN_WORK, ProposalState.ANSWERED, ProposalState.ERASED}),
    ProposalState.DECLINED: frozenset({ProposalState.IN_WORK, ProposalState.ERASED}),
    ProposalState.ERASED: frozenset[ProposalState](),
}


def may_move(before: ProposalState, after: ProposalState) -> bool:
    """Whether a proposal may go from one state to another."""
    return after in _MOVES[before]


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach whoever sent a proposal; kept only with consent and never shown to anybody but moderators."""

    name: str
    reach: str


@dataclass(frozen=True, slots=True)
class ProposalDraft:
    """What somebody sends, as it came.

    Attributes:
        challenge: the token that came with the form; also the name by which a repeated sending is known.
        solution: of the puzzle; empty where no script runs.
        category: id of a category of ``rules.toml``.
        level: id of a level of Party organisation, or empty.
        text: the proposal.
        contact_name: optional.
        contact_reach: telephone or mail address; optional.
        consent: whether the contact may be kept.
        trap: a field that no person sees.
        channel: ``page`` or ``api``.
    """

    challenge: str
    solution: str = ""
    category: str = ""
    level: str = ""
    text: str = ""
    contact_name: str = ""
    contact_reach: str = ""
    consent: bool = False
    trap: str = ""
    channel: str = "page"


@dataclass(frozen=True, slots=True)
class ProposalReceipt:
    """What whoever sent a proposal keeps: the number, and the code without which the number tells nothing.

    Attributes:
        repeated: whether this proposal had been stored before under the same challenge.
    """

    number: str
    code: str
    received_at: datetime
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class ProposalCitation:
    """A provision that a reply rests on, word for word as it stood when the reply was written."""

    provision_id: str
    caption: str
    quote: str
    as_of: date
    standing: str

    def to_json(self) -> dict[str, Any]:
        """Plain form, as it is stored and sent."""
        return {
            "provision_id": self.provision_id,
            "caption": self.caption,
            "quote": self.quote,
            "as_of": self.as_of.isoformat(),
            "standing": self.standing,
        }


def citation_from(row: dict[str, Any]) -> ProposalCitation:
    """A stored citation."""
    return ProposalCitation(**row | {"as_of": date.fromisoformat(row["as_of"])})


@dataclass(frozen=True, slots=True)
class ReceivedProposal:
    """A proposal as it is kept, without the contact.

    Attributes:
        version: counts the changes; whoever changes says which one was seen.
        passed_to: the body it was forwarded to.
    """

    id: int
    number: str
    state: ProposalState
    category: str
    level: str
    text: str
    channel: str
    received_at: datetime
    changed_at: datetime
    closed_at: datetime | None
    assignee: str
    reply: str
    passed_to: str
    citations: tuple[ProposalCitation, ...]
    version: int


@dataclass(frozen=True, slots=True)
class ProposalEvent:
    """One thing that was done with a proposal, by whom."""

    at: datetime
    actor: str
    state: ProposalState
    note: str


@dataclass(frozen=True, slots=True)
class ProposalCase:
    """All that is kept of a proposal; for moderators only."""

    proposal: ReceivedProposal
    contact: Contact | None
    events: tuple[ProposalEvent, ...]
