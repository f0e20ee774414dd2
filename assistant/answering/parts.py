"""An answer to each part of a question that asks several things, and whether a rule gives what a part asks for. Pure.

Each part is planned, searched, judged and answered like a question of its own, and told under its own name. The whole
question is answered first, and stays one answer where its parts find nothing that it does not say. A part that has no
answer is said so by name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answering import refusals
from assistant.answering.draft import Draft
from assistant.answering.extractive import compose
from assistant.model import Claim, Refusal
from assistant.question.patterns import pattern
from assistant.question.understanding import Understood
from assistant.retrieval.agreement import asked_facets, met, said_facets
from assistant.retrieval.search import Inquiry
from assistant.retrieval.sides import FITS
from assistant.turns.decomposition import AskedPart, named, parts_of
from corpus.core.injection import instructs
from corpus.core.model import Provision
from corpus.core.registry import Registry
from corpus.core.text import fold
from corpus.vietnamese.contentwords import content_words

MOSTLY_SAID = 0.6
"""Share of the content words of a part that a rule must say to answer it where it answers another part, too."""

HALF_SAID = 0.75
"""The same of one of the short questions that a turn puts together."""
_WORDS_ONLY = re.compile(r"[\w\s,;:%()/…“”\"'’.?+–-]+")
_ADDRESS = re.compile(r"//|[^\W\d_]\.[^\W\d_]{2,}")
_Plan = Callable[[Inquiry], Draft | Refusal]


@dataclass(frozen=True, slots=True)
class _Answered:
    """A part with its claims, or with why it has none."""

    part: AskedPart
    name: str
    claims: list[Claim]
    refusal: Refusal | None = None

    @property
    def lead(self) -> str:
        """The provision that the answer opens with; empty without one."""
        first = next((claim for claim in self.claims if claim.role != "context"), None)
        return first.citations[0].provision_id if first else ""

    def note(self) -> str:
        return refusals.part_not_found(self.name, self.refusal)


def by_parts(inquiry: Inquiry, whole: Draft | Refusal, plan: _Plan) -> Draft | Refusal:
    """The answer to each part of a question; ``whole`` where it asks one thing, or where one rule answers all of it.

    Nothing that was said to the whole question is lost: what no part was answered with stands under the part that it
    shares most words with.

    Args:
        inquiry: into the whole question.
        whole: what was said to it.
        plan: answers one question.
    """
    understood, registry = inquiry.understood, inquiry.registry
    parts = parts_of(understood, registry)
    if not parts or (understood.about is not None and all(part.forms[0].about for part in parts)):
        return whole
    if isinstance(whole, Refusal) and any(part.leans for part in parts):
        return whole  # half of what nobody is sure of is no surer by itself
    answered: list[_Answered] = []
    for place, part in enumerate(parts, 1):
        each = _answer(inquiry, part, place, whole, plan)
        if each.lead in {one.lead for one in answered} and not _says(part, each.claims[:1], registry):
            each = replace(each, claims=[])
        answered.append(each)
    leads = {each.lead for each in answered if each.claims}
    if not leads or (understood.about is not None and not all(each.claims for each in answered)):
        return whole
    said = whole.claims if isinstance(whole, Draft) else []
    missing = tuple(
        each.note() for each in answered if not (each.claims or (said and _says(each.part, said, registry)))
    )
    if isinstance(whole, Draft) and len(leads) == 1 and leads <= _shown(said):
        return replace(whole, notes=(*whole.notes, *missing))
    told = _with_rest(_together(answered), said, registry)
    claims = [replace(claim, part=each.name) for each in told for claim in each.claims]
    return Draft(claims, whole.evidence if isinstance(whole, Draft) else (), missing)


def by_halves(inquiry: Inquiry, whole: Draft | Refusal, plan: _Plan) -> Draft | Refusal:
    """The answers to the short questions that a turn puts together, each under its words.

    What was said to the turn as a whole stays the answer to the halves that it says; a half that it does not say is
    answered by itself, where a rule says that, and named otherwise. A half that only asks for the place, or changes a
    figure of what was told before, makes the whole something else: then each half is answered by itself.

    Args:
        inquiry: into the turn.
        whole: what was said to it.
        plan: answers one question.
    """
    halves = [_Half(_told_name(words, n), each) for n, (words, each) in enumerate(inquiry.understood.halves, 1)]
    apart = any(half.changes_whole for half in halves)
    said = whole.claims if isinstance(whole, Draft) and not apart else []
    told: list[tuple[str, list[Claim]]] = [(half.name, []) for half in halves]
    notes: list[str] = []
    shared = next((n for n, half in enumerate(halves) if said and _half_says(half, said, inquiry.registry)), 0)
    for number, half in enumerate(halves):
        if said and _half_says(half, said, inquiry.registry):
            continue
        one = plan(inquiry.part(half.asked, inquiry.judge))
        if isinstance(one, Refusal):
            notes.append(refusals.part_not_found(half.name, one))
        elif apart or (
            _lead(one.claims) not in _leads(said) and _half_says(half, one.claims, inquiry.registry, own=True)
        ):
            told[number] = (half.name, one.claims)
            notes += one.notes
        elif not _half_says(half, one.claims, inquiry.registry, own=True):
            notes.append(refusals.part_not_found(half.name))
    if not any(claims for _, claims in told):
        return whole if isinstance(whole, Refusal) or apart else replace(whole, notes=(*whole.notes, *notes))
    told[shared] = (told[shared][0], [*told[shared][1], *said])
    claims: dict[str, Claim] = {}
    for name, of_half in told:
        for claim in of_half:
            claims.setdefault(claim.text, replace(claim, part=name))
    before = whole.notes if said and isinstance(whole, Draft) else ()
    return Draft(list(claims.values()), (), tuple(dict.fromkeys((*before, *notes))))


@dataclass(frozen=True, slots=True)
class _Half:
    """One of the short questions that a turn puts together, by its words and as it was read."""

    name: str
    asked: Understood

    @property
    def changes_whole(self) -> bool:
        """Whether it asks for the place of what was said before, or changes what was told."""
        retold = self.asked.earlier is not None and self.asked.earlier.retold
        return self.asked.place or self.asked.whole_text or retold


def _half_says(half: _Half, claims: Sequence[Claim], registry: Registry, *, own: bool = False) -> bool:
    """Whether the rule that an answer opens with says what a half asks for, most of its words among it.

    ``own`` tells that only the rule's own words count, not those that people ask for it with.
    """
    first = [claim for claim in claims if claim.role != "context"][:1]
    if not first or not gives(half.name, _provisions(first, registry)):
        return False
    asked = set(content_words(half.name))
    if not asked:
        return not own and any(pattern(asks).search(fold(half.name)) for asks, _ in FITS)
    rules = _provisions(first, registry)
    said = {word for one in rules for word in content_words(f"{one.heading} {one.text}")} if own else None
    return len(asked & (said if said is not None else _words_of(first, registry))) >= HALF_SAID * len(asked)


def _lead(claims: Sequence[Claim]) -> str:
    first = next((claim for claim in claims if claim.role != "context"), None)
    return first.citations[0].provision_id if first else ""


def _leads(claims: Sequence[Claim]) -> set[str]:
    return {citation.provision_id for claim in claims for citation in claim.citations}


def _told_name(words: str, number: int) -> str:
    name = named(words)
    return name if _may_be_told(name) else f"Phần thứ {number} của câu hỏi"


def _answer(inquiry: Inquiry, part: AskedPart, place: int, whole: Draft | Refusal, plan: _Plan) -> _Answered:
    """What is said to a part: to the first of its forms that has an answer, or what the whole answer says of it."""
    name = part.name if _may_be_told(part.name) else f"Phần thứ {place} của câu hỏi"
    registry, said = inquiry.registry, whole.claims if isinstance(whole, Draft) else []
    if part.leans and _says(part, said, registry):
        return _Answered(part, name, [])
    refusal = None
    for number, form in enumerate(part.forms):
        one = inquiry.part(form, inquiry.judge if said and not number else inquiry.judge.again)
        proposal = plan(one)
        if isinstance(proposal, Draft):
            if part.leans and not _says(part, proposal.claims, registry):
                continue
            return _Answered(part, name, proposal.claims)
        best = one.evidence[:1]
        if best and best[0].provision.id in _shown(said):
            return _Answered(part, name, compose(form, best, registry))
        refusal = refusal or proposal
    return _Answered(part, name, [], refusal)


def _may_be_told(name: str) -> bool:
    """Whether words of a question may stand in an answer: none that speak to a machine, no address and no markup."""
    return bool(_WORDS_ONLY.fullmatch(name)) and not _ADDRESS.search(name) and not instructs(name)


def _together(answered: Sequence[_Answered]) -> list[_Answered]:
    """The parts that have an answer; those that one rule answers share it and are named together."""
    told: dict[str, _Answered] = {}
    for each in answered:
        if each.claims:
            same = told.get(each.lead)
            told[each.lead] = replace(same, name=f"{same.name}? {each.name}") if same else each
    return list(told.values())


def _with_rest(told: Sequence[_Answered], said: Sequence[Claim], registry: Registry) -> list[_Answered]:
    """The parts, each with those claims of the whole answer that no part has and that it shares most words with."""
    texts = {claim.text for each in told for claim in each.claims}
    rest: dict[str, list[Claim]] = {each.lead: [] for each in told}
    headed = any(claim.role == "head" for each in told for claim in each.claims)
    for claim in said:
        if claim.text not in texts and not (headed and claim.role == "head"):
            words = _words_of([claim], registry)
            nearest = max(told, key=lambda each: len(words & set(content_words(each.part.name))))
            rest[nearest.lead].append(claim)
    return [replace(each, claims=[*each.claims, *rest[each.lead]]) for each in told]


def _words_of(claims: Sequence[Claim], registry: Registry) -> set[str]:
    """The content words of the rules that claims cite, and of the everyday questions for them."""
    rules = _provisions(claims, registry)
    return {word for one in rules for text in (one.heading, one.text, *one.asked_as) for word in content_words(text)}


def _says(part: AskedPart, claims: Sequence[Claim], registry: Registry) -> bool:
    """Whether claims say what a part asks for: a sum a quantity, rules its words; of one that leans its kind alone."""
    if any(claim.calculation for claim in claims) and pattern("asks_quantity").search(fold(part.name)):
        return True
    if not claims or not gives(part.name, _provisions(claims, registry)):
        return False
    asked = set(content_words(part.name))
    return part.leans or len(asked & _words_of(claims, registry)) >= MOSTLY_SAID * len(asked)


def _provisions(claims: Sequence[Claim], registry: Registry) -> Iterator[Provision]:
    """The provisions that claims cite."""
    return (pair[0] for provision_id in sorted(_shown(claims)) if (pair := registry.provision(provision_id)))


def _shown(claims: Sequence[Claim]) -> set[str]:
    return {citation.provision_id for claim in claims for citation in claim.citations}


def gives(asked: str, provisions: Iterable[Provision]) -> bool:
    """Whether one of the provisions holds the kind of thing asked for; true where none in particular is."""
    key, facets = fold(asked), asked_facets(asked, asked)
    wanted = [has for asks, has in FITS if pattern(asks).search(key)]
    for provision in provisions:
        _, lacks_count, *_ = met(facets, said_facets(provision))
        if not lacks_count and all(pattern(has).search(fold(provision.text)) for has in wanted):
            return True
    return not wanted and not facets.counted
