"""Files nobody prepared: labels, heads and effects against a reading of the raw text by a person.

Run from the project's root: ``python -m bench.found FOLDER [--data ../shared/data] [--show] [--only NAME]``. ``FOLDER``
holds the files that ``bench/found.json`` lists by repository, path, commit and SHA-256; the repository itself keeps no
word of them. A person read the raw lines of each file as another tool shows them (``raw_lines``) and wrote down the
order of its markers, the lines that only look like one, what the head says and which documents it ends; head and
effects are kept as hashes. Each label that differs was looked at once more by eye, in both directions. Files of the
group ``aside`` were read beforehand and asked only after the last change.
"""

from __future__ import annotations

import argparse
import json
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from bench.labels import KINDS, Chain, Reading, chains, our_chains
from bench.labels import raw_lines as simple_lines
from corpus.core.errors import CorpusError
from corpus.core.text import fold, to_nfc
from corpus.ingest.parsed import Limits, Sandbox
from corpus.ingest.proposal import Ingested
from corpus.shipped.catalogue import load_catalogue

HERE = Path(__file__).parent / "found.json"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HTML_BLOCKS = ["p", "h1", "h2", "h3", "h4", "h5", "h6", "li"]
# "1.1- Hồ sơ" counts like "1.1. Hồ sơ".
_DASHED = (
    ("3", re.compile(r"(\d{1,2}\.\d{1,2}\.\d{1,2})\s*[-.]*\s*(?=\D)")),
    ("2", re.compile(r"(\d{1,2}\.\d{1,2})\s*[-.]*\s*(?=\D)")),
    ("1", re.compile(r"(\d{1,2})\s?[-./)]\s?(?=\s*\D)")),
)
MARKS = tuple((name, dict(_DASHED).get(name, pattern)) for name, pattern in KINDS)


def raw_lines(path: Path) -> list[str]:
    """The lines of a file without our reader: paragraphs of the XML, of the page, or another tool's transcript."""
    if path.suffix == ".docx":
        root = ElementTree.fromstring(zipfile.ZipFile(path).read("word/document.xml"))
        lines: list[str] = []
        for paragraph in root.iter(f"{_WORD}p"):
            text = "".join(
                (piece.text or "") if piece.tag == f"{_WORD}t" else "\t\n"[piece.tag.endswith("br")]
                for piece in paragraph.iter()
                if piece.tag in (f"{_WORD}t", f"{_WORD}tab", f"{_WORD}br")
            )
            lines += text.split("\n")
    elif path.suffix in (".htm", ".html"):
        from bs4 import BeautifulSoup

        data = path.read_bytes()
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
        soup = BeautifulSoup(text, "lxml")
        lines = [node.get_text(" ") for node in soup.find_all(_HTML_BLOCKS) if not node.find(_HTML_BLOCKS)]
    else:
        lines = simple_lines(path)
    lines = [to_nfc(line).replace("Ð", "Đ") for line in lines]
    return [shown for line in lines if (shown := " ".join(line.split()))]


def mark(words: str) -> str:
    """The hash under which a title or an issuer is kept: letters and figures only, without case and diacritics."""
    return sha256(re.sub(r"[\W_]", "", fold(words)).encode()).hexdigest()[:12]


def numbers_mark(numbers: Iterable[str]) -> list[str]:
    """Document numbers as hashes, in order."""
    return sorted(mark(number) for number in numbers)


def labels(found: Ingested, lines: list[str], reading: Reading, note: Callable[[str], None]) -> tuple[int, int]:
    """Labels right and labels there are."""
    scoped = "dieu" in reading.order.split()
    ours = our_chains(found.document.provisions, MARKS)
    right = total = position = 0
    for number, text, chain in chains(lines, reading, MARKS):
        total += 1
        key = re.sub(r"\W", "", text).casefold()[:24]
        at = next(
            (i for i in range(position, len(ours)) if re.sub(r"\W", "", ours[i][0]).casefold().startswith(key)), None
        )
        got = None if at is None else _from_article(ours[at][1]) if scoped else ours[at][1]
        position = position if at is None else at + 1
        if got == (_from_article(chain) if scoped else chain):
            right += 1
        else:
            note(f"  {number}: {' > '.join(chain)} — {'not found' if got is None else ' > '.join(got)}: {text[:50]}")
    return right, total


