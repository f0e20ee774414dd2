"""Values of one question and its answer. Pure.

An ``Answer`` carries enough to explain a bug without running again: the verdicts of *all* proposed claims, the
evidence, the fingerprints of corpus, index, settings and model, and the timings.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Literal

from assistant.reasons import Reason
from corpus.core.codes import Code
from corpus.core.errors import InputError
from corpus.core.model import Document, Level, Provision, Validity

MAX_CHARS = 2000
"""Longest question taken, in characters; organisers' real questions are below 500."""
MAX_TURNS = 20
"""Earlier turns that are looked at, the last ones."""


class RefusalReason(StrEnum):
    """Typed reasons of contract R9."""

    NO_PROVISION = "no_provision"
    NOT_IN_FORCE = "not_in_force"
    OUT_OF_SCOPE = "out_of_scope"
    NEEDS_LEVEL = "needs_level"
    NEEDS_DATE = "needs_date"
    # Reserved and never given: nothing compares provisions yet (docs/contract.md, R7).
    CONFLICT = "conflict"
    UNSAFE = "unsafe"
    SENSITIVE = "sensitive"


class Status(StrEnum):
    """Outcome of a question; ``clarify`` asks the user for the level, the date or the document meant.

    ``smalltalk`` is no answer: a fixed reply about the assistant itself to a greeting or thanks.
    """

    ANSWERED = "answered"
    REFUSED = "refused"
    CLARIFY = "clarify"
    SMALLTALK = "smalltalk"


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier exchange of the conversation; context for rewriting, never evidence."""

    question: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What the user asked. ``as_of`` is an explicit date from the caller, over any date in the words."""

    text: str
    as_of: date | None = None
    history: tuple[Turn, ...] = ()
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A provision found for a question, with the similarity scores that brought it here (higher is better)."""

    provision: Provision
    document: Document
    validity: Validity
    score: float
    parts: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """What a search alone gives: provisions nearest first, and whether the best one is sure enough to answer from."""

    evidence: tuple[Evidence, ...] = ()
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Citation:
    """Proof of a claim: ``provision.text[start:end] == quote`` (contract R2)."""

    provision_id: str
    document_number: str | None
    document_title: str
    label: str
    quote: str
    start: int
    end: int
    valid_from: date | None
    valid_until: date | None
    text_kind: str
    basis: str = ""
    certainty: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Calculation:
    """A computed figure: named inputs, the formula with numbers filled in, the result (contract R12)."""

    rule: str
    inputs: dict[str, str]
    formula: str
    result: str


ClaimRole = Literal["head", "answer", "basis", "context", "computed", "last_known", "comparison", "status", "place"]


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement with the citations that prove it. ``role`` orders the display: direct answer, then basis.

    A ``head`` ("Có.", "Không.") keeps in ``asked`` the question that it answers, so that it can be derived again.
    ``part`` names the part of the question that it answers, in the question's words; empty where it answers all of it.
    """

    text: str
    citations: tuple[Citation, ...]
    role: ClaimRole = "answer"
    calculation: Calculation | None = None
    asked: str = ""
    part: str = ""

    def to_json(self) -> dict[str, Any]:
        """Public JSON form, the same wherever a claim is told."""
        return _claim_json(self)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verifier's finding on one proposed claim. ``reasons`` are empty when it is supported."""

    claim: Claim
    supported: bool
    reasons: tuple[Reason, ...] = ()


GenerationStatus = Literal["spoke", "silent", "rejected", "failed", "skipped"]


@dataclass(frozen=True, slots=True)
class Generation:
    """What the language model did for an answer; absent from answers that were made without one.

    Attributes:
        status: ``spoke`` (a claim of its own is shown), ``silent`` (it said that the evidence does not answer),
            ``rejected`` (no claim of its own passed), ``failed`` (no answer came, see ``error``), ``skipped``.
        error: code of the failure that ended the talk; may stand beside ``spoke``.
        rounds: how often it was asked; the second time with the verdicts on the first.
        proposed, rejected: number of claims.
        raw: what it wrote, round by round. Never shown: nothing in it is verified.
    """

    status: GenerationStatus
    error: str = ""
    rounds: int = 0
    proposed: int = 0
    rejected: int = 0
    raw: tuple[str, ...] = ()

    @property
    def degraded(self) -> bool:
        """Whether the model's part of the answer is missing or incomplete."""
        return self.status in ("rejected", "failed") or bool(self.error)


