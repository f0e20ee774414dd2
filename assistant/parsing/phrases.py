"""Where sentences, list items and phrases begin: order may change between phrases, and not inside them. Pure."""

from __future__ import annotations

from dataclasses import replace

from assistant.parsing.atom import Atom

STOPS = {".", "!", "?", "…"}
"""Marks that end a sentence."""
_BREAKS = {",", ":", "(", ")", "–", "—", "-", "“", "”", "[", "]", "/", "+", "•"}
_PLACES = {"tại", "trong", "đối với", "giữa", "theo", "bằng"}
_DUTIES = {"có thể", "phải", "có quyền", "không được"}


def placed(found: list[Atom], text: str) -> list[Atom]:
    """Atoms with the numbers of their sentence, item and phrase; marks, openers and light words are used up."""
    return _Placing(found, text).atoms()


class _Placing:
    """Numbers sentences, items and phrases; what follows a bracket goes on with the phrase before it."""

    def __init__(self, found: list[Atom], text: str) -> None:
        self.found, self.text = found, text
        self.result: list[Atom] = []
        self.sentence = self.item = self.phrase = self.top = self.last_end = 0
        self.opener = ""
        self.broken = False
        """Whether a phrase has been opened that holds nothing yet."""
        self.topic = False
        """Whether the statement began with a time or a place, which no comma need end."""
        self.outer: list[tuple[int, str]] = []
        """Phrases that brackets interrupt."""

    def atoms(self) -> list[Atom]:
        """The atoms that count, in order."""
        for index, atom in enumerate(self.found):
            if self._ends_sentence(atom):
                self.sentence, self.item, self.outer, self.topic = self.sentence + 1, self.item + 1, [], False
                self._begin(".")
            self.last_end = max(self.last_end, atom.end)
            if atom.kind == "mark":
                self._mark(index, atom)
            elif atom.kind == "opener":
                self._opener(index, atom)
            elif not self._silent(atom):
                self._word(atom)
        return self.result

    def _ends_sentence(self, atom: Atom) -> bool:
        """A full stop that no letter follows (``11.4`` has none), or a line end inside a running phrase."""
        inside = atom.end < len(self.text) and self.text[atom.end].isalnum()
        if atom.kind == "mark" and atom.key in STOPS and not inside:
            return True
        return "\n" in self.text[self.last_end : atom.start] and bool(self.result) and not self.broken

    def _silent(self, atom: Atom) -> bool:
        """A light word, or the ``sau`` of ``như sau:``."""
        return atom.kind == "light" or (atom.key == "sau" and self.text[atom.end :].lstrip()[:1] in {":", ""})

    def _begin(self, opener: str) -> None:
        self.top += 1
        self.phrase, self.opener, self.broken = self.top, opener, True

    def _next_phrase(self) -> None:
        """A further phrase, unless one has just been opened."""
        if not self.broken:
            self.top += 1
            self.phrase = self.top

    def _mark(self, index: int, atom: Atom) -> None:
        if _marker(self.found, index) or _marker(self.found, index + 2):  # ``(1) chi bộ…``
            return
        if atom.key == ";":
            self.item, self.topic = self.item + 1, False
            self._begin(";")
        elif atom.key in "([":
            self.outer.append((self.phrase, self.opener))
            self._begin(atom.key)
        elif atom.key in ")]" and self.outer:
            self.phrase, self.opener = self.outer.pop()
            self.broken = False
        elif atom.key in _BREAKS:  # of ``, “`` the comma is what counts, of ``“ :`` the colon
            self._begin(atom.key if not self.broken or atom.key == ":" else self.opener)

    def _opener(self, index: int, atom: Atom) -> None:
        if atom.key == "có" and not _possession(self.found, index):  # ``có bầu``
            return
        if atom.key == "thì" and self.result:
            _conditional(self.result, self.item)
        if atom.key == "và" and self._joins(index):  # ``ban thường vụ và ủy ban kiểm tra | quyết định``
            return
        self._next_phrase()
        if atom.key in _PLACES and (not self.result or self.result[-1].item != self.item):
            self.topic = True
        plain = not self.broken or self.opener in {"", "("} or (self.opener == "," and atom.key != "do")
        self.opener = atom.key if plain else f"{self.opener}{atom.key}"  # ``, do A``, ``và được A``
        self.broken = True

    def _joins(self, index: int) -> bool:
        """Whether an ``và`` joins two bodies that act as one subject."""
        return bool(self.result) and not self.broken and _subject_list(self.result) and _body_next(self.found, index)

    def _word(self, atom: Atom) -> None:
        if atom.kind in {"condition", "exception", "relation", "contents"} or atom.key == "hoặc":
            self._next_phrase()
            self.opener = atom.key if atom.kind != "relation" else "thời gian"
        elif self.result and not self.broken:
            self._go_on(atom)
        self.broken = False
        self.result.append(
            replace(
                atom,
                sentence=self.sentence,
                item=self.item,
                phrase=self.phrase,
                opener=self.opener,
                aside=bool(self.outer),
            )
        )

    def _go_on(self, atom: Atom) -> None:
        """The main clause may begin without a comma, after a time or a place or after a condition."""
        if self._ends_place(atom):  # ``Tại đại hội | phải bầu``
            own = [other for other in self.result if other.phrase == self.phrase]
            if self.opener in _PLACES or not any(other.kind == "body" for other in own):
                self._next_phrase()
                self.opener = "vị ngữ"
            self.topic = False
        elif self.result[-1].item == self.item and _resumed(self.result, atom, self.opener):
            self._next_phrase()  # ``Khi chi bộ bầu bí thư | phải lập biên bản``
            self.opener = "vị ngữ"

    def _ends_place(self, atom: Atom) -> bool:
        """A duty or a leave ends a place; a denied name belongs to it (``chi bộ không phải là chi bộ cơ sở``)."""
        in_place = self.topic or self.opener in _PLACES
        return in_place and bool(atom.force or atom.only) and not atom.restricting


