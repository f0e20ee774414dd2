"""The word that opens an answer to a yes/no question, derived from the question and the quoted words of one rule.

Pure but for reading reviewed data once. Used twice: the composer asks which head the rules give, the verifier asks
again before the head is shown. People's words for an act are not the rule's, so *which act a rule decides* is reviewed
data (``corpus.shipped.decisions``); *what it says of the act* is read here from the words of the rule, and *what is
asked* from the question. A wrong head is far worse than none: none is given where two things are asked, where a
condition or denial of the question is no part of the reviewed act, where a figure is not told, and where any other
entry says the opposite.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.heads.acts import left_open, of_act, other_act, other_figures, says_more
from assistant.heads.asked import JUDGED, Complaint, Form, PolarQuestion, read_asked
from assistant.heads.figures import Limit, Told, comparable, limit_of, told_of
from corpus.core.display import last_known_frame
from corpus.core.registry import Force, Standing
from corpus.core.text import fold, inside
from corpus.shipped.decisions import Decision, load_decisions, strangers


@dataclass(frozen=True, slots=True)
class Opening:
    """A head and the entry that gives it.

    Attributes:
        word: what opens the answer.
        decision: the entry.
        figure: a figure of the question that the rule puts right.
        article: an article named in the question that is not the rule's own.
        loose: a yes that leaves words of the question aside; it only contradicts others, and is never shown.
    """

    word: str
    decision: Decision
    figure: str = ""
    article: str = ""
    loose: bool = False


_DOCUMENTS = re.compile(
    r"\b(?:quy che(?: bau cu)?(?: theo quyet dinh)?|quyet dinh|quy dinh|huong dan|chi thi|ket luan|cong van|van ban|qd|"
    r"hd|ct|kl|cv|theo|thoi|ban)(?: so)? "
    r"((?:\d{2,3}\b(?! (?:nam|thang|ngay|nguoi|dai bieu|dang vien))(?: (?:va|hay|cung|voi) )?)+)"
)
_ARTICLE = re.compile(r"\b(dieu|muc) (\d+(?:\.\d+)*)\b")
_ARTICLES = {"dieu": "Điều", "muc": "mục"}
_LONG_AGO = re.compile(
    r"\b(?:truoc day|truoc kia|ngay (?:xua|truoc)|hoi xua|thoi truoc|nam (?:19\d\d|200\d|201\d|202[0-3])|"
    r"(?<!dai )hoi (?:do|ay|truoc|con)|(?:khoa|nhiem ky) truoc (?!va\b)(?:nguoi|tai cu|phai|co|thi)|"
    r"(?:quy che|quy dinh|huong dan|van ban) (?:bau cu )?cu)\b"
)
_NOT_NOW = re.compile(
    r"\b(?:truoc khi (?:co|ban hanh|thay) (?:quy|huong|van|dieu le)|(?:da|roi) het hieu luc|het hieu luc roi|"
    r"(?:se|sap) (?:ban hanh|sua|thay|co quy dinh)|du thao (?:quy|dieu le))\b"
)
"""A time at which the rules that are known did not hold, whatever document is named."""
_MORE = re.compile(r"\b\d+ (?:\w+ ){0,2}(?:nua|ruoi)\b")
"""Figures that would have to be added up before anything is compared."""
_SET_AGAINST = re.compile(r"\bchu (?:khong|chang|dau)\b")
_SPECIAL = re.compile(r"\b(?:truong hop (?:dac biet|ngoai le|ca biet)|ngoai le|dac cach)\b")
"""An exception is asked for: the rule may have one elsewhere."""
_CLAIMED = re.compile(
    r"\b(?:phai|bat buoc|toi da|toi thieu|it nhat|nhieu nhat|cham nhat|khong qua|vuot qua|can|cho phep|duoc phep|"
    r"moi|(?:quy dinh|muc|thoi han)(?: \w+){0,3} la)\b"
)
"""What makes a figure one that the rule is believed to give."""
_OF_FIGURE = re.compile(
    r"\b(?:muc (?:cho phep|do|quy dinh|toi da)|trong (?:muc|han|gioi han|ty le|khung)|dung (?:muc|ty le|so luong)|"
    r"(?:vuot|qua) (?:muc|ty le|so luong|quy dinh|khung|han)|du (?:muc|ty le))\b"
)
"""Only the figure is asked about, nothing else that the rule may demand."""
_WAIT = re.compile(r"\bphai (?:con )?(?:cho|doi)(?: (?:them|nua|tiep|den|toi|du|gi|lau|\w+ nua))*$")
_ENOUGH = re.compile(r"\b(?:co|da|la|thi|cho|vay|the) du(?! (?:toi|ra|so du))(?: [a-z]+){0,3}$")
_EXPIRED = re.compile(r"\b(?:het|man|qua) (?:thoi )?han\b")
_IN_TIME = re.compile(r"\b(?:kip|(?:dung|trong) (?:thoi )?han)\b")
_BACK = re.compile(r"\b(?:truoc|cach|con)(?: (?:dai hoi|khai mac|hom|ngay|luc|khi|do|co|chi|toi|den|\w+ hoi)){0,4} $")
_BACK_AFTER = re.compile(r"^\d+ (?:ngay lam viec|ngay|tuan|thang|nam)(?: lam viec)? (?:\w+ ){0,2}?truoc\b")
"""A time told back from an event."""
_OF_RULE = re.compile(r"(?:^|[.?!,] )(?:theo|trong|o) (?:dieu|khoan|muc|quy che|quy dinh|huong dan|chi thi) [^,.?]*, ")
_SAYS_WHO = re.compile(r"\b(?:do(?! (?:do|vay)\b)|phai) [a-z]+")
_KEEPS = re.compile(r"\b(?:duoc|dat|hop le|on|kip|dung quy dinh|dam bao|bao dam|chap hanh|lam)\b")


def derive(asked: str, record: str, path: str, quote: str) -> Opening | None:
    """The head that ``quote`` gives to the question ``asked``, or ``None`` where it does not decide.

    Args:
        asked: the question with what was told around it, as the user wrote it.
        record: id of the record that the rule stands in.
        path: place of the rule in the record.
        quote: the words of the rule.
    """
    for head in heads_for(asked):
        entry = head.decision
        if entry.record == record and _at(entry.place, path) and entry.words in quote:
            return head
    return None


def heads_for(asked: str) -> tuple[Opening, ...]:
    """The heads that reviewed acts give to a question; empty where two of them differ."""
    found = _reviewed(asked)
    if len({head.word for head in found}) != 1:
        return ()
    return tuple(head for head in found if not head.loose)


@lru_cache(maxsize=256)
def _reviewed(asked: str) -> tuple[Opening, ...]:
    question = read_asked(asked)
    if question is None:
        return ()
    return tuple(head for decision in load_decisions() if (head := _head(question, decision)) is not None)


def worded(head: Opening, standing: Standing) -> str:
    """A head as it is shown: of a rule that is no longer in force, it says so."""
    word = head.word
    if head.figure and head.decision.limit is not None:
        word = f"{word}, không phải {head.figure}: quy định là “{head.decision.limit.words}”"
    if head.article:
        word = f"{word}, không phải {head.article}: nội dung này ở {_article(head.decision.place)}"
    if standing.force in {Force.SUPERSEDED, Force.EXPIRED}:
        label = last_known_frame(standing)[0].removesuffix("“").rstrip(": ")
        return f"{word}, theo {label[:1].lower()}{label[1:]}."
    return f"{word}."


def _at(place: str, path: str) -> bool:
    """Whether a path of the digest, or the same place of an official text, is meant."""
    return path in (place, re.sub(r"-\d+$", "", place))


def _head(question: PolarQuestion, decision: Decision) -> Opening | None:
    whole = f"{question.whole} . {question.after}"
    if not _of_document(decision, whole):
        return None
    if (decision.unless is not None and decision.unless.search(whole)) or _SPECIAL.search(whole) or _MORE.search(whole):
        return None
    taken: list[tuple[int, int]] = []
    for group in decision.about:
        spans = [match.span() for match in group.finditer(whole)]
        if not spans:
            return None
        taken += spans
    if any(not inside(match.start(), taken) for match in strangers()[0].finditer(whole)):
        return None
    if decision.also is not None:
        taken += [match.span() for match in decision.also.finditer(whole)]
    if decision.given is not None:
        limit, told = limit_of(decision.given), told_of(decision.given, whole)
        if limit is None or told is None or not comparable(limit, told) or not limit.kept(told.value):
            return None
        taken += told.spans
    if decision.limit is not None:
        return _of_figure(question, decision, whole, taken)
    found = of_act(question, decision, whole, taken)
    head = _worded(question, decision, found[0]) if found is not None else None
    if head is None or found is None:
        return None
    return replace(head, loose=found[1] and head.word in {"Có", "Đúng"})


def _of_document(decision: Decision, whole: str) -> bool:
    """Whether a rule is of a document that the question names, where it names any; never of a time that is past."""
    named = {number for numbers in _DOCUMENTS.findall(whole) for number in re.findall(r"\d+", numbers)}
    own = re.findall(r"\d+", decision.record)[:1]
    if _NOT_NOW.search(whole):
        return False
    if named:
        return bool(named & {*own}) or (decision.called is not None and bool(decision.called.search(whole)))
    return not _LONG_AGO.search(whole)


def _article(place: str) -> str:
    """The article or section of a place, as people name it; empty for a place without one."""
    found = re.match(r"(d|m)?(\d+(?:\.\d+)*)(?![^.-])", place)
    return f"{'Điều' if found[1] == 'd' else 'mục'} {found[2]}" if found else ""


def _named_elsewhere(question: PolarQuestion, decision: Decision) -> str:
    """The article that the question names, where it is not the rule's own."""
    named = {f"{_ARTICLES[kind]} {number}" for kind, number in _ARTICLE.findall(question.whole)}
    if not named:
        return ""
    own = _article(decision.place)
    return "" if own in named else min(named)


