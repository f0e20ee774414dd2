"""Reviewed acts: every entry quotes its rule, and a faulty file is told by name."""

from pathlib import Path

import pytest

from corpus.core.errors import CorpusError
from corpus.core.model import Provision
from corpus.shipped.catalogue import load_shipped
from corpus.shipped.decisions import Decision, load_decisions, strangers

GOOD = 'place = "d1"\nwords = "phải làm"\nabout = ["dai hoi"]\nact = "lam"\n'


@pytest.fixture(scope="module")
def provisions() -> dict[tuple[str, str], Provision]:
    return {(document.record.id, p.path): p for document in load_shipped() for p in document.provisions}


def entry_id(decision: Decision) -> str:
    return f"{decision.record}#{decision.place}"


@pytest.mark.parametrize("decision", load_decisions(), ids=entry_id)
def test_an_entry_quotes_its_rule_byte_for_byte(
    decision: Decision, provisions: dict[tuple[str, str], Provision]
) -> None:
    text = provisions[decision.record, decision.place].text
    counts = [count.words for count in (decision.given, decision.limit) if count is not None]
    assert all(words in text for words in (decision.words, *counts))


def test_an_entry_is_read(tmp_path: Path) -> None:
    (tmp_path / "words.toml").write_text('act = "lam | thuc hien"\n', "utf-8")
    body = GOOD.replace('"lam"', '"<act>"') + 'limit = { words = "2 ngày", told = ["# ngay"], bound = "le" }\n'
    (tmp_path / "qd-1.toml").write_text(f"[[decision]]\n{body}", "utf-8")
    (decision,) = load_decisions(tmp_path)
    assert (decision.record, decision.place) == ("qd-1", "d1")
    assert decision.act is not None
    assert decision.act.search("thuc hien")
    assert decision.limit is not None
    assert decision.limit.bound == "le"


@pytest.mark.parametrize(
    "row",
    [
        GOOD.replace('act = "lam"\n', ""),
        GOOD.replace('about = ["dai hoi"]\n', ""),
        GOOD.replace('act = "lam"', 'act = "(lam"'),
        GOOD + 'head = "Có"\n',
        GOOD + 'limit = { words = "2 ngày", told = ["# ngay"], unit = "ngày" }\n',
        GOOD.replace('place = "d1"\n', ""),
        "place =",
    ],
)
def test_a_faulty_entry_is_told(tmp_path: Path, row: str) -> None:
    (tmp_path / "qd-1.toml").write_text(f"[[decision]]\n{row}", "utf-8")
    with pytest.raises(CorpusError) as caught:
        load_decisions(tmp_path)
    assert caught.value.code == "corpus.decisions"
    assert "qd-1.toml" in str(caught.value)


def test_other_bodies_and_other_acts_are_named() -> None:
    bodies, acts = strangers()
    assert bodies.search("ban chap hanh cong doan")
    assert acts.search("co duoc phat bieu khong")
    assert not bodies.search("ban chap hanh dang bo")
