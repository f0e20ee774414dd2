"""Evidence → claims, in the regulations' own words (extractive). Pure.

Every claim is a verbatim slice of one provision. The short direct answer comes first (role ``answer``), then the
full wording it stands in (``basis``); a list is given whole, with its lead-in sentence as context; a rule no
longer in force only ever appears inside the frame of ``corpus.core.display`` (role ``last_known``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from assistant.citing import claim_of
from assistant.model import Claim, ClaimRole, Evidence
from assistant.question.kinds import Wanted, asks_for_list
from assistant.question.understanding import Understood
from assistant.retrieval.listing import asks_order, is_step, left_out
from corpus.core.model import Document, Provision, TextKind
from corpus.core.registry import Force, Registry, place_of
from corpus.core.sentences import body_start, sentences
from corpus.vietnamese.contentwords import content_words

MAX_PROVISIONS = 4
MAX_ITEMS = 40
"""Most items of an enumeration shown in one answer."""
SAME_PLACE = 3
"""From this many further rules at one place on, only the one asked about is shown."""
_ITEM = re.compile(r"(.+?)(?: điểm [a-zđ]|, gạch đầu dòng \d+| gạch đầu dòng \d+| \(\d+\))")
_NUMBERED = re.compile(r"(\d+\.\d+)\.\d+")
RELATED = 0.4
"""Share of the words of the question said by the best part of a list that a further part must say too."""
SHORT = 320
"""Own text up to this many characters is quoted whole as the direct answer."""


def compose(
    understood: Understood,
    chosen: Sequence[Evidence],
    registry: Registry,
    near: Sequence[Evidence] = (),
    *,
    listed: bool | None = None,
) -> list[Claim]:
    """Claims for the chosen evidence, best first; none is quoted twice, no ended rule stands above one in force.

    A list is whole: where the question asks for one, every item at the place is quoted in its order. A lead-in without
    its items says nothing and is not quoted.

    Args:
        understood: the question.
        chosen: what answers it, the best first.
        registry: the loaded documents.
        near: what was found first; a list goes on over the numbered parts beside the best when several are among it.
        listed: whether the whole list is wanted; read from the question where it is not told.
    """
    best = chosen[0].provision.id if chosen else ""
    chosen = _in_force_first(_with_later(chosen, registry, understood.as_of.day), registry, understood.as_of.day)
    on, used, claims = understood.as_of.day, set[tuple[str, int, int]](), list[Claim]()
    listed = wants_list(understood) if listed is None else listed

    def add(provision: Provision, document: Document, span: tuple[int, int], role: ClaimRole) -> None:
        if (provision.id, *span) not in used:
            used.add((provision.id, *span))
            claims.append(claim_of(registry, provision, document, span, role, on))

    for rank, item in enumerate(chosen[:MAX_PROVISIONS]):
        provision, document = item.provision, item.document
        whole = whole_of(provision)
        parent, children = family(provision, document)
        if leads_in(provision) and not children:
            continue
        if parent is not None and leads_in(parent):
            # As context a lead-in is shown but answers nothing: an answer of context alone is refused.
            add(parent, document, _lead_span(parent), "context" if rank else "answer")
            group = [p for p in document.provisions if p.parent == parent.id and p.citable]
            for sibling in group[:MAX_ITEMS] if listed else [provision]:
                add(sibling, document, whole_of(sibling), "answer")
            continue
        items = _list_of(provision, document, understood, near, listed=listed) if provision.id == best else []
        if items:
            for one in _unchanged(items, document, registry, on)[:MAX_ITEMS]:
                add(one, document, whole_of(one), "answer")
            continue
        if rank == 0 and whole[1] - whole[0] > SHORT:
            for span in [] if listed else _best_sentences(provision, understood):
                add(provision, document, span, "answer")
            add(provision, document, whole, "answer" if listed else "basis")
        else:
            add(provision, document, whole, "answer" if rank == 0 else "basis")
        if rank == 0 or (listed and provision.id == best):
            for other in _same_place(provision, document, whole=listed):
                add(other, document, whole_of(other), "answer")
        if children and (leads_in(provision) or listed):
            for child in children[:MAX_ITEMS]:
                add(child, document, whole_of(child), "answer" if rank == 0 else "basis")
    return list(_with_left_out(claims, understood, registry))


def _with_left_out(claims: Sequence[Claim], understood: Understood, registry: Registry) -> Iterator[Claim]:
    """The claims, each with the rule that leaves a step of it out for the kind of congress that is told right after."""
    cited = {citation.provision_id for claim in claims for citation in claim.citations}
    for claim in claims:
        yield claim
        rules = (registry.provision(citation.provision_id) for citation in claim.citations)
        for other in [one for rule in rules if rule is not None for one in left_out(understood, rule[0])]:
            found = registry.provision(other)
            if found is not None and registry.offers(other) and other not in cited:
                cited.add(other)
                yield claim_of(registry, *found, whole_of(found[0]), "basis", understood.as_of.day)


def wants_list(understood: Understood) -> bool:
    """Whether a question asks for an enumeration: all cases, all steps, each level's figure."""
    return understood.wish.wants(Wanted.LIST, Wanted.STEPS) or asks_for_list(understood.text)


