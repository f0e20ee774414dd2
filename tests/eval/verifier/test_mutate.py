"""Mutants are false and made as said, rewordings are true, tables count right; the shipped pairs meet the targets."""

from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.verification.verifier import check_pair
from corpus.vietnamese.numberwords import in_words
from eval.verifier.mutate import (
    BLIND,
    BLIND_FALSE,
    FRESH,
    PARAPHRASES,
    Tally,
    drawn,
    markdown,
    read_blind,
    read_pairs,
    split_of,
    total,
    try_false,
    try_mutants,
    try_rewordings,
    try_twins,
)
from eval.verifier.mutations import KINDS, Pair, merged, mutants
from eval.verifier.rewordings import rewordings
from eval.verifier.twins import LATER, TWINS, read_twins
from indexing.config import IndexConfig
from indexing.sources import load_registry

QUOTE = (
    "Khi hết nhiệm kỳ, cấp ủy triệu tập đại hội phải thông báo cho chi ủy trước 30 ngày làm việc, trừ nơi mới lập; đại "
    "hội không được bầu bí thư chi bộ nếu có mặt dưới 2/3 đại biểu, theo Điều 12 và 190-QĐ/TW ngày 10/10/2024; số dư "
    "không quá 30%, mỗi nơi bầu 2 lần, lần thứ nhất từ 3 đến 5 người hoặc chỉ 1 người; khi đủ người và có biên bản thì "
    "công bố, trừ nơi chưa họp, nơi mới lập và nơi xa."
)
PAIR = Pair("p", "d/1", QUOTE, QUOTE)
PLAIN = "Đoàn chủ tịch được đại hội bầu."
RESTRICTED = "Điều lệ sẽ được sửa đối với chi bộ không phải là chi bộ cơ sở."


def test_every_kind_makes_something() -> None:
    made = {mutant.kind for mutant in mutants(PAIR, 1)}
    made |= {mutant.kind for text in (PLAIN, RESTRICTED) for mutant in mutants(Pair("q", "d/2", text, text), 1)}
    assert made == set(KINDS)


def test_a_mutant_differs_from_its_base_and_keeps_the_quote() -> None:
    made = list(mutants(PAIR, 1))
    assert len(made) > 20
    for mutant in made:
        assert mutant.claim != PAIR.claim
        assert mutant.quote == PAIR.quote


def test_mutants_are_the_same_for_the_same_seed() -> None:
    assert list(mutants(PAIR, 3)) == list(mutants(PAIR, 3))


def test_the_pair_is_accepted_and_its_mutants_are_refused() -> None:
    assert check_pair(PAIR.claim, PAIR.quote) == ()
    made = [*mutants(PAIR, 1), *mutants(Pair("q", "d/2", RESTRICTED, RESTRICTED), 1)]
    assert [m.kind for m in made if not check_pair(m.claim, m.quote)] == []


def test_merged_rules_join_a_subject_to_another_predicate() -> None:
    first = Pair("a", "d/1", "Đoàn chủ tịch phải điều hành đại hội.", "Đoàn chủ tịch phải điều hành đại hội.")
    second = Pair("b", "d/2", "Ban kiểm phiếu phải lập biên bản.", "Ban kiểm phiếu phải lập biên bản.")
    mutant = merged(first, second)
    assert mutant is not None
    assert mutant.claim == "Đoàn chủ tịch phải lập biên bản."
    assert check_pair(mutant.claim, mutant.quote) != ()
    assert merged(first, first) is None


def test_rewordings_of_the_pair_are_accepted() -> None:
    refused = [(kind, pair.claim) for kind, pair in rewordings(PAIR) if check_pair(pair.claim, pair.quote)]
    assert refused == []


def test_halves_are_by_provision() -> None:
    assert split_of("td-a/1") == split_of("a/1")
    assert {split_of(f"a/{n}") for n in range(40)} == {"dev", "held-out"}


