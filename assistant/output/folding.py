"""What of an answer stands open and what is folded. Pure.

Nothing that a reader must know is folded: the direct answer, the rules it rests on, the label of a rule that has ended,
and every note that is not already said in short beside them. Where code derived the direct answer (a head, a sum, a
document's state, a comparison), other rules step back; where it did not, every rule found is the answer and stays.
Where only the place of an answer is asked for, the place stands open alone, and says itself that its rule has ended.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from assistant.model import Citation, Claim
from corpus.core.display import DIGEST_NOTE, vn_date
from corpus.core.model import Certainty, TextKind

ORDER = ("place", "head", "status", "computed", "answer", "last_known", "comparison", "basis", "context")
"""Roles in the order of reading."""
_DERIVED = ("head", "status", "computed", "comparison")
_PLACE = "place"
_BESIDE = ("basis", "context")


@dataclass(frozen=True, slots=True)
class ToldApart:
    """An answer told apart.

    Attributes:
        direct: the derived direct answer, empty where the rules themselves answer.
        shown: what stands open, ``direct`` first.
        folded: the other claims.
    """

    direct: tuple[Claim, ...] = ()
    shown: tuple[Claim, ...] = ()
    folded: tuple[Claim, ...] = ()


def told_apart(claims: Sequence[Claim]) -> ToldApart:
    """The claims in the order of reading, open or folded; each part of a question by itself, in the question's order.

    A lead-in of a list (``context``) stays open: its items may be false without it.
    """
    parts = dict.fromkeys(claim.part for claim in claims)
    told = [_part_told([claim for claim in claims if claim.part == part]) for part in parts]
    return ToldApart(*(tuple(chain.from_iterable(open_)) for open_ in zip(*told, strict=True))) if told else ToldApart()


def _part_told(claims: Sequence[Claim]) -> tuple[Sequence[Claim], Sequence[Claim], Sequence[Claim]]:
    ordered = [claim for role in ORDER for claim in claims if claim.role == role]
    if places := [claim for claim in ordered if claim.role == _PLACE]:
        return places, places, [claim for claim in ordered if claim.role != _PLACE]
    direct = [claim for claim in ordered if claim.role in _DERIVED or claim.calculation]
    first = direct or [claim for claim in ordered if claim.role not in _BESIDE] or ordered
    rests_on = {citation.provision_id for claim in first for citation in claim.citations}
    rules = [
        claim for claim in ordered if claim not in first and (claim.role == "context" or _provisions(claim) & rests_on)
    ]
    shown = (*first, *rules)
    return direct, shown, [claim for claim in ordered if claim not in shown]


def _provisions(claim: Claim) -> set[str]:
    return {citation.provision_id for citation in claim.citations}


def short_form_shown(notice: str, shown: Sequence[Claim], day: date) -> bool:
    """Whether a note says at length what the open part of the answer already says in short.

    The source line of a citation says that it is from a digest, that its source is not the surest, and when it ended;
    the label of a last known rule says that it was replaced.
    """
    citations = [citation for claim in shown for citation in claim.citations]
    if notice == DIGEST_NOTE:
        return any(citation.text_kind == TextKind.DIGEST for citation in citations)
    return any(_tells_certainty(notice, citation) or _tells_end(notice, citation, day) for citation in citations)


def _tells_certainty(notice: str, citation: Citation) -> bool:
    words = f"độ tin cậy của nguồn ở mức {citation.certainty}"
    return citation.certainty == Certainty.MEDIUM and citation.label in notice and words in notice


def _tells_end(notice: str, citation: Citation, day: date) -> bool:
    if citation.valid_until is None or citation.valid_until > day:
        return False
    name = citation.document_number or citation.document_title
    return name in notice and f"hết hiệu lực từ {vn_date(citation.valid_until)}" in notice
