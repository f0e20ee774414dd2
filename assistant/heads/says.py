"""What the words of a rule may say of an act. Pure."""

from __future__ import annotations

from enum import StrEnum


class Says(StrEnum):
    """What the words of a rule say of an act."""

    NO = "no"
    FREE = "free"
    MAY = "may"
    MUST = "must"
