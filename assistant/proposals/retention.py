"""How long proposals are kept: contacts a while after a proposal was closed, the rest longer (edge, the store).

What is open is never removed by itself: somebody has to answer, forward or decline it first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from assistant.proposals.tables import PROPOSAL_CONTACTS, PROPOSALS
from assistant.store.database import Store, utc_now


@dataclass(frozen=True, slots=True)
class ProposalKeeping:
    """Days after the closing of a proposal; ``contact_days`` at most ``days``."""

    days: int = 730
    contact_days: int = 90


@dataclass(frozen=True, slots=True)
class ProposalPurge:
    """How much was removed."""

    proposals: int
    contacts: int


def purge(store: Store, keeping: ProposalKeeping, now: Callable[[], datetime] = utc_now) -> ProposalPurge:
    """Remove what is older than the rule allows; with a proposal go its contact and its events.

    Raises:
        StoreAwayError: ``store.away``.
    """
    closed = PROPOSALS.c.closed_at
    of_contacts = select(PROPOSALS.c.id).where(closed < now() - timedelta(days=keeping.contact_days))
    with store.write() as connection:
        contacts = connection.execute(
            delete(PROPOSAL_CONTACTS).where(PROPOSAL_CONTACTS.c.proposal_id.in_(of_contacts))
        ).rowcount
        proposals = connection.execute(delete(PROPOSALS).where(closed < now() - timedelta(days=keeping.days))).rowcount
    return ProposalPurge(proposals, contacts)