def of_one_list(one: Provision, other: Provision) -> bool:
    """Whether two provisions are rules at one place of a document, or items of one list ("12.4.2 điểm a", "… b")."""
    found, beside = _ITEM.fullmatch(one.label), _ITEM.fullmatch(other.label)
    if one.document_id != other.document_id:
        return False
    return one.label == other.label or bool(found and beside and found[1] == beside[1])


def _list_of(
    provision: Provision, document: Document, understood: Understood, near: Sequence[Evidence], *, listed: bool
) -> list[Provision]:
    """The list that a provision is part of: its lettered items, else the numbered parts; none if it stands alone.

    The steps at its place where their order is asked for, whether or not a list is.
    """
    if asks_order(understood) and (steps := _steps_at(provision, document)):
        return steps
    if not listed:
        return []
    return _items_beside(provision, document) or _numbered_beside(provision, document, understood, near)


def _items_beside(provision: Provision, document: Document) -> list[Provision]:
    """The items of the list that a digest's provision is one of ("12.4.2 điểm a", "… điểm b"); none if alone."""
    found = _ITEM.fullmatch(provision.label)
    if found is None:
        return []
    items = [p for p in document.provisions if (other := _ITEM.fullmatch(p.label)) and other[1] == found[1]]
    return items if len(items) > 1 else []


def _numbered_beside(
    provision: Provision, document: Document, understood: Understood, near: Sequence[Evidence]
) -> list[Provision]:
    """The numbered parts over which a list goes on ("11.1.1", "11.1.2", …): those that speak of what is asked.

    None when only one of them is among what was found first: the list is then that one's own.
    """
    found = _NUMBERED.fullmatch(provision.label)
    if found is None:
        return []
    beside = [p for p in document.provisions if p.citable and p.label.startswith(f"{found[1]}.")]
    here = {p.id for p in beside}
    if len({item.provision.label for item in near if item.provision.id in here}) < 2:
        return []
    asked = set(content_words(understood.plain))
    shared = asked & set(content_words(f"{provision.heading} {provision.text}"))
    kept = [p for p in beside if len(shared & set(content_words(f"{p.heading} {p.text}"))) >= RELATED * len(shared)]
    return kept if len({p.label for p in kept}) > 1 else []


def _steps_at(provision: Provision, document: Document) -> list[Provision]:
    """The steps of a procedure that stand at the place of one of them, in their order; none where they are no steps."""
    beside = [p for p in document.provisions if p.label == provision.label and p.citable]
    return beside if sum(map(is_step, beside)) > 1 else []


