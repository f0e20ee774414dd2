"""Measures ingest on real files: provisions, diacritics, articles asked for, robustness, speed.

Run from the project's root: ``python -m bench.ingest [--data ../shared/data] [--fuzz 500] [--json out.json]``. Expected
counts were made by hand for three documents (see ``docs/ingest.md``); transcripts come with the legacy files.
"""

from __future__ import annotations

import argparse
import difflib
import json
import random
import re
import resource
import tempfile
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from corpus.core.errors import CorpusError
from corpus.core.text import fold, to_nfc
from corpus.ingest.intake import examine, find_files
from corpus.ingest.library import Library
from corpus.ingest.parsed import Limits, Sandbox
from corpus.ingest.proposal import Ingested, build_document
from corpus.ingest.reading import read
from corpus.shipped.catalogue import load_catalogue
from corpus.structure.repair import repair

WORD = re.compile(r"\w+")
HAND_COUNTS = {
    "quy-dinh-294-QD-TW.pdf": {"decimal": 285, "point": 70, "dash": 14},
    "huong-dan-06-HD-TW.pdf": {"decimal": 92, "point": 89, "dash": 184},
    "dieu-le-dang-2011.md": {"chapter": 12, "article": 48, "khoan": 156, "dash": 19},
}
"""Labelled units counted by hand from the raw line starts of each file; the method is in docs/ingest.md."""

RAW_LABEL = re.compile(r"\s*(?:(\d{1,3}(?:\.\d+)*)[.:)]?(?=\s)|([a-zđ])\)|([-–+•])\s)")
_NOT_LABELS = re.compile(r"\s*(?:- (?:Căn cứ|Xét)|\d[\d.]* (?:ngày|tháng|đơn vị|chi ủy viên|đảng viên))")


@dataclass(frozen=True, slots=True)
class Diacritics:
    """Agreement of a text with its transcript, word by word.

    Words are aligned on their letters without diacritics and case. ``accuracy`` is the share of aligned words whose
    diacritics agree (case ignored); ``coverage`` the share of the transcript's words that were aligned at all;
    ``cased`` the accuracy with case.
    """

    words: int
    coverage: float
    accuracy: float
    cased: float
    misses: tuple[str, ...]


def diacritics(text: str, truth: str) -> Diacritics:
    """Compare a converted text with its transcript."""
    ours, theirs = WORD.findall(to_nfc(text)), WORD.findall(to_nfc(truth))
    matcher = difflib.SequenceMatcher(None, [fold(w) for w in ours], [fold(w) for w in theirs], autojunk=False)
    aligned = right = cased = 0
    misses: Counter[str] = Counter()
    for block in matcher.get_matching_blocks():
        for mine, wanted in zip(
            ours[block.a : block.a + block.size], theirs[block.b : block.b + block.size], strict=True
        ):
            aligned += 1
            right += mine.lower() == wanted.lower()
            cased += mine == wanted
            if mine.lower() != wanted.lower():
                misses[f"{mine} (bản chép: {wanted})"] += 1
    return Diacritics(
        words=len(theirs),
        coverage=aligned / max(1, len(theirs)),
        accuracy=right / max(1, aligned),
        cased=cased / max(1, aligned),
        misses=tuple(f"{name} ×{count}" for name, count in misses.most_common(10)),
    )


def legacy(data: Path) -> dict[str, Any]:
    """Diacritic accuracy for every legacy file with a transcript."""
    rows = {}
    for path in sorted((data / "legacy").iterdir()):
        truth = data / "legacy" / "ground-truth" / f"{path.stem}.txt"
        if path.is_file() and truth.exists():
            paragraphs, _ = repair(read(path.read_bytes(), path.name))
            measured = diacritics("\n".join(p.text for p in paragraphs), truth.read_text("utf-8"))
            rows[path.name] = asdict(measured)
            print(
                f"{path.name[:52]:52} {measured.words:6} coverage {measured.coverage:.4f} "
                f"diacritics {measured.accuracy:.4f} with case {measured.cased:.4f} {'; '.join(measured.misses[:4])}"
            )
    office = [row["accuracy"] for name, row in rows.items() if name.endswith((".doc", ".rtf"))]
    print(f"mean diacritic accuracy: .doc/.rtf {sum(office) / len(office):.4f} (n={len(office)})")
    return {"files": rows, "mean_doc_rtf": sum(office) / len(office)}


