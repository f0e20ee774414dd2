"""Tokens: those of the tokenizer's own library, for Vietnamese as typed and for odd text."""

from pathlib import Path

import pytest

from corpus.shipped.catalogue import ROOT
from indexing.config import IndexConfig
from indexing.engine.packed import Packed, bundled_file
from indexing.engine.pieces import Pieces
from indexing.weights import ensure_bundled

MOST = 10_000
pytestmark = pytest.mark.heavy


@pytest.fixture(scope="module")
def folder(home: Path) -> Path:
    return ensure_bundled(IndexConfig(home=home).model_folder)


@pytest.fixture(scope="module")
def pieces(folder: Path) -> Pieces:
    return Pieces(Packed(bundled_file()), folder)


@pytest.mark.slow
def test_the_tokens_are_those_of_the_library(pieces: Pieces, folder: Path) -> None:
    from tokenizers import Tokenizer

    theirs = Tokenizer.from_file(str(folder / "tokenizer.json"))
    lines = [
        line.strip()
        for file in sorted((ROOT / "documents").glob("*.md"))
        for line in file.read_text("utf-8").split("\n")
    ]
    lines += [
        "dai hoi chi bo",
        "ĐẠI HỘI  LẦN THỨ XIV",
        "294-QĐ/TW ngày 26/5/2025",
        "½ số phiếu, Ⅱ và ﬁ",
        "a\u200bb",
        "😀 ạ",
    ]
    assert len(lines) > 1000
    for line in lines:
        assert pieces.ids(line, MOST) == theirs.encode(line).ids, line


@pytest.mark.parametrize("text", ["", " ", "   đại  hội ", "\u3000"])
def test_spaces_are_no_tokens(pieces: Pieces, text: str) -> None:
    assert pieces.ids(text, MOST) == pieces.ids(" ".join(text.split()), MOST)


def test_a_text_is_cut_to_the_tokens_asked_for(pieces: Pieces) -> None:
    ids = pieces.ids("đại hội " * 100, 12)
    assert len(ids) == 12
    assert (ids[0], ids[-1]) == (0, 2)


def test_what_no_piece_spells_is_unknown(pieces: Pieces) -> None:
    assert 3 in pieces.ids("\U00013000", MOST)
    assert len(pieces.ids("x" * 5000, MOST)) > 1000
