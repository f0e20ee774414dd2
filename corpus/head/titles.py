"""The kind of a document and its title: where they stand in the head, and where they end. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.core.text import fold
from corpus.head.lines import BASIS, DATE_LINE, JOINT, KIND_WORDS, NAMES_KIND, NUMBER_LINE, OWN_NUMBER, bare
from corpus.structure.extract import LineKind, Paragraph
from corpus.structure.signs import SIGN
from corpus.structure.zones import is_rule, is_title_line

_KIND_LINE = re.compile(rf"(?:bản\s+)?(?P<kind>{KIND_WORDS})(?=$|[\s:*])", re.IGNORECASE)
_TITLE_NUMBER = (
    rf"^(?:của\s+[^,;]{{3,60}}?\s+)?số\s*:?\s*{SIGN}\s*,?\s*"
    r"(?:ngày\s+\d{1,2}(?:\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}|\s+tháng\s+\d{1,2}\s+năm\s+\d{4}))?\s*"
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
_NUMBERED_NAME = re.compile(rf"(?:định|quyết|thị|tư|luật|lệnh|dẫn|luận|chế)\s+số\s*:?\s*{SIGN}$", re.IGNORECASE)
_BARE_BODY = re.compile(
    rf"của\s+{_BODIES.pattern}(?:\s+(?!về\b|v/v|quy\b|hướng\b|ban\s+hành|sửa\b|bổ\b|số\b)[^\s,;]+){{0,6}}",
    re.IGNORECASE,
)
_TITLE_LINE = 300  # characters


@dataclass(frozen=True, slots=True)
class HeadTitle:
    """Kind and title of a document, and where they stand.

    Attributes:
        at: index of the line that names the kind; -1 without one.
        kind_name: the kind as it is named, in small letters.
        behind: what stands on the kind's own line behind it.
        text: the title.
        end: index after the title's last line; 0 without a kind.
    """

    at: int = -1
    kind_name: str = ""
    behind: str = ""
    text: str = ""
    end: int = 0


def _kind_line(head: Sequence[Paragraph]) -> tuple[int, str]:
    """Index and name of the line that names the kind; ``(-1, "")`` when there is none."""
    best = (-1, "")
    for index, paragraph in enumerate(head):
        text = bare(paragraph)
        # "Căn cứ Quyết định …" names other documents; once a kind line was seen they cannot be ours any more.
        if BASIS.match(text) and best[0] >= 0:
            break
        match = _KIND_LINE.match(text)
        if match is None or BASIS.match(text) or text.endswith(":") or "này" in text.casefold().split():
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


def read_title(head: Sequence[Paragraph]) -> HeadTitle:
    """The kind's line and the title that follows it."""
    at, kind_name = _kind_line(head)
    first = _KIND_LINE.match(bare(head[at])) if at >= 0 else None
    if first is None:
        return HeadTitle()
    behind = first.string[first.end("kind") :]
    text, end = _joined(head, at, behind)
    return HeadTitle(at, kind_name, behind, text, end)


def _joined(head: Sequence[Paragraph], at: int, behind: str) -> tuple[str, int]:
    """Title lines from what stands behind the kind, joined; with the index after the last of them."""
    rest = re.sub(r"^\s*(?:số\s*[:.]?\s*" + SIGN + r")?\s*", "", behind, flags=re.IGNORECASE)
    body_only = _BARE_BODY.fullmatch(rest.strip())  # "NGHỊ ĐỊNH CỦA CHÍNH PHỦ": the title begins on the next line
    lines = [rest] if rest.strip() and not body_only else []
    if not lines and at + 1 < len(head) and JOINT.match(bare(head[at + 1])):
        at += 1  # the bodies of a joint circular
    index = at + 1
    while index < len(head) and index - at <= 8:
        paragraph = head[index]
        text = bare(paragraph)
        named = index == at + 1 and not lines and _names(text)
        goes_on = bool(lines) and text[:1].islower() and len(text) < _TITLE_LINE and not text.endswith((":", ";", ","))
        open_end = bool(lines) and (_DANGLING.search(lines[-1]) or _NUMBERED_NAME.search(lines[-1])) is not None
        # The number of the law that the title names, not of the document: it begins small and without a colon.
        open_end = open_end or (bool(lines) and re.match(r"(?:số|SỐ)\s+\d", text) is not None)
        dated = DATE_LINE.fullmatch(text) is not None
        # "CỦA NGÂN HÀNG … SỐ 1/2010/TT-NH" / "NGÀY 06 THÁNG 01 NĂM 2010" / the title
        told = bool(lines) and (own := OWN_NUMBER.match(" ".join(lines))) is not None and own["end"] is not None
        open_end = open_end or (told and dated)
        stops = (
            is_rule(paragraph.text)
            or (bool(lines) and lines[-1].endswith("."))
            or (BASIS.match(text) and not named)
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


def _names(text: str) -> bool:
    """Whether the line below the kind is its title although it begins like a basis: "Thực hiện …", "Để …", "Xét …"."""
    if fold(text).startswith("can cu") or len(text) > _TITLE_LINE:
        return False
    return not text.rstrip().endswith((";", ":", ",", "."))


def _numbers_itself(text: str) -> bool:
    """Whether a line gives the document's number: not behind the name of another one ("… Luật Thử số 1/2020/QH14")."""
    match = NUMBER_LINE.search(text)
    return match is not None and not NAMES_KIND.search(text[: match.start("number")])
