"""Read ``catalogue.toml`` (every known document) and the shipped digest (``documents/*.md``) into values.

Edge: reads files. The digest's format is described in ``docs/corpus.md``: YAML front matter naming the record,
then one ``## path | label | heading`` block a provision with ``- key: value`` lines and its text.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import frontmatter
import tomli
import yaml

from corpus.core.codes import Code
from corpus.core.errors import CorpusError
from corpus.core.model import (
    Certainty,
    Document,
    Kind,
    Level,
    Provision,
    Record,
    Succession,
    TextKind,
    Unit,
    Validity,
    content_hash,
)
from corpus.core.text import to_nfc

try:  # the same rules, eight times as fast
    from yaml import CSafeLoader as SafeLoader
except ImportError:
    from yaml import SafeLoader  # type: ignore[assignment]

ROOT = Path(__file__).parent
_HEAD = re.compile(r"^## +(?P<path>[a-z0-9][a-z0-9.\-]*) \| (?P<label>[^|\n]+) \| (?P<heading>[^|\n]+)$", re.MULTILINE)
_TRAIL = re.compile(r"^# +(?P<trail>.+)$", re.MULTILINE)


def _levels(value: Any) -> frozenset[Level]:
    names = value.split(",") if isinstance(value, str) else value or []
    return frozenset(Level(name.strip()) for name in names if name.strip())


def _names(value: Any) -> tuple[str, ...]:
    return tuple(part.strip() for part in str(value or "").split(",") if part.strip())


def record_from(row: dict[str, Any]) -> Record:
    """One catalogue row as a ``Record``.

    Raises:
        CorpusError: ``corpus.catalogue`` naming the row and the field that is missing or of the wrong form.
    """
    try:
        return Record(
            id=row["id"],
            number=row.get("number"),
            kind=Kind(row["kind"]),
            issuer=row["issuer"],
            issued=row.get("issued"),
            title=row["title"],
            validity=Validity(
                row.get("valid_from"), row.get("valid_until"), Certainty(row.get("validity_certainty", "cao"))
            ),
            supersedes=tuple(row.get("supersedes", ())),
            amends=tuple(row.get("amends", ())),
            guides=tuple(row.get("guides", ())),
            levels=_levels(row.get("levels", ())),
            certainty=Certainty(row.get("certainty", "cao")),
            sources=tuple(row.get("sources", ())),
            campaign=row.get("campaign", ""),
            note=row.get("note", ""),
            succession=Succession(row.get("succession", "stated")),
        )
    except (KeyError, ValueError) as error:
        raise CorpusError(Code.CORPUS_CATALOGUE, f"Danh mục có dòng sai: “{row.get('id', '?')}” ({error}).") from error


def load_catalogue(path: Path = ROOT / "catalogue.toml") -> tuple[Record, ...]:
    """All records of the catalogue, in file order."""
    return tuple(record_from(row) for row in tomli.loads(path.read_text("utf-8")).get("record", []))


def load_sources(path: Path = ROOT / "catalogue.toml") -> dict[str, str]:
    """Source marks of the research (``S01``…) with their address or a note that it is not known."""
    return dict(tomli.loads(path.read_text("utf-8")).get("sources", {}))


_FIELDS = {
    *("căn cứ", "tin cậy", "nguồn", "dữ kiện", "chủ đề", "cấp"),
    *("hiệu lực từ", "hiệu lực đến", "ghi chú", "nối tiếp", "khác", "cùng việc"),
}


def parse_digest(text: str, records: dict[str, Record], name: str = "") -> Document:
    """One digest file as a document whose provisions carry basis, certainty, sources and facts.

    Raises:
        CorpusError: ``corpus.digest`` naming the file and the provision that is incomplete.
    """
    post = frontmatter.loads(to_nfc(text))
    record_id = post.get("record")
    if record_id not in records:
        raise CorpusError(Code.CORPUS_DIGEST, f"Tệp “{name}” dẫn văn bản không có trong danh mục: “{record_id}”.")
    record, document_id = records[str(record_id)], f"td-{record_id}"
    heads = list(_HEAD.finditer(post.content))
    provisions: list[Provision] = []
    full = ""
    for index, head in enumerate(heads):
        end = heads[index + 1].start() if index + 1 < len(heads) else len(post.content)
        block = _TRAIL.sub("", post.content[head.end() : end]).strip()
        trail = [m["trail"].strip() for m in _TRAIL.finditer(post.content, 0, head.start())]
        lines, _, body = block.partition("\n\n")
        try:
            fields = {k: v for item in yaml.load(lines, SafeLoader) for k, v in item.items()}
            provision = _digest_provision(document_id, head, trail, fields, " ".join(body.split()), len(full))
        except (TypeError, AttributeError, ValueError, KeyError, yaml.YAMLError) as error:
            raise CorpusError(Code.CORPUS_DIGEST, f"Tệp “{name}”, mục “{head['path']}” sai: {error}.") from error
        provisions.append(provision)
        full += provision.text + "\n\n"
    return Document(
        document_id, record, TextKind.DIGEST, full, tuple(provisions), source=name, sha256=content_hash(full)
    )


def _digest_provision(
    document_id: str, head: re.Match[str], trail: list[str], fields: dict[str, Any], body: str, start: int
) -> Provision:
    if not body:
        raise ValueError("thiếu nội dung")
    if unknown := set(fields) - _FIELDS:
        raise ValueError(f"trường lạ {sorted(unknown)}")
    own = None
    if "hiệu lực từ" in fields or "hiệu lực đến" in fields:
        since, until = fields.get("hiệu lực từ"), fields.get("hiệu lực đến")
        if not isinstance(since, date) or not isinstance(until, date | None):
            raise ValueError("hiệu lực phải là ngày dạng 2025-07-01 và có “hiệu lực từ”")
        own = Validity(since, until)
    return Provision(
        id=f"{document_id}/{head['path']}",
        document_id=document_id,
        path=head["path"],
        label=head["label"].strip(),
        unit=Unit.CLAUSE,
        text=body,
        start=start,
        end=start + len(body),
        heading=head["heading"].strip(),
        trail=tuple(trail[-1:]),
        validity=own,
        basis=str(fields["căn cứ"]),
        certainty=Certainty(str(fields["tin cậy"])),
        sources=_names(fields["nguồn"]),
        facts=_names(fields.get("dữ kiện")),
        topics=_names(fields.get("chủ đề")),
        levels=_levels(fields.get("cấp") or ""),
        note=" ".join(str(fields.get("ghi chú") or "").split()),
        continues=_names(fields.get("nối tiếp")),
        changes=_names(fields.get("khác")),
        matters=_names(fields.get("cùng việc")),
    )


@cache
def load_shipped(folder: Path = ROOT / "documents") -> tuple[Document, ...]:
    """The shipped digest documents, sorted by file name."""
    records = {record.id: record for record in load_catalogue()}
    return tuple(parse_digest(path.read_text("utf-8"), records, path.name) for path in sorted(folder.glob("*.md")))
