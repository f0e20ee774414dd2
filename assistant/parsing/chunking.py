"""Where sentences, items and phrases begin, which force governs which unit, and the passive as the active.

Pure. Works on the units that ``assistant.parsing.reader`` has read, in text order; the result is in comparing order.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.parsing.ellipsis import resumed
from assistant.parsing.tokens import word_key
from assistant.parsing.unit import FORCE, Unit
from assistant.parsing.voice import active

_STOPS = {".", "!", "?", "…"}
_BREAKS = {",", ":", "(", ")", "–", "—", "-", "“", "”", "[", "]", "/", "+", "•"}
_PLACES = {"tại", "trong", "đối với", "giữa", "theo", "bằng"}
_NEW = word_key("mới")
_DUTIES = {"có thể", "phải", "có quyền", "không được"}
_SKIPPED = {"light", "optional", "opener", "mark"}


def arranged(found: list[Unit], text: str) -> tuple[Unit, ...]:
    """Units with force, phrase and order; marks, openers and light words are used up."""
    return tuple(active(resumed(_inherit(_placed(_forced(_agents(found)), text)))))


def _agents(found: list[Unit]) -> list[Unit]:
    """``được`` before a body that acts marks the passive, as ``do`` does; elsewhere it stays a force.

    In ``cấp ủy triệu tập đại hội phải…`` the convening is a name of the body, not what the sentence says of it.
    """
    result: list[Unit] = []
    for index, unit in enumerate(found):
        following = [u for u in found[index + 1 : index + 6] if u.kind not in {"light", "optional"}]
        before = found[index - 1] if index else None
        if unit.key == "được" and unit.kind == "modality" and before is not None and before.kind == "verb":
            continue
        if unit.kind in FORCE and unit.key in {"được", "không được"} and following and following[0].kind == "body":
            if unit.key == "không được":
                result.append(unit)
            result.append(replace(unit, kind="opener", key="do"))
            continue
        if unit.key == "triệu tập" and result and result[-1].key == "cấp ủy":
            rest = following[1:] if following and following[0].key == "đại hội" else following
            if rest and rest[0].kind in FORCE | {"verb", "only"}:
                unit = replace(unit, kind="term")
        result.append(unit)
    return result


def _forced(found: list[Unit]) -> list[Unit]:
    """Move negation, modality and ``chỉ`` into the unit that they govern; past an agent, into its verb."""
    result: list[Unit] = []
    pending: list[Unit] = []
    only = False
    agent = -1
    conditional = False
    for index, unit in enumerate(found):
        if unit.kind in FORCE:
            pending.append(unit)
            continue
        if unit.kind == "only":
            only = True
            continue
        if unit.kind == "opener":
            if unit.key == "do" and pending:
                agent = _acting(found, index)
            elif unit.key in {"và", "thì", "nhưng", "mà"}:
                result += [replace(word, kind="word") for word in pending]
                pending = []
        elif unit.kind == "condition":
            if only:
                unit, only, conditional = replace(unit, only=True), False, True
            result += [replace(word, kind="word") for word in pending]
            pending, agent = [], -1
        elif unit.kind == "relation" and only:
            unit, only, conditional = replace(unit, only=True), False, True
        elif unit.key == _NEW and (conditional or (result and result[-1].key == "thì") or _allowed(found, index)):
            continue
        elif unit.kind == "mark":
            if unit.key not in {":", "(", ")", "“", "”"}:
                result += [replace(word, kind="word") for word in pending]
                pending, agent = [], -1
                conditional = conditional and unit.key not in _STOPS | {";"}
        elif pending and (unit.kind == "exception" or unit.key == "hoặc"):
            result += [replace(word, kind="word") for word in pending]
            pending, agent = [], -1
        elif unit.kind not in _SKIPPED and not (agent > index):
            if pending or only:
                before = _host(found, index, result)
                thing = before is None or before.kind != "body"
                unit = replace(unit, force=tuple(u.key for u in pending), only=only, passive=thing)
            pending, only, agent = [], False, -1
        result.append(unit)
    rest = [replace(word, kind="word") for word in pending]
    return result + rest + ([Unit("word", "chỉ", result[-1].end - 1, result[-1].end)] if only and result else [])


def _host(found: list[Unit], index: int, result: list[Unit]) -> Unit | None:
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


def _allowed(found: list[Unit], index: int) -> bool:
    """Whether this is the ``mới`` of ``phải … mới được``."""
    after = found[index + 1] if index + 1 < len(found) else None
    return after is not None and after.key == "được" and any(u.key == "phải" for u in found[:index])


def _acting(found: list[Unit], index: int) -> int:
    """Where the agent's verb stands: the first of the last verbs before the phrase ends."""
    last = -1
    for place in range(index + 1, len(found)):
        unit = found[place]
        if unit.kind in {"mark", "condition", "exception"} or (unit.kind == "opener" and last >= 0):
            break
        if unit.kind == "verb" and not (last == place - 1 and last >= 0):
            last = place
    return last


