"""Where sentences, items and phrases begin, which force governs which atom, and the passive as the active.

Pure. Works on the atoms that ``assistant.parsing.reader`` has read, in text order; the result is in comparing order.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.parsing.atom import FORCE, Atom
from assistant.parsing.lexemes import word_key
from assistant.parsing.phrases import STOPS, placed
from assistant.parsing.voice import active

_NEW = word_key("mới")
_SKIPPED = {"light", "optional", "opener", "mark"}


def arranged(found: list[Atom], text: str) -> tuple[Atom, ...]:
    """Atoms with force, phrase and order; marks, openers and light words are used up."""
    return tuple(active(_inherit(placed(_Governing(_agents(_timed(found))).atoms(), text))))


def _timed(found: list[Atom]) -> list[Atom]:
    """``sẽ``, ``đã``, ``đang`` go into the atom they stand before: ``sẽ được sửa`` is a *sửa* to come."""
    result: list[Atom] = []
    given: dict[int, str] = {}
    for index, atom in enumerate(found):
        if atom.kind != "tense":
            result.append(replace(atom, tense=given.get(index, "")))
        elif (host := _timed_host(found, index)) is not None:
            given[host] = atom.key
        else:
            result.append(replace(atom, kind="word"))
    return result


def _timed_host(found: list[Atom], index: int) -> int | None:
    """Where the tense at ``index`` belongs: past forces, and past an agent (``sẽ do đại hội bầu``) to its verb."""
    for place in range(index + 1, len(found)):
        atom, before = found[place], found[place - 1]
        if atom.key == "do" or (atom.kind == "body" and before.key == "được"):
            verb = _acting(found, place)
            return verb if verb >= 0 else None
        if atom.kind in {"mark", "opener", "condition", "exception", "tense"}:
            return None
        if atom.kind not in FORCE | {"only", "light", "optional"}:
            return place
    return None


def _agents(found: list[Atom]) -> list[Atom]:
    """``được`` before a body that acts marks the passive, as ``do`` does; elsewhere it stays a force.

    In ``cấp ủy triệu tập đại hội phải…`` the convening is a name of the body, not what the sentence says of it.
    """
    result: list[Atom] = []
    for index, atom in enumerate(found):
        following = [u for u in found[index + 1 : index + 6] if u.kind not in {"light", "optional"}]
        before = found[index - 1] if index else None
        if atom.key == "được" and atom.kind == "modality" and before is not None and before.kind == "verb":
            continue
        if atom.kind in FORCE and atom.key in {"được", "không được"} and following and following[0].kind == "body":
            if atom.key == "không được":
                result.append(atom)
            result.append(replace(atom, kind="opener", key="do"))
            continue
        if atom.key == "triệu tập" and result and result[-1].key == "cấp ủy":
            rest = following[1:] if following and following[0].key == "đại hội" else following
            if rest and rest[0].kind in FORCE | {"verb", "only"}:
                atom = replace(atom, kind="term")
        result.append(atom)
    return result


class _Governing:
    """Moves negation, modality and ``chỉ`` into the atom that they govern; past an agent, into its verb."""

    def __init__(self, found: list[Atom]) -> None:
        self.found = found
        self.result: list[Atom] = []
        self.pending: list[Atom] = []
        self.only = False
        self.agent = -1
        """Where the verb of an agent stands that comes between a force and what it governs."""
        self.conditional = False
        """Whether a ``chỉ khi`` has been read, after which ``mới`` says nothing more."""

    def atoms(self) -> list[Atom]:
        """The atoms without those that govern; what governs nothing is a word."""
        for index, atom in enumerate(self.found):
            if atom.kind in FORCE:
                self.pending.append(atom)
            elif atom.kind == "only":
                self.only = True
            elif not self._idle(index, atom):
                atom = self._met(index, atom)
                self.result.append(atom)
        self._release()
        if self.only and self.result:
            end = self.result[-1].end
            self.result.append(Atom("word", "chỉ", end - 1, end))
        return self.result

    def _idle(self, index: int, atom: Atom) -> bool:
        """``chỉ khi … mới``, ``thì mới``, ``phải … mới được``: this ``mới`` repeats what is said already."""
        then = bool(self.result) and self.result[-1].key == "thì"
        return atom.key == _NEW and (self.conditional or then or _allowed(self.found, index))

    def _met(self, index: int, atom: Atom) -> Atom:
        if atom.kind == "opener":
            self._opener(index, atom)
        elif atom.kind == "condition":  # ``không | nếu``: a force does not reach into a condition
            atom = self._restricted(atom)
            self._release()
        elif atom.kind == "relation" and self.only:  # ``chỉ sau khi``
            atom = self._restricted(atom)
        elif atom.kind == "mark":
            self._mark(atom)
        elif self.pending and (atom.kind == "exception" or atom.key == "hoặc"):  # ``không | trừ``, ``phải | hoặc``
            self._release()
        elif atom.kind not in _SKIPPED and self.agent <= index:
            atom = self._governed(index, atom)
        return atom

    def _opener(self, index: int, atom: Atom) -> None:
        """``phải do A quyết định``: the force goes on to the verb. ``không … và …``: it ends."""
        if atom.key == "do" and self.pending:
            self.agent = _acting(self.found, index)
        elif atom.key in {"và", "thì", "nhưng", "mà"}:
            self._to_words()

    def _mark(self, atom: Atom) -> None:
        """``phải, …``: a force ends at a mark, but reaches into brackets: ``phải (có thể) họp``."""
        if atom.key not in {":", "(", ")", "“", "”"}:
            self._release()
            self.conditional = self.conditional and atom.key not in STOPS | {";"}

    def _restricted(self, atom: Atom) -> Atom:
        """``chỉ khi``: the condition itself is restricted."""
        if not self.only:
            return atom
        self.only, self.conditional = False, True
        return replace(atom, only=True)

    def _governed(self, index: int, atom: Atom) -> Atom:
        """``không được bầu``: the verb takes the force; ``X được bầu`` of a thing may be a mere passive."""
        if self.pending or self.only:
            before = _host(self.found, index, self.result)
            thing = before is None or before.kind != "body"
            force = tuple(governing.key for governing in self.pending)
            atom = replace(atom, force=force, only=self.only, passive=thing)
        self.pending, self.only, self.agent = [], False, -1
        return atom

    def _release(self) -> None:
        self._to_words()
        self.agent = -1

    def _to_words(self) -> None:
        """What governs nothing has still been said, and must be said by the quote."""
        self.result += [replace(word, kind="word") for word in self.pending]
        self.pending = []


def _host(found: list[Atom], index: int, result: list[Atom]) -> Atom | None:
    """What stands before a force: past ``…, khi cần, được…`` the first word of the sentence."""
    at = index - 1
    while at >= 0 and found[at].kind in FORCE | {"light", "optional", "only"}:
        at -= 1
    stop = next((n for n in range(at, -1, -1) if found[n].kind == "mark" and found[n].key in STOPS | {";"}), -1)
    if at > 0 and found[at].key == "," and any(u.kind == "condition" for u in found[stop + 1 : at]):
        first = next((u for u in found[stop + 1 :] if u.kind not in _SKIPPED), None)
        if first is not None and first.kind == "body":
            return first
    return next((u for u in reversed(result) if u.kind not in _SKIPPED), None)


def _allowed(found: list[Atom], index: int) -> bool:
    """Whether this is the ``mới`` of ``phải … mới được``."""
    after = found[index + 1] if index + 1 < len(found) else None
    return after is not None and after.key == "được" and any(u.key == "phải" for u in found[:index])


def _acting(found: list[Atom], index: int) -> int:
    """Where the agent's verb stands: the first of the last verbs before the phrase ends."""
    last = -1
    for place in range(index + 1, len(found)):
        atom = found[place]
        if atom.kind in {"mark", "condition", "exception"} or (atom.kind == "opener" and last >= 0):
            break
        if atom.kind == "verb" and not (last == place - 1 and last >= 0):
            last = place
    return last


def _inherit(placed: list[Atom]) -> list[Atom]:
    """Coordinated verbs share the force of the first: ``không được ứng cử, đề cử``."""
    result: list[Atom] = []
    for atom in placed:
        if atom.kind == "verb" and not atom.force and result:
            before = result[-1]
            verb = next((u for u in reversed(result) if u.kind == "verb" and u.item == atom.item), None)
            if verb is None:
                result.append(atom)
                continue
            if not verb.force:
                own = (u for u in result if u.kind == "verb" and u.phrase == verb.phrase and u.force)
                verb = next(own, verb)
            opens = before.phrase != atom.phrase and atom.opener in {",", "và", "hoặc", "rồi", ",và"}
            before_or = before.key == "hoặc" and before.kind == "quantifier"
            doubtful = (before_or or atom.opener.endswith(("và", "hoặc"))) and set(verb.force) & {"không", "chưa"}
            if (opens or before_or) and not doubtful:
                atom = replace(atom, force=verb.force, passive=verb.passive)
        result.append(atom)
    return result
