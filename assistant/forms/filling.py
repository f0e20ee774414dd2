"""A form text and the values of one form → a paper with its sources. Pure.

Structure comes from the reviewed text; values are put into its leaves as they are. A field that was left empty shows a
dotted line. Sources are numbered as their marks appear; below the paper stand the grounds, with the quoted words and
their state on the day, and what the user must check.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from assistant.export.blocks import (
    Grid,
    NewPage,
    Paper,
    Piece,
    SideBySide,
    Span,
    TextLine,
    Title,
    centered,
    line,
    signatures,
)
from assistant.forms.counting import ELECTED, TIED, outcome
from assistant.forms.entry import FormValues
from assistant.forms.grounds import CitedGround, cited
from assistant.forms.library import AgendaItem, FormTemplate, fields
from assistant.forms.markup import Entry, FormLine, MarkToken, counting
from assistant.forms.order import by_given_name
from corpus.core.display import vn_date
from corpus.core.registry import Registry

BLANK = "……………"
"""What stands where nothing was typed."""
TAKE_OFF = "(Bỏ dòng này khi dùng chính thức.)"
LAYOUT_CHECK = (
    "thể thức: khổ giấy A4, lề trên và dưới 20 mm, trái 30 mm, phải 15 mm, chữ Times New Roman cỡ 14 là cách trình bày "
    "thông dụng; đối chiếu với hướng dẫn về thể thức văn bản của Đảng đang áp dụng"
)
"""The layout of the file is customary; no source at hand gives the figures."""


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A form filled in.

    Attributes:
        name: of the paper.
        notice: its first line: whether the Centre has a form of its own.
        pieces: the paper itself.
        guide: what its user must know, with marks.
        grounds: what the marks stand for.
        checks: what the user must check, in order.
        on: the day that the rules are looked at for.
    """

    name: str
    notice: str
    pieces: tuple[Piece, ...]
    guide: tuple[Piece, ...]
    grounds: tuple[CitedGround, ...]
    checks: tuple[str, ...]
    on: date
    landscape: bool = False

    def paper(self) -> Paper:
        """The whole as one paper: the notice first, the form, then what is taken off before use."""
        rest: list[Piece] = [NewPage(), Title("Hướng dẫn và căn cứ (bỏ phần này khi dùng chính thức)", 2)]
        rest += [*self.guide, Title("Căn cứ", 3), line(self.as_of(), italic=True)]
        for ground in self.grounds:
            rest.append(
                TextLine(
                    (
                        Span(f"[{ground.number}] {ground.caption}: ", bold=True),
                        Span(f"{ground.frame[0]}{ground.quote}{ground.frame[1]}" if ground.quote else ""),
                        Span(f" {ground.standing}", italic=True),
                    ),
                    size="small",
                )
            )
        rest.append(Title("Cần kiểm tra trước khi dùng", 3))
        rest += [TextLine((Span(text),), bullet="☐", size="small") for text in self.checks]
        first = TextLine((Span(f"{self.notice} {TAKE_OFF}", italic=True),), size="small")
        return Paper(self.name, (first, *self.pieces, *rest), self.landscape)

    def as_of(self) -> str:
        """On which day the rules are looked at."""
        return f"Tình trạng hiệu lực xét vào ngày {vn_date(self.on)}, theo kho văn bản của trợ lý."


@dataclass
class _State:
    """What is being collected while lines are put together."""

    values: FormValues
    words: Mapping[str, str]
    marks: dict[str, int] = field(default_factory=dict)
    checks: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    widths: tuple[int, ...] = ()
    middle: frozenset[int] = frozenset()

    def mark(self, key: str) -> int:
        return self.marks.setdefault(key, len(self.marks) + 1)

    def check(self, text: str) -> None:
        told = text[:1].upper() + text[1:]
        if told and told not in self.checks:
            self.checks.append(told)


