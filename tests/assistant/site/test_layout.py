"""The frame of pages: style sheets inside them, allowed by their hashes and by nothing else."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from assistant.server.assets import PUBLIC
from assistant.server.guard import policy_from
from assistant.site.layout import SHEETS, TEMPLATES, render, style, style_hashes


def test_every_style_of_a_template_is_one_that_the_policy_allows() -> None:
    used = {name for file in TEMPLATES.iterdir() for name in re.findall(r'style\("([^"]+)"\)', file.read_text("utf-8"))}
    assert used == set(SHEETS)
    problem = {"title": "T", "detail": "D", "hint": "", "code": "c", "status": 404}
    inside = re.findall(r"<style>(.*?)</style>", render("problem.html", problem=problem), re.DOTALL)
    assert [f"sha256-{b64encode(sha256(words.encode()).digest()).decode()}" for words in inside] == [style_hashes()[0]]
    assert policy_from("", "", style_hashes()).styles == style_hashes()


def test_a_style_sheet_loses_only_comments_and_blanks() -> None:
    for name in SHEETS:
        told = str(style(name))
        assert "/*" not in told
        assert "</" not in told
        assert "url(" not in told
        whole = Path(PUBLIC / name).read_text("utf-8")
        assert told.count("{") == re.sub(r"/\*.*?\*/", "", whole, flags=re.DOTALL).count("{")
