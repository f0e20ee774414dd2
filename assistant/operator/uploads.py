"""Files that an operator uploaded and has not published yet (edge, files).

A file lies under a random name in a folder of the data folder that serves nothing, until it is published, dropped or a
day old. What is said about it is kept beside it, so that what is published is what was previewed.
"""

from __future__ import annotations

import re
import secrets
import shutil
import time
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from assistant.server.problems import NotFoundError
from corpus.core.codes import Code
from corpus.core.errors import InputError
from corpus.core.files import write_atomic
from indexing.upkeep.loading import Statements

KEPT_S = 24 * 3600
MAX_NAME = 120
_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadTerms:
    """How a file is to be taken: what is said about it, and what is allowed."""

    said: Statements = field(default_factory=Statements)
    replace: bool = False
    ocr: bool = False


@dataclass(frozen=True, slots=True)
class Upload:
    """An uploaded file with its terms."""

    id: str
    path: Path
    terms: UploadTerms


_TERMS = TypeAdapter(UploadTerms)


class UploadShelf:
    """The uploaded files of one data folder.

    Args:
        folder: where they lie.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, name: str, content: bytes, terms: UploadTerms) -> Upload:
        """Keep a file.

        Raises:
            InputError: ``upload.form``: no content, or no usable name.
        """
        self.forget()
        if not content:
            raise InputError(Code.UPLOAD_FORM, "Chưa chọn tệp, hoặc tệp rỗng.", hint="Xin chọn một tệp rồi gửi lại.")
        made = Upload(secrets.token_hex(16), Path(), terms)
        path = self.folder / made.id / "file" / _plain(name)
        write_atomic(path, content)
        self.say(made.id, terms)
        return Upload(made.id, path, terms)

    def say(self, upload_id: str, terms: UploadTerms) -> None:
        """Keep what is said about a file now."""
        write_atomic(self.folder / upload_id / "terms.json", _TERMS.dump_json(terms))

    def find(self, upload_id: str) -> Upload:
        """An uploaded file.

        Raises:
            NotFoundError: ``upload.gone``.
        """
        folder = self.folder / upload_id
        try:
            if _ID.fullmatch(upload_id) is None:
                raise FileNotFoundError
            terms = _TERMS.validate_json((folder / "terms.json").read_bytes())
            return Upload(upload_id, next(iter((folder / "file").iterdir())), terms)
        except (OSError, StopIteration, ValidationError) as error:
            raise NotFoundError(
                Code.UPLOAD_GONE, "Tệp đã gửi không còn: đã nạp, đã bỏ hoặc quá một ngày.", hint="Xin gửi lại tệp."
            ) from error

    def drop(self, upload_id: str) -> None:
        """Remove a file; nothing happens when it is gone."""
        if _ID.fullmatch(upload_id):
            shutil.rmtree(self.folder / upload_id, ignore_errors=True)

    def forget(self) -> None:
        """Remove files that are too old."""
        before = time.time() - KEPT_S
        for folder in self.folder.iterdir() if self.folder.is_dir() else ():
            if folder.stat().st_mtime < before:
                shutil.rmtree(folder, ignore_errors=True)


def _plain(name: str) -> str:
    """The name of a file without folders and signs that steer a terminal or a page.

    Raises:
        InputError: ``upload.form``.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    kept = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C").strip().lstrip(".")
    stem, dot, suffix = kept.rpartition(".")
    kept = f"{(stem if dot else kept)[: MAX_NAME - 10]}{dot}{suffix[:8] if dot else ''}"
    if not kept.strip("."):
        raise InputError(Code.UPLOAD_FORM, "Tên tệp không dùng được.", hint="Đổi tên tệp rồi gửi lại.")
    return kept
