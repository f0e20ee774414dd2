"""What is never answered, seen from the words of the question alone. Pure but for reading its own patterns once.

Three screens: instructions aimed at the assistant (``unsafe``), classified or personal-file content
(``sensitive``), and opinions about politics or persons (``out_of_scope``). The patterns are reviewed data
(``scope.toml``) and run on folded text, also with leetspeak undone. A screen only ever refuses; what passes is
still judged on evidence.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.model import RefusalReason
from corpus.core.text import fold

_LEET = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s"})

_PATTERNS = Path(__file__).with_name("scope.toml")
_NOT_SECRET = re.compile(r"m[ặắấ]t", re.IGNORECASE)
"""Words that only look like "mật" (secret) once their diacritics are gone: mặt, mắt, mất."""
_CODE = re.compile(
    r"<script.*?</script>|<[^<>]{1,80}>|['\"]?\s*;\s*drop\s+table[^;]*;?\s*(?:--)?", re.IGNORECASE | re.DOTALL
)
_LONG_BASE64 = re.compile(r"[A-Za-z0-9+/]{40,}={0,2}")


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


@cache
def _screens() -> tuple[tuple[RefusalReason, re.Pattern[str]], ...]:
    data = tomllib.loads(_PATTERNS.read_text("utf-8"))
    return tuple(
        (reason, re.compile("|".join(f"(?:{line})" for line in data[name])))
        for reason, name in (
            (RefusalReason.UNSAFE, "unsafe"),
            (RefusalReason.SENSITIVE, "sensitive"),
            (RefusalReason.OUT_OF_SCOPE, "opinion"),
        )
    )


def screen(text: str) -> Screening | None:
    """The screening that refuses ``text``, or ``None`` when it may go on to retrieval."""
    plain = " ".join(re.sub(r"[\s_*~`]+", " ", fold(_NOT_SECRET.sub("matx", text))).split())
    forms = {plain, plain.translate(_LEET)}
    for reason, pattern in _screens():
        if any(pattern.search(form) for form in forms):
            return Screening(reason, _MESSAGES[reason])
    if _LONG_BASE64.search(text):
        return Screening(RefusalReason.UNSAFE, _MESSAGES[RefusalReason.UNSAFE])
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
