"""``Assistant.answer``: understand → retrieve → judge → compose (or generate) → verify. One question, one answer.

Every branch returns an ``Answer`` that keeps the verdicts of all proposed claims, the evidence and the
fingerprints, so that evaluation and bug reports never have to run again to learn what happened. Nothing that
failed verification is shown, and nothing is repaired (contract R10, R11). ``stream`` is the same work told step by
step. A language model, where one is set, only adds claims of its own before the extractive ones: it is never asked
about sums, comparisons, named places or refusals, and never takes the wording of the rule away.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Protocol

from assistant.answering import refusals as refuse
from assistant.answering.calculation import calculate
from assistant.answering.comparison import compare
from assistant.answering.extractive import compose
from assistant.answering.notices import warnings_for
from assistant.model import (
    Answer,
    Claim,
    ClaimShown,
    Event,
    Evidence,
    Finished,
    Generation,
    Question,
    Refusal,
    RefusalReason,
    Status,
    Verdict,
)
from assistant.question.clarification import differs_by_level
from assistant.question.decomposition import parts_of
from assistant.question.followups import standalone
from assistant.question.references import at_place
from assistant.question.screening import IGNORED, screen, without_instructions
from assistant.question.topic import about_congresses, elsewhere, speaks_of_it
from assistant.question.understanding import Understood, as_searched, clean, understand
from assistant.retrieval.idf import Vocabulary
from assistant.retrieval.ranker import Judge, Ranking
from assistant.retrieval.retriever import Eligible, HybridRetriever, was_in_force
from assistant.verification.verifier import verify
from corpus.core.injection import instructs
from corpus.core.registry import Force, Registry
from indexing.snapshot import Snapshot

SHOWN = 10
"""Most candidates kept in an answer's evidence."""
PER_PART = 2
"""Most provisions shown for each half of a question that asks two things."""
Verifier = Callable[[Claim, Registry, date], Verdict]


class ClaimGenerator(Protocol):
    """Proposes claims in its own words; ``assistant.generation.generator`` holds the one for language models."""

    def propose(
        self,
        understood: Understood,
        evidence: Sequence[Evidence],
        registry: Registry,
        check: Verifier,
        stop: Callable[[], bool],
    ) -> Generator[Verdict, None, Generation]:
        """Verdicts of ``check`` on the claims proposed, as they come; returns how it went and raises nothing."""
        ...


