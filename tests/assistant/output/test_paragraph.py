"""An answer as one paragraph: nothing but its claims, each with its place."""

from dataclasses import replace

from assistant.model import Claim
from assistant.output.paragraph import paragraph_of
from assistant.output.render import markdown, plain_text
from tests.fakes import BALLOTS, QUORUM, answered, cite, small_registry

REGISTRY = small_registry()
FIRST = cite(REGISTRY, "td-dieu-le/d11.k6", QUORUM)
PLACE = "(Điều 11 khoản 6 – Điều lệ thử)"


def test_each_claim_stands_unchanged_before_its_place() -> None:
    answer = answered(REGISTRY, "Hỏi?")
    rule = Claim(QUORUM, (FIRST,))
    assert paragraph_of([rule]) == f"{QUORUM} {PLACE}"
    whole = paragraph_of([replace(claim, role="answer") for claim in answer.claims])
    assert [whole.index(claim.text) for claim in answer.claims] == sorted(
        whole.index(claim.text) for claim in answer.claims
    )


def test_one_place_is_named_once_and_a_bare_yes_has_no_place_in_a_plan() -> None:
    half = QUORUM[:20]
    both = [Claim("Có.", (FIRST,), "head"), Claim(half, (FIRST,)), Claim(QUORUM, (FIRST,))]
    assert paragraph_of(both) == f"{half} {QUORUM} {PLACE}"
    assert paragraph_of(both[:1]) == f"Có. {PLACE}", "where there is nothing else, it is not left empty"


def test_what_only_stands_behind_the_answer_is_left_out() -> None:
    ballots = Claim(BALLOTS, (cite(REGISTRY, "td-dieu-le/d12", BALLOTS),), "basis")
    assert BALLOTS not in paragraph_of([Claim(QUORUM, (FIRST,)), ballots])


def test_both_forms_show_it_and_the_json_holds_it_only_then() -> None:
    plain = answered(REGISTRY, "Hỏi?")
    asked = replace(plain, paragraph=paragraph_of(plain.claims))
    for form in (markdown, plain_text):
        assert "Đoạn văn để đưa vào văn bản" in form(asked)
        assert "Đoạn văn để đưa vào văn bản" not in form(plain)
    assert PLACE in plain_text(asked)
    assert asked.to_json()["paragraph"] == asked.paragraph
    assert "paragraph" not in plain.to_json()
