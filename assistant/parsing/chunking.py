"""Where sentences, items and phrases begin, which force governs which atom, and the passive as the active.

Pure. Works on the atoms that ``assistant.parsing.reader`` has read, in text order; the result is in comparing order.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.parsing.atom import FORCE, Atom
from assistant.parsing.ellipsis import resumed
from assistant.parsing.lexemes import word_key
from assistant.parsing.voice import active

_STOPS = {".", "!", "?", "…"}
_BREAKS = {",", ":", "(", ")", "–", "—", "-", "“", "”", "[", "]", "/", "+", "•"}
_PLACES = {"tại", "trong", "đối với", "giữa", "theo", "bằng"}
_NEW = word_key("mới")
_DUTIES = {"có thể", "phải", "có quyền", "không được"}
_SKIPPED = {"light", "optional", "opener", "mark"}


def arranged(found: list[Atom], text: str) -> tuple[Atom, ...]:
    """Atoms with force, phrase and order; marks, openers and light words are used up."""
    return tuple(active(resumed(_inherit(_placed(_forced(_agents(found)), text)))))


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


def _forced(found: list[Atom]) -> list[Atom]:
    """Move negation, modality and ``chỉ`` into the atom that they govern; past an agent, into its verb."""
    result: list[Atom] = []
    pending: list[Atom] = []
    only = False
    agent = -1
    conditional = False
    for index, atom in enumerate(found):
        if atom.kind in FORCE:
            pending.append(atom)
            continue
        if atom.kind == "only":
            only = True
            continue
        if atom.kind == "opener":
            if atom.key == "do" and pending:
                agent = _acting(found, index)
            elif atom.key in {"và", "thì", "nhưng", "mà"}:
                result += [replace(word, kind="word") for word in pending]
                pending = []
        elif atom.kind == "condition":
            if only:
                atom, only, conditional = replace(atom, only=True), False, True
            result += [replace(word, kind="word") for word in pending]
            pending, agent = [], -1
        elif atom.kind == "relation" and only:
            atom, only, conditional = replace(atom, only=True), False, True
        elif atom.key == _NEW and (conditional or (result and result[-1].key == "thì") or _allowed(found, index)):
            continue
        elif atom.kind == "mark":
            if atom.key not in {":", "(", ")", "“", "”"}:
                result += [replace(word, kind="word") for word in pending]
                pending, agent = [], -1
                conditional = conditional and atom.key not in _STOPS | {";"}
        elif pending and (atom.kind == "exception" or atom.key == "hoặc"):
            result += [replace(word, kind="word") for word in pending]
            pending, agent = [], -1
        elif atom.kind not in _SKIPPED and not (agent > index):
            if pending or only:
                before = _host(found, index, result)
                thing = before is None or before.kind != "body"
                atom = replace(atom, force=tuple(u.key for u in pending), only=only, passive=thing)
            pending, only, agent = [], False, -1
        result.append(atom)
    rest = [replace(word, kind="word") for word in pending]
    return result + rest + ([Atom("word", "chỉ", result[-1].end - 1, result[-1].end)] if only and result else [])


def _host(found: list[Atom], index: int, result: list[Atom]) -> Atom | None:
    """What stands before a force: past ``…, khi cần, được…`` the first word of the sentence."""
    at = index - 1
    while at >= 0 and found[at].kind in FORCE | {"light", "optional", "only"}:
        at -= 1
    stop = next((n for n in range(at, -1, -1) if found[n].kind == "mark" and found[n].key in _STOPS | {";"}), -1)
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


def _placed(found: list[Atom], text: str) -> list[Atom]:
    """Number sentences, items and phrases. What follows a bracket goes on with the phrase before it."""
    result: list[Atom] = []
    sentence = item = phrase = top = last_end = 0
    opener, broken, topic, joined = "", False, False, False
    named = False
    outer: list[tuple[int, str]] = []
    for index, atom in enumerate(found):
        ends = atom.kind == "mark" and atom.key in _STOPS and not (atom.end < len(text) and text[atom.end].isalnum())
        if ends or ("\n" in text[last_end : atom.start] and result and not broken):
            sentence, item, top, outer, topic = sentence + 1, item + 1, top + 1, [], False
            phrase, opener, broken = top, ".", True
        last_end = max(last_end, atom.end)
        if atom.kind == "mark":
            if _marker(found, index) or _marker(found, index + 2):
                continue
            if atom.key == ";":
                item, top, topic = item + 1, top + 1, False
                phrase, opener, broken = top, ";", True
            elif atom.key in "([":
                outer.append((phrase, opener))
                top += 1
                phrase, opener, broken = top, atom.key, True
            elif atom.key in ")]" and outer:
                phrase, opener = outer.pop()
                broken = False
            elif atom.key in _BREAKS:
                top += 1
                phrase, opener, broken = top, atom.key if not broken or atom.key == ":" else opener, True
            continue
        named = named or atom.key == "việc"
        if atom.kind == "light" or (atom.key == "sau" and text[atom.end :].lstrip()[:1] in {":", ""}):
            continue
        if atom.kind == "opener":
            if atom.key == "có" and not _possession(found, index):
                continue
            if atom.key == "thì" and result:
                _conditional(result, item)
            if atom.key == "và" and result and not broken and _subject_list(result) and _body_next(found, index):
                joined = True
                continue
            if not broken:
                top += 1
                phrase = top
            if atom.key in _PLACES and (not result or result[-1].item != item):
                topic = True
            plain = not broken or opener in {"", "("} or (opener == "," and atom.key != "do")
            opener = atom.key if plain else f"{opener}{atom.key}"
            broken = True
            continue
        if atom.kind in {"condition", "exception", "relation", "contents"} or atom.key == "hoặc":
            if not broken:
                top += 1
                phrase = top
            opener = atom.key if atom.kind != "relation" else "thời gian"
        elif (topic or opener in _PLACES) and (atom.force or atom.only) and result and not broken:
            own = [other for other in result if other.phrase == phrase]
            if opener in _PLACES or not any(other.kind == "body" for other in own):
                top += 1
                phrase, opener = top, "vị ngữ"
            topic = False
        elif not broken and result and result[-1].item == item and _resumed(result, atom, opener):
            top += 1
            phrase, opener = top, "vị ngữ"
        broken = False
        atom = replace(atom, sentence=sentence, item=item, phrase=phrase, opener=opener, said=phrase, opened=opener)
        result.append(replace(atom, aside=bool(outer), joined=joined, named=named))
        joined = named = False
    return result


def _resumed(result: list[Atom], atom: Atom, opener: str) -> bool:
    """Whether the running phrase ends a condition, so that a duty after it begins the main clause (no comma)."""
    if atom.only and opener == "nếu":
        return True
    running = [other for other in result if other.phrase == result[-1].phrase]
    own = [other for other in result if other.item == result[-1].item and other.phrase != result[-1].phrase]
    opened = own[-1].opener if own else ""
    conditional = running[0].opener == "nếu" or (running[0].opener == "do" and opened == "nếu")
    return bool(set(atom.force) & _DUTIES) and conditional and any(other.kind == "verb" for other in running)


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
