"""A yes/no question as the verifier reads it: what a yes would say, in the question's own words.

Pure. Nothing here knows what was understood elsewhere: the words of the question are enough, so that a head can be
derived again from them alone. Everything is read without accents; figures in words become figures.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from assistant.parsing.lexemes import lexemes
from assistant.parsing.numerals import value_at
from corpus.core.text import fold


class Form(StrEnum):
    """What a yes would say: that one may, that one must, that it is so; that a belief is right."""

    MAY = "may"
    MUST = "must"
    IS = "is"
    BELIEF = "belief"


class Complaint(StrEnum):
    """On which side of a rule's figure a yes would put the question's: too late, too early, too few, too many."""

    LATE = "late"
    EARLY = "early"
    FEW = "few"
    MANY = "many"


@dataclass(frozen=True, slots=True)
class PolarQuestion:
    """A question that one word can answer.

    Attributes:
        form: what a yes would say.
        turned: whether a yes would say the opposite ("có sai không", "có vượt không").
        until: whether it ends in ``chưa``.
        said: the sentence that asks, up to the words that ask, without what it only sets against ("chứ không …").
        whole: all that was said before the asking words, ``said`` at its end.
        after: what was said after them.
        side: the side of a figure that is asked about ("có chậm không", "có sớm quá không").
    """

    form: Form
    turned: bool
    until: bool
    said: str
    whole: str
    after: str
    side: Complaint | None = None


_SHORT = (
    (r"\b(?:ko|k|kh|khg|hk|hok)\b", "khong"),
    (r"\b(?:dc|dk|duoc phep|duoc quyen)\b", "duoc"),
    (r"\b(?:dv)\b", "dang vien"),
    (r"\b(?:bo phieu bau|di bau)\b", "bau"),
    (r"\bmot (?=(?:nam|thang|ngay|tuan|nhiem ky)\b)", "1 "),
    (r"\bhai phan ba\b", "2/3"),
    (r"\bmot phan ba\b", "1/3"),
    (r"\b(?:mot nua|phan nua)\b", "1/2"),
    (r"\b(qua|hon|tren|chua den|chua toi|gan|nua) nua\b", r"\1 1/2"),
    (r"\bnua (?=so\b)", "1/2 "),
    (r"\bqua ban\b", "qua 1/2"),
    (r"(\d) ?phan tram\b", r"\1%"),
    (r"\b(\d+) (?:tren|trong) (?:tong so )?(\d+) (?=dai bieu|dang vien)", r"\1/\2 "),
)
_TAIL = (
    r"(?:a|ad|admin|ah|nhi|nhe|vay|the|ha|he|hay|cac bac|cac anh chi|cac dong chi|cac ban|moi nguoi|bac|bac oi|anh|chi|"
    r"em|ban|mn|ba con|ca nha|bon minh|co|thay|dong chi|voi|ta|hen|hay sao|theo [\w /.-]{2,40}|"
    r"(?:thua |may |cac |quy |ha |hoi |kinh )+(?:anh|chi|em|ban|bac|co|chu|cau|thay|ong|ba|dong chi|vi|ac)"
    r"(?: chi| em| oi| a)?|"
    r"(?:anh|chi|em|ban|bac|co|chu|thay|ong|ba|dong chi) (?:oi|a|nhi|ha))"
)
_END = re.compile(rf"\b(khong|chua|chang)(?: {_TAIL}){{0,3}}(?=\s*(?:[,?.;!:]|$)| hay | vi | moi | boi )")
_CHU = re.compile(
    r"\b(?:dung|phai|chuan)(?: vay| the)? (?:chu|a|ha)\b(?=[\w ]{0,14}(?:[,?.;!]|$))|\bthat (?:vay )?(?:a|sao)\b|"
    rf"\bduoc chu(?=(?: {_TAIL}){{0,2}} ?(?:\?|$))"
)
_RIGHT = r"dung|chuan|chinh xac|that|tin duoc|nghe duoc|on|chuan xac|hop ly"
_SAME = r"(?: (?:vay|the|nhu vay|nhu the|la|roi|y|chuyen do|het))?"
_WRITTEN = r"\b(?:co|con) (?:ghi|quy dinh|noi|viet|neu|chep)\b"
_FORMS: tuple[tuple[Form, bool, str], ...] = (
    (
        Form.BELIEF,
        False,
        rf"(?:\b(?:co|con|la|nhu)\b )?(?:\b(?:vay|the)\b )?\b(?:{_RIGHT}|phai){_SAME}$|"
        r"\bdung so \w+(?: quy dinh)?$|\bco phai (?:\w+ ){0,3}(?:vay|the)$",
    ),
    (Form.BELIEF, False, rf"{_WRITTEN}.*$"),
    (
        Form.BELIEF,
        True,
        r"(?:\bco )?\b(?<!coi la )(?<!xem la )(?<!tinh la )(?<!cho la )sai(?: gi| cho nao)?$|"
        r"\bco (?:bi )?(?:nham|lam)(?: gi)?$",
    ),
    (
        Form.MAY,
        True,
        r"\b(?:co bi|co|bi|la|thi) (?:coi la |xem la |tinh la |cho la )?(?:sai|trai|vi pham|pham|cam|sao|van de gi|tre|"
        r"(?<=bi )muon|qua|vuot|nhieu qua|it qua|qua tay|qua nhieu)"
        r"(?: (?!(?:co|khong|duoc|phai|roi)\b|(?<!chi )thi\b)\w+){0,6}$",
    ),
    (
        Form.MUST,
        False,
        r"\b(?:co|con|lai) (?:\w+ ){0,1}(?:phai|bat buoc|nhat thiet|can|buoc)\b"
        r"(?!.*\b(?:co|con) (?:duoc|the|quyen)\b).*$",
    ),
    (
        Form.MAY,
        False,
        r"(?:, |\b(?:co|da|con|la|vay|the|thi|duoc|nhu vay) (?:\w+ )?)"
        r"(?:dung|hop le|hop phap|kip|du|dat|on|trong han|thanh cong|qua 1/2)"
        r"(?: (?!(?:co|khong|thi|phai)\b)[\w/]+){0,8}$",
    ),
    (Form.MAY, False, r"(?:\bco |\bcon )?\bduoc(?: chap nhan| cong nhan| coi la hop le| khong)?$"),
    (Form.MAY, False, r"\b(?:co|con) (?:\w+ ){0,1}(?:duoc|the|quyen|tham quyen)\b.*$"),
    (Form.MUST, False, r"\b(?:bat buoc|nhat thiet|phai|can)\b(?!.*\bduoc\b).*$"),
    (Form.MAY, False, r"\b(?:duoc|co the)\b.*$"),
    (Form.IS, False, r"\b(?:co|con|da)\b.*$"),
    (Form.IS, False, r"\b\w+ \w+$"),
)
_REST = r"(?: (?!(?:co|khong|duoc|phai|thi|nhat)\b)\w+){0,5}$"
_SIDES = tuple(
    (
        side,
        re.compile(
            rf"(?:\b(?:co|bi|la|thi|vay|the|hoi|qua|nhu vay|co phai la|lam viec|ngay|thang|nam) )(?:{words}){_REST}"
        ),
    )
    for side, words in (
        (
            Complaint.LATE,
            r"(?:bi |la |hoi |qua )*"
            r"(?:cham|tre|muon(?= (?:qua|lam|han|so|roi|mat|gi|hon)\b|$)|(?:qua|tre) (?:thoi )?han|"
            r"(?<=qua )gap|gap (?:qua|lam))",
        ),
        (Complaint.EARLY, r"(?:bi |la |hoi |qua )*(?:som|voi (?:vang|qua))"),
        (Complaint.FEW, r"(?:bi |la |hoi )*(?:thieu|qua it|it qua|it hon|hut)"),
        (
            Complaint.MANY,
            r"(?:bi |la |hoi )*(?:thua|qua nhieu|nhieu qua|nhieu hon|vuot|qua(?! tay)(?! (?:som|muon|cham|it|han)))",
        ),
    )
)
"""Judgements on a figure, with the side that they mean: whether it is so depends on which side the rule bounds."""
JUDGED = re.compile(
    r"\b(?:(?:cham|som|muon|tre) (?:qua|lam|han|roi|mat|so|hon|$)|(?:bi|la|qua|hoi|thi) (?:cham|som|muon|tre)(?! nhat)|"
    r"qua (?:thoi )?han|(?:bi|la|con|van) thieu|(?:bi|la|con) thua|trai|vi pham|sai|"
    r"(?:phai|nen|con|van) (?:cho|doi)(?! (?:phep|du|den|it|toi thieu|\d)))\b|\b(?:cham|som|muon|tre|thieu|thua)$"
)
"""A judgement within what is believed: "… là chậm, đúng không?" says nothing of what the rule's figure is."""
_COMPILED = tuple((form, turned, re.compile(pattern)) for form, turned, pattern in _FORMS)
AGAINST = re.compile(
    r"\b(?:thay (?:cho|vi|vao)|chu (?:khong|dau|chua|chang|ko)|"
    r"hay (?!(?:di|cai|om|vang|ve|noi|phat|quen|tre|bi|gay|nghi|giup|lam) )(?:la |chi |van |cu )?|hoac la)\b[^,.?]*"
)
"""What a question sets its matter against; the matter itself is said before."""
_POINTING = frozenset(
    re.findall(r"\w+", "nhu the vay nay lam co duoc phai dung thi la con cach ay do de ma bau ky huy thay cu nop")
)
"""A sentence of nothing else points at what was told before: "Như thế có được không?"."""
_DOUBTFUL = re.compile(
    r"\b(?:bao nhieu|may (?:nguoi|ngay|thang|nam|lan|dong chi)|the nao|ra sao|tai sao|vi sao|khi nao|nhu nao|la gi|"
    r"o dau|nhung ai|ai la|ai se|^ai|(?:thi|do|thuoc) ai|con hieu luc|van ban nao|quy dinh nao|dieu may|"
    r"(?:tieu chuan|dieu kien|yeu cau|quy dinh|che do) gi)\b"
)
"""What asks for more than a yes."""


