"""Sentences that the registry proves, and mutants that it does not."""

from dataclasses import replace
from datetime import date

import pytest

from corpus.core.display import last_known_frame, standing_note
from corpus.core.model import Document, Kind, Provision, Record, Succession, Unit, Validity
from corpus.core.registry import Force, Registry
from corpus.core.statements import (
    HowAsked,
    absent,
    amended,
    beginning,
    dated,
    different,
    effect,
    ended,
    governing,
    guides,
    issue,
    loaded,
    misnamed,
    proven,
    replacing,
    state,
    versions,
    whereabouts,
    wrong_congress,
)
from corpus.shipped.cards import cards
from tests.conftest import make_document, make_record

FIRST = make_record("qd-294", "294-QĐ/TW", since=date(2025, 7, 1))
FIRST = replace(FIRST, issued=date(2025, 5, 26))
SECOND = make_record("qd-20", "20-QĐ/TW", since=date(2026, 4, 8), supersedes=("qd-294",))
SECOND = replace(SECOND, succession=Succession.INFERRED)
THIRD = make_record("qd-208", "208-QĐ/TW", since=date(2026, 7, 26), supersedes=("qd-20",))
GUIDE = replace(make_record("hd-06", "06-HD/TW", kind=Kind.GUIDANCE, since=date(2025, 6, 9)), guides=("qd-294",))
STATUTE = make_record("qc-190", "190-QĐ/TW", kind=Kind.STATUTE, since=date(2024, 10, 10))
CONCLUSION = make_record("kl-190", "190-KL/TW", kind=Kind.CONCLUSION, since=date(2025, 9, 3), campaign="2025-2030")
OLD_DIRECTIVE = replace(
    make_record("ct-35-2019", "35-CT/TW", kind=Kind.DIRECTIVE, since=date(2019, 5, 30), campaign="2020-2025"),
    title="Đại hội tiến tới Đại hội lần thứ XIII",
)
DIRECTIVE = replace(
    make_record("ct-35-2024", "35-CT/TW", kind=Kind.DIRECTIVE, since=date(2024, 6, 14), campaign="2025-2030"),
    title="Đại hội tiến tới Đại hội lần thứ XIV",
)
ENDED = replace(make_record("qd-69", "69-QĐ/TW", since=None), validity=Validity(None, date(2026, 8, 17)))
RECORDS = [FIRST, SECOND, THIRD, GUIDE, STATUTE, CONCLUSION, OLD_DIRECTIVE, DIRECTIVE, ENDED]
REGISTRY = Registry(RECORDS, cards(Registry(RECORDS, [])))
TODAY = date(2026, 11, 28)


def test_a_succession_is_told_a_step_at_a_time_with_its_own_day_and_doubt() -> None:
    assert state(REGISTRY, "qd-294", TODAY, HowAsked.STILL).text == (
        "Không. Quy định 294-QĐ/TW ngày 26/05/2025 hết hiệu lực từ 08/04/2026, được thay bởi Quy định 20-QĐ/TW ngày "
        "08/04/2026 (theo suy luận từ cùng nội dung điều chỉnh, chưa thấy câu ghi rõ thay thế)."
    )
    assert "208-QĐ/TW" not in state(REGISTRY, "qd-294", TODAY).text
    assert state(REGISTRY, "qd-20", TODAY).text == (
        "Quy định 20-QĐ/TW ngày 08/04/2026 hết hiệu lực từ 26/07/2026, được thay bởi Quy định 208-QĐ/TW ngày "
        "26/07/2026."
    )
    assert [r.id for r in REGISTRY.standing("qd-294", TODAY).chain] == ["qd-20", "qd-208"]
    assert [r.id for r in REGISTRY.standing("qd-294", date(2026, 5, 1)).chain] == ["qd-20"], "no fact of a later day"


def test_the_note_on_an_ended_rule_names_every_step_and_no_other_dates() -> None:
    note = standing_note(REGISTRY.standing("qd-294", TODAY))
    assert "được thay bởi Quy định 20-QĐ/TW ngày 08/04/2026" in note
    assert "20-QĐ/TW ngày 08/04/2026 hết hiệu lực từ 26/07/2026, được thay bởi Quy định 208-QĐ/TW" in note
    assert "08/04/2026, được thay bởi Quy định 208" not in note
    assert "quy định gần nhất đã biết" in note
    assert "chưa nạp toàn văn" in note


