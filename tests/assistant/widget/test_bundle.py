"""The file of the widget: its size, what its sources may not do, its words, and the lines that load it."""

import base64
import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest

from assistant.chat.context import MAX_ANSWER, MAX_TURNS
from assistant.feedback.ratings import MAX_RULES
from assistant.feedback.reasons import FeedbackReason
from assistant.model import MAX_CHARS
from assistant.output.folding import ORDER
from assistant.output.render import DISCLOSURE, LEVELS, REFUSAL_TITLES
from assistant.widget.bundle import (
    SCRIPTS,
    WEB,
    Shelf,
    WidgetFile,
    content_policy,
    element_line,
    host_page,
    script_line,
    server_address,
    widget,
)
from corpus.core.errors import InputError

LARGEST = 20_000
"""Most bytes of script, style and words together, compressed as the server compresses them."""
SOURCES = {name: (WEB / name).read_text("utf-8") for name in SCRIPTS}
WORDS = json.loads((WEB / "words.json").read_text("utf-8"))
SERVER = "https://tro-ly.example"


def test_script_style_and_words_together_stay_small() -> None:
    assert len(gzip.compress(widget().body, compresslevel=6)) <= LARGEST


@pytest.mark.parametrize(
    "forbidden",
    [
        r"(inner|outer)HTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment|setHTML",
        r"\beval\b|new Function|setTimeout\(\s*[\"'`]|javascript:",
        r"\.style\b|[\"'`]style[\"'`]|<style",
        r"localStorage|sessionStorage|indexedDB|\bcaches\b|\.cookie\b|cookieStore",
        r"sendBeacon|XMLHttpRequest|WebSocket|EventSource|new Image|\bimport\s*[({\"']",
        r"https?://",
    ],
)
def test_no_source_makes_markup_code_inline_style_storage_or_other_requests(forbidden: str) -> None:
    assert [name for name, text in SOURCES.items() if re.search(forbidden, text)] == []
    assert "@import" not in (WEB / "style.css").read_text("utf-8")
    assert "url(" not in (WEB / "style.css").read_text("utf-8")


def test_requests_are_made_in_one_place_without_cookies_and_without_the_page() -> None:
    assert [name for name, text in SOURCES.items() if "fetch(" in text] == ["stream.js"]
    assert SOURCES["stream.js"].count("fetch(") == 1
    assert 'credentials: "omit", referrerPolicy: "no-referrer"' in SOURCES["stream.js"]


def test_what_the_widget_says_is_what_the_other_surfaces_say() -> None:
    assert WORDS["disclosure"] == DISCLOSURE
    assert {name: WORDS[f"level.{name.value}"] for name in LEVELS} == LEVELS
    assert {reason: WORDS[f"refusal.{reason.value}"] for reason in REFUSAL_TITLES} == REFUSAL_TITLES
    assert {reason: WORDS[f"rating.{reason.value}"] for reason in FeedbackReason} == {
        reason: reason.vietnamese for reason in FeedbackReason
    }
    numbers = dict(re.findall(r"const (MAX_\w+|LONGEST_SUMMARY|MOST_RULES) = (\d+);", "".join(SOURCES.values())))
    wanted = {"MAX_CHARS": MAX_CHARS, "MAX_TURNS": MAX_TURNS, "LONGEST_SUMMARY": MAX_ANSWER, "MOST_RULES": MAX_RULES}
    assert numbers == {name: str(value) for name, value in wanted.items()}
    order = re.search(r"const ORDER = (\[.*?\]);", SOURCES["entry.js"])
    assert order is not None
    assert tuple(json.loads(order[1])) == ORDER


def test_every_word_is_used_and_every_word_used_exists() -> None:
    used = set(re.findall(r"\bsay\(\s*\"([^\"]+)\"", "".join(SOURCES.values())))
    grouped = {name for name in WORDS if name.startswith(("level.", "refusal.", "rating."))}
    assert used - set(WORDS) == set()
    assert set(WORDS) - used - grouped == set()
    assert all(text.strip() for text in WORDS.values())


def test_a_version_is_named_and_pinned_by_its_content() -> None:
    file = WidgetFile(b"const x = 1;")
    assert file.path == f"/widget/v1/tro-ly-dai-hoi.{hashlib.sha256(file.body).hexdigest()[:16]}.js"
    assert base64.b64decode(file.integrity.removeprefix("sha384-")) == hashlib.sha384(file.body).digest()
    assert WidgetFile(b"const x = 2;").path != file.path
    assert widget().body == widget.__wrapped__().body


def test_the_shelf_keeps_versions_and_gives_nothing_that_was_changed(tmp_path: Path) -> None:
    shelf, old = Shelf(tmp_path / "widget"), WidgetFile(b"old")
    assert shelf.find(old.version) is None
    shelf.keep(old)
    shelf.keep(WidgetFile(b"new"))
    assert Shelf(tmp_path / "widget").find(old.version) == old
    (tmp_path / "widget" / f"{old.version}.js").write_bytes(b"evil")
    assert shelf.find(old.version) is None
    shelf.keep(old)
    assert shelf.find(old.version) == old
    assert sorted(path.suffix for path in (tmp_path / "widget").iterdir()) == [".js", ".js"]


def test_two_lines_embed_it_and_the_policy_allows_no_more_than_it_needs() -> None:
    assert script_line(SERVER, widget()) == (
        f'<script type="module" src="{SERVER}{widget().path}" integrity="{widget().integrity}" '
        'crossorigin="anonymous"></script>'
    )
    assert element_line(SERVER) == f'<tro-ly-dai-hoi server="{SERVER}"></tro-ly-dai-hoi>'
    assert content_policy(SERVER) == (
        f"default-src 'none'; script-src {SERVER}/widget/v1/; connect-src {SERVER}/api/v1/; base-uri 'none'; "
        "form-action 'none'; require-trusted-types-for 'script'"
    )
    page = host_page(SERVER)
    assert script_line(SERVER, widget()) in page
    assert element_line(SERVER) in page
    assert "$" not in page


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://tro-ly.example", SERVER),
        (" https://Tro-Ly.example/ ", SERVER),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
    ],
)
def test_the_address_of_a_server_is_read(text: str, address: str) -> None:
    assert server_address(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tro-ly.example",
        "javascript:alert(1)",
        'https://x"><script>',
        "https://tro-ly.example/tro-ly",
        "https://tro-ly.example?x",
        "https://a@b",
        "https://x:port",
        "https://",
        "https://a; script-src *",
    ],
)
def test_what_is_no_address_of_a_server_is_refused(text: str) -> None:
    with pytest.raises(InputError) as raised:
        server_address(text)
    assert raised.value.code == "input.address"
