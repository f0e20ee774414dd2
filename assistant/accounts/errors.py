"""Errors of accounts.

::

    AssistantError
    ├── SignInError     who is there is not known: no session, an ended one, a key that is none
    ├── ForbiddenError  who is there is known and may not do this
    ├── SignOnError     signing in failed at the sign-on server or on the way back from it
    ├── AccountSetupError  the settings of sign-on cannot be used
    └── AuditError      the audit log is not what was written
"""

from __future__ import annotations

from corpus.core.codes import Code
from corpus.core.errors import AssistantError, InputError


class SignInError(AssistantError):
    """Nobody is signed in, or the key is none; leaves with ``WWW-Authenticate``."""

    def __init__(self, code: Code = Code.ACCOUNT_SIGN_IN, message: str = "", hint: str = "") -> None:
        super().__init__(
            code,
            message or "Cần đăng nhập để tiếp tục.",
            hint=hint or "Nếu vừa đăng nhập, phiên có thể đã hết hạn; xin đăng nhập lại.",
        )


class ForbiddenError(AssistantError):
    """Who is there is known and may not do this."""

    def __init__(self, code: Code = Code.ACCOUNT_FORBIDDEN, message: str = "", hint: str = "") -> None:
        super().__init__(
            code,
            message or "Tài khoản này không được làm việc đó.",
            hint=hint or "Nếu cần, xin đề nghị người vận hành cấp vai trò phù hợp.",
        )


class SignOnError(AssistantError):
    """Signing in failed: at the sign-on server, or on the way back from it."""


class AccountSetupError(AssistantError):
    """The settings of sign-on cannot be used."""


class AuditError(AssistantError):
    """The audit log is not what was written."""


class KeyFormError(InputError):
    """An API key cannot be made as asked."""