def _placed(found: list[Unit], text: str) -> list[Unit]:
    """Number sentences, items and phrases. What follows a bracket goes on with the phrase before it."""
    result: list[Unit] = []
    sentence = item = phrase = top = last_end = 0
    opener, broken, topic, joined = "", False, False, False
    named = False
    outer: list[tuple[int, str]] = []
    for index, unit in enumerate(found):
        ends = unit.kind == "mark" and unit.key in _STOPS and not (unit.end < len(text) and text[unit.end].isalnum())
        if ends or ("\n" in text[last_end : unit.start] and result and not broken):
            sentence, item, top, outer, topic = sentence + 1, item + 1, top + 1, [], False
            phrase, opener, broken = top, ".", True
        last_end = max(last_end, unit.end)
        if unit.kind == "mark":
            if _marker(found, index) or _marker(found, index + 2):
                continue
            if unit.key == ";":
                item, top, topic = item + 1, top + 1, False
                phrase, opener, broken = top, ";", True
            elif unit.key in "([":
                outer.append((phrase, opener))
                top += 1
                phrase, opener, broken = top, unit.key, True
            elif unit.key in ")]" and outer:
                phrase, opener = outer.pop()
                broken = False
            elif unit.key in _BREAKS:
                top += 1
                phrase, opener, broken = top, unit.key if not broken or unit.key == ":" else opener, True
            continue
        named = named or unit.key == "việc"
        if unit.kind == "light" or (unit.key == "sau" and text[unit.end :].lstrip()[:1] in {":", ""}):
            continue
        if unit.kind == "opener":
            if unit.key == "có" and not _possession(found, index):
                continue
            if unit.key == "thì" and result:
                _conditional(result, item)
            if unit.key == "và" and result and not broken and _subject_list(result) and _body_next(found, index):
                joined = True
                continue
            if not broken:
                top += 1
                phrase = top
            if unit.key in _PLACES and (not result or result[-1].item != item):
                topic = True
            plain = not broken or opener in {"", "("} or (opener == "," and unit.key != "do")
            opener = unit.key if plain else f"{opener}{unit.key}"
            broken = True
            continue
        if unit.kind in {"condition", "exception", "relation", "contents"} or unit.key == "hoặc":
            if not broken:
                top += 1
                phrase = top
            opener = unit.key if unit.kind != "relation" else "thời gian"
        elif (topic or opener in _PLACES) and (unit.force or unit.only) and result and not broken:
            own = [other for other in result if other.phrase == phrase]
            if opener in _PLACES or not any(other.kind == "body" for other in own):
                top += 1
                phrase, opener = top, "vị ngữ"
            topic = False
        elif not broken and result and result[-1].item == item and _resumed(result, unit, opener):
            top += 1
            phrase, opener = top, "vị ngữ"
        broken = False
        unit = replace(unit, sentence=sentence, item=item, phrase=phrase, opener=opener, said=phrase, opened=opener)
        result.append(replace(unit, aside=bool(outer), joined=joined, named=named))
        joined = named = False
    return result


