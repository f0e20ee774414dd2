"""A document's head: number, kind, issuer, place, date, title, "căn cứ".

Pure. Everything is read as written and offered as a proposal: matching with the catalogue and the operator's
flags decide. What is not there stays ``None``; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from corpus.core.model import Kind
from corpus.core.text import fold
from corpus.structure.extract import LineKind, Paragraph
from corpus.structure.markers import MarkerRank, read_marker
from corpus.structure.zones import is_rule, is_title_line
from corpus.vietnamese.writtendates import IN_WORDS, WRITTEN, day_of

KINDS = {
    "điều lệ": Kind.CHARTER,
    "quy định": Kind.REGULATION,
    "quy chế": Kind.STATUTE,
    "quyết định": Kind.DECISION,
    "nghị quyết liên tịch": Kind.OTHER,
    "nghị quyết": Kind.RESOLUTION,
    "chỉ thị": Kind.DIRECTIVE,
    "kết luận": Kind.CONCLUSION,
    "hướng dẫn": Kind.GUIDANCE,
    "công văn": Kind.LETTER,
    "luật": Kind.OTHER,
    "bộ luật": Kind.OTHER,
    "pháp lệnh": Kind.OTHER,
    "nghị định": Kind.OTHER,
    "thông tư liên tịch": Kind.OTHER,
    "thông tư": Kind.OTHER,
    "thông báo": Kind.OTHER,
    "kế hoạch": Kind.OTHER,
    "tờ trình": Kind.OTHER,
    "lệnh": Kind.OTHER,
    "chương trình": Kind.OTHER,
    "đề án": Kind.OTHER,
    "phương án": Kind.OTHER,
    "thông tri": Kind.OTHER,
    "công điện": Kind.OTHER,
    "nội quy": Kind.OTHER,
    "quy trình": Kind.OTHER,
}
"""Names of documents as they head a page; those outside Party practice are ``Kind.OTHER``."""

_LINE, _TITLE_LINE = 300, 300
_HEAD_LENGTH = 60  # paragraphs searched for the head; the longest seen head has about 40
_KIND_WORDS = "|".join(sorted(KINDS, key=len, reverse=True))
_KIND_LINE = re.compile(rf"(?:bản\s+)?(?P<kind>{_KIND_WORDS})(?=$|[\s:*])", re.IGNORECASE)
_LETTERS = r"(?:TTg|[A-ZĐƯƠÂ0-9]+)"
_SIGN = (
    r"\d{1,5}(?:\.\d{1,3}(?=\s*/\s*\d{4}))?[A-Za-z]?(?:\s*/\s*\d{4})?\s*[-–/]\s*(?=[A-ZĐƯ0-9]*[A-ZĐ])"
    rf"{_LETTERS}(?:\s*[-–/]\s*{_LETTERS}|\.{_LETTERS}(?![a-zà-ỹ]))*"
)
_TITLE_NUMBER = (
    rf"^(?:của\s+[^,;]{{3,60}}?\s+)?số\s*:?\s*{_SIGN}\s*,?\s*"
    r"(?:ngày\s+\d{1,2}(?:\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}|\s+tháng\s+\d{1,2}\s+năm\s+\d{4}))?\s*"
)
NUMBER = re.compile(_SIGN)
"""A document number such as ``294-QĐ/TW``, ``109/2004/NĐ-CP`` or ``72/2025/QH15``."""

_NUMBER_LINE = re.compile(rf"(?:^|[\s|*]|luật\s|nghị quyết\s)số\s*[:.]?\s*(?P<number>{_SIGN})", re.IGNORECASE)
# "Số:      /KH-UBND": the number's place is there and empty, so no other number of the head is the document's.
_BLANK_NUMBER = re.compile(
    r"(?:(?:^|[|*]\s*)số\s*[:.]?|\bsố\s*:)[\s.…·_*xX–-]*"
    r"(?:(?:/|(?<=[\s.…_xX:])[-–])\s*(?:(?:19|20)[\d.…_xX ]{0,3}[/-]\s*)?[A-ZĐƯ][A-ZĐƯa-z]*\s*[-–/]?|$)",
    re.IGNORECASE,
)
_BLANK_DATE = re.compile(r"ngày[\s.…_/*]*tháng[\s\d.…_/*]*năm(?:[\s\d.…_]*)$", re.IGNORECASE)
_ANY_KIND = rf"(?:{_KIND_WORDS})"
# Before "số" of another document: "theo Quyết định", "thực hiện Chỉ thị", "hướng dẫn thi hành Luật Đất đai".
_OTHERS = re.compile(
    r"\b(?P<word>theo|căn cứ|thực hiện|thi hành|triển khai|quán triệt|hướng dẫn|sửa đổi|bổ sung|thay thế|bãi bỏ"
    r"|của|tại|trong|về|bởi|chi tiết)\b"
    rf"[^.;:()]*\b{_ANY_KIND}\b[^.;:()]{{0,80}}$",
    re.IGNORECASE,
)
_WITH = re.compile(rf"\bkèm\s+(?:theo\s+)?{_ANY_KIND}\s*$", re.IGNORECASE)
_NAME = 200  # characters before a number that may name the document it belongs to
_ENDS_IN_KIND = re.compile(rf"\b{_ANY_KIND}$", re.IGNORECASE)
_NAMES_KIND = re.compile(rf"\b{_ANY_KIND}\b", re.IGNORECASE)
_OPEN_NUMBER = re.compile(r"(?:^|[|]\s*|\s(?=số\s*[:./…]))số\s*[:.]?\s*[/\-–…._ ]*\s*[/–-]\s*[A-ZĐ]{2,}", re.IGNORECASE)
_NO_BODY = re.compile(
    r"(?:phụ\s+(?:lục|biểu)|mẫu\s+(?:số|biểu)?|biểu\s+(?:số|mẫu)|tên\s|nội dung$|thuộc tính|lược đồ|văn bản|trang\s"
    r"|dự thảo)",
    re.IGNORECASE,
)
_ANNEXED = re.compile(r"phụ\s+(?:lục|biểu)\b|mẫu\s+số\b", re.IGNORECASE)
_OF_BODY = re.compile(r"\s*của\s+(?P<body>[^,;:]{3,90}?)(?=\s+số\b|\s+ngày\b|\s+về\b|\s+v/v\b|$)", re.IGNORECASE)
_MERGED = re.compile(
    rf"(?P<head>.*\bngày\s*{IN_WORDS})[\s*_–-]+(?P<kind>(?:{'|'.join(name.upper() for name in KINDS)})(?=$|[\s:]).*"
    rf"|(?:{'|'.join(name.capitalize() for name in KINDS)})\s*)",
    re.DOTALL,
)
_DATE = re.compile(
    rf"(?:(?P<place>[A-ZĐÀ-Ỹ][^,;:.|\d\n]{{0,40}}?),\s*)?ngày\s*{IN_WORDS}",
    re.IGNORECASE,
)
_DATE_LINE = re.compile(rf"[\s(*_]*{_DATE.pattern}[\s)*_.]*", re.IGNORECASE)
_OWN_NUMBER = re.compile(
    rf"\s*(?:của\s+[^,;:]{{3,90}}?\s+)?số\s*[:.]?\s*(?P<number>{_SIGN})(?P<end>[\s,]*$)?", re.IGNORECASE
)
_DAY_BESIDE = re.compile(rf"\s*,?\s*ngày\s*{WRITTEN}", re.IGNORECASE)
_ADOPTED = re.compile(rf"\([^()]{{0,200}}thông qua ngày\s*{WRITTEN}\s*\)")
_BASIS = re.compile(r"[-–+*•]?\s*(?:căn cứ|xét\b|theo đề nghị|theo tờ trình|thực hiện|để\b|trên cơ sở)", re.IGNORECASE)
_ENACTING = re.compile(
    r"(?:như sau\s*:|(?:quyết định|quyết nghị|nghị định|quy định|ban hành|hướng dẫn)\s*:)\s*$", re.IGNORECASE
)
_STATE = re.compile(
    r"cộng h(?:òa|oà) xã hội chủ ngh(?:ĩa|iã)|độc lập\s*[-–]\s*tự do|đảng cộng sản việt nam", re.IGNORECASE
)
_PASSED = re.compile(
    rf"(?:luật|bộ luật|pháp lệnh|nghị quyết|điều lệ) này (?:đã )?được .{{5,160}}? thông qua ngày\s*{IN_WORDS}",
    re.IGNORECASE,
)
_BODIES = re.compile(
    r"(?:ban (?:chấp hành|bí thư|thường vụ|thường trực)|bộ chính trị|bộ trưởng|chính phủ|thủ tướng|(?:uỷ|ủy) ban|"
    r"hội đồng|quốc hội|chủ tịch|thống đốc|tổng|giám đốc|liên bộ|(?:hiệu|viện|cục|thủ|trưởng)\s+trưởng|"
    r"trưởng\s+ban|bí thư|tỉnh (?:uỷ|ủy)|thành (?:uỷ|ủy)|đảng (?:uỷ|ủy))\b",
    re.IGNORECASE,
)
_DANGLING = re.compile(
    r"(?:,|\b(?:tại|theo|của|về|và|số|các|với|ngày|từ|đến|trong|cho|bởi|tháng|năm|thực hiện|thi hành|triển khai|sửa đổi"
    r"|bổ sung|thay thế|bãi bỏ|hướng dẫn|chi tiết|một số|một số điều))$",
    re.IGNORECASE,
)
# "… Nghị định số 30/1998/NĐ-CP" at a line's end: its day follows.
_NUMBERED_NAME = re.compile(rf"(?:định|quyết|thị|tư|luật|lệnh|dẫn|luận|chế)\s+số\s*:?\s*{_SIGN}$", re.IGNORECASE)
_JOINT = re.compile(r"liên tịch\s+(?P<body>\S.{3,90})$", re.IGNORECASE)
_FILE_NAME = re.compile(r"^\S+\.(?:docx?|rtf|pdf)\s+", re.IGNORECASE)
_OF_A_PLACE = re.compile(r"(?:(?:uỷ|ủy) ban|hội đồng) nhân dân$", re.IGNORECASE)
_PLACE_NAME = 40  # characters
_PLACE = re.compile(r"(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|đặc khu)\s+\S", re.IGNORECASE)
_BARE_BODY = re.compile(
    rf"của\s+{_BODIES.pattern}(?:\s+(?!về\b|v/v|quy\b|hướng\b|ban\s+hành|sửa\b|bổ\b|số\b)[^\s,;]+){{0,6}}",
    re.IGNORECASE,
)
_BODIES_OF = re.compile(
    r"(?:ban|bộ|chính phủ|thủ tướng|(?:uỷ|ủy) ban|hội đồng|quốc hội|chủ tịch|thống đốc|tổng|tỉnh|thành|đảng|huyện|xã"
    r"|phường|ngân hàng|kiểm toán|t(?:oà|òa) án|viện|mặt trận|liên đoàn|hội|sở|cục|văn phòng|trường|học viện|đại học"
    r"|công an|quân (?:uỷ|ủy)|trung ương|đoàn)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Head:
    """What a document's head says; ``end`` is the index of the first paragraph after it."""

    number: str | None = None
    kind: Kind | None = None
    kind_name: str = ""
    issuer: str = ""
    place: str = ""
    issued: date | None = None
    title: str = ""
    bases: tuple[str, ...] = ()
    end: int = 0