@pytest.mark.parametrize(
    ("record", "asked", "day", "head"),
    [
        ("qc-190", HowAsked.STILL, TODAY, "Có. "),
        ("qd-294", HowAsked.STILL, TODAY, "Không. "),
        ("qd-294", HowAsked.STILL, date(2025, 6, 10), "Chưa. "),
        ("qd-294", HowAsked.ENDED, TODAY, "Có, "),
        ("qc-190", HowAsked.ENDED, TODAY, "Không, "),
        ("qd-294", HowAsked.ALREADY, TODAY, "Có, "),
        ("qc-190", HowAsked.ALREADY, TODAY, "Chưa, "),
        ("qd-69", HowAsked.STILL, TODAY, "Không. "),
    ],
)
def test_the_head_follows_from_the_force_of_the_document(record: str, asked: HowAsked, day: date, head: str) -> None:
    said = state(REGISTRY, record, day, asked)
    assert said.text.startswith(head)
    assert proven(said.text, said.records, REGISTRY, day)


def test_signed_is_not_in_force() -> None:
    assert state(REGISTRY, "qd-294", date(2025, 6, 10), HowAsked.STILL).text == (
        "Chưa. Quy định 294-QĐ/TW ngày 26/05/2025 có hiệu lực từ ngày 01/07/2025; vào ngày 10/06/2025 chưa áp dụng."
    )
    assert beginning(REGISTRY, "qd-294").text == (
        "Quy định 294-QĐ/TW ký ngày 26/05/2025, có hiệu lực từ ngày 01/07/2025."
    )


def test_a_season_that_is_over_decides_nothing() -> None:
    said = state(REGISTRY, "kl-190", TODAY, HowAsked.STILL).text
    assert not said.startswith(("Có", "Không", "Chưa"))
    assert "kỳ đại hội đó đã xong" in said
    assert governing(REGISTRY, "kl-190", TODAY) is None


STATEMENTS = [
    state(REGISTRY, "qd-294", TODAY, HowAsked.STILL),
    state(REGISTRY, "qc-190", TODAY, HowAsked.STILL),
    state(REGISTRY, "qd-294", TODAY, HowAsked.ENDED),
    issue(REGISTRY, "hd-06"),
    beginning(REGISTRY, "qd-294"),
    replacing(REGISTRY, "qd-208"),
    guides(REGISTRY, "qd-294"),
    versions(REGISTRY, "ct-35-2019"),
    different(REGISTRY, ["kl-190", "qc-190"]),
    *filter(
        None,
        [
            governing(REGISTRY, "qc-190", TODAY),
            absent(REGISTRY, "ct-35-2019", 2022),
            misnamed(REGISTRY, "kl-190", "qc-190"),
            effect(REGISTRY, "kl-190", "qc-190"),
            effect(REGISTRY, "qd-208", "qd-20"),
            wrong_congress(REGISTRY, "ct-35-2024", "XVI"),
        ],
    ),
]
CHANGES = [
    ("Không. ", "Có. "),
    ("Có. ", "Không. "),
    ("Có, văn bản đã", "Không, văn bản đã"),
    ("2026", "2025"),
    ("2024", "2023"),
    ("08/04", "09/04"),
    ("20-QĐ/TW", "208-QĐ/TW"),
    ("hết hiệu lực", "còn hiệu lực"),
    ("chưa thấy", "đã thấy"),
    ("được thay bởi", "thay"),
    ("Không tìm thấy", "Đã tìm thấy"),
    ("không phải", "chính là"),
    ("lần thứ XIV", "lần thứ XVI"),
    ("có 2 văn bản", "có 3 văn bản"),
    ("Cơ quan ban hành", "Bộ Chính trị"),
    ("áp dụng", "không áp dụng"),
    (".", ", nghe nói vậy."),
]


def test_every_kind_of_sentence_is_there() -> None:
    assert len(STATEMENTS) == 15


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda s: s.text[:40])
def test_a_changed_sentence_is_not_proven(statement: object) -> None:
    text, records = statement.text, statement.records  # type: ignore[attr-defined]
    assert proven(text, records, REGISTRY, TODAY)
    mutants = {text.replace(a, b, 1) for a, b in CHANGES if a in text} - {text}
    assert mutants
    for mutant in mutants:
        assert not proven(mutant, records, REGISTRY, TODAY), mutant
    assert not proven(text, ["hd-06" if "hd-06" not in records else "qd-69"], REGISTRY, TODAY), "other cards"


def test_a_sentence_of_another_day_is_not_proven() -> None:
    said = state(REGISTRY, "qd-294", date(2025, 8, 1), HowAsked.STILL)
    assert not proven(said.text, said.records, REGISTRY, TODAY)


def test_the_end_of_a_provision_is_not_the_end_of_its_document() -> None:
    charter = Record(
        "dl", "Điều lệ Đảng", Kind.CHARTER, "Đại hội", date(2011, 1, 19), "Điều lệ", Validity(date(2011, 1, 19))
    )
    text = "Đại hội chi bộ 5 năm hai lần."
    own = Validity(date(2011, 1, 19), date(2025, 7, 1))
    provision = Provision("dl/d24.k3", "dl", "d24.k3", "Điều 24 khoản 3", Unit.CLAUSE, text, 0, len(text), validity=own)
    document = Document("dl", charter, make_document(charter, {}).text_kind, text, (provision,))
    registry = Registry([charter], [document])
    standing = registry.standing("dl", TODAY, registry.validity(provision))
    assert (standing.force, standing.part) == (Force.EXPIRED, True)
    assert standing_note(standing) == (
        "Nội dung được trích của Điều lệ Đảng chỉ áp dụng đến trước ngày 01/07/2025; Điều lệ Đảng vẫn còn hiệu lực."
    )
    assert "Điều lệ Đảng hết hiệu lực" not in standing_note(standing)
    assert last_known_frame(standing)[0] == "Quy định trước đây, chỉ áp dụng đến trước ngày 01/07/2025: “"


