"""The first page: every question is kept for its place in the phrasings, and the assistant answers it from there."""

import pytest

from assistant.chat.starters import Starter, read_starters, shipped_starters
from assistant.chat.tools import rests_on
from assistant.model import Question, Status
from assistant.service import Assistant
from corpus.core.errors import CorpusError
from corpus.core.registry import place_of
from corpus.shipped.catalogue import ROOT
from corpus.shipped.phrasings import load_phrasings

STARTERS = [question for topic in shipped_starters() for question in topic.questions]


def test_topics_are_few_and_each_has_a_few_questions() -> None:
    assert 5 <= len(shipped_starters()) <= 9
    assert all(2 <= len(topic.questions) <= 4 for topic in shipped_starters())
    assert len({one.ask for one in STARTERS}) == len(STARTERS)


def test_every_question_is_one_of_its_place() -> None:
    phrasings = load_phrasings(ROOT / "phrasings")
    for one in STARTERS:
        record, _, path = one.place.partition("#")
        assert one.ask in phrasings[record][path], one


@pytest.mark.parametrize("one", STARTERS, ids=[one.place for one in STARTERS])
def test_every_question_is_answered_from_its_place(one: Starter, assistant: Assistant) -> None:
    answer = assistant.answer(Question(one.ask))
    found = [assistant.registry.provision(name) for name in rests_on(answer, assistant.registry)]
    assert answer.status is Status.ANSWERED
    assert one.place in [place_of(*pair) for pair in found if pair]


@pytest.mark.parametrize("text", ["", "topic = 5", "[[topic]]\nname = 'a'\nquestion = []", "[[topic]]\nname = 'a'"])
def test_faulty_data_is_named(text: str) -> None:
    with pytest.raises(CorpusError, match="gợi ý"):
        read_starters(text)
