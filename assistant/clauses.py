"""Where sentences, items and phrases begin, which force governs which unit, and the passive as the active.

Pure. Works on the units that ``assistant.units`` has read, in text order; the result is in comparing order.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.units import FORCE, Unit

_STOPS = {".", "!", "?", "…"}
_BREAKS = {",", ":", "(", ")", "–", "—", "-", "“", "”", "[", "]", "/", "+", "•"}
_PLACES = {"tại", "trong", "đối với", "giữa", "theo", "bằng"}
_SKIPPED = {"light", "optional", "opener", "mark"}


def arranged(found: list[Unit], text: str) -> tuple[Unit, ...]:
    """Units with force, phrase and order; marks, openers and light words are used up."""
    return tuple(_active(_inherit(_placed(_forced(_agents(found)), text))))


def _agents(found: list[Unit]) -> list[Unit]:
    """``được`` before a body that acts marks the passive, as ``do`` does; elsewhere it stays a force."""
    result = []
    for index, unit in enumerate(found):
        following = next((u for u in found[index + 1 : index + 3] if u.kind not in {"light", "optional"}), None)
        if unit.kind == "modality" and unit.key == "được" and following is not None and following.kind == "body":
            unit = replace(unit, kind="opener", key="do")
        result.append(unit)
    return result


def _forced(found: list[Unit]) -> list[Unit]:
    """Move negation, modality and ``chỉ`` into the unit that they govern; past an agent, into its verb."""
    result: list[Unit] = []
    pending: list[Unit] = []
    only = False
    agent = False
    conditional = False
    for index, unit in enumerate(found):
        if unit.kind in FORCE:
            pending.append(unit)
            continue
        if unit.kind == "only":
            only = True
            continue
        if unit.kind == "opener":
            agent = agent or (unit.key == "do" and bool(pending))
        elif unit.kind == "condition":
            conditional = True
            if only:
                unit, only = replace(unit, only=True), False
        elif unit.key == "mới" and conditional and index + 1 < len(found):
            continue
        elif unit.kind == "mark":
            if unit.key in _STOPS | {";"}:
                result += [replace(word, kind="word") for word in pending]
                pending, agent, conditional = [], False, False
        elif unit.kind not in _SKIPPED and not (agent and unit.kind != "verb"):
            if pending or only:
                before = next((u for u in reversed(result) if u.kind not in _SKIPPED), None)
                thing = before is None or before.kind != "body"
                unit = replace(unit, force=tuple(u.key for u in pending), only=only, passive=thing)
            pending, only, agent = [], False, False
        result.append(unit)
    return result + [replace(word, kind="word") for word in pending]


def _placed(found: list[Unit], text: str) -> list[Unit]:
    """Number sentences, items and phrases."""
    result: list[Unit] = []
    sentence = item = phrase = depth = 0
    opener, broken, last_end = "", False, 0
    for index, unit in enumerate(found):
        if "\n" in text[last_end : unit.start] and result and not broken:
            sentence, item, phrase, opener, broken = sentence + 1, item + 1, phrase + 1, ".", True
        last_end = max(last_end, unit.end)
        if unit.kind == "mark":
            depth = max(0, depth + (unit.key in "([") - (unit.key in ")]"))
            if unit.key in _STOPS and not (unit.end < len(text) and text[unit.end].isalnum()):
                sentence, item, phrase, opener, broken = sentence + 1, item + 1, phrase + 1, ".", True
            elif unit.key == ";":
                item, phrase, opener, broken = item + 1, phrase + 1, ";", True
            elif unit.key in _BREAKS:
                phrase, opener, broken = phrase + 1, unit.key if not broken or unit.key == ":" else opener, True
            continue
        if unit.kind == "light" or (unit.key == "sau" and text[unit.end :].lstrip()[:1] in {":", ""}):
            continue
        if unit.kind == "opener":
            if unit.key == "thì" and result:
                _conditional(result, item)
            if unit.key == "và" and result and not broken and _subject_list(result) and _body_next(found, index):
                continue
            phrase += not broken
            opener = unit.key if not broken or opener in {",", "", "(", ")"} else f"{opener}{unit.key}"
            broken = True
            continue
        if unit.kind in {"condition", "exception", "relation"} or (unit.kind == "quantifier" and unit.key == "hoặc"):
            phrase += not broken
            opener = unit.key if unit.kind != "relation" else "thời gian"
        elif not broken and result and opener in _PLACES and unit.force and not unit.passive:
            phrase, opener = phrase + 1, "vị ngữ"
        broken = False
        result.append(replace(unit, sentence=sentence, item=item, phrase=phrase, opener=opener, aside=depth > 0))
    return result


def _conditional(result: list[Unit], item: int) -> None:
    """``… thì …`` without ``nếu`` is a condition all the same: an optional ``nếu`` opens the item."""
    own = [n for n, unit in enumerate(result) if unit.item == item]
    if own and not any(result[n].kind == "condition" for n in own):
        first = result[own[0]]
        result.insert(own[0], replace(first, kind="optional", key="nếu", force=(), only=False, also=(), bound=""))


def _subject_list(result: list[Unit]) -> bool:
    """Whether the running phrase holds only bodies so far."""
    running = [unit for unit in result if unit.phrase == result[-1].phrase]
    return all(unit.kind == "body" for unit in running) and len(running) <= 2


def _body_next(found: list[Unit], index: int) -> bool:
    following = next((u for u in found[index + 1 :] if u.kind not in {"light", "optional"}), None)
    return following is not None and following.kind == "body"


def _inherit(placed: list[Unit]) -> list[Unit]:
    """Coordinated verbs share the force of the first: ``không được ứng cử, đề cử``."""
    result: list[Unit] = []
    for unit in placed:
        if unit.kind == "verb" and not unit.force and result:
            before = result[-1]
            serial = before.kind == "verb" and before.phrase == unit.phrase
            verb = next((u for u in reversed(result) if u.kind == "verb" and u.item == unit.item), None)
            opens = before.phrase != unit.phrase and unit.opener in {",", "và", "hoặc", "rồi", ",và"}
            before_or = before.key == "hoặc" and before.kind == "quantifier"
            if verb is not None and (serial or opens or before_or):
                unit = replace(unit, force=verb.force, passive=verb.passive)
        result.append(unit)
    return result


def _active(placed: list[Unit]) -> list[Unit]:
    """``X do A V …`` as ``A V X …``: the thing goes behind the verbs of its agent."""
    result = list(placed)
    seen: set[int] = set()
    while True:
        agent = next(
            (
                [unit for unit in result if unit.phrase == candidate.phrase]
                for candidate in result
                if candidate.opener.endswith("do") and candidate.start not in seen
            ),
            None,
        )
        if agent is None:
            return result
        phrase = agent[0].phrase
        seen |= {unit.start for unit in agent}
        verbs = [n for n, unit in enumerate(agent) if unit.kind == "verb"]
        first = result.index(agent[0])
        thing_at = first
        while thing_at > 0 and _belongs(result[thing_at - 1], agent[0]):
            thing_at -= 1
        thing = result[thing_at:first]
        if not verbs or not thing or any(unit.force or unit.only for unit in thing) or agent[0].kind != "body":
            continue
        if any(unit.opener in {"gồm", "là"} for unit in thing) or thing[0].kind == "condition":
            continue
        head, rest = agent[: verbs[-1] + 1], agent[verbs[-1] + 1 :]
        behind = first + len(agent)
        while behind < len(result) and _more_verbs(result, behind, agent[0]):
            if rest:
                break
            head.append(result[behind])
            behind += 1
        opener = thing[0].opener if not thing[0].opener.endswith("do") else ""
        head = [replace(unit, opener=opener) if unit.phrase == phrase else unit for unit in head]
        moved = [
            replace(unit, phrase=head[-1].phrase, opener=head[-1].opener) if unit.phrase == thing[0].phrase else unit
            for unit in thing
        ]
        rest = [replace(unit, opener="vị ngữ") for unit in rest]
        result = _renumbered(result[:thing_at], head + moved, rest, result[behind:])


def _belongs(unit: Unit, agent: Unit) -> bool:
    return (
        unit.item == agent.item
        and not unit.opener.startswith(("do", ",do"))
        and not (unit.opener == "thì" or unit.kind in {"condition", "exception"})
    )


def _more_verbs(result: list[Unit], at: int, agent: Unit) -> bool:
    """Whether ``và biểu quyết công nhận`` goes on with verbs of the same agent."""
    unit = result[at]
    if unit.item != agent.item or unit.kind != "verb" or unit.opener not in {"và", ",", "hoặc", "rồi"}:
        return False
    own = [u for u in result if u.phrase == unit.phrase]
    return all(u.kind == "verb" for u in own)


def _renumbered(before: list[Unit], moved: list[Unit], rest: list[Unit], after: list[Unit]) -> list[Unit]:
    """Phrase numbers in running order again."""
    result: list[Unit] = []
    number = -1
    previous: tuple[int, int] | None = None
    for part, group in enumerate((before, moved, rest, after)):
        for unit in group:
            mark = (part if part in {1, 2} else 0, unit.phrase)
            if mark != previous:
                number, previous = number + 1, mark
            result.append(replace(unit, phrase=number))
    return result
