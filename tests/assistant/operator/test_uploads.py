"""Uploaded files: kept under a plain name with what is said about them, gone when dropped or old."""

import os
from pathlib import Path

import pytest

from assistant.operator.uploads import KEPT_S, UploadShelf, UploadTerms
from assistant.server.problems import NotFoundError
from corpus.core.errors import InputError
from indexing.upkeep.loading import Statements


def test_a_file_and_its_terms_are_found_again(tmp_path: Path) -> None:
    shelf = UploadShelf(tmp_path / "gui")
    made = shelf.put("Quy định.pdf", b"%PDF-", UploadTerms())
    terms = UploadTerms(said=Statements(number="1-QĐ/TW", supersedes=("a",)), ocr=True)
    shelf.say(made.id, terms)
    found = shelf.find(made.id)
    assert (found.path.read_bytes(), found.path.name, found.terms) == (b"%PDF-", "Quy định.pdf", terms)
    shelf.drop(made.id)
    with pytest.raises(NotFoundError, match=r"upload\.gone"):
        shelf.find(made.id)


@pytest.mark.parametrize(
    "name, kept",
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Văn bản\\qd.docx", "qd.docx"),
        ("a\0b\n\u202edocx.exe", "abdocx.exe"),
        (".htaccess", "htaccess"),
        ("x" * 300 + ".pdf", "x" * 110 + ".pdf"),
        ("quy định.pdf", "quy định.pdf"),
    ],
)
def test_a_name_cannot_lead_anywhere(tmp_path: Path, name: str, kept: str) -> None:
    made = UploadShelf(tmp_path).put(name, b"x", UploadTerms())
    assert made.path.name == kept
    assert made.path.parent == tmp_path / made.id / "file"


@pytest.mark.parametrize("name, content", [("", b"x"), ("...", b"x"), ("\0", b"x"), ("a.pdf", b"")])
def test_no_file_or_no_name_is_told(tmp_path: Path, name: str, content: bytes) -> None:
    with pytest.raises(InputError, match=r"upload\.form"):
        UploadShelf(tmp_path).put(name, content, UploadTerms())


@pytest.mark.parametrize("name", ["", "..", "a" * 32, "../" + "0" * 29, "Ế" * 32])
def test_an_id_that_is_none_leads_nowhere(tmp_path: Path, name: str) -> None:
    shelf = UploadShelf(tmp_path / "gui")
    (tmp_path / "terms.json").write_text("{}", "utf-8")
    shelf.drop(name)
    with pytest.raises(NotFoundError):
        shelf.find(name)
    assert (tmp_path / "terms.json").exists()


def test_old_files_go_when_a_new_one_comes(tmp_path: Path) -> None:
    shelf = UploadShelf(tmp_path)
    old = shelf.put("a.txt", b"x", UploadTerms())
    then = (tmp_path / old.id).stat().st_mtime - KEPT_S - 1
    os.utime(tmp_path / old.id, (then, then))
    new = shelf.put("b.txt", b"x", UploadTerms())
    assert [folder.name for folder in tmp_path.iterdir()] == [new.id]
