"""Proof that answers come from the text: change the rule, and the answer must change with it or go away.

Shell. For each case that the assistant gets right, a copy of the corpus is made in which the rule behind it (every
provision at its gold places) is deleted, says another figure, or holds another rule's text. The question is asked again
over that copy. An answer *holds* when it does not lean on what is no longer there: it refuses, or every required fact
that it still states stands word for word in a quote that exists in the copy. An answer that did not change although its
rule did is a failure, and named. Only changed passages are encoded again; other vectors and words are reused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np

from assistant.model import Status
from assistant.retrieve import HybridRetriever
from assistant.service import Assistant
from corpus.errors import AssistantError
from corpus.registry import Registry
from eval.cases import Case
from eval.edits import amend, rewritten, without
from eval.lookup import RegistryLookup
from eval.normalise import contains
from eval.stats import Interval, wilson
from indexing.build import indexed_text
from indexing.chunk import passages as passages_of
from indexing.lexical import Bm25Index
from indexing.ports import Passage, Segmenter, Token, Vectors
from indexing.snapshot import Snapshot
from indexing.vectors import FlatIndex


class Change(StrEnum):
    """What is done to the rule behind a case."""

    DELETE = "xóa"
    AMEND = "sửa số liệu"
    SWAP = "tráo nội dung"


class Effect(StrEnum):
    """What the assistant did then."""

    REFUSED = "từ chối hoặc hỏi lại"
    NEW_FACT = "nêu số liệu mới"
    ELSEWHERE = "trả lời từ quy định khác còn trong kho"
    OTHER = "trả lời khác, không nêu dữ kiện cũ"
    UNCHANGED = "vẫn nêu dữ kiện cũ không còn căn cứ"
    BROKEN = "lỗi hệ thống"


WANTED = frozenset({Effect.REFUSED, Effect.NEW_FACT, Effect.ELSEWHERE})
"""What a reader would want: no answer, the amended answer, or the same rule proven from another document."""
HOLDS = WANTED | {Effect.OTHER}
"""What proves that nothing is said without text; an answer to something else is still a poor answer."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One case under one change."""

    case_id: str
    change: Change
    effect: Effect
    touched: tuple[str, ...]
    detail: str = ""

    @property
    def holds(self) -> bool:
        """Whether the answer followed the text."""
        return self.effect in HOLDS


@dataclass(frozen=True, slots=True)
class Result:
    """All trials; ``skipped`` counts, by reason, case–change pairs that could not be tried."""

    trials: tuple[Trial, ...]
    skipped: dict[str, int]
    cases: int

    def rate(self, change: Change | None = None, effects: frozenset[Effect] = HOLDS) -> Interval | None:
        """Share of trials with one of these effects, of one change or of all; by default those that hold."""
        chosen = [trial for trial in self.trials if change in (None, trial.change)]
        return wilson(sum(trial.effect in effects for trial in chosen), len(chosen)) if chosen else None


class Laboratory:
    """Makes assistants over edited copies of a corpus, cheaply."""

    def __init__(self, assistant: Assistant, segmenter: Segmenter) -> None:
        self.base = assistant
        self._segmenter = _Remembering(segmenter)
        snapshot = assistant.snapshot
        self._rows = {indexed_text(passage): number for number, passage in enumerate(snapshot.passages)}
        self._max_tokens = int(snapshot.manifest.settings.get("max_tokens", 400))

    def over(self, registry: Registry) -> Assistant:
        """The same assistant over another registry."""
        passages = list(passages_of(registry.documents.values(), self._max_tokens))
        old = self.base.snapshot
        snapshot = Snapshot(
            replace(old.manifest, fingerprint=f"{old.fingerprint[:16]}-edited"),
            registry,
            passages,
            Bm25Index.build(passages, self._segmenter),
            FlatIndex.build(self._vectors(passages)),
            lambda: old.encoder,
        )
        search = self.base.retriever.search
        return replace(self.base, snapshot=snapshot, retriever=HybridRetriever(snapshot=snapshot, search=search))

    def _vectors(self, passages: Sequence[Passage]) -> Vectors:
        texts = [indexed_text(passage) for passage in passages]
        known = [self._rows.get(text, -1) for text in texts]
        fresh = [text for text, row in zip(texts, known, strict=True) if row < 0]
        encoded = iter(self.base.snapshot.encoder.encode_passages(fresh) if fresh else ())
        kept = self.base.snapshot.vectors.rows(np.array([row for row in known if row >= 0], dtype=np.int64))
        stored = iter(kept)
        return np.stack([next(stored) if row >= 0 else next(encoded) for row in known])


class _Remembering:
    """A segmenter that splits each text once."""

    def __init__(self, segmenter: Segmenter) -> None:
        self._segmenter = segmenter
        self._known: dict[str, list[Token]] = {}

    def words(self, text: str) -> list[Token]:
        if text not in self._known:
            self._known[text] = self._segmenter.words(text)
        return self._known[text]


