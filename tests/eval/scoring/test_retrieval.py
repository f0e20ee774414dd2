"""Small judgements beside values worked out by hand."""

import math

import pytest

from eval.scoring.retrieval import judge_rankings


def one(gold: list[list[str]], *ranking: list[str]) -> dict[str, float]:
    return judge_rankings({"q": gold}, {"q": list(ranking)})["q"]


def test_third_of_three() -> None:
    found = one([["a"]], [], [], ["a"])
    assert (found["hit@1"], found["hit@5"]) == (0.0, 1.0)
    assert found["mrr@10"] == pytest.approx(1 / 3)
    assert found["ndcg@10"] == pytest.approx(1 / math.log2(4))


def test_two_to_find_one_found() -> None:
    found = one([["a", "b"]], ["a"], [])
    assert found["recall@10"] == 0.5
    assert found["ndcg@10"] == pytest.approx(1 / (1 + 1 / math.log2(3)))


def test_a_repetition_is_neither_hit_nor_miss() -> None:
    assert one([["a", "b"]], ["a"], ["a"], ["b"])["ndcg@10"] == pytest.approx(1.0)


def test_one_provision_may_stand_at_two_places() -> None:
    assert one([["a", "b"]], ["a", "b"])["recall@10"] == 1.0


def test_the_best_alternative_counts_and_the_other_does_not_hurt() -> None:
    assert one([["a", "b"], ["c"]], ["c"])["recall@10"] == 1.0
    assert one([["a"], ["b"]], ["b"], ["a"])["mrr@10"] == 1.0


def test_no_ranking_scores_zero_and_is_not_dropped() -> None:
    found = judge_rankings({"q": [["a"]], "r": [["b"]]}, {"r": [["b"]]})
    assert found["q"] == dict.fromkeys(found["q"], 0.0)
    assert found["r"]["hit@1"] == 1.0


def test_questions_without_gold_are_left_out() -> None:
    assert judge_rankings({"q": []}, {"q": [["a"]]}) == {}
