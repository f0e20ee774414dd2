"""The sentences that quotes are taken from: what a quote cuts off counts as left out by the claim.

Pure. The names and numbers of the citations themselves come last: a claim may say ``theo khoản 6 Điều 11``, but need
not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.model import Citation
from assistant.parsing.atom import Atom
from assistant.parsing.reader import atoms
from assistant.verification.citation_checks import CitedProvision, parent_of
from corpus.core.model import Document
from corpus.core.sentences import opens_list


def context_of(cited: Sequence[CitedProvision], said: str) -> tuple[tuple[Atom, ...], frozenset[int]]:
    """Atoms of the sentences that the quotes are taken from, and which of them the quotes hold and so may prove."""
    context: list[Atom] = []
    allowed: set[int] = set()
    by_provision: dict[str, list[CitedProvision]] = {}
    for item in cited:
        by_provision.setdefault(item.provision.id, []).append(item)
    for group in by_provision.values():
        spans = [(citation.start, citation.end) for citation, _, _ in group]
        own = atoms(group[0].provision.text)
        inside = [any(a <= atom.start and atom.end <= b for a, b in spans) for atom in own]
        used = {atom.sentence for atom, held in zip(own, inside, strict=True) if held}
        base = _next(context)
        for atom, held in zip(own, inside, strict=True):
            if atom.sentence in used:
                if held:
                    allowed.add(len(context))
                context.append(_shifted(atom, base))
    for citation, _, document in cited:
        base = _next(context)
        for number, atom in enumerate(atoms(_provenance(citation, document, said))):
            allowed.add(len(context))
            context.append(
                replace(atom, kind="optional", sentence=base[0], item=base[1], phrase=base[2] + number, opener="")
            )
    return tuple(context), frozenset(allowed)


def needs_lead_in(cited: Sequence[CitedProvision]) -> bool:
    """Whether a list item is cited without the words that introduce the list."""
    held = {provision.id for _, provision, _ in cited}
    for _, provision, document in cited:
        parent = parent_of(provision, document)
        if parent is not None and opens_list(parent.text) and parent.id not in held:
            return True
    return False


def _next(context: Sequence[Atom]) -> tuple[int, int, int]:
    """First free numbers of sentence, item and phrase."""
    if not context:
        return 0, 0, 0
    return (
        max(atom.sentence for atom in context) + 1,
        max(atom.item for atom in context) + 1,
        max(atom.phrase for atom in context) + 1,
    )


def _shifted(atom: Atom, base: tuple[int, int, int]) -> Atom:
    sentence, item, phrase = base
    return replace(atom, sentence=atom.sentence + sentence, item=atom.item + item, phrase=atom.phrase + phrase)


def _provenance(citation: Citation, document: Document, said: str) -> str:
    """Names and numbers of a citation; the title only where the claim says it whole: its single words prove nothing."""
    record = document.record
    label = f"mục {citation.label}" if citation.label[:1].isdigit() else citation.label
    issued = f"ngày {record.issued.day:02d}/{record.issued.month:02d}/{record.issued.year}" if record.issued else ""
    title = f", {record.title}" if record.title.casefold() in said.casefold() else ""
    return f"{label}, {record.kind.value} {record.number or ''}, {issued}{title}"
