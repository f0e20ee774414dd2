"""Corrupted files: a document or one typed error, never a crash, and the library never changes."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.ingest import fuzz, variant
from corpus.core.errors import CorpusError
from corpus.core.model import Kind
from corpus.ingest.intake import examine
from corpus.ingest.library import Library
from corpus.ingest.proposal import Overrides, build_document
from corpus.ingest.reading import read
from corpus.ingest.sandbox import Limits, answer
from tests.corpus.ingest_samples import DATA, DECIMAL, docx_bytes, pdf_bytes


def samples() -> dict[str, bytes]:
    def build(document: Any) -> None:
        for line in DECIMAL.splitlines():
            document.add_paragraph(line)
        document.add_table(rows=2, cols=2).cell(0, 0).text = "a"

    rtf = (
        "{\\rtf1\\ansi{\\fonttbl{\\f0 .VnTime;}}\\f0 "
        + "\\par ".join(DECIMAL.encode("ascii", "ignore").decode().split("\n"))
        + "}"
    )
    return {
        "a.pdf": pdf_bytes([[(72, 700 - 20 * i, f"{i}. Dong so {i}") for i in range(20)]] * 3),
        "a.docx": docx_bytes(build),
        "a.htm": f"<html><p>{'</p><p>'.join(DECIMAL.splitlines())}</p><table><tr><td>x</td></tr></table>".encode(),
        "a.rtf": rtf.encode(),
        "a.md": DECIMAL.encode(),
        "a.txt": DECIMAL.encode("utf-16"),
    }


SAMPLES = samples()
INSISTED = Overrides(kind=Kind.OTHER)  # the texts are no regulations; the way through all rooms is what is tested


def ends_well(data: bytes, name: str) -> None:
    """Reading in this very process either gives a sound document or a typed error; anything else is raised."""
    try:
        document = build_document(read(data, name), name, "0" * 64, {}, INSISTED).document
    except CorpusError:
        return
    assert all(document.text[item.start : item.end] == item.text for item in document.provisions)


@settings(deadline=None, max_examples=200)
@given(
    st.sampled_from(sorted(SAMPLES)),
    st.integers(0, 10**9),
    st.sampled_from(["", ".pdf", ".docx", ".rtf", ".htm", ".doc"]),
)
def test_corrupted_samples_end_well_in_the_worker(name: str, seed: int, suffix: str) -> None:
    data = variant(SAMPLES[name], random.Random(seed))
    reply = answer(data, f"a{suffix}" if suffix else name)
    assert ("error" in reply) != ("ingested" in reply)
    if "error" in reply:
        assert reply["error"]["code"].startswith("corpus.")


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=600), st.sampled_from(["a.txt", "a.md", "a.htm", "a.rtf", "a.pdf", "a"]))
def test_random_bytes_end_well(data: bytes, name: str) -> None:
    ends_well(data, name)


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=400))
def test_random_text_ends_well(text: str) -> None:
    ends_well(text.encode("utf-8", "surrogatepass"), "a.txt")


@pytest.mark.heavy
@pytest.mark.parametrize(
    "text",
    [
        "1." * 60_000,
        "“" * 50_000,
        "Điều 1. " + "(" * 50_000,
        "\n".join(f"{i % 90}.{i % 7}.{i % 5}. x" for i in range(8_000)),
        "Điều " + "9" * 40_000,
        "thay thế " * 20_000 + "5-QĐ/TW",
        "khoản 1, " * 20_000,
        "ngày " * 30_000,
        "SỐ " * 30_000,
    ],
    ids=["markers", "quotes", "brackets", "labels", "digits", "effects", "references", "dates", "numbers"],
)
def test_hostile_text_is_bounded(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text, "utf-8")
    library = Library(tmp_path / "library")
    outcome = next(iter(examine([path], library, {}, overrides=INSISTED, limits=Limits(seconds=20))))
    assert outcome.ok
    assert outcome.ingested is not None
    assert outcome.ingested.document.text.strip()


@pytest.mark.data
@pytest.mark.slow
@pytest.mark.skipif(not DATA.exists(), reason="the real files in ../shared/data are not here")
def test_corrupted_real_files(tmp_path: Path) -> None:
    result = fuzz(DATA, 120, seed=11)
    assert result["unchanged"]
    assert sum(result["outcomes"].values()) == 120
    assert "corpus.timeout" not in result["outcomes"]