def _with_later(chosen: Sequence[Evidence], registry: Registry, on: date) -> list[Evidence]:
    """What is known of the rule that came after put before an ended one, or in its place where it differs."""
    found: dict[str, Evidence] = {}
    for item in chosen[:MAX_PROVISIONS]:
        later = registry.carried_on(item.provision, item.document, on) if _ended(item, registry, on) else []
        for known, of in later:
            found.setdefault(known.id, replace(item, provision=known, document=of, validity=registry.validity(known)))
        if not any(place_of(item.provision, item.document) in known.changes for known, _ in later):
            found.setdefault(item.provision.id, item)
    return list(found.values())


def _unchanged(items: Sequence[Provision], document: Document, registry: Registry, on: date) -> list[Provision]:
    return [item for item in items if not _changed(item, document, registry, on)]


def _changed(provision: Provision, document: Document, registry: Registry, on: date) -> bool:
    """Whether the rule that came after an ended one is known to differ from it."""
    later = registry.carried_on(provision, document, on)
    return any(place_of(provision, document) in known.changes for known, _ in later)


def _in_force_first(chosen: Sequence[Evidence], registry: Registry, on: date) -> list[Evidence]:
    return sorted(chosen[:MAX_PROVISIONS], key=lambda item: _ended(item, registry, on))


def _ended(item: Evidence, registry: Registry, on: date) -> bool:
    standing = registry.standing(item.document.record.id, on, registry.validity(item.provision))
    return standing.force in (Force.SUPERSEDED, Force.EXPIRED)


def family(provision: Provision, document: Document) -> tuple[Provision | None, list[Provision]]:
    """Parent and children of a provision in its document."""
    parent = next((p for p in document.provisions if p.id == provision.parent), None) if provision.parent else None
    return parent, [p for p in document.provisions if p.parent == provision.id and p.citable]


def _same_place(provision: Provision, document: Document, *, whole: bool) -> list[Provision]:
    """The other rules that a digest gives for the same place: one clause may set two conditions.

    Only when they are few, unless the ``whole`` place is wanted, as for a list.
    """
    if document.text_kind is not TextKind.DIGEST:
        return []
    others = [p for p in document.provisions if p.label == provision.label and p.id != provision.id]
    return others if whole or len(others) < SAME_PLACE else []


def whole_of(provision: Provision) -> tuple[int, int]:
    """The span of a provision's own words, without the marker of its number."""
    start = body_start(provision.text)
    end = len(provision.text.rstrip())
    # A provision that is nothing but its marker is quoted as it stands.
    return (start, end) if start < end else (0, end)


def leads_in(provision: Provision) -> bool:
    """Whether a provision only introduces a list."""
    return provision.text.rstrip().endswith(":")


def _lead_span(provision: Provision) -> tuple[int, int]:
    spans = sentences(provision.text)
    return spans[-1] if spans else whole_of(provision)


def _best_sentences(provision: Provision, understood: Understood) -> list[tuple[int, int]]:
    """The sentence that shares most with the question, and the next best when nearly as good; in text order.

    A sentence is quoted to its full stop: cut at a colon or a semicolon it would leave a condition behind.
    """
    wanted = set(content_words(understood.wish.core)) or set(content_words(understood.text))
    spans = _to_full_stop(provision.text, sentences(provision.text))
    scored = sorted(
        ((len(wanted & set(content_words(provision.text[a:b]))), -a, (a, b)) for a, b in spans), reverse=True
    )
    best = scored[0][0] if scored else 0
    if best == 0:
        return spans[:1]
    # The second sentence when it shares nearly as much: it is often the exception to the first.
    return sorted(span for score, _, span in scored[:2] if score >= max(1, best - 1))[:2]


def _to_full_stop(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans joined so that each ends a sentence."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and not text[joined[-1][0] : joined[-1][1]].rstrip().endswith((".", "!", "?", "”", '"')):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def excerpt(provision: Provision, understood: Understood, limit: int) -> tuple[int, int]:
    """The span to show of a provision that is only near the question: all of it, or its best sentence when long."""
    whole = whole_of(provision)
    if whole[1] - whole[0] <= limit:
        return whole
    return _best_sentences(provision, understood)[0]
