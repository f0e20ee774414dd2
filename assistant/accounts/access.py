"""What each address asks of its caller. Pure; the table is the whole of it.

An address that the table does not name counts as reading, and under ``/quan-tri`` as the operator's, so that forgetting
a line closes a door instead of opening one. ``tests/assistant/accounts/test_access_matrix.py`` holds the table against
every route there is.
"""

from __future__ import annotations

import re
from enum import StrEnum

from assistant.accounts.errors import ForbiddenError, SignInError
from assistant.accounts.identity import Identity, KeyScope, Role


class Access(StrEnum):
    """What is asked of the caller."""

    OPEN = "open"
    """Nothing, ever: is the server alive, signing in, style sheets."""
    READ = "read"
    """Asking and reading: everybody while reading is public, else anybody known."""
    PROPOSE = "propose"
    """Sending proposals: as reading, with a key's own scope."""
    ACCOUNT = "account"
    """A person, whatever the role."""
    MODERATE = "moderate"
    OPERATE = "operate"
    MANAGE = "manage"
    """The operator, or a key for it."""


OPERATOR_PAGES = "/quan-tri"
_TABLE: tuple[tuple[str, Access], ...] = (
    (r"/healthz|/readyz|/metrics", Access.OPEN),
    (r"/static/.+|/widget/.+|/favicon\.ico", Access.OPEN),
    (r"/dang-nhap(?:/.*)?", Access.OPEN),
    (r"/tai-khoan|/dang-xuat", Access.ACCOUNT),
    (r"/quan-tri", Access.MODERATE),
    (r"/quan-tri/(?:kien-nghi|chua-tra-loi)(?:/.*)?", Access.MODERATE),
    (r"/quan-tri/.*", Access.OPERATE),
    (r"/api/v1/manage/.*", Access.MANAGE),
    (r"(?:/api/v1/proposals|/kien-nghi)(?:/.*)?", Access.PROPOSE),
)
"""Patterns of addresses in the order in which they are tried; everything else is ``Access.READ``."""
_PATTERNS = tuple((re.compile(pattern), access) for pattern, access in _TABLE)
_ROLES = {Access.ACCOUNT: Role.ORGANISER, Access.MODERATE: Role.MODERATOR, Access.OPERATE: Role.OPERATOR}
_SCOPES = {Access.READ: KeyScope.ASK, Access.PROPOSE: KeyScope.PROPOSE, Access.MANAGE: KeyScope.MANAGE}


def access_of(path: str) -> Access:
    """What an address asks for."""
    return next((access for pattern, access in _PATTERNS if pattern.fullmatch(path)), Access.READ)


def check(identity: Identity, access: Access, *, public: bool) -> None:
    """Whether somebody may go where this is asked for.

    Args:
        identity: who.
        access: what the address asks for.
        public: whether reading and proposing are open to everybody.

    Raises:
        SignInError: ``account.sign_in``: it is not known who this is.
        ForbiddenError: ``account.forbidden``: it is known, and not enough.
    """
    if access is Access.OPEN:
        return
    if identity.is_key:
        if _SCOPES.get(access) not in identity.scopes:
            raise ForbiddenError(message="Khóa API này không có quyền làm việc đó.")
        return
    if access in (Access.READ, Access.PROPOSE) and (public or identity.known):
        return
    if not identity.known:
        raise SignInError
    if not identity.may(_ROLES.get(access, Role.OPERATOR)):
        raise ForbiddenError
