"""Taking proposals in: stored once or told as not stored, screened first, weighed, found by number and code."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select, text

from assistant.proposals.errors import ProposalError
from assistant.proposals.model import ProposalReceipt, ProposalState
from assistant.proposals.moderation import Moderation
from assistant.proposals.tables import PROPOSAL_CONTACTS, PROPOSALS
from assistant.store.database import Store
from assistant.store.errors import RateLimitedError, StoreAwayError
from tests.assistant.proposals.intake import ADDRESS, TEXT, Clock, draft, intake
from tests.databases import Postgres


@pytest.fixture(scope="module")
def one_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store for tests in which nothing is stored."""
    with closing(Store(f"sqlite:///{tmp_path_factory.mktemp('kho')}/store.sqlite")) as store:
        yield store


def stored(store: Store) -> int:
    with store.read() as connection:
        return connection.execute(select(func.count()).select_from(PROPOSALS)).scalar_one()


def test_a_proposal_is_found_by_its_number_and_code_alone(store: Store) -> None:
    clock = Clock()
    desk = intake(store, clock)
    receipt = desk.submit(draft(desk), ADDRESS)
    assert receipt.received_at == clock.now
    found = desk.status(receipt.number, receipt.code, ADDRESS)
    assert (found.state, found.text, found.level) == (ProposalState.NEW, TEXT, "chi_bo")
    typed = receipt.number.lower().replace("-", " ").removeprefix("kn")
    assert desk.status(typed, receipt.code.lower().replace("1", "l").replace("0", "o"), ADDRESS) == found
    for number, code in ((receipt.number, "0000-0000-0000-0000"), ("KN-00000-00000", receipt.code), ("", "")):
        with pytest.raises(ProposalError) as told:
            desk.status(number, code, ADDRESS)
        assert (told.value.code, told.value.code.status) == ("proposal.not_found", 404)


def test_a_proposal_sent_again_is_stored_once(store: Store) -> None:
    desk = intake(store, Clock())
    sent = draft(desk)
    first = desk.submit(sent, ADDRESS)
    again = desk.submit(sent, "198.51.100.9")
    assert again == replace(first, repeated=True)
    assert stored(store) == 1
    with pytest.raises(ProposalError) as told:
        desk.submit(replace(sent, text=f"{TEXT} Khác."), ADDRESS)
    assert (told.value.code, told.value.code.status) == ("proposal.repeated", 409)
    assert stored(store) == 1


