"""The buttons under an answer, as values that the chat page's framework turns into its own. Pure.

``name`` says what a press does and is all that a page may press: ``provision`` opens a rule, ``ask`` puts a question,
``rate`` and ``reason`` tell what a reader thought. A payload comes back from the browser and is data.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from assistant.feedback.reasons import FeedbackReason
from assistant.model import Answer
from assistant.output.render import Reference, references

WHY = {reason: reason.vietnamese for reason in FeedbackReason if reason is not FeedbackReason.USEFUL}
"""What a reader may find amiss, in words."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button; the beginning of its id is its name, by which the style sheet knows it."""

    name: str
    label: str
    payload: dict[str, Any]
    tooltip: str = ""
    id: str = field(default="")

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", self.id or f"{self.name}-{secrets.token_hex(8)}")


def citations(answer: Answer) -> list[Button]:
    """One button a citation, and one for each near rule of a refusal."""
    return [
        Button("provision", _label(reference), _span(reference, answer), "Mở nguyên văn điều khoản")
        for reference in references(answer)
    ]


def ratings(message: str) -> list[Button]:
    """The two buttons by which a reader says whether the answer of a message was of use."""
    return [
        Button("rate", FeedbackReason.USEFUL.vietnamese, {"of": message, "good": True}, "Câu trả lời này có ích"),
        Button("rate", "Chưa đạt", {"of": message, "good": False}, "Câu trả lời này chưa đạt; chọn lý do"),
    ]


def reasons(message: str) -> list[Button]:
    """What may be amiss with the answer of a message."""
    return [
        Button("reason", label, {"of": message, "why": reason.value}, "Gửi lý do; không gửi nội dung câu hỏi")
        for reason, label in WHY.items()
    ]


def suggestions(questions: Iterable[str]) -> list[Button]:
    """Questions to ask next."""
    return [Button("ask", question, {"question": question}, "Hỏi câu này") for question in questions]


def _label(reference: Reference) -> str:
    return f"[{reference.number}] {reference.caption}" if reference.number else reference.caption


def _span(reference: Reference, answer: Answer) -> dict[str, Any]:
    return {
        "id": reference.provision_id,
        "start": reference.start,
        "end": reference.end,
        "on": answer.as_of.isoformat(),
    }
