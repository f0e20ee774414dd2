"""Ways between the pages of the desk: each leads to a page that there is, and none stands alone."""

from assistant.site.ways import PAIRS, titles, ways


def test_every_way_leads_both_ways_and_to_a_page_that_there_is() -> None:
    assert {address for pair in PAIRS for address in pair} <= titles().keys()
    assert len({frozenset(pair) for pair in PAIRS}) == len(PAIRS)
    for one, other in PAIRS:
        assert (other, titles()[other]) in ways(one)
        assert (one, titles()[one]) in ways(other)


def test_every_form_and_what_a_congress_counts_goes_on_somewhere() -> None:
    lonely = {address for address in titles() if not ways(address)}
    assert lonely == {"/bang-tinh/added-members"}, "members added between congresses belong to no congress"