def _resumed(result: list[Atom], atom: Atom, opener: str) -> bool:
    """Whether the running phrase ends a condition, so that a duty after it begins the main clause (no comma)."""
    if atom.only and opener == "nếu":
        return True
    if not set(atom.force) & _DUTIES:  # before all that has been read is looked through again
        return False
    running = [other for other in result if other.phrase == result[-1].phrase]
    own = [other for other in result if other.item == result[-1].item and other.phrase != result[-1].phrase]
    opened = own[-1].opener if own else ""
    conditional = running[0].opener == "nếu" or (running[0].opener == "do" and opened == "nếu")
    return conditional and any(other.kind == "verb" for other in running)


def _possession(found: list[Atom], index: int) -> bool:
    """Whether this ``có`` gives its subject a thing (``chi bộ có nhiệm kỳ…``), rather than being a mere particle."""
    following = next((u for u in found[index + 1 :] if u.kind not in {"light", "optional"}), None)
    return following is not None and following.kind in {"term", "word", "body"}


def _marker(found: list[Atom], index: int) -> bool:
    """Whether this is the bracket that closes a list marker such as ``(1)``: the marker belongs to what follows."""
    return (
        1 < index < len(found)
        and found[index].key == ")"
        and found[index - 1].kind == "number"
        and found[index - 2].key == "("
        and index + 1 < len(found)
        and (index == 2 or found[index - 3].kind == "mark")
    )


def _conditional(result: list[Atom], item: int) -> None:
    """``… thì …`` without ``nếu`` is a condition all the same: an optional ``nếu`` opens the item."""
    own = [n for n, atom in enumerate(result) if atom.item == item]
    if own and not any(result[n].kind == "condition" for n in own):
        first = result[own[0]]
        result.insert(own[0], replace(first, kind="optional", key="nếu", force=(), only=False, also=(), bound=""))


def _subject_list(result: list[Atom]) -> bool:
    """Whether the running phrase holds only bodies so far."""
    running = [atom for atom in result if atom.phrase == result[-1].phrase]
    before = [atom for atom in result if atom.item == result[-1].item and atom.phrase != result[-1].phrase]
    if running[0].opener in {",", "và", ",và"} and any(atom.kind == "verb" for atom in before):
        return False
    bodies = [atom for atom in running if atom.kind == "body"]
    named = running if running[0].kind != "quantifier" else running[1:]
    return named == bodies and 0 < len(bodies) <= 2


def _body_next(found: list[Atom], index: int) -> bool:
    following = next((u for u in found[index + 1 :] if u.kind not in {"light", "optional"}), None)
    return following is not None and following.kind == "body"
