"""People's words for a rule's: what speaks for it, what against, and the shipped file."""

import json

from assistant.parsing.glossary import FILE, Glossary, Table, load_glossary
from corpus.vietnamese.terms import terms

SMALL = Glossary(Table({}, {}, 0), Table({"gat dau": 1, "dong y": 1, "tien": 1}, {"gat dau": {"dong y": 0.5}}, 90))


def test_a_translation_of_the_rules_words_speaks_for_it() -> None:
    (word,) = SMALL.heard(["gat dau"], accented=False)
    assert word.speaks_for({"dong y"}, set()) > 0
    assert word.speaks_for({"niem phong"}, set()) < 0


def test_what_the_rule_says_itself_speaks_for_it_and_what_nobody_says_of_it_against() -> None:
    own, strange = SMALL.heard(["tien", "phu cap"], accented=False)
    assert own.speaks_for({"tien"}, set()) > own.speaks_for({"dong y"}, set())
    assert own.speaks_for({"dong y"}, {"tien"}) > 0
    assert strange.speaks_for({"dong y"}, set()) < 0


def test_a_word_said_twice_is_heard_once() -> None:
    assert [one.word for one in SMALL.heard(["tien", "tien"], accented=False)] == ["tien"]


def test_the_shipped_file_knows_both_kinds_of_key() -> None:
    glossary = load_glossary()
    assert set(json.loads(FILE.read_text("utf-8"))) == {"accented", "folded"}
    for accented in (True, False):
        assert any(one.stands_for for one in glossary.heard(terms("gật đầu, bỏ phiếu", accented), accented))
