"""The head that a rule gives without a reviewed act: its own clauses laid beside the question. Pure.

The clause whose words the question says best, in people's words for them (``assistant.parsing.glossary``), decides by
its force. What is only near is refused: too little of the act or of its condition said, a figure that nobody compares,
an exception that the question may mean, a denial, another document or year, a second clause of the rule that fits as
well and says otherwise. A belief is only ever put right, never confirmed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from assistant.heads.acts import burdened, light, narrowed
from assistant.heads.asked import Form, PolarQuestion
from assistant.heads.clauses import Clause, clauses_of
from assistant.heads.figures import figures_in, value_of
from assistant.heads.measures import Measured, breaks, comparable_to, measures_in
from assistant.heads.says import Says
from assistant.parsing.glossary import load_glossary
from corpus.vietnamese.terms import terms

SAID, ACT, VERB, WHO, WHEN = 0.65, 0.65, 0.5, 0.75, 0.5
"""Shares of a clause, of its act, of the act's first two words (more than it), of its subject and of its condition that
the question must say."""
ABOUT = 0.6
"""Least mean of what the words of a question speak for the rule (``assistant.parsing.glossary``): what parts right
heads from those asked of another question or quoted from another rule."""
OTHERS, OTHERS_OF_YES = 0.1, 0.4
"""By how much the deciding clause must fit better than one that says otherwise; a yes, than one that forbids."""
STATED = 0.75
"""Shares of act and its first words that the question must say where the rule only states."""
DENIED = 4
"""Words after a denial that it denies."""
REACH = 60
"""Characters around a word of lack in which the condition is named that lacks."""
MEANT = 0.34
"""Share of an exception from which on the question may mean it."""
STRANGE, STRANGE_PLAIN = 3, 1
"""Most words of what is asked that nothing of the rule explains, where the head is a yes: by a word of force, or by a
clause that only states something."""
POINTING = 3
"""A sentence of no more content words points at what was told before."""
LIKELY = 0.02
"""Probability from which on a word of a question may stand for a word of the rule."""
CERTAIN = 0.12
"""Probability at which it surely does."""

_DENIED = re.compile(r"\b(?:khong|chua|khoi|chang)\b|\bthay (?:vi|cho)\b")
_OPEN = re.compile(
    r"\b(?:neu(?! (?:ten|y kien|the|ra|vay|nguoi)\b)|tru khi|ngoai tru|voi dieu kien|gia su|"
    r"truong hop (?:dac biet|ngoai le))\b"
)
_ASKS_MORE = re.compile(r"\bgi \?|\b(?:the nao|ra sao|bao nhieu|nhung gi|o dau|nhu nao|may (?:nguoi|ngay|phieu))\b")
"""What asks for more than a yes."""
_SPARED = re.compile(r"\b(?:khong|chang|chua)(?: he)? (?:bi|thuoc|dinh|vuong)(?: \w+){1,8}")
"""What somebody is told not to be under."""
_CONSISTS = re.compile(r"\b(?:gom|phai la|la nguoi)\b")
_LEAVE = re.compile(r"\b(?:dong y|cho phep|chap thuan|that can thiet|that su can thiet|xet thay can)\b")
"""Upon which a rule makes what it allows depend."""
_NONE_OF = re.compile(
    r"\b(?:khong phai(?: la)?|chang phai(?: la)?|dau phai(?: la)?|khong la|von khong la|khong o trong|dau co trong|"
    r"khong co trong|khong thuoc) ((?:\w+ ){1,6}\w+)"
)
_LEFT_OPEN = re.compile(r"\bhay khong\b")
"""What a rule leaves to somebody to decide."""
_LACKS = re.compile(r"\b(?:chua|con (?:nam|cho|doi|dang|treo)|dang cho|cho mai|doi mai)\b")
_STATUS = re.compile(
    r"\b(?:du bi|du khuyet|tam thoi|mien|dinh chi|khoi to|truy to|tam giam|ky luat|cach chuc|quan doi|quan su|cong an|"
    r"nuoc ngoai|bat thuong|tru bi|thi diem|dac khu|toan quoc|trung uong|bo phan|co so|hop nhat|sap nhap|nghi huu|"
    r"nhieu hon|vuot|du ra|gio tay|gio the|phieu kin|chi dinh|tu y|ngoai danh sach|"
    r"tu ung cu|bang phieu|ngang phieu|uy quyen|bau lai|lan hai)\b"
)
"""States, bodies and ways for which another rule may hold."""
_AWAY = re.compile(
    r"\b(?:vang|mien|tam thoi|dinh chi|khoi to|tam giam|truy to|du khuyet|du bi|tru|thieu|om|nghi|cong tac|khong den|"
    r"khong ai|chua co ai|ngay|thang|nam|tuoi)\b"
)
"""Somebody may have to be left out, or a figure is a time."""
_COUNT = re.compile(r"\d+")
_LIST = re.compile(r", | va | hoac | hay ")
_PEOPLE = frozenset(
    {
        "ac", "anh", "ay", "ba", "bac", "bai", "chau", "chi", "chu", "co", "cu", "cau", "dong", "dua", "dung", "em",
        "ho", "lay", "minh", "nguoi", "no", "ong", "thang", "thay", "toi", "tui", "vo",
    }
)  # fmt: skip
"""Who a question tells of, and verbs that stand for any: no part of an act."""
_UNCOMPARED = frozenset(
    {"share", "dang vien chinh thuc", "dang vien", "dai bieu", "uy vien", "cap uy vien", "chi uy vien"}
)
"""Kinds of figures that the deciding rule would have to be about."""
_SPEECH = frozenset(("quy dinh", "huong dan", "chap nhan", "dung len", "the nao", "hop le"))


@dataclass(frozen=True, slots=True)
class Decided:
    """A head in general form: whether what is asked is so, by which words of the rule, and a figure put right."""

    true: bool
    clause: str
    figure: str = ""


@dataclass(frozen=True, slots=True)
class _Fit:
    clause: Clause
    score: float
    act: float
    verb: float
    who: float
    when: float


def general(question: PolarQuestion, rule: str) -> Decided | None:
    """What a rule says to a question; ``None`` where its clauses do not decide."""
    if question.turned or _OPEN.search(question.whole) or _ASKS_MORE.search(f"{question.said} ? {question.after}"):
        return None
    if not about(question, rule):
        return None
    heard = frozenset(terms(f"{question.whole} {question.after}"))
    fits = sorted((_fit(clause, heard) for clause in clauses_of(rule)), key=lambda fit: -fit.score)
    if not fits or _LEFT_OPEN.search(fits[0].clause.text):
        return None
    if (found := _of_measure(question, fits, heard)) is not None:
        return found
    best = fits[0]
    if measures_in(best.clause.text) or not _said(best) or _meant(best.clause, _affirmed(question)):
        return None
    if _contrary(question, best.clause) and not _rival(best, fits, OTHERS):
        return Decided(False, best.clause.text)
    if (lacking := _lacking(question, best, fits)) is not None:
        return lacking
    return _of_force(question, best, fits, rule)


def about(question: PolarQuestion, rule: str) -> bool:
    """Whether the words of a question are much more probable of this rule than of any."""
    said = frozenset(terms(" ".join(clause.text for clause in clauses_of(rule))))
    words = _content(question.whole)
    heard = load_glossary().heard(words, accented=False)
    return bool(words) and sum(each.speaks_for(said, frozenset()) for each in heard) >= ABOUT * len(words)


def _of_force(question: PolarQuestion, best: _Fit, fits: Sequence[_Fit], rule: str) -> Decided | None:
    truth = _truth(question, best)
    if truth is None and best.clause.force is None and _plainly(question, best):
        truth = True
    told = {measure.kind for measure in measures_in(question.said)}
    if truth is False and told & _UNCOMPARED:
        return None
    if (
        truth is None
        or _denied(question.said, best.clause.text)
        or _rival(best, fits, OTHERS_OF_YES if truth else OTHERS)
    ):
        return None
    if truth and (not _explained(question, best, rule) or question.until):
        return None
    if best.when < WHEN:
        return None
    return Decided(truth, best.clause.text)


def _fit(clause: Clause, heard: Collection[str]) -> _Fit:
    act, who, when = (_listed(part, heard) for part in (clause.act, clause.subject, clause.tail))
    whole = covered(terms(f"{clause.subject} {clause.act} {clause.tail}"), heard)
    start = covered(terms(clause.act)[:3], heard)
    verb = covered(terms(clause.act)[:2], heard)
    return _Fit(clause, 0.6 * max(whole, (act + who) / 2) + 0.4 * start, act, verb, who, when)


def _listed(text: str, heard: Collection[str]) -> float:
    """How much of a part is said; of an enumeration one of its members is enough."""
    members = [piece for piece in _LIST.split(text) if piece.strip()]
    whole = covered(terms(text), heard)
    if len(members) < 2:
        return whole
    verb = terms(members[0])[:2]
    return max(whole, *(covered((*verb, *terms(piece)), heard) for piece in members))


def covered(words: Sequence[str], by: Collection[str]) -> float:
    """Share of the words of a rule that are said, in these or in people's words for them; 1 where there are none."""
    words = tuple(dict.fromkeys(words))
    return sum(_said_by(word, by) for word in words) / len(words) if words else 1.0


