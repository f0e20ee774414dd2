"""The word that opens an answer to a yes/no question, derived from the question and the words of one rule.

Pure, and used twice: the composer asks which head a rule gives, the verifier asks again before the head is shown. A
wrong head is far worse than none, so a head is given only where question and rule share predicate, object and subject,
where what the rule makes a condition is told in the question, and where every clause that speaks says the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.heads.asked import Form, PolarQuestion, read_asked
from assistant.heads.figures import FigureVerdict, counts, judged, left_out, meets, opposed
from assistant.parsing.atom import FORCE, Atom
from assistant.parsing.reader import linear
from corpus.core.display import last_known_frame
from corpus.core.registry import Force, Standing
from corpus.core.text import fold

_NO = {"không", "chưa", "không được", "cấm", "không thể"}
_FREE = {"không bắt buộc", "có thể", "không phải"}
_MAY = {"được", "có quyền"}
_CONTENT = {"body", "term", "verb", "word", "optional"}
_NAMES = {"body", "term"}
_BREAKS = {"mà", "nhưng", "thì", "rồi", "còn"}
_EMPTY = frozenset(
    atom.key
    for atom in linear(
        "cho, một, người, đồng chí, em, tôi, mình, chi bộ em, thế, này, ấy, rồi, xong, luôn, lại, ra, vào, "
        "lên, nữa, số, hết, cả, mấy, bên, nhà, bác, chị, anh, ông, thêm, theo quy định, việc, nó, họ, gì, "
        "nào, sao, hay, không, có, vẫn, mới, đi, về, muốn, tự, thẳng, chức, năm, nay, ngày "
    )
)
_PLACES = {"tại", "trong", "đối với"}
_ASIDE = {"tại", "trong", "để", "bằng"}
_WIDER = {"cơ quan lãnh đạo", "cấp ủy"}
_LEADING = {"chi ủy", "đảng ủy", "ban chấp hành"}
"""Bodies that every rule on a cấp ủy, and on the leading bodies of the Party, speaks of."""
_LIGHT_VERBS = {"tổ chức", "thực hiện", "cho phép", "lấy", "thông báo", "báo cáo", "ghi", "đọc"}
SHARED = 3
"""Least number of names, verbs and words that question and rule share before their figures are compared."""
LIKE, SURE = 0.5, 0.6
"""Least share of the words asked about that the rule must hold: where it gives a force, and where it gives none."""


_ASKED_END = re.compile(r"\b(?:khong|ko|chua)\b(?=\s*(?:[,?.;]|$))")
"""Where something asked ends: "… được không, có vượt không?" asks twice."""


class Says(StrEnum):
    """What a clause says of its predicate."""

    NO = "no"
    FREE = "free"
    MAY = "may"
    MUST = "must"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class _Clause:
    """Atoms between two breaks; ``kind`` is ``main``, ``condition`` or ``exception``."""

    atoms: tuple[Atom, ...]
    kind: str
    sentence: int

    @property
    def keys(self) -> set[str]:
        return _keys(self.atoms)


def derive(asked: str, quote: str) -> str | None:
    """The head that ``quote`` gives to the question ``asked``, or ``None`` where it does not decide.

    Args:
        asked: the question with what was told around it, as the user wrote it.
        quote: the words of one rule.
    """
    question = read_asked(asked, quote)
    if question is None or len(_ASKED_END.findall(fold(asked))) > 1:
        return None  # two things asked may have two answers
    clauses = tuple(_clauses(quote))
    if question.form is Form.LEAVE and left_out(question.whole, quote):
        return _no(question)
    if opposed(question.whole, [atom for clause in clauses for atom in clause.atoms]):
        return None
    figures = judged(question, quote) if _on_subject(question, clauses) else None
    if question.form in {Form.LIMIT, Form.ENOUGH}:
        return _of_figures(question, figures)
    if question.form is Form.PREMISE:
        return _of_premise(question, clauses, figures)
    said = _said(question, clauses)
    return _answer(question, said) if said is not None else None


def worded(head: str, standing: Standing) -> str:
    """A head as it is shown: of a rule that is no longer in force, it says so."""
    if standing.force in {Force.SUPERSEDED, Force.EXPIRED}:
        label = last_known_frame(standing)[0].removesuffix("“").rstrip(": ")
        return f"{head}, theo {label[:1].lower()}{label[1:]}."
    return f"{head}."


def _on_subject(question: PolarQuestion, clauses: Sequence[_Clause]) -> bool:
    """Whether enough of what the question names is named in the rule for their figures to be of one thing."""
    held = set().union(*(clause.keys for clause in clauses))
    return sum(_holds(key, held) for key in _keys(question.whole)) >= SHARED


def _no(question: PolarQuestion) -> str:
    return "Chưa" if question.until else "Không"


def _yes(question: PolarQuestion) -> str | None:
    """``được chưa`` is answered ``được`` or ``rồi``, never ``có``."""
    return None if question.until else "Có"


def _of_figures(question: PolarQuestion, figures: FigureVerdict | None) -> str | None:
    """A limit that is passed decides alone; one that is kept need not be the only one."""
    if figures is not FigureVerdict.BROKEN:
        return None
    return "Có" if question.form is Form.LIMIT else _no(question)


def _of_premise(question: PolarQuestion, clauses: Sequence[_Clause], figures: FigureVerdict | None) -> str | None:
    """Only a belief that the rule contradicts gets a head: sameness of words and figures does not prove it right."""
    if figures is FigureVerdict.OTHER:
        return "Không"
    said = _said(question, clauses)
    if said is not Says.NO or figures is FigureVerdict.SAME:
        return None
    claims_no = any(atom.key in _NO for atom in _forces_before_verb(question.predicate, _main_verb(question)))
    return None if claims_no else "Không"


def _answer(question: PolarQuestion, said: Says) -> str | None:
    table: dict[Form, dict[Says, bool]] = {
        Form.LEAVE: {Says.NO: False, Says.MAY: True, Says.FREE: True},
        Form.DUTY: {Says.NO: False, Says.FREE: False, Says.MUST: True},
        Form.FACT: {Says.NO: False, Says.MUST: True},
    }
    answer = table[question.form].get(said)
    if answer is None:
        return None
    return _yes(question) if answer else _no(question)


def _said(question: PolarQuestion, clauses: Sequence[_Clause]) -> Says | None:
    """What the rule says of the predicate asked about; ``None`` where it says nothing, or two things."""
    verb = _main_verb(question)
    if verb is None or _negated(question, verb):
        return None
    wanted = _keys(_asked_about(question, verb)) - {verb.key}
    found: set[Says] = set()
    for clause in clauses:
        own = [n for n, atom in enumerate(clause.atoms) if atom.kind == "verb" and atom.key == verb.key]
        if not own or clause.kind != "main":
            continue
        around = [other for other in clauses if other.sentence == clause.sentence]
        held = {key for key in wanted if _holds(key, set().union(*(other.keys for other in around)))}
        near = {key for key in wanted if _holds(key, clause.keys)}
        share = (len(held) + 1) / (len(wanted) + 1)
        says = _force_of(clause, own[0], clauses)
        general = says is Says.NO and _plain_subject(question, clause, own[0], around)
        if ((wanted and not near) or share < LIKE) and not general:
            continue
        if not _about(question, clause, own[0], around) or (says is Says.PLAIN and share < SURE):
            return None
        if (only := _only(question, around)) is not None:
            says = only
        elif not _conditions_told(question, clause, around):
            return None
        elif not _figures_told(question, clauses, clause.sentence):
            if not _rest_only(question, clauses, clause, verb, wanted):
                return None
            says = Says.NO
        found.add(Says.MAY if says is Says.PLAIN and _as_needed(around) else says)
    return found.pop() if len(found) == 1 else None


def _asked_about(question: PolarQuestion, verb: Atom) -> list[Atom]:
    """The stretch between commas that holds the verb, without the place where it is done."""
    atoms = list(question.predicate)
    at = atoms.index(verb)
    first = max((n for n in range(at) if atoms[n].kind == "mark"), default=-1) + 1
    last = next((n for n in range(at, len(atoms)) if atoms[n].kind == "mark"), len(atoms))
    last = next((n for n in range(at, last) if atoms[n].kind == "opener" and atoms[n].key in _ASIDE), last)
    return atoms[first:last]


def _plain_subject(question: PolarQuestion, clause: _Clause, place: int, around: Sequence[_Clause]) -> bool:
    """Whether the rule denies the verb as such to a subject of several words that the question names."""
    after = clause.atoms[place + 1 :]
    stop = next((n for n, atom in enumerate(after) if atom.kind == "opener" and atom.key in _ASIDE), len(after))
    named = {atom.key for atom in question.whole if atom.kind in _NAMES}
    subject = [a.key for other in around for a in other.atoms if a.kind in _NAMES and len(a.key.split()) > 2]
    whole = [a for a in after[:stop] if a.kind in _NAMES and a.key not in _WIDER]
    return not whole and any(_holds(key, named) for key in subject)


def _only(question: PolarQuestion, around: Sequence[_Clause]) -> Says | None:
    """``chỉ được … sau khi …``: no where the question denies what must come first, else nothing."""
    atoms = [atom for clause in around for atom in clause.atoms]
    first = next((n for n, atom in enumerate(atoms) if atom.kind == "only"), None)
    after = next((n for n, atom in enumerate(atoms) if atom.kind == "relation" and atom.key == "sau"), None)
    if first is None or after is None or after < first:
        return None
    needed = _keys(atoms[after + 1 :])
    for piece in _pieces(question.whole):
        shared = {key for key in needed if _holds(key, _keys(piece))}
        if len(shared) / max(1, len(needed)) >= LIKE and any(atom.key in _NO for atom in piece):
            return Says.NO
    return None


def _pieces(atoms: Sequence[Atom]) -> Iterator[list[Atom]]:
    piece: list[Atom] = []
    for atom in atoms:
        if atom.kind == "mark":
            yield piece
            piece = []
        else:
            piece.append(atom)
    yield piece


def _as_needed(around: Sequence[_Clause]) -> bool:
    """Whether the rule leaves it to need (``nếu cần thì …``)."""
    return any(not clause.keys and any(atom.key == "cần" for atom in clause.atoms) for clause in around)


def _rest_only(
    question: PolarQuestion, clauses: Sequence[_Clause], clause: _Clause, verb: Atom, wanted: set[str]
) -> bool:
    """Whether the rule gives another part to the question's figure, and there only something else is done."""
    for number in {other.sentence for other in clauses} - {clause.sentence}:
        part = [other for other in clauses if other.sentence == number]
        atoms = [atom for other in part for atom in other.atoms]
        limits = [figure for figure in _with_noun(atoms) if figure[0].bound]
        only = any(atom.kind == "only" for atom in atoms) and any(atom.key == verb.key for atom in atoms)
        if limits and only and all(meets(question.whole, figure) for figure in limits):
            return not any(_holds(key, set().union(*(other.keys for other in part))) for key in wanted)
    return False


