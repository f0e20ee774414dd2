"""What the first page of the chat says, and what it offers to ask by topic: reviewed data, not code.

Edge: reads ``starters.toml`` beside this module once.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.output.render import DISCLOSURE
from corpus.core.codes import Code
from corpus.core.errors import CorpusError
from corpus.core.text import to_nfc

WELCOME = (
    "**Trợ lý Đại hội** trả lời câu hỏi về tổ chức đại hội đảng các cấp, mỗi ý kèm trích dẫn điều, khoản, điểm "
    "và thời gian hiệu lực. Có thể gõ không dấu.\n\n"
    f"*Bạn đang trao đổi với máy. {DISCLOSURE}*\n\n[Văn bản trợ lý sử dụng](/documents) · [Sổ tay](/so-tay) · "
    "[Bảng tính](/bang-tinh) · [Kế hoạch](/ke-hoach) · [Biểu mẫu](/bieu-mau)"
)
"""What the chat says of itself, as Markdown."""


@dataclass(frozen=True, slots=True)
class Starter:
    """A question to begin with and the place (``record#path``) of the rule that answers it."""

    ask: str
    place: str


@dataclass(frozen=True, slots=True)
class StarterTopic:
    """A topic of the first page with its questions."""

    name: str
    questions: tuple[Starter, ...]


def read_starters(text: str) -> tuple[StarterTopic, ...]:
    """The topics that a text in TOML holds, in its order.

    Raises:
        CorpusError: ``corpus.chat`` when a field is missing, unknown or empty.
    """
    try:
        topics = tuple(
            StarterTopic(row["name"], tuple(Starter(**question) for question in row["question"]))
            for row in tomllib.loads(to_nfc(text))["topic"]
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise CorpusError(Code.CORPUS_CHAT, f"Tệp câu hỏi gợi ý sai: {error}.") from error
    if not all(topic.name and topic.questions for topic in topics):
        raise CorpusError(Code.CORPUS_CHAT, "Tệp câu hỏi gợi ý có chủ đề trống.")
    return topics


@cache
def shipped_starters() -> tuple[StarterTopic, ...]:
    """The topics that are part of the package."""
    return read_starters((files(__package__) / "starters.toml").read_text("utf-8"))
