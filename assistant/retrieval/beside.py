"""A turn of a conversation answered from the place that the turn before it was answered from. Pure.

"trừ ai?", "còn người thôi việc?" say too little to be looked up by themselves; what they ask stands in the place that
was just quoted, or beside it. A provision there is taken only when it says all that is new in the turn.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from assistant.model import Claim, Evidence
from assistant.question.patterns import pattern, units
from assistant.question.understanding import Earlier
from assistant.retrieval.features import unit_asked
from assistant.retrieval.sides import FITS
from assistant.turns.times import without_times
from corpus.core.injection import instructs
from corpus.core.model import Document, Provision, TextKind
from corpus.core.registry import Registry
from corpus.core.text import fold, syllables
from corpus.vietnamese.contentwords import content_words
from indexing.keys import is_accented

MOST = 2
"""Most provisions taken from beside the earlier answer."""
SAID = 0.75
"""Share of the new words of a turn that a provision must say."""
OFTEN = 3
"""Everyday questions of a provision that must use a word for the provision to say it."""
_GIVEN = tuple(fit for fit in FITS if fit[0] != "asks_may")
_PLACES = re.compile(
    r"\b(?:điều|khoản|mục|điểm|dieu|khoan|muc|diem) (?:nào|mấy|nao|may|bao nhiêu|bao nhieu)\b", re.IGNORECASE
)


def beside(claims: Sequence[Claim], earlier: Earlier, ranked: Sequence[Evidence], registry: Registry) -> list[Evidence]:
    """The provisions at the place of an earlier answer that say what is new in the turn, best first.

    Args:
        claims: the earlier answer's.
        earlier: the turn before, with the words of this one.
        ranked: what was found for this turn; its order counts.
        registry: the loaded documents.
    """
    places = {item.provision.id: place for place, item in enumerate(ranked)}
    accented = is_accented(syllables(earlier.turn))
    old = set(content_words(earlier.understood.plain, accented and earlier.understood.accented))
    new = [word for word in dict.fromkeys(content_words(earlier.turn, accented)) if word not in old]
    if not new:
        return []
    found: list[tuple[float, int, int, float, Evidence]] = []
    for far, provision, document in _near(claims, registry, wide=earlier.leans):
        says = set(content_words(f"{provision.heading} {provision.text}", accented))
        share = sum(word in says for word in new) / len(new)
        if share >= SAID:
            spoken = sum(word in says for word in old) / max(len(old), 1)
            item = Evidence(provision, document, registry.validity(provision), share)
            found.append((-share, places.get(provision.id, len(places)), far, -spoken, item))
    found.sort(key=lambda entry: entry[:4])
    return [item for *_, item in found[:MOST]]


def new_words(earlier: Earlier) -> list[str]:
    """The content words of a turn that the one before it did not say; times and words for a place left out."""
    accented = is_accented(syllables(earlier.turn))
    old = set(content_words(earlier.understood.plain, accented and earlier.understood.accented))
    said = content_words(_PLACES.sub(" ", without_times(earlier.turn)), accented)
    return [word for word in dict.fromkeys(said) if word not in old]


def share_said(earlier: Earlier, provision: Provision, often: int = OFTEN) -> float:
    """The share of the new words of a turn that a provision says; all where nothing is new.

    Args:
        earlier: the turn before, with the words of this one.
        provision: the provision.
        often: everyday questions of the provision that must use a word for the provision to say it.
    """
    new, accented = new_words(earlier), is_accented(syllables(earlier.turn))
    says = _says(provision, often, accented)
    return sum(word in says for word in new) / len(new) if new else 1.0


def _says(provision: Provision, often: int, accented: bool) -> set[str]:
    """The words of a provision, and those by which several of its everyday questions ask for it."""
    asked = Counter(word for question in provision.asked_as for word in set(content_words(question, accented)))
    used = (word for word, times in asked.items() if times >= often)
    return {*content_words(f"{provision.heading} {provision.text}", accented), *used}


def asks_for_given(turn: str) -> bool:
    """Whether a turn asks for what can be seen in a rule: a figure, a time, somebody."""
    key = fold(turn)
    return any(pattern(asks).search(key) for asks, _ in _GIVEN)


def gives_what_is_asked(turn: str, provision: Provision) -> bool:
    """Whether a provision holds the figure, time or somebody that a turn asks for, in its unit; true if for nothing."""
    key, says = fold(turn), fold(provision.text)
    unit = unit_asked(key)
    if unit and not units()[unit].search(says):
        return False
    return all(pattern(has).search(says) for asks, has in _GIVEN if pattern(asks).search(key))


def near_places(claims: Sequence[Claim], registry: Registry) -> frozenset[str]:
    """Ids of what an answer cited, of what stands at the same places, and in the same numbered parts."""
    return frozenset(provision.id for _, provision, _ in _near(claims, registry, wide=True))


def at_one_place(one: Evidence, other: Evidence) -> bool:
    """Whether two provisions stand at one place: in one article, or in one numbered part of two figures."""
    same = one.document.id == other.document.id
    return same and _place(one.provision.path, 1) == _place(other.provision.path, 1)


def _near(claims: Sequence[Claim], registry: Registry, *, wide: bool) -> Iterator[tuple[int, Provision, Document]]:
    """What was cited (0), what stands at the same places (1), and, ``wide``, in the same numbered part (2)."""
    ids = [citation.provision_id for claim in claims if claim.role != "status" for citation in claim.citations]
    cited = [pair for i in dict.fromkeys(ids) if (pair := registry.provision(i)) is not None]
    seen: set[str] = set()
    for far in range(3 if wide else 2):
        for one, document in cited:
            for provision in document.provisions if far else (one,):
                usable = provision.citable and document.text_kind is not TextKind.CATALOGUE
                if provision.id in seen or not usable or not registry.offers(provision.id):
                    continue
                if (far == 0 or _place(one.path, far) == _place(provision.path, far)) and not instructs(provision.text):
                    seen.add(provision.id)
                    yield far, provision, document


def _place(path: str, far: int) -> str:
    """The article, or the first figures of a numbered part: of ``16.4.2`` ``16.4`` nearby and ``16`` further off."""
    parts = path.split("-")[0].split(".")
    return parts[0] if parts[0].startswith("d") else ".".join(parts[: 3 - far])
