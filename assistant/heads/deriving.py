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
from enum import StrEnum
from functools import lru_cache

from assistant.heads.asked import AGAINST, Form, PolarQuestion, read_asked
from assistant.heads.figures import Told, comparable, figures_in, limit_of, told_of
from corpus.core.display import last_known_frame
from corpus.core.registry import Force, Standing
from corpus.core.text import fold
from corpus.shipped.decisions import Decision, load_decisions, strangers


class Says(StrEnum):
    """What the words of a rule say of an act."""

    NO = "no"
    FREE = "free"
    MAY = "may"
    MUST = "must"


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


_FREE = re.compile(
    r"\bkhong (?:bat buoc|can|nhat thiet|phai (?:bao dam|lam|bao cao|xin|co|qua|thuc hien|hop))\b|\bhay khong\b"
)
_NO = re.compile(r"\b(?:khong|cam|chua)\b")
_PASSIVE = re.compile(r"\bduoc (?:dung|thuc hien|tinh|lap|coi|cong nhan|dai hoi|cap|niem phong)\b")
_MUST = re.compile(r"\b(?:phai|bat buoc|chi)\b")
_MAY = re.compile(r"\b(?:duoc|co quyen|co the)\b")
_DENIES = re.compile(
    r"\b(?P<how>khong duoc|chua duoc|khong co quyen|khong the|khong can|khong phai|khong bat buoc|khong nhat thiet|"
    r"khoi phai|khoi can|mien phai|khoi|khong|chua|cam(?=(?: \w+){0,8} $)|chang(?=(?: \w+){0,2} $))"
    r"(?:(?<=cam)(?: \w+){0,8}|(?: \w+){0,2}) $"
)
_FORBIDS = {"khong duoc", "chua duoc", "khong co quyen", "khong the", "cam"}
_SPARES = {
    "khong can", "khong phai", "khong bat buoc", "khong nhat thiet", "khoi phai", "khoi can", "mien phai", "khoi",
}  # fmt: skip
_OPEN = re.compile(
    r"\b(?:khong|chua|khoi (?=phai|can|duoc|lo|xin|bau|chap|bieu)|chang|neu|"
    r"tru(?= (?:khi|phi|truong hop|nguoi|dai bieu))|ngoai tru|mien la|voi dieu kien|gia su)\b"
)
"""What turns or conditions a question: each must be part of the reviewed act."""
_HARMLESS = re.compile(
    r"\bkhong (?:biet|ro|hieu|nho|chac|dam|nham|sai|phai hoi|hieu sao|khi|khi nao|khac|it|may|lien quan|ai biet)\b|"
    r"\bchua (?:ro|biet|hieu|chac|nam)\b|\bkhong a\b|\bneu (?:em|toi|minh|khong) (?:nho|nham)\b|"
    r"\bkhong (?:ai|co ai) (?:noi|dam|chiu)\b"
)
_DOCUMENTS = re.compile(
    r"\b(?:quy che(?: bau cu)?(?: theo quyet dinh)?|quyet dinh|quy dinh|huong dan|chi thi|ket luan|cong van|van ban|qd|"
    r"hd|ct|kl|cv|theo|thoi|ban)(?: so)? "
    r"((?:\d{2,3}\b(?! (?:nam|thang|ngay|nguoi|dai bieu|dang vien))(?: (?:va|hay|cung|voi) )?)+)"
)
_ARTICLE = re.compile(r"\b(dieu|muc) (\d+(?:\.\d+)*)\b")
_ARTICLES = {"dieu": "Điều", "muc": "mục"}
_MEASURED = re.compile(r"^\d+(?:[.,]\d+)?(?:/\d+|%| (?:nam|thang|ngay|tuan|gio|lan|nhiem ky)\b)")
_DATED = re.compile(r"\b(?:nam|ky|khoa|nhiem ky|dai hoi|thang|ngay) $|\d{4} $|/$")
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
_NARROWS = re.compile(
    r"\b(?:tu (?:y|minh|quyet|chuan y|ra (?:nghi|quyet|quy)|ban hanh|dat ra|dong)|mot minh|luc nao cung|khi nao cung|"
    r"luon luon|truong hop nao cung|moi (?:truong hop|viec|luc)|bat (?:cu|ky|ke)|tat ca|duy nhat|nhan danh|"
    r"thay (?:mat|cho)|chi (?:duoc(?! \d)|rieng|gom|danh cho|bau|lay|mot)|thoi$|chac chan|duong nhien|mac nhien|"
    r"tuy y|thoai mai|vo thoi han|khong gioi han|khong han che)\b"
)
"""What makes more of an act than the rule says: part of the reviewed act, or no yes."""
_BURDENED = re.compile(
    r"\b(?:bi|dang bi|da bi) (?:to cao|khieu nai|kien|ky luat|khien trach|canh cao|khoi to|truy to|tam giam|dinh chi|"
    r"thanh tra|kiem tra|xu ly)\b|\bdang (?:kiem tra|thanh tra)\b|\b(?:o|tu) nuoc ngoai\b|\bnhieu lan\b|"
    r"\b(?:chi bo|dang bo) khac\b|\btren (?:dai|bao|mang|loa)\b|"
    r"\bco (?:don|thu) (?:thu )?(?:khieu nai|to cao|kien)\b|\bcung (?:ky|dung ten)\b"
)
"""A circumstance under which another rule may hold: part of the reviewed act, or no yes."""
_MORE = re.compile(r"\b\d+ (?:\w+ ){0,2}nua\b")
"""Figures that would have to be added up before anything is compared."""
_OR_ELSE = re.compile(r"^\W*(?:hay|hoac)\b")
_SET_AGAINST = re.compile(r"\bchu (?:khong|chang|dau)\b")
_LIGHT = frozenset(
    {
        "a", "ad", "ai", "anh", "ban", "bac", "bay", "bi", "bo", "ca", "cac", "cai", "can", "chi", "cho", "chu",
        "chuyen", "co", "con", "cua", "cung", "da", "dang", "day", "de", "den", "deu", "di", "do", "dong",
        "duoc", "em", "gi", "gio", "ha", "hay", "hoi", "khi", "khong", "la", "lai", "lam", "len", "luon", "luc",
        "ma", "mai", "minh", "mn", "moi", "mot", "nao", "nay", "nen", "neu", "nguoi", "nha", "nhe", "nhi",
        "nhu", "nhung", "no", "noi", "o", "phai", "qua", "ra", "rang", "roi", "sao", "sau", "se", "so", "ta",
        "tai", "the", "thi", "theo", "thoi", "toi", "trong", "tren", "truoc", "tu", "tui", "va", "van", "ve",
        "vao", "vay", "vi", "viec", "voi", "vua", "xin", "xong", "y",
    }
)  # fmt: skip
"""Words of speech that say nothing of an act."""
LEFT_OVER = 2
"""Most other words of the clause that asks which no phrase of the entry takes in, where the head is a yes: of 25 yeses
given to unseen questions three were wrong, of 82 other heads one (``docs/measurements.md``)."""
_SPECIAL = re.compile(r"\b(?:truong hop (?:dac biet|ngoai le|ca biet)|ngoai le|dac cach)\b")
"""An exception is asked for: the rule may have one elsewhere."""
_OF_FIGURE = re.compile(
    r"\b(?:muc (?:cho phep|do|quy dinh|toi da)|trong (?:muc|han|gioi han|ty le|khung)|dung (?:muc|ty le|so luong)|"
    r"(?:vuot|qua) (?:muc|ty le|so luong|quy dinh|khung|han)|du (?:muc|ty le))\b"
)
"""Only the figure is asked about, nothing else that the rule may demand."""
_CLAIMS_MUST = re.compile(r"\b(?:phai|bat buoc|moi duoc|chi duoc|chi co|can phai|nhat thiet)\b")
_CLAIMS_MAY = re.compile(r"\b(?:duoc|co quyen|co the|cho phep|van)\b")


