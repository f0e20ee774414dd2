"""Limits: shared by threads and processes, over at the end of their window, whatever the clocks of the hosts say."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from assistant.store.database import Store
from assistant.store.errors import RateLimitedError, rate_limited
from assistant.store.limits import RateLimit, RateLimits, RateUse

LIMIT = RateLimit(3, 60)


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    now: datetime = datetime(2026, 11, 22, 8, 0, 10, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)


def refused(limits: RateLimits, name: str = "a", cost: int = 1) -> int:
    """Seconds after which to try again; 0 when it was not refused."""
    try:
        limits.take(name, LIMIT, cost=cost)
    except RateLimitedError as error:
        return error.retry_after_s
    return 0


def test_a_limit_is_over_with_its_window(store: Store) -> None:
    clock = Clock()
    limits = RateLimits(store, now=clock)
    assert [limits.take("a", LIMIT) for _ in range(3)] == [RateUse(2, 50), RateUse(1, 50), RateUse(0, 50)]
    with pytest.raises(RateLimitedError) as told:
        limits.take("a", LIMIT, words="Đã gửi nhiều lần.")
    assert (told.value.code, told.value.code.status, told.value.retryable) == ("limit.reached", 429, True)
    assert (told.value.message, told.value.retry_after_s) == ("Đã gửi nhiều lần.", 50)
    assert refused(limits, "b") == 0
    clock.move(49)
    assert refused(limits) == 1
    clock.move(1)
    assert [refused(limits) for _ in range(4)] == [0, 0, 0, 60]


def test_what_costs_more_counts_more(store: Store) -> None:
    limits = RateLimits(store, now=Clock())
    assert limits.take("a", LIMIT, cost=2) == RateUse(1, 50)
    assert refused(limits, cost=2) == 50


def test_many_at_once_share_one_limit(store_address: str) -> None:
    stores = [Store(store_address), Store(store_address)]
    clock = Clock()
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda place: refused(RateLimits(stores[place % 2], now=clock)), range(24)))
    assert (told.count(0), told.count(50)) == (3, 21)
    for store in stores:
        store.close()


def test_hosts_whose_clocks_differ_share_one_limit(store: Store) -> None:
    before, after = RateLimits(store, now=Clock()), RateLimits(store, now=Clock(Clock().now + timedelta(seconds=60)))
    assert [refused(each) for each in (before, after, before, after)] == [0, 0, 0, 0]
    assert refused(before) == 110  # the window that the other host has begun
    assert refused(after) == 50


def test_a_clock_far_ahead_locks_nobody_out(store: Store) -> None:
    wrong = RateLimits(store, now=Clock(datetime(2099, 1, 1, tzinfo=UTC)))
    for _ in range(4):
        refused(wrong)
    assert refused(RateLimits(store, now=Clock())) == 0


def test_windows_that_are_over_are_forgotten(store: Store) -> None:
    clock = Clock()
    limits = RateLimits(store, now=clock)
    limits.take("a", LIMIT)
    limits.take("b", RateLimit(5, 86400))
    assert limits.forget() == 0
    clock.move(2 * 3600)
    assert limits.forget() == 1
    assert limits.take("b", RateLimit(5, 86400)).left == 3


@pytest.mark.parametrize(("seconds", "words"), [(1, "1 giây"), (59, "59 giây"), (61, "2 phút"), (7200, "2 giờ")])
def test_when_to_try_again_is_said_in_words(seconds: int, words: str) -> None:
    assert words in rate_limited("Đã quá số lần.", seconds).hint
