"""Labels of guidances and plans against a reading of the raw text that knows nothing of the parser.

Run from the project's root: ``python -m bench.labels [--data ../shared/data] [--show] [--list FILE]``. A person read
the raw lines of each file and wrote down which kind of marker stands inside which (``READINGS``): the order of the
kinds, and by line number what differs from it. From that and the raw lines alone follows the chain of markers above
each line; it is compared with the chain of provisions that ends in the provision beginning with that line. No sequence
is checked here, nothing of ``corpus.structure`` is used, and no word of a document is kept in this file.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from corpus.core.model import Provision
from corpus.ingest.parsed import Limits, Sandbox
from corpus.shipped.catalogue import load_catalogue

KINDS = (
    ("phan", re.compile(r"phần (?:thứ )?(nhất|hai|ba|bốn|\d+)\b", re.I)),
    ("buoc", re.compile(r"bước (\d+|một|hai|ba|bốn|năm)\b", re.I)),
    ("dieu", re.compile(r"Điều (\d+[a-z]?)(?=[.:]|\s+[A-ZĐ]|$)")),
    ("4", re.compile(r"(\d{1,2}\.\d{1,2}\.\d{1,2}\.\d{1,2})\.?\s")),
    ("3", re.compile(r"(\d{1,2}\.\d{1,2}\.\d{1,2})\.?\s")),
    ("2", re.compile(r"(\d{1,2}\.\d{1,2})\.?\s(?=\D)")),
    ("1", re.compile(r"(\d{1,2})\s?[./)](?=\s*\D)")),
    ("I", re.compile(r"([IVX]{1,5})\s?[./-]\s*(?=\S)")),
    ("A", re.compile(r"([A-HĐ])\s?[./-]\s+(?=\S)")),
    ("a", re.compile(r"([a-zđ]\d{0,2})\s?[.)/]\s*(?=\S)")),
    ("(1)", re.compile(r"\((\d{1,2}|[ivx]{1,4})\)\s*(?=\S)")),
    ("*", re.compile(r"\*\s*(?=\w)")),
    ("-", re.compile(r"[-–]\s*(?=\w)")),
    ("+", re.compile(r"\+\s*(?=\S)")),
)

Kinds = tuple[tuple[str, re.Pattern[str]], ...]


@dataclass(frozen=True)
class Reading:
    """How a person read a file.

    Attributes:
        order: kinds from the outermost to the innermost.
        last: number of the last raw line that is read (forms and recipients follow).
        first: number of the first one.
        not_markers: lines that only look like one.
        headings: lines that are headings without a marker, with the kind they stand above.
        under: lines whose unit belongs to the unit of another line, whatever the order says.
    """

    order: str
    last: int
    first: int = 1
    not_markers: frozenset[int] = frozenset()
    headings: dict[int, str] = field(default_factory=dict)
    under: dict[int, int] = field(default_factory=dict)


READINGS: dict[str, Reading] = {
    "p04-hd-huy-hieu-dang-hanoi.pdf": Reading("I 1 2 * - +", first=16, last=278),
    "p05-hd-nghiep-vu-hanoi.pdf": Reading(
        "phan A I 1 2 3 4 a (1) * - +",
        first=31,
        last=1715,
        not_markers=frozenset({59, 641, 880}),
        headings={1316: "-"},
        under={833: 832, 836: 832},
    ),
    "h01-hd-gioi-thieu-ung-cu-hdnd-xa.htm": Reading(
        "phan I buoc 1 2 * - +",
        first=15,
        last=101,
        not_markers=frozenset({*range(36, 46), 69, 70, 71}),  # recipients; a star that may go with two units
        headings={46: "phan"},
    ),
    "h05-hd-hiep-thuong-mttq-tinh.htm": Reading("buoc A I 1 2 3 a -", first=18, last=361, headings={138: "1"}),
    "h08-kh-kiem-tra-ubmttq.htm": Reading("I 1 a - +", first=12, last=89),
    "huong-dan-45-HD-BTCTW-2025.md": Reading(
        "I 1 2 buoc - +", first=29, last=613, not_markers=frozenset({204, 208, 405}), headings={326: "+"}
    ),
    "2005-QD-256.doc": Reading("I A 1 2 3 - +", first=33, last=142, headings={33: "I"}),
}


def raw_lines(path: Path) -> list[str]:
    """The lines of a file as another tool would show them; a paragraph each where the format has paragraphs."""
    transcript = path.parent / "ground-truth" / f"{path.stem}.txt"
    if transcript.exists():
        lines = transcript.read_text("utf-8").splitlines()
    elif path.suffix == ".pdf":
        import pypdfium2 as pdfium

        document = pdfium.PdfDocument(path)
        lines = [
            line
            for number in range(len(document))
            for line in document[number].get_textpage().get_text_range().splitlines()
        ]
    elif path.suffix.startswith(".htm"):
        from bs4 import BeautifulSoup

        data = path.read_bytes()
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
        lines = [node.get_text(" ") for node in BeautifulSoup(text, "lxml").find_all("p")]
    else:
        lines = [re.sub(r"[*#|]+(?=\s?\S)|\*\*", "", line) for line in path.read_text("utf-8").splitlines()]
    return [shown for line in lines if (shown := " ".join(line.split()))]


def kind_of(text: str, kinds: Kinds = KINDS) -> tuple[str, str] | None:
    """Kind and number of the marker at a line's start."""
    for kind, pattern in kinds:
        if match := pattern.match(text):
            return kind, match[1].casefold() if match.groups() else ""
    return None


