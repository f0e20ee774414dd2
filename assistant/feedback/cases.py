"""Questions that went unanswered as tables and as cases of the evaluation. Pure."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from assistant.feedback.unanswered import NO_RULE, KeptQuestion
from assistant.model import RefusalReason
from assistant.proposals.exporting import neutral
from corpus.core.codes import Code
from corpus.core.errors import InputError
from corpus.core.registry import Registry, place_of

_REFUSALS = frozenset(reason.value for reason in RefusalReason)


def case_line(one: KeptQuestion, registry: Registry, gold: Sequence[str] = ()) -> str:
    """A line of a file of cases (``docs/evaluation.md``).

    Args:
        one: the question.
        registry: names the place of the nearest rule, for the note.
        gold: places (``record#path``) that together answer it; without any, the case expects the refusal that was
            given.

    Raises:
        InputError: ``input.case``: the registry has no such place, or a question that was answered and rated badly
            names no place: the evaluation could not read that case.
    """
    known = {place_of(*found) for found in registry.provisions()} if gold else set()
    if strange := [place for place in gold if place not in known]:
        raise InputError(
            Code.INPUT_CASE,
            f"Kho văn bản không có nơi “{strange[0][:80]}”.",
            hint="Ghi dạng mã bản ghi#nhãn, như qd-294-tw-2025#11.4.2.",
        )
    found = registry.provision(one.what.nearest) if one.what.nearest != NO_RULE else None
    near = place_of(*found) if found is not None else ""
    refused = not gold and one.what.kind in _REFUSALS
    if not gold and not refused:
        raise InputError(
            Code.INPUT_CASE, "Câu này đã được trả lời rồi bị chê, nên ca đánh giá cần nêu nơi trả lời đúng."
        )
    row = {
        "id": f"un-{one.id}",
        "question": one.question,
        "as_of": one.as_of.isoformat(),
        "history": [],
        "corpus": "any",
        "expected": "refused" if refused else "answered",
        "reason": one.what.kind if refused else None,
        "gold": [list(gold)] if gold else [],
        "facts": [],
        "required": [],
        "forbidden": [],
        "slices": ["unanswered"],
        "topic": one.what.topic,
        "pair": None,
        "note": f"{one.what.kind}; gần nhất: {near}" if near else one.what.kind,
    }
    return json.dumps(row, ensure_ascii=False)


def questions_csv(questions: Iterable[KeptQuestion], zone: str) -> bytes:
    """The questions as CSV: UTF-8 with its mark, every cell quoted, nothing a formula."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(["Mã", "Hỏi lúc", "Vì sao", "Chủ đề", "Gần nhất", "Câu hỏi", "Ngày áp dụng", "Cấp"])
    for one in questions:
        asked = one.asked_at.astimezone(ZoneInfo(zone)).strftime("%d/%m/%Y %H:%M")
        cells = [one.what.kind, one.what.topic, one.what.nearest, one.question, one.as_of.isoformat(), one.level]
        writer.writerow([str(one.id), asked, *map(neutral, cells)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()