def test_the_draw_is_even_and_capped() -> None:
    pool = [m for n in range(30) for m in mutants(Pair(f"p{n}", f"d/{n}", QUOTE, QUOTE), 1)]
    chosen = drawn(pool, 5, 1)
    assert chosen.keys() == {mutant.kind for mutant in pool}
    for group in chosen.values():
        for split in ("dev", "held-out"):
            assert len([m for m in group if split_of(m.base.provision) == split]) == 5


def test_tallies() -> None:
    tally = Tally(100, 99)
    low, high = tally.interval()
    assert low < tally.rate == 0.99 < high <= 1
    assert Tally().interval() == (0.0, 1.0)
    table = {"kind": {"dev": Tally(2, 1), "held-out": Tally(3, 3)}, "other": {"dev": Tally(2, 2), "held-out": Tally()}}
    assert (total(table)["dev"].n, total(table)["dev"].refused) == (4, 3)
    assert "| kind | 2 | 0.500" in markdown("T", table)


def test_tense_and_restriction_are_lost_as_said() -> None:
    made = {mutant.kind: mutant.claim for mutant in mutants(Pair("q", "d/2", RESTRICTED, RESTRICTED), 1)}
    assert made["sẽ → đã"] == RESTRICTED.replace("sẽ", "đã")
    assert made["bỏ phần hạn định"] == "Điều lệ sẽ được sửa đối với chi bộ."


def test_every_blind_false_claim_is_refused() -> None:
    """Of the true ones nearly all are refused as well (``docs/verifier.md``): nothing to guard there."""
    table = try_false(read_blind(BLIND_FALSE))
    assert total(table)["dev"].n + total(table)["held-out"].n == 40
    assert [row for kind in table.values() for tally in kind.values() for row in tally.examples] == []


@pytest.mark.parametrize("path", [PARAPHRASES, FRESH, BLIND])
def test_the_written_paraphrases_are_well_formed(path: Path) -> None:
    rows = list(read_pairs(path))
    assert len(rows) > 50
    assert len({pair.id for _, pair in rows}) == len(rows)
    for kind, pair in rows:
        assert kind
        assert pair.claim != pair.quote
        assert check_pair(pair.quote, pair.quote) == ()


def test_the_verifier_meets_its_targets_on_the_written_pairs() -> None:
    """A guard against silent loss: a small seeded draw; the full tables are in ``docs/verifier.md``."""
    bases = [
        pair for kind, pair in read_pairs(PARAPHRASES) if kind != "tự do" and not check_pair(pair.claim, pair.quote)
    ]
    chosen = drawn((m for pair in Random(1).sample(bases, 60) for m in mutants(pair, 1)), 12, 1)
    caught = total(try_mutants(chosen))
    n = sum(tally.n for tally in caught.values())
    assert n > 300
    assert sum(tally.refused for tally in caught.values()) / n >= 0.99
    refused = total(try_rewordings(row for row in read_pairs(FRESH)))
    assert sum(t.refused for t in refused.values()) / sum(t.n for t in refused.values()) <= 0.08


@given(st.integers(0, 999_999))
def test_number_words_are_words(value: int) -> None:
    words = in_words(value)
    assert words.replace(" ", "").isalpha()
    assert "  " not in words


def test_twins_are_well_formed_and_every_false_one_is_refused(tmp_path: Path) -> None:
    """The share of true ones refused is in ``docs/verifier.md``; here only that it does not grow unseen."""
    registry = load_registry(IndexConfig(home=tmp_path, corpus="shipped"))
    twins = [twin for path in (TWINS, LATER) for twin in read_twins(path, registry)]
    assert len({(twin.id, twin.true) for twin in twins}) == len(twins) > 400
    true, false = try_twins(twins, registry)
    assert [row for kind in false.values() for tally in kind.values() for row in tally.examples] == []
    refused = total(true)
    assert sum(t.refused for t in refused.values()) / sum(t.n for t in refused.values()) <= 0.46
