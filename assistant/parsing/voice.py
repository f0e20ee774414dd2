"""The passive as the active, in the order that claims and quotes are compared in.

Pure. ``X do A quyết định`` and ``X được A quyết định`` become ``A quyết định X``. ``X được V``, without an agent, stays
as it is: it may be a passive, or a leave given to X.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.parsing.atom import Atom

_JOINS = {"", ",", "và", ",và", "hoặc", "(", ".", ";", "về"}
_GOES_ON = {",", "và", ",và", "hoặc", "(", "về"}
_BESIDE = {"thời gian", "trong", "tại", "từ", "theo"}


def active(placed: list[Atom]) -> list[Atom]:
    """``X do A V …`` as ``A V X …``: the thing goes behind the verbs of its agent."""
    result = list(placed)
    seen: set[int] = set()
    while True:
        opening = next((u for u in result if u.opener.endswith("do") and u.start not in seen), None)
        if opening is None:
            return result
        phrase = opening.phrase
        own = [n for n, atom in enumerate(result) if atom.phrase == phrase]
        agent = result[own[0] : own[-1] + 1]
        seen |= {atom.start for atom in agent}
        if agent[0].opener in {"vàdo", ",do", "hoặcdo", ",vàdo"}:
            result = [replace(u, opener=u.opener.removesuffix("do")) if u.phrase == phrase else u for u in result]
            continue
        verbs = [n for n, atom in enumerate(agent) if atom.kind == "verb"]
        first = result.index(agent[0])
        thing_at, beside_at = _thing(result, first, agent[0])
        thing, beside = result[thing_at:beside_at], result[beside_at:first]
        if not verbs or not thing or any(atom.force or atom.only for atom in thing) or agent[0].kind != "body":
            continue
        if any(atom.opener in {"gồm", "là", "có"} or atom.kind == "condition" for atom in thing):
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
        head = [replace(atom, opener=opener) if atom.phrase == phrase else atom for atom in head]
        moved = [
            replace(atom, phrase=head[-1].phrase, opener=head[-1].opener) if atom.phrase == thing[0].phrase else atom
            for atom in thing
        ]
        rest = [replace(atom, opener="vị ngữ") for atom in rest]
        result = _renumbered(result[:thing_at], head + moved, beside, rest, result[behind:])


def _thing(result: list[Atom], first: int, agent: Atom) -> tuple[int, int]:
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


def _belongs(atom: Atom, agent: Atom) -> bool:
    return (
        atom.item == agent.item
        and not atom.opener.endswith("do")
        and not agent.opener.startswith("thì")
        and atom.kind not in {"condition", "exception"}
    )


def _goes_on(atom: Atom) -> bool:
    """Whether a further predicate of the same subject follows (``… và được triệu tập``)."""
    return atom.opener in {"và", ",", ",và"} and bool(atom.force)


def _more_verbs(result: list[Atom], at: int, agent: Atom) -> bool:
    """Whether ``và biểu quyết công nhận`` goes on with verbs of the same agent."""
    atom = result[at]
    if atom.item != agent.item or atom.kind != "verb" or atom.opener not in {"và", ",", "hoặc", "rồi"}:
        return False
    own = [u for u in result if u.phrase == atom.phrase]
    return all(u.kind == "verb" for u in own)


def _renumbered(*groups: list[Atom]) -> list[Atom]:
    """Phrase numbers in order of first appearance again."""
    numbers: dict[tuple[int, int], int] = {}
    result: list[Atom] = []
    for part, group in enumerate(groups):
        for atom in group:
            mark = (part if part in {1, 3} else 0, atom.phrase)
            result.append(replace(atom, phrase=numbers.setdefault(mark, len(numbers))))
    return result
