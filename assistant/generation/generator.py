"""Evidence and question → prompt → a language model's proposals, each verified before anybody sees it.

Shell over the ``ChatModel`` port. The model is a proposer, nothing more: what it writes is read by
``assistant.generation.proposals``, tied to the evidence by its labels, and put before the verifier in its strict
profile. A citation of a label that was not offered, a quote that stands nowhere: each is a verdict on record, never
repaired here (contract R2, R7, R10, R11). Only rules in force are offered; a rule that is no longer in force is left to
the extractive answer, whose frame around it is fixed (contract R5). After a round with rejected claims the model is
told the verdicts and may try once more. Nothing is raised: a model that fails is told in the ``Generation``, and the
extractive answer stands.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, Protocol

from assistant.answering.extractive import MAX_ITEMS, MAX_PROVISIONS, family
from assistant.citing import cite
from assistant.generation.proposals import Cite, Proposal, ProposalParser
from assistant.model import Citation, Claim, Evidence, Generation, GenerationStatus, Verdict
from assistant.question.understanding import Understood
from assistant.reasons import Reason
from corpus.core.display import name_of, vn_date
from corpus.core.errors import ModelProtocolError, ProviderError
from corpus.core.model import Document, Provision
from corpus.core.registry import Force, Registry
from corpus.core.sentences import opens_list
from prompts.reasons import explain
from prompts.templates import Prompts, load_prompts

LOG = logging.getLogger("assistant")

ROUNDS = 2
"""The first try and one repair."""
MAX_SHOWN = 5
MAX_OFFERED = 24
MAX_EVIDENCE = 16_000
"""Most characters of regulation text in a prompt."""
Check = Callable[[Claim, Registry, date], Verdict]


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a chat."""

    role: Literal["system", "user", "assistant"]
    text: str


class ChatModel(Protocol):
    """A language model that can be talked to."""

    def stream(
        self, messages: Sequence[Message], *, within_s: float, stop: Callable[[], bool]
    ) -> Generator[str, None, None]:
        """The model's answer in pieces, as they arrive; closing the generator ends the call.

        Args:
            messages: the conversation so far.
            within_s: seconds until the whole answer must have arrived.
            stop: asked now and then; once true, nobody waits for the answer any more and the iterator just ends.

        Raises:
            ProviderError: the endpoint failed, was too slow, or the answer did not come to its regular end.
        """
        ...


@dataclass(frozen=True, slots=True)
class Offer:
    """A provision as the model sees it; ``lead`` is the label of the sentence that introduces its list."""

    label: str
    provision: Provision
    document: Document
    lead: str = ""


@dataclass(frozen=True)
class ModelGenerator:
    """Proposes claims with a language model.

    Args:
        model: the model.
        budget_s: seconds for all rounds together.
        prompts: the prompts.
        clock: monotonic seconds, injectable.
    """

    model: ChatModel
    budget_s: float
    prompts: Prompts = field(default_factory=load_prompts)
    clock: Callable[[], float] = time.monotonic

    @property
    def fingerprints(self) -> dict[str, str]:
        """What an answer depends on besides corpus and settings."""
        return {"prompts": self.prompts.fingerprint}

    def propose(
        self,
        understood: Understood,
        evidence: Sequence[Evidence],
        registry: Registry,
        check: Check,
        stop: Callable[[], bool] = lambda: False,
    ) -> Generator[Verdict, None, Generation]:
        """Verdicts on the model's claims as they stream in; supported ones may be shown at once.

        Args:
            understood: the question.
            evidence: provisions already judged to answer it, best first.
            registry: where the evidence comes from.
            check: the verifier, in its strict profile.
            stop: asked now and then; once true, nobody waits for the answer any more.

        Returns:
            How it went; every failure of the model or its endpoint is told there and not raised.
        """
        offers = offered(evidence, registry, understood.as_of.day)
        if not offers:
            return Generation("skipped")
        talk = _Talk(offers, registry, check, understood.as_of.day)
        messages = [
            Message("system", self.prompts.rules.render()),
            Message("user", self._question(understood, offers)),
        ]
        until, error, rounds = self.clock() + self.budget_s, "", 0
        while rounds < ROUNDS:
            rounds, error, parser, before = rounds + 1, "", ProposalParser(), len(talk.verdicts)
            raw: list[str] = []
            try:
                yield from self._round(messages, talk, parser, raw, until - self.clock(), stop)
            except (ProviderError, ModelProtocolError) as failure:
                error = failure.code
                LOG.warning("model: %s", failure)
            talk.raw.append("".join(raw))
            verdicts = talk.verdicts[before:]
            faulty = error.startswith("model.") or any(_mendable(verdict) for verdict in verdicts)
            if stop() or error.startswith("provider.") or not faulty or until <= self.clock():
                break
            messages = [
                # From the question again, with the last round only, so that the prompt does not grow.
                *messages[:2],
                # A runaway answer must not push the evidence out of the model's window.
                Message("assistant", talk.raw[-1][:8000]),
                Message("user", self.prompts.repair.render(verdicts=told(verdicts, error))),
            ]
        return talk.outcome(error, rounds, said_none=parser.says_none)

    def _round(
        self,
        messages: Sequence[Message],
        talk: _Talk,
        parser: ProposalParser,
        raw: list[str],
        within_s: float,
        stop: Callable[[], bool],
    ) -> Iterator[Verdict]:
        with closing(self.model.stream(messages, within_s=within_s, stop=stop)) as pieces:
            for piece in pieces:
                raw.append(piece)
                parser.feed(piece)
                yield from talk.judged(parser)
                if talk.shown >= MAX_SHOWN:
                    return
        if not stop():
            parser.close()
            yield from talk.judged(parser)

    def _question(self, understood: Understood, offers: Sequence[Offer]) -> str:
        return self.prompts.ask.render(
            as_of=vn_date(understood.as_of.day),
            question=as_data({"question": understood.text}),
            evidence="\n".join(as_data(_row(offer)) for offer in offers),
        )


