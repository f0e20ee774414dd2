"""Questions as people ask them: long, with a story, a doubt, a wrong belief; asked alone or in a conversation.

Edge: ``python -m eval.people`` asks the sets of ``data/people`` (``<set>.<half>.jsonl``; its README tells halves) and
prints, for each, how many were right with a 95 % interval (Wilson). A question is right when the decision is right,
every required fact is stated, nothing forbidden is, one alternative of the gold is wholly cited, no ended rule is told
as today's, and the head ("Có", "Không", "Chưa") is the right one where one is due. A conversation is right when every
turn is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.model import Question, Status, Turn
from assistant.service import Assistant
from assistant.settings import Settings
from assistant.wiring import assistant_from
from eval import DATA
from eval.runs.observe import observe
from eval.scoring.grade import Fault, grade, spoken
from eval.scoring.stats import wilson
from eval.suites.cases import Case, parse
from eval.suites.lookup import Lookup, RegistryLookup

FOLDER = DATA / "people"
SETS = ("status", "yesno", "situations", "lists", "conversations")
OF_RULES = ("yesno", "situations", "lists", "conversations")
"""Sets that ask for the content of rules; the others ask about documents, which the judge does not see."""
SEEN = ("dev", "opened")
"""Halves whose questions may be looked at."""
DAY = date(2026, 11, 28)
"""The day on which the sets were written; the clock of a run."""
HEADS = ("Có", "Không", "Chưa", "Đúng")
"""``Đúng`` confirms a belief; a set that expects no head there does not mind it."""


@dataclass(frozen=True, slots=True)
class AskedTurn:
    """One turn: the question with what is expected of its answer."""

    case: Case
    kind: str
    head: str | None


@dataclass(frozen=True, slots=True)
class TurnOutcome:
    """What came of one turn.

    Attributes:
        right: everything that was asked for, the head included.
        head_shown: the head the answer opens with; empty without one.
        why: what was wrong, for the reader; empty when right.
    """

    asked: AskedTurn
    right: bool
    head_shown: str
    why: tuple[str, ...]
    answer: dict[str, Any]


def read_set(name: str, half: str, folder: Path = FOLDER) -> list[list[AskedTurn]]:
    """The conversations of a set; a question asked alone is a conversation of one turn."""
    file = folder / f"{name}.{half}.jsonl"
    if not file.is_file():
        raise typer.BadParameter(f"không có {file.name}")
    return [list(_turns(row, f"{name}.{half}")) for row in map(json.loads, file.read_text("utf-8").splitlines())]


def single(halves: Sequence[str] = SEEN, folder: Path = FOLDER) -> Iterator[Case]:
    """Questions for the content of rules, each asked alone; of a conversation the first turn."""
    for file in sorted(folder.glob("*.jsonl")):
        name, half, _ = file.name.split(".")
        if half in halves and name.rstrip("0123456789") in OF_RULES:
            yield from (turns[0].case for turns in read_set(name, half, folder))


def _turns(row: dict[str, Any], suite: str) -> Iterator[AskedTurn]:
    for number, turn in enumerate(row.get("turns", [row])):
        fields = {"id": f"{row['id']}.{number}", "corpus": "shipped", "as_of": row.get("as_of"), **turn}
        kind, head = fields.pop("kind", ""), fields.pop("head", None)
        free = fields["expected"] == "answered" and not fields.get("gold") and not fields.get("facts")
        if fields["expected"] == "refused" and not fields.get("reason"):
            fields["reason"] = "no_provision"
        case = parse({**fields, "expected": "clarify"} if free else fields, suite=suite)
        yield AskedTurn(replace(case, expected=Status.ANSWERED) if free else case, kind, head)


def head_of(answer: dict[str, Any]) -> str:
    """The word with which an answer decides; empty when it opens with the rule."""
    first = answer["claims"][0]["text"] if answer["claims"] else ""
    word = first.partition(" ")[0].rstrip(".,:;")
    return word if word in HEADS and first[len(word) : len(word) + 1] in {".", ",", ":", ";"} else ""


def _is_right(shown: str, asked: AskedTurn) -> bool:
    """Whether a head is the one due; ``Đúng`` says of a belief what ``Có`` says, and none is due where it is right."""
    return shown == asked.head or (shown == "Đúng" and asked.head in (None, "Có"))


def put(assistant: Assistant, turns: Sequence[AskedTurn], lookup: Lookup) -> list[TurnOutcome]:
    """Ask the turns of one conversation in their order."""
    history = tuple(Turn(question) for question in turns[0].case.history)
    outcomes = []
    for asked in turns:
        question = Question(asked.case.question, as_of=asked.case.as_of, history=history)
        answer = assistant.answer(question).to_json(with_rejected=True)
        outcomes.append(_judged(asked, answer, lookup))
        history = (*history, Turn(asked.case.question, spoken(answer)))
    return outcomes


def _judged(asked: AskedTurn, answer: dict[str, Any], lookup: Lookup) -> TurnOutcome:
    case = asked.case
    verdict = grade(case, observe(case, answer, 0.0, lookup))
    shown = head_of(answer)
    why = [fault.value for fault in verdict.faults if fault is not Fault.WRONG_REASON]
    why += [f"thiếu: {fact}" for fact in verdict.missing_facts]
    if not case.gold and not case.required and case.expected is Status.ANSWERED:
        why = [] if answer["status"] != Status.REFUSED.value else why
    if not case.gold:  # nothing in particular had to be found or cited
        why = [fault for fault in why if fault not in (Fault.NOT_FOUND.value, Fault.NOT_CHOSEN.value)]
    if asked.head and not _is_right(shown, asked):
        why.append(f"đầu câu “{shown}”, phải là “{asked.head}”")
    if not asked.head and shown in HEADS and asked.kind == "yes_no":
        why.append(f"đầu câu “{shown}” thừa")
    return TurnOutcome(asked, not why, shown, tuple(why), answer)


def share(good: int, n: int) -> str:
    """A share with its interval, for print."""
    if n == 0:
        return "–"
    found = wilson(good, n)
    return f"{good}/{n} = {found.value:.3f} [{found.low:.3f}, {found.high:.3f}]"


def main(
    home: Annotated[Path | None, typer.Option(help="Thư mục dữ liệu chạy.", envvar="TLDH_HOME")] = None,
    sets: Annotated[list[str], typer.Option("--set", help="Bộ câu hỏi; lặp lại được.")] = list(SETS),  # noqa: B006
    half: Annotated[str, typer.Option(help="dev, opened hoặc heldout.")] = "dev",
    corpus: Annotated[str, typer.Option(help="shipped, official hoặc merged.")] = "shipped",
    show: Annotated[bool, typer.Option(help="In các câu sai (trừ heldout).")] = False,
    out: Annotated[Path | None, typer.Option(help="Ghi mọi câu trả lời ra tệp JSONL.")] = None,
) -> None:
    """Hỏi các bộ câu hỏi như người dân hỏi và in tỷ lệ đúng."""
    settings = Settings() if home is None else Settings(home=home)
    assistant = replace(assistant_from(settings.model_copy(update={"corpus": corpus})), today=lambda: DAY)
    lookup = RegistryLookup(assistant.registry)
    written: list[dict[str, Any]] = []
    for name in sets:
        talks = [put(assistant, turns, lookup) for turns in read_set(name, half)]
        outcomes = [outcome for talk in talks for outcome in talk]
        due = [outcome for outcome in outcomes if outcome.asked.head]
        shown = [outcome for outcome in outcomes if outcome.head_shown and outcome.asked.kind in ("yes_no", "premise")]
        typer.echo(f"{name}.{half}: đúng {share(sum(all(o.right for o in talk) for talk in talks), len(talks))}")
        if name.startswith("conversations"):
            typer.echo(f"  lượt đúng {share(sum(o.right for o in outcomes), len(outcomes))}")
        if due:
            typer.echo(f"  đầu câu có nêu {share(sum(bool(o.head_shown) for o in due), len(due))}")
            good = sum(_is_right(o.head_shown, o.asked) for o in shown)
            typer.echo(f"  đầu câu nêu ra là đúng {share(good, len(shown))}")
        if show and half in SEEN:
            for outcome in outcomes:
                if not outcome.right:
                    typer.echo(f"  - {outcome.asked.case.id} {outcome.asked.case.question}")
                    typer.echo(f"      {'; '.join(outcome.why)}")
        written += [{"id": o.asked.case.id, "right": o.right, "why": list(o.why), "answer": o.answer} for o in outcomes]
    if out is not None:
        out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in written), "utf-8")


if __name__ == "__main__":
    typer.run(main)
