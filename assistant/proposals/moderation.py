"""What moderators do with proposals: list, assign, answer with provisions, forward, decline, erase (edge, the store).

Plain functions of one object, called by the operator's page and by the command line; who may call them is decided
there. A reply is the moderator's own words; a provision that it rests on is looked up in the registry, quoted word for
word, and told with its state on the day of the reply.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from assistant.proposals import records
from assistant.proposals.cleaning import clean, clean_line
from assistant.proposals.errors import ProposalError, ProposalFault, faulty
from assistant.proposals.model import (
    STATE_NAMES,
    ProposalCase,
    ProposalCitation,
    ProposalState,
    ReceivedProposal,
    may_move,
)
from assistant.proposals.tables import PROPOSALS
from assistant.store.database import Store, utc_now
from corpus.core.codes import Code
from corpus.core.display import name_of, standing_note
from corpus.core.registry import Registry
from corpus.core.text import fold

LARGEST_PAGE = 200
LONGEST_REPLY = 8000
MOST_CITATIONS = 12


@dataclass(frozen=True, slots=True)
class ProposalQuery:
    """Which proposals; what is empty does not narrow. ``words`` are searched for without case and diacritics."""

    states: Collection[ProposalState] = ()
    category: str = ""
    level: str = ""
    assignee: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """Some of the proposals that a query finds, the oldest first, and how many there are."""

    total: int
    cases: tuple[ProposalCase, ...]


@dataclass(frozen=True, slots=True)
class Moderation:
    """The queue of one store.

    Args:
        store: where proposals are kept.
        now: clock, injectable; aware.
    """

    store: Store
    now: Callable[[], datetime] = utc_now

    def listing(self, query: ProposalQuery | None = None, *, offset: int = 0, limit: int = 50) -> ProposalPage:
        """The proposals that a query finds, with contacts and events.

        Raises:
            StoreAwayError: ``store.away``.
        """
        wanted = query or ProposalQuery()
        table = PROPOSALS.c
        conditions = [
            table.state.in_([state.value for state in wanted.states or ProposalState]),
            *([table.category == wanted.category] if wanted.category else []),
            *([table.level == wanted.level] if wanted.level else []),
            *([table.assignee == wanted.assignee] if wanted.assignee else []),
            *([table.folded.contains(fold(wanted.words), autoescape=True)] if wanted.words else []),
        ]
        found = select(PROPOSALS).where(*conditions).order_by(table.received_at, table.id)
        with self.store.read() as connection:
            total = connection.execute(select(func.count()).select_from(PROPOSALS).where(*conditions)).scalar_one()
            rows = connection.execute(found.offset(offset).limit(min(limit, LARGEST_PAGE))).all()
            return ProposalPage(total, tuple(records.cases(connection, [records.proposal_of(row) for row in rows])))

    def everything(self) -> Iterator[ProposalCase]:
        """All proposals, the oldest first, read piece by piece, for an export.

        Raises:
            StoreAwayError: ``store.away``.
        """
        last = 0
        while True:
            with self.store.read() as connection:
                found = select(PROPOSALS).where(PROPOSALS.c.id > last).order_by(PROPOSALS.c.id).limit(LARGEST_PAGE)
                rows = [records.proposal_of(row) for row in connection.execute(found)]
                read = records.cases(connection, rows)
            yield from read
            if len(rows) < LARGEST_PAGE:
                return
            last = rows[-1].id

    def counts(self) -> dict[ProposalState, int]:
        """How many proposals are in each state.

        Raises:
            StoreAwayError: ``store.away``.
        """
        with self.store.read() as connection:
            return records.count_by_state(connection)

    def show(self, number: str) -> ProposalCase:
        """All that is kept of a proposal.

        Raises:
            ProposalError: ``proposal.not_found``.
            StoreAwayError: ``store.away``.
        """
        with self.store.read() as connection:
            return records.cases(connection, [records.find(connection, number)])[0]

    def assign(self, number: str, actor: str, assignee: str, *, version: int | None = None) -> ReceivedProposal:
        """Give a proposal to somebody, or to nobody; a new one is in work from then on.

        Raises:
            ProposalError: ``proposal.not_found``, ``proposal.changed``, ``proposal.state``.
            StoreAwayError: ``store.away``.
        """
        name = clean_line(assignee)[: records.ACTOR_CHARS]

        def values(before: ReceivedProposal) -> dict[str, Any]:
            begins = bool(name) and before.state is ProposalState.NEW
            return {"assignee": name} | ({"state": ProposalState.IN_WORK.value} if begins else {})

        note = f"Giao cho {name}." if name else "Thôi giao."
        return self._change(number, version, actor, note, values)

    def reopen(self, number: str, actor: str, note: str = "", *, version: int | None = None) -> ReceivedProposal:
        """Take a proposal into work, a new one or one that was closed; its reply stays until there is another one.

        Raises:
            ProposalError: ``proposal.not_found``, ``proposal.changed``, ``proposal.state``.
            StoreAwayError: ``store.away``.
        """
        return self._move(number, version, actor, ProposalState.IN_WORK, clean(note), {})

    def answer(
        self,
        number: str,
        actor: str,
        text: str,
        provisions: Sequence[str],
        registry: Registry,
        on: date,
        *,
        version: int | None = None,
    ) -> ReceivedProposal:
        """Answer whoever sent a proposal.

        Args:
            number: of the proposal.
            actor: who answers.
            text: in the moderator's own words.
            provisions: ids of the provisions that the reply rests on; quoted whole.
            registry: where they are looked up.
            on: the day whose state of the provisions is told.
            version: that was seen; any when absent.

        Raises:
            ProposalError: ``proposal.reply`` for no words, too many or a provision that is not loaded;
                ``proposal.not_found``, ``proposal.changed``, ``proposal.state``.
            StoreAwayError: ``store.away``.
        """
        reply = _reply(text)
        citations = cited(provisions, registry, on)
        kept: dict[str, Any] = {"reply": reply, "citations": [each.to_json() for each in citations], "passed_to": ""}
        return self._move(number, version, actor, ProposalState.ANSWERED, "", kept)

    def forward(
        self, number: str, actor: str, to: str, text: str = "", *, version: int | None = None
    ) -> ReceivedProposal:
        """Pass a proposal on to another body, which is named to whoever sent it.

        Raises:
            ProposalError: ``proposal.reply`` without a name; ``proposal.not_found``, ``proposal.changed``,
                ``proposal.state``.
            StoreAwayError: ``store.away``.
        """
        body = clean_line(to)[:200]
        if not body:
            raise faulty(Code.PROPOSAL_REPLY, "Xin ghi nơi chuyển đến.", [ProposalFault("to", "empty", "Còn trống.")])
        kept = {"passed_to": body, "reply": clean(text)[:LONGEST_REPLY], "citations": []}
        return self._move(number, version, actor, ProposalState.FORWARDED, "", kept)

    def decline(self, number: str, actor: str, text: str, *, version: int | None = None) -> ReceivedProposal:
        """Decline a proposal, saying why.

        Raises:
            ProposalError: ``proposal.reply`` without words; ``proposal.not_found``, ``proposal.changed``,
                ``proposal.state``.
            StoreAwayError: ``store.away``.
        """
        kept = {"reply": _reply(text), "citations": [], "passed_to": ""}
        return self._move(number, version, actor, ProposalState.DECLINED, "", kept)

    def erase(self, number: str, actor: str, reason: str, *, version: int | None = None) -> ReceivedProposal:
        """Erase text, reply and contact of a proposal; its number tells only that it was erased.

        Raises:
            ProposalError: ``proposal.not_found``, ``proposal.changed``, ``proposal.state``.
            StoreAwayError: ``store.away``.
        """
        with self.store.write() as connection:
            before = _seen(records.find(connection, number, lock=True), version, ProposalState.ERASED)
            return records.wipe(connection, before, self.now(), actor, clean(reason))

    def _move(
        self, number: str, version: int | None, actor: str, state: ProposalState, note: str, kept: dict[str, Any]
    ) -> ReceivedProposal:
        return self._change(number, version, actor, note, lambda _: kept | {"state": state.value})

    def _change(
        self,
        number: str,
        version: int | None,
        actor: str,
        note: str,
        values: Callable[[ReceivedProposal], dict[str, Any]],
    ) -> ReceivedProposal:
        with self.store.write() as connection:
            found = records.find(connection, number, lock=True)
            wanted = values(found)
            before = _seen(found, version, ProposalState(wanted["state"]) if "state" in wanted else None)
            return records.change(connection, before, self.now(), actor, note, wanted)


def cited(provisions: Sequence[str], registry: Registry, on: date) -> tuple[ProposalCitation, ...]:
    """The provisions of these ids, each once, word for word, with their state on a day.

    Raises:
        ProposalError: ``proposal.reply`` for an id that no loaded document has, or too many.
    """
    wanted = list(dict.fromkeys(each.strip() for each in provisions if each.strip()))
    unknown = [each for each in wanted if registry.provision(each) is None]
    if unknown or len(wanted) > MOST_CITATIONS:
        words = [f"Không có điều khoản mang mã “{each[:80]}”." for each in unknown]
        words += [f"Tối đa {MOST_CITATIONS} điều khoản."] if len(wanted) > MOST_CITATIONS else []
        raise faulty(
            Code.PROPOSAL_REPLY,
            "Chưa trả lời được: điều khoản trích dẫn cần xem lại.",
            [ProposalFault("provisions", "unknown", each) for each in words],
        )
    return tuple(_citation(each, registry, on) for each in wanted)


def _citation(provision_id: str, registry: Registry, on: date) -> ProposalCitation:
    found = registry.provision(provision_id)
    assert found is not None
    provision, document = found
    standing = registry.standing(document.record.id, on, registry.validity(provision))
    caption = f"{provision.label}, {name_of(document.record)}"
    return ProposalCitation(provision.id, caption, provision.text, on, standing_note(standing))


def _reply(text: str) -> str:
    reply = clean(text)
    if not 0 < len(reply) <= LONGEST_REPLY:
        words = "Còn trống." if not reply else f"Tối đa {LONGEST_REPLY} ký tự."
        raise faulty(Code.PROPOSAL_REPLY, "Xin xem lại nội dung trả lời.", [ProposalFault("text", "length", words)])
    return reply


def _seen(before: ReceivedProposal, version: int | None, after: ProposalState | None) -> ReceivedProposal:
    if version is not None and version != before.version:
        raise records.changed()
    if before.state is ProposalState.ERASED or (after is not None and not may_move(before.state, after)):
        raise ProposalError(
            Code.PROPOSAL_STATE,
            f"Kiến nghị {before.number} đang ở trạng thái “{STATE_NAMES[before.state]}” nên không làm được việc này.",
        )
    return before