def _of_another(question: PolarQuestion, decision: Decision) -> bool:
    """Whether a belief is about what a document says by name that is not the rule's own."""
    called = {other.called for other in load_decisions() if other.called is not None} - {decision.called}
    return question.form is Form.BELIEF and any(name.search(question.whole) for name in called)


def _worded(question: PolarQuestion, decision: Decision, truth: bool, figure: str = "") -> Opening | None:
    """The head for a truth; an article named wrongly makes a belief wrong, and leaves any other question open."""
    if truth and _of_another(question, decision):
        return None
    if question.form is Form.BELIEF and not truth and _SET_AGAINST.search(question.whole):
        return None  # what is believed and what it is set against may both be named
    elsewhere = _named_elsewhere(question, decision)
    if elsewhere and not figure and not (question.form is not Form.BELIEF and not truth):
        if _SAYS_WHO.search(question.said):
            return None  # who does it may be believed wrongly too
        belief = question.form is Form.BELIEF and truth and not question.turned and _article(decision.place)
        return Opening("Không", decision, article=elsewhere) if belief else None
    if question.form is Form.BELIEF and question.turned:
        return Opening("Đúng", decision) if truth else None  # "có sai không?": a no would be read both ways
    if truth != question.turned:
        if question.turned and re.search(r"\bco (?:sao|van de gi)$", question.said):
            return None  # to "có sao không?" a yes would be read both ways
        if question.until:
            return None  # "được chưa" is answered "rồi", never "có"
        return Opening("Đúng" if question.form is Form.BELIEF else "Có", decision)
    return Opening("Chưa" if question.until else "Không", decision, figure)


