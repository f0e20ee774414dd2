"""The queue of moderators: states and their order, one change at a time, replies that quote provisions, erasure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from pathlib import Path

import pytest

from assistant.proposals.errors import ProposalError
from assistant.proposals.model import ProposalState, ReceivedProposal, may_move
from assistant.proposals.moderation import MOST_CITATIONS, Moderation, ProposalQuery
from assistant.store.database import Store
from tests.assistant.proposals.intake import ADDRESS, TEXT, Clock, draft, intake
from tests.fakes import OLD, QUORUM, TODAY, small_registry

Work = Callable[[str], ReceivedProposal]


def sent(store: Store, clock: Clock, **fields: object) -> str:
    desk = intake(store, clock, fast=100)
    return desk.submit(draft(desk, **fields), ADDRESS).number


def test_a_proposal_goes_from_new_to_answered_with_quoted_provisions(store: Store) -> None:
    clock = Clock()
    number, work = sent(store, clock), Moderation(store, clock)
    clock.move(60)
    taken = work.assign(number, "điều phối", "kiểm duyệt 1")
    assert (taken.state, taken.assignee, taken.version) == (ProposalState.IN_WORK, "kiểm duyệt 1", 2)
    clock.move(60)
    ids = ["td-dieu-le/d11.k6", " td-qd-1/11.4.2 ", "td-dieu-le/d11.k6"]
    done = work.answer(number, "kiểm duyệt 1", "Theo quy định sau đây.\u202e", ids, small_registry(), TODAY)
    assert (done.state, done.reply, done.closed_at) == (ProposalState.ANSWERED, "Theo quy định sau đây.", clock.now)
    assert [each.quote for each in done.citations] == [QUORUM, OLD]
    assert done.citations[0].caption.startswith("Điều 11 khoản 6, ")
    assert "08/04/2026" in done.citations[1].standing  # the rule has ended, and that is said
    case = work.show(number)
    assert case.proposal == done
    told = [(event.actor, event.state.value, event.note) for event in case.events]
    assert told == [
        ("", "moi", ""),
        ("điều phối", "dang_xu_ly", "Giao cho kiểm duyệt 1."),
        ("kiểm duyệt 1", "da_tra_loi", ""),
    ]


def test_a_reply_cites_only_what_is_loaded(store: Store) -> None:
    clock = Clock()
    number, work = sent(store, clock), Moderation(store, clock)
    for text, ids in (
        (" ", []),
        ("Trả lời.", ["khong-co/1"]),
        ("Trả lời.", [str(n) for n in range(MOST_CITATIONS + 1)]),
    ):
        with pytest.raises(ProposalError) as told:
            work.answer(number, "a", text, ids, small_registry(), TODAY)
        assert told.value.code == "proposal.reply"
        assert told.value.faults
    assert work.show(number).proposal.state is ProposalState.NEW


def test_forwarding_names_where_to_and_declining_says_why(store: Store) -> None:
    clock = Clock()
    work = Moderation(store, clock)
    first, second = sent(store, clock), sent(store, clock)
    assert work.forward(first, "a", " Ban  Tổ chức ", "Đã chuyển.").passed_to == "Ban Tổ chức"
    assert work.decline(second, "a", "Ngoài phạm vi.").state is ProposalState.DECLINED
    for wrong in (lambda: work.forward(first, "a", " "), lambda: work.decline(second, "a", "")):
        with pytest.raises(ProposalError) as told:
            wrong()
        assert told.value.code == "proposal.reply"
    assert work.answer(first, "a", "Trả lời thêm.", [], small_registry(), TODAY).passed_to == ""


def test_only_moves_of_the_table_are_made(tmp_path: Path) -> None:
    store, clock = Store(f"sqlite:///{tmp_path}/store.sqlite"), Clock()
    work = Moderation(store, clock)
    moves: dict[ProposalState, Work] = {
        ProposalState.IN_WORK: lambda number: work.reopen(number, "a", "xem lại"),
        ProposalState.ANSWERED: lambda number: work.answer(number, "a", "Trả lời.", [], small_registry(), TODAY),
        ProposalState.FORWARDED: lambda number: work.forward(number, "a", "Nơi khác"),
        ProposalState.DECLINED: lambda number: work.decline(number, "a", "Ngoài phạm vi."),
        ProposalState.ERASED: lambda number: work.erase(number, "a", "dữ liệu cá nhân"),
    }
    for before, after in product(ProposalState, moves):
        clock.move(3600)
        number = sent(store, clock)
        if before in moves:
            moves[before](number)
        if may_move(before, after):
            assert moves[after](number).state is after
            continue
        with pytest.raises(ProposalError) as told:
            moves[after](number)
        assert told.value.code == "proposal.state", (before, after)
        assert work.show(number).proposal.state is before
    store.close()


def test_of_two_who_saw_the_same_one_is_too_late(store: Store) -> None:
    clock = Clock()
    number, work = sent(store, clock), Moderation(store, clock)
    seen = work.show(number).proposal.version
    work.assign(number, "a", "người một", version=seen)
    with pytest.raises(ProposalError) as told:
        work.decline(number, "b", "Không nhận.", version=seen)
    assert (told.value.code, told.value.retryable) == ("proposal.changed", True)
    assert work.show(number).proposal.assignee == "người một"


def test_the_queue_is_listed_counted_and_searched(store: Store) -> None:
    clock = Clock()
    work = Moderation(store, clock)
    numbers = []
    for place in range(5):
        numbers.append(sent(store, clock, text=f"{TEXT} Lần {place} 100% _x"))
        clock.move(10)
    work.assign(numbers[1], "a", "người một")
    work.decline(numbers[2], "a", "Ngoài phạm vi.")
    assert [case.proposal.number for case in work.listing(limit=2, offset=1).cases] == numbers[1:3]
    assert work.listing(limit=2).total == 5
    found = {
        "new": work.listing(ProposalQuery(states=[ProposalState.NEW])).total,
        "mine": work.listing(ProposalQuery(assignee="người một")).total,
        "words": work.listing(ProposalQuery(words="LAN 3 100% _")).total,
        "signs": work.listing(ProposalQuery(words="%_%")).total,
        "level": work.listing(ProposalQuery(level="tinh")).total,
        "category": work.listing(ProposalQuery(category="kien_nghi")).total,
    }
    assert found == {"new": 3, "mine": 1, "words": 1, "signs": 0, "level": 0, "category": 5}
    counts = work.counts()
    assert (counts[ProposalState.NEW], counts[ProposalState.IN_WORK], counts[ProposalState.ANSWERED]) == (3, 1, 0)


def test_what_is_erased_leaves_its_number_and_no_words(store: Store) -> None:
    clock = Clock()
    work = Moderation(store, clock)
    number = sent(store, clock, contact_reach="a@b.vn", consent=True)
    work.reopen(number, "a", "có số điện thoại của người khác")
    work.answer(number, "a", "Trả lời.", ["td-dieu-le/d12"], small_registry(), TODAY)
    work.erase(number, "a", "theo yêu cầu")
    case = work.show(number)
    assert (case.contact, case.proposal.text, case.proposal.reply, case.proposal.citations) == (None, "", "", ())
    assert [event.note for event in case.events] == ["", "", "", "theo yêu cầu"]


def test_a_reply_says_the_state_of_its_rules_on_its_own_day(store: Store) -> None:
    clock = Clock()
    number, work = sent(store, clock), Moderation(store, clock)
    early = work.answer(number, "a", "Trả lời.", ["td-qd-1/11.4.2"], small_registry(), date(2025, 8, 1))
    later = work.answer(number, "a", "Trả lời.", ["td-qd-1/11.4.2"], small_registry(), TODAY)
    assert early.citations[0].standing != later.citations[0].standing
    assert replace(early.citations[0], as_of=TODAY, standing=later.citations[0].standing) == later.citations[0]
    assert later.citations[0].as_of - early.citations[0].as_of > timedelta(days=365)
