"""Learning people's words from questions beside their rules."""

from dataclasses import replace

from corpus.core.registry import Registry
from eval.glossary import Said, learn, phrasings, to_json


def test_words_asked_together_with_a_rule_translate_its_words(shipped: Registry) -> None:
    base = next(rule for rule, _ in shipped.provisions())

    def rule(text: str) -> object:
        return replace(base, text=text, start=0, end=len(text), heading="", trail=())

    agreed, sealed = rule("được đồng ý"), rule("niêm phong thùng")
    said = [
        Said("phải gật đầu", agreed),
        Said("ai gật đầu", agreed),
        Said("dán thùng", sealed),
        Said("dán lại", sealed),
    ]  # type: ignore[arg-type]
    folded = learn(said).folded
    assert folded.asked["gat dau"] == 2
    assert "niem phong" not in folded.says["gat dau"]
    assert folded.says["gat dau"]["dong y"] > 0.3


def test_the_same_questions_give_the_same_file(shipped: Registry) -> None:
    some = phrasings(shipped)[:60]
    assert len(some) == 60
    assert to_json(learn(some)) == to_json(learn(some))
