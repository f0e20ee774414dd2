"""What the dearest questions cost: ``python -m bench.hostile --home var``.

Every shape is repeated to the longest question that is taken, alone, behind a real question and before "gì?", and
asked; seconds of processor time of the whole process, threads of the encoder included. Printed are the dearest shapes,
and those whose cost more than doubles by far (``growth``) from half of the length to the whole.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from assistant.model import MAX_CHARS, Question
from assistant.service import Assistant
from assistant.settings import Settings
from assistant.wiring import assistant_from
from corpus.core.errors import AssistantError
from corpus.core.installation import HOME

REAL = "Đại hội chi bộ hợp lệ khi nào "
_LISTED = (
    '٣|9|1 |12 |1.|1/|1,|1-|1.1 |a|a |Ab1|<| <a|[|(|"|; drop table |<script|-|- |.|. |? |...|…|được |không |có |'
    "ai |có được không |ít nhất |bao nhiêu |60/120 |60% |31/12/9999 |năm 2020 |khóa |thế còn |còn |và |"
    "đảng viên |chi bộ |quy định 294 |theo điều 1 |Điều 5 khoản 2 |khoản 1 |mục 1.1 |294-QĐ/TW |Quyết định số |"
    "văn bản đó |ĐH |ct |bt 12 |một |hai mươi năm |nguoi |dại biểu |kiễm phiếu |xin chào |cảm ơn. |nếu |"
    "trong đó có |200 đảng viên vắng 20 |bầu 15 người |10 ngày làm việc |trước |từ |ạ\u0301|t\u030ah\u031eư |A/|"
    "AbC123+/|xã |cấp tỉnh |kể từ ngày |hai phần ba |ß|\ufb03 "
)
SHAPES = tuple(_LISTED.split("|"))
"""Beginnings of many readings: figures, places, documents, signs, words that open or end a pattern."""


def filled(shape: str, chars: int, before: str = "", after: str = "") -> str:
    """The shape repeated to ``chars`` characters between two other texts."""
    room = chars - len(before) - len(after)
    return before + (shape * (room // len(shape) + 1))[:room] + after


def questions(chars: int) -> Iterator[tuple[str, str]]:
    """Every shape in its three places, with a name."""
    for shape in SHAPES:
        yield repr(shape), filled(shape, chars)
        yield f"{REAL.strip()} + {shape!r}", filled(shape, chars, REAL)
        yield f"{shape!r} + gì?", filled(shape, chars, "", " gì?")


def cost(assistant: Assistant, text: str) -> float:
    """Seconds of processor time of an answer or a refusal."""
    begin = time.process_time()
    with suppress(AssistantError):  # a refusal by the door costs, too
        assistant.answer(Question(text))
    return time.process_time() - begin


def main() -> None:
    """Ask everything and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.hostile")
    parser.add_argument("--home", type=Path, default=HOME)
    parser.add_argument("--corpus", default="shipped")
    arguments = parser.parse_args()
    assistant = assistant_from(Settings(home=arguments.home, corpus=arguments.corpus))
    cost(assistant, REAL)
    half = {name: cost(assistant, text) for name, text in questions(MAX_CHARS // 2)}
    whole = {name: cost(assistant, text) for name, text in questions(MAX_CHARS)}
    for name in sorted(whole, key=lambda name: -whole[name])[:15]:
        print(f"{whole[name] * 1000:6.0f} ms  growth {whole[name] / max(half[name], 0.02):4.1f}  {name}")
    over = sum(seconds > 0.3 for seconds in whole.values())
    print(f"{len(whole)} shapes, median {sorted(whole.values())[len(whole) // 2] * 1000:.0f} ms, over 300 ms: {over}")


if __name__ == "__main__":
    main()
