"""A citation's own names and numbers may be said by a claim; they prove no word of it and stand under no negation."""

from datetime import date

import pytest

from assistant.verification.verifier import verify_quote
from corpus.core.registry import Registry
from tests.conftest import TODAY


@pytest.mark.parametrize(
    ("place", "true", "false"),
    [("13.2", "các thời kỳ", "một số thời kỳ"), ("15.4-2", "các cơ quan", "một số cơ quan")],
)
def test_a_word_of_the_documents_title_proves_nothing(shipped: Registry, place: str, true: str, false: str) -> None:
    """The title holds “một số”; both got past the verifier in a run of the thousand."""
    found = shipped.provision(f"td-hd-06-tw-2025/{place}")
    assert found is not None
    quote = found[0].text
    while_in_force = date(2025, 9, 1)
    assert verify_quote(quote, quote, found[0].id, shipped, while_in_force) == ()
    lie = quote.replace(true, false)
    assert "r4.quantifier" in verify_quote(lie, quote, found[0].id, shipped, while_in_force)


def test_the_citations_own_number_is_not_put_under_a_negation(shipped: Registry) -> None:
    """Such a claim got past the verifier in a run of the thousand: the number of the citation has no ``không``."""
    found = shipped.provision("td-qd-190-tw-2024/d1-2")
    assert found is not None
    quote = found[0].text
    lie = quote.replace("kèm theo Quyết định", "kèm theo không Quyết định")
    assert lie != quote
    assert "r4.negation" in verify_quote(lie, quote, found[0].id, shipped, TODAY)


@pytest.mark.parametrize(
    ("true", "false"),
    [("cho rút hoặc không cho rút", "cho rút hoặc cho rút"), ("cho rút hoặc không cho rút", "không cho rút")],
)
def test_what_the_rule_denies_is_not_said_by_the_citations_own_words(shipped: Registry, true: str, false: str) -> None:
    """The basis holds “cho rút và không cho rút”; the first got past the verifier in a run of the thousand."""
    found = shipped.provision("td-hd-03-tw-2020/rut-ten")
    assert found is not None
    quote, while_in_force = found[0].text, date(2022, 3, 1)
    assert verify_quote(quote, quote, found[0].id, shipped, while_in_force) == ()
    lie = quote.replace(true, false)
    assert lie != quote
    assert "r4.negation" in verify_quote(lie, quote, found[0].id, shipped, while_in_force)
