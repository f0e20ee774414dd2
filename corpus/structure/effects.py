"""What a document says about force: from when it applies, what it replaces, repeals or amends, who signed it.

Pure. Proposals for the catalogue, read as written; nothing is concluded from them here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from corpus.structure.header import NUMBER, clean_number
from corpus.vietnamese.writtendates import WRITTEN, day_of

_NAMED = re.compile(
    r"\s*(?:(?:các|một\s+số|những|toàn\s+bộ)\s+)*(?:quy|qui|quyết|nghị|chỉ|kết|hướng|thông|bộ\s+luật|luật|pháp|chế\s+độ"
    r"|điểm|khoản|mục|điều|chương|phần|tiết|đoạn|số\s+thứ\s+tự|phụ\s+(?:lục|biểu)|(?:biểu\s+)?mẫu|cụm\s+từ|nội\s+dung)\b",
    re.IGNORECASE,
)
_LEAD_LIMIT = 300
_LINE_LIMIT = 5000  # characters of a paragraph searched for effects
_ENDING = r"thay thế|bãi bỏ|(?:hủy|huỷ) bỏ|hết hiệu lực|không còn hiệu lực"
# "Luật Đất đai (sửa đổi) số …" is a law's name.
_EFFECT = re.compile(rf"\b(?P<verb>{_ENDING}|(?<!\()(?<!được )sửa đổi)\b", re.IGNORECASE)
_ENDS = re.compile(rf"\b(?P<verb>{_ENDING})\b", re.IGNORECASE)
# After what it ends: "Quy định số … hết hiệu lực thi hành", "… trái với Nghị định này đều bị bãi bỏ".
_AFTERWARDS = re.compile(
    r"(?:hết|không còn) hiệu lực(?:\s+thi hành)?\s*(?:[.,;:]|(?:kể\s+)?từ\b|/|$)|(?<=bị )(?:bãi|h[uủ][ỷy]) bỏ\b"
    r"|(?<=đều )(?:bãi|h[uủ][ỷy]) bỏ\b",
    re.IGNORECASE,
)
# "08 TC/TCT": how ministries numbered before 1996, only after the word "số" or the kind.
_NUMBERS = re.compile(
    rf"{NUMBER.pattern}"
    r"|(?:(?<=[Ss]ố )|(?<=[Tt]ư )|(?<=ịnh )|(?<=[Tt]hị ))\d{1,4}\s?[A-ZĐ]{1,6}\s?/\s?[A-ZĐ]{2,8}\b"
)
_KIND = (
    r"(?:[Bb]ộ luật|[Ll]uật|[Pp]háp lệnh|[Nn]ghị (?:quyết|định)|[Qq]uyết định|[Tt]hông (?:tư|báo)|[Cc]hỉ thị"
    r"|[Qq]uy (?:định|chế)|[Hh]ướng dẫn|[Kk]ết luận|[Cc]ông văn)"
)
_KIND_BEFORE = re.compile(rf"{_KIND}\s+(?:liên tịch\s+)?(?:số\s*:?\s*)?$")
# Where the next document of an enumeration begins, or the next part of one: "…, Nghị định số", "… và Điều 3 Thông tư".
_NEXT = re.compile(
    rf"(?:[,;:]|\bvà|\bcùng)\s+(?=(?:(?:các|một số|toàn bộ)\s+)?(?:{_KIND}\b"
    r"|(?i:điểm|khoản|tiết|mục|điều|chương|phần|phụ lục)\s))"
)
# Behind a document's number its title tells of others: "Nghị định số … sửa đổi một số điều của Nghị định số …".
_IN_TITLE = re.compile(
    r"\b(?:sửa đổi|bổ sung|quy định chi tiết|hướng dẫn|thi hành|kèm theo|thay thế|bãi bỏ|về việc)\b", re.IGNORECASE
)
# What stands between the verb and a number where only a part of that document is meant.
_PART = re.compile(
    r"\b(?:điểm|khoản|tiết|mục|điều|chương|phần|phụ lục|mẫu|đoạn|cụm từ|nội dung|q(?:uy|ui) định tại)\b", re.I
)
# Something in another document: "thay thế … trong Quyết định số …", "tại Phụ lục của Thông tư số …".
_INSIDE = re.compile(rf"\b(?:tại|trong)\s+(?:các\s+)?{_KIND}\s+(?:số\s*:?\s*)?$")
# "… đã hết hiệu lực", "… đã bị bãi bỏ" tells what another document did.
_BYGONE = re.compile(r"\bđã\s+(?:bị\s+)?$", re.IGNORECASE)
_BASIS = re.compile(
    r"(?<!kèm )\b(?:theo|căn cứ|thực hiện|hướng dẫn (?:thực hiện|thi hành)|thi hành)\s+(?:\w+\s+){1,4}(?:số\s*:?\s*)?$",
    re.I,
)
_BESIDE = re.compile(r"(?:\bvà|,)\s+(?:\w+\s+){1,4}(?:số\s*:?\s*)?$", re.I)
# A list is announced: "… sau đây:", "gồm:", "các Nghị định sau đây hết hiệu lực thi hành:".
_LIST = re.compile(rf"(?:\b(?i:sau|gồm)(?:\s+đây)?\b|\b(?i:các)\s+{_KIND})[^.;:]{{0,60}}:\s*$")
_AMENDING = re.compile(r"(?:về việc\s+)?(?:sửa đổi|bổ sung|bãi bỏ)\b", re.IGNORECASE)
_OWN_PART = re.compile(
    r"\s*(?:(?:Điều\s+)?\d{1,3}[.)]\s*|[a-zđ][.)]\s*)?(?:bãi|h[uủ][ỷy]) bỏ\s+(?:các\s+)?"
    r"(?:điểm|khoản|tiết|mục|điều|chương|phần|phụ lục|mẫu|đoạn|cụm từ)\b[^\n]*",
    re.IGNORECASE,
)
_ITEM = re.compile(r"\s*(?:(?P<bullet>[-+•])|(?P<figure>\d{1,2}[.)])|(?P<letter>[a-zđ][.)]))\s")
_LABEL = re.compile(r"^(?:[-+•*]|Điều\s+\d{1,3}\.|\d{1,3}(?:\.\d{1,3})*[.)]?|[a-zđ][.)])\s+")
# A piece after a semicolon that goes on with what is ended: "; Thông tư số …", "; điểm 1.b, mục II Thông tư số …".
_GOES_ON = re.compile(
    r"\s*(?:và\s+)?(?:các\s+)?(?:quyết định|nghị định|thông tư|chỉ thị|nghị quyết|quy định|hướng dẫn|kết luận|luật"
    r"|pháp lệnh|điểm|khoản|mục|điều|chương|phần)\b[^;]{0,200}?\bsố\b",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"có hiệu lực(?:\s+thi hành)?\s*sau\s+(?P<days>[0-9]{1,3})\s+ngày,?\s*(?:kể\s+)?từ\s+ngày\s+(?:ký|ban hành)\b",
    re.IGNORECASE,
)
_IN_FORCE = re.compile(
    r"có hiệu lực(?:\s+thi hành)?\s*(?:kể\s+)?từ\s+"
    rf"(?:ngày\s+{WRITTEN}|(?P<signed>ngày\s+(?:ký|ban hành|(?:luật\s+)?(?:được\s+)?thông qua)))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Effect:
    """A clause on another document, as written.

    Attributes:
        verb: thay thế, bãi bỏ, hủy bỏ, sửa đổi, hết hiệu lực.
        numbers: the documents named as wholes.
        text: the words.
        parts: the documents of which only a part is named (a point, an article, some words).
    """

    verb: str
    numbers: tuple[str, ...]
    text: str
    parts: tuple[str, ...] = ()


def effects(text: str, title: str = "") -> tuple[Effect, ...]:
    """Clauses by which this document replaces, repeals or amends documents that it names.

    A number that is only a basis ("theo Quyết định số …") is none of them; the items of a list ("Bãi bỏ các nghị định
    sau: 1. …") are. Where the title amends one document, "Bãi bỏ khoản 5 của Điều 12" means a part of that one.

    Args:
        text: the document's text.
        title: its title.
    """
    found = []
    amended = _amended(title)
    lead, listed, ended = "", "", True
    for line in text.split("\n"):
        item = _ITEM.match(line)
        if lead and item is not None and listed in ("", item.lastgroup):
            listed = item.lastgroup or ""
            line = f"{lead} {line[item.end() :]}"
            ended = line.rstrip().endswith((".", ";", ":"))
        elif lead and not ended and line[:1].islower():
            ended = line.rstrip().endswith((".", ";", ":"))  # the item above, cut in two
        else:
            opens = len(line) < _LEAD_LIMIT and _EFFECT.search(line) and _LIST.search(line)
            lead, listed = line if opens else "", ""
        if amended and _NUMBERS.search(line) is None and (own := _OWN_PART.match(line)):
            found.append(Effect("bãi bỏ", (), " ".join(own.group().split())[:300], (amended,)))
        if _EFFECT.search(line) is None or _NUMBERS.search(line) is None:
            continue
        found += _of_line(line)
    return tuple(found)


def _of_line(line: str) -> list[Effect]:
    """The clauses of one paragraph, sentence by sentence; what a semicolon joins goes on with what was before it."""
    found: list[Effect] = []
    before: Effect | None = None
    goes_on = False
    for sentence in re.split(r"(?<=[.;])\s", line[:_LINE_LIMIT]):
        further = _further(before, sentence) if before is not None and goes_on else None
        before, goes_on = _effect(sentence) or further, sentence.endswith(";")
        found += [] if before is None else [before]
    return found


def _amended(title: str) -> str:
    """The number of the one document that a title says is amended; empty when there are none or several."""
    # "… của Nghị định số … được sửa đổi, bổ sung bởi Nghị định số …": the first is what is amended
    own = re.split(r"\b(?:đã\s+)?được\s+(?:sửa|bổ)\b", title, maxsplit=1, flags=re.IGNORECASE)[0]
    numbers = {clean_number(number.group()) for number in _NUMBERS.finditer(own)}
    return numbers.pop() if len(numbers) == 1 and _AMENDING.match(title) else ""


def _effect(sentence: str) -> Effect | None:
    sentence = _LABEL.sub("", sentence.strip(), count=1)
    # What ends counts before what amends: "Luật số … sửa đổi, bổ sung … hết hiệu lực".
    verb = _ENDS.search(sentence) or _EFFECT.search(sentence)
    if verb is None or _BYGONE.search(sentence[: verb.start()]):
        return None
    name = " ".join(verb["verb"].lower().split()).replace("huỷ", "hủy")
    name = "hết hiệu lực" if name == "không còn hiệu lực" else name
    own = re.search(r"\bnày\b", sentence[: verb.start()]) is not None
    told = _NUMBERS.search(sentence)
    # The verb comes after what it ends, or after a list's announcement: "Các Thông tư sau đây hết hiệu lực: …".
    after = _AFTERWARDS.match(sentence, verb.start()) is not None and _NAMED.match(sentence) is not None
    ends = after and told is not None and told.start() < verb.start()
    lists = after and told is not None and ":" in sentence[verb.start() : told.start()]
    repeals = name in ("bãi bỏ", "hủy bỏ") and _NAMED.match(sentence[verb.end() :]) is not None
    if not (own or repeals or ends or lists):
        return None
    stop = verb.start() if ends else len(sentence)
    return _named(name, sentence, 0 if ends else verb.end(), stop)


def _further(before: Effect, sentence: str) -> Effect | None:
    """A piece after a semicolon that only names more of what was ended or amended before it."""
    if not _GOES_ON.match(sentence) or _ENDS.search(sentence):
        return None
    return _named(before.verb, sentence, 0, len(sentence))


def _named(verb: str, sentence: str, start: int, stop: int) -> Effect | None:
    """The effect on the documents that a sentence names between two places; ``None`` when it names none."""
    wholes: list[str] = []
    parts: list[str] = []
    last, basis, inside = start, False, False
    for number in _NUMBERS.finditer(sentence, 0, stop):
        if number.start() < start:
            continue
        between = sentence[last : number.start()]
        # "theo Quyết định số … và Nghị quyết số …": the second one is a basis, too.
        basis = _BASIS.search(sentence[: number.start()]) is not None or (basis and _BESIDE.search(between) is not None)
        # What the last document's title names stands for nothing: no words of an enumeration separate it.
        nexts = list(_NEXT.finditer(between)) if last > start else []
        own = between[nexts[-1].end() :] if nexts else between
        titled = _IN_TITLE.search(_KIND_BEFORE.sub("", own)) is not None
        inside = last > start and (titled or (inside and ";" not in between))
        if not basis and not inside:
            (parts if _PART.search(own) or _INSIDE.search(own) else wholes).append(clean_number(number.group()))
        last = number.end()
    if not wholes and not parts:
        return None
    return Effect(verb, tuple(dict.fromkeys(wholes)), " ".join(sentence.split())[:300], tuple(dict.fromkeys(parts)))


def valid_from(text: str, issued: date | None) -> date | None:
    """The day the document says it comes into force: a date, the day of signing, or so many days after it.

    ``None`` when not said, or when counted from a day that the document does not give (its publication).
    """
    days = [
        issued if match["signed"] else day_of(match)
        for match in _IN_FORCE.finditer(text)
        if not _about_other(text, match.start())
    ]
    if issued is not None:
        counted = (match for match in _AFTER.finditer(text) if not _about_other(text, match.start()))
        days += [issued + timedelta(days=int(match["days"])) for match in counted]
    return next((day for day in days if day), None)


def signatory(paragraphs: Sequence[str]) -> str:
    """Office that signed, from the closing's lines (``T/M BAN BÍ THƯ``); empty when not found."""
    for line in paragraphs:
        for text in line.split("\n"):
            if re.match(
                r"(?:T\s?/\s?M|TM\b|K\s?/\s?T|KT\b|TL\b|CHỦ TỊCH|TỔNG BÍ THƯ|BỘ TRƯỞNG|THỦ TƯỚNG)", text.strip()
            ):
                return text.strip()
    return ""


def _about_other(text: str, position: int) -> bool:
    """Whether the sentence is about another document's force ("Luật … có hiệu lực từ ngày…" in passing)."""
    sentence = text[text.rfind("\n", 0, position) + 1 : position]
    return len(sentence) > 40 and not re.search(r"\bnày\b", sentence)