def fill(template: FormTemplate, values: FormValues, registry: Registry, today: date) -> FilledForm:
    """The form with these values, which must be free of errors."""
    on = values.days.get("ngay", today)
    state = _State(values, _words(template, values, on))
    flags = frozenset(_flags(template, values))
    lists = _lists(template, values, state, flags)
    pieces = tuple(_pieces(counting(template.body, flags, lists), state))
    guide = tuple(_pieces(counting(template.guide, flags, lists), state))
    grounds = tuple(cited(template.grounds[key], number, registry, on) for key, number in state.marks.items())
    grounds = _said_once(grounds)
    together: dict[str, list[str]] = {}
    for ground in grounds:
        together.setdefault(ground.to_check, []).append(f"[{ground.number}]")
    for words, marks in together.items():
        state.check(f"{', '.join(marks)} {words}" if words else "")
    state.check(LAYOUT_CHECK)
    return FilledForm(
        template.name, template.centre, pieces, guide, grounds, tuple(state.checks), on, template.landscape
    )


def _said_once(grounds: Sequence[CitedGround]) -> tuple[CitedGround, ...]:
    """The grounds with a long sentence on a document's state said at its first place only."""
    first: dict[str, int] = {}
    found = []
    for ground in grounds:
        number = first.setdefault(ground.standing, ground.number)
        again = number != ground.number and len(ground.standing) > _LONG
        found.append(replace(ground, standing=f"Tình trạng văn bản: như [{number}].") if again else ground)
    return tuple(found)


_LONG = 80
"""Characters of a sentence that is not said twice."""


def _flags(template: FormTemplate, values: FormValues) -> Iterator[str]:
    """Flags of the fields, and those that follow from figures."""
    yield from values.flags
    places, names = values.figures.get("so_bau"), values.lists.get("ung_vien") or values.lists.get("ket_qua") or []
    if places is not None and len(names) > places:
        yield "so_du"
        over, under = template.surplus
        if over and (len(names) - places) * under > places * over:
            yield "vuot_so_du"
    if any("khong" in person for person in names):
        yield "hai_cot"
    if places == 1 or (places is None and "chuc_danh.bi_thu" in values.flags):
        yield "mot_nguoi"
    if values.figures.get("vong", 0) >= 3:
        yield "lan_ba"
    if template.share[0] and "ket_qua" in values.lists:
        outcomes = [person.outcome for person in outcome(template, values)]
        if TIED in outcomes:
            yield "ngang_phieu"
        elif places is not None and outcomes.count(ELECTED) < places:
            yield "bau_thieu"


def _words(template: FormTemplate, values: FormValues, on: date) -> dict[str, str]:
    """Values of fields, and the words that follow from the kind of congress."""
    words = dict(values.words)
    kind = next((name for name in _KINDS if f"loai.{name}" in values.flags), "chi_bo")
    words |= _KINDS[kind]
    if kind == "chi_bo" and "co_chi_uy" not in values.flags and template.field("co_chi_uy"):
        words["cap_uy"] = "bí thư chi bộ"
    words["ngay_viet"] = (
        f"ngày {on.day:02d} tháng {f'{on.month:02d}' if on.month < 3 else on.month} năm {on.year}"
        if "ngay" in values.days
        else ("ngày …… tháng …… năm ……")
    )
    for name in ("to_chuc", "cap_tren"):
        words[f"{name}_hoa"] = values.words.get(name, BLANK).upper()
        words[f"cap_uy_{name}"] = _committee(values.words.get(name, BLANK))
    words["hom_nay"] = vn_date(on)
    if {"co_mat", "trieu_tap"} <= set(values.figures):
        words["vang"] = str(values.figures["trieu_tap"] - values.figures["co_mat"])
    if {"phat_ra", "thu_vao"} <= set(values.figures):
        words["khong_thu"] = str(values.figures["phat_ra"] - values.figures["thu_vao"])
    for name in ("ung_vien", "ket_qua", "trung_cu", "ban_kiem_phieu"):
        if name in values.lists:
            words[f"so_{name}"] = str(len(values.lists[name]))
    return words


def _committee(organisation: str) -> str:
    """The committee that writes and is written to for an organisation: ``Đảng ủy xã An Bình``."""
    return f"Đảng ủy{organisation[len('Đảng bộ') :]}" if organisation.startswith("Đảng bộ") else organisation


