"""An answer as one paragraph, to be pasted into a plan: the claims as they stand, each followed by its place. Pure.

Nothing is worded anew: with the places taken out, what is left are the texts of the claims in their order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from assistant.model import Citation, Claim, Nearest
from assistant.output.folding import told_apart
from assistant.output.views import place_name

_NOT_IN_TEXT = ("head", "basis")
"""Roles that a text of the user's own has no place for: the bare yes or no, and what only stands behind the answer."""


def paragraph_of(claims: Sequence[Claim]) -> str:
    """The claims of an answer as one paragraph; neighbours from one place share its mention.

    Args:
        claims: those shown, verified.
    """
    told = told_apart(claims)
    ordered = [*told.shown, *told.folded]
    kept = [claim for claim in ordered if claim.role not in _NOT_IN_TEXT] or ordered
    return " ".join(_parts(kept))


def _parts(claims: Sequence[Claim]) -> Iterator[str]:
    for places, group in groupby(claims, key=_places):
        yield from (claim.text.strip() for claim in group)
        yield f"({places})"


def _places(claim: Claim) -> str:
    return "; ".join(dict.fromkeys(caption(citation) for citation in claim.citations))


def caption(item: Citation | Nearest) -> str:
    """What a person calls the place: ``Điều 11 khoản 6 – Điều lệ Đảng``, ``Mục 11.4.2 – 294-QĐ/TW``."""
    document, place = item.document_number or item.document_title, place_name(item.label)
    return place if document in place else f"{place} – {document}"