def provisions(data: Path, sandbox: Sandbox) -> dict[str, Any]:
    """Labelled provisions of the three Party documents against the hand counts and the raw line starts."""
    found: dict[str, Any] = {}
    for name, wanted in HAND_COUNTS.items():
        document = sandbox.ingest(data / "party" / name).document
        units = Counter(p.unit.value for p in document.provisions if p.citable or p.unit.value == "chương")
        ours = {
            "decimal": units["khoản"], "point": units["điểm"], "dash": units["gạch đầu dòng"],
            "chapter": units["chương"], "article": units["điều"], "khoan": units["khoản"],
        }  # fmt: skip
        counted = {kind: (ours[kind], count) for kind, count in wanted.items()}
        right = sum(min(a, b) for a, b in counted.values())
        total = sum(b for _, b in counted.values())
        broken = _broken(data / "party" / name, document.text) if name.endswith(".pdf") else None
        found[name] = {"found_and_counted": counted, "share": right / total, "raw": broken}
        print(f"{name}: {counted} → {right}/{total}; raw line starts: {broken}")
    return found


def _broken(path: Path, text: str) -> dict[str, int]:
    """Labels at raw line starts that begin no paragraph of ours, reviewed exceptions left out."""
    import pypdfium2 as pdfium

    starts = {" ".join(line.split())[:20] for line in text.split("\n")}
    document = pdfium.PdfDocument(path)
    raw = [
        line
        for number in range(len(document))
        for line in document[number].get_textpage().get_text_range().splitlines()
        if RAW_LABEL.match(line) and not _NOT_LABELS.match(line) and not line.strip().isdigit()
    ]
    return {"labels": len(raw), "missing": sum(" ".join(line.split())[:20] not in starts for line in raw)}


def questions(data: Path, sandbox: Sandbox) -> dict[str, int]:
    """Whether each article named by ``legal_QA.json`` is found and citable in its document."""
    pairs = json.loads((data / "docx" / "legal_QA.json").read_text("utf-8"))["questions"]
    documents: dict[str, Ingested] = {}
    counts: Counter[str] = Counter()
    for pair in pairs:
        path = data / "docx" / f"{pair['file']}.docx"
        if not path.exists():
            counts["file_absent"] += 1
            continue
        if pair["file"] not in documents:
            documents[pair["file"]] = sandbox.ingest(path)
        wanted = "d" + pair["gid"].removeprefix("dieu_")
        counts[
            "found"
            if any(p.path == wanted and p.citable for p in documents[pair["file"]].document.provisions)
            else "missing"
        ] += 1
    print(f"legal_QA: {dict(counts)}")
    return dict(counts)


def pages(data: Path, sandbox: Sandbox) -> dict[str, Any]:
    """Units found in each saved web page."""
    found = {}
    for path in sorted((data / "html").glob("*.htm")):
        got = sandbox.ingest(path)
        units = Counter(p.unit.value for p in got.document.provisions)
        found[path.name] = {
            "number": got.document.record.number,
            "articles": units["điều"],
            "provisions": sum(units.values()),
        }
        print(f"{path.name[:44]:44} {found[path.name]}")
    return found


