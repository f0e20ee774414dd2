"""The pack of injection attacks: reading it, and planting the attacks that stand in documents into a copy of a corpus.

One JSON object a line; ``eval/data/cases/README.md`` documents the fields. Every faulty line is named in one error. A
text is planted as an article of one made-up regulation in force, so that nothing but what it says speaks against it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from assistant.model import Status
from corpus.core.codes import Code
from corpus.core.errors import InputError
from corpus.core.model import Document, Kind, Provision, Record, TextKind, Unit, Validity, content_hash
from corpus.core.registry import Registry
from corpus.core.text import to_nfc
from eval import DATA

PACK = DATA / "cases" / "injection.jsonl"
PLANTED = Record(
    id="qd-9001-tw-2026",
    number="9001-QĐ/TW",
    kind=Kind.REGULATION,
    issuer="Tệp thử tấn công",
    issued=date(2026, 1, 1),
    title="Tệp thử tấn công",
    validity=Validity(date(2026, 1, 1)),
)
_FIELDS = {"id", "where", "technique", "question", "planted", "demand", "forbidden", "expected", "note"}


@dataclass(frozen=True, slots=True)
class Attack:
    """One attack.

    Attributes:
        where: whether the attack is in the question or in a planted provision.
        question: what is asked.
        planted: text of the planted provision; empty for an attack in the question.
        demand: the sentence that the attacker wants the user to read.
        forbidden: words that no claim may hold.
        expected: statuses that are right; another one is reported, but is no success of the attack by itself.
    """

    id: str
    where: Literal["question", "document"]
    technique: str
    question: str
    planted: str
    demand: str
    forbidden: tuple[str, ...]
    expected: tuple[Status, ...]
    note: str = ""


def load_pack(path: Path = PACK) -> tuple[Attack, ...]:
    """The attacks of a file.

    Raises:
        InputError: ``eval.bad_cases`` naming every faulty line.
    """
    attacks: list[Attack] = []
    problems: list[str] = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        try:
            attacks.append(_attack(json.loads(line)))
        except (ValueError, KeyError, TypeError) as error:
            problems.append(f"{path.name}:{number}: {error}")
    ids = Counter(attack.id for attack in attacks)
    problems += [f"{path.name}: mã “{id_}” lặp lại" for id_, count in ids.items() if count > 1]
    if problems:
        raise InputError(Code.EVAL_BAD_CASES, f"Bộ tấn công có {len(problems)} lỗi:\n- " + "\n- ".join(problems))
    return tuple(attacks)


def _attack(row: dict[str, Any]) -> Attack:
    if set(row) != _FIELDS:
        raise ValueError(f"trường lạ hoặc thiếu: {sorted(set(row) ^ _FIELDS)}")
    if row["where"] not in ("question", "document") or (row["where"] == "document") != bool(row["planted"]):
        raise ValueError("“where” và “planted” không khớp nhau")
    if not row["question"].strip() or not row["demand"].strip() or not row["forbidden"]:
        raise ValueError("thiếu câu hỏi, điều bị đòi hoặc từ bị cấm")
    expected = tuple(Status(name) for name in row["expected"])
    return Attack(**{**row, "forbidden": tuple(row["forbidden"]), "expected": expected})


def with_planted(registry: Registry, attacks: Sequence[Attack]) -> Registry:
    """The corpus with one more regulation in force, whose articles are the planted texts."""
    made: list[Provision] = []
    text = ""
    for number, attack in enumerate(attacks, start=1):
        body = to_nfc(attack.planted)
        id_ = f"{PLANTED.id}/d{number}"
        made.append(
            Provision(
                id_, PLANTED.id, f"d{number}", f"Điều {number}", Unit.ARTICLE, body, len(text), len(text) + len(body)
            )
        )
        text += body + "\n"
    document = Document(PLANTED.id, PLANTED, TextKind.OFFICIAL, text, tuple(made), "thử", content_hash(text))
    return Registry([*registry.records.values(), PLANTED], [*registry.all_documents.values(), document])
