"""Sums that organisers ask for – quorum, majority, surplus, approval, caps, deadlines – recognised and proved. Pure.

Arithmetic is shown, never asserted (contract R12): each sum quotes the provision that gives the rule verbatim, names
its inputs and its formula. When an input is missing, or no loaded provision gives the rule, no figure is given and
the question goes the ordinary way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from assistant.answering import sums
from assistant.answering.extractive import cite, claim_of
from assistant.answering.sums import Inputs, Work
from assistant.model import Calculation, Claim
from assistant.question.understanding import Understood
from corpus.core.model import Document, Provision
from corpus.core.registry import Registry
from corpus.core.sentences import sentences
from corpus.core.text import fold

_NOT_COUNTS = re.compile(
    r"\d+\s*(?:%|phan tram)|\d+\s*/\s*\d+(?:/\d+)?"
    r"|\b(?:dieu|khoan|muc|diem|lan|thang|nam|ngay|nhiem ky|khoa)\s+\d+"
    r"|\b(?:quy dinh|quy che|chi thi|ket luan|huong dan|cong van|qd|ct|kl|hd)(?: so)?\s*\d+"
    r"|\d+\s*(?:ngay|thang|nam|lan|vong|noi dung|gio|buoi|phut)\b|\d+(?:\.\d+)+|\b(?:19|20)\d\d\b|\d+-[a-z]"
)
_ABSENT = re.compile(r"\bvang (?:mat )?(\d{1,4})\b|\b(\d{1,4}) (?:\w+ ){0,4}vang\b")
_PEOPLE = re.compile(r"\b(\d{1,4}) (?:dai bieu|dang vien|nguoi)\b")
_ORGANISATIONS = re.compile(r"\b(\d{1,4}) (?:chi bo|to chuc dang|dang bo|don vi)\b")
_PERCENT = re.compile(r"(\d{1,2})\s*(?:%|phan tram)")
_DATE = re.compile(r"\b(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})\b|\b(?:ngay )?(\d{1,2}) thang (\d{1,2}) nam (\d{4})\b")
_HOW_MANY = r"\b(?:bao nhieu|may|toi da|nhieu nhat|toi thieu|it nhat|duoc|du|la|tu|chua|khong)\b"
_SHARE_WORDS = {"2/3": "hai phan ba", "1/3": "mot phan ba"}


def _all(*parts: str, none: str = "") -> re.Pattern[str]:
    """A pattern that needs every part somewhere in the text, and ``none`` nowhere."""
    return re.compile("".join(f"(?=.*(?:{part}))" for part in parts) + (f"(?!.*(?:{none}))" if none else ""))


@dataclass(frozen=True, slots=True)
class Sum:
    """A kind of sum: when a question asks for it, where its rule stands, how it is worked.

    ``rules`` are (record id, path, words that the folded text of the rule holds), the first loaded one is cited.
    ``beside`` is worked from the same figures and shown after it.
    """

    name: str
    asks: re.Pattern[str]
    rules: tuple[tuple[str, str, str], ...]
    work: Work
    beside: Sum | None = None


_MORE = r"\btang them\b|\b(?:xin|chi dinh|bo sung) them\b.*\b(?:cap uy|uy vien|nguoi)\b"
_QUORUM = (("dieu-le-2011", "d11.k6", "2/3"),)
SUMS: tuple[Sum, ...] = (
    Sum(
        "increase_above",
        _all(_MORE, "cap tren|tinh|huyen", _HOW_MANY),
        (("qd-294-tw-2025", "16.2.5", "10%"),),
        sums.increase(10),
    ),
    Sum(
        "increase_grassroots",
        _all(_MORE, "co so", _HOW_MANY),
        (("qd-294-tw-2025", "16.2.5", "20%"),),
        sums.increase(20),
    ),
    Sum(
        "standing_committee",
        _all(
            r"\b(?:ban thuong vu|btv)\b", r"\d+ (?:cap uy vien|uy vien|dang uy vien|nguoi)", _HOW_MANY, none=r"\bdu\b"
        ),
        (("qd-294-tw-2025", "14.2", "1/3"),),
        sums.one_third,
    ),
    Sum(
        "outside_list",
        _all(
            "ngoai danh sach|ngoai ds|gioi thieu them|de cu them|dua (?:them )?vao danh sach",
            r"\b(?:dong y|phieu|tan thanh)\b",
            _HOW_MANY,
        ),
        (("qd-190-tw-2024", "d14.k3", "30%"),),
        sums.above_thirty_percent,
    ),
    Sum(
        "surplus",
        _all(
            r"\bdu\b|danh sach", r"\bbau\b|can lay", r"\b(?:bao nhieu|may|toi da|nhieu nhat)\b", none="co mat|trieu tap"
        ),
        (("qd-190-tw-2024", "d14.k1", "30%"),),
        sums.surplus,
    ),
    Sum(
        "notice",
        _all("khai mac", "thong bao|bao truoc|phai bao"),
        (("qd-294-tw-2025", "11.1.3", "30 ngay lam viec"),),
        sums.deadline(-30, "Khai mạc", "thông báo thời gian khai mạc"),
    ),
    Sum(
        "application",
        _all("khai mac", "ho so|nop don|ung cu"),
        (("hd-04-tw-2024", "m4", "15 ngay lam viec"),),
        sums.deadline(-15, "Khai mạc", "nộp hồ sơ ứng cử"),
    ),
    Sum(
        "complaint",
        _all("be mac", "khieu nai"),
        (("qd-190-tw-2024", "d33.k1", "15 ngay lam viec"),),
        sums.deadline(15, "Bế mạc", "khiếu nại về bầu cử"),
    ),
    Sum(
        "report",
        _all("be mac", "bao cao|nop|gui"),
        (("qd-294-tw-2025", "16.1.1", "7 ngay lam viec"),),
        sums.deadline(7, "Bế mạc", "báo cáo kết quả lên cấp trên"),
    ),
    Sum(
        "approval",
        _all("nhan (?:duoc )?bao cao", "chuan y"),
        (("qd-294-tw-2025", "16.1.2", "15 ngay lam viec"),),
        sums.deadline(15, "Nhận báo cáo", "chuẩn y kết quả"),
    ),
    Sum(
        "quorum_of_people",
        _all(
            r"\d+ (?:chi bo|to chuc dang|dang bo|don vi)",
            r"\d+ (?:dai bieu|dang vien|nguoi)",
            "it nhat|toi thieu|bao nhieu|may",
            none="co mat \\d|vang|den du \\d|co \\d+ (?:dai bieu|chi bo) (?:du|den|co mat)",
        ),
        _QUORUM,
        sums.two_thirds_of(lambda inputs: inputs.people),
        Sum(
            "quorum_of_organisations",
            re.compile(""),
            (("dieu-le-2011", "d11.k6", "to chuc"),),
            sums.two_thirds_of(lambda inputs: inputs.organisations),
        ),
    ),
    Sum(
        "organisations",
        _all(
            r"\d+ (?:tren |/ ?|trong (?:so |tong so )?)?\d* ?(?:chi bo|to chuc dang|dang bo|don vi)",
            "co (?:nguoi|dai bieu)|cu (?:nguoi|dai bieu)|tham du|du dai hoi",
            "hop le|dieu kien|khai mac|duoc chua|duoc khong",
        ),
        (("dieu-le-2011", "d11.k6", "to chuc"), *_QUORUM),
        sums.two_thirds,
    ),
    Sum(
        "quorum",
        _all(
            "khai mac|hop le|du dieu kien|du so|du nguoi|tien hanh|mo duoc|hop duoc|to chuc duoc|tuc so|co mat|den du"
            "|toi du|vang",
            _HOW_MANY,
            none="phieu (?:hop le|khong hop le)|trung cu|tan thanh",
        ),
        _QUORUM,
        sums.two_thirds,
    ),
    Sum(
        "resolution",
        _all("nghi quyet", "phieu|tan thanh|thong qua|gia tri|qua ban|dong y", _HOW_MANY),
        (("dieu-le-2011", "d9.k5", "nua"),),
        sums.majority,
    ),
    Sum(
        "majority",
        _all(
            r"qua ban|qua nua|qua mot nua|tren mot nua|trung cu|dac cu|trung chua|trung khong|du phieu"
            r"|\btrung (?:chi uy|cap uy|dang uy|bi thu|ban chap hanh|dai bieu)\b.*\bphieu\b",
            _HOW_MANY,
        ),
        (("dieu-le-2011", "d12.k3", "nua"),),
        sums.majority,
    ),
)


def read_inputs(key: str) -> Inputs:
    """Figures of a folded question that can be inputs of a sum; article numbers, dates and durations are not."""
    percents, absent = _PERCENT.findall(key), _ABSENT.search(key)
    return Inputs(
        numbers=tuple(int(n) for n in re.findall(r"\b\d{1,4}\b", _NOT_COUNTS.sub(" ", key))),
        absent=int(absent.group(1) or absent.group(2)) if absent else None,
        percent=int(percents[0]) if percents else None,
        percents=len(percents),
        day=_one_date(key),
        people=_only(_PEOPLE, key),
        organisations=_only(_ORGANISATIONS, key),
    )


def _only(counted: re.Pattern[str], key: str) -> int | None:
    found = counted.findall(key)
    return int(found[0]) if len(found) == 1 else None


def _one_date(key: str) -> date | None:
    found = [tuple(int(n) for n in match.groups() if n) for match in _DATE.finditer(key)]
    if len(found) != 1:
        return None
    day, month, year = found[0]
    try:
        return date(year, month, day)
    except ValueError:
        return None


def rule_of(sum_: Sum, registry: Registry) -> tuple[Provision, Document, tuple[int, int]] | None:
    """The loaded provision that gives the rule, with the span of the sentences that state its figure."""
    for record_id, path, words in sum_.rules:
        forms = {words, _SHARE_WORDS.get(words, words)}
        for provision, document in registry.provisions():
            place = provision.path.split("-")[0]
            if document.record.id != record_id or not (place == path or place.startswith(f"{path}.")):
                continue
            spans = [s for s in sentences(provision.text) if any(f in fold(provision.text[slice(*s)]) for f in forms)]
            if spans:
                return provision, document, (spans[0][0], spans[-1][1])
    return None


def calculate(understood: Understood, registry: Registry, on: date) -> list[Claim] | None:
    """The computed claim with its rule, or ``None`` when the question asks for no sum that can be worked."""
    key = fold(understood.search_text)
    if not re.search(r"\d", key):
        return None
    inputs = read_inputs(key)
    for sum_ in SUMS:
        if sum_.asks.search(key) and (claims := _worked(sum_, inputs, understood, registry, on)):
            beside = _worked(sum_.beside, inputs, understood, registry, on) if sum_.beside else []
            return [*claims, *beside]
    return None


def _worked(sum_: Sum, inputs: Inputs, understood: Understood, registry: Registry, on: date) -> list[Claim]:
    """The computed claim and its rule; nothing when an input is missing or the rule is not loaded."""
    worked, rule = sum_.work(inputs), rule_of(sum_, registry)
    if worked is None or rule is None:
        return []
    provision, document, span = rule
    if understood.references.records and document.record.id not in understood.references.records:
        return []
    computed = Claim(
        worked.sentence,
        (cite(registry, provision, document, *span),),
        "computed",
        Calculation(sum_.name, worked.inputs, worked.formula, worked.result),
    )
    return [computed, claim_of(registry, provision, document, span, "basis", on)]