def _said_by(word: str, heard: Iterable[str]) -> float:
    if word in heard:
        return 1.0
    says = load_glossary().folded.says
    best = max((says[each].get(word, 0.0) for each in heard if each in says), default=0.0)
    parts = [part for part in word.split() if not light(part)] if " " in word else []
    half = sum(part in heard for part in parts) / 4
    return half if best < LIKELY else max(half, min(1.0, best / CERTAIN))


def _said(fit: _Fit) -> bool:
    return fit.score >= SAID and fit.act >= ACT and fit.who >= WHO and fit.verb > VERB


def _affirmed(question: PolarQuestion) -> frozenset[str]:
    """The terms of a question without what it says is not so."""
    return frozenset(terms(_SPARED.sub(" ", f"{question.whole} {question.after}")))


def _contrary(question: PolarQuestion, clause: Clause) -> bool:
    """Whether a rule that names who alone may be taken meets somebody told to be none of them."""
    if question.form not in (Form.MAY, Form.IS) or not (clause.only or _CONSISTS.search(clause.text)):
        return False
    wanted = set(terms(clause.act))
    if "chinh thuc" in wanted and "du bi" not in clause.text and re.search(r"\bdu bi\b", question.whole):
        return "chinh thuc" not in question.whole
    if _NONE_OF.search(clause.text):
        return False  # the rule is itself about those who are none
    return any(len(wanted & set(terms(match[1]))) > 1 for match in _NONE_OF.finditer(question.whole))