def parse_head(paragraphs: Sequence[Paragraph]) -> Head:
    """Read the head of a document; ``paragraphs`` are repaired and none is blank."""
    body = _body_start(paragraphs)
    head = paragraphs[: max(body, 1)]
    title_at, kind_name = _kind_line(head)
    title, title_end = _title(head, title_at, kind_name)
    number = _first_number(head, title_at, title_end)
    place, issued = _date(head, title_at, title_end)
    if issued is None and number is not None:
        issued = _date_beside(head[title_at : title_end + 1] if title_at >= 0 else (), number)
    if issued is None:
        issued = _adopted(head) or _passed(paragraphs[-40:])
    end = _head_end(paragraphs, body, title_end)
    return Head(
        number=number,
        kind=KINDS.get(kind_name),
        kind_name=kind_name,
        issuer=_issuer(head, title_at) or _body_of(head, title_at, kind_name),
        place=place,
        issued=issued,
        title=title,
        bases=tuple(
            p.text
            for p in paragraphs[:end]
            if _BASIS.match(p.text) and fold(p.text).lstrip("-–+*• ").startswith("can cu")
        ),
        end=end,
    )


def apart(paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """The paragraphs with a line that holds both the day and the kind ("…, ngày … QUY ĐỊNH") cut in two."""
    for index, paragraph in enumerate(paragraphs[:_HEAD_LENGTH]):
        if (
            paragraph.kind is LineKind.TEXT
            and len(paragraph.text) < _LINE
            and (cut := _MERGED.fullmatch(paragraph.text))
        ):
            first, second = cut["head"].strip(), paragraph.text[cut.start("kind") :].strip()
            pieces = (replace(paragraph, text=first), replace(paragraph, text=second))
            return (*paragraphs[:index], *pieces, *paragraphs[index + 1 :])
    return tuple(paragraphs)


def clean_number(number: str) -> str:
    """A number without inner spaces, capitals as in official use."""
    return re.sub(r"\s+", "", number).replace("–", "-").replace("Ð", "Đ")


def _body_start(paragraphs: Sequence[Paragraph]) -> int:
    """Index of the first paragraph with the marker of a body: Phần, Chương, Điều 1, I., 1., A., 1.1."""
    for index, paragraph in enumerate(paragraphs[: _HEAD_LENGTH * 2]):
        marker = read_marker(paragraph.text)
        if marker is None or marker.level >= MarkerRank.POINT or paragraph.kind is LineKind.ROW:
            continue
        if marker.number[-1] == 1 or marker.level in (MarkerRank.PART, MarkerRank.CHAPTER):
            return index
    return min(len(paragraphs), _HEAD_LENGTH)


def _kind_line(head: Sequence[Paragraph]) -> tuple[int, str]:
    """Index and name of the line that names the kind; ``(-1, "")`` when there is none."""
    best = (-1, "")
    for index, paragraph in enumerate(head):
        text = paragraph.text.strip(" *_|")
        # "Căn cứ Quyết định …" names other documents; once a kind line was seen they cannot be ours any more.
        if _BASIS.match(text) and best[0] >= 0:
            break
        match = _KIND_LINE.match(text)
        if match is None or _BASIS.match(text) or text.endswith(":") or "này" in text.casefold().split():
            continue
        name = " ".join(match["kind"].casefold().split())
        alone = len(text) - match.end() <= 2
        # The name alone on a line in capitals is how every official document heads itself; nothing else can beat it.
        if alone and match["kind"].isupper():
            return index, name
        numbered = re.match(r"\s*(?:số|của|về)\b", text[match.end() :], re.IGNORECASE)
        # "KẾ HOẠCH Kiểm tra …": the title goes on in the kind's own line.
        goes_on = match["kind"].isupper() and " " in name and text[match.end() :].strip()[:1].isupper()
        if (
            best[0] < 0
            and (is_title_line(paragraph) or paragraph.kind is LineKind.HEADING or numbered or alone or goes_on)
            and match["kind"][0].isupper()
        ):
            best = (index, name)
    return best


def _title(head: Sequence[Paragraph], at: int, kind_name: str) -> tuple[str, int]:
    """Title lines after the kind line, joined; with the index after the last of them."""
    if at < 0:
        return "", 0
    first = head[at].text.strip(" *_|")
    rest = re.sub(r"^\s*(?:số\s*[:.]?\s*" + _SIGN + r")?\s*", "", _after_kind(first, kind_name), flags=re.IGNORECASE)
    bare = _BARE_BODY.fullmatch(rest.strip())  # "NGHỊ ĐỊNH CỦA CHÍNH PHỦ": the title begins on the next line
    lines = [rest] if rest.strip() and not bare else []
    if not lines and at + 1 < len(head) and _JOINT.match(head[at + 1].text.strip(" *_|")):
        at += 1  # the bodies of a joint circular
    index = at + 1
    while index < len(head) and index - at <= 8:
        paragraph = head[index]
        text = paragraph.text.strip(" *_|")
        named = index == at + 1 and not lines and _names(text)
        goes_on = bool(lines) and text[:1].islower() and len(text) < _TITLE_LINE and not text.endswith((":", ";", ","))
        open_end = bool(lines) and (_DANGLING.search(lines[-1]) or _NUMBERED_NAME.search(lines[-1])) is not None
        # The number of the law that the title names, not of the document: it begins small and without a colon.
        open_end = open_end or (bool(lines) and re.match(r"(?:số|SỐ)\s+\d", text) is not None)
        dated = _DATE_LINE.fullmatch(text) is not None
        # "CỦA NGÂN HÀNG … SỐ 1/2010/TT-NH" / "NGÀY 06 THÁNG 01 NĂM 2010" / the title
        told = bool(lines) and (own := _OWN_NUMBER.match(" ".join(lines))) is not None and own["end"] is not None
        open_end = open_end or (told and dated)
        stops = (
            is_rule(paragraph.text)
            or (bool(lines) and lines[-1].endswith("."))
            or (_BASIS.match(text) and not named)
            or text.startswith("(")
            or (text.endswith(":") and not is_title_line(paragraph))
            or (index > at + 1 and not open_end and (dated or _numbers_itself(text)))
            or text.endswith(";")
            or paragraph.kind is LineKind.ROW
            or (lines and _BODIES.match(text) and text.isupper() and len(text) < 90)
            or (len(text) > 200 and not is_title_line(paragraph) and not named)
        )
        if stops or not (
            goes_on
            or open_end
            or is_title_line(paragraph)
            or (index == at + 1 and not lines)
            or re.match(r"(?:về|v/v|số)\b", text, re.I)
        ):
            break
        lines.append(text)
        index += 1
    title = re.sub(_TITLE_NUMBER, "", " ".join(" ".join(lines).split()).rstrip(" ."), flags=re.IGNORECASE)
    return re.sub(
        rf"^của\s+{_BODIES.pattern}[^,;]*?(?=\s+(?:về|v/v|quy định|hướng dẫn|ban hành|sửa đổi|bổ sung))\s+",
        "",
        title,
        flags=re.I,
    ), index


def _after_kind(text: str, kind_name: str) -> str:
    """What stands on the kind's own line behind it."""
    match = _KIND_LINE.match(text)
    return text[match.end("kind") if match else len(kind_name) :]


def _names(text: str) -> bool:
    """Whether the line below the kind is its title although it begins like a basis: "Thực hiện …", "Để …", "Xét …"."""
    if fold(text).startswith("can cu") or len(text) > _TITLE_LINE:
        return False
    return not text.rstrip().endswith((";", ":", ",", "."))


def _numbers_itself(text: str) -> bool:
    """Whether a line gives the document's number: not behind the name of another one ("… Luật Thử số 1/2020/QH14")."""
    match = _NUMBER_LINE.search(text)
    return match is not None and not _NAMES_KIND.search(text[: match.start("number")])


def _first_number(head: Sequence[Paragraph], title_at: int, title_end: int) -> str | None:
    """The document's own number; none where its place is empty, and never one that belongs to another document.

    A number in the title is the document's only right behind its kind ("NGHỊ ĐỊNH CỦA CHÍNH PHỦ SỐ …"). That of the
    decision with which a statute was issued ("kèm theo Quyết định số …") names the statute where nothing else does.
    """
    attached: str | None = None
    for index, paragraph in enumerate(head):
        if _BASIS.match(paragraph.text) or (title_end and index >= title_end and len(paragraph.text) > 120):
            continue
        if index == title_at and (found := _title_number(head, title_at, title_end)):
            return found
        if _BLANK_NUMBER.search(paragraph.text) and not _NUMBER_LINE.search(paragraph.text):
            return None
        if title_at <= index < title_end and title_at >= 0:
            continue
        for match in _NUMBER_LINE.finditer(paragraph.text):
            before = re.sub(r"[\s|]*(?:số\s*)?$", "", paragraph.text[: match.start("number")].rstrip(" :."), flags=re.I)
            above = head[index - 1].text.strip(" *_|") if index and not before.strip(" (*_|") else ""
            before, above = before[-_NAME:], above[-_NAME:]
            colon = ":" in match.group()
            if _WITH.search(before):
                attached = attached or clean_number(match["number"])
            elif not (_OTHERS.search(before) or (above and not colon and _OTHERS.search(above))):
                return clean_number(match["number"])
    return attached


def _title_number(head: Sequence[Paragraph], at: int, end: int) -> str | None:
    """The number right behind the kind, or on a line of the title of its own."""
    first = _after_kind(head[at].text.strip(" *_|"), _kind_line(head[at : at + 1])[1])
    lines = [first, *(paragraph.text.strip(" *_|") for paragraph in head[at + 1 : end])]
    if match := _OWN_NUMBER.match(" ".join(" ".join(lines).split())):
        return clean_number(match["number"])
    for index, line in enumerate(lines):
        own = re.match(rf"(?:Số|SỐ)\s*(?P<colon>[:.]?)\s*(?P<number>{_SIGN})", line)
        if own and (own["colon"] or not _ENDS_IN_KIND.search(" ".join(lines[:index]).strip())):
            return clean_number(own["number"])
    return None


def _date(head: Sequence[Paragraph], title_at: int, title_end: int) -> tuple[str, date | None]:
    for index, paragraph in enumerate(head):
        if _BASIS.match(paragraph.text):
            continue
        if index <= max(title_at, 0) and _BLANK_DATE.search(paragraph.text):
            return "", None  # "…, ngày    tháng    năm 2026" waits for its day; other days of the head are of others
        # Numbers hold figures and slashes (109/2004/NĐ-CP) that read like dates.
        if match := _DATE.search(NUMBER.sub(" | ", paragraph.text)):
            day = day_of(match)
            place = (match["place"] or "").strip(" *_|")
            # A day in the title is that of a document which it names.
            if title_at < index < title_end and not (place and _DATE_LINE.fullmatch(paragraph.text)):
                continue
            # Any other date in the head belongs to a document that is named there.
            if place or paragraph.text.strip(" *_(|").startswith("ngày") or "thông qua" in paragraph.text:
                return place, day
    return "", None


def _date_beside(lines: Sequence[Paragraph], number: str) -> date | None:
    """The date written right after the document's own number in its title ("số 116/2003/NĐ-CP ngày 10/10/2003")."""
    text = " ".join(paragraph.text for paragraph in lines)
    for match in NUMBER.finditer(text):
        after = _DAY_BESIDE.match(text, match.end())
        if after and clean_number(match.group()) == number:
            return day_of(after)
    return None


def _adopted(head: Sequence[Paragraph]) -> date | None:
    """The day a charter's title says it was adopted: "(… thông qua ngày 13/12/2017)"."""
    text = " ".join(paragraph.text for paragraph in head)
    match = _ADOPTED.search(text)
    return day_of(match) if match else None


def _passed(closing: Sequence[Paragraph]) -> date | None:
    """The day a law says it was passed, in its last paragraphs."""
    for paragraph in reversed(closing):
        if match := _PASSED.search(paragraph.text[:600]):
            return day_of(match)
    return None


def _issuer(head: Sequence[Paragraph], title_at: int) -> str:
    above = head[: title_at if title_at >= 0 else 8]
    named = _issuer_lines(above)
    if _OF_A_PLACE.search(named):  # its place on the line after the motto: "ỦY BAN NHÂN DÂN | CỘNG HÒA … | TỈNH A"
        places = (paragraph.text.strip(" *_|") for paragraph in above)
        named = " ".join([named, *[text for text in places if _PLACE.match(text) and len(text) < _PLACE_NAME][:1]])
    return named


def _issuer_lines(above: Sequence[Paragraph]) -> str:
    lines: list[str] = []
    for paragraph in above:
        text = _FILE_NAME.sub("", " ".join(paragraph.text.strip(" *_|-–").split()))
        if (motto := _STATE.search(text)) and motto.start() > 3:  # two columns on one line
            below = text[motto.end() :].strip(" *_|-–")
            text = text[: motto.start()].strip(" *_|-–")
            text = f"{text} {below}" if below.isupper() and _BODIES_OF.match(below) else text
        told = _NUMBER_LINE.search(text)
        if told and ":" not in told.group() and _OTHERS.search(" ".join([*lines[-1:], text[: told.start()]])):
            lines.append(text)  # "ĐOÀN KIỂM TRA" / "THEO QUYẾT ĐỊNH SỐ 5/QĐ-ST": how the body is called
            continue
        if (number := told or _OPEN_NUMBER.search(text)) and number.start() > 3:
            text = text[: number.start()].strip(" |*")
            if text.casefold() in KINDS:  # the page's own heading, "Nghị định số …", above the document
                continue
            lines += [text] if is_title_line(replace(paragraph, text=text)) else []
            break
        if not lines and _ANNEXED.match(text):
            return ""
        if not text or ":" in text or is_rule(paragraph.text) or _OPEN_NUMBER.search(text) or _NO_BODY.match(text):
            if lines:
                break
            continue
        own = replace(paragraph, text=text)
        if _STATE.search(text) or _NUMBER_LINE.search(text) or _DATE.search(text) or not is_title_line(own):
            if lines:
                break
            continue
        lines.append(text)
    words = " ".join(lines).split()
    half = len(words) // 2  # the gazette prints the body once more above the head
    return " ".join(words[:half] if half and words[:half] == words[half:] else words)


def _body_of(head: Sequence[Paragraph], at: int, kind_name: str) -> str:
    """The body that the title names: "NGHỊ ĐỊNH CỦA CHÍNH PHỦ SỐ …", also on two lines."""
    if at < 0:
        return ""
    rest = _after_kind(head[at].text.strip(" *_|"), kind_name)
    below = head[at + 1].text if at + 1 < len(head) else ""
    told = (rest if rest.strip() else below).strip(" *_|")
    match = _OF_BODY.match(told) or _JOINT.match(told)
    return " ".join(match["body"].split()) if match and _BODIES_OF.match(match["body"]) else ""


def _head_end(paragraphs: Sequence[Paragraph], body: int, title_end: int) -> int:
    """First paragraph that is neither head nor enacting clause."""
    last_basis, based = title_end, False
    for position in range(title_end, body):
        text = paragraphs[position].text.strip()
        if _BASIS.match(text) or _ENACTING.search(text) or (text.startswith("(") and position <= title_end + 2):
            last_basis, based = position + 1, based or not text.startswith("(")
        elif is_rule(text) and position <= title_end + 3:
            last_basis = max(last_basis, position + 1)
        elif last_basis == position and position > title_end:  # a bracket of two lines closes
            before = " ".join(paragraph.text for paragraph in paragraphs[title_end:position])
            if before.count("(") > before.count(")") and text.endswith(")"):
                last_basis = position + 1
    index = last_basis
    while index < body and based and (is_title_line(paragraphs[index]) or is_rule(paragraphs[index].text)):
        index += 1
    return index