def _main_verb(question: PolarQuestion) -> Atom | None:
    verbs = [atom for atom in question.predicate if atom.kind == "verb" and atom.key not in _LIGHT_VERBS]
    return verbs[0] if verbs else None


def _negated(question: PolarQuestion, verb: Atom) -> bool:
    """Whether the question asks about not doing it; a belief may deny."""
    if question.form is Form.PREMISE:
        return False
    return any(atom.key in _NO for atom in _forces_before_verb(question.predicate, verb))


def _forces_before_verb(atoms: Sequence[Atom], verb: Atom | None) -> list[Atom]:
    if verb is None or verb not in atoms:
        return []
    place, found = list(atoms).index(verb), list[Atom]()
    for atom in reversed(atoms[:place]):
        if atom.kind in {"mark", "verb"}:
            break
        if atom.kind in FORCE:
            found.append(atom)
    return found


def _force_of(clause: _Clause, place: int, clauses: Sequence[_Clause]) -> Says:
    """The force of the verb at ``place``, taken over from the clause before where that is only continued."""
    own = _governing(clause.atoms, place)
    if own is None:
        before = [other for other in clauses if other.sentence == clause.sentence and other.kind == "main"]
        index = before.index(clause)
        if index and clause.atoms[0].kind == "verb":
            verbs = [n for n, atom in enumerate(before[index - 1].atoms) if atom.kind == "verb"]
            return _force_of(before[index - 1], verbs[0], clauses) if verbs else Says.PLAIN
        return Says.PLAIN
    return own