@dataclass(frozen=True, slots=True)
class _Draft:
    """Claims to verify, and notes to show beside them; a model may only be asked about ``evidence``, often empty."""

    claims: list[Claim]
    evidence: tuple[Evidence, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Assistant:
    """Answers questions over one index snapshot; safe to share between threads.

    Args:
        snapshot: the loaded index.
        retriever: finds evidence; its validity filter is hard.
        judge: ranks evidence and decides whether it is enough.
        verifier: claim × registry × day → verdict; the only gate to the user.
        generator: proposes claims beside the extractive ones; ``None`` for extractive answers only.
        today: clock, injectable.
        fingerprints: identity of settings and model, added to those of the snapshot.
    """

    snapshot: Snapshot
    retriever: HybridRetriever
    judge: Judge
    verifier: Verifier = verify
    generator: ClaimGenerator | None = None
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
        answer = [event.answer for event in self.stream(question) if isinstance(event, Finished)]
        return answer[0]

    def stream(self, question: Question, stop: Callable[[], bool] = lambda: False) -> Iterator[Event]:
        """The same as ``answer``, claim by claim: each is told once it is verified, the whole answer comes last.

        Args:
            question: what was asked.
            stop: asked now and then; once true, nobody waits for the answer any more.

        Raises:
            InputError: as ``answer``.
        """
        clock = _Clock()
        asked = replace(question, text=standalone(clean(question.text), question.history))
        understood = understand(asked, self.registry, self.today())
        clock.lap("understand")
        if (screening := screen(understood.text)) is not None:
            rest = without_instructions(understood.text) if screening.reason is RefusalReason.UNSAFE else ""
            if not rest:
                refusal = Refusal(screening.reason, screening.message)
                yield Finished(self._refused(question, understood, refusal, clock))
                return
            understood = understand(replace(asked, text=rest), self.registry, self.today())
            understood = replace(understood, notes=(IGNORED, *understood.notes))
        if (early := self._unclear(understood)) is not None:
            yield Finished(self._refused(question, understood, early, clock))
            return
        ranked = self._rank(as_searched(understood))
        clock.lap("retrieve")
        draft = self._propose(understood, ranked)
        clock.lap("compose")
        if isinstance(draft, Refusal):
            yield Finished(self._refused(question, understood, draft, clock, ranked.evidence))
            return
        own, generation = yield from self._generated(understood, draft, clock, stop)
        verdicts = own + [self.verifier(claim, self.registry, understood.as_of.day) for claim in _beside(own, draft)]
        clock.lap("verify")
        shown = tuple(verdict.claim for verdict in verdicts if verdict.supported)
        if not any(claim.role != "context" for claim in shown):
            refusal = refuse.no_provision(ranked.evidence)
            yield Finished(self._refused(question, understood, refusal, clock, ranked.evidence, tuple(verdicts)))
            return
        first = sum(verdict.supported for verdict in own)
        yield from (ClaimShown(claim, place) for place, claim in enumerate(shown) if place >= first)
        yield Finished(
            replace(
                self._base(question, understood, clock),
                status=Status.ANSWERED,
                claims=shown,
                warnings=(*warnings_for(understood, shown, self.registry), *draft.notes),
                evidence=ranked.evidence[:SHOWN],
                verdicts=tuple(verdicts),
                degraded=generation is not None and generation.degraded,
                generation=generation,
            )
        )

    def _generated(
        self, understood: Understood, draft: _Draft, clock: _Clock, stop: Callable[[], bool]
    ) -> Generator[Event, None, tuple[list[Verdict], Generation | None]]:
        """Tells the model's claims as they pass; gives the verdicts on all of them and how it went."""
        if self.generator is None:
            return [], None
        if not draft.evidence:
            return [], Generation("skipped")
        verdicts: list[Verdict] = []
        talk = self.generator.propose(understood, draft.evidence, self.registry, self.verifier, stop)
        while True:
            try:
                verdict = next(talk)
            except StopIteration as end:
                clock.lap("generate")
                return verdicts, end.value
            verdicts.append(verdict)
            if verdict.supported:
                yield ClaimShown(verdict.claim, sum(item.supported for item in verdicts) - 1)

    def _rank(self, understood: Understood, eligible: Eligible | None = None) -> Ranking:
        found = self.retriever.find(understood, eligible=eligible)
        found = [item for item in found if not instructs(item.provision.text)]
        return self.judge.rank(understood, found, self.vocabulary)

    def _unclear(self, understood: Understood) -> Refusal | None:
        """What must be asked back or refused before searching: unknown or ambiguous document numbers."""
        references = understood.references
        if references.ambiguous and not understood.compares:
            mention = references.ambiguous[0]
            return refuse.which_document(mention.text, mention.candidates)
        if references.unknown_numbers and not references.documents:
            return refuse.unknown_document(references.unknown_numbers)
        return None

    def _propose(self, understood: Understood, ranked: Ranking) -> _Draft | Refusal:
        """Claims to verify, or the refusal that fits what was found."""
        day, references = understood.as_of.day, understood.references
        if elsewhere(understood) and not (
            self.judge.enough(ranked) and speaks_of_it(understood, ranked.evidence[0].provision)
        ):
            return refuse.out_of_scope()
        if (sum_claims := calculate(understood, self.registry, day)) is not None:
            return _Draft(sum_claims)
        if understood.compares and (sides := compare(understood, self.retriever, self.judge, self.vocabulary)):
            return _Draft(sides)
        named = [e for e in ranked.evidence if any(at_place(place, e.provision) for place in references.places)]
        if references.places and references.records:
            record = self.registry.records[references.records[0]]
            if not named and self.registry.is_loaded(record.id):
                return refuse.no_such_place(references.places[0].label, record, ranked.evidence)
            if named:
                return _Draft(compose(understood, named, self.registry))
        if (by_parts := self._by_parts(understood, ranked)) is not None:
            return by_parts
        if not self.judge.enough(ranked):
            return self._former(understood) or self._why_not(understood, ranked.evidence)
        chosen = self.judge.supporting(ranked)
        if differs_by_level(understood, chosen):
            return refuse.which_level(chosen)
        return _Draft(compose(understood, chosen, self.registry), tuple(chosen))

    def _by_parts(self, understood: Understood, whole: Ranking) -> _Draft | None:
        """An answer to each half of a question that asks two things; what has no answer is said."""
        ranked = [(part, self._rank(part)) for part in parts_of(understood)]
        chosen = self.judge.supporting(whole) if self.judge.enough(whole) else []
        places = {(item.document.record.id, item.provision.label) for item in chosen[:1]}
        claims, missing = compose(understood, chosen, self.registry), []
        for number, (part, ranking) in enumerate(ranked, 1):
            if not self.judge.enough(ranking):
                missing.append(number)
                continue
            best = ranking.evidence[0]
            if (best.document.record.id, best.provision.label) not in places:
                places.add((best.document.record.id, best.provision.label))
                claims += compose(part, self.judge.supporting(ranking)[:PER_PART], self.registry)
        if len(missing) == len(ranked) or (chosen and len(places) < 2):
            return None
        unique = list({claim.text: claim for claim in claims}.values())
        notes = () if chosen else tuple(refuse.part_not_found(number, len(ranked)) for number in missing)
        return _Draft(unique, tuple(chosen), notes)

    def _former(self, understood: Understood) -> _Draft | Refusal | None:
        """A former rule, framed as such, when no rule in force answers; a refusal when the rule is not yet in force.

        A rule whose successor is loaded is not offered: what replaced it was searched and does not answer.
        """
        if understood.references.records:
            return None
        former = self._rank(understood, was_in_force)
        if not self.judge.enough(former):
            return None
        best, day = former.evidence[0], understood.as_of.day
        standing = self.registry.standing(best.document.record.id, day, best.validity)
        if standing.successor_loaded:
            return None
        if standing.force is Force.NOT_YET:
            return refuse.not_in_force(former.evidence, refuse.standing_notes([best], self.registry, day))
        return _Draft(compose(understood, [best], self.registry))

    def _why_not(self, understood: Understood, ranked: Sequence[Evidence]) -> Refusal:
        for record_id in understood.references.records:
            if not self.registry.is_loaded(record_id):
                return refuse.text_not_loaded(self.registry.records[record_id], self.registry, ranked)
        return refuse.no_provision(ranked) if about_congresses(understood, ranked) else refuse.out_of_scope()

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
            evidence=tuple(evidence[:SHOWN]),
            verdicts=verdicts,
        )


def _beside(own: Sequence[Verdict], draft: _Draft) -> list[Claim]:
    """The extractive claims beside the model's own: the basis of the answer, what is quoted already left out."""
    shown = [verdict.claim for verdict in own if verdict.supported]
    if not shown:
        return draft.claims
    said = {claim.text for claim in shown}
    return [
        replace(claim, role="basis") if claim.role == "answer" else claim
        for claim in draft.claims
        if claim.text not in said
    ]


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