def derive(asked: str, record: str, path: str, quote: str) -> Opening | None:
    """The head that ``quote`` gives to the question ``asked``, or ``None`` where it does not decide.

    Args:
        asked: the question with what was told around it, as the user wrote it.
        record: id of the record that the rule stands in.
        path: place of the rule in the record.
        quote: the words of the rule.
    """
    for head in heads_for(asked):
        if head.decision.record == record and _at(head.decision.place, path) and head.decision.words in quote:
            return head
    return None


@lru_cache(maxsize=256)
def heads_for(asked: str) -> tuple[Opening, ...]:
    """The heads that reviewed acts give to a question; empty where two of them differ."""
    question = read_asked(asked)
    if question is None:
        return ()
    found = [head for decision in load_decisions() if (head := _head(question, decision)) is not None]
    if len({head.word for head in found}) != 1:
        return ()
    return tuple(head for head in found if not head.loose)


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


def says(words: str) -> Says:
    """What the quoted words of a rule say of the act: the force that governs them; a plain statement obliges."""
    key = _PASSIVE.sub("", fold(words))
    if key.startswith("tru "):
        return Says.MAY  # what a prohibition excepts
    if _FREE.search(key):
        return Says.FREE
    if _NO.search(key):
        return Says.NO
    if _MUST.search(key):
        return Says.MUST
    return Says.MAY if _MAY.search(key) else Says.MUST


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
    if any(not _inside(match.start(), taken) for match in strangers()[0].finditer(whole)):
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
    found = _of_act(question, decision, whole, taken)
    head = _worded(question, decision, found[0]) if found is not None else None
    return replace(head, loose=True) if head is not None and found is not None and found[1] else head


