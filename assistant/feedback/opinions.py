"""What readers say of answers from afar, through the API: bounded by address, counted like those of the chat (edge)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from assistant.feedback.ratings import FeedbackBook
from assistant.feedback.reasons import FeedbackReason
from assistant.feedback.unanswered import UnansweredBook
from assistant.store.addresses import AddressNames
from assistant.store.database import Store
from assistant.store.limits import RateLimit, RateLimits

PER_ADDRESS = RateLimit(60, 600)
"""Ratings that one address may give: a household or an office behind one address, not a program."""


class Opinions:
    """Takes ratings in; safe to share between threads.

    Args:
        store: where they are counted.
        unanswered: where bad ones are noted, without words.
        today: clock of days, for the names of addresses.
    """

    def __init__(self, store: Store, unanswered: UnansweredBook, *, today: Callable[[], date]) -> None:
        self._book = FeedbackBook(store)
        self._unanswered = unanswered
        self._names = AddressNames(store, "ratings", today)
        self._limits = RateLimits(store)

    def take(self, reason: FeedbackReason, provisions: Sequence[str], address: str) -> None:
        """Count a rating; it is on disk when this returns.

        Args:
            reason: what the reader says.
            provisions: ids of the rules that the answer rests on, which the caller knows to exist.
            address: network address that it came from; kept nowhere.

        Raises:
            RateLimitedError: ``limit.reached``.
            StoreAwayError: ``store.away``.
        """
        self._limits.take(f"ratings:{self._names.name(address)}", PER_ADDRESS)
        self._book.count(reason, provisions)
        self._unanswered.disliked(reason, provisions)
