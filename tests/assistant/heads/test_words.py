"""The words of heads, as the file holds them."""

from pathlib import Path

import tomli

DATA = tomli.loads((Path(__file__).parents[3] / "assistant" / "heads" / "words.toml").read_text("utf-8"))


def test_what_is_looked_for_in_folded_text_carries_no_accent() -> None:
    as_written = {"short", "over", "enough", "wonder", "regional"}
    listed = [
        (entry, text)
        for data in DATA.values()
        for kind in ("phrases", "expressions")
        for entry, texts in data.get(kind, {}).items()
        for text in texts
    ]
    assert [entry for entry, text in listed if not (text.replace("…", "").isascii() or entry in as_written)] == []