def _meant(clause: Clause, heard: Collection[str]) -> bool:
    return bool(clause.excepted) and covered(terms(clause.excepted), heard) >= MEANT


def _rival(best: _Fit, fits: Sequence[_Fit], margin: float) -> bool:
    """Whether another clause of the rule fits nearly as well and carries another force."""
    return any(
        fit.clause.force is not best.clause.force and fit.score > best.score - margin
        for fit in fits
        if fit is not best and (margin == OTHERS or fit.clause.force is Says.NO)
    )


def _lacking(question: PolarQuestion, best: _Fit, fits: Sequence[_Fit]) -> Decided | None:
    """A no where something is allowed only after a condition that the question tells to be lacking."""
    clause = best.clause
    if not (clause.only and clause.tail and clause.force is Says.MUST and question.form in (Form.MAY, Form.IS)):
        return None
    wanted = frozenset(terms(clause.tail))
    near = any(
        len(wanted & set(terms(question.whole[max(match.start() - REACH, 0) : match.end() + REACH]))) > 1
        for match in _LACKS.finditer(question.whole)
    )
    return Decided(False, clause.text) if near and not _rival(best, fits, OTHERS) else None


def _truth(question: PolarQuestion, best: _Fit) -> bool | None:
    """Whether what is asked is so, by the force of the clause; ``None`` where force and question do not meet."""
    clause = best.clause
    if question.form is Form.BELIEF:
        return False if clause.force is Says.NO else None
    match clause.force:
        case Says.NO:
            must = question.form is Form.MUST
            return False if not must or (best.act >= STATED and not measures_in(question.whole)) else None
        case Says.FREE:
            return False if question.form is Form.MUST else None
        case Says.MUST if clause.only:
            return None
        case Says.MUST:
            return True if question.form is Form.MUST else None
        case Says.MAY:
            return True if question.form is Form.MAY else None
    return None


def _denied(text: str, rule: str) -> bool:
    """Whether a text denies something that the rule does not deny too."""
    own = {word for match in _DENIED.finditer(rule) for word in terms(_next_words(rule, match))}
    for match in _DENIED.finditer(text):
        after = _next_words(text, match)
        if f"{match[0]} {after.split()[0] if after else ''}" not in rule and not own & set(terms(after)):
            return True
    return False


def _next_words(text: str, match: re.Match[str]) -> str:
    return " ".join(re.split(r"[,.;:?]", text[match.end() :])[0].split()[:DENIED])


def _plainly(question: PolarQuestion, best: _Fit) -> bool:
    """Whether a clause without a word of force states nearly all that is asked."""
    if _DENIED.search(best.clause.text):  # a denial without a word of force
        return False
    return question.form in (Form.MAY, Form.IS) and best.act >= STATED and best.verb >= STATED and best.who >= ACT


def _of_others(question: PolarQuestion, rule: str, said: str) -> bool:
    """Whether the question tells of people, bodies or phases under another rule, or denies what this one does not."""
    if any(match[0] not in rule for match in _STATUS.finditer(question.whole)):
        return True
    return _denied(said, rule)


