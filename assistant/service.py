"""``Assistant.answer``: understand → retrieve → judge → compose → verify. One question, one answer.

Every branch returns an ``Answer`` that keeps the verdicts of all proposed claims, the evidence and the
fingerprints, so that evaluation and bug reports never have to run again to learn what happened. Nothing that
failed verification is shown, and nothing is repaired (contract R10, R11).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from assistant import refuse
from assistant.calculate import calculate
from assistant.compare import compare
from assistant.compose import compose
from assistant.converse import standalone
from assistant.direct import at_place
from assistant.judge import Judge
from assistant.model import Answer, Claim, Evidence, Question, Refusal, RefusalReason, Status, Verdict
from assistant.retrieve import Eligible, HybridRetriever, was_in_force
from assistant.scope import IGNORED, screen, without_instructions
from assistant.understand import Understood, clean, understand
from assistant.verify import verify
from assistant.vocabulary import Vocabulary
from assistant.warn import warnings_for
from corpus.registry import Force, Registry
from indexing.snapshot import Snapshot

Verifier = Callable[[Claim, Registry, date], Verdict]


@dataclass(frozen=True)
class Assistant:
    """Answers questions over one index snapshot; safe to share between threads.

    Args:
        snapshot: the loaded index.
        retriever: finds evidence; its validity filter is hard.
        judge: ranks evidence and decides whether it is enough.
        verifier: claim × registry × day → verdict; the only gate to the user.
        today: clock, injectable.
        fingerprints: identity of settings and model, added to those of the snapshot.
    """

    snapshot: Snapshot
    retriever: HybridRetriever
    judge: Judge
    verifier: Verifier = verify
    today: Callable[[], date] = date.today
    fingerprints: dict[str, str] = field(default_factory=dict)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """How rare words are in the indexed passages."""
        return Vocabulary(self.snapshot.lexical)

    @property
    def registry(self) -> Registry:
        """The documents behind the snapshot."""
        return self.snapshot.registry

    def answer(self, question: Question) -> Answer:
        """Answer a question with cited claims, or refuse with a typed reason, or ask back.

        Raises:
            InputError: when the text is no question (empty, too long, no words).
        """
        clock = _Clock()
        asked = replace(question, text=standalone(clean(question.text), question.history))
        understood = understand(asked, self.registry, self.today())
        clock.lap("understand")
        if (screening := screen(understood.text)) is not None:
            rest = without_instructions(understood.text) if screening.reason is RefusalReason.UNSAFE else ""
            if not rest:
                return self._refused(question, understood, Refusal(screening.reason, screening.message), clock)
            understood = understand(replace(asked, text=rest), self.registry, self.today())
            understood = replace(understood, notes=(IGNORED, *understood.notes))
        if (early := self._unclear(understood)) is not None:
            return self._refused(question, understood, early, clock)
        ranked = self._rank(understood)
        clock.lap("retrieve")
        claims = self._propose(understood, ranked)
        clock.lap("compose")
        if isinstance(claims, Refusal):
            return self._refused(question, understood, claims, clock, ranked)
        verdicts = tuple(self.verifier(claim, self.registry, understood.as_of.day) for claim in claims)
        clock.lap("verify")
        shown = tuple(verdict.claim for verdict in verdicts if verdict.supported)
        if not any(claim.role != "context" for claim in shown):
            return self._refused(question, understood, refuse.no_provision(ranked), clock, ranked, verdicts)
        return replace(
            self._base(question, understood, clock),
            status=Status.ANSWERED,
            claims=shown,
            warnings=warnings_for(understood, shown, self.registry),
            evidence=tuple(ranked),
            verdicts=verdicts,
        )

    def _rank(self, understood: Understood, eligible: Eligible | None = None) -> list[Evidence]:
        found = self.retriever.find(understood, eligible=eligible)
        return self.judge.rank(understood, found, self.vocabulary.idf)

    def _unclear(self, understood: Understood) -> Refusal | None:
        """What must be asked back or refused before searching: unknown or ambiguous document numbers."""
        references = understood.references
        if references.ambiguous and not understood.compares:
            mention = references.ambiguous[0]
            return refuse.which_document(mention.text, mention.candidates)
        if references.unknown_numbers and not references.documents:
            return refuse.unknown_document(references.unknown_numbers)
        return None

    def _propose(self, understood: Understood, ranked: Sequence[Evidence]) -> list[Claim] | Refusal:
        """Claims to verify, or the refusal that fits what was found."""
        day, references = understood.as_of.day, understood.references
        if (sum_claims := calculate(understood, self.registry, day)) is not None:
            return sum_claims
        if understood.compares and (sides := compare(understood, self.retriever, self.judge, self.vocabulary)):
            return sides
        named = [item for item in ranked if any(at_place(place, item.provision) for place in references.places)]
        if references.places and references.records:
            record = self.registry.records[references.records[0]]
            if not named and self.registry.is_loaded(record.id):
                return refuse.no_such_place(references.places[0].label, record, ranked)
            if named:
                return compose(understood, named, self.registry)
        if not self.judge.enough(ranked):
            return self._former(understood) or self._why_not(understood, ranked)
        chosen = [ranked[0]] + [item for item in ranked[1:] if item.score >= self.judge.support_at]
        return compose(understood, chosen, self.registry)

    def _former(self, understood: Understood) -> list[Claim] | Refusal | None:
        """A former rule, framed as such, when no rule in force answers; a refusal when the rule is not yet in force."""
        if understood.references.records:
            return None
        former = self._rank(understood, was_in_force)
        if not self.judge.enough(former):
            return None
        best, day = former[0], understood.as_of.day
        standing = self.registry.standing(best.document.record.id, day, best.validity)
        if standing.force is Force.NOT_YET:
            return refuse.not_in_force(former, refuse.standing_notes(former[:1], self.registry, day))
        return compose(understood, former[:1], self.registry)

    def _why_not(self, understood: Understood, ranked: Sequence[Evidence]) -> Refusal:
        for record_id in understood.references.records:
            if not self.registry.is_loaded(record_id):
                return refuse.text_not_loaded(self.registry.records[record_id], self.registry, ranked)
        if not self.judge.in_scope(understood, self.vocabulary):
            return refuse.out_of_scope()
        return refuse.no_provision(ranked)

    def _base(self, question: Question, understood: Understood, clock: _Clock) -> Answer:
        return Answer(
            question=question.text,
            status=Status.REFUSED,
            as_of=understood.as_of.day,
            standalone=understood.text,
            fingerprints={"index": self.snapshot.fingerprint, **self.fingerprints},
            timings_ms=clock.laps,
        )

    def _refused(
        self,
        question: Question,
        understood: Understood,
        refusal: Refusal,
        clock: _Clock,
        evidence: Sequence[Evidence] = (),
        verdicts: tuple[Verdict, ...] = (),
    ) -> Answer:
        asks_back = refusal.reason in (RefusalReason.NEEDS_DATE, RefusalReason.NEEDS_LEVEL)
        clock.lap("refuse")
        return replace(
            self._base(question, understood, clock),
            status=Status.CLARIFY if asks_back else Status.REFUSED,
            refusal=refusal,
            warnings=understood.notes,
            evidence=tuple(evidence),
            verdicts=verdicts,
        )


class _Clock:
    """Milliseconds by stage; ``total`` is kept up to date."""

    def __init__(self) -> None:
        self._start = self._last = time.perf_counter()
        self.laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.laps[name] = (now - self._last) * 1000
        self.laps["total"] = (now - self._start) * 1000
        self._last = now
