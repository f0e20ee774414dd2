"""Names for network addresses that end with their day: a hash with a salt that is thrown away (edge, the store)."""

from __future__ import annotations

import hashlib
import hmac
import threading
from collections.abc import Callable
from datetime import date
from ipaddress import IPv6Address, ip_address

from assistant.store.database import Store
from assistant.store.shared_secrets import daily_salt

_IPV6_PREFIX = 64
"""Bits of an IPv6 address that name a line; the rest is chosen by whoever has it."""


class AddressNames:
    """Names of addresses, the same in all processes on one day, and unlike those of any other day.

    Args:
        store: keeps the salt of the day.
        purpose: names of different purposes cannot be compared.
        today: clock, injectable.
    """

    def __init__(self, store: Store, purpose: str, today: Callable[[], date]) -> None:
        self._store = store
        self._purpose = purpose
        self._today = today
        self._lock = threading.Lock()
        self._salt: tuple[date, bytes] | None = None

    def name(self, address: str) -> str:
        """The name of an address, such as ``203.0.113.7``; of IPv6 the line, of anything else the words themselves.

        Raises:
            StoreAwayError: ``store.away``.
        """
        return hmac.digest(self._salt_of(self._today()), _line(address).encode(), "sha256").hex()[:32]

    def _salt_of(self, day: date) -> bytes:
        with self._lock:
            if self._salt is None or self._salt[0] != day:
                self._salt = (day, daily_salt(self._store, self._purpose, day))
            return self._salt[1]


def _line(address: str) -> str:
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:
        return hashlib.sha256(address.encode("utf-8", "replace")).hexdigest()
    if isinstance(known, IPv6Address):
        if known.ipv4_mapped is not None:
            return str(known.ipv4_mapped)
        return f"{int(known) >> (128 - _IPV6_PREFIX):x}/{_IPV6_PREFIX}"
    return str(known)
