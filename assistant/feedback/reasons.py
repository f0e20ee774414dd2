"""What a reader may say of an answer. Pure."""

from __future__ import annotations

from enum import StrEnum


class FeedbackReason(StrEnum):
    """What a reader may say of an answer."""

    USEFUL = "co_ich"
    WRONG = "sai"
    MISSING = "thieu"
    BESIDE = "khong_dung_cau_hoi"

    @property
    def vietnamese(self) -> str:
        """The reason as people read it."""
        return _WORDS[self]


_WORDS = {
    FeedbackReason.USEFUL: "Có ích",
    FeedbackReason.WRONG: "Sai",
    FeedbackReason.MISSING: "Thiếu",
    FeedbackReason.BESIDE: "Không đúng câu hỏi",
}
