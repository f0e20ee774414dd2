"""The judge: its file fits its features; it orders, answers and refuses."""

import json
import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.model import Evidence
from assistant.question.understanding import Understood
from assistant.retrieval.features import NAMES, features, prepare
from assistant.retrieval.ranker import DECISION_NAMES, WEIGHTS, Judge, Logistic, Ranking, decision_values, load_judge
from assistant.service import Assistant
from corpus.vietnamese.contentwords import content_words


def test_the_shipped_file_names_its_features() -> None:
    data = json.loads(WEIGHTS.read_text("utf-8"))
    assert tuple(data["ranker"]["weights"]) == NAMES
    assert tuple(data["decider"]["weights"]) == DECISION_NAMES
    assert 0 < load_judge().answer_at < load_judge().again_at < 1


def test_a_stale_file_is_refused(tmp_path: Path) -> None:
    data = json.loads(WEIGHTS.read_text("utf-8"))
    data["ranker"]["weights"]["another"] = 1.0
    stale = tmp_path / "judge.json"
    stale.write_text(json.dumps(data), "utf-8")
    with pytest.raises(ValueError, match="other features"):
        load_judge(stale)


def test_a_second_try_is_never_easier_than_the_first() -> None:
    judge = load_judge()
    assert judge.again.answer_at == judge.again_at
    assert replace(judge, again_at=0.1).again.answer_at == judge.answer_at


def test_logistic_is_the_written_formula() -> None:
    model = Logistic((2.0, -1.0), 0.5)
    assert model.log_odds((1.0, 3.0)) == -0.5
    assert Logistic((0.0,), 0.0).probability((7.0,)) == 0.5
    with pytest.raises(ValueError, match="zip"):
        model.log_odds((1.0,))


def test_no_candidate_is_never_enough(assistant: Assistant, read: Callable[..., Understood]) -> None:
    ranking = assistant.search.judge.rank(read("Ai được vào ban kiểm phiếu?"), [], assistant.search.vocabulary)
    assert ranking == Ranking()
    assert not assistant.search.judge.enough(ranking)


def test_a_rule_that_nobody_wrote_everyday_questions_for_is_not_taken_for_a_wrong_one(
    assistant: Assistant, read: Callable[..., Understood]
) -> None:
    understood, search = read("Phiếu bầu lưu bao nhiêu tháng?"), assistant.search
    found = search.retriever.find(understood)
    bare = [replace(one, provision=replace(one.provision, asked_as=())) for one in found]
    strict = replace(search.judge, unphrased=0.0)

    def odds(judge: Judge, evidence: list[Evidence]) -> float:
        share = judge.rank(understood, evidence, search.vocabulary).confidence
        return math.log(share / (1 - share))

    assert odds(search.judge, found) == odds(strict, found)
    assert odds(search.judge, bare) == pytest.approx(odds(strict, bare) + search.judge.unphrased)


def test_features_are_bounded_and_complete(assistant: Assistant, read: Callable[..., Understood]) -> None:
    understood = read("Phiếu bầu lưu bao nhiêu tháng?")
    evidence = assistant.search.retriever.find(understood)
    asked = prepare(understood, assistant.search.vocabulary)
    assert len(evidence) > 5
    for row in features(understood, asked, evidence):
        assert len(row) == len(NAMES)
        told = dict(zip(NAMES, row, strict=True))
        sums = {name: value for name, value in told.items() if name.startswith("said_")}
        assert all(-0.01 <= value <= 8 for name, value in told.items() if name not in sums)
        assert all(-100 < value < 10 for value in sums.values())


def test_a_lead_and_a_mass_are_read_from_the_scores() -> None:
    best = [0.0] * len(NAMES)
    assert decision_values([2.0, 1.0], best)[:2] == (2.0, 1.0)
    assert decision_values([2.0], best)[2] == pytest.approx(2.0)


def test_off_topic_questions_rank_below_the_threshold(assistant: Assistant, read: Callable[..., Understood]) -> None:
    judge: Judge = assistant.search.judge
    for text in ("Nấu nồi phở cần bao nhiêu ký xương?", "Sổ đỏ đứng tên hai người thì bán thế nào?"):
        understood = read(text)
        assert not judge.enough(
            judge.rank(understood, assistant.search.retriever.find(understood), assistant.search.vocabulary)
        )


def test_the_corpus_knows_its_own_words(assistant: Assistant) -> None:
    assert assistant.search.vocabulary.known_share("đại hội chi bộ bầu cấp ủy") == 1.0
    assert assistant.search.vocabulary.known_share("blockchain pizza") < 0.5
    assert assistant.search.vocabulary.known_share("là gì") == 0.0


def test_a_word_weighs_by_its_diacritics_when_they_were_typed(assistant: Assistant) -> None:
    words = assistant.search.vocabulary
    (surplus,) = content_words("dư", accented=True)
    assert words.idf(surplus, True) > words.idf("du")
