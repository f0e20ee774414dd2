"""Escaped text displays as itself under a CommonMark renderer, whatever it contains."""

import html
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assistant.output.markdown import escape, escape_inline, highlight, quoted

RENDERER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
TRICKY = st.text(
    alphabet=st.sampled_from(list("aBđ1 20.)(-+*_`#>|~<[]!:&;=\\\n\t “”/%"))
    | st.characters(exclude_categories=("Cs",)),
    max_size=60,
)


def shown(markdown: str) -> str:
    """The words a reader sees: tags out, entities decoded, white space collapsed, joiners out."""
    text = html.unescape(re.sub(r"<[^>]*>", "", RENDERER.render(markdown)))
    return " ".join(text.replace("\u2060", "").split())


def plain(text: str) -> str:
    kept = re.sub(r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u2028\u2029\ufeff\u2060]", "", text)
    return " ".join(kept.split())


@settings(deadline=None)
@given(TRICKY)
@example("1. Đại hội chi bộ")
@example("- một\n- hai\n\n    mã")
@example("# Điều 1\n=====\n---")
@example("<script>alert(1)</script> [x](javascript:alert(1)) &lt; ![i](http://x)")
@example("| a | b |\n|---|---|\n| 1 | 2 |")
def test_escaped_text_reads_as_the_input(text: str) -> None:
    assert shown(escape(text)) == plain(text)
    assert shown(quoted(text)) == plain(text)


@settings(max_examples=400, deadline=None)
@given(TRICKY, st.data())
def test_highlighted_text_reads_as_the_input_and_marks_the_span(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    markdown = highlight(text, start, end)
    assert shown(markdown) == plain(text)
    bold = " ".join(re.findall(r"<strong>(.*?)</strong>", RENDERER.render(markdown), flags=re.S))
    assert "".join(shown(escape(text[start:end])).split()) == "".join(
        html.unescape(re.sub(r"<[^>]*>", "", bold)).replace("\u2060", "").split()
    )


def test_r12_no_element_but_paragraphs_comes_out_of_hostile_text() -> None:
    hostile = "<img src=x onerror=alert(1)>\n# to\n* sao\n> trích\n```\nmã\n```\n:::warning\nx\n:::"
    assert set(re.findall(r"<(\w+)", RENDERER.render(escape(hostile)))) <= {"p", "br"}


def test_directives_of_the_chat_page_are_neutralised() -> None:
    assert escape(":::warning") == "\\:\\:\\:warning"
    assert escape("lúc 10:30 – mục :abc") == "lúc 10:30 – mục \\:abc"


def test_ordinary_sentences_stay_clean_for_copying() -> None:
    sentence = "Đại hội hợp lệ khi có ít nhất 2/3 (hai phần ba) số đại biểu; xem 294-QĐ/TW, mục 11.4.2."
    assert escape(sentence) == sentence


def test_a_span_outside_the_text_is_refused() -> None:
    with pytest.raises(ValueError):
        highlight("abc", 2, 9)


def test_inline_text_has_no_line_breaks() -> None:
    assert escape_inline("một\n\n hai\t ba") == "một hai ba"