def run(
    laboratory: Laboratory,
    cases: Iterable[Case],
    *,
    changes: Sequence[Change] = tuple(Change),
    limit: int = 60,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Result:
    """Try up to ``limit`` cases, in order, that the assistant answers from their gold with their required facts."""
    lookup = RegistryLookup(laboratory.base.registry)
    skipped: Counter[str] = Counter()
    trials: list[Trial] = []
    chosen = 0
    for case in cases:
        if chosen == limit:
            break
        touched = _rules(case, lookup)
        if not touched or not case.required or case.expected is not Status.ANSWERED:
            continue
        before = _ask(laboratory.base, case)
        if not _right(case, before, touched):
            skipped["trợ lý chưa trả lời đúng câu gốc"] += 1
            continue
        if not all(contains(_proven(before, laboratory.base.registry), fact) for fact in case.required):
            skipped["dữ kiện là kết quả tính, không nằm trong lời trích"] += 1
            continue
        chosen += 1
        for change in changes:
            trial = _try(laboratory, case, change, touched, lookup)
            if trial is None:
                skipped[f"{change.value}: không có gì để sửa"] += 1
            else:
                trials.append(trial)
        progress(chosen, limit)
    return Result(tuple(trials), dict(skipped), chosen)


def _rules(case: Case, lookup: RegistryLookup) -> tuple[str, ...]:
    """Every provision at the case's gold places, all alternatives."""
    places = [place for option in case.gold for place in option]
    return tuple(dict.fromkeys(name for place in places for name in lookup.at(place)))


def _right(case: Case, answer: Mapping[str, Any], touched: Iterable[str]) -> bool:
    cited = {citation["provision_id"] for claim in answer.get("claims", ()) for citation in claim["citations"]}
    return bool(cited & set(touched)) and all(contains(_said(answer), fact) for fact in case.required)


def _try(
    laboratory: Laboratory, case: Case, change: Change, touched: tuple[str, ...], lookup: RegistryLookup
) -> Trial | None:
    registry, new_fact = laboratory.base.registry, ""
    if change is Change.DELETE:
        edited = without(registry, touched)
    elif change is Change.AMEND:
        texts = {}
        for name in touched:
            if (facts := lookup.facts(name)) and (found := amend(facts.text, case.required)):
                texts[name], new_fact = found.text, found.after
        if not texts:
            return None
        edited = rewritten(registry, texts)
    else:
        swaps = _swaps(registry, case, touched)
        if not swaps:
            return None
        edited = rewritten(registry, swaps)
    try:
        answer = laboratory.over(edited).answer(case.asked()).to_json()
    except AssistantError as error:
        return Trial(case.id, change, Effect.BROKEN, touched, str(error))
    return Trial(case.id, change, *_effect(case, answer, edited, new_fact, touched))


def _swaps(registry: Registry, case: Case, touched: tuple[str, ...]) -> dict[str, str]:
    """Texts after exchanging each rule with one of its document that states none of the required facts."""
    texts: dict[str, str] = {}
    for name in touched:
        found = registry.provision(name)
        if found is None:
            continue
        provision, document = found
        others = [
            other
            for other in document.provisions
            if other.citable
            and other.id not in touched
            and other.id not in texts
            and len(other.text) > 40
            and not any(contains(other.text, fact) for fact in case.required)
        ]
        if others:
            other = max(others, key=lambda item: (abs(item.start - provision.start), item.id))
            texts |= {provision.id: other.text, other.id: provision.text}
    return texts


def _effect(
    case: Case, answer: Mapping[str, Any], edited: Registry, new_fact: str, touched: tuple[str, ...]
) -> tuple[Effect, tuple[str, ...], str]:
    if answer["status"] != Status.ANSWERED.value:
        return Effect.REFUSED, touched, ""
    said, proven = _said(answer), _proven(answer, edited)
    stale = [fact for fact in case.required if contains(said, fact) and not contains(proven, fact)]
    if stale:
        return Effect.UNCHANGED, touched, "; ".join(stale)
    if new_fact and contains(said, new_fact):
        return Effect.NEW_FACT, touched, new_fact
    if all(contains(said, fact) for fact in case.required):
        return Effect.ELSEWHERE, touched, ""
    return Effect.OTHER, touched, ""


def _proven(answer: Mapping[str, Any], edited: Registry) -> str:
    """Quotes that stand in the edited corpus, byte for byte."""
    quotes: list[str] = []
    for claim in answer["claims"]:
        for citation in claim["citations"]:
            found = edited.provision(citation["provision_id"])
            if found and found[0].text[citation["start"] : citation["end"]] == citation["quote"]:
                quotes.append(citation["quote"])
    return "\n".join(quotes)


def _said(answer: Mapping[str, Any]) -> str:
    return "\n".join(claim["text"] for claim in answer.get("claims", ()))


def _ask(assistant: Assistant, case: Case) -> dict[str, Any]:
    try:
        return assistant.answer(case.asked()).to_json()
    except AssistantError:
        return {}


def to_json(found: Result) -> dict[str, Any]:
    """The trials as JSON, with the share that holds by change."""

    def rates(effects: frozenset[Effect]) -> dict[str, dict[str, float] | None]:
        found_rates = {change.value: found.rate(change, effects) for change in Change}
        found_rates["tất cả"] = found.rate(None, effects)
        return {
            name: None if rate is None else {"value": rate.value, "low": rate.low, "high": rate.high}
            for name, rate in found_rates.items()
        }

    return {
        "cases": found.cases,
        "skipped": found.skipped,
        "holds": rates(HOLDS),
        "wanted": rates(WANTED),
        "trials": [
            {
                "case": trial.case_id,
                "change": trial.change.value,
                "effect": trial.effect.value,
                "holds": trial.holds,
                "touched": list(trial.touched),
                "detail": trial.detail,
            }
            for trial in found.trials
        ],
    }