def _of_figure(question: PolarQuestion, decision: Decision, whole: str, taken: list[tuple[int, int]]) -> Opening | None:
    """The head where the rule is itself a figure: the question's figure of the same quantity keeps or breaks it."""
    count = decision.limit
    limit, told = (limit_of(count), told_of(count, whole)) if count is not None else (None, None)
    if count is None or limit is None or told is None:
        return None
    taken = [*taken, *told.spans]
    if decision.act is not None:
        acts = [*decision.act.finditer(whole)]
        if not acts:
            return None
        taken += [match.span() for match in acts]
    if left_open(whole[: len(question.whole)], taken, None) or other_act(question, whole, taken):
        return None
    if question.side is not None or (question.form is Form.MUST and _WAIT.search(question.said)):
        return _of_side(question, decision, limit, told, taken)
    if question.form is Form.BELIEF and not count.of:
        head = _of_belief(question, decision, told)
        return None if head is not None and head.word == "Đúng" and other_figures(question, taken, "") else head
    if not comparable(limit, told):
        return None
    kept = limit.kept(told.value)
    if question.form is not Form.MUST and _misjudged(question, decision, limit, told):
        return None
    if kept and not (count.enough or question.turned or _OF_FIGURE.search(question.said)):
        return None
    if kept != question.turned and says_more(question, taken, told.written or whole[told.at : told.at + 1]):
        return None
    if question.form is Form.MUST:
        return _of_belief(question, decision, told) if told.claimed and not told.happened else None
    return _worded(question, decision, kept)