def _of_document(decision: Decision, whole: str) -> bool:
    """Whether the entry is of a document that the question names, where it names any; never of a time that is past."""
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


def _of_act(
    question: PolarQuestion, decision: Decision, whole: str, taken: list[tuple[int, int]]
) -> tuple[bool, bool] | None:
    """Whether what is asked is so, by the one act that the question names; ``None`` where it cannot be said.

    The second value tells that a yes would leave words of the question aside.
    """
    counters = [*decision.counter.finditer(question.said)] if decision.counter else []
    acts = [*decision.act.finditer(question.said)] if decision.act else []
    acts = [act for act in acts if not any(c.start() < act.end() and act.start() < c.end() for c in counters)]
    if acts and counters and all(_denied(question, act, whole, taken)[0] for act in acts):
        taken += [act.span() for act in decision.act.finditer(whole)] if decision.act else []
        acts = []  # "chỉ trong tỉnh, không phải cả nước" says one thing twice
    if bool(acts) == bool(counters):
        return None
    match = (acts or counters)[0]
    shift = whole.find(match[0])
    pattern = decision.act if acts else decision.counter
    taken += [other.span() for other in pattern.finditer(whole)] if pattern and shift >= 0 else []
    denied, how = _denied(question, match, whole, taken)
    if _left_open(whole[: len(question.whole)], taken, denied) or _other_act(question, whole, taken):
        return None
    positive = bool(acts) != bool(denied)
    truth = _true(says(decision.words), _modality(question, how), positive)
    if truth is None:
        return None
    if truth == question.turned:
        return truth, False
    if _says_more(question, taken, match[0]):
        return None
    return truth, question.form is not Form.BELIEF and _left_over(question, taken, match[0]) > LEFT_OVER


def _denied(
    question: PolarQuestion, match: re.Match[str], whole: str, taken: list[tuple[int, int]]
) -> tuple[tuple[int, int] | None, str]:
    """Where the question denies the act it asks about, and with which word."""
    found = _DENIES.search(question.said[: match.start()])
    if found is None:
        return None, ""
    start = whole.rfind(question.said[found.start() : match.end()])
    act = start + match.start() - found.start()
    # A phrase that takes in the denial and the act too ("không hợp lệ") leaves the act denied.
    if start >= 0 and any(
        a <= start < b <= act and not match[0].startswith(whole[a:b]) for a, b in taken if whole[a:b] != match[0]
    ):
        return None, ""
    return (start, start + len(found["how"])), found["how"]


def _inside(at: int, spans: list[tuple[int, int]]) -> bool:
    return any(a <= at < b for a, b in spans)


def _left_open(text: str, taken: list[tuple[int, int]], denied: tuple[int, int] | None) -> bool:
    """Whether the question denies or conditions something that no phrase of the entry takes in."""
    harmless = [match.span() for phrase in (_HARMLESS, AGAINST) for match in phrase.finditer(text)]
    for match in _OPEN.finditer(text):
        at = match.start()
        if not _inside(at, [*taken, *harmless]) and not (denied is not None and denied[0] <= at < denied[1] + 1):
            return True
    return False


