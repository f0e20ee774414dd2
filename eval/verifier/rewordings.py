"""True rewordings made by rule: numbers in words, abbreviations, synonyms of the field, order of independent phrases.

Pure. Written apart from the verifier's own vocabulary, so that a gap there shows here. Each rewording changes one thing
of a claim that is otherwise the quote's own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.vietnamese.numberwords import in_words
from eval.verifier.mutations import Pair

_ABBREVIATIONS = {
    "ban chấp hành": "BCH", "ban thường vụ": "BTV", "ủy ban kiểm tra": "UBKT", "Ban Chấp hành Trung ương": "BCHTW",
    "Bộ Chính trị": "BCT", "Ban Bí thư": "BBT", "đảng viên dự bị": "ĐVDB", "đảng viên chính thức": "ĐVCT",
    "phó bí thư": "PBT", "Ban Tổ chức Trung ương": "BTCTW", "Trung ương": "TW", "tổ chức đảng": "TCĐ",
}  # fmt: skip
_SYNONYMS = (
    ("ít nhất", "tối thiểu"), ("tối đa", "không quá"), ("không quá", "tối đa"), ("tán thành", "đồng ý"),
    ("đồng ý", "tán thành"), ("quá một nửa", "trên một nửa"), ("hơn một nửa", "quá nửa"),
    ("trên một nửa", "quá một nửa"),
    ("một nửa", "1/2"), ("thông báo", "báo"), ("tham dự", "dự"), ("chậm nhất", "muộn nhất"), ("mỗi năm", "hằng năm"),
    ("trong thời hạn", "trong vòng"), ("nếu", "trong trường hợp"), ("có trách nhiệm", "có nghĩa vụ"),
    ("không được", "không được phép"), ("không nhất thiết", "không bắt buộc"), ("trừ", "ngoại trừ"),
    ("phải", "bắt buộc phải"),
    ("thường lệ", "định kỳ"), ("bỏ phiếu kín", "phiếu kín"), ("trong số", "trong tổng số"), ("gồm", "bao gồm"),
)  # fmt: skip
_DATE = re.compile(r"(?<!\d)(\d{1,2})([/-])(\d{1,2})\2(\d{4})(?!\d)")
_FRACTION = {"2/3": "hai phần ba", "1/3": "một phần ba", "1/2": "một phần hai"}


def _word(text: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(text)}(?!\w)")


def _numbers(text: str) -> Iterator[str]:
    counted = r"(\d{1,4}) (?=ngày|tháng|năm|người|đảng viên|đại biểu|ủy viên|lần|nhiệm kỳ|nội dung|điều|chương|đảng)"
    for match in re.finditer(rf"(?<![\d/.,-]){counted}", text):
        yield text[: match.start()] + in_words(int(match[1])) + " " + text[match.end() :]
    for match in re.finditer(r"(?<![\d–-])(\d{1,3})%", text):
        yield text[: match.start()] + f"{in_words(int(match[1]))} phần trăm" + text[match.end() :]
    for figure, words in _FRACTION.items():
        for match in re.finditer(rf"(?<![\d/]){figure}(?![\d/])", text):
            yield text[: match.start()] + words + text[match.end() :]
    for words in ("hai phần ba", "một phần ba"):
        for match in _word(words).finditer(text):
            figure = {"hai phần ba": "2/3", "một phần ba": "1/3"}[words]
            yield text[: match.start()] + figure + text[match.end() :]
    for match in re.finditer(r"từ (\d+)% đến (\d+)%", text):
        yield text[: match.start()] + f"{match[1]}–{match[2]}%" + text[match.end() :]


def _dates(text: str) -> Iterator[str]:
    for match in _DATE.finditer(text):
        day, month, year = int(match[1]), int(match[3]), match[4]
        before = text[: match.start()]
        lead = "" if before.rstrip().lower().endswith("ngày") else "ngày "
        yield f"{before}{lead}{day} tháng {month} năm {year}{text[match.end() :]}"
        yield f"{before}{day:02d}/{month:02d}/{year}{text[match.end() :]}"


def _abbreviated(text: str) -> Iterator[str]:
    for words, short in _ABBREVIATIONS.items():
        for match in _word(words).finditer(text):
            inside = text[match.end() :].startswith((" Trung ương", " trung ương"))
            if not (inside and short in {"BCH", "UBKT"}):
                yield text[: match.start()] + short + text[match.end() :]
                break


def _synonyms(text: str) -> Iterator[str]:
    for old, new in _SYNONYMS:
        match = _word(old).search(text)
        if match is None or (old == "phải" and text[: match.start()].endswith("không ")):
            continue
        if old == "gồm" and text[: match.start()].endswith("bao "):
            continue
        if old == "phải" and re.match(r" (?:là|do|được)", text[match.end() :]):
            continue
        yield text[: match.start()] + new + text[match.end() :]


def _order(text: str) -> Iterator[str]:
    """``Khi A thì B`` as ``B khi A``, for a sentence of two clauses."""
    match = re.fullmatch(r"(Khi|Nếu|Trường hợp) ([^,;:.]+?)(?:,? thì|,) ([^;:.]+)\.", text)
    if match:
        main = match[3]
        yield f"{main[0].upper()}{main[1:]} {match[1].lower()} {match[2]}."


def _plain(text: str) -> Iterator[str]:
    yield text
    if text.endswith("."):
        yield text[:-1]


KINDS = {
    "nguyên văn": _plain,
    "số viết bằng chữ": _numbers,
    "ngày tháng viết khác": _dates,
    "viết tắt": _abbreviated,
    "từ đồng nghĩa của ngành": _synonyms,
    "đổi trật tự hai vế": _order,
}


def rewordings(pair: Pair) -> Iterator[tuple[str, Pair]]:
    """Kind and reworded pair, for every rule that applies to the pair's claim."""
    for kind, make in KINDS.items():
        for number, claim in enumerate(dict.fromkeys(make(pair.claim))):
            yield kind, Pair(f"{pair.id}#{kind}{number}", pair.provision, claim, pair.quote)