_HELD_WRONG = re.compile(
    r"\b(coi|xem|tinh|cho) la khong (?:dung|phu hop|duoc|hop phap|(hop le))(?: (?:voi )?quy dinh| nguyen tac| luat)?\b"
)
"""To be held as not right is to be held as wrong."""
_WONDER = re.compile(r"(?:\bà|\bhả|\bư|\bsao)\W*$")
"""With its accents: "ạ" only makes a question polite."""
_BALLOT = re.compile(r"(?<!bo )\bphieu\b(?! kin)")
"""Of a ballot "không hợp lệ" is what rules call one, not a judgement on what was done."""


_REGIONAL = re.compile(
    r"\b(?:hông|hôn|hong|hổng|hem|hok|khum|hum)\b(?=\s*(?:[?!.,]|$)|\s+(?:ạ|ta|vậy|hả|hen|mấy|các|ad|mn|bà con)\b)",
    re.IGNORECASE,
)
"""People's words for "không" at the end of a question; "hơn" is none."""


def plain(text: str) -> str:
    """``text`` folded, short forms written out, figures in words as figures, brackets and quotes gone."""
    said = fold(_figures(_REGIONAL.sub("không", text)))
    said = re.sub(r"[\"“”‘’'()\[\]–-]+", " ", said)
    for pattern, word in _SHORT:
        said = re.sub(pattern, word, said)
    ballot = _BALLOT.search(said) is not None
    said = _HELD_WRONG.sub(lambda held: held[0] if held[2] and ballot else f"{held[1]} la sai", said)
    said = re.sub(r"\s*([,;:?!])\s*", r"\1 ", said)
    return " ".join(said.split()).strip()