_KINDS = {
    "chi_bo": {"dai_hoi": "Đại hội", "nguoi": "đảng viên", "cap_uy": "chi ủy", "dang": "chi bộ"},
    "dang_vien": {"dai_hoi": "Đại hội đảng viên", "nguoi": "đảng viên", "cap_uy": "đảng ủy", "dang": "đảng bộ"},
    "dai_bieu": {"dai_hoi": "Đại hội đại biểu", "nguoi": "đại biểu", "cap_uy": "đảng ủy", "dang": "đảng bộ"},
}
"""Words for the kind of congress, its members and its committee."""


def _lists(
    template: FormTemplate, values: FormValues, state: _State, flags: frozenset[str]
) -> dict[str, Sequence[Entry]]:
    lists: dict[str, Sequence[Entry]] = dict(values.lists)
    if "ung_vien" in values.lists and "xep_ten" in values.flags:
        lists["ung_vien"] = by_given_name(values.lists["ung_vien"])
    if "ban_kiem_phieu" in values.lists:
        lists["ban_kiem_phieu"] = [
            entry | {"chuc": "" if number else " (trưởng ban)"}
            for number, entry in enumerate(values.lists["ban_kiem_phieu"])
        ]
    if template.share[0] and "ket_qua" in values.lists:
        lists["ket_qua"] = [
            {
                "tt": str(number),
                "ten": person.name,
                "phieu": str(person.votes),
                "khong": "" if person.against is None else str(person.against),
                "ty_le": person.percent,
                "ket_luan": person.outcome,
            }
            for number, person in enumerate(outcome(template, values), 1)
        ]
        lists["trung_cu"] = [
            entry | {"tt": str(number)}
            for number, entry in enumerate(
                [dict(entry) for entry in lists["ket_qua"] if entry["ket_luan"] == ELECTED], 1
            )
        ]
    if template.agenda:
        lists["noi_dung"] = list(_agenda(template.agenda, values, state, flags))
    return lists


def holds(item: AgendaItem, flags: frozenset[str] | set[str]) -> bool:
    """Whether a part of the programme is there under these flags."""
    return all((name[1:] not in flags) if name[0] == "!" else name in flags for name in item.when)


def _agenda(
    items: Iterable[AgendaItem], values: FormValues, state: _State, flags: frozenset[str]
) -> Iterator[dict[str, str]]:
    """Parts of the programme with the time each begins and ends."""
    hour, minute = (int(part) for part in values.words.get("gio", "07:30").split(":"))
    clock = timedelta(hours=hour, minutes=minute)
    number = 0
    for item in items:
        minutes = values.minutes.get(item.key, item.minutes)
        if not holds(item, flags) or not minutes:
            continue
        number += 1
        ends = clock + timedelta(minutes=minutes)
        marks = "".join(f"\xa0[{state.mark(key)}]" for key in item.grounds)
        yield {
            "tt": str(number),
            "tu": _clock(clock),
            "den": _clock(ends),
            "phut": str(minutes),
            "viec": _with(item.words, state.words) + marks,
            "ai": _with(item.who, state.words),
        }
        clock = ends
    state.words = {**state.words, "ket_thuc": _clock(clock)}


def _clock(time: timedelta) -> str:
    minutes = int(time.total_seconds()) // 60
    day = f" (ngày thứ {minutes // 1440 + 1})" if minutes >= 1440 else ""
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}{day}"


def _with(text: str, words: Mapping[str, str]) -> str:
    for name, value in words.items():
        text = text.replace("{" + name + "}", value)
    return text


def _pieces(lines: Iterator[tuple[FormLine, Entry]], state: _State) -> Iterator[Piece]:
    for form_line, entry in lines:
        if form_line.kind == "@cols":
            yield from _table(state)
            shares = "".join(token.text for token in form_line.tokens).split()
            state.widths = tuple(int(share.rstrip("c")) for share in shares)
            state.middle = frozenset(number for number, share in enumerate(shares) if share.endswith("c"))
            continue
        if form_line.kind == "|":
            state.rows.append([_plain(cell, state, entry) for cell in form_line.cells])
            continue
        yield from _table(state)
        yield from _piece(form_line, entry, state)
    yield from _table(state)


