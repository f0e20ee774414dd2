"""What is asked where: the table, and that forgetting a line closes a door."""

import pytest

from assistant.accounts.access import Access, access_of, check
from assistant.accounts.errors import ForbiddenError, SignInError
from assistant.accounts.identity import NOBODY, Identity, KeyScope, Role

PEOPLE = {role: Identity("A", "a", role) for role in Role}
KEYS = {scope: Identity("cổng", "key:1", scopes=frozenset({scope})) for scope in KeyScope}


@pytest.mark.parametrize(
    "path, access",
    [
        ("/healthz", Access.OPEN),
        ("/metrics", Access.OPEN),
        ("/healthz/x", Access.READ),
        ("/dang-nhap/di", Access.OPEN),
        ("/static/reader.css", Access.OPEN),
        ("/widget/v1/tro-ly.js", Access.OPEN),
        ("/static", Access.READ),
        ("/chat/", Access.READ),
        ("/quan-tri", Access.MODERATE),
        ("/quan-tri/kien-nghi/7", Access.MODERATE),
        ("/quan-tri/gi-do-moi", Access.OPERATE),
        ("/quan-tri/", Access.OPERATE),
        ("/quan-tri/kien-nghi/../khoa", Access.MODERATE),
        ("/api/v1/manage/x", Access.MANAGE),
        ("/api/v1/proposals", Access.PROPOSE),
        ("/gi-do-moi", Access.READ),
    ],
)
def test_an_address_asks_for_what_the_table_says(path: str, access: Access) -> None:
    assert access_of(path) is access


def may(identity: Identity, access: Access, *, public: bool) -> int:
    try:
        check(identity, access, public=public)
    except SignInError:
        return 401
    except ForbiddenError:
        return 403
    return 200


@pytest.mark.parametrize("access", Access)
def test_a_higher_role_may_what_a_lower_one_may(access: Access) -> None:
    told = [may(PEOPLE[role], access, public=False) for role in Role]
    assert told == sorted(told, reverse=True)
    assert told[-1] == 200
    assert may(NOBODY, access, public=False) == (200 if access is Access.OPEN else 401)


def test_the_public_reads_and_proposes_where_it_may_and_nothing_else() -> None:
    open_to_all = {access for access in Access if may(NOBODY, access, public=True) == 200}
    assert open_to_all == {Access.OPEN, Access.READ, Access.PROPOSE}


@pytest.mark.parametrize("public", [True, False])
def test_a_key_is_for_its_purpose_also_where_everybody_may(public: bool) -> None:
    wanted = {KeyScope.ASK: Access.READ, KeyScope.PROPOSE: Access.PROPOSE, KeyScope.MANAGE: Access.MANAGE}
    for scope, identity in KEYS.items():
        opened = {access for access in Access if may(identity, access, public=public) == 200}
        assert opened == {Access.OPEN, wanted[scope]}
