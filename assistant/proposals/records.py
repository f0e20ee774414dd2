"""Proposals in the store: put in once, read, changed by whoever saw the last version, erased (edge, the store)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from assistant.proposals.errors import ProposalError
from assistant.proposals.model import (
    CLOSED,
    Contact,
    ProposalCase,
    ProposalEvent,
    ProposalState,
    ReceivedProposal,
    citation_from,
)
from assistant.proposals.tables import PROPOSAL_CONTACTS, PROPOSAL_EVENTS, PROPOSALS
from assistant.store.tables import insert_into
from corpus.core.codes import Code
from corpus.core.text import fold

ACTOR_CHARS = 120
"""Longest name of whoever does something; longer ones are cut."""


@dataclass(frozen=True, slots=True)
class NewProposal:
    """What is put in; ``intake_id`` names the sending, ``digest`` what was sent."""

    intake_id: str
    digest: str
    number: str
    code_hash: str
    category: str
    level: str
    text: str
    channel: str
    received_at: datetime
    contact: Contact | None


def put_in(connection: Connection, new: NewProposal) -> bool:
    """Store a proposal with its contact; ``False`` when this sending is stored already."""
    values = {
        "intake_id": new.intake_id,
        "digest": new.digest,
        "number": new.number,
        "code_hash": new.code_hash,
        "state": ProposalState.NEW.value,
        "category": new.category,
        "level": new.level,
        "text": new.text,
        "folded": fold(new.text),
        "channel": new.channel,
        "received_at": new.received_at,
        "changed_at": new.received_at,
        "closed_at": None,
        "assignee": "",
        "reply": "",
        "passed_to": "",
        "citations": [],
        "version": 1,
    }
    # Of two processes at once either unique column may be met first: the number comes from the sending, too.
    once = insert_into(connection, PROPOSALS).values(values).on_conflict_do_nothing()
    made = connection.execute(once.returning(PROPOSALS.c.id)).scalar()
    if made is None:
        return False
    if new.contact is not None:
        contact = {"name": new.contact.name, "reach": new.contact.reach, "consent_at": new.received_at}
        connection.execute(insert(PROPOSAL_CONTACTS).values(proposal_id=made, **contact))
    tell(connection, made, new.received_at, "", ProposalState.NEW, "")
    return True


def sent_before(connection: Connection, intake_id: str) -> tuple[str, datetime] | None:
    """What was stored under a sending: its digest and when; ``None`` for nothing."""
    query = select(PROPOSALS.c.digest, PROPOSALS.c.received_at).where(PROPOSALS.c.intake_id == intake_id)
    row = connection.execute(query).one_or_none()
    return None if row is None else (row.digest, row.received_at)


def find(connection: Connection, number: str, code_hash: str | None = None, *, lock: bool = False) -> ReceivedProposal:
    """The proposal of a number, of this code where one is given.

    Raises:
        ProposalError: ``proposal.not_found``, whichever of the two is wrong.
    """
    query = select(PROPOSALS).where(PROPOSALS.c.number == number)
    if code_hash is not None:
        query = query.where(PROPOSALS.c.code_hash == code_hash)
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        raise ProposalError(
            Code.PROPOSAL_NOT_FOUND,
            "Không có kiến nghị với số và mã tra cứu này.",
            hint="Xin xem lại số và mã đã nhận khi gửi.",
        )
    return proposal_of(row)


def proposal_of(row: Row[Any]) -> ReceivedProposal:
    """A row of the table."""
    values = row._asdict()
    for name in ("intake_id", "digest", "code_hash", "folded"):
        del values[name]
    citations = tuple(citation_from(each) for each in values["citations"])
    return ReceivedProposal(**values | {"state": ProposalState(values["state"]), "citations": citations})


def change(
    connection: Connection, before: ReceivedProposal, now: datetime, actor: str, note: str, values: dict[str, Any]
) -> ReceivedProposal:
    """Change a proposal that was read in this transaction, and write down who did what.

    Raises:
        ProposalError: ``proposal.changed`` when somebody else was faster.
    """
    state = ProposalState(values.get("state", before.state))
    if state in CLOSED and before.state is not state:
        values["closed_at"] = now
    elif state not in CLOSED:
        values["closed_at"] = None
    done = connection.execute(
        update(PROPOSALS)
        .where(PROPOSALS.c.id == before.id, PROPOSALS.c.version == before.version)
        .values(changed_at=now, version=before.version + 1, **values)
        .returning(*PROPOSALS.c)
    ).one_or_none()
    if done is None:
        raise changed()
    tell(connection, before.id, now, actor, state, note)
    return proposal_of(done)


def changed() -> ProposalError:
    """Somebody else changed the proposal meanwhile."""
    return ProposalError(
        Code.PROPOSAL_CHANGED,
        "Kiến nghị đã được người khác thay đổi trong lúc này.",
        hint="Xin mở lại rồi làm tiếp.",
    )


def tell(connection: Connection, id_: int, at: datetime, actor: str, state: ProposalState, note: str) -> None:
    """Write down that somebody did something; nobody's name stands for whoever sent it."""
    values = {"at": at, "actor": actor[:ACTOR_CHARS], "state": state.value, "note": note}
    connection.execute(insert(PROPOSAL_EVENTS).values(proposal_id=id_, **values))


def wipe(connection: Connection, before: ReceivedProposal, now: datetime, actor: str, note: str) -> ReceivedProposal:
    """Erase text, reply and contact, and the words beside earlier events; the number tells only that it was erased."""
    connection.execute(delete(PROPOSAL_CONTACTS).where(PROPOSAL_CONTACTS.c.proposal_id == before.id))
    connection.execute(update(PROPOSAL_EVENTS).where(PROPOSAL_EVENTS.c.proposal_id == before.id).values(note=""))
    erased = {
        "state": ProposalState.ERASED.value,
        "text": "",
        "folded": "",
        "reply": "",
        "citations": [],
        "passed_to": "",
    }
    return change(connection, before, now, actor, note, erased | {"digest": ""})


def cases(connection: Connection, proposals: Sequence[ReceivedProposal]) -> list[ProposalCase]:
    """The proposals with their contacts and events."""
    ids = [each.id for each in proposals]
    contacts = {
        row.proposal_id: Contact(row.name, row.reach)
        for row in connection.execute(select(PROPOSAL_CONTACTS).where(PROPOSAL_CONTACTS.c.proposal_id.in_(ids)))
    }
    events: dict[int, list[ProposalEvent]] = {}
    told = select(PROPOSAL_EVENTS).where(PROPOSAL_EVENTS.c.proposal_id.in_(ids)).order_by(PROPOSAL_EVENTS.c.id)
    for row in connection.execute(told):
        event = ProposalEvent(row.at, row.actor, ProposalState(row.state), row.note)
        events.setdefault(row.proposal_id, []).append(event)
    return [ProposalCase(each, contacts.get(each.id), tuple(events.get(each.id, ()))) for each in proposals]


def count_by_state(connection: Connection) -> dict[ProposalState, int]:
    """How many proposals are in each state."""
    rows = connection.execute(select(PROPOSALS.c.state, func.count()).group_by(PROPOSALS.c.state)).all()
    found = {ProposalState(state): count for state, count in rows}
    return {state: found.get(state, 0) for state in ProposalState}
