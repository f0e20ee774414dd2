"""The form texts: every source exists and is quoted byte for byte, every rule has one, every name is known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from assistant.forms.filling import ENTRY_NAMES, KNOWN
from assistant.forms.library import FormTemplate, fields, templates
from assistant.forms.markup import FormLine, Node, Repeat, every_condition, every_line
from corpus.core.model import TextKind
from corpus.core.registry import Registry
from corpus.shipped.catalogue import load_catalogue, load_shipped

RULE = re.compile(
    r"\b(?:phải|bắt buộc|không được|chỉ (?:được|có giá trị|bầu|tính|ký)|ít nhất|tối đa|không quá|quá một nửa|"
    r"hơn một nửa|chậm nhất|trong thời hạn|ngày làm việc|không bầu|bỏ phiếu kín|phiếu kín|hợp lệ [\[^]|do đại hội)\b"
    r"|\d+\s?%|\d+ tháng\b",
    re.IGNORECASE,
)
"""Words in which a rule speaks."""
MEASURE = re.compile(r"\d+\s?%|\b\d+ (?:ngày làm việc|tháng|đảng viên|ủy viên|người)\b|hai phần ba|một nửa|quá nửa")
NOT_A_RULE = re.compile(
    r"\((?:ký|Đếm)|^\d\.\d\. [^.]*$|không phải (?:quy định|phiếu)|^\s*\(Đóng dấu|xin ghi|Cần kiểm tra"
)
FORMS = list(templates().values())


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry(load_catalogue(), load_shipped())


def lines(template: FormTemplate) -> Iterator[FormLine]:
    yield from every_line((*template.body, *template.guide))


def words(line: FormLine) -> str:
    return "".join(token.text for token in line.tokens if token.kind in ("words", "field"))


@pytest.mark.parametrize("template", FORMS, ids=lambda item: item.id)
def test_every_source_exists_and_is_quoted_byte_for_byte(template: FormTemplate, registry: Registry) -> None:
    for ground in template.grounds.values():
        found = [
            provision
            for provision, document in registry.provisions()
            if document.record.id == ground.record
            and provision.path == ground.place
            and document.text_kind is TextKind.DIGEST
        ]
        assert len(found) == 1, f"{ground.record}#{ground.place}"
        assert ground.quote in found[0].text, f"{ground.key}: {found[0].text}"
        assert len(ground.quote) >= 40, ground.key


@pytest.mark.parametrize("template", FORMS, ids=lambda item: item.id)
def test_every_rule_in_a_text_has_a_source_or_is_left_to_be_checked(template: FormTemplate) -> None:
    bare = [
        text
        for line in lines(template)
        if RULE.search(text := words(line))
        and not NOT_A_RULE.search(text)
        and line.kind not in ("|", "#", "##", "###", ">")
        and not any(token.kind in ("cite", "check") for token in line.tokens)
    ]
    assert bare == []


@pytest.mark.parametrize("template", FORMS, ids=lambda item: item.id)
def test_the_measures_of_a_rule_stand_in_its_quotes(template: FormTemplate) -> None:
    for line in lines(template):
        keys = [token.text for token in line.tokens if token.kind == "cite"]
        quotes = " ".join(template.grounds[key].quote.lower() for key in keys)
        for found in MEASURE.findall(words(line).lower()) if keys else ():
            told = found.replace("quá nửa", "một nửa").replace(" người", "")
            assert told in quotes, f"{template.id}: {found!r} is not in {keys}"


@pytest.mark.parametrize("template", FORMS, ids=lambda item: item.id)
def test_the_share_of_a_form_is_that_of_its_rule(template: FormTemplate) -> None:
    if template.share != (0, 1):
        assert template.share == (1, 2)
        assert "quá một nửa" in template.grounds["trung-cu"].quote
    if template.surplus != (0, 1):
        over, under = template.surplus
        assert f"{over * 100 // under}%" in template.grounds["so-du"].quote


@pytest.mark.parametrize("template", FORMS, ids=lambda item: item.id)
def test_every_name_and_condition_of_a_text_is_known(template: FormTemplate) -> None:
    names = {item.name for item in template.fields}
    used = {token.text for line in lines(template) for token in line.tokens if token.kind == "field"}
    assert used <= names | KNOWN | ENTRY_NAMES | set(fields()), used - names - KNOWN - ENTRY_NAMES
    assert (used & set(fields())) <= names, "a text shows a field that its form does not ask for"
    choices = {f"{item.name}.{value}" for item in template.fields for value in item.choices}
    flags = names | {f"co_{name}" for name in names} | choices
    flags |= {"so_du", "vuot_so_du", "hai_cot", "ngang_phieu", "bau_thieu", "lan_ba"}
    asked = {*every_condition((*template.body, *template.guide))}
    asked |= {name.removeprefix("!") for item in template.agenda for name in item.when}
    assert asked <= flags, asked - flags


def repeats(nodes: tuple[Node, ...]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, Repeat):
            yield node.over
        elif not isinstance(node, FormLine):
            yield from repeats((*node.then, *node.otherwise))


@pytest.mark.parametrize("template", FORMS, ids=lambda item: item.id)
def test_every_form_says_first_whether_the_centre_has_one_and_when_it_was_reviewed(template: FormTemplate) -> None:
    assert re.match(r"(?:Chưa thấy|Kho văn bản của trợ lý chưa có) mẫu .* của Trung ương", template.centre)
    assert "nhóm xây dựng trợ lý soạn" in template.centre
    assert date.fromisoformat(template.reviewed) >= date(2026, 11, 1)
    lists = {item.name for item in template.fields if item.kind in ("names", "votes")} | {"noi_dung", "trung_cu"}
    assert set(repeats((*template.body, *template.guide))) <= lists


def test_the_law_is_data_and_not_in_the_code() -> None:
    from assistant.forms import library

    for path in library.FOLDER.parent.glob("*.py"):
        assert not re.search(r"\d-(?:QĐ|HD|CT)/|qd-\d|hd-\d", path.read_text("utf-8")), path.name
