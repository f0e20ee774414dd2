"""Settings → accounts: whether there are any, and their parts put together (edge)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from assistant.accounts.audit import AuditLog
from assistant.accounts.door import Door, DoorPolicy
from assistant.accounts.errors import AccountSetupError
from assistant.accounts.identity import Identity
from assistant.accounts.keys import KeyBook
from assistant.accounts.sessions import SessionBook, SessionLife
from assistant.accounts.sign_on import SignOn, SignOnOptions, roles_from
from assistant.settings import Settings
from assistant.store.database import Store
from assistant.store.limits import RateLimits
from corpus.core.codes import Code


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts of a service."""

    door: Door
    sessions: SessionBook
    keys: KeyBook
    audit: AuditLog
    sign_on: SignOn
    limits: RateLimits

    def forget(self) -> int:
        """Remove what has ended: sessions and sign-ins under way; returns how many.

        Raises:
            StoreAwayError: ``store.away``.
        """
        return self.sessions.forget() + self.sign_on.forget()


def accounts_from(settings: Settings, store: Store) -> Accounts | None:
    """The accounts of the settings; ``None`` where no sign-on server is named.

    Raises:
        AccountSetupError: ``account.settings``.
    """
    if not settings.oidc_issuer:
        if not settings.public:
            raise AccountSetupError(
                Code.ACCOUNT_SETTINGS,
                "TLDH_PUBLIC=0 cần máy chủ đăng nhập.",
                hint="Đặt TLDH_OIDC_ISSUER, TLDH_OIDC_CLIENT_ID và TLDH_PUBLIC_URL.",
            )
        return None
    address = (settings.public_url or f"http://{settings.host}:{settings.port}").rstrip("/")
    options = SignOnOptions(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret,
        scope=settings.oidc_scope,
        role_claim=settings.oidc_role_claim,
        roles=roles_from(settings.oidc_roles),
        address=address,
    )
    life = SessionLife(timedelta(minutes=settings.session_idle_min), timedelta(hours=settings.session_hours))
    sessions, keys, limits = SessionBook(store, life), KeyBook(store), RateLimits(store)
    policy = DoorPolicy(settings.public, address, settings.address_limit)
    return Accounts(
        Door(policy, sessions, keys, limits), sessions, keys, AuditLog(store), SignOn(options, store), limits
    )


def signature(identity: Identity) -> str:
    """Who did something, as logs name it."""
    return f"{identity.name} <{identity.subject}>"
