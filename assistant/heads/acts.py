"""What a rule says of a reviewed act, and whether what is asked of that act is so. Pure.

Nothing is decided where the question denies, conditions or names what is no part of the reviewed act; and a yes needs a
question that says hardly more than it.
"""

from __future__ import annotations

import re

from assistant.heads.asked import AGAINST, Form, PolarQuestion
from assistant.heads.figures import figures_in
from assistant.heads.says import Says
from corpus.core.text import fold, inside
from corpus.shipped.decisions import Decision, strangers

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
    r"\b(?:khong|chua|khoi (?=phai|can|duoc|lo|xin|bau|chap|bieu|hop|ban|lam|lap|hoi|nop|mo|thong)|chang|neu|"
    r"cam|han che|bo (?=khau|qua|ngoai)|duoc bo (?!phieu|sung)|ngoai quyen|mien ap dung|"
    r"de (?=(?:\w+ ){0,6}(?:lai )?sau\b)|ngoai (?=(?:\w+,? ){1,10}ra\b)|"
    r"tru(?= (?:khi|phi|truong hop|nguoi|dai bieu))|ngoai tru|mien la|voi dieu kien|gia su)\b"
)
"""What turns or conditions a question: each must be part of the reviewed act."""
_HARMLESS = re.compile(
    r"\bkhong (?:biet|ro|hieu|nho|chac|dam|nham|sai|phai hoi|hieu sao|khi|khi nao|khac|it|may|lien quan|ai biet)\b|"
    r"\bchua (?:ro|biet|hieu|chac|nam)\b|\bkhong a\b|\bneu (?:em|toi|minh|khong) (?:nho|nham)\b|"
    r"\bkhong (?:ai|co ai) (?:noi|dam|chiu)\b"
)
_MEASURED = re.compile(r"^\d+(?:[.,]\d+)?(?:/\d+|%| (?:nam|thang|ngay|tuan|gio|lan|nhiem ky)\b)")
_DATED = re.compile(r"\b(?:nam|ky|khoa|nhiem ky|dai hoi|thang|ngay) $|\d{4} $|/$")
_NARROWS = re.compile(
    r"\b(?:tu (?:y|minh|quyet|chuan y|ra (?:nghi|quyet|quy)|ban hanh|dat ra|dong)|mot minh|luc nao cung|khi nao cung|"
    r"luon luon|truong hop nao cung|moi (?:truong hop|viec|luc)|bat (?:cu|ky|ke)|tat ca|duy nhat|nhan danh|"
    r"thay (?:mat|cho)|chi(?= (?:\w+ ){1,6}moi\b)|"
    r"chi (?:duoc(?! \d)|rieng|gom|danh cho|bau|lay|mot)|thoi$|chac chan|duong nhien|mac nhien|"
    r"(?:moi|hang) (?:tuan|thang|quy|nam|lan|ky hop)|ngay (?:trong|hom|tai|lap tuc)|tu dong|"
    r"xong (?:moi|roi)|nguoi ngoai|tuy y|thoai mai|vo thoi han|khong gioi han|khong han che)\b"
)
"""What makes more of an act than the rule says: part of the reviewed act, or no yes."""
_BURDENED = re.compile(
    r"\b(?:bi|dang bi|da bi) (?:to cao|khieu nai|kien|ky luat|khien trach|canh cao|khoi to|truy to|tam giam|dinh chi|"
    r"thanh tra|kiem tra|xu ly)\b|\bdang (?:kiem tra|thanh tra)\b|\b(?:o|tu) nuoc ngoai\b|\bnhieu lan\b|"
    r"\b(?:chi bo|dang bo) khac\b|\btren (?:dai|bao|mang|loa)\b|"
    r"\bco (?:don|thu) (?:thu )?(?:khieu nai|to cao|kien)\b|\bcung (?:ky|dung ten)\b"
)
"""A circumstance under which another rule may hold: part of the reviewed act, or no yes."""
_OR_ELSE = re.compile(r"^\W*(?:hay|hoac)\b")
_SET_ASIDE = re.compile(r"\bchu (?:khong|chua|chang)\b")
"""What a question tells that the matter is not: it may be what the rule makes its condition."""
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
_JUDGEMENT = re.compile(
    r"\b(?:sai|trai|vi pham|pham)(?: gi)?(?: (?:voi )?(?:quy (?:dinh|che|tac)|nguyen tac|luat|dieu le))?$"
)
"""The words that ask whether something is wrong: no part of the act."""
LEFT_OVER = 2
"""Most other words of the clause that asks which no phrase of the entry takes in, where the head is a yes or calls a
belief right: of 25 yeses given to unseen questions three were wrong, of 82 other heads one; of a bank's beliefs called
right 94 of 126 were so without this, 65 of 77 with it (``docs/measurements.md``)."""
_CLAIMS_MUST = re.compile(r"\b(?:phai|bat buoc|moi duoc|chi duoc|chi co|can phai|nhat thiet)\b")
_CLAIMS_MAY = re.compile(r"\b(?:duoc|co quyen|co the|cho phep|van)\b")


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


