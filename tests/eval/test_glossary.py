"""Learning people's words from questions beside their rules."""

from dataclasses import replace

from corpus.core.registry import Registry
from corpus.vietnamese.terms import terms
from eval.glossary import Said, learn, phrasings, to_json


def test_words_asked_together_with_a_rule_translate_its_words(shipped: Registry) -> None:
    base = next(rule for rule, _ in shipped.provisions())

    def said(question: str, text: str) -> Said:
        return Said(question, replace(base, text=text, start=0, end=len(text), heading="", trail=()))

    agreed, sealed = "được tán thành", "niêm phong thùng"
    table = learn(
        [said("xin cho phép", agreed), said("cho phép", agreed), said("dán thùng", sealed), said("dán", sealed)]
    ).accented
    (allowed,), (agree,), (glued,) = (terms(word, accented=True) for word in ("cho phép", "tán thành", "dán"))
    assert table.asked[allowed] == 2
    assert table.says[allowed][agree] > 0.3
    assert agree not in table.says[glued]


def test_the_same_questions_give_the_same_file(shipped: Registry) -> None:
    some = phrasings(shipped)[:60]
    assert len(some) == 60
    assert to_json(learn(some)) == to_json(learn(some))