def _resumed(result: list[Unit], unit: Unit, opener: str) -> bool:
    """Whether the running phrase ends a condition, so that a duty after it begins the main clause (no comma)."""
    if unit.only and opener == "nếu":
        return True
    running = [other for other in result if other.phrase == result[-1].phrase]
    own = [other for other in result if other.item == result[-1].item and other.phrase != result[-1].phrase]
    opened = own[-1].opener if own else ""
    conditional = running[0].opener == "nếu" or (running[0].opener == "do" and opened == "nếu")
    return bool(set(unit.force) & _DUTIES) and conditional and any(other.kind == "verb" for other in running)


def _possession(found: list[Unit], index: int) -> bool:
    """Whether this ``có`` gives its subject a thing (``chi bộ có nhiệm kỳ…``), rather than being a mere particle."""
    following = next((u for u in found[index + 1 :] if u.kind not in {"light", "optional"}), None)
    return following is not None and following.kind in {"term", "word", "body"}


def _marker(found: list[Unit], index: int) -> bool:
    """Whether this is the bracket that closes a list marker such as ``(1)``: the marker belongs to what follows."""
    return (
        1 < index < len(found)
        and found[index].key == ")"
        and found[index - 1].kind == "number"
        and found[index - 2].key == "("
        and index + 1 < len(found)
        and (index == 2 or found[index - 3].kind == "mark")
    )


def _conditional(result: list[Unit], item: int) -> None:
    """``… thì …`` without ``nếu`` is a condition all the same: an optional ``nếu`` opens the item."""
    own = [n for n, unit in enumerate(result) if unit.item == item]
    if own and not any(result[n].kind == "condition" for n in own):
        first = result[own[0]]
        result.insert(own[0], replace(first, kind="optional", key="nếu", force=(), only=False, also=(), bound=""))


def _subject_list(result: list[Unit]) -> bool:
    """Whether the running phrase holds only bodies so far."""
    running = [unit for unit in result if unit.phrase == result[-1].phrase]
    before = [unit for unit in result if unit.item == result[-1].item and unit.phrase != result[-1].phrase]
    if running[0].opener in {",", "và", ",và"} and any(unit.kind == "verb" for unit in before):
        return False
    bodies = [unit for unit in running if unit.kind == "body"]
    named = running if running[0].kind != "quantifier" else running[1:]
    return named == bodies and 0 < len(bodies) <= 2


def _body_next(found: list[Unit], index: int) -> bool:
    following = next((u for u in found[index + 1 :] if u.kind not in {"light", "optional"}), None)
    return following is not None and following.kind == "body"


def _inherit(placed: list[Unit]) -> list[Unit]:
    """Coordinated verbs share the force of the first: ``không được ứng cử, đề cử``."""
    result: list[Unit] = []
    for unit in placed:
        if unit.kind == "verb" and not unit.force and result:
            before = result[-1]
            verb = next((u for u in reversed(result) if u.kind == "verb" and u.item == unit.item), None)
            if verb is None:
                result.append(unit)
                continue
            if not verb.force:
                own = (u for u in result if u.kind == "verb" and u.phrase == verb.phrase and u.force)
                verb = next(own, verb)
            opens = before.phrase != unit.phrase and unit.opener in {",", "và", "hoặc", "rồi", ",và"}
            before_or = before.key == "hoặc" and before.kind == "quantifier"
            doubtful = (before_or or unit.opener.endswith(("và", "hoặc"))) and set(verb.force) & {"không", "chưa"}
            if (opens or before_or) and not doubtful:
                unit = replace(unit, force=verb.force, passive=verb.passive)
        result.append(unit)
    return result
