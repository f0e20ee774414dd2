"""The passive as the active, in the order that claims and quotes are compared in.

Pure. ``X do A quyết định`` and ``X được A quyết định`` become ``A quyết định X``. ``inverted`` turns ``X được V``,
without an agent, which may or may not be a passive.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.parsing.unit import Unit

_JOINS = {"", ",", "và", ",và", "hoặc", "(", ".", ";", "về"}
_GOES_ON = {",", "và", ",và", "hoặc", "(", "về"}
_BESIDE = {"thời gian", "trong", "tại", "từ", "theo"}


def active(placed: list[Unit]) -> list[Unit]:
    """``X do A V …`` as ``A V X …``: the thing goes behind the verbs of its agent."""
    result = list(placed)
    seen: set[int] = set()
    while True:
        opening = next((u for u in result if u.opener.endswith("do") and u.start not in seen), None)
        if opening is None:
            return result
        phrase = opening.phrase
        own = [n for n, unit in enumerate(result) if unit.phrase == phrase]
        agent = result[own[0] : own[-1] + 1]
        seen |= {unit.start for unit in agent}
        if agent[0].opener in {"vàdo", ",do", "hoặcdo", ",vàdo"}:
            result = [replace(u, opener=u.opener.removesuffix("do")) if u.phrase == phrase else u for u in result]
            continue
        verbs = [n for n, unit in enumerate(agent) if unit.kind == "verb"]
        first = result.index(agent[0])
        thing_at, beside_at = _thing(result, first, agent[0])
        thing, beside = result[thing_at:beside_at], result[beside_at:first]
        if not verbs or not thing or any(unit.force or unit.only for unit in thing) or agent[0].kind != "body":
            continue
        if any(unit.opener in {"gồm", "là", "có"} or unit.kind == "condition" for unit in thing):
            continue
        head, rest = agent[: verbs[-1] + 1], agent[verbs[-1] + 1 :]
        behind = first + len(agent)
        while behind < len(result) and _more_verbs(result, behind, agent[0]):
            if rest:
                break
            head.append(result[behind])
            behind += 1
        if behind < len(result) and result[behind].item == agent[0].item and _goes_on(result[behind]):
            continue
        opener = thing[0].opener if not thing[0].opener.endswith("do") else ""
        head = [replace(unit, opener=opener) if unit.phrase == phrase else unit for unit in head]
        moved = [
            replace(unit, phrase=head[-1].phrase, opener=head[-1].opener) if unit.phrase == thing[0].phrase else unit
            for unit in thing
        ]
        rest = [replace(unit, opener="vị ngữ") for unit in rest]
        result = _renumbered(result[:thing_at], head + moved, beside, rest, result[behind:])


def _thing(result: list[Unit], first: int, agent: Unit) -> tuple[int, int]:
    """Start and end of what is acted on, before the agent at ``first``; times and places in between stay beside it."""
    end = first
    while end > 0 and _belongs(result[end - 1], agent) and result[end - 1].opener in _BESIDE:
        end -= 1
    start = end
    while start > 0 and _belongs(result[start - 1], agent):
        begins = start < end and result[start - 1].phrase != result[start].phrase
        begins = begins and not result[start - 1].aside and not result[start].aside
        if begins and (result[start].opener not in _GOES_ON | {"tại"} or result[start - 1].opener not in _JOINS):
            break
        start -= 1
    return start, end


def _belongs(unit: Unit, agent: Unit) -> bool:
    return (
        unit.item == agent.item
        and not unit.opener.endswith("do")
        and not agent.opener.startswith("thì")
        and unit.kind not in {"condition", "exception"}
    )


def _goes_on(unit: Unit) -> bool:
    """Whether a further predicate of the same subject follows (``… và được triệu tập``)."""
    return unit.opener in {"và", ",", ",và"} and bool(unit.force)


def _more_verbs(result: list[Unit], at: int, agent: Unit) -> bool:
    """Whether ``và biểu quyết công nhận`` goes on with verbs of the same agent."""
    unit = result[at]
    if unit.item != agent.item or unit.kind != "verb" or unit.opener not in {"và", ",", "hoặc", "rồi"}:
        return False
    own = [u for u in result if u.phrase == unit.phrase]
    return all(u.kind == "verb" for u in own)


def _renumbered(*groups: list[Unit]) -> list[Unit]:
    """Phrase numbers in order of first appearance again."""
    numbers: dict[tuple[int, int], int] = {}
    result: list[Unit] = []
    for part, group in enumerate(groups):
        for unit in group:
            mark = (part if part in {1, 3} else 0, unit.phrase)
            result.append(replace(unit, phrase=numbers.setdefault(mark, len(numbers))))
    return result


def inverted(arranged_units: tuple[Unit, ...]) -> tuple[Unit, ...] | None:
    """``X được V …`` at the start, without an agent, as ``V X …``; ``None`` when the sentence is not of that form."""
    units = list(arranged_units)
    verb = next((n for n, unit in enumerate(units) if unit.kind == "verb"), 0)
    if verb == 0 or units[verb].force != ("được",) or units[verb].only or units[verb].phrase != units[0].phrase:
        return None
    if any(unit.force or unit.only or unit.kind in {"condition", "relation"} for unit in units[:verb]):
        return None
    following = units[verb + 1] if verb + 1 < len(units) else None
    if following is not None and following.phrase == units[0].phrase and following.kind == "body":
        return None
    moved = replace(units[verb], force=(), passive=False)
    rest = units[verb + 1 :]
    inside = [n for n, unit in enumerate(rest) if unit.phrase == units[0].phrase]
    if inside:
        after = max(unit.phrase for unit in units) + 1
        rest = [replace(u, phrase=after, opener="vị ngữ") if u.phrase == units[0].phrase else u for u in rest]
    return (moved, *units[:verb], *rest)