def _explained(question: PolarQuestion, best: _Fit, rule: str) -> bool:
    """Whether hardly a word of what is asked is left that the rule does not explain: no yes to more than it says."""
    if any(match[0] not in question.whole for match in _LEAVE.finditer(best.clause.text)):
        return False
    if narrowed(question.whole) or burdened(question.whole) or measures_in(question.said):
        return False
    asked = question.said if len(_content(question.said)) > POINTING else question.whole
    text = " ".join(f"{clause.text} {clause.excepted}" for clause in clauses_of(rule))
    if _of_others(question, text, asked if best.clause.force else question.whole):
        return False
    words, says = frozenset(terms(text)), load_glossary().folded.says
    strange = [
        word
        for word in _content(asked)
        if word not in words and not any(says.get(word, {}).get(other, 0.0) >= LIKELY for other in words)
    ]
    return len(strange) <= (STRANGE if best.clause.force else STRANGE_PLAIN)


def _content(text: str) -> list[str]:
    """The terms of a text that are neither words of speech nor people."""
    return [
        word
        for word in dict.fromkeys(terms(text))
        if word not in _PEOPLE and not light(word) and not word[0].isdigit() and word not in _SPEECH
    ]


def _of_measure(question: PolarQuestion, fits: Sequence[_Fit], heard: Collection[str]) -> Decided | None:
    """The head that one figure of the question gives against the one figure of its kind in the rule."""
    if (found := _of_counts(question, fits)) is not None:
        return found
    told = measures_in(question.whole)
    for fit in fits if question.form is Form.BELIEF else fits[:1]:
        if fit.score < SAID or fit.who < WHO or _meant(fit.clause, heard):
            continue
        mine = [m for m in measures_in(fit.clause.text) if any(comparable_to(m, t) for t in told)]
        if len({(m.value, m.high) for m in mine}) != 1:
            continue
        theirs = [t for t in told if comparable_to(mine[0], t)]
        if {t.value for t in theirs} & {m.value for each in fits for m in measures_in(each.clause.text)}:
            return None
        if len({t.value for t in theirs}) != 1 or _other_measures(fit, fits, mine[0]):
            return None
        if _DENIED.search(question.said):
            return None
        return _held_against(question, fit, mine[0], theirs[0])
    return None


def _of_counts(question: PolarQuestion, fits: Sequence[_Fit]) -> Decided | None:
    """A no where two counts of the question give less than the share that the rule asks for; nobody is left out."""
    best = fits[0]
    shares = {
        (m.value, m.bound) for m in measures_in(best.clause.text) if m.kind == "share" and m.bound in ("ge", "gt")
    }
    if question.form not in (Form.MAY, Form.IS) or len(shares) != 1 or best.score < SAID:
        return None
    if _AWAY.search(question.whole) or any(m.kind == "share" for m in measures_in(question.whole)):
        return None
    counts = {value_of(number[0]) for number in figures_in(question.whole) if _COUNT.fullmatch(number[0])}
    if len(counts) != 2 or _DENIED.search(question.said):
        return None
    ((least, bound),) = shares
    part = min(counts) / max(counts)
    below = part < least or (bound == "gt" and part == least)
    return Decided(False, best.clause.text) if below and min(counts) > 1 else None


def _other_measures(best: _Fit, fits: Sequence[_Fit], mine: Measured) -> bool:
    """Whether another clause that fits nearly as well has another figure of the same kind."""
    return any(
        comparable_to(mine, other) and (other.value, other.high) != (mine.value, mine.high)
        for fit in fits
        if fit is not best and fit.score > best.score - OTHERS
        for other in measures_in(fit.clause.text)
    )


def _held_against(question: PolarQuestion, fit: _Fit, mine: Measured, told: Measured) -> Decided | None:
    """A belief is wrong where it names another figure; an act is, where its figure lies beyond the bound."""
    clause = fit.clause
    if question.form is Form.BELIEF:
        same = told.value == mine.value or (mine.high is not None and told.value in (mine.value, mine.high))
        within = mine.high is not None and mine.value < told.value < mine.high
        return None if same or within else Decided(False, clause.text, told.written)
    if told.kind == "share" and told.written not in question.said.replace(" ", ""):
        return None  # told of something else in the story
    if told.bound and not (told.bound == "gt" and mine.kind != "share" and told.value + 1 < mine.value):
        return None  # a bound is no figure that could be held against another
    conditional = any(comparable_to(mine, other) for other in measures_in(clause.subject))
    if conditional and not breaks(mine, told):
        if clause.force is Says.NO:
            return Decided(False, clause.text) if fit.act >= ACT else None
        if question.form is Form.MUST and clause.force in (None, Says.MUST) and fit.act >= ACT and not clause.only:
            return Decided(True, clause.text)
        return None
    if question.form is Form.MUST or not breaks(mine, told):
        return None
    return Decided(False, clause.text) if not conditional or mine.bound == "ge" else None