def _figures(text: str) -> str:
    """``text`` with numbers from two on written in figures."""
    found, parts, last, at = lexemes(text), list[str](), 0, 0
    while at < len(found):
        value = value_at(found, at)
        if value is None or (value[0] <= 1 and value[1] != "ratio") or found[at].kind == "number":
            at += 1
            continue
        parts += [text[last : found[at].start], str(Fraction(value[0]))]
        at, last = value[2], found[value[2] - 1].end
    return "".join([*parts, text[last:]])


def read_asked(text: str) -> PolarQuestion | None:
    """The question in ``text``; ``None`` where it is no single plain yes/no question."""
    said = plain(text)
    ends = [match for match in (*_END.finditer(said), *_CHU.finditer(said)) if not _told(said, match)]
    if not ends:
        return _wondering(text, said)
    if len(ends) > 2:
        return None
    end = ends[0]
    if len(ends) == 2 and not _alternative(said, end, ends[1]):
        return None
    left = _before(said, end)
    begin = max(left.rfind(mark) for mark in (". ", "? ", "! ")) + 1
    sentence = left[begin:].strip()
    if _DOUBTFUL.search(sentence):
        return None
    side = next((side for side, pattern in _SIDES if pattern.search(sentence) is not None), None)
    found = next(((f, turned, m) for f, turned, p in _COMPILED if (m := p.search(sentence)) is not None), None)
    if found is None:
        return None
    form, turned, match = found
    if side is not None and form is not Form.BELIEF:
        form, turned = Form.MAY, True
    until = end.re is not _CHU and end[1] == "chua"
    asks_only = form is Form.BELIEF and not re.match(_WRITTEN, match[0])
    matter = sentence[: match.start()].strip(" ,") if asks_only else sentence
    before = left[:begin]
    if form is Form.BELIEF or not set(matter.split()) - _POINTING:
        matter = f"{before} {matter}"
    return PolarQuestion(form, turned, until, AGAINST.sub("", matter).strip(), left, said[end.end() :], side)