Chain = tuple[str, ...]


def chains(lines: list[str], reading: Reading, kinds: Kinds = KINDS) -> Iterator[tuple[int, str, Chain]]:
    """Number, text and chain of markers of each labelled line."""
    order = reading.order.split()
    open_: list[tuple[int, str, Counter[str], int]] = []
    counters: dict[Chain, Counter[str]] = {}
    places: dict[int, Chain] = {}
    depths: dict[int, int] = {}
    for number, text in enumerate(lines[: reading.last], 1):
        if number < reading.first or number in reading.not_markers:
            continue
        found = kind_of(text, kinds)
        if number in reading.headings:
            kind, name, depth = "§", "", order.index(reading.headings[number]) * 2 - 1
        elif found is None or found[0] not in order:
            continue
        else:
            (kind, name), depth = found, order.index(found[0]) * 2
        if number in reading.under:
            depth = depths[reading.under[number]] + 1
        while open_ and open_[-1][0] >= depth:
            open_.pop()
        above = places[open_[-1][3]] if open_ else ()
        counter = counters.setdefault(above, Counter())
        counter[kind] += 1
        own = f"{kind}{counter[kind]}" if kind in "*-+" else "§" if kind == "§" else f"{kind}:{name}"
        places[number], depths[number] = (*above, own), depth
        open_.append((depth, kind, counter, number))
        yield number, text, places[number]


def our_chains(provisions: tuple[Provision, ...], kinds: Kinds = KINDS) -> list[tuple[str, Chain]]:
    """Start of the text and chain of markers of each provision."""
    known: dict[str, Chain] = {}
    counters: dict[Chain, Counter[str]] = {}
    found = []
    for provision in provisions:
        above = known.get(provision.parent or "", ())
        text = " ".join(provision.text.split())
        marked = kind_of(text, kinds)
        labelled = provision.unit.value not in ("đoạn", "bảng", "mở đầu", "nơi nhận") and marked is not None
        if labelled and marked is not None:
            counter = counters.setdefault(above, Counter())
            counter[marked[0]] += 1
            own = f"{marked[0]}{counter[marked[0]]}" if marked[0] in "*-+" else f"{marked[0]}:{marked[1]}"
        else:
            own = "§"
        known[provision.id] = (*above, own)
        found.append((text, known[provision.id]))
    return found


def judge(path: Path, reading: Reading, sandbox: Sandbox, note: Callable[[str], None]) -> tuple[int, int]:
    """Labels right and labels there are."""
    ours = our_chains(sandbox.ingest(path).document.provisions)
    right = total = position = 0
    for number, text, chain in chains(raw_lines(path), reading):
        total += 1
        key = re.sub(r"\W", "", text).casefold()[:24]
        place = next(
            (i for i in range(position, len(ours)) if re.sub(r"\W", "", ours[i][0]).casefold().startswith(key)), None
        )
        if place is not None:
            position = place + 1
        if place is not None and ours[place][1] == chain:
            right += 1
        else:
            note(f"  {number}: {' > '.join(chain)} — {'not found' if place is None else ' > '.join(ours[place][1])}")
    return right, total


def main() -> None:
    """Print the share of right labels of each file and of all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared" / "data")
    parser.add_argument("--show", action="store_true", help="print what differs")
    parser.add_argument("--list", help="print the numbered marker lines of a file, to read it")
    options = parser.parse_args()
    files = {path.name: path for path in sorted((options.data / "documents").rglob("*")) if path.is_file()}
    if options.list:
        for number, text in enumerate(raw_lines(files[options.list]), 1):
            print(number, (kind_of(text) or ("",))[0], text[:90], sep="\t")
        return
    sums = Counter[str]()
    with Sandbox(Limits(), {record.id: record for record in load_catalogue()}) as sandbox:
        for name, reading in READINGS.items():
            right, total = judge(files[name], reading, sandbox, print if options.show else lambda _: None)
            sums.update(right=right, total=total)
            print(f"{name[:48]:48} {right:5} of {total:5}")
    print(f"{'all':48} {sums['right']:5} of {sums['total']:5}  {sums['right'] / max(1, sums['total']):.4f}")


if __name__ == "__main__":
    main()
