"""What a document says about force: from when it applies, what it replaces, repeals or amends, who signed it.

Pure but for ``effects.toml``. Proposals for the catalogue, read as written; nothing is concluded from them here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from corpus.core.phrases import words_of
from corpus.structure.markers import quotations
from corpus.structure.signs import NUMBER, clean_number
from corpus.vietnamese.writtendates import WRITTEN, day_of


class _EffectWords:
    """What is looked for in a document: ``effects.toml``, told there."""

    effect: re.Pattern[str]
    ends: re.Pattern[str]
    named: re.Pattern[str]
    afterwards: re.Pattern[str]
    numbers: re.Pattern[str]
    kind_before: re.Pattern[str]
    next_named: re.Pattern[str]
    in_title: re.Pattern[str]
    part: re.Pattern[str]
    inside: re.Pattern[str]
    only_words: re.Pattern[str]
    bygone: re.Pattern[str]
    basis: re.Pattern[str]
    beside: re.Pattern[str]
    announces: re.Pattern[str]
    in_part: re.Pattern[str]
    item: re.Pattern[str]
    label: re.Pattern[str]
    unmarked: re.Pattern[str]
    stays: re.Pattern[str]
    about: re.Pattern[str]
    in_annex: re.Pattern[str]
    annex_title: re.Pattern[str]
    repealed: re.Pattern[str]
    whole: re.Pattern[str]
    contents: re.Pattern[str]
    this: re.Pattern[str]
    of_itself: re.Pattern[str]
    amending: re.Pattern[str]
    was_amended: re.Pattern[str]
    not_done: re.Pattern[str]
    clause_start: re.Pattern[str]
    starts_amending: re.Pattern[str]
    passive: re.Pattern[str]
    passive_by: re.Pattern[str]
    own_part: re.Pattern[str]
    goes_on: re.Pattern[str]
    after: re.Pattern[str]
    in_force: re.Pattern[str]
    own_end: re.Pattern[str]
    excepts: re.Pattern[str]
    signs: re.Pattern[str]
    signed: re.Pattern[str]
    person: re.Pattern[str]


_WORDS = words_of(
    Path(__file__).with_name("effects.toml"), _EffectWords, given={"number": NUMBER.pattern, "written": WRITTEN}
)
_LEAD_LIMIT, _LINE_LIMIT = 300, 5000
"""Characters of a line that announces a list, and of a paragraph searched for effects."""
_TITLE_LIMIT, _TITLE_LINES, _CELL = 400, 6, 60
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
        item = _WORDS.item.match(line)
        plain = bool(lead) and item is None and listed in ("", "plain") and _WORDS.unmarked.match(line) is not None
        plain = plain and not (listed and stopped)
        stopped = line.rstrip().endswith(".")
        if lead and ((item is not None and listed in ("", item.lastgroup)) or plain):
            listed = "plain" if item is None else item.lastgroup or ""
            own = line[item.end() if item else 0 :]
            ended = line.rstrip().endswith((".", ";", ":"))
            if (stays := _WORDS.stays.search(own)) and not _WORDS.about.search(own[: stays.start()]):
                continue
            line = f"{lead} {own}"
        elif lead and not ended and line[:1].islower():
            ended = line.rstrip().endswith((".", ";", ":"))  # the item above, cut in two
        else:
            opens = len(line) < _LEAD_LIMIT and _WORDS.effect.search(line) and _WORDS.announces.search(line)
            lead, listed = line if opens else "", ""
        if amended and _WORDS.numbers.search(line) is None and (own_part := _WORDS.own_part.match(line)):
            found.append(Effect("bãi bỏ", (), " ".join(own_part.group().split())[:300], (amended,)))
        if _WORDS.effect.search(line) is None or _WORDS.numbers.search(line) is None:
            continue
        told = _of_line(line)
        found += [_as_part(effect) for effect in told] if listed and _WORDS.in_part.search(lead) else told
    return (*found, *_of_annexes(lines))


def _as_part(effect: Effect) -> Effect:
    """The effect with nothing ended as a whole."""
    return Effect(effect.verb, (), effect.text, tuple(dict.fromkeys([*effect.numbers, *effect.parts])))


def _of_annexes(lines: Sequence[str]) -> list[Effect]:
    """What the rows of an annexed list of repealed documents name, where an article repeals what the list holds.

    A list that only publishes what is no longer in force ("DANH MỤC VĂN BẢN HẾT HIỆU LỰC") ends nothing.
    """
    if not any(_WORDS.in_annex.search(_WORDS.label.sub("", line[:_LINE_LIMIT], count=1)) for line in lines):
        return []
    found: list[Effect] = []
    inside, part, repeals, title = False, False, False, 0
    for line in lines:
        row, item = " | " in line, _WORDS.item.match(line)
        named = row or (item is not None and _WORDS.unmarked.match(line[item.end() :]) is not None)
        if not named:
            short = len(line) < _TITLE_LIMIT and not line.rstrip().endswith((".", ";"))
            if short and _WORDS.annex_title.match(line.strip(" *_")):
                inside, part, repeals, title = True, False, False, _TITLE_LINES
            if inside and short:
                repeals = repeals or (title > 0 and _WORDS.repealed.search(line) is not None)
                part = _WORDS.in_part.search(line) is not None or (
                    part and _WORDS.whole.search(line.casefold()) is None
                )
            title = max(0, title - 1)
            continue
        number = _WORDS.numbers.search(line)
        if inside and row and number is None:
            part = part or _WORDS.contents.search(line) is not None  # a column for what of each document ends
        title = 0
        if not (inside and repeals) or number is None:
            continue
        before = line[: number.start()]
        # The number stands at the beginning of its cell, behind at most the row's figure and the document's kind.
        cell = before.rpartition(" | ")[2]
        if len(cell) > _CELL or _WORDS.in_title.search(cell) or _WORDS.basis.search(before):
            continue
        name = clean_number(number.group())
        whole = not (part or _WORDS.part.search(cell) or _WORDS.inside.search(cell))
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
    own = _WORDS.was_amended.split(title, maxsplit=1)[0]
    numbers = {clean_number(number.group()) for number in _WORDS.numbers.finditer(own)}
    return numbers.pop() if len(numbers) == 1 and _WORDS.amending.match(title) else ""


def _effect(sentence: str) -> Effect | None:
    sentence = _WORDS.label.sub("", sentence.strip(), count=1)
    # What ends counts before what amends: "Luật số … sửa đổi, bổ sung … hết hiệu lực".
    verb = _WORDS.ends.search(sentence) or _WORDS.effect.search(sentence)
    if verb is None or _WORDS.bygone.search(sentence[: verb.start()]):
        return None
    before, behind = sentence[: verb.start()], sentence[verb.end() :]
    if before.count("“") > before.count("”"):
        return None  # the words of another document
    if _WORDS.passive.search(before) and _WORDS.passive_by.match(behind):
        return None  # "Quyết định này được thay thế bởi …"
    name = " ".join(verb["verb"].lower().split()).replace("huỷ", "hủy")
    name = "hết hiệu lực" if name == "không còn hiệu lực" else name
    itself = [match.end() for match in _WORDS.this.finditer(before)]
    # "Căn cứ Nghị định này, … ban hành Quyết định thay thế …": somebody else will.
    own = bool(itself) and (name == "hết hiệu lực" or _WORDS.not_done.search(before[itself[-1] :]) is None)
    own = own or _WORDS.of_itself.match(before) is not None
    told = _WORDS.numbers.search(sentence)
    # The verb comes after what it ends, or after a list's announcement: "Các Thông tư sau đây hết hiệu lực: …".
    after = _WORDS.afterwards.match(sentence, verb.start()) is not None and _WORDS.named.match(sentence) is not None
    ends = after and told is not None and told.start() < verb.start()
    lists = after and told is not None and ":" in sentence[verb.start() : told.start()]
    repeals = name in ("bãi bỏ", "hủy bỏ") and _WORDS.named.match(behind) is not None and _carried_out(before)
    if not (own or repeals or ends or lists):
        return None
    stop = verb.start() if ends else len(sentence)
    return _named(name, sentence, 0 if ends else verb.end(), stop)


def _carried_out(before: str) -> bool:
    """Whether "bãi bỏ" is said by the document itself: at the start of a clause, not as a duty, a title or a report."""
    if _WORDS.not_done.search(before):
        return False
    if _WORDS.starts_amending.match(before):
        return True
    return _WORDS.clause_start.search(before) is not None and _WORDS.numbers.search(before) is None


def _further(before: Effect, sentence: str) -> Effect | None:
    """A piece after a semicolon that only names more of what was ended or amended before it."""
    if not _WORDS.goes_on.match(sentence) or _WORDS.ends.search(sentence):
        return None
    further = _named(before.verb, sentence, 0, len(sentence))
    # "Bãi bỏ cụm từ … tại Thông tư số …; Thông tư số …": of the second, too, only the words.
    return _as_part(further) if further and _WORDS.only_words.search(before.text) and not before.numbers else further


def _named(verb: str, sentence: str, start: int, stop: int) -> Effect | None:
    """The effect on the documents that a sentence names between two places; ``None`` when it names none."""
    wholes: list[str] = []
    parts: list[str] = []
    last, basis, inside, within = start, False, False, False
    for number in _WORDS.numbers.finditer(sentence, 0, stop):
        if number.start() < start:
            continue
        between = sentence[last : number.start()]
        # "theo Quyết định số … và Nghị quyết số …": the second one is a basis, too.
        basis = _WORDS.basis.search(sentence[: number.start()]) is not None or (
            basis and _WORDS.beside.search(between) is not None
        )
        # What the last document's title names stands for nothing: no words of an enumeration separate it.
        nexts = list(_WORDS.next_named.finditer(between)) if last > start else []
        own = between[nexts[-1].end() :] if nexts else between
        titled = _WORDS.in_title.search(_WORDS.kind_before.sub("", own)) is not None
        inside = last > start and (titled or (inside and ";" not in between))
        if not basis and not inside:
            # "nội dung … tại Quyết định số … và Quyết định số …": of both only that.
            within = _WORDS.inside.search(own) is not None or (within and _WORDS.kind_before.fullmatch(own) is not None)
            within = within or (last == start and _WORDS.only_words.search(own) is not None)
            (parts if _WORDS.part.search(own) or within else wholes).append(clean_number(number.group()))
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
        for match in _WORDS.in_force.finditer(text)
        if not _about_other(text, match.start())
    ]
    if issued is not None:
        counted = (match for match in _WORDS.after.finditer(text) if not _about_other(text, match.start()))
        days += [issued + timedelta(days=int(match["days"])) for match in counted]
    return next((day for day in days if day), None)


def own_end(text: str) -> OwnEnd | None:
    """The first day on which the document, by its own words, is no longer in force; ``None`` when it does not say.

    "Nghị định này hết hiệu lực kể từ ngày …" and "Nghị quyết này … có hiệu lực … đến hết ngày …" say so; what a
    quotation, another document's sentence or "thay thế" says does not.
    """
    lines = text.split("\n")
    for line, quoted in zip(lines, quotations(lines), strict=True):
        match = None if quoted else _WORDS.own_end.search(line[:_LINE_LIMIT])
        if match is None or line[: match.start()].count("“") > line[: match.start()].count("”"):
            continue
        day = day_of(match)
        if day is None:
            continue
        last = match["last"] is not None
        rest = line[match.end() : _LINE_LIMIT]
        return OwnEnd(day + timedelta(days=1) if last else day, sure=_WORDS.excepts.search(rest.split(".")[0]) is None)
    return None


def signatory(paragraphs: Sequence[str]) -> str:
    """Who signed, from the closing's lines: the offices (``T/M BAN BÍ THƯ``) and the name, as far as they follow."""
    for block in paragraphs:
        lines = [line.strip() for line in block.split("\n") if line.strip()]
        for index, text in enumerate(lines):
            if not _WORDS.signs.match(text):
                continue
            told = [text]
            for later in lines[index + 1 : index + _SIGNED_LINES]:
                if _WORDS.signed.fullmatch(later):
                    continue
                if _WORDS.person.fullmatch(later):
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
    return len(sentence) > 40 and not _WORDS.this.search(sentence)
