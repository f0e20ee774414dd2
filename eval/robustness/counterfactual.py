"""Proof that answers come from the text: change the rule, and the answer must change with it or go away.

Shell. For each case that the assistant gets right, a copy of the corpus is made in which the rule behind it (every
provision at its gold places) is deleted, says another figure, or holds another rule's text. The question is asked again
over that copy. An answer *holds* when it does not lean on what is no longer there: it refuses, or every required fact
that it still states stands word for word in a quote that exists in the copy. An answer that did not change although its
rule did is a failure, and named. Edits of rules that have nothing to do with each other share one copy.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Any

from assistant.model import Status
from assistant.service import Assistant
from corpus.core.errors import AssistantError
from corpus.core.model import Record
from corpus.core.registry import Registry
from eval.robustness.edits import amend, rewritten, without
from eval.runs.laboratory import Laboratory
from eval.scoring.stats import Interval, wilson
from eval.suites.cases import Case
from eval.suites.lookup import RegistryLookup
from eval.suites.normalise import contains


class RuleChange(StrEnum):
    """What is done to the rule behind a case."""

    DELETE = "xóa"
    AMEND = "sửa số liệu"
    SWAP = "tráo nội dung"


class Reaction(StrEnum):
    """What the assistant did then."""

    REFUSED = "từ chối hoặc hỏi lại"
    NEW_FACT = "nêu số liệu mới"
    ELSEWHERE = "trả lời từ quy định khác còn trong kho"
    OTHER = "trả lời khác, không nêu dữ kiện cũ"
    UNCHANGED = "vẫn nêu dữ kiện cũ không còn căn cứ"
    BROKEN = "lỗi hệ thống"


WANTED = frozenset({Reaction.REFUSED, Reaction.NEW_FACT, Reaction.ELSEWHERE})
"""What a reader would want: no answer, the amended answer, or the same rule proven from another document."""
HOLDS = WANTED | {Reaction.OTHER}
"""What proves that nothing is said without text; an answer to something else is still a poor answer."""


@dataclass(frozen=True, slots=True)
class RuleTrial:
    """One case under one change."""

    case_id: str
    change: RuleChange
    effect: Reaction
    touched: tuple[str, ...]
    detail: str = ""

    @property
    def holds(self) -> bool:
        """Whether the answer followed the text."""
        return self.effect in HOLDS


@dataclass(frozen=True, slots=True)
class Result:
    """All trials; ``skipped`` counts, by reason, case–change pairs that could not be tried."""

    trials: tuple[RuleTrial, ...]
    skipped: dict[str, int]
    cases: int

    def rate(self, change: RuleChange | None = None, effects: frozenset[Reaction] = HOLDS) -> Interval | None:
        """Share of trials with one of these effects, of one change or of all; by default those that hold."""
        chosen = [trial for trial in self.trials if change in (None, trial.change)]
        return wilson(sum(trial.effect in effects for trial in chosen), len(chosen)) if chosen else None


@dataclass(frozen=True, slots=True)
class _Edit:
    """What one trial does to the corpus: provisions that go, provisions that say something else."""

    case: Case
    touched: tuple[str, ...]
    gone: tuple[str, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    new_fact: str = ""

    @property
    def affects(self) -> frozenset[str]:
        return frozenset((*self.touched, *self.gone, *self.texts))


def run(
    laboratory: Laboratory,
    cases: Iterable[Case],
    *,
    changes: Sequence[RuleChange] = tuple(RuleChange),
    limit: int = 60,
    batch: int = 8,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Result:
    """Try up to ``limit`` cases, in order, that the assistant answers from their gold with their required facts.

    Args:
        laboratory: makes assistants over edited corpora.
        cases: candidates.
        changes: what to do to the rules.
        limit: how many cases.
        batch: how many edits, of rules that have nothing to do with each other, share one copy of the corpus; 1 gives
            each trial a copy of its own.
        progress: told how many trials are done, and of how many at most.
    """
    skipped: Counter[str] = Counter()
    chosen = _choose(laboratory.base, cases, limit, skipped)
    trials: list[RuleTrial] = []
    for change in changes:
        edits = [_plan(laboratory.base.registry, case, change, touched) for case, touched in chosen]
        if missing := edits.count(None):
            skipped[f"{change.value}: không có gì để sửa"] += missing
        for group in _groups([edit for edit in edits if edit is not None], batch):
            trials += _try(laboratory, change, group)
            progress(len(trials), len(chosen) * len(changes))
    return Result(tuple(trials), dict(skipped), len(chosen))


def _choose(
    assistant: Assistant, cases: Iterable[Case], limit: int, skipped: Counter[str]
) -> list[tuple[Case, tuple[str, ...]]]:
    """Cases that can be tried, each with every provision at its gold places, all alternatives."""
    lookup = RegistryLookup(assistant.registry)
    chosen: list[tuple[Case, tuple[str, ...]]] = []
    for case in cases:
        if len(chosen) == limit:
            break
        places = [place for option in case.gold for place in option]
        touched = tuple(dict.fromkeys(name for place in places for name in lookup.at(place)))
        if not touched or not case.required or case.expected is not Status.ANSWERED:
            continue
        before = _ask(assistant, case)
        if not _right(case, before, touched):
            skipped["trợ lý chưa trả lời đúng câu gốc"] += 1
        elif not all(contains(_proven(before, assistant.registry), fact) for fact in case.required):
            skipped["dữ kiện là kết quả tính, không nằm trong lời trích"] += 1
        else:
            chosen.append((case, touched))
    return chosen


def _right(case: Case, answer: Mapping[str, Any], touched: Iterable[str]) -> bool:
    cited = {citation["provision_id"] for claim in answer.get("claims", ()) for citation in claim["citations"]}
    return bool(cited & set(touched)) and all(contains(_said(answer), fact) for fact in case.required)


def _plan(registry: Registry, case: Case, change: RuleChange, touched: tuple[str, ...]) -> _Edit | None:
    if change is RuleChange.DELETE:
        return _Edit(case, touched, gone=touched)
    if change is RuleChange.SWAP:
        texts = _swaps(registry, case, touched)
        return _Edit(case, touched, texts=texts) if texts else None
    texts, new_fact = {}, ""
    for name in touched:
        known = registry.provision(name)
        if known and (found := amend(known[0].text, case.required)):
            texts[name], new_fact = found.text, found.after
    return _Edit(case, touched, texts=texts, new_fact=new_fact) if texts else None


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
            other = others[int(sha256(case.id.encode()).hexdigest(), 16) % len(others)]
            texts |= {provision.id: other.text, other.id: provision.text}
    return texts


def _groups(edits: Sequence[_Edit], size: int) -> list[list[_Edit]]:
    """Edits packed, first fit, into groups that touch no provision twice."""
    groups: list[list[_Edit]] = []
    for edit in edits:
        for group in groups:
            if len(group) < size and not any(edit.affects & other.affects for other in group):
                group.append(edit)
                break
        else:
            groups.append([edit])
    return groups


def _try(laboratory: Laboratory, change: RuleChange, group: Sequence[_Edit]) -> list[RuleTrial]:
    edited = rewritten(laboratory.base.registry, {k: v for edit in group for k, v in edit.texts.items()})
    edited = without(edited, [name for edit in group for name in edit.gone])
    assistant = laboratory.over(edited)
    trials: list[RuleTrial] = []
    for edit in group:
        try:
            answer = assistant.answer(edit.case.asked()).to_json()
        except AssistantError as error:
            trials.append(RuleTrial(edit.case.id, change, Reaction.BROKEN, edit.touched, str(error)))
        else:
            effect, detail = _effect(edit, answer, edited)
            trials.append(RuleTrial(edit.case.id, change, effect, edit.touched, detail))
    return trials


def _effect(edit: _Edit, answer: Mapping[str, Any], edited: Registry) -> tuple[Reaction, str]:
    if answer["status"] != Status.ANSWERED.value:
        return Reaction.REFUSED, ""
    said, proven, required = _said(answer), _proven(answer, edited), edit.case.required
    stale = [fact for fact in required if contains(said, fact) and not contains(proven, fact)]
    if stale:
        return Reaction.UNCHANGED, "; ".join(stale)
    if edit.new_fact and contains(said, edit.new_fact):
        return Reaction.NEW_FACT, edit.new_fact
    return (Reaction.ELSEWHERE if all(contains(said, fact) for fact in required) else Reaction.OTHER), ""


def _proven(answer: Mapping[str, Any], edited: Registry) -> str:
    """Quotes that stand in the edited corpus, byte for byte, and what the catalogue says of the documents quoted.

    An answer takes a document's number, and the successor of one that has ended, from the catalogue, which no edit
    changes.
    """
    proofs: list[str] = []
    for claim in answer["claims"]:
        for citation in claim["citations"]:
            found = edited.provision(citation["provision_id"])
            if found and found[0].text[citation["start"] : citation["end"]] == citation["quote"]:
                record = found[1].record
                successors = _successors(edited, record.id)
                proofs += [citation["quote"], *(other.number or "" for other in (record, *successors))]
    return "\n".join(proofs)


def _successors(registry: Registry, record_id: str) -> list[Record]:
    chain: list[Record] = []
    following = registry.next_record(record_id)
    while following is not None:
        chain.append(following)
        following = registry.next_record(following.id)
    return chain


def _said(answer: Mapping[str, Any]) -> str:
    return "\n".join(claim["text"] for claim in answer.get("claims", ()))


def _ask(assistant: Assistant, case: Case) -> dict[str, Any]:
    try:
        return assistant.answer(case.asked()).to_json()
    except AssistantError:
        return {}


def to_json(found: Result) -> dict[str, Any]:
    """The trials as JSON, with the share that holds by change."""

    def rates(effects: frozenset[Reaction]) -> dict[str, dict[str, float] | None]:
        found_rates = {change.value: found.rate(change, effects) for change in RuleChange}
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