def test_a_day_said_wrongly_is_put_right_and_a_right_one_is_not() -> None:
    signed, begun = date(2025, 5, 26), date(2025, 7, 1)
    assert dated(REGISTRY, "qd-294", signed) is None
    assert dated(REGISTRY, "qd-294", begun, begins=True) is None
    for said in (dated(REGISTRY, "qd-294", begun), dated(REGISTRY, "qd-294", signed, begins=True)):
        assert said is not None
        assert said.text.startswith("Không. ")
        assert proven(said.text, said.records, REGISTRY, TODAY)
        assert not proven(said.text.replace("2025,", "2024,"), said.records, REGISTRY, TODAY)


def test_what_came_after_and_what_amended_is_told_only_where_it_is_known() -> None:
    step = ended(REGISTRY, "qd-20")
    assert step is not None
    assert step.text == (
        "Quy định 20-QĐ/TW ngày 08/04/2026 có hiệu lực từ ngày 08/04/2026; hết hiệu lực từ 26/07/2026, được thay bởi "
        "Quy định 208-QĐ/TW ngày 26/07/2026."
    )
    assert proven(step.text, step.records, REGISTRY, TODAY)
    assert ended(REGISTRY, "qd-208") is None
    assert amended(REGISTRY, "qd-294") is None


def test_a_step_that_no_sentence_states_is_said_to_have_none() -> None:
    said = effect(REGISTRY, "qd-20", "qd-294", written=True)
    assert said is not None
    assert said.text.startswith("Không. Chưa thấy câu ghi rõ. ")
    assert proven(said.text, said.records, REGISTRY, TODAY)
    plain = effect(REGISTRY, "qd-208", "qd-20", written=True)
    assert plain is not None
    assert plain.text.startswith("Có, văn bản đã bị thay. ")


def test_what_is_held_of_a_text_is_told() -> None:
    said = loaded(REGISTRY, "qd-208")
    assert said.text == "Chưa. Trợ lý chưa có toàn văn Quy định 208-QĐ/TW ngày 26/07/2026, chỉ có thông tin danh mục."
    assert proven(said.text, said.records, REGISTRY, TODAY)


def test_where_a_text_is_to_be_had_is_told_as_far_as_the_catalogue_knows() -> None:
    marked = replace(STATUTE, sources=("S1", "S2", "https://a.example/190"))
    known = {"S1": "https://b.example/1", "S2": "chưa có địa chỉ"}
    law = Registry([marked, GUIDE], cards(Registry([marked, GUIDE], [])), known)
    told = whereabouts(law, "qc-190").text
    assert told.endswith("(có thể không phải toàn văn): https://b.example/1, https://a.example/190.")
    assert whereabouts(law, "hd-06").text.endswith("danh mục chưa ghi địa chỉ tìm toàn văn.")
    assert proven(told, ["qc-190"], law, TODAY)
    assert not proven(told.replace("b.example", "c.example"), ["qc-190"], law, TODAY)


def test_a_year_that_is_doubted_is_denied() -> None:
    said = absent(REGISTRY, "ct-35-2024", 2025, doubted=True)
    assert said is not None
    assert said.text.startswith("Không. Không tìm thấy văn bản số 35-CT/TW năm 2025")
    assert proven(said.text, said.records, REGISTRY, TODAY)


def test_the_card_of_an_inferred_step_says_so() -> None:
    texts = {document.record.id: document.text for document in REGISTRY.documents.values()}
    assert "Thay thế Quy định 294-QĐ/TW ngày 26/05/2025 (theo suy luận" in texts["qd-20"]
    assert "Được thay thế bởi Quy định 20-QĐ/TW ngày 08/04/2026 (theo suy luận" in texts["qd-294"]
    assert "suy luận" not in texts["qd-208"]


def test_the_label_of_a_former_rule_is_short() -> None:
    for day in (date(2026, 5, 1), TODAY):
        label, _ = last_known_frame(REGISTRY.standing("qd-294", day))
        assert label == "Quy định gần nhất đã biết, đã được thay từ 08/04/2026: “"


def test_a_line_is_the_whole_succession() -> None:
    assert [r.id for r in REGISTRY.line("qd-20")] == ["qd-294", "qd-20", "qd-208"]
