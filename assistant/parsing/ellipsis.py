"""What a statement after a semicolon takes over from the one before it.

Pure. ``Đại hội chi bộ do chi ủy triệu tập; nơi chưa có chi ủy thì do bí thư chi bộ triệu tập``: the second statement
does not say again what is convened, nor ``…; có thể triệu tập sớm hơn`` what may be. The thing is put there as
*optional* units: a claim may say it, and need not.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.parsing.unit import Unit

_NOMINAL = {"body", "term", "word"}


def resumed(placed: list[Unit]) -> list[Unit]:
    """``placed`` with the topic of a statement repeated, as optional units, where the next one leaves it out."""
    result: list[Unit] = []
    topic: list[Unit] = []
    for item in sorted({unit.item for unit in placed}):
        own = [unit for unit in placed if unit.item == item]
        before = next((unit for unit in result if unit.item == item - 1), None)
        follows = before is not None and before.sentence == own[0].sentence
        if follows and topic:
            own = _completed(own, topic)
        else:
            topic = _topic(own)
        result += own
    return result


def _topic(own: list[Unit]) -> list[Unit]:
    """The words before the first predicate or agent, when they are a mere name."""
    topic: list[Unit] = []
    for unit in own:
        if unit.predicate or unit.only or unit.opener.endswith("do"):
            return [unit for unit in topic if unit.kind in _NOMINAL]
        if unit.aside or unit.kind == "optional":
            continue
        if unit.kind not in _NOMINAL or unit.opener not in {"", ".", ",", "và", ";"}:
            return []
        topic.append(unit)
    return []


def _completed(own: list[Unit], topic: list[Unit]) -> list[Unit]:
    first = next((unit for unit in own if unit.kind != "optional"), None)
    if first is not None and first.predicate and not first.opener.endswith("do"):
        return [_silent(unit, first) for unit in topic] + own
    agent = next((n for n, unit in enumerate(own) if unit.opener.endswith("do")), None)
    if agent is None or any(unit.predicate and not unit.force for unit in own[:agent] if unit.opener == ""):
        return own
    verbs = [n for n in range(agent, len(own)) if own[n].phrase == own[agent].phrase and own[n].kind == "verb"]
    if not verbs or (agent and not own[agent].opener.startswith("thì")):
        return own
    last = verbs[-1]
    return own[: last + 1] + [_silent(unit, own[last]) for unit in topic] + own[last + 1 :]


def _silent(unit: Unit, host: Unit) -> Unit:
    return replace(
        unit,
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
