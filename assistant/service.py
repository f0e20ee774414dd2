"""``Assistant.answer``: read → plan → search → compose (or generate) → verify. One question, one answer.

Every branch returns an ``Answer`` that keeps the verdicts of all proposed claims, the evidence and the
fingerprints, so that evaluation and bug reports never have to run again to learn what happened. Nothing that
failed verification is shown, and nothing is repaired (contract R10, R11). ``stream`` is the same work told step by
step. A language model, where one is set, only adds claims of its own before the extractive ones: it is never asked
about sums, comparisons, named places or refusals, and never takes the wording of the rule away.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from assistant.answering import refusals
from assistant.answering.draft import Draft
from assistant.answering.notices import warnings_for
from assistant.model import (
    Answer,
    Claim,
    ClaimShown,
    Event,
    Evidence,
    Finished,
    Found,
    Generation,
    Question,
    Refusal,
    RefusalReason,
    Status,
    Verdict,
)
from assistant.output.paragraph import paragraph_of
from assistant.planning.plan import propose
from assistant.question.understanding import Understood, as_searched
from assistant.reasons import Reason
from assistant.retrieval.domains import foreign
from assistant.retrieval.search import EvidenceSearch, Inquiry
from assistant.turns.reading import read
from assistant.verification.strict import strict
from assistant.verification.verifier import Verifier, verify
from corpus.core.registry import Registry
from indexing.snapshot import Snapshot

SHOWN = 10
"""Most candidates kept in an answer's evidence."""

NEAREST_AT = 0.05
"""Least score of a provision that a search without an answer names; below it words meet by chance only."""


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


@dataclass(frozen=True)
class Assistant:
    """Answers questions over one index snapshot; safe to share between threads.

    Args:
        search: finds and ranks evidence; holds the snapshot.
        verifier: claim × registry × day → verdict; the only gate to the user, in its strict profile for a model.
        generator: proposes claims beside the extractive ones; ``None`` for extractive answers only.
        today: clock, injectable.
        fingerprints: identity of settings and model, added to those of the snapshot.
    """

    search: EvidenceSearch
    verifier: Verifier = verify
    generator: ClaimGenerator | None = None
    today: Callable[[], date] = date.today
    fingerprints: dict[str, str] = field(default_factory=dict)

    @property
    def snapshot(self) -> Snapshot:
        """The index that answers come from."""
        return self.search.snapshot

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
        work = _Work(question, self)
        if work.reading.reply:
            yield Finished(work.replied())
            return
        proposal = work.reading.refusal or propose(work.inquiry)
        work.lap("compose")
        if isinstance(proposal, Refusal):
            yield Finished(work.refused(proposal))
            return
        own, generation = yield from self._generated(work, proposal, stop)
        check = governed(self.verifier, work.understood)
        verdicts = own + [check(claim, self.registry, work.day) for claim in _beside(own, proposal)]
        work.lap("verify")
        shown = tuple(verdict.claim for verdict in verdicts if verdict.supported)
        # A lead-in, a bare yes or a bare place proves nothing by itself.
        if not any(claim.role not in ("context", "head", "place") for claim in shown):
            yield Finished(work.refused(refusals.no_provision(work.inquiry.evidence, work.understood), tuple(verdicts)))
            return
        # The model's claims were told as they passed; what follows them is told now.
        first = sum(verdict.supported for verdict in own)
        yield from (ClaimShown(claim, place) for place, claim in enumerate(shown) if place >= first)
        yield Finished(work.answered(shown, tuple(verdicts), proposal.notes, generation))

    def find(self, question: Question, among: Collection[str]) -> Found:
        """The provisions nearest to a question, best first, without an answer: for pages that let people look.

        Args:
            question: what is looked for; its words are read as those of a question are.
            among: ids of the provisions that may be found. Who looks chooses them, and shows the standing of each.

        Raises:
            InputError: as ``answer``.
        """
        understood = as_searched(read(question, self.registry, self.today()).understood)
        ranking = self.search.candidates(understood, among=among)
        kept = tuple(e for e in ranking.evidence if e.score >= NEAREST_AT)
        sure = bool(kept) and kept[0] is ranking.evidence[0] and self.search.judge.enough(ranking)
        return Found(kept, sure)

    def _generated(
        self, work: _Work, draft: Draft, stop: Callable[[], bool]
    ) -> Generator[Event, None, tuple[list[Verdict], Generation | None]]:
        """Tells the model's claims as they pass; gives the verdicts on all of them and how it went."""
        if self.generator is None:
            return [], None
        if not draft.evidence:
            return [], Generation("skipped")
        verdicts: list[Verdict] = []
        check = strict(governed(self.verifier, work.understood))
        talk = self.generator.propose(work.understood, draft.evidence, self.registry, check, stop)
        while True:
            try:
                verdict = next(talk)
            except StopIteration as end:
                work.lap("generate")
                return verdicts, end.value
            verdicts.append(verdict)
            if verdict.supported:
                yield ClaimShown(verdict.claim, sum(item.supported for item in verdicts) - 1)


