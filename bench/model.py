"""A real chat model asked real questions: what it proposed, what was rejected and why, what was shown.

``python -m bench.model --url http://127.0.0.1:8092/v1 --model openai:NAME`` works with any OpenAI-compatible server;
``docs/model.md`` tells how to start a small one. The questions are spread over every kind that the file holds,
refusals included. Every citation shown is checked again by ``bench.check_quotes`` and every sentence of the model's
that was shown is either its quote word for word or printed, for a person to read. Exit code 1 when a quote does not
stand where it says, or when an event showed what the answer does not hold.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from itertools import cycle
from pathlib import Path
from typing import Any

from assistant.generation.chat_model import MAX_TOKENS, Breaker, open_endpoint
from assistant.generation.generator import ModelGenerator
from assistant.model import Answer, Claim, ClaimShown, Finished, Status
from assistant.service import Assistant
from assistant.settings import Settings
from assistant.wiring import assistant_from
from bench.check_quotes import check
from corpus.core.installation import HOME
from corpus.core.sentences import sentences
from eval.runs.setup import EVALUATION_DAY
from eval.suites.cases import FOLDER, Case, load

FORM = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "properties": {
            "claim": {"type": "string"},
            "cites": {
                "type": "array",
                "minItems": 1,
                "maxItems": 1,
                "items": {
                    "type": "object",
                    "properties": {"label": {"enum": ["P1", "P2", "P3"]}, "quote": {"type": "string"}},
                    "required": ["label", "quote"],
                },
            },
        },
        "required": ["claim", "cites"],
    },
}
"""The protocol of ``prompts/rules.vi.md`` as a schema, for ``--form``: a small model does not keep to it by itself."""
_MARKS = " .;:,!?…\n"


@dataclass
class ModelTally:
    """What came of the questions.

    Attributes:
        passed: claims of the model's that the verifier let through.
        own_words: those among them that are not whole sentences of their quote, with the quotes.
        strayed: questions whose events and answer differ.
        spent: seconds of the questions that the model was asked.
    """

    questions: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    generations: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    proposed: int = 0
    rejected: int = 0
    passed: list[str] = field(default_factory=list)
    own_words: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    degraded: int = 0
    shown: int = 0
    quotes_good: int = 0
    quotes_bad: int = 0
    strayed: int = 0
    spent: list[float] = field(default_factory=list)

    @property
    def asked(self) -> int:
        """Questions that went to the model."""
        return sum(count for status, count in self.generations.items() if status not in ("skipped", "none"))

    @property
    def sound(self) -> bool:
        """Whether every quote stands where it says and nothing was shown beside the answer."""
        return self.quotes_bad == 0 and self.strayed == 0


def spread(cases: Sequence[Case], count: int) -> list[Case]:
    """``count`` questions that take turns over every kind (slice, reason to refuse), the same each time."""
    kinds: dict[str, list[Case]] = {}
    for case in cases:
        for kind in (*case.slices, f"reason:{case.reason}"):
            kinds.setdefault(kind, []).append(case)
    chosen: dict[str, Case] = {}
    waiting = {kind: iter(found) for kind, found in sorted(kinds.items())}
    for kind in cycle(sorted(kinds)):
        if len(chosen) >= min(count, len(cases)):
            return list(chosen.values())
        if (new := next((case for case in waiting[kind] if case.id not in chosen), None)) is not None:
            chosen[new.id] = new
    return []


def run(assistant: Assistant, cases: Sequence[Case]) -> Iterator[tuple[ModelTally, dict[str, Any]]]:
    """Ask every question; the running tally and a record of the question, raw output of the model included."""
    texts = {provision.id: provision.text for provision, _ in assistant.registry.provisions()}
    tally = ModelTally()
    for case in cases:
        began = time.perf_counter()
        *events, last = assistant.stream(case.asked())
        seconds = time.perf_counter() - began
        if not isinstance(last, Finished):
            raise TypeError(f"{case.id}: the stream did not end in an answer")
        count(tally, last.answer, [event.claim for event in events if isinstance(event, ClaimShown)], texts, seconds)
        told = last.answer.generation
        public = last.answer.to_json(with_rejected=True)
        yield tally, {"id": case.id, "seconds": round(seconds, 1), "raw": told.raw if told else [], **public}


def count(tally: ModelTally, answer: Answer, shown: Sequence[Claim], texts: dict[str, str], seconds: float) -> None:
    """Add one answer to the tally; ``shown`` are the claims that the events told."""
    tally.questions += 1
    tally.outcomes[answer.status.value] += 1
    tally.strayed += list(shown) != list(answer.claims)
    tally.shown += len(answer.claims)
    good, bad = check(texts, [answer.to_json()])
    tally.quotes_good, tally.quotes_bad = tally.quotes_good + good, tally.quotes_bad + bad
    told = answer.generation
    tally.generations[told.status if told else "none"] += 1
    if told is None or told.status == "skipped":
        return
    tally.spent.append(seconds)
    tally.degraded += answer.degraded
    tally.proposed, tally.rejected = tally.proposed + told.proposed, tally.rejected + told.rejected
    if told.error:
        tally.errors[told.error] += 1
    for verdict in answer.verdicts[: told.proposed]:
        tally.reasons.update(verdict.reasons)
        if verdict.supported:
            tally.passed.append(verdict.claim.text)
            if not verbatim(verdict.claim):
                quotes = tuple(citation.quote for citation in verdict.claim.citations)
                tally.own_words.append((verdict.claim.text, quotes))


def verbatim(claim: Claim) -> bool:
    """Whether a claim is its one quote, or a whole sentence of it, word for word."""
    if len(claim.citations) != 1:
        return False
    quote, said = claim.citations[0].quote, claim.text.strip(_MARKS)
    return said in {quote.strip(_MARKS), *(quote[a:b].strip(_MARKS) for a, b in sentences(quote))}


def table(tally: ModelTally) -> Iterator[str]:
    """The findings as a table of Markdown."""
    outcomes = ", ".join(f"{tally.outcomes[status]} {status}" for status in Status if tally.outcomes[status])
    generations = ", ".join(f"{number} {status}" for status, number in tally.generations.most_common())
    errors = ", ".join(f"`{code}` {number}" for code, number in tally.errors.most_common()) or "none"
    reasons = ", ".join(f"`{code}` {number}" for code, number in tally.reasons.most_common(8)) or "none"
    median = f"{statistics.median(tally.spent):.0f} s" if tally.spent else "–"
    rows = {
        "questions": f"{tally.questions}: {outcomes}",
        "what the model did": generations,
        "went to the model": tally.asked,
        "calls that ended in a failure": errors,
        "claims proposed": tally.proposed,
        "claims rejected": f"{tally.rejected}: {reasons}",
        "the model's own claims shown": f"{len(tally.passed)}, {len(tally.own_words)} in other words than its quote",
        "answers marked degraded": tally.degraded,
        "claims shown in all": tally.shown,
        "quotes that hold / do not": f"{tally.quotes_good} / {tally.quotes_bad}",
        "answers that differ from what was streamed": tally.strayed,
        "median time of a question that went to the model": median,
    }
    yield "| | |"
    yield "|---|---|"
    for name, value in rows.items():
        yield f"| {name} | {value} |"


def main() -> int:
    """Ask the questions and print the table; the exit code tells whether all was sound."""
    parser = argparse.ArgumentParser(prog="python -m bench.model")
    parser.add_argument("--url", required=True, help="base address of the server, ending in /v1")
    parser.add_argument("--model", default="openai:local", help="provider:name as TLDH_MODEL takes it")
    parser.add_argument("--home", type=Path, default=HOME)
    parser.add_argument("--file", type=Path, default=FOLDER / "shipped.dev.jsonl", help="questions, a file of cases")
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--max-tokens", type=int, default=MAX_TOKENS, help="longest output of one round")
    parser.add_argument("--within", type=float, default=120.0, help="seconds for all rounds of a question")
    parser.add_argument("--form", action="store_true", help="have the server force the output into the protocol's form")
    parser.add_argument("--out", type=Path, help="record of every question, JSON lines")
    options = parser.parse_args()
    endpoint = open_endpoint(
        options.model, url=options.url, key="", timeout_s=options.within, max_tokens=options.max_tokens,
        breaker=Breaker(failures=10**9),
        body={"response_format": {"type": "json_object", "schema": FORM}} if options.form else None,
    )  # fmt: skip
    assistant = replace(
        assistant_from(Settings(home=options.home, corpus="shipped", model="")),
        today=lambda: EVALUATION_DAY,
        generator=ModelGenerator(endpoint, options.within),
    )
    tally = ModelTally()
    with options.out.open("w", encoding="utf-8") if options.out else nullcontext() as out:
        for tally, row in run(assistant, spread(load([options.file]), options.questions)):
            print(f"{tally.questions} asked, {tally.asked} went to the model", file=sys.stderr, flush=True)
            if out is not None:
                print(json.dumps(row, ensure_ascii=False), file=out, flush=True)
    print("\n".join(table(tally)))
    for said, quotes in tally.own_words:
        print(f"- shown in the model's words: {said}\n  quotes: {' | '.join(quotes)}")
    return 0 if tally.sound else 1


if __name__ == "__main__":
    sys.exit(main())
