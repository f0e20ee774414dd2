"""What is never answered, seen from the words of the question alone. Pure but for reading its own patterns once.

Three screens: instructions aimed at the assistant (``unsafe``), classified or personal-file content
(``sensitive``), and opinions about politics or persons (``out_of_scope``). The phrases are reviewed data
(``screens.toml``); a question with diacritics is matched with them, one without is matched folded, also with leetspeak
undone. A screen only ever refuses; what passes is still judged on evidence.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.model import RefusalReason
from corpus.core.phrases import pattern_of
from corpus.core.text import fold, syllables, tone_key
from indexing.keys import is_accented

_LEET = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s"})
_TONES = {0x300: "f", 0x301: "s", 0x303: "x", 0x309: "r", 0x323: "j"}
_SIGNS = re.compile(
    r"<\s*/?\s*(?:system|sys|assistant|user|inst)\s*>|\[\s*/?\s*(?:system|inst)\s*\]|<\|.{0,20}\|>"
    r"|###\s*(?:system|instruction|he thong)|javascript:|<\s*/?\s*(?:script|iframe)|onerror\s*=|\bor 1\s*=\s*1"
)
"""Forms that no question has: roles and markup of chat models, code for a browser or a database."""
_NUMBERED_PERSON = re.compile(r"(?<!\d)\d{12}(?!\d)")
"""A number of a citizen's card."""
_CODE = re.compile(
    r"<script.{0,400}?</script>|<[^<>]{1,80}>|['\"]?\s?;\s?drop\s+table[^;]*;?\s?(?:--)?", re.IGNORECASE | re.DOTALL
)
_LONG_BASE64 = re.compile(r"[A-Za-z0-9+/]{40,}={0,2}")
_STOPS = re.compile(r"(?<![.!?;:\n])[.!?;:\n]+\s+|\n")
_MARKS = re.compile(r"[\s,\"“”'‘’()*_~`–]+|[-.:;!?]+(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Screening:
    """Why a question is refused before retrieval, with the message for the user."""

    reason: RefusalReason
    message: str


_MESSAGES = {
    RefusalReason.UNSAFE: (
        "Câu hỏi có phần yêu cầu trợ lý làm trái quy tắc trả lời nên không được xử lý. "
        "Xin hãy nêu trực tiếp nội dung cần tra cứu về tổ chức đại hội đảng."
    ),
    RefusalReason.SENSITIVE: (
        "Câu hỏi có dấu hiệu liên quan đến tài liệu mật hoặc thông tin, hồ sơ cá nhân. Trợ lý chỉ tra cứu quy định "
        "công khai, không xử lý và không lưu nội dung này. Xin liên hệ ban tổ chức, ủy ban kiểm tra hoặc văn phòng "
        "cấp ủy có thẩm quyền."
    ),
    RefusalReason.OUT_OF_SCOPE: (
        "Trợ lý chỉ trả lời về quy định, thủ tục tổ chức đại hội đảng các cấp, không bình luận chính trị và không "
        "đánh giá cá nhân."
    ),
}


IGNORED = "Phần yêu cầu trợ lý làm trái quy tắc trả lời đã được bỏ qua; chỉ trả lời nội dung tra cứu."
"""Note beside an answer when instructions in the question were left out."""


def _toned(text: str) -> str:
    """Lower-case text with the tone of each word as a letter at its end: ``một``, whole, is ``môtj``.

    So a word has one spelling wherever its tone mark sat, and only letters, which patterns need.
    """
    spelt = unicodedata.normalize("NFD", tone_key(text)).translate(_TONES)
    return unicodedata.normalize("NFC", spelt)


@dataclass(frozen=True, slots=True)
class _Screen:
    """One list in one form of writing: what refuses, and what shows that a sentence is innocent."""

    phrases: re.Pattern[str]
    innocent: re.Pattern[str] | None

    def catches(self, sentence: str) -> bool:
        return bool(self.phrases.search(sentence)) and not (self.innocent and self.innocent.search(sentence))


@cache
def _screens(accented: bool) -> tuple[tuple[RefusalReason, _Screen], ...]:
    """The lists in their order, as they stand or folded."""
    data = tomllib.loads(files("assistant.question").joinpath("screens.toml").read_text("utf-8"))
    written = _toned if accented else fold

    def compiled(phrases: list[str]) -> re.Pattern[str] | None:
        words = {name: written(phrase) for name, phrase in data["words"].items()}
        return pattern_of(map(written, phrases), words) if phrases else None

    made = []
    for reason, name in (
        (RefusalReason.UNSAFE, "unsafe"),
        (RefusalReason.SENSITIVE, "sensitive"),
        (RefusalReason.OUT_OF_SCOPE, "opinion"),
    ):
        rows = data[name]
        refusing = compiled(rows["phrases"])
        if refusing is None:
            raise ValueError(f"screens.toml: {name} refuses nothing")
        innocent = compiled(rows["innocent"] + ([] if accented else rows["plain"]))
        made.append((reason, _Screen(refusing, innocent)))
    return tuple(made)


def screen(text: str) -> Screening | None:
    """The screening that refuses ``text``, or ``None`` when it may go on to retrieval."""
    plain = fold(text)
    if _SIGNS.search(plain) or _LONG_BASE64.search(text):
        return Screening(RefusalReason.UNSAFE, _MESSAGES[RefusalReason.UNSAFE])
    accented = is_accented(syllables(text))
    forms = {_toned(text)} if accented else {plain, plain.translate(_LEET)}
    sentences = {" ".join(_MARKS.sub(" ", piece).split()) for form in forms for piece in _STOPS.split(form)}
    for reason, rules in _screens(accented):
        if any(rules.catches(sentence) for sentence in sentences):
            return Screening(reason, _MESSAGES[reason])
    if _NUMBERED_PERSON.search(text):
        return Screening(RefusalReason.SENSITIVE, _MESSAGES[RefusalReason.SENSITIVE])
    return None


def without_instructions(text: str) -> str:
    """The question inside a text that also tries to instruct the assistant; empty when there is none.

    Sentences that a screen catches are left out; what remains counts only when it asks something.
    """
    text = _CODE.sub(" ", text)
    kept = [piece.strip() for piece in re.split(r"(?<=[.!?;])\s+|\n+", text) if piece.strip() and screen(piece) is None]
    rest = " ".join(kept)
    asks = "?" in rest or re.search(r"\b(?:bao nhieu|may|ai|nao|gi|khi nao|the nao|khong|sao)\b", fold(rest))
    return rest if asks and len(rest.split()) >= 4 and screen(rest) is None else ""
