"""Coverage of the fact sheet by the shipped digest: topic × (facts by certainty, provisions, questions), and the gaps.

Reads the research's fact sheet (kept outside this repository), the digest and the question set. A fact is covered when
at least one provision names it under ``dữ kiện``; every other fact must have its reason in ``docs/coverage-gaps.toml``.
Run ``python -m bench.coverage --sheet <regulations.md>``; exits with 1 when a fact of certainty cao or vừa has neither.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.core.model import Certainty, Provision
from corpus.core.text import to_nfc
from corpus.shipped.catalogue import load_shipped

ROOT = Path(__file__).parent.parent
SHEET = ROOT.parent / "shared" / "domain" / "regulations.md"
UPDATE = SHEET.with_name("regulations-2026-11.md")
"""What was found after the sheet: facts ``R1``…, documents it lacked, and corrections of its facts."""
GAPS = ROOT / "docs" / "coverage-gaps.toml"
CASES = ROOT / "eval" / "data" / "cases"
TOPICS = (
    "nhiem_ky",
    "trieu_tap",
    "dieu_kien_hop_le",
    "so_luong_dai_bieu",
    "bau_dai_bieu",
    "dang_vien_du_bi",
    "noi_dung_dai_hoi",
    "trinh_tu",
    "co_quan_dieu_hanh",
    "nguyen_tac_bau_cu",
    "ung_cu_de_cu",
    "so_du",
    "phieu_bau",
    "ket_qua_bau_cu",
    "cap_uy",
    "quy_trinh_nhan_su",
    "bau_chuc_danh",
    "bien_ban_bao_cao",
    "bo_sung_chi_dinh",
    "thoi_gian",
    "van_kien",
    "tuyen_truyen",
    "kinh_phi",
    "van_ban_moi",
)
"""Topic slugs, in the order of the headings of the sheet's section (b)."""

_FACT = re.compile(r"^- \*\*(?P<id>F\d{3})\*\* (?P<text>.+?)$", re.MULTILINE)
_FOUND = re.compile(r"^\| (?P<id>R\d+) \| (?P<text>.+?) \| (?P<sure>[^|]+) \| [^|]+ \|$", re.MULTILINE)
_CORRECTION = re.compile(r"^\d+\. (?P<text>.+?)$", re.MULTILINE)
_SURE = {"High": Certainty.HIGH, "Medium": Certainty.MEDIUM, "Low": Certainty.LOW}
_LINK = re.compile(r"\]\(http[^)]*\)|<http[^>]*>")


@dataclass(frozen=True, slots=True)
class SheetFact:
    """One fact of the sheet; ``text`` is its line without links, basis and validity included."""

    id: str
    topic: str
    certainty: Certainty
    text: str


def read_sheet(text: str) -> tuple[SheetFact, ...]:
    """The facts of the sheet's section (b), in order.

    Raises:
        ValueError: the sheet has another number of topics than ``TOPICS``, or a fact without certainty.
    """
    body = to_nfc(text).split("\n## (b)", 1)[1].split("\n## ", 1)[0]
    sections = re.split(r"^### .+$", body, flags=re.MULTILINE)[1:]
    facts = []
    for topic, section in zip(TOPICS, sections, strict=True):
        for match in _FACT.finditer(section):
            line = _LINK.sub("]", match["text"])
            certainty = re.search(r"tin cậy: (Cao|Vừa|Thấp)", line)
            if certainty is None:
                raise ValueError(f"{match['id']}: thiếu độ tin cậy")
            facts.append(SheetFact(match["id"], topic, Certainty(certainty[1].lower()), line))
    return tuple(facts)


