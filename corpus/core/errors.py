"""The one error tree: every failure a person can meet has a code of ``corpus.core.codes`` and a Vietnamese message.

::

    AssistantError
    ├── InputError          the caller's fault (bad question, bad option)
    ├── SetupError          an optional part of the package is not installed
    ├── CorpusError         a document is unreadable, empty, ambiguous or contradicts another
    ├── IndexingError       the index is missing, damaged or belongs to other settings
    ├── ProviderError       a language model endpoint failed (``retryable`` tells whether to try again)
    └── ModelProtocolError  a language model answered in a form that cannot be parsed

"No evidence" and "unsupported claim" are results (see ``assistant.model``), not errors.
"""

from __future__ import annotations

from corpus.core.codes import Code


class AssistantError(Exception):
    """Base of all errors shown to users.

    Args:
        code: what it is, for programs.
        message: what went wrong, in Vietnamese, for the person who sees it.
        hint: what to do next, in Vietnamese; may be empty.
        retryable: whether the same call may succeed later, where this error knows better than its code.
    """

    retry_after_s: int = 0
    """Seconds after which to try again; 0 when there is no use in saying."""

    def __init__(self, code: Code, message: str, *, hint: str = "", retryable: bool | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.retryable = code.retryable if retryable is None else retryable

    def __str__(self) -> str:
        """``[code] message hint`` – the form printed on a terminal."""
        return f"[{self.code}] {self.message}" + (f" {self.hint}" if self.hint else "")


class InputError(AssistantError):
    """The caller's input cannot be used (empty, too long, not a date…)."""


class SetupError(AssistantError):
    """An optional part of the package is not installed, or a setting has a value that cannot be used."""


class CorpusError(AssistantError):
    """A regulation file or corpus entry is unreadable, empty, ambiguous or inconsistent."""


class IndexingError(AssistantError):
    """The index snapshot is missing, damaged or was built from other settings."""


class ProviderError(AssistantError):
    """A language model endpoint failed: timeout, refusal, rate limit."""


class ModelProtocolError(AssistantError):
    """A language model's output could not be parsed into claims."""