def test_one_sending_through_two_processes_at_once_is_stored_once(store_address: str) -> None:
    with closing(Store(store_address)) as one, closing(Store(store_address)) as other:
        clock = Clock()
        desks = [intake(one, clock, fast=100), intake(other, clock, fast=100)]
        sent = [draft(desks[0]) for _ in range(4)]

        def send(place: int) -> ProposalReceipt:
            return desks[place % 2].submit(sent[place // 6], ADDRESS)

        with ThreadPoolExecutor(8) as pool:
            receipts = list(pool.map(send, range(24)))
        assert len({receipt.number for receipt in receipts}) == 4
        assert [receipt.repeated for receipt in receipts].count(False) == 4
        assert stored(one) == 4


def refusal(store: Store, **fields: Any) -> ProposalError:
    """The refusal of a draft; nothing may be stored."""
    desk = intake(store, Clock())
    with pytest.raises(ProposalError) as told:
        desk.submit(draft(desk, **fields), ADDRESS)
    assert stored(store) == 0
    assert "Chưa lưu nội dung nào" in told.value.message
    return told.value


@pytest.mark.parametrize(
    ("fields", "faults"),
    [
        ({"text": ""}, ["text empty"]),
        ({"text": "ngắn"}, ["text too_short"]),
        ({"text": "\u202e\u200b\x00" * 50}, ["text empty"]),
        ({"text": "dài " * 250_000}, ["text too_long"]),
        ({"category": ""}, ["category choice"]),
        ({"level": "xã"}, ["level choice"]),
        ({"contact_reach": "a@b.vn"}, ["consent missing"]),
        ({"contact_name": "Người Gửi", "consent": True}, ["contact_reach empty"]),
        ({"contact_reach": "9" * 121, "consent": True}, ["contact_reach too_long"]),
        ({"text": "", "category": "khác"}, ["category choice", "text empty"]),
    ],
)
def test_wrong_fields_are_told_each_and_nothing_is_stored(
    one_store: Store, fields: dict[str, Any], faults: list[str]
) -> None:
    error = refusal(one_store, **fields)
    assert error.code == "proposal.invalid"
    assert [f"{fault.field} {fault.code}" for fault in error.faults] == faults
    assert all(fault.words for fault in error.faults)


@pytest.mark.parametrize(
    ("fields", "code", "screens"),
    [
        ({"text": f"TỐI MẬT\n{TEXT}"}, "proposal.classified", ["marking"]),
        ({"text": f"{TEXT} CCCD 001084012345 (Mật)"}, "proposal.classified", ["marking", "citizen_number"]),
        ({"text": f"{TEXT} Gọi 0912\u200b345678."}, "proposal.personal", ["telephone"]),
        ({"contact_name": "CMND 012345678", "contact_reach": "a@b.vn", "consent": True}, "proposal.personal",
         ["identity_card"]),
        ({"trap": "http://vi-du.example"}, "proposal.trap", []),
    ],
)  # fmt: skip
def test_what_must_not_be_kept_is_refused_before_anything_is_stored(
    store: Store, fields: dict[str, Any], code: str, screens: list[str]
) -> None:
    error = refusal(store, **fields)
    assert (error.code, [fault.code for fault in error.faults]) == (code, screens)


def test_a_contact_is_kept_with_consent_and_apart(store: Store) -> None:
    desk = intake(store, Clock())
    own = {"contact_name": " Người  Gửi ", "contact_reach": "0912345678", "consent": True}
    receipt = desk.submit(draft(desk, **own), ADDRESS)
    contact = Moderation(store).show(receipt.number).contact
    assert contact is not None
    assert (contact.name, contact.reach) == ("Người Gửi", "0912345678")
    assert "0912345678" not in repr(desk.status(receipt.number, receipt.code, ADDRESS))


def test_markup_and_signs_are_kept_as_text_and_what_turns_it_is_not(store: Store) -> None:
    desk = intake(store, Clock())
    sent = draft(desk, text="=HYPERLINK(1)\r\n<script>alert(1)</script>\u202e đảo\x07 \ud800chiều\n\n\n\nhết nội dung")
    receipt = desk.submit(sent, ADDRESS)
    found = desk.status(receipt.number, receipt.code, ADDRESS)
    assert found.text == "=HYPERLINK(1)\n<script>alert(1)</script> đảo chiều\n\nhết nội dung"


def test_no_address_and_no_code_is_kept(store: Store) -> None:
    desk = intake(store, Clock())
    receipt = desk.submit(draft(desk, address="203.0.113.77"), "203.0.113.77")
    kept = []
    with store.read() as connection:
        for name in ("proposals", "proposal_events", "rate_limits", "shared_secrets"):
            kept += [repr(row) for row in connection.execute(text(f"SELECT * FROM {name}"))]
    assert any(receipt.number in row for row in kept)
    assert not any("203.0.113" in row or receipt.code in row for row in kept)


def test_limits_count_by_address_and_for_everybody(store: Store) -> None:
    clock = Clock()
    desk = intake(store, clock, fast=2, all=3)
    for _ in range(2):
        desk.submit(draft(desk), ADDRESS)
    with pytest.raises(RateLimitedError) as told:
        desk.submit(draft(desk), ADDRESS)
    assert told.value.retry_after_s == 3590
    desk.submit(draft(desk), "2001:db8::1")
    with pytest.raises(RateLimitedError):
        desk.submit(draft(desk), "198.51.100.1")
    assert stored(store) == 3
    clock.move(3600)
    desk.submit(draft(desk), ADDRESS)


def test_without_a_script_one_waits_and_may_send_less(store: Store) -> None:
    clock = Clock()
    desk = intake(store, clock, slow=1)
    sent = draft(desk, solution="")
    clock.move(5)
    with pytest.raises(RateLimitedError) as told:
        desk.submit(sent, ADDRESS)
    assert told.value.retry_after_s == 16
    clock.move(16)
    assert not desk.submit(sent, ADDRESS).repeated
    other = draft(desk, solution="")
    clock.move(60)
    with pytest.raises(RateLimitedError):
        desk.submit(other, ADDRESS)
    desk.submit(draft(desk), ADDRESS)  # the lane with a puzzle is open


def test_clocks_of_hosts_may_differ_by_minutes(store: Store) -> None:
    ahead, behind = Clock(), Clock()
    behind.move(-240)
    one, other = intake(store, ahead), intake(store, behind)
    other.submit(draft(one), ADDRESS)
    sent = draft(one, solution="")
    with pytest.raises(RateLimitedError) as told:
        other.submit(sent, ADDRESS)
    assert told.value.retry_after_s == 21
    behind.move(-120)
    with pytest.raises(ProposalError) as stale:
        other.submit(draft(one), ADDRESS)
    assert stale.value.code == "proposal.challenge"


@pytest.mark.parametrize("change", ["forged", "unsolved", "other", "old", "none", "another key"])
def test_a_challenge_that_does_not_hold_stores_nothing(store: Store, change: str) -> None:
    clock = Clock()
    desk = intake(store, clock)
    sent = draft(desk)
    token = sent.challenge
    if change == "old":
        clock.move(desk.rules.puzzle.lasts_s + 1)
    changed = {
        "forged": {"challenge": token[:-3] + ("AAA" if token[-3:] != "AAA" else "BBB")},
        "unsolved": {"solution": "x"},
        "other": {"challenge": token.replace(token.split(".")[2], "1")},
        "none": {"challenge": ""},
        "another key": {"challenge": "v1.AAAAAAAAAAAAAAAAAAAAAA.1795334410.AAAAAAAAAAAAAAAAAAAAAA"},
    }.get(change, {})
    with pytest.raises(ProposalError) as told:
        desk.submit(replace(sent, **changed), ADDRESS)
    assert told.value.code == "proposal.challenge"
    assert stored(store) == 0


def test_who_sent_a_proposal_may_erase_it(store: Store) -> None:
    desk = intake(store, Clock())
    own = {"contact_name": "Người Gửi", "contact_reach": "a@b.vn", "consent": True}
    sent = draft(desk, **own)
    receipt = desk.submit(sent, ADDRESS)
    for _ in range(2):
        gone = desk.withdraw(receipt.number, receipt.code, ADDRESS)
        assert (gone.state, gone.text) == (ProposalState.ERASED, "")
    with store.read() as connection:
        assert connection.execute(select(func.count()).select_from(PROPOSAL_CONTACTS)).scalar_one() == 0
    with pytest.raises(ProposalError) as told:
        desk.submit(sent, ADDRESS)
    assert told.value.code == "proposal.repeated"


@pytest.mark.heavy
def test_while_postgresql_is_away_a_proposal_is_told_as_not_stored_and_repeated_without_harm(
    postgres_server: Postgres,
) -> None:
    clock = [0.0]
    with closing(Store(postgres_server.database(), monotonic=lambda: clock[0])) as store:
        desk = intake(store, Clock())
        sent = draft(desk)
        postgres_server.stop()
        try:
            for _ in range(3):
                with pytest.raises(StoreAwayError) as told:
                    desk.submit(sent, ADDRESS)
                clock[0] += 20
            assert (told.value.code.status, told.value.retry_after_s > 0) == (503, True)
        finally:
            postgres_server.start()
        first = desk.submit(sent, ADDRESS)
        assert (first.repeated, desk.submit(sent, ADDRESS).repeated, stored(store)) == (False, True, 1)
