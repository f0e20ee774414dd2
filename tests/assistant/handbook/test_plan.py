"""The plan: which place belongs to which phase, and that every row of the shipped one is true of the shipped corpus."""

import pytest

from assistant.handbook.plan import above, read_plan, shipped_plan
from corpus.core.codes import Code
from corpus.core.errors import CorpusError
from corpus.core.model import TextKind
from corpus.core.registry import Registry, place_of

PLAN = """
[[phase]]
id = "truoc"
name = "Trước"
about = "…"
source = []

[[phase]]
id = "sau"
name = "Sau"
about = "…"
source = []

[[topic]]
id = "phieu"
name = "Phiếu"
phases = ["sau"]

[place.r]
"*" = { phases = [], reason = "all of it" }
"11" = { phases = ["sau", "truoc"], reason = "both" }
"11.4-2" = { phases = ["truoc"], reason = "this one" }
"""


def test_a_place_lies_below_itself_its_first_rule_and_the_units_above() -> None:
    assert above("r#11.4.1-2") == ["r#11.4.1-2", "r#11.4.1", "r#11.4", "r#11", "r"]
    assert above("r#d11.k6") == ["r#d11.k6", "r#d11", "r"]
    assert above("r#noi-dung") == ["r#noi-dung", "r"]


@pytest.mark.parametrize(
    ("place", "phases"),
    [
        ("r#11.4-2", ("truoc",)),
        ("r#11.4", ("truoc", "sau")),
        ("r#11", ("truoc", "sau")),
        ("r#110", ()),
        ("r#x", ()),
        ("other#11", ("sau",)),
    ],
)
def test_the_longest_row_decides_and_topics_where_there_is_none(place: str, phases: tuple[str, ...]) -> None:
    assert read_plan(PLAN).phases_of(place, ["phieu"]) == phases


def test_a_topic_that_the_plan_does_not_have_places_nothing() -> None:
    assert read_plan(PLAN).phases_of("other#1", ["la"]) == ()


@pytest.mark.parametrize(
    "text",
    [
        "[[phase",
        '[[phase]]\nid = "a"',
        PLAN.replace('phases = ["truoc"]', 'phases = ["mai"]'),
        PLAN.replace('reason = "both"', 'reason = ""'),
        PLAN.replace('"11.4-2"', '"11"'),
        PLAN + '[level.r]\n"11" = { levels = ["huyen"], reason = "x" }\n',
    ],
)
def test_a_faulty_plan_is_refused(text: str) -> None:
    with pytest.raises(CorpusError) as raised:
        read_plan(text)
    assert raised.value.code is Code.CORPUS_HANDBOOK


def test_the_shipped_plan_knows_every_topic_and_names_no_strange_one(shipped: Registry) -> None:
    used = {topic for provision, _ in shipped.provisions() for topic in provision.topics}
    assert {topic.id for topic in shipped_plan().topics} == used
    assert [phase.id for phase in shipped_plan().phases] == ["chuan-bi", "tru-bi", "chinh-thuc", "sau-dai-hoi"]


def test_the_sources_of_the_phases_are_provisions(shipped: Registry) -> None:
    for phase in shipped_plan().phases:
        assert phase.source
        assert all(shipped.provision(name) is not None for name in phase.source), phase.id


def test_every_row_speaks_of_a_place_of_the_digest(shipped: Registry) -> None:
    places = {
        name
        for document in shipped.all_documents.values()
        if document.text_kind is TextKind.DIGEST
        for provision in document.provisions
        for name in above(place_of(provision, document))
    }
    plan = shipped_plan()
    assert {place for place in (*plan.placed, *plan.levels) if place not in places} == set()


def test_a_row_of_levels_never_says_less_than_the_digest(shipped: Registry) -> None:
    for place, levels in shipped_plan().levels.items():
        for provision, document in shipped.provisions():
            if place in above(place_of(provision, document)):
                assert provision.levels <= levels, (place, provision.id)