def _governing(atoms: Sequence[Atom], place: int) -> Says | None:
    keys = {atom.key for atom in atoms[:place] if atom.kind in FORCE}
    passive = any(
        atom.key == "được" and index + 1 < len(atoms) and atoms[index + 1].kind == "body"
        for index, atom in enumerate(atoms[:place])
    )
    if keys & _NO:
        return Says.NO
    if keys & _FREE:
        return Says.FREE
    if "phải" in keys:
        return Says.MUST
    if keys & _MAY:
        return Says.PLAIN if passive else Says.MAY
    return None


def _about(question: PolarQuestion, clause: _Clause, place: int, around: Sequence[_Clause]) -> bool:
    """Whether the rule's own subject is one that the question names."""
    subject = [atom for atom in clause.atoms[:place] if atom.kind in _NAMES]
    if not subject:
        first = around[0].atoms
        verb = next((n for n, atom in enumerate(first) if atom.kind == "verb"), len(first))
        subject = [atom for atom in first[:verb] if atom.kind in _NAMES]
    named = {atom.key for atom in question.whole if atom.kind in _NAMES}
    return not subject or any(_holds(atom.key, named) for atom in subject)


def _conditions_told(question: PolarQuestion, clause: _Clause, around: Sequence[_Clause]) -> bool:
    """Whether what the rule makes a condition or an exception is told, and told the same way round."""
    asked = _keys(question.whole)
    for other in around:
        if other.kind == "main":
            continue
        keys = other.keys
        told = {key for key in keys if _holds(key, asked)}
        if other.kind == "exception":
            if told - clause.keys - _keys(question.predicate):
                return False
            continue
        if not keys and any(atom.key == "cần" for atom in other.atoms):
            continue
        if not keys or len(told) / len(keys) < LIKE:
            return False
        denied = any(atom.key in _NO for atom in other.atoms)
        said = any(atom.key in _NO for atom in question.whole[:-2])
        if denied != said:
            return False
    return not any(atom.kind == "only" for other in around for atom in other.atoms)


