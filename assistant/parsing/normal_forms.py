"""Fixed turns of the field's language, brought to one form before a sentence is arranged.

Pure. Each turn is a rule of its own, applied to claim and quote alike, and none changes what is said:

* ``cấm A làm X`` is ``A không được làm X``;
* ``phải C thì A mới V`` is ``chỉ khi C thì A V``;
* ``việc làm X phải được thực hiện ở B`` is ``phải làm X ở B``;
* ``việc làm X do A thực hiện`` is ``A làm X``;
* ``làm X là quyền của A`` is ``A có quyền làm X``;
* ``được hơn một nửa số A đồng ý`` is ``có hơn một nửa số A đồng ý``;
* ``(có) sự đồng ý của A`` is ``được A đồng ý``;
* ``chậm nhất 7 ngày kể từ…`` is ``trong thời hạn 7 ngày kể từ…`` (``chậm nhất 7 ngày trước…`` is not);
* ``không được giữ … quá hai nhiệm kỳ`` is ``giữ … không quá hai nhiệm kỳ``;
* ``một tháng một lần`` is ``mỗi tháng một lần``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from assistant.parsing.atom import FORCE, Atom
from assistant.parsing.lexemes import word_key

_FREE = {"light", "optional"}
_ENDS = {"mark", "condition", "exception", "relation"}
_PERIODS = {"tháng", "năm", "tuần", "quý", "ngày"}
_NEW, _THING = word_key("mới"), word_key("sự")
_DUTY = [word_key("trách"), word_key("nhiệm")]
_WITHIN = {"là", "có", "tại", "trong", "về"}
"""Openers that may stand in the name of who is forbidden."""
_SUPPORT = {"thực hiện", "tổ chức", "áp dụng"}
"""Verbs that say no more than that something is done."""
_AGREEING = {"tán thành", "yêu cầu", "biểu quyết", "đề nghị"}
_STATED = {"tán thành", "cho phép"}
"""What a body states when ``sự`` makes a noun of it."""


def canonical(found: list[Atom]) -> list[Atom]:
    """``found``, atoms in text order before bounds and forces are given out, with the turns above in one form."""
    for turn in (_belonging, _forbidden, _required, _carried_out, _consent, _counted, _exceeding, _deadline, _yearly):
        found = turn(found)
    return found


def _forbidden(found: list[Atom]) -> list[Atom]:
    """``cấm`` before who is forbidden goes to the verb; elsewhere it is ``không được`` where it stands."""
    result: list[Atom] = []
    held: Atom | None = None
    target: int | None = None
    for index, atom in enumerate(found):
        if atom.kind == "negation" and atom.key == "cấm":
            ban = replace(atom, key="không được")
            following = next((u for u in found[index + 1 :] if u.kind not in _FREE), None)
            target = _verb_ahead(found, index + 1)
            if following is not None and following.kind in {"body", "term", "word"} and target is not None:
                held = ban
            else:
                result.append(ban)
            continue
        if held is not None and index == target:
            result.append(held)
            held = None
        result.append(atom)
    return result


def _verb_ahead(found: list[Atom], start: int) -> int | None:
    """Position of the verb of the body that begins at ``start``: not one of a name such as ``cấp triệu tập``."""
    last: int | None = None
    for index in range(start, len(found)):
        atom = found[index]
        if atom.kind in _ENDS or atom.kind in FORCE or (atom.kind == "opener" and atom.key not in _WITHIN):
            break
        if atom.kind == "verb":
            last = index
    return last


def _required(found: list[Atom]) -> list[Atom]:
    """``phải C thì A mới V`` and ``A phải C thì mới V``: a necessary condition, as ``chỉ khi`` states it."""
    then = _only(found, lambda atom: atom.kind == "opener" and atom.key == "thì")
    must = _only(found, lambda atom: atom.kind == "modality" and atom.key == "phải")
    new = _only(found, lambda atom: atom.kind == "word" and atom.key == _NEW)
    if then is None or must is None or new is None or not must < then < new:
        return found
    if any(u.kind in {"condition", "only"} or u.key in {".", ";", ":"} for u in found[:new]):
        return found
    subject = [u for u in found[:must] if u.kind not in _FREE]
    if any(u.kind in FORCE | {"verb", "mark", "opener"} for u in subject):
        return found
    only = replace(found[must], kind="only", key="chỉ")
    condition = replace(found[must], kind="condition", key="nếu")
    if not subject:
        return [*found[:must], only, condition, *found[must + 1 : new], *found[new + 1 :]]
    stop = next((n for n in range(new, len(found)) if found[n].key in {".", ";"}), len(found))
    main, rest = found[new + 1 : stop], found[stop:]
    return [*found[:must], *found[then + 1 : new], only, *main, condition, *found[must + 1 : then], *rest]


def _only(found: list[Atom], fits: Callable[[Atom], bool]) -> int | None:
    """Place of the one atom that fits; ``None`` when there is none or more than one."""
    places = [n for n, atom in enumerate(found) if fits(atom)]
    return places[0] if len(places) == 1 else None


def _carried_out(found: list[Atom]) -> list[Atom]:
    """A noun made of a verb with ``phải được thực hiện`` after it: the force belongs to the verb."""
    for index in range(len(found) - 2):
        if found[index].key in _SUPPORT and found[index].kind == "verb" and found[index + 1].key == "việc":
            found = found[:index] + found[index + 2 :] if found[index + 2].kind == "verb" else found
            break
    result = list(found)
    for index, atom in enumerate(found):
        before = next((u for u in reversed(found[:index]) if u.key != "việc" and u.kind != "optional"), None)
        if atom.kind != "verb" or atom.key in _SUPPORT or not (before is None or before.key in {".", ";", ","}):
            continue
        if before is not None and before.key == "," and not _source(found[:index]):
            continue
        at = index + 1
        while at < len(found) and found[at].kind in {"body", "term", "word", "verb", *_FREE} | {"opener"}:
            if found[at].kind == "opener" and found[at].key not in _WITHIN | {"và"}:
                break
            at += 1
        stop = at
        while stop < len(found) and found[stop].kind in FORCE | {"only"}:
            stop += 1
        if stop < len(found) and found[stop].key == "do" and (turned := _by_agent(found, index, stop)):
            return turned
        if stop == at or stop + 1 >= len(found) or found[stop].key not in _SUPPORT:
            continue
        if found[stop + 1].kind == "opener":
            forces = [u for u in found[at:stop] if u.key != "được" or at + 1 == stop]
            return [*result[:index], *forces, *result[index:at], *result[stop + 1 :]]
    return result


def _by_agent(found: list[Atom], verb: int, do: int) -> list[Atom] | None:
    """``việc làm X do A thực hiện`` as ``A làm X``."""
    at = do + 1
    while at < len(found) and found[at].kind in {"body", "term", "light", "optional"}:
        at += 1
    while at < len(found) and found[at].key in {"triệu tập", "đại hội"}:
        at += 1
    if at == do + 1 or at >= len(found) or found[at].key not in _SUPPORT:
        return None
    if at + 1 < len(found) and found[at + 1].kind not in {"mark", "opener"}:
        return None
    return [*found[:verb], *found[do + 1 : at], *found[verb:do], *found[at + 1 :]]


def _belonging(found: list[Atom]) -> list[Atom]:
    """``làm X là quyền của A`` as ``A có quyền làm X``; duties and tasks likewise."""
    for index, atom in enumerate(found):
        if atom.kind != "opener" or atom.key != "là" or index + 2 >= len(found) or index == 0:
            continue
        name = found[index + 1]
        words = [u.key for u in found[index + 1 : index + 3]]
        size = 2 if words == _DUTY else 1
        if words != _DUTY and name.key not in {"quyền", "nhiệm vụ"}:
            continue
        at = index + 1 + size
        if at >= len(found) or found[at].kind != "light":
            continue
        stop = at
        while stop < len(found) and found[stop].kind in {"body", "term", "light", "optional"}:
            stop += 1
        owner = [u for u in found[at:stop] if u.kind in {"body", "term"}]
        first = next((u for u in found[:index] if u.kind not in _FREE), None)
        ended = stop == len(found) or found[stop].key in {".", ";"}
        if not owner or owner[0].kind != "body" or not ended or first is None or first.kind != "verb":
            continue
        if any(u.kind in FORCE | {"condition", "exception"} or u.key in {".", ";"} for u in found[:index]):
            continue
        if name.key == "nhiệm vụ":
            force = [replace(atom, key="có"), name]
        else:
            force = [replace(name, kind="modality", key="có quyền" if size == 1 else "phải")]
        return [*owner, *force, *found[:index], *found[stop:]]
    return found


def _source(lead: list[Atom]) -> bool:
    """Whether this is no more than ``Theo Điều lệ Đảng,``."""
    first = next((atom for atom in lead if atom.kind not in _FREE), None)
    inside = lead[1:-1] if first is not None and first.key == "theo" else []
    facts = {"document", "date", "article", "term", "light", "optional", "body"}
    return bool(inside) and all(atom.kind in facts or atom.key == "việc" for atom in inside if atom.key != ",")


def _counted(found: list[Atom]) -> list[Atom]:
    """``được`` before a counted number of people who agree or ask says no more than ``có``."""
    result: list[Atom] = []
    for index, atom in enumerate(found):
        rest = [u for u in found[index + 1 : index + 12] if u.kind not in _FREE]
        bounds = [u for u in rest if u.kind in {"bound", "maybe_bound"}]
        rest = [u for u in rest if u not in bounds and not (u.kind == "opener" and u.key == "trong")]
        if atom.key == "được" and atom.kind == "modality" and rest and rest[0].kind == "number":
            ends = next((n for n, u in enumerate(rest) if u.kind not in {"number", "body", "term", "word"}), 0)
            if ends and rest[ends].kind == "verb" and rest[ends].key in _AGREEING and not _governed(found, index):
                continue
        result.append(atom)
    return result


def _governed(found: list[Atom], index: int) -> bool:
    """Whether a force stands right before this one (``không được``, ``phải được``)."""
    return index > 0 and found[index - 1].kind in FORCE | {"only"}


def _consent(found: list[Atom]) -> list[Atom]:
    """``(có) sự đồng ý của A`` as ``được A đồng ý``."""
    result: list[Atom] = []
    at = 0
    while at < len(found):
        atom = found[at]
        verb = found[at + 1] if at + 1 < len(found) else None
        if atom.key == _THING and verb is not None and verb.kind == "verb" and verb.key in _STATED:
            start = at + 2
            while start < len(found) and found[start].kind in _FREE:
                start += 1
            stop = start
            while stop < len(found) and found[stop].kind in {"body", "term", "light", "optional"}:
                stop += 1
            if stop > start and found[start].kind == "body":
                if result and result[-1].key in {"có", "được"} and result[-1].kind in {"opener", "modality"}:
                    result.pop()
                opener = replace(atom, kind="modality", key="được")
                result += [opener, *found[start:stop], replace(verb, start=found[stop - 1].end - 1)]
                at = stop
                continue
        result.append(atom)
        at += 1
    return result


def _exceeding(found: list[Atom]) -> list[Atom]:
    """A ban on more than a figure is the figure's upper bound."""
    for index, atom in enumerate(found):
        if atom.kind != "negation" or atom.key not in {"không", "không được"}:
            continue
        for at in range(index + 1, min(index + 10, len(found) - 1)):
            other = found[at]
            if other.kind in _ENDS or other.kind in FORCE | {"opener", "only"}:
                break
            if other.kind in {"bound", "maybe_bound"} and other.key == "gt" and found[at + 1].kind == "number":
                if at == index + 1 or not any(u.kind in {"verb", "word"} for u in found[index + 1 : at]):
                    break
                bound = replace(other, kind="bound", key="le")
                return [*found[:index], *found[index + 1 : at], bound, *found[at + 1 :]]
    return found


