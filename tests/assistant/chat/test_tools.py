"""Pages that go on from an answer: data alone decides which, and only pages that are served are linked."""

from dataclasses import replace

import pytest

from assistant.chat.tools import Tool, links, read_tools, rests_on, served, shipped_tools
from assistant.model import Answer, Calculation, Claim, RefusalReason, Status
from assistant.output.render import PageLink
from corpus.core.errors import CorpusError
from corpus.shipped.catalogue import load_shipped
from tests.fakes import BALLOTS, QUORUM, TODAY, answered, cite, refused, small_registry

REGISTRY = small_registry()
SUM = Tool("sum", "Mở bảng tính", "/bang-tinh", sums=True, places=("dieu-le#d11",))
BOOK = Tool("book", "Xem trong Sổ tay", "/so-tay/{provision}?ngay={day}", any_rule=True)
(FORMS,) = read_tools('[[tool]]\nname = "f"\nlabel = "Biểu mẫu"\naddress = "/f"\nasked = "bien ban"\nreason = "r"')


def of(*claims: Claim, question: str = "Hỏi?") -> Answer:
    return Answer(question, Status.ANSWERED, TODAY, claims=claims)


def test_a_rule_leads_to_its_page_in_the_handbook_on_the_day_of_the_answer() -> None:
    found = links(answered(REGISTRY, "Hỏi?"), REGISTRY, [SUM, BOOK])
    assert found == (
        PageLink("Mở bảng tính", "/bang-tinh"),
        PageLink("Xem trong Sổ tay", "/so-tay/td-dieu-le/d11.k6?ngay=2026-11-22"),
    )


def test_a_place_speaks_for_those_below_it_and_no_others() -> None:
    ballots = of(Claim(BALLOTS, (cite(REGISTRY, "td-dieu-le/d12", BALLOTS),)))
    assert links(ballots, REGISTRY, [SUM]) == ()
    assert links(ballots, REGISTRY, [replace(SUM, places=("dieu-le#d1",))]) == ()
    assert links(ballots, REGISTRY, [replace(SUM, places=("dieu-le#d12",))]) != ()


def test_a_sum_leads_to_the_calculators_whatever_its_rule() -> None:
    worked = Calculation("td-dieu-le/d12", {}, "1 + 1 = 2", "2")
    answer = of(Claim("Là 2.", (cite(REGISTRY, "td-dieu-le/d12", BALLOTS),), "computed", worked))
    assert links(answer, REGISTRY, [replace(SUM, places=())]) != ()


def test_words_of_the_question_lead_to_a_page_even_from_a_refusal() -> None:
    assert links(refused("Mẫu biên bản kiểm phiếu?"), REGISTRY, [FORMS, SUM, BOOK]) == (PageLink("Biểu mẫu", "/f"),)
    assert links(refused("Biên chế?"), REGISTRY, [FORMS, SUM, BOOK]) == ()


def test_only_the_open_part_of_an_answer_counts() -> None:
    assert rests_on(answered(REGISTRY, "Hỏi?"), REGISTRY) == ["td-dieu-le/d11.k6"]
    head = Claim("Có.", (cite(REGISTRY, "td-dieu-le/d12", BALLOTS),), "head")
    other = Claim(QUORUM, (cite(REGISTRY, "td-dieu-le/d11.k6", QUORUM),))
    assert rests_on(of(head, other), REGISTRY) == ["td-dieu-le/d12"]


def test_pages_that_are_not_served_are_not_linked() -> None:
    assert served([SUM, BOOK], lambda path: path == "/bang-tinh") == (SUM,)
    assert served([SUM, BOOK], lambda path: path.startswith("/so-tay/")) == (BOOK,)


@pytest.mark.parametrize(
    "text",
    [
        "tool = 5",
        "[[tool]]\nname = 'a'",
        "[[tool]]\nname = 'a'\nlabel = 'b'\naddress = '/c'\nreason = ''\nsums = true",
        "[[tool]]\nname = 'a'\nlabel = 'b'\naddress = '/c'\nreason = 'r'",
        "[[tool]]\nname = 'a'\nlabel = 'b'\naddress = '/c'\nreason = 'r'\nsums = true\nhref = ''",
        "[[tool]]\nname = 'a'\nlabel = 'b'\naddress = '/c'\nreason = 'r'\nasked = '(a'",
    ],
)
def test_faulty_data_is_named(text: str) -> None:
    with pytest.raises(CorpusError, match="Tệp công cụ"):
        read_tools(text)


def test_every_place_of_the_shipped_data_is_a_rule_of_the_digest() -> None:
    places = {
        f"{document.record.id}#{provision.path}" for document in load_shipped() for provision in document.provisions
    }
    wanted = {place for tool in shipped_tools() for place in tool.places}
    below = {one: (f"{one}.", f"{one}-") for one in wanted}
    assert [
        one for one in wanted if one not in places and not any(place.startswith(below[one]) for place in places)
    ] == []


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("Hồ sơ ứng cử nộp chậm nhất trước bao nhiêu ngày làm việc?", "Lập kế hoạch ngược"),
        ("Thời hạn báo cáo kết quả bầu cử?", "Lập kế hoạch ngược"),
        ("Cho tôi mẫu biên bản kiểm phiếu", "Biểu mẫu"),
        ("kich ban dai hoi chi bo", "Biểu mẫu"),
    ],
)
def test_the_shipped_words_find_their_page(question: str, label: str) -> None:
    assert label in [link.label for link in links(refused(question), REGISTRY, shipped_tools())]


@pytest.mark.parametrize("question", ["Ai bầu đoàn chủ tịch?", "Chi bộ có 12 đảng viên thì bầu mấy chi ủy viên?"])
def test_other_questions_lead_to_no_tool(question: str) -> None:
    found = links(refused(question), REGISTRY, shipped_tools())
    assert [link.label for link in found] == ["Gửi kiến nghị"]  # since they were refused


@pytest.mark.parametrize(
    ("reason", "offered"),
    [(RefusalReason.NO_PROVISION, True), (RefusalReason.NOT_IN_FORCE, True), (RefusalReason.SENSITIVE, False),
     (RefusalReason.UNSAFE, False), (RefusalReason.OUT_OF_SCOPE, False)],
)  # fmt: skip
def test_a_refusal_for_want_of_a_rule_leads_to_the_intake_of_proposals(reason: RefusalReason, offered: bool) -> None:
    found = links(refused("Hỏi?", reason), REGISTRY, shipped_tools())
    assert (PageLink("Gửi kiến nghị", "/kien-nghi") in found) is offered
    assert PageLink("Gửi kiến nghị", "/kien-nghi") not in links(answered(REGISTRY, "Hỏi?"), REGISTRY, shipped_tools())
