"""What a statement after a semicolon takes over from the one before it.

Pure. ``Đại hội chi bộ do chi ủy triệu tập; nơi chưa có chi ủy thì do bí thư chi bộ triệu tập``: the second statement
does not say again what is convened, nor ``…; có thể triệu tập sớm hơn`` what may be. The thing is put there as
*optional* atoms: a claim may say it, and need not.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.parsing.atom import Atom

_NOMINAL = {"body", "term", "word"}


def resumed(placed: list[Atom]) -> list[Atom]:
    """``placed`` with the topic of a statement repeated, as optional atoms, where the next one leaves it out."""
    result: list[Atom] = []
    topic: list[Atom] = []
    for item in sorted({atom.item for atom in placed}):
        own = [atom for atom in placed if atom.item == item]
        before = next((atom for atom in result if atom.item == item - 1), None)
        follows = before is not None and before.sentence == own[0].sentence
        if follows and topic:
            own = _completed(own, topic)
        else:
            topic = _topic(own)
        result += own
    return result


def _topic(own: list[Atom]) -> list[Atom]:
    """The words before the first predicate or agent, when they are a mere name."""
    topic: list[Atom] = []
    for atom in own:
        if atom.predicate or atom.only or atom.opener.endswith("do"):
            return [atom for atom in topic if atom.kind in _NOMINAL]
        if atom.aside or atom.kind == "optional":
            continue
        if atom.kind not in _NOMINAL or atom.opener not in {"", ".", ",", "và", ";"}:
            return []
        topic.append(atom)
    return []


def _completed(own: list[Atom], topic: list[Atom]) -> list[Atom]:
    first = next((atom for atom in own if atom.kind != "optional"), None)
    if first is not None and first.predicate and not first.opener.endswith("do"):
        return [_silent(atom, first) for atom in topic] + own
    agent = next((n for n, atom in enumerate(own) if atom.opener.endswith("do")), None)
    if agent is None or any(atom.predicate and not atom.force for atom in own[:agent] if atom.opener == ""):
        return own
    verbs = [n for n in range(agent, len(own)) if own[n].phrase == own[agent].phrase and own[n].kind == "verb"]
    if not verbs or (agent and not own[agent].opener.startswith("thì")):
        return own
    last = verbs[-1]
    return own[: last + 1] + [_silent(atom, own[last]) for atom in topic] + own[last + 1 :]


def _silent(atom: Atom, host: Atom) -> Atom:
    return replace(
        atom,
        kind="optional",
        again=True,
        force=(),
        only=False,
        sentence=host.sentence,
        item=host.item,
        phrase=host.phrase,
        opener=host.opener,
        said=host.said,
        opened=host.opened,
    )