def _deadline(found: list[Atom]) -> list[Atom]:
    """``chậm nhất (trong) N ngày kể từ``: a period that runs from a day, not a time before one."""
    result = list(found)
    for index, atom in enumerate(found):
        if atom.kind != "relation" or atom.key != "chậm nhất":
            continue
        rest = [n for n in range(index + 1, len(found)) if found[n].kind not in _FREE]
        inner = [
            n for n in rest[:1] if found[n].kind in {"opener", "relation"} and found[n].key in {"trong", "sau", "là"}
        ]
        rest = rest[len(inner) :]
        if len(rest) > 1 and found[rest[0]].kind == "number" and _runs_from(found[rest[1]]):
            result[index] = replace(atom, kind="opener", key="trong")
            for n in inner:
                result[n] = replace(found[n], kind="light")
    return result


def _runs_from(atom: Atom) -> bool:
    return (atom.kind in {"maybe_bound", "opener"} and atom.key in {"from", "từ"}) or atom.key == "từ khi"


def _yearly(found: list[Atom]) -> list[Atom]:
    """``một năm một lần`` as ``mỗi năm một lần``."""
    result: list[Atom] = []
    for index, atom in enumerate(found):
        following = found[index + 1] if index + 1 < len(found) else None
        parts = atom.key.split(":")
        times = following is not None and following.kind == "number" and following.key.endswith(":lần")
        if atom.kind == "number" and times and parts[1] == "1" and parts[-1] in _PERIODS:
            if parts[-1] == "năm":
                result.append(replace(atom, kind="term", key="hằng năm"))
            else:
                result.append(replace(atom, kind="quantifier", key="mỗi"))
                result.append(replace(atom, kind="word", key=word_key(parts[-1])))
            continue
        result.append(atom)
    return result
