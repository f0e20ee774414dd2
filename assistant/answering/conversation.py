"""A turn of a conversation answered from the place that the turn before it was answered from. Pure.

"trừ ai?", "còn người thôi việc?" say too little to be looked up by themselves; what they ask stands in the place that
was just quoted, or beside it. A provision there is taken only when it says all that is new in the turn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.model import Claim, Evidence
from assistant.question.keywords import content_words
from assistant.question.understanding import Earlier
from corpus.core.injection import instructs
from corpus.core.model import Document, Provision, TextKind
from corpus.core.registry import Registry
from indexing.keys import is_accented
from corpus.core.text import syllables

MOST = 2
"""Most provisions taken from beside the earlier answer."""
SAID = 0.75
"""Share of the new words of a turn that a provision must say."""


def beside(claims: Sequence[Claim], earlier: Earlier, registry: Registry) -> list[Evidence]:
    """The provisions at the place of an earlier answer that say what is new in the turn, best first."""
    accented = is_accented(syllables(earlier.turn))
    old = set(content_words(earlier.understood.plain, accented and earlier.understood.accented))
    new = [word for word in dict.fromkeys(content_words(earlier.turn, accented)) if word not in old]
    if not new:
        return []
    found: list[tuple[float, int, Provision, Document]] = []
    for rank, (provision, document) in enumerate(_near(claims, registry)):
        says = set(content_words(f"{provision.heading} {provision.text}", accented))
        share = sum(word in says for word in new) / len(new)
        if share >= SAID:
            found.append((-share, rank, provision, document))
    best = sorted(found, key=lambda item: item[:2])[:MOST]
    return [Evidence(p, d, registry.validity(p), -share) for share, _, p, d in best]


def _near(claims: Sequence[Claim], registry: Registry) -> Iterator[tuple[Provision, Document]]:
    """What was cited, then what stands at the same places: of one article, one numbered part, one clause."""
    ids = [citation.provision_id for claim in claims if claim.role != "status" for citation in claim.citations]
    cited = [pair for i in dict.fromkeys(ids) if (pair := registry.provision(i)) is not None]
    seen: set[str] = set()
    for provision, document in (*cited, *((p, d) for one, d in cited for p in d.provisions if _same(one, p))):
        usable = provision.citable and document.text_kind is not TextKind.CATALOGUE and registry.offers(provision.id)
        if provision.id not in seen and usable and not instructs(provision.text):
            seen.add(provision.id)
            yield provision, document


def _same(one: Provision, other: Provision) -> bool:
    return _place(one.path) == _place(other.path)


def _place(path: str) -> str:
    """The article, or the first two figures of a numbered part: ``d11`` of ``d11.k5-2``, ``16.4`` of ``16.4.2``."""
    parts = path.split("-")[0].split(".")
    return parts[0] if parts[0].startswith("d") else ".".join(parts[:2])
