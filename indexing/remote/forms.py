"""What a validity filter looks at: passages of one record, one validity and one kind of text share a form. Pure.

A filter lets all passages of a form in or none of them, so that it can be told to a database as a list of forms.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corpus.core.model import Validity
from indexing.ports import Mask, Numbers
from indexing.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class FilterForm:
    """What passages have in common for a filter: record, validity and kind of text."""

    record: str
    validity: Validity
    kind: str


def forms_of(snapshot: Snapshot) -> tuple[list[FilterForm], Numbers]:
    """The forms of a snapshot, and the form of each passage; the same for the same snapshot."""
    known: dict[FilterForm, int] = {}
    numbers = np.empty(len(snapshot.passages), dtype=np.int64)
    for number, passage in enumerate(snapshot.passages):
        found = snapshot.registry.provision(passage.provision_id)
        if found is None:
            raise KeyError(f"passage of an unknown provision: {passage.provision_id}")
        provision, document = found
        form = FilterForm(document.record.id, snapshot.registry.validity(provision), document.text_kind.value)
        numbers[number] = known.setdefault(form, len(known))
    return list(known), numbers


def as_forms(allowed: Mask, of_passage: Numbers, sizes: Numbers) -> list[int] | None:
    """The forms that a mask lets in; ``None`` when it lets in a part of one.

    Args:
        allowed: the mask.
        of_passage: the form of each passage.
        sizes: passages of each form.
    """
    inside = np.bincount(of_passage[allowed], minlength=len(sizes))
    if ((inside > 0) & (inside < sizes)).any():
        return None
    return [int(form) for form in np.flatnonzero(inside)]