def governed(check: Verifier, understood: Understood) -> Verifier:
    """``check``, and that no rule made for another case than the one told is cited, whoever proposed it (R14)."""

    def checked(claim: Claim, registry: Registry, as_of: date) -> Verdict:
        verdict = check(claim, registry, as_of)
        found = (registry.provision(citation.provision_id) for citation in claim.citations)
        if not any(foreign(understood, *pair) for pair in found if pair is not None):
            return verdict
        return replace(verdict, supported=False, reasons=(*verdict.reasons, Reason.DOMAIN))

    return checked


class _Work:
    """One question in hand: how it was read, its inquiry, and milliseconds by stage."""

    def __init__(self, question: Question, assistant: Assistant) -> None:
        self._start = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}
        self._fingerprints = {"index": assistant.snapshot.fingerprint, **assistant.fingerprints}
        self.question = question
        self.registry = assistant.registry
        self.reading = read(question, assistant.registry, assistant.today())
        self.inquiry = Inquiry(assistant.search, self.understood)
        self.lap("understand")

    @property
    def understood(self) -> Understood:
        return self.reading.understood

    @property
    def day(self) -> date:
        return self.understood.as_of.day

    def lap(self, name: str) -> None:
        """Time since the last lap, searching left out: that has a stage of its own."""
        now, searched = time.perf_counter(), self.inquiry.searched_ms
        self._laps[name] = (now - self._last) * 1000 - (searched - self._laps.get("retrieve", 0.0))
        self._laps["retrieve"] = searched
        self._laps["total"] = (now - self._start) * 1000
        self._last = now

    def answered(
        self,
        claims: tuple[Claim, ...],
        verdicts: tuple[Verdict, ...],
        notes: tuple[str, ...],
        generation: Generation | None,
    ) -> Answer:
        return replace(
            self._base(verdicts),
            status=Status.ANSWERED,
            claims=claims,
            warnings=(*warnings_for(self.understood, claims, self.registry), *notes),
            degraded=generation is not None and generation.degraded,
            generation=generation,
            paragraph=paragraph_of(claims) if self.understood.paragraph else "",
        )

    def replied(self) -> Answer:
        return replace(self._base(()), status=Status.SMALLTALK, message=self.reading.reply)

    def refused(self, refusal: Refusal, verdicts: tuple[Verdict, ...] = ()) -> Answer:
        asks_back = refusal.reason in (RefusalReason.NEEDS_DATE, RefusalReason.NEEDS_LEVEL)
        self.lap("refuse")
        return replace(
            self._base(verdicts),
            status=Status.CLARIFY if asks_back else Status.REFUSED,
            refusal=refusal,
            warnings=(*self.understood.notes, *self.understood.readings),
        )

    def _base(self, verdicts: tuple[Verdict, ...]) -> Answer:
        return Answer(
            question=self.question.text,
            status=Status.REFUSED,
            as_of=self.day,
            standalone=self.understood.text,
            evidence=self.inquiry.evidence[:SHOWN],
            verdicts=verdicts,
            confidence=self.inquiry.confidence,
            fingerprints=self._fingerprints,
            timings_ms=self._laps,
        )


def _beside(own: Sequence[Verdict], draft: Draft) -> list[Claim]:
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
