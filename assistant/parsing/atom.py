"""The value that claims and quotes are compared in. Pure."""

from __future__ import annotations

from dataclasses import dataclass

FORCE = frozenset({"negation", "modality"})
_DENIED = frozenset({"không", "chưa", "không phải"})
FACTS = frozenset({"number", "ordinal", "date", "article", "document"})


@dataclass(frozen=True, slots=True)
class Atom:
    """One comparable atom.

    Attributes:
        kind: a fact kind, ``body``, ``term``, ``verb``, ``word``, ``condition``, ``exception``, ``relation``,
            ``quantifier``, or ``optional`` (may be left out or added).
        key: canonical form; two atoms say the same when their keys are equal.
        start, end: place in the text.
        also: weaker keys that this atom proves when it stands in a quote.
        bound: for a figure, its bound (``ge``, ``le``, ``gt``, ``lt``, ``about`` or empty).
        force: negation and modality that govern this atom (``("không được",)``), in order.
        tense: ``sẽ``, ``đã`` or ``đang`` where it stands before it.
        only: whether ``chỉ`` stands before it.
        passive: whether its ``được`` is the passive of a thing rather than a leave given to a body.
        sentence, item, phrase: running numbers; an item ends at a semicolon, a sentence at a full stop or line end.
        opener: the word or mark that opened the phrase (``nếu``, ``do``, ``,``, ``:``…).
        aside: stands in brackets.
    """

    kind: str
    key: str
    start: int
    end: int
    also: tuple[str, ...] = ()
    bound: str = ""
    force: tuple[str, ...] = ()
    tense: str = ""
    only: bool = False
    passive: bool = False
    sentence: int = 0
    item: int = 0
    phrase: int = 0
    opener: str = ""
    aside: bool = False

    def proves(self, claimed: Atom) -> bool:
        """Whether this atom of a quote says what ``claimed`` says (bound and force aside)."""
        return claimed.key == self.key or claimed.key in self.also

    @property
    def restricting(self) -> bool:
        """Whether a denied name tells here which of the things before are meant (``không phải là chi bộ cơ sở``)."""
        return self.kind in {"body", "term"} and not _DENIED.isdisjoint(self.force)

    @property
    def predicate(self) -> bool:
        """Whether a predicate may begin here."""
        return self.kind == "verb" or bool(self.force)
