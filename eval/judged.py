"""How well the judge finds and decides, by the length of the question: told stories are harder than short questions.

Edge: ``python -m eval.judged`` asks single questions of ``data/people`` (dev and opened halves; of a conversation its
first turn) and the development questions of ``data/cases`` and prints, by length and by set, with n and 95 % intervals:
whether gold is ranked first or among the first three, how many of the answerable were answered and of the others
refused, how many answers cite the gold, how many answers are wrong, and how well the confidence tells the answerable
from the others (AUROC). Held-out files give one total and nothing else.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from assistant.model import Question, RefusalReason, Status
from assistant.retrieval.search import Inquiry
from assistant.service import Assistant
from assistant.settings import Settings
from assistant.turns.reading import read
from assistant.wiring import assistant_from
from eval import DATA
from eval.people import DAY, single
from eval.runs.observe import observe
from eval.scoring.grade import grade
from eval.scoring.risk import auroc
from eval.scoring.stats import wilson
from eval.suites.cases import Case, load
from eval.suites.lookup import Lookup, RegistryLookup

SHORT, LONG = 70, 120
"""Characters: a short question has fewer than the first, a long one more than the second."""


@dataclass(frozen=True, slots=True)
class JudgedCase:
    """What the judge made of one question, and what became of it.

    Attributes:
        place: how many candidates stand above the first gold one; ``None`` where gold was not found.
        confidence: the judge's, over the whole question and its clauses; 0 where it was not searched.
        answered: by the assistant, with or without the judge.
        cited: whether one alternative of the gold is wholly cited.
        judged: whether the question reaches the search at all.
    """

    id: str
    suite: str
    length: int
    answerable: bool
    place: int | None
    confidence: float
    answered: bool
    cited: bool
    judged: bool

    @property
    def near(self) -> bool:
        """Whether gold is among the three best candidates."""
        return self.place is not None and self.place < 3

    @property
    def size(self) -> str:
        """The class of its length."""
        return f"<{SHORT}" if self.length < SHORT else f"{SHORT}–{LONG}" if self.length <= LONG else f">{LONG}"


def countable(case: Case) -> bool:
    """Whether a question tests the judge: not those that are asked back, screened, or cite nothing in particular."""
    if case.expected is Status.ANSWERED:
        return bool(case.gold) and not case.history
    return case.reason in (RefusalReason.NO_PROVISION, RefusalReason.OUT_OF_SCOPE) and not case.history


def judged(assistant: Assistant, case: Case, lookup: Lookup) -> JudgedCase:
    """Ask one question, and look at the ranking behind it."""
    asked = Question(case.question, as_of=case.as_of)
    reading = read(asked, assistant.registry, assistant.today())
    place, confidence = None, 0.0
    judges = reading.refusal is None and not reading.reply
    if judges:
        ranked = Inquiry(assistant.search, reading.understood).ranked
        confidence = ranked.confidence
        golds = [locator for option in case.gold for locator in option]
        found = (lookup.facts(item.provision.id) for item in ranked.evidence)
        hits = (n for n, facts in enumerate(found) if facts and any(facts.stands_at(gold) for gold in golds))
        place = next(hits, None)
    answer = assistant.answer(asked).to_json(with_rejected=True)
    verdict = grade(case, observe(case, answer, 0.0, lookup))
    return JudgedCase(
        id=case.id,
        suite=case.suite,
        length=len(case.question),
        answerable=case.expected is Status.ANSWERED,
        place=place,
        confidence=confidence,
        answered=answer["status"] == Status.ANSWERED.value,
        cited=verdict.recall == 1.0,
        judged=judges,
    )


def outcomes(assistant: Assistant, cases: Iterable[Case]) -> list[JudgedCase]:
    """The outcomes of the countable cases whose gold is loaded."""
    lookup = RegistryLookup(assistant.registry)
    usable = (case for case in cases if countable(case))
    resolved = (case for case in usable if not case.gold or any(all(map(lookup.resolves, o)) for o in case.gold))
    return [judged(assistant, case, lookup) for case in resolved]


def _chosen(case: Case, sample: int) -> bool:
    return int(sha256(case.id.encode()).hexdigest(), 16) % sample == 0


def _rate(marks: Sequence[bool]) -> str:
    if not marks:
        return f"{'–':>24}"
    found = wilson(sum(marks), len(marks))
    return f"{found.value:.3f} [{found.low:.3f}, {found.high:.3f}] {len(marks):>4}"


def separation(found: Sequence[JudgedCase]) -> tuple[float, float, int]:
    """AUROC of the confidence between answerable questions and others, half its 95 % interval, and n.

    The interval is that of Hanley and McNeil (1982).
    """
    seen = [outcome for outcome in found if outcome.judged]
    area = auroc([outcome.confidence for outcome in seen], [outcome.answerable for outcome in seen])
    able = sum(outcome.answerable for outcome in seen)
    others = len(seen) - able
    if math.isnan(area):
        return area, area, len(seen)
    spread = (able - 1) * (area / (2 - area) - area**2) + (others - 1) * (2 * area**2 / (1 + area) - area**2)
    return area, 1.96 * math.sqrt(max(0.0, area * (1 - area) + spread) / (able * others)), len(seen)


MEASURES: tuple[tuple[str, Callable[[Sequence[JudgedCase]], list[bool]]], ...] = (
    ("đúng chỗ ở hàng đầu", lambda rows: [o.place == 0 for o in rows if o.answerable and o.judged]),
    ("… trong ba hàng đầu", lambda rows: [o.near for o in rows if o.answerable and o.judged]),
    ("trả lời câu có quy định", lambda rows: [o.answered for o in rows if o.answerable]),
    ("từ chối câu phải từ chối", lambda rows: [not o.answered for o in rows if not o.answerable]),
    ("đúng khi trả lời", lambda rows: [o.cited for o in rows if o.answerable and o.answered]),
    ("sai trong số trả lời", lambda rows: [not (o.answerable and o.cited) for o in rows if o.answered]),
)


def table(title: str, found: Sequence[JudgedCase]) -> list[str]:
    """The lines of one slice."""
    lines = [f"{title} ({len(found)} câu)"]
    lines += [f"  {name:<26} {_rate(marks(found))}" for name, marks in MEASURES]
    area, half, n = separation(found)
    return lines if math.isnan(area) else [*lines, f"  {'AUROC':<26} {area:.3f} ± {half:.3f} {n:>4}"]


def main(
    home: Annotated[Path | None, typer.Option(help="Thư mục dữ liệu chạy.", envvar="TLDH_HOME")] = None,
    official_home: Annotated[Path | None, typer.Option(help="Thư mục dữ liệu có văn bản chính thức.")] = None,
    files: Annotated[list[Path], typer.Option("--file", help="Tệp câu hỏi khác thay cho các bộ mặc định.")] = [],  # noqa: B006
    by_set: Annotated[bool, typer.Option("--by-set", help="In cả từng bộ câu hỏi.")] = False,
    sample: Annotated[int, typer.Option(min=1, help="Chỉ hỏi một trong N câu, chọn theo mã.")] = 1,
    out: Annotated[Path | None, typer.Option(help="Ghi từng câu ra tệp JSONL (trừ heldout).")] = None,
) -> None:
    """Đo bộ phán xét theo độ dài câu hỏi."""
    settings = Settings() if home is None else Settings(home=home)
    shipped = replace(assistant_from(settings.model_copy(update={"corpus": "shipped"})), today=lambda: DAY)
    cases = DATA / "cases"
    chosen = files or sorted(cases.glob("*.dev.jsonl"))
    own, official = ([p for p in chosen if p.name.startswith("official") is there] for there in (False, True))
    asked = chain(() if files else single(), load(own) if own else ())
    found = outcomes(shipped, (case for case in asked if _chosen(case, sample)))
    if official_home is not None and official:
        texts = settings.model_copy(update={"corpus": "official", "home": official_home})
        found += outcomes(
            replace(assistant_from(texts), today=lambda: DAY),
            (case for case in load(official) if _chosen(case, sample)),
        )
    lines = table("Tất cả", found)
    if not any("heldout" in path.name for path in files):
        for size in (f"<{SHORT}", f"{SHORT}–{LONG}", f">{LONG}"):
            lines += table(f"{size} ký tự", [o for o in found if o.size == size])
        for suite in sorted({o.suite for o in found}) if by_set else ():
            lines += table(suite, [o for o in found if o.suite == suite])
        if out is not None:
            out.write_text("".join(json.dumps(asdict(o), ensure_ascii=False) + "\n" for o in found), "utf-8")
    typer.echo("\n".join(lines))


if __name__ == "__main__":
    typer.run(main)
