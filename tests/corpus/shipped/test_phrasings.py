"""The shipped everyday questions: each belongs to a provision of its digest, and no question is asked twice."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from bench.coverage import ROOT
from corpus.core.errors import CorpusError
from corpus.core.model import TextKind
from corpus.core.text import to_nfc
from corpus.shipped.catalogue import load_catalogue, load_shipped
from corpus.shipped.phrasings import load_phrasings, with_phrasings
from tests.conftest import make_document, make_record

FOLDER = ROOT / "corpus" / "shipped" / "phrasings"
FILES = sorted(FOLDER.glob("*.toml"))
PATHS = {document.record.id: {p.path for p in document.provisions} for document in load_shipped()}
LEAST = 3

each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def rows(path: Path) -> dict[str, list[str]]:
    return tomllib.loads(path.read_text("utf-8"))


@each_file
def test_every_key_is_a_provision_of_the_digest(path: Path) -> None:
    assert path.stem in PATHS
    assert set(rows(path)) - PATHS[path.stem] == set()


@each_file
def test_every_provision_of_the_digest_has_questions(path: Path) -> None:
    assert PATHS[path.stem] - set(rows(path)) == set()


@each_file
def test_every_provision_has_enough_questions(path: Path) -> None:
    assert {place: len(asked) for place, asked in rows(path).items() if len(asked) < LEAST} == {}


@each_file
def test_questions_are_clean_text(path: Path) -> None:
    questions = [question for asked in rows(path).values() for question in asked]
    assert [q for q in questions if q != " ".join(q.split()) or q != to_nfc(q)] == []


def test_no_question_twice_over_all_files() -> None:
    count = Counter(
        question.casefold()
        for places in load_phrasings(FOLDER).values()
        for asked in places.values()
        for question in asked
    )
    assert [question for question, times in count.items() if times > 1] == []


def test_a_file_of_another_shape_is_named(tmp_path: Path) -> None:
    (tmp_path / "sai.toml").write_text('"d1" = 3\n', "utf-8")
    with pytest.raises(CorpusError, match=r"sai\.toml"):
        load_phrasings(tmp_path)


def test_no_folder_means_no_questions(tmp_path: Path) -> None:
    assert load_phrasings(tmp_path / "khong-co") == {}


def test_an_official_text_takes_its_own_questions_and_the_digests() -> None:
    record = make_record("qd-1")
    texts = {"d1": "Điều một.", "d1.k1": "Khoản một."}
    asked = {"qd-1": {"d1.k1-2": ("Hỏi gì?",)}}
    official = {"qd-1": {"d1": ("Ai hỏi?",), "d1.k1": ("Hỏi ai?",)}}
    loaded = with_phrasings(make_document(record, texts), asked, official)
    digest = with_phrasings(make_document(record, texts, kind=TextKind.DIGEST), asked, official)
    assert [p.asked_as for p in loaded.provisions] == [("Ai hỏi?",), ("Hỏi gì?", "Hỏi ai?")]
    assert [p.asked_as for p in digest.provisions] == [(), ()]


def test_questions_for_official_places_belong_to_known_records_and_repeat_nothing() -> None:
    official = load_phrasings(FOLDER / "official")
    assert set(official) <= {record.id for record in load_catalogue(ROOT / "corpus" / "shipped" / "catalogue.toml")}
    own = {q.casefold() for places in load_phrasings(FOLDER).values() for asked in places.values() for q in asked}
    questions = [q.casefold() for places in official.values() for asked in places.values() for q in asked]
    assert len(questions) == len(set(questions))
    assert own.isdisjoint(questions)