def _table(state: _State) -> Iterator[Piece]:
    """The rows collected so far, as a table whose first row is its header."""
    if not state.rows:
        return
    header, *rows = (tuple(row) for row in state.rows)
    fits = len(state.widths) == len(header)
    yield Grid(header, tuple(rows), state.widths if fits else (), state.middle if fits else frozenset())
    state.rows, state.widths, state.middle = [], (), frozenset()


def _piece(form_line: FormLine, entry: Entry, state: _State) -> Iterator[Piece]:
    spans = tuple(_spans(form_line.tokens, state, entry))
    text = "".join(span.text for span in spans)
    match form_line.kind:
        case "#" | "##" | "###":
            yield Title(text, {"#": 1, "##": 2, "###": 3}[form_line.kind])  # type: ignore[arg-type]
        case "=":
            yield TextLine(tuple(Span(s.text, True, s.italic, s.raised) for s in spans), align="center", keep=True)
        case "~":
            yield TextLine(tuple(Span(s.text, s.bold, True, s.raised) for s in spans), align="center")
        case "%":
            yield TextLine(spans, size="small")
        case ">":
            yield TextLine(tuple(Span(s.text, s.bold, True, s.raised) for s in spans), indent=1)
        case "-":
            yield TextLine(spans, indent=1, bullet="–")
        case "---":
            yield NewPage()
        case "@head":
            yield _head(text, state)
        case "@sign":
            sides = [
                tuple(part.strip() for part in _plain(cell, state, entry).split(" / ")) for cell in form_line.cells
            ]
            yield signatures(sides[0], sides[1] if len(sides) > 1 else ())
        case _:
            yield TextLine(spans, first_line=True)


def _head(number: str, state: _State) -> SideBySide:
    """The head of a paper of the Party: who issues it on the left, the Party, place and day on the right."""
    left = [centered(state.words["cap_tren_hoa"]), centered(state.words["to_chuc_hoa"], bold=True), centered("*")]
    if number:
        left.append(centered(number))
    place = state.words.get("dia_danh", BLANK)
    right = [
        centered("ĐẢNG CỘNG SẢN VIỆT NAM", bold=True, rule=True),
        centered(f"{place}, {state.words['ngay_viet']}", italic=True),
    ]
    return SideBySide(tuple(left), tuple(right))


def _spans(tokens: Iterable[MarkToken], state: _State, entry: Entry) -> Iterator[Span]:
    bold = False
    for place, token in enumerate(tokens):
        match token.kind:
            case "bold":
                bold = not bold
            case "words":
                yield Span(token.text, bold=bold)
            case "field":
                value = _value(token.text, state, entry)
                yield Span(value if place else value[:1].upper() + value[1:], bold=bold)
            case "cite":
                yield Span(f"[{state.mark(token.text)}]", raised=True)
            case "check":
                state.check(token.text.removeprefix("[cần kiểm tra: ").removesuffix("]"))
                yield Span(token.text, bold=True, italic=True)


def _plain(tokens: Sequence[MarkToken], state: _State, entry: Entry) -> str:
    return "".join(span.text for span in _spans(tokens, state, entry))


def _value(name: str, state: _State, entry: Entry) -> str:
    if name in entry:
        return entry[name]
    if name not in state.words and name not in KNOWN and name not in fields():
        raise KeyError(name)
    return state.words.get(name) or BLANK


KNOWN = {
    "dai_hoi", "nguoi", "cap_uy", "dang", "ngay_viet", "to_chuc_hoa", "cap_tren_hoa", "hom_nay", "vang", "ket_thuc",
    "khong_thu", "cap_uy_to_chuc", "cap_uy_cap_tren", "so_ung_vien", "so_ket_qua", "so_trung_cu", "so_ban_kiem_phieu",
}  # fmt: skip
"""Names that a text may use beside the fields'."""
ENTRY_NAMES = {"tt", "ten", "phieu", "khong", "ty_le", "ket_luan", "tu", "den", "phut", "viec", "ai", "chuc"}
"""Names that a text may use inside a repetition."""
