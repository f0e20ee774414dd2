"""Who is there: a person with a session, a portal with a key, or nobody known. Pure but for a request's visitor."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person is for this service; each does what the ones before do."""

    ORGANISER = "organiser"
    MODERATOR = "moderator"
    OPERATOR = "operator"

    @property
    def vietnamese(self) -> str:
        """The role as people call it."""
        return _ROLE_WORDS[self]

    def covers(self, other: Role) -> bool:
        """Whether this role may do what the other may."""
        order = list(Role)
        return order.index(self) >= order.index(other)


_ROLE_WORDS = {
    Role.ORGANISER: "người tổ chức đại hội",
    Role.MODERATOR: "người điều phối kiến nghị",
    Role.OPERATOR: "người vận hành",
}


class KeyScope(StrEnum):
    """What a key of a portal is for."""

    ASK = "ask"
    PROPOSE = "propose"
    MANAGE = "manage"

    @property
    def vietnamese(self) -> str:
        """The scope as people call it."""
        return _SCOPE_WORDS[self]


_SCOPE_WORDS = {
    KeyScope.ASK: "hỏi và đọc văn bản",
    KeyScope.PROPOSE: "gửi kiến nghị",
    KeyScope.MANAGE: "xem tình trạng, lập lại chỉ mục",
}


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a request comes from; nothing is set for somebody unknown.

    Attributes:
        name: as shown to people: the person's name, the key's name.
        subject: the person's lasting id at the sign-on server, or ``key:`` and the key's id.
        role: of a person.
        scopes: of a key.
        csrf: mark that forms shown to this session carry; empty without a session.
    """

    name: str = ""
    subject: str = ""
    role: Role | None = None
    scopes: frozenset[KeyScope] = frozenset()
    csrf: str = ""

    @property
    def known(self) -> bool:
        """Whether it is known who this is."""
        return bool(self.subject)

    @property
    def is_key(self) -> bool:
        """Whether a program came with a key."""
        return bool(self.scopes)

    @property
    def may_operate(self) -> bool:
        """Whether the person is an operator."""
        return self.may(Role.OPERATOR)

    @property
    def may_moderate(self) -> bool:
        """Whether the person is a moderator or an operator."""
        return self.may(Role.MODERATOR)

    def may(self, role: Role) -> bool:
        """Whether the person has this role or a higher one."""
        return self.role is not None and self.role.covers(role)


NOBODY = Identity()
_VISITOR: ContextVar[Identity | None] = ContextVar("visitor", default=None)


def visitor() -> Identity | None:
    """Who the request being served comes from; ``None`` where the service has no accounts."""
    return _VISITOR.get()


def set_visitor(identity: Identity) -> None:
    """Say who the request being served comes from; holds for the rest of its task."""
    _VISITOR.set(identity)
