"""Any model output is read into proposals or raises one error; how it is cut into pieces changes nothing."""

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.generation.proposals import MAX_OBJECT, MAX_OUTPUT, MAX_PROPOSALS, Cite, Proposal, ProposalParser
from corpus.core.errors import ModelProtocolError

GOOD = '{"claim": "Ý một.", "cites": [{"label": "P1", "quote": "nguyên “văn” {một}"}]}'
PARSED = Proposal("Ý một.", (Cite("P1", "nguyên “văn” {một}"),))


def read(*pieces: str) -> tuple[list[Proposal], bool, str]:
    """Proposals, whether the model said none, and the code of the error that ended the reading."""
    parser, found = ProposalParser(), []
    try:
        for piece in [*pieces, None]:
            if piece is None:
                parser.close()
            else:
                parser.feed(piece)
            while (proposal := parser.next_proposal()) is not None:
                found.append(proposal)
    except ModelProtocolError as error:
        return found, parser.says_none, error.code
    return found, parser.says_none, ""


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        f"\n{GOOD}\n",
        f"```json\n{GOOD}\n```",
        f"[{GOOD}]",
        f"<think>Xem {{nào}} \n {{\n</think>\n\n{GOOD}",
        f"</think>\n{GOOD}",
        json.dumps(json.loads(GOOD), indent=2),
        json.dumps(json.loads(GOOD) | {"note": "thừa"}),
    ],
)
def test_one_claim_in_the_forms_that_models_write(text: str) -> None:
    assert read(text) == ([PARSED], False, "")


def test_claims_come_one_by_one_and_only_when_whole() -> None:
    parser = ProposalParser()
    parser.feed(GOOD[:-1])
    assert parser.next_proposal() is None
    parser.feed(GOOD[-1] + "\n" + GOOD[:10])
    assert parser.next_proposal() == PARSED
    assert parser.next_proposal() is None


def test_a_sentence_without_citation_is_a_proposal_without_citation() -> None:
    found, none, code = read(f"Theo quy định thì:\n{GOOD}\nHết, [1].")
    assert found == [Proposal("Theo quy định thì:"), PARSED, Proposal("Hết, [1].")]
    assert (none, code) == (False, "")


def test_none_is_said_and_not_shown() -> None:
    assert read('{"none": true}') == ([], True, "")
    assert read("") == ([], False, "")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (GOOD[:-1], "model.unfinished"),
        ('{"claim": "a", "cites": [{"label": "P1", "quote": "b"]}', "model.unfinished"),
        ('{"claim": "a", "cites": [{"label": "P1" "quote": "b"}]}', "model.json"),
        ('{"claim": "a"}', "model.form"),
        ('{"claim": "", "cites": []}', "model.form"),
        ('{"claim": 5, "cites": []}', "model.form"),
        ('{"claim": "a", "cites": "P1"}', "model.form"),
        ('{"claim": "a", "cites": ["P1"]}', "model.form"),
        ('{"claim": "a", "cites": [{"label": 1, "quote": "b"}]}', "model.form"),
        ('{"claim": "a", "claim": "b", "cites": []}', "model.json"),
        ('{"claim": "\\ud800", "cites": []}', "model.json"),
        ('{"none": false}', "model.form"),
        ("{Ý một}", "model.json"),
        ("{" * 5, "model.unfinished"),
        ('{"a":' * 1900 + "1" + "}" * 1900, "model.json"),
        ('{"claim": "' + "a" * MAX_OBJECT, "model.too_long"),
        ("a" * (MAX_OUTPUT + 1), "model.too_long"),
        ("ý\n" * (MAX_PROPOSALS + 1), "model.too_many"),
        ("\ud800", "model.form"),
    ],
)
def test_what_is_not_of_the_form_raises_the_one_error(text: str, code: str) -> None:
    assert read(text)[2] == code


def test_what_was_whole_before_the_error_stands() -> None:
    assert read(f"{GOOD}\n{GOOD[:30]}") == ([PARSED], False, "model.unfinished")


PIECES = st.sampled_from(
    [GOOD, '{"none": true}', "{", "}", '"', "\\", "[", ",", "\n", "<think>", "</think>", "<thi", "```json", "Ý. ", "x"]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=12).map("".join), st.text(alphabet='{}[]"\\,:aà\n<>/think'))


@settings(max_examples=400)
@given(TEXTS)
@example("{" * 3000)
@example('{"claim":' + "[" * 3000)
def test_any_text_is_read_or_raises_the_one_error(text: str) -> None:
    found, _, code = read(text)
    assert all(proposal.text.strip() for proposal in found)
    assert code == "" or code.startswith("model.")


@settings(max_examples=400)
@given(TEXTS, st.data())
def test_how_the_text_is_cut_changes_nothing(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
    pieces = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    assert read(*pieces) == read(text) == read(*text)


@given(st.lists(st.tuples(st.text(min_size=1), st.text(), st.text(max_size=20)), max_size=6))
def test_what_is_written_in_the_form_is_read_back(claims: list[tuple[str, str, str]]) -> None:
    wanted = [Proposal(text, (Cite(label.strip(), quote),)) for text, quote, label in claims if text.strip()]
    lines = [
        json.dumps({"claim": text, "cites": [{"label": label, "quote": quote}]}, ensure_ascii=False)
        for text, quote, label in claims
        if text.strip()
    ]
    assert read("\n".join(lines)) == (wanted, False, "")
