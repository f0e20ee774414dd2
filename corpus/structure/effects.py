"""What a document says about force: from when it applies, what it replaces, repeals or amends, who signed it.

Pure. Proposals for the catalogue, read as written; nothing is concluded from them here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from corpus.structure.header import NUMBER, clean_number
from corpus.structure.markers import quotations
from corpus.vietnamese.writtendates import WRITTEN, day_of

_NAMED = re.compile(
    r"\s*:?\s*(?:(?:các|một\s+(?:số|phần)|những|toàn\s+bộ|hiệu\s+lực(?:\s+của)?|\d{1,3}(?:\s*\([^()]{1,30}\))?)\s+)*"
    r"(?:quy|qui|quyết|nghị|chỉ|kết|hướng|thông|công\s+văn|bộ\s+luật|luật|pháp|chế\s+độ|văn\s+bản|danh\s+mục|thủ\s+tục"
    r"|điểm|khoản|mục|điều|chương|phần|tiết|đoạn|dòng|gạch\s+đầu|số\s+thứ\s+tự|phụ\s+(?:lục|biểu)|(?:biểu\s+)?mẫu|biểu"
    r"|cụm\s+từ|nội\s+dung)\b",
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
_LISTED_KIND = rf"(?:{_KIND}|[Vv]ăn bản(?: quy phạm pháp luật)?)"
_KIND_BEFORE = re.compile(rf"{_KIND}\s+(?:liên tịch\s+)?(?:số\s*:?\s*)?$")
# Where the next document of an enumeration begins, or the next part of one: "…, Nghị định số", "… và Điều 3 Thông tư".
_NEXT = re.compile(
    rf"(?:[,;:]|\bvà|\bcùng)\s+(?=(?:(?:các|một số|toàn bộ)\s+)?(?:{_KIND}\b"
    r"|(?i:điểm|khoản|tiết|mục|điều|chương|phần|phụ lục)\s))"
)
# Behind a document's number its title tells of others: "Nghị định số … sửa đổi một số điều của Nghị định số …".
_IN_TITLE = re.compile(
    r"\b(?:sửa đổi|bổ sung|quy định chi tiết|hướng dẫn|thi hành|kèm theo|thay thế|bãi bỏ|về)\b", re.IGNORECASE
)
# What stands between the verb and a number where only a part of that document is meant.
_PART = re.compile(
    r"\b(?:điểm|khoản|tiết|mục|điều|chương|phần|phụ (?:lục|biểu)|mẫu|đoạn|dòng|gạch đầu|số thứ tự|cụm từ|nội dung|biểu"
    r"|thủ tục|q(?:uy|ui) định tại)\b",
    re.I,
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
_LIST = re.compile(
    rf"(?:\b(?i:sau|gồm|cụ thể|như)(?:\s+đây)?\b|\b(?i:các|toàn bộ|một số|những|\d{{1,3}})\s+{_LISTED_KIND}"
    rf"|\b(?i:{_ENDING}))"
    r"[^.;:]{0,100}:\s*$"
)
# "Bãi bỏ một phần các văn bản sau:": whatever an item names, it is not ended as a whole.
_IN_PART = re.compile(
    r"\b(?:một phần|một số (?:điều|điểm|khoản|nội dung|quy định)|các (?:điều|điểm|khoản|nội dung)\b)", re.I
)
# "Bãi bỏ 5 Quyết định … theo Danh mục ban hành kèm theo …": the rows of that list are what ends.
_IN_ANNEX = re.compile(
    r"(?:^\s*|[.;:]\s+)(?:bãi|h[uủ][ỷy]) bỏ\b[^.;]{0,200}"
    r"\b(?:văn bản|quyết định|nghị quyết|thông tư|chỉ thị|quy định|hướng dẫn)\b[^.;]{0,300}"
    r"\b(?:danh mục|phụ lục)\b[^.;]{0,200}\b(?:kèm|đính|này)\b",
    re.IGNORECASE,
)
_ANNEX_TITLE = re.compile(r"(?:danh mục|phụ lục)\b", re.IGNORECASE)
_REPEALED = re.compile(r"\b(?:bãi|h[uủ][ỷy]) bỏ\b", re.IGNORECASE)
_TITLE_LIMIT, _TITLE_LINES, _CELL = 400, 6, 60
# "Quyết định có hiệu lực kể từ ngày ký, đồng thời thay thế …": the document speaks of itself without "này".
_OF_ITSELF = re.compile(rf"{_KIND}\s+(?:này\s+)?có hiệu lực\b[^;:]*$")
_AMENDING = re.compile(r"(?:về việc\s+)?(?:sửa đổi|bổ sung|bãi bỏ)\b", re.IGNORECASE)
_UNMARKED = re.compile(rf"\s*(?:{_KIND})\s+(?:liên tịch\s+)?(?:số\s*:?\s*)?\d")
# What stands before a verb that nobody carries out here: a duty, a proposal, a condition, a draft.
_NOT_DONE = re.compile(
    r"\b(?:rà soát|đề xuất|kiến nghị|đề nghị|tham mưu|xem xét|nghiên cứu|trách nhiệm|trình|dự thảo|việc|khi|nếu"
    r"|trường hợp|thẩm quyền|không|đã|đang|(?<!ngày )(?<!được )ban hành(?! kèm)|xây dựng|công bố|danh mục)\b",
    re.IGNORECASE,
)
_CLAUSE_START = re.compile(r"(?:^|[,:;.)]|\b[Nn]ay|\bđồng thời|\bthì|\bsẽ)\s*$")
_STARTS_AMENDING = re.compile(r"\s*(?:sửa đổi|bổ sung|thay thế)\b", re.IGNORECASE)
_PASSIVE = re.compile(r"\b(?:được|bị)\s+$"), re.compile(r"\s+(?:bởi|bằng)\b")
# "… vẫn có hiệu lực": an item that says what does not end.
_STAYS = re.compile(r"\b(?:vẫn|tiếp tục)\s+(?:\w+\s+){0,3}(?:hiệu lực|áp dụng|thực hiện|thi hành)\b", re.IGNORECASE)
_WORDS = re.compile(r"\b(?:cụm từ|từ ngữ|các từ|chữ)\b", re.IGNORECASE)
_CONTENTS = re.compile(r"\b(?:nội dung|quy định|điều khoản)\b[^|]{0,40}\b(?:bị|bãi bỏ|hết hiệu lực)\b", re.IGNORECASE)
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
    rf"(?:ngày\s*{WRITTEN}|(?P<signed>ngày\s+(?:ký|ban hành|(?:luật\s+)?(?:được\s+)?thông qua)))",
    re.IGNORECASE,
)


_OWN_END = re.compile(
    rf"(?:{_KIND}\s+này|^\s*(?:\d{{1,2}}\.\s*)?{_KIND}\s+này)(?:(?!\bnày\b|\bsố\b|[.;]\s)[^“”]){{0,160}}?"
    rf"(?:(?:hết|không còn|chấm dứt)\s+hiệu lực(?:\s+thi hành)?\s+(?:kể\s+)?từ\s+(?:sau\s+)?"
    rf"|hiệu lực\b(?:(?!\bnày\b|[.;]\s)[^“”]){{0,120}}?(?P<last>\bđến\s+hết\s+))ngày\s*{WRITTEN}",
)
_EXCEPT = re.compile(r"\btrừ\b|\bngoại trừ\b|\bđối với\b", re.IGNORECASE)
_SIGNS = re.compile(r"(?:T\s?/\s?M|TM\b|K\s?/\s?T|KT\b|TL\b|CHỦ TỊCH|TỔNG BÍ THƯ|BỘ TRƯỞNG|THỦ TƯỚNG|THỐNG ĐỐC)")
_SIGNED = re.compile(r"[(\[]?\s*(?:đã\s*ký|daky|ký tên|chữ ký|ký,).{0,30}", re.IGNORECASE)
_CAPITAL = r"[A-ZĐÀ-ỸĂÂÊÔƠƯ][a-zà-ỹđ]*"
_PERSON = re.compile(rf"(?:(?:PGS|GS|TS|ThS)\.?\s*)*{_CAPITAL}(?:\s+{_CAPITAL}){{1,4}}")
_SIGNED_LINES, _OFFICE_LENGTH = 8, 90


@dataclass(frozen=True, slots=True)
class OwnEnd:
    """When a document ends by its own words; ``sure`` is false where something is excepted from that."""

    day: date
    sure: bool


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
    lines = text.split("\n")
    quoted = quotations(lines)
    stopped = False
    for line, quotes in zip(lines, quoted, strict=True):
        if quotes or (line[:1] in '“"' and line.rstrip(" .;,")[-1:] in ("”", '"')):
            lead = ""
            continue  # words of another document
        item = _ITEM.match(line)
        plain = bool(lead) and item is None and listed in ("", "plain") and _UNMARKED.match(line) is not None
        plain = plain and not (listed and stopped)
        stopped = line.rstrip().endswith(".")
        if lead and ((item is not None and listed in ("", item.lastgroup)) or plain):
            listed = "plain" if item is None else item.lastgroup or ""
            own = line[item.end() if item else 0 :]
            ended = line.rstrip().endswith((".", ";", ":"))
            if (stays := _STAYS.search(own)) and not re.search(r"\bvề\b", own[: stays.start()]):
                continue
            line = f"{lead} {own}"
        elif lead and not ended and line[:1].islower():
            ended = line.rstrip().endswith((".", ";", ":"))  # the item above, cut in two
        else:
            opens = len(line) < _LEAD_LIMIT and _EFFECT.search(line) and _LIST.search(line)
            lead, listed = line if opens else "", ""
        if amended and _NUMBERS.search(line) is None and (own_part := _OWN_PART.match(line)):
            found.append(Effect("bãi bỏ", (), " ".join(own_part.group().split())[:300], (amended,)))
        if _EFFECT.search(line) is None or _NUMBERS.search(line) is None:
            continue
        told = _of_line(line)
        found += [_as_part(effect) for effect in told] if listed and _IN_PART.search(lead) else told
    return (*found, *_of_annexes(lines))


def _as_part(effect: Effect) -> Effect:
    """The effect with nothing ended as a whole."""
    return Effect(effect.verb, (), effect.text, tuple(dict.fromkeys([*effect.numbers, *effect.parts])))


def _of_annexes(lines: Sequence[str]) -> list[Effect]:
    """What the rows of an annexed list of repealed documents name, where an article repeals what the list holds.

    A list that only publishes what is no longer in force ("DANH MỤC VĂN BẢN HẾT HIỆU LỰC") ends nothing.
    """
    if not any(_IN_ANNEX.search(_LABEL.sub("", line[:_LINE_LIMIT], count=1)) for line in lines):
        return []
    found: list[Effect] = []
    inside, part, repeals, title = False, False, False, 0
    for line in lines:
        row, item = " | " in line, _ITEM.match(line)
        named = row or (item is not None and _UNMARKED.match(line[item.end() :]) is not None)
        if not named:
            short = len(line) < _TITLE_LIMIT and not line.rstrip().endswith((".", ";"))
            if short and _ANNEX_TITLE.match(line.strip(" *_")):
                inside, part, repeals, title = True, False, False, _TITLE_LINES
            if inside and short:
                repeals = repeals or (title > 0 and _REPEALED.search(line) is not None)
                part = _IN_PART.search(line) is not None or (part and "toàn bộ" not in line.casefold())
            title = max(0, title - 1)
            continue
        number = _NUMBERS.search(line)
        if inside and row and number is None:
            part = part or _CONTENTS.search(line) is not None  # a column for what of each document ends
        title = 0
        if not (inside and repeals) or number is None:
            continue
        before = line[: number.start()]
        # The number stands at the beginning of its cell, behind at most the row's figure and the document's kind.
        cell = before.rpartition(" | ")[2]
        if len(cell) > _CELL or _IN_TITLE.search(cell) or _BASIS.search(before):
            continue
        name = clean_number(number.group())
        whole = not (part or _PART.search(cell) or _INSIDE.search(cell))
        words = " ".join(line.split())[:300]
        found.append(Effect("bãi bỏ", (name,) if whole else (), words, () if whole else (name,)))
    return found


def _of_line(line: str) -> list[Effect]:
    """The clauses of one paragraph, sentence by sentence; what a semicolon joins goes on with what was before it."""
    found: list[Effect] = []
    before: Effect | None = None
    goes_on, depth = False, 0
    for piece in re.split(r"(?<=[.;])\s", line[:_LINE_LIMIT]):
        sentence, inside = piece, depth > 0
        depth = max(0, depth + piece.count("“") - piece.count("”"))
        if inside:  # the words of another document; what stands behind them is the document's own again
            sentence = "" if depth else piece.rpartition("”")[2]
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
    before, behind = sentence[: verb.start()], sentence[verb.end() :]
    if before.count("“") > before.count("”"):
        return None  # the words of another document
    if _PASSIVE[0].search(before) and _PASSIVE[1].match(behind):
        return None  # "Quyết định này được thay thế bởi …"
    name = " ".join(verb["verb"].lower().split()).replace("huỷ", "hủy")
    name = "hết hiệu lực" if name == "không còn hiệu lực" else name
    itself = [match.end() for match in re.finditer(r"\bnày\b", before)]
    # "Căn cứ Nghị định này, … ban hành Quyết định thay thế …": somebody else will.
    own = bool(itself) and (name == "hết hiệu lực" or _NOT_DONE.search(before[itself[-1] :]) is None)
    own = own or _OF_ITSELF.match(before) is not None
    told = _NUMBERS.search(sentence)
    # The verb comes after what it ends, or after a list's announcement: "Các Thông tư sau đây hết hiệu lực: …".
    after = _AFTERWARDS.match(sentence, verb.start()) is not None and _NAMED.match(sentence) is not None
    ends = after and told is not None and told.start() < verb.start()
    lists = after and told is not None and ":" in sentence[verb.start() : told.start()]
    repeals = name in ("bãi bỏ", "hủy bỏ") and _NAMED.match(behind) is not None and _carried_out(before)
    if not (own or repeals or ends or lists):
        return None
    stop = verb.start() if ends else len(sentence)
    return _named(name, sentence, 0 if ends else verb.end(), stop)


def _carried_out(before: str) -> bool:
    """Whether "bãi bỏ" is said by the document itself: at the start of a clause, not as a duty, a title or a report."""
    if _NOT_DONE.search(before):
        return False
    if _STARTS_AMENDING.match(before):
        return True
    return _CLAUSE_START.search(before) is not None and _NUMBERS.search(before) is None


def _further(before: Effect, sentence: str) -> Effect | None:
    """A piece after a semicolon that only names more of what was ended or amended before it."""
    if not _GOES_ON.match(sentence) or _ENDS.search(sentence):
        return None
    further = _named(before.verb, sentence, 0, len(sentence))
    # "Bãi bỏ cụm từ … tại Thông tư số …; Thông tư số …": of the second, too, only the words.
    return _as_part(further) if further and _WORDS.search(before.text) and not before.numbers else further


def _named(verb: str, sentence: str, start: int, stop: int) -> Effect | None:
    """The effect on the documents that a sentence names between two places; ``None`` when it names none."""
    wholes: list[str] = []
    parts: list[str] = []
    last, basis, inside, within = start, False, False, False
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
            # "nội dung … tại Quyết định số … và Quyết định số …": of both only that.
            within = _INSIDE.search(own) is not None or (within and _KIND_BEFORE.fullmatch(own) is not None)
            within = within or (last == start and _WORDS.search(own) is not None)
            (parts if _PART.search(own) or within else wholes).append(clean_number(number.group()))
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


def own_end(text: str) -> OwnEnd | None:
    """The first day on which the document, by its own words, is no longer in force; ``None`` when it does not say.

    "Nghị định này hết hiệu lực kể từ ngày …" and "Nghị quyết này … có hiệu lực … đến hết ngày …" say so; what a
    quotation, another document's sentence or "thay thế" says does not.
    """
    lines = text.split("\n")
    for line, quoted in zip(lines, quotations(lines), strict=True):
        match = None if quoted else _OWN_END.search(line[:_LINE_LIMIT])
        if match is None or line[: match.start()].count("“") > line[: match.start()].count("”"):
            continue
        day = day_of(match)
        if day is None:
            continue
        last = match["last"] is not None
        rest = line[match.end() : _LINE_LIMIT]
        return OwnEnd(day + timedelta(days=1) if last else day, sure=_EXCEPT.search(rest.split(".")[0]) is None)
    return None


def signatory(paragraphs: Sequence[str]) -> str:
    """Who signed, from the closing's lines: the offices (``T/M BAN BÍ THƯ``) and the name, as far as they follow."""
    for block in paragraphs:
        lines = [line.strip() for line in block.split("\n") if line.strip()]
        for index, text in enumerate(lines):
            if not _SIGNS.match(text):
                continue
            told = [text]
            for later in lines[index + 1 : index + _SIGNED_LINES]:
                if _SIGNED.fullmatch(later):
                    continue
                if _PERSON.fullmatch(later):
                    told.append(later)
                    break
                if not (later.isupper() and len(later) < _OFFICE_LENGTH):
                    break
                told.append(later)
            return " ".join(told)
    return ""


def _about_other(text: str, position: int) -> bool:
    """Whether the sentence is about another document's force ("Luật … có hiệu lực từ ngày…" in passing)."""
    sentence = text[text.rfind("\n", 0, position) + 1 : position]
    return len(sentence) > 40 and not re.search(r"\bnày\b", sentence)