def _figures_told(question: PolarQuestion, clauses: Sequence[_Clause], sentence: int) -> bool:
    """Whether every figure that the statement sets is met by one that the question tells.

    A part after a semicolon without figures of its own stands under those of the part before. A rule without figures
    does not answer a question that counts.
    """
    while sentence >= 0:
        atoms = [atom for clause in clauses if clause.sentence == sentence for atom in clause.atoms]
        if figures := list(_with_noun(atoms)):
            return all(meets(question.whole, figure) for figure in figures)
        sentence -= 1
    return not counts(question.whole)


def _with_noun(atoms: Sequence[Atom]) -> Iterator[tuple[Atom, str]]:
    for index, atom in enumerate(atoms):
        if atom.kind == "number":
            yield atom, next((other.key for other in atoms[index + 1 : index + 3] if other.kind in _CONTENT), "")


def _keys(atoms: Iterable[Atom]) -> set[str]:
    return {atom.key for atom in atoms if atom.kind in _CONTENT and atom.key not in _EMPTY and atom.key != "words"}


def _holds(key: str, others: set[str]) -> bool:
    """Whether one of ``others`` is the same name, or a longer or shorter form of it (``đảng viên dự bị``)."""
    padded = f" {key} "
    if key in _LEADING and others & _WIDER:
        return True
    return key in others or any(padded in f" {other} " or f" {other} " in padded for other in others if len(other) > 3)


def _clauses(quote: str) -> Iterator[_Clause]:
    current: list[Atom] = []
    kind, sentence, fresh = "main", 0, True
    for atom in linear(quote):
        ends = atom.kind == "mark" and atom.key in {".", ";"}
        opens = {"condition": "condition", "exception": "exception"}.get(atom.kind, "")
        if not current and kind == "main" and atom.kind == "opener" and atom.key in _PLACES and fresh:
            opens = "condition"
        fresh = ends
        breaks = atom.kind == "mark" or (atom.kind == "opener" and atom.key in {*_BREAKS, "và"})
        if opens or breaks:
            if current:
                yield _Clause(tuple(current), kind, sentence)
            current = []
            if opens:
                kind = opens
            elif (kind == "condition" and (atom.key in {",", "thì"} or ends)) or ends or atom.key in {":", "nhưng"}:
                kind = "main"
            sentence += ends
            continue
        current.append(atom)
    if current:
        yield _Clause(tuple(current), kind, sentence)
