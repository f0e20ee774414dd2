"""Abbreviations and everyday wording: what fires, what must not, and that nothing of the question is lost."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.core.errors import CorpusError
from corpus.core.text import fold, strip_diacritics, to_nfc
from corpus.shipped.abbreviations import AbbreviationEntry, Abbreviations, expand, parse, shipped

FORMS = [form for entry in shipped().entries for form in entry.forms]
LAY = [entry for entry in shipped().entries if not entry.short]


def added(question: str) -> list[str]:
    """The expansions that a question receives."""
    text = expand(question).text
    assert text.startswith(to_nfc(question))
    return text[len(to_nfc(question)) :].removeprefix("\n").split("; ") if text != to_nfc(question) else []


@pytest.mark.parametrize(
    "question, expected",
    [
        ("BCH, BTV và UBKT bầu thế nào?", ["ban chấp hành", "ban thường vụ", "ủy ban kiểm tra"]),
        ("bch btv ubkt", ["ban chấp hành", "ban thường vụ", "ủy ban kiểm tra"]),
        ("ĐH, đh và dh", ["đại hội"]),
        ("TVĐU họp", ["ban thường vụ đảng ủy"]),
        ("tvdu hop", ["ban thường vụ đảng ủy"]),
        ("ĐHĐV khác ĐHĐB", ["đại hội đảng viên", "đại hội đại biểu"]),
        ("đ/c nào điều hành", ["đồng chí"]),
        ("UVBTV và PBT", ["ủy viên ban thường vụ", "phó bí thư"]),
        ("CN UBKT do ai bầu", ["chủ nhiệm ủy ban kiểm tra"]),
        ("BTTTCĐB gồm ai", ["ban thẩm tra tư cách đại biểu"]),
        ("T.Ư, TW, tw", ["Trung ương"]),
        ("HĐND, UBND, MTTQ", ["hội đồng nhân dân", "ủy ban nhân dân", "Mặt trận Tổ quốc"]),
        ("nk 2025-2030", ["nhiệm kỳ"]),
        ("SYLL nộp mấy bản", ["sơ yếu lý lịch"]),
    ],
)
def test_short_forms(question: str, expected: list[str]) -> None:
    assert added(question) == expected


@pytest.mark.parametrize(
    "question, expected",
    [
        ("hd 26 noi gi", ["Hướng dẫn 26"]),
        ("HD số 04", ["Hướng dẫn 04"]),
        ("ct45", ["Chỉ thị 45"]),
        ("kl 190", ["Kết luận 190"]),
        ("QĐ 190", ["Quy định 190", "Quyết định 190"]),
        ("theo HD này", ["hướng dẫn"]),
        ("26-HD/BTCTW và 190-KL/TW, 294 - QĐ/TW", []),
        ("Hướng dẫn 26", []),
    ],
)
def test_document_kinds_take_their_number(question: str, expected: list[str]) -> None:
    assert added(question) == expected


@pytest.mark.parametrize(
    "question, expected",
    [
        ("ĐB dự đại hội", ["đại biểu"]),
        ("ĐB xã mới sáp nhập", ["đảng bộ"]),
        ("các ĐB", ["đại biểu"]),
        ("công tác CB", ["cán bộ"]),
        ("CB có 8 đảng viên", ["chi bộ"]),
        ("CB?", ["chi bộ", "cán bộ"]),
        ("ĐV đủ tuổi đảng", ["đảng viên"]),
        ("cơ quan, ĐV", ["đơn vị"]),
        ("ct hđnd", ["chủ tịch", "hội đồng nhân dân"]),
        ("BT chi bộ", ["bí thư"]),
        ("dự thảo BCT", ["báo cáo chính trị"]),
        ("BCT quyết định", ["Bộ Chính trị"]),
        ("ĐHĐB xã", ["đại hội đảng bộ"]),
        ("trường ĐH", ["đại học"]),
        ("hội trường ĐH", ["đại hội"]),
    ],
)
def test_ambiguous_forms_follow_their_neighbours(question: str, expected: list[str]) -> None:
    assert added(question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "đại hội dự kiến có đủ tư cách từ đầu không",
        "dai hoi du kien co du tu cach tu dau khong",
        "DU KIEN TU NGAY NAO DA DU SO LUONG",
        "ĐỦ TƯ CÁCH THÌ ĐÃ DỰ",
        "mình ko bt, ct sao vậy",
        "chị ơi kh biết vk đâu",
        "bchx ubktz xBTV",
        "dư luận xã hội",
        "hu hu đa nghi",
        "mc hn nd",
        "",
        " \n\t ",
        "?!…",
    ],
)
def test_normal_words_are_left_alone(question: str) -> None:
    assert expand(question).text == question
    assert expand(question).notes == ()


@pytest.mark.parametrize(
    "question, expected",
    [
        ("bỏ phiếu sao", ["bầu cử"]),
        ("bo phieu sao", ["bầu cử"]),
        ("ai là người đếm phiếu", ["ban kiểm phiếu"]),
        ("được dư mấy người", ["số dư"]),
        ("họp trù bị có bắt buộc không", ["phiên trù bị"]),
        ("phải quá bán mới đắc cử", ["quá một nửa", "trúng cử"]),
        ("trên 50% phiếu", ["quá một nửa"]),
        ("tuc so la bao nhieu", ["hai phần ba số được triệu tập"]),
        ("ai làm chủ tọa", ["đoàn chủ tịch"]),
        ("thư ký ghi gì", ["đoàn thư ký"]),
        ("phiếu hỏng tính sao", ["phiếu không hợp lệ"]),
        ("nhiem ky bao lau", ["thời gian nhiệm kỳ"]),
        ("đảng viên mới có được bầu không", ["đảng viên dự bị"]),
        ("xin rút được không", ["rút khỏi danh sách bầu cử"]),
        ("hết tuổi", ["độ tuổi"]),
        ("nộp biên bản khi nào", ["báo cáo biên bản bầu cử lên cấp trên"]),
        ("ai duyệt", ["chuẩn y"]),
        ("ai duyet", []),
        ("bau ban chap hanh", []),
        ("bầu ban chấp hành", []),
        ("20 đảng viên mới được lập", []),
        ("số dư là gì", []),
        ("bầu cử là bỏ phiếu", []),
    ],
)
def test_everyday_wording(question: str, expected: list[str]) -> None:
    assert added(question) == expected


def test_notes_name_the_words_of_the_question() -> None:
    expansion = expand("Theo hd số 04, CB? Theo hd số 04")
    assert expansion.notes == (("hd số 04", "Hướng dẫn 04"), ("CB", "chi bộ hoặc cán bộ"))
    assert [expansion.text[a:b] for a, b in expansion.spans] == ["hd số 04", "CB"]


def test_there_are_enough_reviewed_everyday_pairs() -> None:
    assert sum(len(entry.forms) for entry in LAY) >= 60


@pytest.mark.parametrize("entry", LAY, ids=lambda entry: entry.forms[0])
def test_every_everyday_phrase_leads_to_its_term_with_and_without_diacritics(entry: AbbreviationEntry) -> None:
    for form in entry.forms:
        wanted = [] if fold(entry.means[0]) in fold(form) or fold(form) in fold(entry.means[0]) else [entry.means[0]]
        assert set(wanted) <= set(added(form))
        if len(form.split()) > 1 and not entry.accented:
            assert set(wanted) <= set(added(strip_diacritics(form)))


@pytest.mark.parametrize(
    "data",
    [
        '[[short]]\nforms = ["X"]',
        '[[short]]\nforms = []\nmeans = "a"',
        '[[short]]\nforms = ["BCH", "bch"]\nmeans = "ban"',
        '[[short]]\nforms = ["BCH"]\nmeans = "ban BTV"\n[[short]]\nforms = ["BTV"]\nmeans = "tổ"',
        '[[short]]\nforms = ["BCH"]\nmeans = ["a", "b"]\ndefault = "c"',
        '[[short]]\nforms = ["BCH"]\nmeans = ["a", "b"]\ncues = [{ means = "c", next = ["d"] }]',
        "[[short]",
    ],
)
def test_wrong_data_is_refused(data: str) -> None:
    with pytest.raises(CorpusError) as caught:
        parse(data)
    assert caught.value.code == "corpus.abbreviations"


def test_two_forms_of_one_folded_spelling_are_told_apart() -> None:
    table = parse('[[short]]\nforms = ["TU"]\nmeans = "tỉnh ủy"\n[[short]]\nforms = ["TƯ"]\nmeans = "Trung ương"')
    assert table.expand("TƯ giao TU").notes == (("TƯ", "Trung ương"), ("TU", "tỉnh ủy"))


def test_an_empty_table_changes_nothing() -> None:
    assert Abbreviations(()).expand("BCH").text == "BCH"


words = st.sampled_from(
    [
        *FORMS,
        *(form.lower() for form in FORMS),
        *(strip_diacritics(form) for form in FORMS),
        "26",
        "số",
        "xã",
        "dự",
        "26-HD/TW",
    ]
    + [cue for entry in shipped().entries for c in entry.cues for cue in (*c.prev, *c.next)]
)
questions = st.lists(st.one_of(words, st.text(max_size=6)), max_size=12).flatmap(
    lambda parts: st.sampled_from([" ", ", ", "\n", "", "; "]).map(lambda joint: joint.join(parts))
)


@given(questions)
def test_expanding_keeps_the_question_and_twice_is_once(question: str) -> None:
    expansion = expand(question)
    assert expansion.text.startswith(to_nfc(question))
    assert unicodedata.is_normalized("NFC", expansion.text)
    assert expand(expansion.text).text == expansion.text


@given(questions)
def test_spans_lie_in_the_question_in_order_and_apart(question: str) -> None:
    expansion = expand(question)
    last = 0
    assert len(expansion.spans) == len(expansion.notes)
    for (source, meaning), (start, end) in zip(expansion.notes, expansion.spans, strict=True):
        assert last <= start < end <= len(to_nfc(question))
        assert expansion.text[start:end] == source
        assert meaning
        last = end


@given(
    st.lists(st.sampled_from(["Điều", "khoản", "đại biểu", "được", "một", "người", "đủ", "dự", "đã", "từ"]), max_size=8)
)
def test_formal_vietnamese_is_not_expanded(parts: list[str]) -> None:
    text = " ".join(parts)
    assert re.sub(r"\n.*", "", expand(text).text) == text
    assert expand(text).notes == () or "đủ người" in text