def _other_act(question: PolarQuestion, whole: str, taken: list[tuple[int, int]]) -> bool:
    """Whether the asking sentence names an act that the entry does not know."""
    start = max(whole.find(question.said), 0)
    return any(
        not _inside(match.start(), taken) for match in strangers()[1].finditer(whole, start, start + len(question.said))
    )


def _says_more(question: PolarQuestion, taken: list[tuple[int, int]], act: str) -> bool:
    """Whether a yes would confirm what nobody compared: a figure, or a word that makes more of the act."""
    said = (*_NARROWS.finditer(question.whole, _clause(question, act)), *_BURDENED.finditer(question.whole))
    if _OR_ELSE.match(question.after) or _other_figures(question, taken, act):
        return True
    return any(not _inside(match.start(), taken) for match in said)


def _left_over(question: PolarQuestion, taken: list[tuple[int, int]], act: str) -> int:
    """How many words of the clause that asks no phrase of the entry takes in."""
    words = re.compile(r"[a-z]{2,}").finditer(question.whole, _clause(question, act))
    return sum(word[0] not in _LIGHT and not _inside(word.start(), taken) for word in words)


def _clause(question: PolarQuestion, act: str) -> int:
    """Where the clause begins that speaks of the act and asks."""
    said = max(question.whole.rfind(question.said), 0)
    at = question.whole.find(act, said)
    return max(question.whole.rfind(mark, said, max(at, said)) for mark in (", ", "; ", ": ")) + 1 or said


def _other_figures(question: PolarQuestion, taken: list[tuple[int, int]], act: str) -> bool:
    """Whether the question holds a figure that the entry does not know.

    In a belief and in the clause that asks any figure counts, elsewhere only a share or a time.
    """
    text, clause = question.whole, _clause(question, act)
    for figure in figures_in(text):
        measured = _MEASURED.search(text[figure.start() : figure.end() + 8])
        bare = question.form is not Form.BELIEF and not measured and figure.start() < clause
        year = len(figure[0]) == len("2026") or _DATED.search(text[: figure.start()])
        if not (bare or year or _inside(figure.start(), taken)):
            return True
    return False


def _modality(question: PolarQuestion, how: str) -> Form:
    """What is asked of the act: that it may, must or does happen. Denied, "không được" forbids, "khỏi" spares."""
    if how in _FORBIDS:
        return Form.MUST
    if how in _SPARES:
        return Form.MAY
    if question.form is not Form.BELIEF:
        return question.form
    if _CLAIMS_MUST.search(question.said):
        return Form.MUST
    return Form.MAY if _CLAIMS_MAY.search(question.said) else Form.IS


def _true(force: Says, asked: Form, positive: bool) -> bool | None:
    """Whether an act (or, not ``positive``, leaving it) may, must or does happen under a rule of some force."""
    if force is Says.MUST:
        return positive
    if force is Says.NO:
        return not positive
    if force is Says.MAY:
        if positive:
            return True if asked is Form.MAY else None
        return False if asked is Form.MUST else None
    if positive:
        return False if asked is Form.MUST else None
    return True if asked is Form.MAY else None


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
    if _left_open(whole[: len(question.whole)], taken, None) or _other_act(question, whole, taken):
        return None
    if question.form is Form.BELIEF and not count.of:
        head = _of_belief(question, decision, told)
        return None if head is not None and head.word == "Đúng" and _other_figures(question, taken, "") else head
    if not comparable(limit, told):
        return None
    kept = limit.kept(told.value)
    if kept and not (count.enough or question.turned or _OF_FIGURE.search(question.said)):
        return None
    if kept != question.turned and _says_more(question, taken, told.written or whole[told.at : told.at + 1]):
        return None
    if question.form is Form.MUST:
        return _of_belief(question, decision, told) if told.claimed else None
    return _worded(question, decision, kept)


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
    if not told.claimed and limit.kept(told.value):
        return None  # a case that keeps the rule, not what the rule is believed to say
    return _worded(question, decision, False, told.written)