def variant(data: bytes, chance: random.Random) -> bytes:
    """A corrupted copy: cut off, bits flipped, a hole, a repeated piece, noise, or two halves swapped."""
    kind = chance.randrange(6)
    out = bytearray(data)
    size = max(1, len(out))
    if kind == 0:
        return bytes(out[: chance.randrange(size)])
    if kind == 1:
        for _ in range(chance.choice((1, 8, 64, 512))):
            out[chance.randrange(size)] ^= 1 << chance.randrange(8)
    elif kind == 2:
        start = chance.randrange(size)
        del out[start : start + chance.randrange(1, 1 + size // 4)]
    elif kind == 3:
        start = chance.randrange(size)
        out[start:start] = out[start : start + 4096] * chance.randrange(1, 8)
    elif kind == 4:
        start = chance.randrange(size)
        out[start : start + 256] = chance.randbytes(256)
    else:
        half = chance.randrange(size)
        out = out[half:] + out[:half]
    return bytes(out)


def fuzz(data: Path, count: int, seed: int = 7) -> dict[str, Any]:
    """Corrupted variants of all files, a third with a wrong extension, through the real intake."""
    chance = random.Random(seed)
    sources = [path for path in find_files([data]) if path.stat().st_size < 700_000]
    suffixes = [".pdf", ".docx", ".doc", ".rtf", ".htm", ".md", ".txt"]
    records = {record.id: record for record in load_catalogue()}
    codes: Counter[str] = Counter()
    slowest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for number in range(count):
            source = chance.choice(sources)
            suffix = chance.choice(suffixes) if chance.random() < 1 / 3 else source.suffix
            files.append(Path(folder) / f"{number:04d}{suffix}")
            files[-1].write_bytes(variant(source.read_bytes(), chance))
        library = Library(Path(folder) / "library")
        before = library.current()
        began = time.monotonic()
        for outcome in examine(files, library, records, limits=Limits(seconds=60), dry_run=True):
            codes[outcome.error.code if outcome.error else "ok"] += 1
            slowest = max(slowest, time.monotonic() - began)
            began = time.monotonic()
        unchanged = library.current() == before
    print(
        f"fuzz: {count} variants {dict(codes.most_common())}, slowest {slowest:.1f} s, library unchanged: {unchanged}"
    )
    return {"variants": count, "outcomes": dict(codes), "slowest_s": round(slowest, 2), "unchanged": unchanged}


def speed(data: Path) -> dict[str, Any]:
    """Time of reading and of structuring each format over the whole folder, in this process, with peak memory."""
    records = {record.id: record for record in load_catalogue()}
    rows: dict[str, Counter[str]] = {}
    for path in find_files([data]):
        if "ground-truth" in path.parts or path.name == "PROVENANCE.md":
            continue
        content = path.read_bytes()
        try:
            began = time.perf_counter()
            extract = read(content, path.name)
            middle = time.perf_counter()
            built = build_document(extract, path.name, "0" * 64, records)
            end = time.perf_counter()
        except CorpusError:
            continue
        row = rows.setdefault(extract.format, Counter())
        row.update(
            files=1, pages=extract.pages, characters=len(built.document.text), provisions=len(built.document.provisions)
        )
        row["read_ms"] += round(1000 * (middle - began))
        row["structure_ms"] += round(1000 * (end - middle))
    for name, row in rows.items():
        seconds = (row["read_ms"] + row["structure_ms"]) / 1000
        rate = f", {row['pages'] / seconds:.0f} pages/s" if row["pages"] else ""
        print(f"{name:9} {dict(row)} {row['characters'] / seconds / 1000:.0f} kchar/s{rate}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"peak memory {peak} MB")
    return {"formats": {name: dict(row) for name, row in rows.items()}, "peak_mb": peak}


def main() -> None:
    """Run all measures and print them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared" / "data")
    parser.add_argument("--fuzz", type=int, default=500)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    data = options.data / "documents"
    records = {record.id: record for record in load_catalogue()}
    result: dict[str, Any] = {"speed": speed(data)}
    with Sandbox(Limits(), records) as sandbox:
        result["provisions"] = provisions(data, sandbox)
        result["questions"] = questions(data, sandbox)
        result["pages"] = pages(data, sandbox)
    result["legacy"] = legacy(data)
    if options.fuzz:
        result["fuzz"] = fuzz(data, options.fuzz)
    if options.json:
        options.json.write_text(json.dumps(result, ensure_ascii=False, indent=1), "utf-8")


if __name__ == "__main__":
    main()
