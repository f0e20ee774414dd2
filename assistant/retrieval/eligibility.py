"""Which provisions may be evidence on a day. Pure; decided before any search, never overridden by a score."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from corpus.core.model import Document, Provision
from corpus.core.registry import Force, Registry

Eligible = Callable[[Registry, Provision, Document, date], bool]


def may_support(registry: Registry, provision: Provision, document: Document, on: date) -> bool:
    """Whether a provision may be evidence on a day: in force, or the last known rule of its chain.

    A superseded rule qualifies only while no later link of its chain is loaded and already in force (contract R5).
    """
    standing = registry.standing(document.record.id, on, registry.validity(provision))
    if standing.force is Force.IN_FORCE:
        return True
    return (
        standing.force is Force.SUPERSEDED
        and not standing.successor_loaded
        and not registry.replaced(document.record.id, on)
    )


def was_in_force(registry: Registry, provision: Provision, document: Document, on: date) -> bool:
    """Whether a rule once was, or will be, in force: for the second look when the rules of the day say nothing.

    What it finds is only ever shown in the frame of a former rule, or named as the nearest place of a refusal.
    """
    standing = registry.standing(document.record.id, on, registry.validity(provision))
    return standing.force in (Force.SUPERSEDED, Force.EXPIRED, Force.NOT_YET)