@dataclass(frozen=True, slots=True)
class Nearest:
    """A provision near to a refused question: where to look, not an answer.

    ``quote`` is ``provision.text[start:end]``, empty where only the place is named; the dates are the provision's.
    """

    provision_id: str
    label: str
    document_number: str | None
    document_title: str
    heading: str = ""
    quote: str = ""
    start: int = 0
    end: int = 0
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no answer, in words for the user, with the nearest provisions and where to ask."""

    reason: RefusalReason
    message: str
    nearest: tuple[Nearest, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of ``Assistant.answer``; ``to_json`` is the public form (``docs/api.md``).

    ``confidence`` is the judge's, that the best candidate answers, in [0, 1]; ``None`` when nothing was searched.
    ``message`` is the fixed reply of ``smalltalk``, empty otherwise; ``paragraph`` is the answer as one paragraph, its
    claims unchanged and each with its place, only where a turn asks for it.
    """

    question: str
    status: Status
    as_of: date
    claims: tuple[Claim, ...] = ()
    refusal: Refusal | None = None
    warnings: tuple[str, ...] = ()
    standalone: str = ""
    evidence: tuple[Evidence, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    fingerprints: dict[str, str] = field(default_factory=dict)
    timings_ms: dict[str, float] = field(default_factory=dict)
    degraded: bool = False
    generation: Generation | None = None
    confidence: float | None = None
    message: str = ""
    paragraph: str = ""

    def to_json(self, *, with_rejected: bool = False) -> dict[str, Any]:
        """Public JSON form, the same in the command line, the API and the evaluation harness.

        Args:
            with_rejected: include the words of rejected claims. They are false as far as anybody knows, so surfaces
                leave them out (contract R11); only the evaluation harness asks for them.
        """
        return {
            "question": self.question,
            "standalone": self.standalone or self.question,
            "status": self.status.value,
            "as_of": self.as_of.isoformat(),
            "claims": [_claim_json(claim) for claim in self.claims],
            "refusal": None
            if self.refusal is None
            else {
                "reason": self.refusal.reason.value,
                "message": self.refusal.message,
                "nearest": [_plain(item) for item in self.refusal.nearest],
            },
            "message": self.message,
            **({"paragraph": self.paragraph} if self.paragraph else {}),
            "warnings": list(self.warnings),
            "evidence": [
                {
                    "provision_id": item.provision.id,
                    "label": item.provision.label,
                    "score": round(item.score, 4),
                    "parts": {name: round(value, 4) for name, value in sorted(item.parts.items())},
                }
                for item in self.evidence
            ],
            "verdicts": [
                {
                    "claim": verdict.claim.text if verdict.supported or with_rejected else "",
                    "supported": verdict.supported,
                    "reasons": [reason.value for reason in verdict.reasons],
                }
                for verdict in self.verdicts
            ],
            "confidence": None if self.confidence is None else round(self.confidence, 6),
            "degraded": self.degraded,
            "generation": _generation_json(self.generation),
            "fingerprints": dict(self.fingerprints),
            "timings_ms": {name: round(value, 1) for name, value in self.timings_ms.items()},
        }


@dataclass(frozen=True, slots=True)
class ClaimShown:
    """A claim of the answer to come, verified and final: the answer will contain it at this place."""

    claim: Claim
    place: int

    def to_json(self) -> dict[str, Any]:
        """Public JSON form; the claim as in the answer."""
        return {"place": self.place, "claim": _claim_json(self.claim)}


@dataclass(frozen=True, slots=True)
class Finished:
    """The whole answer; always the last event."""

    answer: Answer


Event = ClaimShown | Finished
"""What ``Assistant.stream`` tells, in order. No event holds words that are not verified."""


def _plain(value: Any) -> dict[str, Any]:
    return {
        name: item.isoformat() if isinstance(item := getattr(value, name), date) else item
        for name in value.__dataclass_fields__
    }


def _generation_json(generation: Generation | None) -> dict[str, Any] | None:
    return (
        None
        if generation is None
        else {
            "status": generation.status,
            "error": generation.error,
            "rounds": generation.rounds,
            "proposed": generation.proposed,
            "rejected": generation.rejected,
        }
    )


def _claim_json(claim: Claim) -> dict[str, Any]:
    return {
        "text": claim.text,
        "role": claim.role,
        "citations": [_plain(citation) for citation in claim.citations],
        "calculation": _plain(claim.calculation) if claim.calculation else None,
        **({"part": claim.part} if claim.part else {}),
    }


def too_long(text: str) -> InputError:
    """The refusal of a question of more than ``MAX_CHARS`` characters."""
    return InputError(
        Code.QUESTION_TOO_LONG,
        f"Câu hỏi dài {len(text)} ký tự, vượt quá {MAX_CHARS} ký tự.",
        hint="Xin rút gọn câu hỏi, chỉ nêu một nội dung.",
    )
