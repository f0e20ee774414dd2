"""Is a question answered alike however it is typed: fewer diacritics, capitals, NFD, old tones, a slip of the finger?

Edge: ``python -m eval.retyped`` asks single questions of ``data/people`` (dev and opened halves) and of case files as
they stand and typed in other ways, and prints for each way, with n and a 95 % interval (Wilson), how many answers
changed: another decision, another first citation, or another head; and of those answered as written, how many were
lost. What a way does not change in a question does not count for it; nor does a question typed without diacritics.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import chain
from pathlib import Path
from random import Random
from typing import Annotated, Any

import typer

from assistant.model import Question, Status
from assistant.service import Assistant
from assistant.settings import Settings
from assistant.wiring import assistant_from
from corpus.core.text import has_diacritics, strip_diacritics
from eval import DATA
from eval.people import DAY, head_of, share, single
from eval.suites.cases import Case, load

_SECOND = re.compile(r"(?<![qQ])([oO](?=[aeAE])|[uU](?=[yY]))(\w)([\u0300\u0301\u0303\u0309\u0323])(?!\w)")
"""A tone on the second vowel of a syllable that ends there ("hoà"), as NFD writes it."""
_FIRST = re.compile(r"(?<![qQ])([oO](?=.[aeAE])|[uU](?=.[yY]))([\u0300\u0301\u0303\u0309\u0323])(\w)(?!\w)")
"""The same on the first vowel ("hòa")."""
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_MIXED = {"\u0303": "\u0309", "\u0309": "\u0303"}


def half(question: str, chance: Random) -> str:
    """Every second word, by chance, without its diacritics."""
    return " ".join(strip_diacritics(word) if chance.random() < 0.5 else word for word in question.split(" "))


def tones_moved(question: str) -> str:
    """The tone of open syllables in ``oa``, ``oe``, ``uy`` on the other vowel: "hòa" as "hoà", and back."""
    text = unicodedata.normalize("NFD", question)
    to_second, to_first = _FIRST.sub(r"\1\3\2", text), _SECOND.sub(r"\1\3\2", text)
    return unicodedata.normalize("NFC", to_second if to_second != text else to_first)


def wrong_tone(question: str, chance: Random) -> str:
    """One hỏi as ngã or one ngã as hỏi; where there is none, one tone mark left out."""
    text = unicodedata.normalize("NFD", question)
    places = [n for n, sign in enumerate(text) if sign in _MIXED] or [
        n for n, sign in enumerate(text) if sign in _TONES
    ]
    if places:
        at = chance.choice(places)
        text = text[:at] + _MIXED.get(text[at], "") + text[at + 1 :]
    return unicodedata.normalize("NFC", text)


def letters_swapped(question: str, chance: Random) -> str:
    """One word of four letters or more with two neighbours inside it exchanged."""
    words = question.split(" ")
    long = [n for n, word in enumerate(words) if len(word) >= 4 and word.isalpha()]
    if long:
        at = chance.choice(long)
        word, place = words[at], chance.randrange(1, len(words[at]) - 2)
        words[at] = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return " ".join(words)


WAYS: Mapping[str, Callable[[str, Random], str]] = {
    "một nửa số dấu": half,
    "d thay đ": lambda question, _: question.replace("đ", "d").replace("Đ", "D"),
    "chữ hoa": lambda question, _: question.upper(),
    "NFD": lambda question, _: unicodedata.normalize("NFD", question),
    "dấu thanh kiểu kia": lambda question, _: tones_moved(question),
    "không dấu": lambda question, _: strip_diacritics(question),
    "sai một dấu thanh": wrong_tone,
    "đảo hai chữ cái": letters_swapped,
}


@dataclass(frozen=True, slots=True)
class Typed:
    """What came of a question, as far as it may not depend on typing.

    Attributes:
        answered: whether there was an answer.
        outcome: its decision, the provision cited first, the head.
    """

    answered: bool
    outcome: tuple[str, str, str]


def gist(answer: Mapping[str, Any]) -> Typed:
    """What an answer decided and where it stands."""
    cited = [citation["provision_id"] for claim in answer["claims"] for citation in claim["citations"]]
    decision = answer["refusal"]["reason"] if answer["refusal"] else answer["status"]
    return Typed(
        answer["status"] == Status.ANSWERED.value, (decision, cited[0] if cited else "", head_of(dict(answer)))
    )


@dataclass(slots=True)
class TypingTally:
    """Of one way: how many questions were asked, answers changed, answered as written, and lost of these."""

    asked: int = 0
    changed: int = 0
    answered: int = 0
    lost: int = 0

    def add(self, before: Typed, after: Typed) -> None:
        """Count one question."""
        self.asked += 1
        self.changed += before.outcome != after.outcome
        self.answered += before.answered
        self.lost += before.answered and not after.answered


def compare(assistant: Assistant, cases: Iterable[Case]) -> dict[str, TypingTally]:
    """The cases as written and in every way; typing by chance is the same for the same case."""
    found = {name: TypingTally() for name in WAYS}
    for case in cases:
        if not has_diacritics(case.question) or case.history:
            continue
        before = _ask(assistant, case, case.question)
        for name, way in WAYS.items():
            chance = Random(sha256(f"{name} {case.id}".encode()).digest())  # noqa: S311 (sampling, not secrets)
            if (typed := way(case.question, chance)) != case.question:
                found[name].add(before, _ask(assistant, case, typed))
    return found


def _ask(assistant: Assistant, case: Case, text: str) -> Typed:
    return gist(assistant.answer(Question(text, as_of=case.as_of)).to_json())


def main(
    home: Annotated[Path | None, typer.Option(help="Thư mục dữ liệu chạy.", envvar="TLDH_HOME")] = None,
    files: Annotated[list[Path], typer.Option("--file", help="Tệp câu hỏi khác thay cho các bộ mặc định.")] = [],  # noqa: B006
    sample: Annotated[int, typer.Option(min=1, help="Chỉ hỏi một trong N câu, chọn theo mã.")] = 1,
) -> None:
    """Đo xem cách gõ có làm đổi câu trả lời không (trên bộ văn bản đóng gói)."""
    settings = Settings() if home is None else Settings(home=home)
    assistant = replace(assistant_from(settings.model_copy(update={"corpus": "shipped"})), today=lambda: DAY)
    cases = load(files) if files else chain(single(), load([DATA / "cases" / "shipped.dev.jsonl"]))
    chosen = (case for case in cases if int(sha256(case.id.encode()).hexdigest(), 16) % sample == 0)
    for name, tally in compare(assistant, chosen).items():
        typer.echo(f"{name}: đổi {share(tally.changed, tally.asked)}; mất {share(tally.lost, tally.answered)}")


if __name__ == "__main__":
    typer.run(main)