def of_act(
    question: PolarQuestion, decision: Decision, whole: str, taken: list[tuple[int, int]]
) -> tuple[bool, bool] | None:
    """Whether what is asked is so, by the one act that the question names; ``None`` where it cannot be said.

    The second value tells that a yes would leave words of the question aside.
    """
    if question.side is not None or (question.form is Form.BELIEF and _JUDGEMENT.search(question.said)):
        return None  # an act is not late or too many; "… là sai, đúng không?" believes the opposite of the act
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
    if left_open(whole[: len(question.whole)], taken, denied) or other_act(question, whole, taken):
        return None
    positive = bool(acts) != bool(denied)
    truth = _true(says(decision.words), _modality(question, how), positive)
    if truth is None:
        return None
    if truth == question.turned:
        return truth, False
    if says_more(question, taken, match[0]):
        return None
    asks = question.form is Form.BELIEF  # "đúng", "phải" count there too
    return truth, _left_over(question, taken, match[0]) > LEFT_OVER + asks


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


def left_open(text: str, taken: list[tuple[int, int]], denied: tuple[int, int] | None) -> bool:
    """Whether the question denies or conditions something that no phrase of the entry takes in."""
    harmless = [match.span() for phrase in (_HARMLESS, AGAINST) for match in phrase.finditer(text)]
    for match in _OPEN.finditer(text):
        at = match.start()
        if not inside(at, [*taken, *harmless]) and not (denied is not None and denied[0] <= at < denied[1] + 1):
            return True
    return False


def other_act(question: PolarQuestion, whole: str, taken: list[tuple[int, int]]) -> bool:
    """Whether the asking sentence names an act that the entry does not know."""
    start = max(whole.find(question.said), 0)
    return any(
        not inside(match.start(), taken) for match in strangers()[1].finditer(whole, start, start + len(question.said))
    )


def says_more(question: PolarQuestion, taken: list[tuple[int, int]], act: str) -> bool:
    """Whether a yes would confirm what nobody compared: a figure, or a word that makes more of the act."""
    said = (*_NARROWS.finditer(question.whole, _clause(question, act)), *_BURDENED.finditer(question.whole))
    before = question.whole[: max(question.whole.rfind(question.said), 0)]
    if _OR_ELSE.match(question.after) or _SET_ASIDE.search(before) or other_figures(question, taken, act):
        return True
    return any(not inside(match.start(), taken) for match in said)


def _left_over(question: PolarQuestion, taken: list[tuple[int, int]], act: str) -> int:
    """How many words of the clause that asks no phrase of the entry takes in."""
    words = re.compile(r"[a-z]{2,}").finditer(question.whole, _clause(question, act))
    judged = _JUDGEMENT.search(question.whole) if question.turned else None
    end = judged.start() if judged else len(question.whole)
    return sum(word[0] not in _LIGHT and word.start() < end and not inside(word.start(), taken) for word in words)


def _clause(question: PolarQuestion, act: str) -> int:
    """Where the clause begins that speaks of the act and asks."""
    said = max(question.whole.rfind(question.said), 0)
    at = question.whole.find(act, said)
    return max(question.whole.rfind(mark, said, max(at, said)) for mark in (", ", "; ", ": ")) + 1 or said


def other_figures(question: PolarQuestion, taken: list[tuple[int, int]], act: str) -> bool:
    """Whether the question holds a figure that the entry does not know.

    In a belief and in the clause that asks any figure counts, elsewhere only a share or a time.
    """
    text, clause = question.whole, _clause(question, act)
    for figure in figures_in(text):
        measured = _MEASURED.search(text[figure.start() : figure.end() + 8])
        bare = question.form is not Form.BELIEF and not measured and figure.start() < clause
        year = len(figure[0]) == len("2026") or _DATED.search(text[: figure.start()])
        if not (bare or year or inside(figure.start(), taken)):
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