def _misjudged(question: PolarQuestion, decision: Decision, limit: Limit, told: Told) -> bool:
    """Whether keeping or breaking the rule is not what is asked, though the figure tells which of them it is.

    Enough, in time and expired each look to one side only; a figure told as "more than" the rule's own lies beyond it.
    """
    side = limit.side(told.value)
    if told.bound in {"gt", "lt"} and told.value == limit.low:
        return True
    if _ENOUGH.search(question.said):
        return side > 0
    if _EXPIRED.search(question.said):
        return not limit.bounds(-1) or limit.bounds(1)
    late = -1 if _ahead(decision) else 1
    return bool(_IN_TIME.search(question.said)) and side not in (0, late)


def _ahead(decision: Decision) -> bool:
    """Whether the rule counts its time back from an event: there the smaller figure is the later one."""
    return decision.limit is not None and "truoc" in fold(f"{decision.words} {decision.limit.words}").split()


def _of_side(
    question: PolarQuestion, decision: Decision, limit: Limit, told: Told, taken: list[tuple[int, int]]
) -> Opening | None:
    """The head where too late, too early, too few or too many is asked; or, of a wait, whether it is not yet over.

    Nothing is said where the rule has no bound on that side, or where it is broken on the other.
    """
    if question.form is Form.BELIEF or not comparable(limit, told) or told.bound in {"ge", "le"}:
        return None
    ahead, at = _ahead(decision), f"{question.whole} . {question.after}"
    told_ahead = bool(_BACK.search(at[: told.at]) or _BACK_AFTER.search(at[told.at :]))
    if question.side not in (Complaint.FEW, Complaint.MANY) and (not limit.timed or ahead is not told_ahead):
        return None
    late = -1 if ahead else 1
    wanted = {Complaint.LATE: late, Complaint.EARLY: -late, Complaint.FEW: -1, Complaint.MANY: 1, None: -1}[
        question.side
    ]
    side = limit.side(told.value)
    if not limit.bounds(wanted) or side == -wanted or (told.bound and told.value == limit.low):
        return None
    if question.side is None:
        return Opening("Có", decision) if side and not told.claimed and not question.until else None
    if not side and question.side is Complaint.EARLY and not (decision.limit and decision.limit.enough):
        return None  # what else has to be waited for is not compared
    if side and says_more(question, taken, told.written):
        return None
    return _worded(question, decision, not side)


def _asking(question: PolarQuestion) -> str:
    """The last sentence before the words that ask, where it holds more than those; else the one before it too."""
    return question.said.rsplit(". ", 1)[-1]


def _of_belief(question: PolarQuestion, decision: Decision, told: Told) -> Opening | None:
    """A figure that is believed to be the rule's: right only where it is the same, and bounded on no other side."""
    limit = limit_of(decision.limit) if decision.limit else None
    if limit is None or (limit.low < 1 and told.value > 1):
        return None  # a share is not told in heads
    if limit.high is not None:
        if told.value in (limit.low, limit.high):
            return None
        return _worded(question, decision, False, told.written) if not limit.low < told.value < limit.high else None
    if told.value == limit.low:
        strict = limit.bound in {"gt", "lt"}
        same = told.bound == limit.bound or not (strict or (told.bound and limit.bound))
        return _worded(question, decision, True) if same else None
    if JUDGED.search(_asking(question)):
        return None
    if told.happened:  # a case that breaks the rule, and no figure believed to be the rule's
        return None if limit.kept(told.value) else _worded(question, decision, False)
    of_rule = _OF_RULE.search(question.said) and not _KEEPS.search(question.said)
    if limit.kept(told.value) and not of_rule and not (told.claimed and _CLAIMED.search(question.said)):
        return None  # a case that keeps the rule, not what the rule is believed to say
    return _worded(question, decision, False, told.written)
