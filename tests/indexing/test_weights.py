"""The model folder is there whole, or there is a clear error and no folder."""

from pathlib import Path

import pytest

from corpus.core.errors import IndexingError
from indexing.weights import FOR_QUESTIONS, ensure_bundled


def test_a_missing_or_damaged_file_leaves_no_folder(tmp_path: Path) -> None:
    for source in (tmp_path / "nothing.bin", tmp_path / "short.bin"):
        (tmp_path / "short.bin").write_bytes(b"E5S1" + b"\1" * 56)
        with pytest.raises(IndexingError) as caught:
            ensure_bundled(tmp_path / "models" / "e5", source)
        assert caught.value.code == "index.encoder"
        assert list((tmp_path / "models").iterdir()) == []


def test_a_folder_that_is_there_is_taken_as_it_is(tmp_path: Path) -> None:
    for name in ("modules.json", *FOR_QUESTIONS):
        (tmp_path / name).write_text("[]", "utf-8")
    assert ensure_bundled(tmp_path, tmp_path / "nothing.bin") == tmp_path
