"""Sentences on the state of documents: true when the registry itself says them, word for word (contract R15, R16). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.reasons import Reason
from corpus.core.model import Document, TextKind
from corpus.core.registry import Registry
from corpus.core.statements import proven


def status_faults(text: str, cited: Sequence[Document], registry: Registry, as_of: date) -> tuple[Reason, ...]:
    """Faults of a sentence on documents that cites their catalogue cards.

    The sentence is made again from the registry for the cited records and the day; the ``Có``, ``Không`` or ``Chưa``
    before it is part of it.
    """
    if any(document.text_kind is not TextKind.CATALOGUE for document in cited):
        return (Reason.CARD,)
    if not proven(text, [document.record.id for document in cited], registry, as_of):
        return (Reason.STATUS,)
    return ()