def _wondering(text: str, said: str) -> PolarQuestion | None:
    """A statement that ends in "à", "hả", "hay sao": a belief, or that something is wrong ("… là sai hả?")."""
    end = re.search(r"\b(?:a|ha|u|(?:(?<=hay )|(?<=roi )|(?<=vay ))sao)\W*$", said)
    if end is None or not _WONDER.search(text.lower()):
        return None
    left = re.sub(r"\b(?:hay|that|the|vay)$", "", said[: end.start()].rstrip(" ,")).rstrip(" ,")
    begin = max(left.rfind(mark) for mark in (". ", "? ", "! ")) + 1
    sentence = left[begin:].strip()
    if _DOUBTFUL.search(sentence) or re.search(r"\bsao\b", sentence) or not set(sentence.split()) - _POINTING:
        return None
    wrong = re.search(r"\b(?:la|thi|co|bi) (?:sai|vi pham|trai)(?: quy dinh)?$", sentence)
    form = Form.MAY if wrong is not None else Form.BELIEF
    return PolarQuestion(form, wrong is not None, False, AGAINST.sub("", sentence).strip(), left, "")


def _before(said: str, end: re.Match[str]) -> str:
    """What was said before the word that ends the asking; "đúng chứ" asks with the word before."""
    if end.re is not _CHU:
        return said[: end.start()].rstrip()
    return re.sub(r"\b(?:chu|a|ha|sao)$", "", said[: end.end()].rstrip()).rstrip(" ,").removesuffix(" vay")


def _told(said: str, match: re.Match[str]) -> bool:
    """Whether a ``không`` at the end of a piece only tells ("… nói là không.")."""
    if match.re is _CHU:
        return False
    before = said[: match.start()].split()[-1:]
    return before in (["la"], ["thi"], ["bao"], ["hay"], ["chu"], ["ma"]) and not said[match.end() :].startswith("?")


def _alternative(said: str, first: re.Match[str], second: re.Match[str]) -> bool:
    """Whether the second asking is only the other side of the first ("được không, hay không")."""
    between = said[first.end() : second.start()]
    # "… phải không, em đọc thấy vậy, đúng không?" asks one thing twice.
    tag = re.search(r"\b(?:dung|phai|chuan)$", said[: first.start()].rstrip())
    return bool(re.match(r"\W*hay\b", between)) or bool(tag and re.search(r", (?:co )?(?:dung|phai|chuan) $", between))
