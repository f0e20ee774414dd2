"""What a composer proposes: claims still to be verified, and what may be told beside them. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.model import Claim, Evidence


@dataclass(frozen=True, slots=True)
class Draft:
    """Claims to verify, and notes to show beside them; a model may only be asked about ``evidence``, often empty."""

    claims: list[Claim]
    evidence: tuple[Evidence, ...] = ()
    notes: tuple[str, ...] = ()