def read_update(text: str, facts: Sequence[SheetFact]) -> tuple[SheetFact, ...]:
    """The sheet's facts as the update corrects them, followed by the facts that are new in it.

    A correction adds its words to each fact it names and its certainty where that is higher; it says what became of
    the fact. Of two certainties of a new fact ("High/Medium") the lower counts.
    """
    body = to_nfc(text)
    found, repairs = body.split("\n## 2", 1)[0], body.split("\n## 3", 1)[1].split("\n## ", 1)[0]
    mended = {fact.id: fact for fact in facts}
    for match in _CORRECTION.finditer(repairs):
        named = match["text"].partition(":")[0] + match["text"].partition(". ")[0]
        sure = max((level for level in _SURE if f"**{level}.**" in match["text"]), key=list(_SURE).index, default="Low")
        for name in dict.fromkeys(re.findall(r"F\d{3}", named)):
            old = mended[name]
            best = min(old.certainty, _SURE[sure], key=list(Certainty).index)
            mended[name] = SheetFact(name, old.topic, best, f"{old.text} {match['text']}")
    new = []
    for match in _FOUND.finditer(found):
        levels = [_SURE[word] for word in re.findall(r"High|Medium|Low", match["sure"].partition("(")[0])]
        new.append(SheetFact(match["id"], TOPICS[-1], max(levels, key=list(Certainty).index), _LINK.sub("]", match[0])))
    return (*mended.values(), *new)


def read_facts(sheet: Path = SHEET, update: Path = UPDATE) -> tuple[SheetFact, ...]:
    """The sheet's facts, corrected and completed by the update."""
    return read_update(update.read_text("utf-8"), read_sheet(sheet.read_text("utf-8")))


def read_gaps(path: Path = GAPS) -> dict[str, str]:
    """Facts that the digest leaves out on purpose, with the reason."""
    return dict(tomllib.loads(path.read_text("utf-8"))["gaps"])


def uncovered(facts: Iterable[SheetFact], provisions: Iterable[Provision]) -> tuple[SheetFact, ...]:
    """Facts that no provision names."""
    named = {fact for provision in provisions for fact in provision.facts}
    return tuple(fact for fact in facts if fact.id not in named)


def questions_by_topic(folder: Path = CASES) -> Counter[str]:
    """How many questions of the shipped corpus ask about each topic, or about a fact of it."""
    lines = [line for path in sorted(folder.glob("shipped*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    return Counter(json.loads(line).get("topic", "") for line in lines if line.strip())


def table(facts: Sequence[SheetFact], provisions: Sequence[Provision], questions: Counter[str]) -> str:
    """The coverage table as Markdown; a provision counts once for each of its topics."""
    rows = ["| topic | cao | vừa | thấp | covered | provisions | questions |", "|---|--:|--:|--:|--:|--:|--:|"]
    missing = {fact.id for fact in uncovered(facts, provisions)}
    for topic in (*TOPICS, "total"):
        mine = [fact for fact in facts if topic in (fact.topic, "total")]
        by = Counter(fact.certainty for fact in mine)
        held = [p for p in provisions if topic == "total" or topic in p.topics]
        asked = questions.total() if topic == "total" else questions[topic]
        covered = f"{sum(fact.id not in missing for fact in mine)}/{len(mine)}"
        counts = " | ".join(str(by[level]) for level in Certainty)
        rows.append(f"| {topic} | {counts} | {covered} | {len(held)} | {asked} |")
    return "\n".join(rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table and the gaps; 1 when a fact of certainty cao or vừa is neither covered nor explained."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sheet", type=Path, default=SHEET)
    parser.add_argument("--update", type=Path, default=UPDATE, help="dữ kiện tìm thấy sau và phần đính chính")
    options = parser.parse_args(arguments)
    for path in (options.sheet, options.update):
        if not path.exists():
            print(f"Không có tệp dữ kiện: {path}", file=sys.stderr)
            return 2
    facts = read_facts(options.sheet, options.update)
    provisions = [provision for document in load_shipped() for provision in document.provisions]
    gaps = read_gaps()
    print(table(facts, provisions, questions_by_topic()))
    unexplained = False
    for fact in uncovered(facts, provisions):
        reason = gaps.get(fact.id, "KHÔNG CÓ LÝ DO")
        unexplained |= fact.id not in gaps and fact.certainty is not Certainty.LOW
        print(f"\n{fact.id} ({fact.certainty}, {fact.topic}): {reason}", end="")
    print()
    return int(unexplained)


if __name__ == "__main__":
    sys.exit(main())
