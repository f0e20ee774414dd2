"""Errors of the intake of proposals. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.core.codes import Code
from corpus.core.errors import AssistantError


@dataclass(frozen=True, slots=True)
class ProposalFault:
    """A field that cannot be taken, why in a stable word, and in words for the person."""

    field: str
    code: str
    words: str


class ProposalError(AssistantError):
    """A proposal, or a change of one, cannot be taken; nothing was stored.

    Attributes:
        faults: what to put right, field by field; may be empty.
    """

    faults: tuple[ProposalFault, ...] = ()


def faulty(code: Code, message: str, faults: Sequence[ProposalFault], hint: str = "") -> ProposalError:
    """The refusal of what was sent, with its faults."""
    error = ProposalError(code, message, hint=hint)
    error.faults = tuple(faults)
    return error
