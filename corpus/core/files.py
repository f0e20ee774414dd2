"""Files and folders that are there whole or not at all: written aside, flushed to the disk, swapped in. Edge.

A reader sees the old state or the new one, never a mixture, and a crash leaves the old one; what is left over from a
crash is named ``.new-…``.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

ASIDE = ".new-"
"""How names of what is being written begin."""


def write_atomic(path: Path, content: str | bytes) -> None:
    """Write a file, text as UTF-8; its folder is made if need be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{ASIDE}{secrets.token_hex(8)}")
    try:
        aside.write_bytes(content.encode() if isinstance(content, str) else content)
        swap_in(aside, path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def swap_in(aside: Path, path: Path) -> None:
    """Flush a file, or a folder with all that is in it, and give it the name ``path``.

    Args:
        aside: on the same disk as ``path``.
        path: a file there is replaced; a folder there must be empty.
    """
    for item in (*(aside.rglob("*") if aside.is_dir() else ()), aside):
        _flush(item)
    aside.replace(path)
    _flush(path.parent)  # the name itself


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
