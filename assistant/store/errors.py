"""Errors of the store. Pure.

::

    AssistantError
    ├── StoreAwayError    the database cannot be reached, or cannot write now; nothing else of the service depends on it
    ├── StoreSetupError   the address is no database of ours, or its tables are newer than this program
    └── RateLimitedError  more was asked for than the limit allows
"""

from __future__ import annotations

from corpus.core.codes import Code
from corpus.core.errors import AssistantError

RETRY_AFTER_S = 5
"""Seconds after which to try again when the store is away."""


class StoreAwayError(AssistantError):
    """The database cannot be reached or cannot write now.

    A write that raises this was not confirmed: it may have been taken just before the connection broke. Whoever repeats
    one gives it a name of its own, by which it is stored once.
    """

    retry_after_s = RETRY_AFTER_S


class StoreSetupError(AssistantError):
    """The operator has to put something right: the address of the store, or the version of its tables."""


class RateLimitedError(AssistantError):
    """More was asked for than a limit allows; ``retry_after_s`` is when the limit's window ends."""


def store_away() -> StoreAwayError:
    """The error of a use of the store that was not confirmed."""
    return StoreAwayError(
        Code.STORE_AWAY,
        "Hệ thống tạm thời không ghi được.",
        hint="Xin thử lại sau ít phút; gửi lại không bị ghi trùng.",
    )


def rate_limited(message: str, retry_after_s: int) -> RateLimitedError:
    """The error of a limit that was reached.

    Args:
        message: Vietnamese words for the person who is turned away.
        retry_after_s: whole seconds until the limit's window ends.
    """
    error = RateLimitedError(Code.LIMIT_REACHED, message, hint=f"Xin thử lại sau {_words(retry_after_s)}.")
    error.retry_after_s = retry_after_s
    return error


def _words(seconds: int) -> str:
    if seconds < 60:
        return f"{seconds} giây"
    minutes = -(-seconds // 60)
    return f"{minutes} phút" if minutes < 120 else f"{-(-minutes // 60)} giờ"
