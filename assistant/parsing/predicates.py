"""A sentence as predicates with what may act and what may be acted on, in the order of its text.

Pure. A predicate is a verb, a word under ``phải`` or ``chỉ``, a bounded figure, ``gồm``, what ``là`` or ``có`` says.
Words before it in its clause may act, words after it may be acted on; ``do A`` and ``được A`` turn this round. Where a
sentence can be read in two ways, a frame holds both: ``agents`` as several sets, ``possible`` beside ``objects``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from assistant.parsing.atom import Atom

LIST = frozenset({"", ",", "và", ",và", "hoặc", ".", ";", "rồi", ":", "(", "về", ",hoặc"})
"""Openers after which a phrase goes on with more of the same."""
RESUME = frozenset({"thì", "nhưng", "vị ngữ", "mà", "còn", ",nhưng", ",mà", ",còn"})
"""Openers after which the statement goes on."""
_STATES = {"là", "có", "gồm"}
_MARKERS = {"condition", "exception"}


@dataclass(slots=True)
class Frame:
    """One predicate.

    Attributes:
        place: position of the predicate.
        agents: what may act; more than one set where the sentence can be read in several ways.
        objects: what is acted on.
        possible: what may be acted on as well, in another reading.
        clause: number of its clause.
    """

    place: int
    agents: list[set[int]] = field(default_factory=list)
    objects: set[int] = field(default_factory=set)
    possible: set[int] = field(default_factory=set)
    clause: int = 0

    def actors(self) -> set[int]:
        """Everything that may act."""
        return set().union(*self.agents) if self.agents else set()


class Reading:
    """Frames, runs and clauses of a sequence of atoms.

    Attributes:
        order: positions in the order of the text, without optional atoms and remarks in brackets.
        after, before: the next and the last position in that order.
        frames: by place of the predicate.
        runs: number of the run of words a place stands in.
        clause: number of the clause a place stands in; 0 before the first predicate of a statement.
    """

    def __init__(self, atoms: Sequence[Atom]) -> None:
        self.atoms = atoms
        self.order = sorted(
            (n for n, u in enumerate(atoms) if u.kind != "optional" and not u.aside),
            key=lambda n: (atoms[n].sentence, atoms[n].start, n),
        )
        self.after = dict(pairwise(self.order))
        self.before = {b: a for a, b in self.after.items()}
        self.frames: dict[int, Frame] = {}
        self.runs: dict[int, int] = {}
        self.clause: dict[int, int] = {}
        self._clauses = self._runs = 0
        items: dict[tuple[int, int], list[int]] = {}
        for n in self.order:
            items.setdefault((atoms[n].sentence, atoms[n].item), []).append(n)
        for places in items.values():
            _Statement(self, places)

    def predicate(self, place: int) -> bool:
        """Whether an atom states something of a subject."""
        atom = self.atoms[place]
        return atom.predicate or atom.only or atom.kind == "contents" or (atom.kind == "number" and atom.bound != "")

    def new_clause(self) -> int:
        """Number of a further clause; 0 is never one."""
        self._clauses += 1
        return self._clauses

    def run(self, places: Sequence[int]) -> None:
        """Number the places of one run of words."""
        self._runs += 1
        self.runs.update(dict.fromkeys(places, self._runs))


class _Statement:
    """One item being read, phrase by phrase."""

    def __init__(self, reading: Reading, places: list[int]) -> None:
        self.reading, self.atoms = reading, reading.atoms
        self.clause = 0
        self.subject: set[int] = set()
        self.topic: set[int] = set()
        self.waiting: list[Frame] = []
        self.hungry: list[Frame] = []
        self.last: Frame | None = None
        self.beside = False
        self.states: Frame | None = None
        phrases: dict[int, list[int]] = {}
        for n in places:
            phrases.setdefault(self.atoms[n].said, []).append(n)
        for phrase in phrases.values():
            self._phrase(phrase)

    def _phrase(self, phrase: list[int]) -> None:
        opener = self.atoms[phrase[0]].opened
        marked = self.atoms[phrase[0]].kind in _MARKERS
        if marked or opener.startswith("thì"):
            self._fresh(set() if marked else set(self.subject))
        pieces = self._pieces(phrase)
        first = self.atoms[pieces[0][0]]
        if marked or first.key == "hoặc" or first.kind == "relation":
            pieces = pieces[1:] if marked else [piece for piece in (pieces[0][1:], *pieces[1:]) if piece]
            opener = "" if marked else opener if first.kind == "relation" else "hoặc"
        if not pieces:
            return
        if opener.endswith("do") and not self.reading.predicate(pieces[0][0]):
            self._agent(pieces)
        else:
            self._plain(pieces, opener)
        for n in phrase:
            self.reading.clause.setdefault(n, self.clause)

    def _plain(self, pieces: list[list[int]], opener: str) -> None:
        nouns = [] if self.reading.predicate(pieces[0][0]) else pieces.pop(0)
        if nouns and opener in _STATES:
            self._state(nouns)
        elif nouns and pieces:
            self._actor(nouns, opener)
        elif nouns:
            self._loose(nouns, opener)
        elif opener not in LIST | RESUME:
            self.waiting = []
        for piece in pieces:
            if self.reading.predicate(piece[0]):
                self._predicate(piece[0])
            else:
                self._object(set(piece))
        if self.states is not None and nouns:
            self.states.possible |= set(nouns)

    def _fresh(self, subject: set[int]) -> None:
        self.subject, self.topic, self.waiting, self.last, self.beside = subject, set(), [], None, False
        self.states = None
        self.clause = self.reading.new_clause()

    def _pieces(self, phrase: list[int]) -> list[list[int]]:
        """The phrase cut before and after every predicate."""
        pieces: list[list[int]] = []
        if self.atoms[phrase[0]].kind in _MARKERS:
            pieces, phrase = [[phrase[0]]], phrase[1:]
            self.reading.run(pieces[0])
        for number, n in enumerate(phrase):
            if number == 0:
                pieces.append([n])
                continue
            if self.reading.predicate(n) or not pieces or self.reading.predicate(pieces[-1][0]):
                pieces.append([n])
            else:
                pieces[-1].append(n)
        for piece in pieces:
            self.reading.run(piece)
        return pieces

    def _agent(self, pieces: list[list[int]]) -> None:
        """``… do A V``: what stood before is acted on."""
        agents, rest = set(pieces[0]), pieces[1:]
        self._begin()
        given = set().union(*(frame.objects for frame in self.waiting)) if self.waiting else set()
        self.topic = self.topic or (self.subject if self.last is None else given | self.subject)
        self.subject, self.waiting = agents, []
        for piece in rest:
            if not self.reading.predicate(piece[0]):
                for frame in self.waiting:
                    frame.objects |= set(piece)
                continue
            again = bool(self.waiting)
            frame = self._frame(piece[0], [agents])
            frame.possible |= self.topic
            if again:
                frame.agents.append(set(self.topic))
            else:
                frame.objects |= self.topic if self.last is None else given
            self.waiting.append(frame)
            self.last = frame
        for piece in pieces:
            for n in piece:
                self.reading.clause.setdefault(n, self.clause)

    def _begin(self) -> None:
        self.clause = self.clause or self.reading.new_clause()

    def _actor(self, nouns: list[int], opener: str) -> None:
        """Words before a predicate in its phrase: its subject."""
        if self.beside and self.last is None and opener in {"và", "hoặc"} and self.atoms[nouns[0]].kind != "body":
            return
        self.beside = False
        own = set(nouns)
        if self.last is not None and opener in LIST | RESUME:
            self.clause = self.reading.new_clause()
            self.hungry += [frame for frame in self.waiting if not frame.objects]
            self.subject, self.waiting = own, []
        elif opener in LIST | RESUME:
            self.subject = self.subject | own
        else:
            self._begin()
            self.subject = own if self.last is not None else own | self.subject

    def _loose(self, nouns: list[int], opener: str) -> None:
        """Words without a predicate: more subjects, more objects, or a time or a place."""
        goes_on = self.beside and (opener in {"và", "hoặc"} or self.atoms[nouns[0]].kind != "body")
        if opener not in LIST or goes_on:
            self.beside = True
            return
        self.beside = False
        if self.last is None:
            self.subject |= set(nouns)
        else:
            self.waiting = self.waiting or [self.last]
            self._object(set(nouns))

    def _object(self, nouns: set[int]) -> None:
        """Objects of the predicates that wait for one; perhaps also of those of another subject before them."""
        for frame in self.waiting:
            frame.objects |= nouns
        for frame in self.hungry:
            frame.possible |= nouns

    def _state(self, nouns: list[int]) -> None:
        """What ``là`` or ``có`` says of the subject."""
        frame = self._frame(nouns[0], [set(self.subject)])
        frame.objects |= set(nouns)
        self.last, self.waiting, self.states = frame, [frame], frame

    def _predicate(self, place: int) -> None:
        self._begin()
        after = self.atoms[self.reading.after.get(place, place)]
        active = after.kind == "body" and after.said == self.atoms[place].said
        passive = not active and any(word in self.atoms[place].force for word in ("được", "bị"))
        turned = passive and bool(self.topic)
        named = self.atoms[place].named
        frame = self._frame(place, [set(self.subject)] if self.subject and not turned and not named else [])
        if turned:
            frame.objects |= self.topic
        elif passive:
            frame.objects |= self.subject
        frame.possible |= self.topic
        before = self.last
        if before is not None and before in self.waiting and self.reading.before.get(place) in before.objects:
            frame.agents.append(set(before.objects))
            self.waiting = []
        self.waiting = [f for f in self.waiting if not f.objects or f.objects <= f.possible or f is self.states]
        self.waiting.append(frame)
        self.last = frame
        if self.atoms[place].kind == "contents":
            self.states = frame

    def _frame(self, place: int, agents: list[set[int]]) -> Frame:
        self._begin()
        frame = Frame(place, agents, clause=self.clause)
        self.reading.frames[place] = frame
        self.reading.clause[place] = self.clause
        return frame
