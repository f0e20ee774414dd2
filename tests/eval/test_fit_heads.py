"""The bank of yes/no questions by provision, and what is told of heads on it."""

import numpy as np
import pytest

from assistant.heads.asked import read_asked
from eval.fit_heads import (
    NOT_SO,
    OPEN,
    SO,
    BankQuestion,
    curve,
    features,
    out_of_hand,
    provisions,
    read_bank,
    shown,
    side_of,
)


def test_every_entry_quotes_its_provision_byte_for_byte() -> None:
    rules, bank = provisions(), read_bank()
    assert len(bank) > 3000
    assert len({(one.hand, one.question) for one in bank}) > 3000
    wrong = [
        one
        for one in bank
        if one.place not in rules
        or one.head not in (None, "Có", "Không", "Chưa")
        or (one.head is None) is bool(one.words)
        or one.words not in rules[one.place].text
    ]
    assert wrong == []


def test_no_two_hands_had_a_provision_in_common() -> None:
    hands: dict[str, set[str]] = {}
    for one in read_bank():
        hands.setdefault(one.place, set()).add(one.hand)
    assert max(map(len, hands.values())) == 1


def test_a_head_is_asked_of_the_question_s_own_provision() -> None:
    question = "Đảng viên dự bị có được biểu quyết không?"
    own = BankQuestion("1", "dieu-le-2011#d3-2", question, "Không", "")
    other = BankQuestion("1", "dieu-le-2011#d15.k2", question, None, "")
    assert list(shown([own, other], provisions())) == [(own, "Không")]
    assert own.is_right("Chưa")
    assert not own.is_right("Có")
    assert not other.is_right("Không")


@pytest.mark.parametrize(
    ("question", "head", "side"),
    [
        ("Bầu chi ủy có phải bỏ phiếu kín không?", "Có", SO),
        ("Bầu chi ủy giơ tay có được không?", "Không", NOT_SO),
        ("Bầu chi ủy giơ tay có sai không?", "Có", NOT_SO),
        ("Bầu chi ủy có cần hội trường không?", None, OPEN),
    ],
)
def test_the_side_is_what_the_rule_says_of_it_as_asked(question: str, head: str | None, side: str) -> None:
    read = read_asked(question)
    assert read is not None
    assert side_of(BankQuestion("1", "", question, head, ""), read) == side


def test_a_hand_is_asked_of_a_model_that_saw_only_the_others() -> None:
    read = read_asked("Bầu chi ủy giơ tay có được không?")
    assert read is not None
    assert features(read)["form may"] == 1.0
    rows, hands = [{"word a": 1.0}, {"word b": 1.0}] * 2, list("1122")
    sure = out_of_hand(rows, [SO, NOT_SO, SO, NOT_SO], hands)
    assert sure[0, 0] > sure[1, 0]
    # Where the two hands say the opposite, each is told by the other and not by itself.
    turned = out_of_hand(rows, [SO, NOT_SO, NOT_SO, SO], hands)
    assert turned[0, 0] < turned[1, 0]


def test_the_curve_counts_the_surest_first() -> None:
    sure = np.array([0.9, 0.1, 0.8, 0.2, 0.7, 0.3, 0.6, 0.4, 0.5, 0.0])
    right = sure > 0.75
    assert list(curve(sure, right))[-2:] == [(2, 2), (2, 3)]
