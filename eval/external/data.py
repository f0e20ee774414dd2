"""Question sets of others: any folder with ``corpus.jsonl`` and ``queries.jsonl``, BEIR folders included. Edge.

``corpus.jsonl`` holds ``{id, title, text}``, ``queries.jsonl`` ``{id, text, relevant, answers, answerable}``; ``.xz``
and ``.gz`` files are read as they are. BEIR spells the id ``_id`` and keeps relevance in ``qrels/*.tsv``. Only ids and
texts are required. A bad line is reported and skipped; a corpus or question file without one good line is an error.
"""

from __future__ import annotations

import gzip
import json
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, TextIO

from corpus.core.codes import Code
from corpus.core.errors import InputError
from corpus.core.text import to_nfc

QRELS_PREFERRED = ("test", "dev", "train")


@dataclass(frozen=True, slots=True)
class ExternalRow:
    """One passage of a corpus; ``text`` is never empty (a row without text keeps its title as text)."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Query:
    """One question; ``relevant`` ids may be empty, ``answerable`` is ``None`` where the set does not say."""

    id: str
    text: str
    relevant: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    answerable: bool | None = None


@dataclass(frozen=True, slots=True)
class ExternalSet:
    """A folder's content.

    Attributes:
        name: the folder's.
        rows: its passages.
        queries: its questions, in the order of their ids' hashes.
        problems: names the lines that were skipped and ids that fit nothing.
        asked: how many questions the file holds; more than ``queries`` where the reader set a limit.
    """

    name: str
    rows: tuple[ExternalRow, ...]
    queries: tuple[Query, ...]
    problems: tuple[str, ...]
    asked: int


def read_set(folder: Path, most: int | None = None) -> ExternalSet:
    """Read a folder.

    Args:
        folder: holds ``corpus.jsonl`` and ``queries.jsonl``.
        most: keep at most so many questions, chosen by the hash of their ids; ``None`` for all.

    Raises:
        InputError: ``eval.external_missing`` when a file is absent, ``eval.external_empty`` when nothing is usable.
    """
    problems: list[str] = []
    rows = _rows(_open_named(folder, "corpus.jsonl"), problems)
    known = {row.id for row in rows}
    queries = _queries(_open_named(folder, "queries.jsonl"), problems)
    judged = _qrels(folder / "qrels", problems)
    if judged:
        queries = [Query(q.id, q.text, tuple(judged[q.id]), q.answers, q.answerable) for q in queries if q.id in judged]
    if not rows or not queries:
        raise InputError(
            Code.EVAL_EXTERNAL_EMPTY,
            f"Bộ dữ liệu “{folder.name}” không có đoạn văn hoặc câu hỏi nào dùng được.",
            hint="; ".join(problems[:3]),
        )
    for query in queries:
        if lost := [name for name in query.relevant if name not in known]:
            problems.append(f"câu {query.id}: không có đoạn {', '.join(lost[:3])}")
    ordered = sorted(queries, key=lambda query: sha256(query.id.encode("utf-8", "replace")).digest())
    return ExternalSet(folder.resolve().name, tuple(rows), tuple(ordered[:most]), tuple(problems), len(queries))


def _rows(path: Path, problems: list[str]) -> list[ExternalRow]:
    rows: dict[str, ExternalRow] = {}
    for where, item in _objects(path, problems):
        name, title = _id(item), to_nfc(str(item.get("title") or "")).strip()
        text = to_nfc(str(item.get("text") or "")).strip()
        if not name or not (text or title):
            problems.append(f"{where}: thiếu mã hoặc nội dung")
        elif name in rows:
            problems.append(f"{where}: trùng mã “{name}”")
        else:
            rows[name] = ExternalRow(name, title if text else "", text or title)
    return list(rows.values())


def _queries(path: Path, problems: list[str]) -> list[Query]:
    queries: dict[str, Query] = {}
    for where, item in _objects(path, problems):
        name, text = _id(item), to_nfc(str(item.get("text") or item.get("question") or "")).strip()
        if not name or not text or name in queries:
            problems.append(f"{where}: thiếu mã, thiếu câu hỏi, hoặc trùng mã")
            continue
        flag = item.get("answerable")
        queries[name] = Query(
            name,
            text,
            _strings(item.get("relevant")),
            _strings(item.get("answers")),
            None if flag is None else bool(flag),
        )
    return list(queries.values())


def _qrels(folder: Path, problems: list[str]) -> dict[str, list[str]]:
    """Relevant ids by question from BEIR's ``qrels``: the test file, else dev, else train, else all."""
    files = {path.stem: path for path in sorted(folder.glob("*.tsv"))}
    chosen = next(([files[name]] for name in QRELS_PREFERRED if name in files), list(files.values()))
    judged: dict[str, list[str]] = {}
    for path in chosen:
        for number, line in enumerate(path.read_text("utf-8-sig").splitlines(), start=1):
            cells = line.split("\t")
            if len(cells) not in (3, 4) or not _is_number(cells[-1]):
                if number > 1 and line.strip():
                    problems.append(f"{path.name}:{number}: không phải ba cột")
                continue
            if float(cells[-1]) > 0:
                judged.setdefault(cells[0], []).append(cells[-2])
    return judged


def _objects(path: Path, problems: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    with _open(path) as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                item = json.loads(line)
            except ValueError:
                item = None
            if isinstance(item, dict):
                yield f"{path.name}:{number}", item
            else:
                problems.append(f"{path.name}:{number}: không phải đối tượng JSON")


def _open(path: Path) -> TextIO:
    if path.suffix == ".xz":
        return lzma.open(path, "rt", encoding="utf-8-sig", errors="replace")
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8-sig", errors="replace")
    return path.open(encoding="utf-8-sig", errors="replace")


def _open_named(folder: Path, name: str) -> Path:
    for suffix in ("", ".xz", ".gz"):
        if (path := folder / f"{name}{suffix}").is_file():
            return path
    raise InputError(
        Code.EVAL_EXTERNAL_MISSING,
        f"Thư mục “{folder}” không có {name} (hoặc .xz, .gz).",
        hint="Cần corpus.jsonl và queries.jsonl.",
    )


def _id(item: dict[str, Any]) -> str:
    value = item.get("id", item.get("_id"))
    return "" if value is None else str(value)


def _strings(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return tuple(str(item) for item in value) if isinstance(value, list) else (str(value),)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
