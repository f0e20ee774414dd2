"""Sums under test: of every story, each computed claim as it stands and with one deliberate fault. Edge: files.

A fault is told consistently: where the rounding is wrong, so are formula, result and sentence. The right claim must be
accepted, the wrong one refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from assistant.answering.calculation import calculate
from assistant.model import Calculation, Claim, Question
from assistant.question.understanding import understand
from assistant.verification.verifier import verify
from corpus.core.registry import Registry
from eval import DATA

STORIES = (DATA / "people" / "situations.dev.jsonl", DATA / "people" / "situations.opened.jsonl")
DAY = date(2026, 11, 28)
"""The day on which the stories were written."""
RIGHT = "như đã tính"
_ROUNDED = re.compile(
    r"(?P<exact>\d+,\d+), (?P<how>làm tròn lên|làm tròn xuống|lấy số nguyên liền trên(?: là)?) (?P<whole>\d+)"
)
_NEXT = re.compile(r"(?P<exact>\d+), lấy số nguyên liền trên(?: là)? (?P<whole>\d+)")
_OUT = re.compile(r"− (?P<count>\d+) \((?P<name>[^()]+)\)")
_ENDED = ("thì đã quá", "thì chưa quá"), ("thì đạt", "thì chưa đạt"), ("thì đủ", "thì chưa đủ")


@dataclass(frozen=True, slots=True)
class SumTrial:
    """One computed claim before the verifier; ``kind`` names its fault, ``RIGHT`` none."""

    kind: str
    provision: str
    claim: Claim
    refused: bool


def sum_trials(registry: Registry, paths: tuple[Path, ...] = STORIES) -> Iterator[SumTrial]:
    """The computed claims of the stories, right and wrong."""
    for path in paths:
        for line in path.read_text("utf-8").splitlines():
            understood = understand(Question(json.loads(line)["question"]), registry, DAY)
            day = understood.as_of.day
            for claim in calculate(understood, registry, day) or ():
                if claim.calculation is None:
                    continue
                for kind, one in ((RIGHT, claim), *_wrong(claim, claim.calculation)):
                    refused = not verify(one, registry, day).supported
                    yield SumTrial(kind, claim.citations[0].provision_id, one, refused)


def _wrong(claim: Claim, sum_: Calculation) -> Iterator[tuple[str, Claim]]:
    for kind, make in KINDS.items():
        for text, changed in make(claim.text, sum_):
            yield kind, replace(claim, text=text, calculation=changed)


Change = Iterator[tuple[str, Calculation]]


def _everywhere(text: str, sum_: Calculation, old: str, new: str, result: str) -> tuple[str, Calculation]:
    """The figure exchanged in sentence and formula, the result put right."""
    whole = re.compile(rf"(?<![\d/,]){re.escape(old)}(?![\d/,])")
    return whole.sub(new, text), replace(sum_, formula=whole.sub(new, sum_.formula), result=result)


def _base(text: str, sum_: Calculation) -> Change:
    """Another total than the input, the sum right in itself."""
    match = re.match(r"(\d+) : 2 = ", sum_.formula)
    if match is None:
        return
    total = int(match[1]) + 2
    shown = f"{total // 2}" if total % 2 == 0 else f"{total // 2},5"
    result = str(total // 2 + 1)
    formula = f"{total} : 2 = {shown}, lấy số nguyên liền trên là {result}"
    words = text.replace(sum_.formula, formula).replace(f"tổng số {match[1]}", f"tổng số {total}")
    yield (
        words.replace(f"từ {sum_.result} trở lên", f"từ {result} trở lên"),
        replace(sum_, formula=formula, result=result),
    )


def _rounding(text: str, sum_: Calculation) -> Change:
    """Up for down, down for up, the half itself for the number above it."""
    if match := _ROUNDED.search(sum_.formula):
        down = int(match["exact"].partition(",")[0])
        up = match["how"] != "làm tròn xuống"
        other, how = (down, "làm tròn xuống") if up else (down + 1, "làm tròn lên")
        old, new = match.group(), f"{match['exact']}, {how} {other}"
        gap = other - int(match["whole"])
        rest = re.sub(r"\+ \d+ = \d+$", f"+ {other} = {int(sum_.result) + gap}", sum_.formula.replace(old, new))
        result = str(int(sum_.result) + gap)
        words = text.replace(old, new)
        words = re.sub(rf"\b(từ|ít nhất|nhiều nhất|nhiều nhất là|ít nhất là) {match['whole']}\b", rf"\1 {other}", words)
        words = words.replace(f"nhiều nhất {sum_.result} người", f"nhiều nhất {result} người")
        yield words, replace(sum_, formula=rest, result=result)
    elif match := _NEXT.search(sum_.formula):
        words = text.replace(match.group(), match["exact"]).replace(
            f"từ {match['whole']} trở", f"từ {match['exact']} trở"
        )
        yield words, replace(sum_, formula=sum_.formula.replace(match.group(), match["exact"]), result=match["exact"])


def _exclusion(text: str, sum_: Calculation) -> Change:
    """Somebody is left out for a reason that the rule does not give, or whom it does give and not in full."""
    for match in _OUT.finditer(text):
        name = match["name"]
        shorter = " ".join(name.split()[:-3])
        for other in ("đã nghỉ hưu", "vắng mặt không có lý do", "đại biểu dự khuyết", *([shorter] if shorter else [])):
            inputs = {other if key == name else key: value for key, value in sum_.inputs.items()}
            yield text.replace(f"({name})", f"({other})"), replace(sum_, inputs=inputs)


def _count(text: str, sum_: Calculation) -> Change:
    """One more is left out than the inputs say."""
    if not (match := _OUT.search(text)):
        return
    more, left = int(match["count"]) + 1, int(sum_.result) - 1
    words = text.replace(match.group(), f"− {more} ({match['name']})", 1)
    formula = sum_.formula.replace(f"− {match['count']}", f"− {more}", 1).replace(f"= {sum_.result}", f"= {left}")
    yield words.replace(f"= {sum_.result}.", f"= {left}."), replace(sum_, formula=formula, result=str(left))


def _result(text: str, sum_: Calculation) -> Change:
    """One more than comes out, in sentence and result."""
    if sum_.result.isdigit():
        more = str(int(sum_.result) + 1)
        yield _everywhere(text, sum_, sum_.result, more, more)


def _finding(text: str, sum_: Calculation) -> Change:
    """Enough for short, short for enough."""
    for pair in _ENDED:
        for old, new in (pair, pair[::-1]):
            if old in text:
                yield text.replace(old, new), sum_


def _lacking(text: str, sum_: Calculation) -> Change:
    """One more is missing, is too many, or may be away, than follows."""
    for match in re.finditer(r"\b(thiếu|thừa|vắng nhiều nhất) (\d+)", text):
        yield f"{text[: match.start(2)]}{int(match[2]) + 1}{text[match.end(2) :]}", sum_


def _share(text: str, sum_: Calculation) -> Change:
    """The percentage of another total."""
    for match in re.finditer(r"(\d+)/(\d+) = (\d+(?:,\d+)?)%", text):
        yield text.replace(match.group(), f"{match[1]}/{match[2]} = 82,7%"), sum_


def _day(text: str, sum_: Calculation) -> Change:
    """The last day put off by one, in sentence, formula and result."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", sum_.result):
        last = date.fromisoformat(sum_.result)
        later = date.fromordinal(last.toordinal() + 1)
        old, new = f"{last:%d/%m/%Y}", f"{later:%d/%m/%Y}"
        yield text.replace(old, new), replace(sum_, formula=sum_.formula.replace(old, new), result=later.isoformat())


KINDS: dict[str, Callable[[str, Calculation], Change]] = {
    "mẫu số khác dữ kiện": _base,
    "làm tròn ngược": _rounding,
    "trừ người mà quy định không trừ": _exclusion,
    "trừ thêm một người": _count,
    "kết quả lệch một": _result,
    "đủ ↔ chưa đủ": _finding,
    "thiếu, vắng lệch một": _lacking,
    "tỷ lệ phần trăm khác": _share,
    "hạn lùi một ngày": _day,
}
