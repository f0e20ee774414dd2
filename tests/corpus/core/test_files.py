"""Old or new, never a mixture; nothing left over."""

from pathlib import Path

import pytest

from corpus.core import files
from corpus.core.files import swap_in, write_atomic


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def test_a_file_is_made_with_its_folder_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b.txt"
    write_atomic(path, "cũ")
    write_atomic(path, "mới")
    assert path.read_text("utf-8") == "mới"
    write_atomic(path, b"\x00\xff")
    assert path.read_bytes() == b"\x00\xff"
    assert names(path.parent) == ["b.txt"]


def test_a_file_has_the_rights_of_any_new_file(tmp_path: Path) -> None:
    write_atomic(tmp_path / "a", "x")
    (tmp_path / "b").write_text("x", "utf-8")
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "b").stat().st_mode


def test_what_cannot_be_written_leaves_the_old(tmp_path: Path) -> None:
    path = tmp_path / "a"
    write_atomic(path, "cũ")
    with pytest.raises(UnicodeEncodeError):
        write_atomic(path, "nửa \ud800")
    assert names(tmp_path) == ["a"]
    assert path.read_text("utf-8") == "cũ"


@pytest.mark.parametrize("failing", [0, 1])
def test_a_disk_that_fails_leaves_one_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int) -> None:
    """The first flush is of the content, the second of the name, when the new state is there already."""
    path = tmp_path / "a"
    write_atomic(path, "cũ")
    flushed: list[int] = []

    def fsync(handle: int) -> None:
        flushed.append(handle)
        if len(flushed) > failing:
            raise OSError("disk")

    monkeypatch.setattr(files.os, "fsync", fsync)
    with pytest.raises(OSError, match="disk"):
        write_atomic(path, "mới")
    assert names(tmp_path) == ["a"]
    assert path.read_text("utf-8") == ("mới" if failing else "cũ")


def test_a_folder_is_flushed_with_all_that_is_in_it_before_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    aside, target = tmp_path / ".new-x", tmp_path / "x"
    (aside / "deep").mkdir(parents=True)
    (aside / "deep" / "file").write_text("x", "utf-8")
    flushed: list[tuple[str, bool]] = []
    monkeypatch.setattr(
        files.os,
        "fsync",
        lambda handle: flushed.append((Path(f"/proc/self/fd/{handle}").readlink().name, target.exists())),
    )
    swap_in(aside, target)
    assert sorted(flushed[:-1]) == [(".new-x", False), ("deep", False), ("file", False)]
    assert flushed[-1] == (tmp_path.name, True)
    assert (target / "deep" / "file").is_file()
