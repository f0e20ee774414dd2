"""Answers in words: order, numbering, nothing added and nothing left out."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.model import Answer, Calculation, Claim, ClaimRole, RefusalReason, Status
from assistant.output.render import (
    LEVELS,
    REFUSAL_TITLES,
    PageLink,
    markdown,
    markdown_so_far,
    plain_text,
    references,
    summary,
    validity_words,
)
from corpus.core.display import DIGEST_NOTE, day_note
from corpus.core.model import Certainty, Level
from tests.fakes import BALLOTS, OLD, QUORUM, TODAY, answered, cite, refused, small_registry

REGISTRY = small_registry()
FIRST = cite(REGISTRY, "td-dieu-le/d11.k6", QUORUM)
FRAME = "Quy định gần nhất đã biết (1-QĐ/TW; đã được thay thế bởi 2-QĐ/TW, chưa nạp toàn văn): “"


def claim(quote: str, provision_id: str, role: ClaimRole, frame: tuple[str, str] = ("", "")) -> Claim:
    return Claim(f"{frame[0]}{quote}{frame[1]}", (cite(REGISTRY, provision_id, quote),), role)


def of(*claims: Claim) -> Answer:
    return Answer("Hỏi?", Status.ANSWERED, TODAY, claims=claims)


def test_the_direct_answer_comes_first_and_takes_number_one() -> None:
    text = plain_text(answered(REGISTRY, "Hỏi?"))
    assert text.startswith(f"{QUORUM} [1]\n\n[1] Điều 11 khoản 6 – Điều lệ thử")
    assert text.index("Xem thêm: 1 căn cứ khác:") < text.index("Phiếu <b>") < text.index("[2] Điều 12")
    assert "[1] Điều 11 khoản 6 – Điều lệ thử; hiệu lực từ 19/01/2011; bản tóm lược" in text
    assert "[2] Điều 12 – Điều lệ thử" in text
    assert "  - Cần đối chiếu văn bản gốc." in text
    assert text.index("Cần đối chiếu") < text.index("Ngày áp dụng: 22/11/2026.") < text.index("Xem thêm")


def test_numbers_on_buttons_and_in_the_text_agree() -> None:
    found = references(answered(REGISTRY, "Hỏi?"))
    assert [(item.number, item.caption) for item in found] == [
        (1, "Điều 11 khoản 6 – Điều lệ thử"),
        (2, "Điều 12 – Điều lệ thử"),
    ]
    assert QUORUM[found[0].start : found[0].end] == found[0].quote


@settings(deadline=None)
@given(st.lists(st.sampled_from(["answer", "basis", "context", "computed", "comparison"]), min_size=1, max_size=6))
def test_every_claim_is_shown_once_in_both_forms(roles: list[ClaimRole]) -> None:
    claims = tuple(Claim(f"Ý thứ {number} của tôi.", (FIRST,), role) for number, role in enumerate(roles))
    for form in (plain_text, markdown):
        text = form(of(*claims))
        assert all(text.count(item.text) == 1 for item in claims)
        assert text.count(QUORUM) == 1  # the quote, since no claim repeats it


def test_an_answer_in_the_making_reads_like_the_whole_one_and_proves_every_claim() -> None:
    whole = answered(REGISTRY, "Hỏi?")
    assert markdown(whole).startswith(markdown_so_far(whole.claims))
    for count in range(1, len(whole.claims) + 1):
        assert "**\\[1\\]** Điều" in markdown_so_far(whole.claims[:count])
    assert markdown_so_far([]) == ""


def test_a_quote_that_the_claim_repeats_is_not_shown_twice() -> None:
    assert plain_text(of(claim(QUORUM, "td-dieu-le/d11.k6", "answer"))).count(QUORUM) == 1


def test_one_span_cited_twice_has_one_number() -> None:
    text = plain_text(of(Claim("Một.", (FIRST,)), Claim("Hai.", (FIRST,), "basis")))
    assert "Một. [1]" in text
    assert "Hai. [1]" in text
    assert "[2]" not in text


def test_rules_in_one_frame_share_it() -> None:
    half = OLD[:20]
    text = markdown(
        of(
            claim(OLD, "td-qd-1/11.4.2", "last_known", (FRAME, "”")),
            claim(half, "td-qd-1/11.4.2", "last_known", (FRAME, "”")),
        )
    )
    assert text.count("Quy định gần nhất đã biết") == 1
    assert f"> “{OLD}” **\\[1\\]**" in text
    assert f"> “{half}” **\\[2\\]**" in text
    assert "Mục 11.4.2 – 1-QĐ/TW" in text


def test_a_last_known_claim_with_other_wording_is_shown_whole() -> None:
    odd = Claim(f"Trước đây: {OLD} Xong.", (cite(REGISTRY, "td-qd-1/11.4.2", OLD),), "last_known")
    assert odd.text in plain_text(of(odd))


def test_texts_of_regulations_are_data() -> None:
    text = markdown(answered(REGISTRY, "Hỏi?"))
    assert "<b>" not in text.replace("\\<b\\>", "")
    assert "\\*không\\*" in text
    assert BALLOTS.split("\n")[1] in plain_text(answered(REGISTRY, "Hỏi?"))


@pytest.mark.parametrize("reason", RefusalReason)
def test_every_reason_of_refusal_has_words_and_shows_where_to_look(reason: RefusalReason) -> None:
    text = plain_text(refused("Hỏi?", reason))
    assert text.startswith(f"{REFUSAL_TITLES[reason]}:\n\nChưa có căn cứ để trả lời.")
    assert "Mục 11.4.2 – 1-QĐ/TW: Người thay thế" in text
    (reference,) = references(refused("Hỏi?", reason))
    assert (reference.number, reference.provision_id) == (0, "td-qd-1/11.4.2")


def test_a_computed_figure_shows_how() -> None:
    calculation = Calculation("td-dieu-le/d11.k6", {"Số người triệu tập": "30"}, "30 × 2/3", "20")
    text = plain_text(of(Claim("Cần ít nhất 20 người.", (FIRST,), "computed", calculation)))
    assert "  - Số người triệu tập: 30\n  - Cách tính: 30 × 2/3 = 20" in text
    days = replace(calculation, inputs={"ngày mốc": "2026-11-02", "số ngày làm việc": "15"})
    told = plain_text(of(Claim("Cần ít nhất 20 người.", (FIRST,), "computed", days)))
    assert "ngày mốc: 02/11/2026" in told
    assert "số ngày làm việc: 15" in told
    steps = replace(calculation, formula="31 × 2/3 = 20,67, làm tròn lên 21", result="21")
    text = plain_text(of(Claim("Cần ít nhất 21 người.", (FIRST,), "computed", steps)))
    assert "Cách tính: 31 × 2/3 = 20,67, làm tròn lên 21\n" in text
    assert "Xem thêm" not in text, "the working stands open where the sentence does not hold it"
    told = plain_text(of(Claim(f"Cần ít nhất 21 người ({steps.formula}).", (FIRST,), "computed", steps)))
    assert told.index("Xem thêm: cách tính:") < told.index("Cách tính: 31 × 2/3")


def test_readings_of_the_question_are_told_once() -> None:
    base = answered(REGISTRY, "cap xa?")
    assert "Câu hỏi được hiểu là: “Cấp xã?”" in plain_text(replace(base, standalone="Cấp xã?"))
    told = plain_text(replace(base, warnings=("Trả lời theo quy định tính đến ngày 22/11/2026.",)))
    assert told.count("22/11/2026") == 1


def test_a_degraded_answer_says_so() -> None:
    assert "chế độ rút gọn" in plain_text(replace(answered(REGISTRY, "Hỏi?"), degraded=True))


def test_validity_is_half_open_in_words() -> None:
    assert validity_words(replace(FIRST, valid_until=date(2026, 4, 8))).endswith("hết hiệu lực từ 08/04/2026")
    assert validity_words(replace(FIRST, valid_from=None)) == "chưa rõ ngày có hiệu lực"


def test_summary_is_short() -> None:
    long = of(Claim("x" * 900, (FIRST,)))
    assert len(summary(long)) == 400
    assert summary(refused("Hỏi?")) == "Chưa có căn cứ để trả lời."


HEAD = Claim("Không.", (FIRST,), "head")


def test_below_a_derived_answer_its_rule_is_quoted_and_other_rules_step_back() -> None:
    other = claim(BALLOTS, "td-dieu-le/d12", "answer")
    former = claim(OLD, "td-qd-1/11.4.2", "last_known", (FRAME, "”"))
    text = markdown(of(HEAD, claim(QUORUM, "td-dieu-le/d11.k6", "answer"), other, former))
    opened, _, folded = text.partition("## Xem thêm: 1 căn cứ khác, 1 quy định trước đây")
    assert opened.startswith(f"Không. **\\[1\\]**\n\n> {QUORUM} **\\[1\\]**\n\n- **\\[1\\]** Điều 11 khoản 6")
    assert "ban kiểm phiếu phát ra" in folded
    assert "Quy định gần nhất đã biết" in folded


def test_the_label_of_an_ended_rule_is_never_folded_where_it_answers() -> None:
    former = claim(OLD, "td-qd-1/11.4.2", "last_known", (FRAME, "”"))
    text = markdown(of(former, claim(BALLOTS, "td-dieu-le/d12", "basis")))
    assert text.index("Quy định gần nhất đã biết") < text.index(OLD) < text.index("hết hiệu lực từ") < text.index("## ")


def test_each_part_of_a_question_stands_under_its_name_with_its_sources() -> None:
    first = replace(claim(QUORUM, "td-dieu-le/d11.k6", "answer"), part="Bao nhiêu người dự")
    basis = replace(claim(OLD, "td-qd-1/11.4.2", "basis"), part="Bao nhiêu người dự")
    second = replace(claim(BALLOTS, "td-dieu-le/d12", "answer"), part="Phiếu nào hợp lệ")
    text = markdown(of(first, basis, second))
    one, _, two = text.partition("## Phiếu nào hợp lệ?")
    assert one.startswith("## Bao nhiêu người dự?\n\n")
    assert one.index(QUORUM) < one.index("Điều 11 khoản 6")
    assert "Điều 12" not in one
    assert two.index("ban kiểm phiếu phát ra") < two.index("Điều 12")
    assert markdown_so_far([first]) == "\n\n".join(one.split("\n\n")[:3])


def test_only_notes_already_said_in_short_are_folded() -> None:
    cited = replace(FIRST, certainty=Certainty.MEDIUM.value)
    said = (DIGEST_NOTE, "Điều 11 khoản 6, Điều lệ thử: độ tin cậy của nguồn ở mức vừa, cần đối chiếu văn bản gốc.")
    apart = "Về “Phiếu in khổ nào”: chưa tìm thấy quy định đủ chắc chắn để trả lời."
    answer = replace(of(Claim(QUORUM, (cited,))), warnings=(*said, apart, day_note(TODAY)))
    opened, _, folded = plain_text(answer).partition("Xem thêm: 2 lưu ý:")
    assert apart in opened
    assert all(note in folded and note not in opened for note in said)
    assert day_note(TODAY) not in plain_text(answer)


def test_a_note_of_another_rule_than_those_open_stays_open() -> None:
    other = "Mẫu số 5, 04-HD/TW: độ tin cậy của nguồn ở mức vừa, cần đối chiếu văn bản gốc."
    assert "Xem thêm" not in plain_text(replace(of(Claim(QUORUM, (FIRST,))), warnings=(other,)))


def test_the_chosen_level_and_the_links_stand_beside_the_day() -> None:
    text = markdown(
        of(Claim(QUORUM, (FIRST,))), Level.CELL, [PageLink("Mở bảng tính", "/a"), PageLink("Sổ tay", "/b?ngay=x")]
    )
    assert "*Ngày áp dụng: 22/11/2026; cấp: chi bộ.*\n\n[Mở bảng tính](/a) [Sổ tay](/b?ngay=x)" in text


def test_every_level_has_a_name() -> None:
    assert set(LEVELS) == set(Level)


def test_where_only_the_place_is_asked_for_it_stands_alone_and_the_rule_is_folded() -> None:
    place = Claim("Điều 11 khoản 6, Điều lệ thử.", (FIRST,), "place")
    rule = Claim(QUORUM, (FIRST,), "answer")
    text = plain_text(of(place, rule))
    opened, _, below = text.partition("Xem thêm:")
    assert opened.startswith("Điều 11 khoản 6, Điều lệ thử. [1]")
    assert QUORUM not in opened
    assert below.count(QUORUM) == 1