def _from_article(chain: Chain) -> Chain:
    """The chain from its article on: articles are numbered through, whatever chapter they stand in."""
    first = next((i for i, part in enumerate(chain) if part.startswith("dieu")), 0)
    return chain[first:]


def heads(found: Ingested, row: dict[str, Any], note: Callable[[str], None]) -> Counter[str]:
    """What of the head and of the effects is right, and which endings are wrong ones."""
    ended = {n for e in found.effects if e.verb != "sửa đổi" for n in e.numbers}
    parts = {n for e in found.effects if e.verb != "sửa đổi" for n in e.parts} - ended
    given = {
        "issuer": [mark(found.head.issuer)],
        "title": [mark(found.head.title)],
        "number": [mark(found.head.number or "")],
        "issued": [str(found.head.issued or "")],
    }
    counts = Counter[str]()
    for name, ours in given.items():
        counts[f"{name} of"] += 1
        counts[name] += ours[0] in row[name]
        if ours[0] not in row[name]:
            note(f"  {name}: {getattr(found.head, name)!r}")
    effects = (numbers_mark(ended), numbers_mark(parts))
    if row["ends"] or row["parts"] or ended or parts:
        counts["effects of"] += 1
        counts["effects"] += effects == (sorted(row["ends"]), sorted(row["parts"]))
        counts["wrong endings"] += len(set(effects[0]) - set(row["ends"]))
        if effects != (sorted(row["ends"]), sorted(row["parts"])):
            note(f"  effects: {sorted(ended)} in part {sorted(parts)}")
    return counts


def main() -> None:
    """Print a line a file and the sums of each group."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared" / "data")
    parser.add_argument("--show", action="store_true", help="print what differs")
    parser.add_argument("--only", default="", help="a group (given, found, aside) or the beginning of a name")
    options = parser.parse_args()
    sums: dict[str, Counter[str]] = {}
    note = print if options.show else lambda _: None
    with Sandbox(Limits(), {record.id: record for record in load_catalogue()}) as sandbox:
        for row in json.loads(HERE.read_text("utf-8")):
            folder = options.data / "documents" / "unseen-2026-11" if row["group"] == "given" else options.folder
            path = folder / row["name"]
            if options.only not in ("", row["group"]) and not row["name"].startswith(options.only):
                continue
            if not path.exists() or sha256(path.read_bytes()).hexdigest() != row["sha256"]:
                print(f"{row['name']:24} not there, or another file")
                continue
            counts = sums.setdefault(row["group"], Counter())
            try:
                found = sandbox.ingest(path)
            except CorpusError as error:
                print(f"{row['name']:24} {error.code}")
                counts["refused"] += 1
                continue
            counts["files"] += 1
            own = heads(found, row, note)
            if "order" in row:
                kind = "articles" if "dieu" in row["order"].split() else "guidances"
                own[kind], own[f"{kind} of"] = labels(found, raw_lines(path), _reading(row), note)
            counts.update(own)
            print(f"{row['name']:24} {_told(own)}", flush=True)
    for group, counts in sums.items():
        print(f"{group:24} {counts['files']} files, {counts['refused']} refused; {_told(counts)}")


def _reading(row: dict[str, Any]) -> Reading:
    return Reading(
        row["order"],
        last=row["last"],
        first=row["first"],
        not_markers=frozenset(row.get("not_markers", ())),
        under={int(line): above for line, above in row.get("under", {}).items()},
    )


def _told(counts: Counter[str]) -> str:
    names = ("articles", "guidances", "issuer", "title", "number", "issued", "effects")
    told = [f"{name} {counts[name]}/{counts[f'{name} of']}" for name in names if counts[f"{name} of"]]
    return ", ".join([*told, f"wrong endings {counts['wrong endings']}"])


if __name__ == "__main__":
    main()