class _Talk:
    """What has been proposed so far in one question and what became of it."""

    def __init__(self, offers: Sequence[Offer], registry: Registry, check: Check, on: date) -> None:
        self._offers = {offer.label: offer for offer in offers}
        self._registry, self._check, self._on = registry, check, on
        self._seen: set[Proposal] = set()
        self._said: set[str] = set()
        self.verdicts: list[Verdict] = []
        self.raw: list[str] = []
        self.shown = 0

    def judged(self, parser: ProposalParser) -> Iterator[Verdict]:
        """Verdicts on the proposals that the parser holds complete."""
        while self.shown < MAX_SHOWN and (proposal := parser.next_proposal()) is not None:
            verdict = self._verdict(proposal)
            self._seen.add(proposal)
            self.verdicts.append(verdict)
            if verdict.supported:
                self.shown += 1
                self._said.add(verdict.claim.text)
            yield verdict

    def _verdict(self, proposal: Proposal) -> Verdict:
        claim = Claim(proposal.text, tuple(map(self._placed, proposal.cites)))
        if proposal in self._seen or proposal.text in self._said:
            return Verdict(claim, False, (Reason.REPEATED,))  # no fault of the claim: only this talk knows of it
        return self._check(claim, self._registry, self._on)

    def _placed(self, item: Cite) -> Citation:
        """The citation that the model means, at the first place of its quote; what does not fit fails the verifier."""
        offer = self._offers.get(item.label)
        if offer is None:
            # An id that no provision can have: the verifier then says what is wrong, and nothing is dropped here (R10).
            return Citation(f"?{item.label}", None, "", item.label, item.quote, 0, len(item.quote), None, None, "")
        text, quote = offer.provision.text, item.quote
        start = text.find(quote) if quote else -1
        if start < 0:
            nowhere = cite(self._registry, offer.provision, offer.document, 0, 0)
            return replace(nowhere, quote=quote, end=len(quote))
        return cite(self._registry, offer.provision, offer.document, start, start + len(quote))

    def outcome(self, error: str, rounds: int, *, said_none: bool) -> Generation:
        """How the talk went."""
        if self.shown:
            status: GenerationStatus = "spoke"
        elif error:
            status = "failed"
        else:
            status = "silent" if said_none and not self.verdicts else "rejected"
        rejected = len(self.verdicts) - self.shown
        return Generation(status, error, rounds, len(self.verdicts), rejected, tuple(self.raw))


def offered(evidence: Sequence[Evidence], registry: Registry, on: date) -> list[Offer]:
    """Labelled provisions for the prompt: the evidence in force, with the lists that it belongs to or opens.

    Empty when the best evidence is not in force on the day.
    """
    offers: dict[str, Offer] = {}
    size = 0

    def add(provision: Provision, document: Document, lead: str = "") -> str:
        nonlocal size
        if provision.id not in offers and provision.citable and len(offers) < MAX_OFFERED:
            if size + len(provision.text) > MAX_EVIDENCE:
                return ""
            size += len(provision.text)
            offers[provision.id] = Offer(f"P{len(offers) + 1}", provision, document, lead)
        return offers[provision.id].label if provision.id in offers else ""

    for rank, item in enumerate(evidence[:MAX_PROVISIONS]):
        standing = registry.standing(item.document.record.id, on, item.validity)
        if standing.force is not Force.IN_FORCE:
            # A rule that has ended is told in a fixed frame, and that is the composer's to build.
            if rank == 0:
                return []
            continue
        parent, children = family(item.provision, item.document)
        lead = add(parent, item.document) if parent is not None and opens_list(parent.text) else ""
        label = add(item.provision, item.document, lead)
        if lead and parent is not None:
            siblings = family(parent, item.document)[1]
            for sibling in siblings[:MAX_ITEMS]:
                add(sibling, item.document, lead)
        if label and opens_list(item.provision.text):
            for child in children[:MAX_ITEMS]:
                add(child, item.document, label)
    return list(offers.values())


def as_data(value: object) -> str:
    """JSON on one line that no chat template takes for markup: ``<|`` is written with an escape."""
    return json.dumps(value, ensure_ascii=False).replace("<|", "\\u003c|").replace("[INST", "\\u005bINST")


def told(verdicts: Sequence[Verdict], error: str) -> str:
    """The verdicts of a round in words for the model."""
    lines = []
    for verdict in verdicts:
        words = "đạt" if verdict.supported else "bị loại: " + "; ".join(dict.fromkeys(map(explain, verdict.reasons)))
        lines.append(f"- {as_data({'claim': verdict.claim.text})} – {words}.")
    if error:
        lines.append(f"- Phần còn lại không đọc được: {explain(error)}.")
    return "\n".join(lines)


def _row(offer: Offer) -> dict[str, str]:
    row = {
        "label": offer.label,
        "place": f"{offer.provision.label} – {name_of(offer.document.record)}",
        "text": offer.provision.text,
    }
    return row | {"lead": offer.lead} if offer.lead else row


def _mendable(verdict: Verdict) -> bool:
    return not verdict.supported and verdict.reasons != (Reason.REPEATED,)
