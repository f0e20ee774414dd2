"""Retention: contacts go first, closed proposals later, open ones never by themselves."""

from __future__ import annotations

from assistant.proposals.moderation import Moderation
from assistant.proposals.retention import ProposalKeeping, ProposalPurge, purge
from assistant.store.database import Store
from tests.assistant.proposals.intake import ADDRESS, Clock, draft, intake

KEEPING = ProposalKeeping(days=100, contact_days=10)


def test_what_was_closed_goes_after_its_days_and_what_is_open_stays(store: Store) -> None:
    clock = Clock()
    desk, work = intake(store, clock), Moderation(store, clock)
    own = {"contact_reach": "a@b.vn", "consent": True}
    closed, opened = (desk.submit(draft(desk, **own), ADDRESS).number for _ in range(2))
    work.decline(closed, "a", "Ngoài phạm vi.")
    clock.move(days=10)
    assert purge(store, KEEPING, clock) == ProposalPurge(0, 0)
    clock.move(1)
    assert purge(store, KEEPING, clock) == ProposalPurge(0, 1)
    assert (work.show(closed).contact, work.show(opened).contact is None) == (None, False)
    clock.move(days=90)
    assert purge(store, KEEPING, clock) == ProposalPurge(1, 0)
    assert [case.proposal.number for case in work.listing().cases] == [opened]
    assert [len(case.events) for case in work.listing().cases] == [1]


def test_a_reopened_proposal_is_kept_until_it_is_closed_again(store: Store) -> None:
    clock = Clock()
    desk, work = intake(store, clock), Moderation(store, clock)
    number = desk.submit(draft(desk), ADDRESS).number
    work.decline(number, "a", "Ngoài phạm vi.")
    work.reopen(number, "a")
    clock.move(days=1000)
    assert purge(store, KEEPING, clock) == ProposalPurge(0, 0)
    work.decline(number, "a", "Ngoài phạm vi.")
    clock.move(days=99)
    assert purge(store, KEEPING, clock) == ProposalPurge(0, 0)
