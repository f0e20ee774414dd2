"""The other side of a necessary condition: ``không hợp lệ khi dưới 2/3`` says what ``chỉ hợp lệ khi ít nhất 2/3`` says.

Pure. Only a claim is turned, only where one figure bounds its one condition and one predicate is denied; the turned
claim restricts (``chỉ``), so that nothing but a restriction of the quote can prove it.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.parsing.atom import Atom

_OTHER = {"lt": "ge", "le": "gt"}
_DENIED = {"không hợp lệ": "hợp lệ"}


def converse(claim: tuple[Atom, ...]) -> tuple[Atom, ...] | None:
    """The claim as a necessary condition; ``None`` when it does not deny something below a figure."""
    marks = [n for n, atom in enumerate(claim) if atom.kind == "condition"]
    figures = [n for n, atom in enumerate(claim) if atom.kind == "number" and atom.bound]
    if len(marks) != 1 or len(figures) != 1 or claim[figures[0]].bound not in _OTHER:
        return None
    if claim[figures[0]].phrase != claim[marks[0]].phrase or any(atom.only for atom in claim):
        return None
    then = next((n for n, atom in enumerate(claim) if "thì" in atom.opener), len(claim))
    outside = list(range(marks[0])) or list(range(then, len(claim)))
    denied = [n for n in outside if claim[n].key in _DENIED or claim[n].force == ("không",)]
    if len(denied) != 1 or any(claim[n].force for n in outside if n not in denied):
        return None
    turned = list(claim)
    atom = claim[denied[0]]
    turned[denied[0]] = replace(atom, key=_DENIED.get(atom.key, atom.key), force=(), only=True)
    figure = claim[figures[0]]
    turned[figures[0]] = replace(figure, bound=_OTHER[figure.bound])
    return tuple(turned)
