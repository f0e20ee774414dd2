"""Frozen behaviour: every answer and many verdicts, recorded, so that a change of form can prove that it is one.

Edge: ``python -m eval.frozen record`` asks every case of ``cases`` and ``training`` over both corpora and lays the
claims of the mutation test along their quotes; ``check`` does the same again and names whatever differs. Times and
fingerprints are left out: they may differ where answers do not. Similarities differ in the fourth digit from processor
to processor; an answer that stands on such an edge is recorded as both tell it (``record --elsewhere`` adds, on the
other machine, the rows that differ). The recording is data (``frozen/*.jsonl.xz``); after
an intended change it is recorded anew, and the commit says what changed and why.
"""

from __future__ import annotations

import hashlib
import json
import lzma
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, cast

import typer

from assistant.service import Assistant
from assistant.settings import Settings
from assistant.verification.verifier import check_pair
from assistant.wiring import assistant_from
from corpus.core.installation import HOME
from corpus.core.registry import Registry
from eval import DATA
from eval.suites.cases import FOLDER, Case, read_file
from eval.verifier.citation_faults import citation_trials
from eval.verifier.mutate import FRESH, PARAPHRASES, all_mutants, drawn, read_pairs, shipped_pairs
from eval.verifier.rewordings import rewordings
from eval.verifier.twins import LATER, OFFICIAL, TWINS, read_twins

RECORDING = DATA / "frozen"
TRAINING = FOLDER.parent / "training"
Corpus = Literal["shipped", "official"]
CORPORA: tuple[Corpus, ...] = ("shipped", "official")
DAY = date(2026, 11, 22)
"""The clock of the recording."""
CAP, SEED = 120, 1
"""Most mutants of a kind and split, and the seed of their draw: those of ``eval.verifier.mutate``."""
SHORTEST = 20
"""Fewest characters of a claim that mutants are made from; a bare heading has too few places to change."""
ELSEWHERE = ".elsewhere"
"""Ends the name of a file of rows as another processor tells them."""
_LEFT_OUT = ("fingerprints", "timings_ms", "confidence")

FrozenRow = dict[str, Any]


def cases_of(corpus: str) -> list[Case]:
    """Every case that was written for a corpus, training included but for what people ask: that would double it."""
    training = [path for path in sorted(TRAINING.glob(f"{corpus}*.jsonl")) if ".people" not in path.name]
    files = [*sorted(FOLDER.glob(f"{corpus}*.*.jsonl")), *training]
    return [case for path in files for case in read_file(path)[0]]


def answers(assistant: Assistant, corpus: str, keep: int = 1) -> Iterator[FrozenRow]:
    """The full answer of every case, or of each ``keep``-th by the hash of its key."""
    for case in cases_of(corpus):
        key = f"{corpus}/{case.suite}/{case.id}"
        if _kept(key, keep):
            answer = assistant.answer(case.asked()).to_json(with_rejected=True)
            yield {"key": key, "answer": {name: value for name, value in answer.items() if name not in _LEFT_OUT}}


def pairs(registry: Registry, corpus: str) -> Iterator[tuple[str, str, str]]:
    """Claims and quotes with a name: own words, rewordings, mutants, paraphrases, twins."""
    own = shipped_pairs(registry)
    written = [pair for path in (PARAPHRASES, FRESH) for _, pair in read_pairs(path)] if corpus == "shipped" else []
    bases = [pair for pair in (*own, *written) if len(pair.claim) >= SHORTEST]
    yield from (("own", pair.claim, pair.quote) for pair in bases)
    yield from (("reworded", pair.claim, pair.quote) for base in own for _, pair in rewordings(base))
    for kind, group in drawn(all_mutants(bases, SEED), CAP, SEED).items():
        yield from ((f"mutant/{kind}", mutant.claim, mutant.quote) for mutant in group)
    for path in (TWINS, LATER, OFFICIAL):
        yield from (("twin", twin.claim, twin.quote) for twin in read_twins(path, registry) if twin.as_of is None)


def verdicts(registry: Registry, corpus: str, keep: int = 1) -> Iterator[FrozenRow]:
    """The verifier's reasons for every pair, and for every citation fault."""
    known: set[str] = set()
    for kind, claim, quote in pairs(registry, corpus):
        key = f"{corpus}/{_digest(claim, quote)}"
        if key not in known and _kept(key, keep):
            known.add(key)
            yield {"key": key, "kind": kind, "claim": claim, "reasons": list(check_pair(claim, quote))}
    if keep == 1:
        for number, trial in enumerate(citation_trials(registry, CAP, SEED)):
            yield {"key": f"{corpus}/citation/{number}", "kind": trial.kind, "refused": trial.refused}


def _digest(claim: str, quote: str) -> str:
    return hashlib.sha256("\x00".join((claim, quote)).encode()).hexdigest()[:16]


def _kept(key: str, keep: int) -> bool:
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big") % keep == 0


def made(home: Path, corpus: Corpus, keep: int = 1) -> dict[str, list[FrozenRow]]:
    """Everything to freeze of one corpus, by the name of its file."""
    assistant = replace(assistant_from(Settings(home=home, corpus=corpus)), today=lambda: DAY)
    return {
        f"answers.{corpus}": list(answers(assistant, corpus, keep)),
        f"verdicts.{corpus}": list(verdicts(assistant.registry, corpus, keep)),
    }


def write(name: str, rows: list[FrozenRow], folder: Path = RECORDING) -> None:
    """Write one file of the recording."""
    folder.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in rows)
    (folder / f"{name}.jsonl.xz").write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))


def read(name: str, folder: Path = RECORDING) -> dict[str, FrozenRow]:
    """One file of the recording, by key."""
    text = lzma.decompress((folder / f"{name}.jsonl.xz").read_bytes()).decode()
    return {row["key"]: row for row in map(json.loads, text.splitlines())}


def differences(name: str, rows: list[FrozenRow], keep: int = 1, folder: Path = RECORDING) -> list[str]:
    """Keys whose row is not the recorded one, or that only one side has."""
    before = {key: row for key, row in read(name, folder).items() if _kept(key, keep)}
    now = {row["key"]: row for row in rows}
    if keep > 1:
        before = {key: row for key, row in before.items() if "refused" not in row}
    other = f"{name}{ELSEWHERE}"
    elsewhere = read(other, folder) if (folder / f"{other}.jsonl.xz").is_file() else {}
    differing = (key for key in before.keys() | now.keys() if _told(before.get(key)) != _told(now.get(key)))
    return sorted(key for key in differing if key not in elsewhere or _told(elsewhere[key]) != _told(now.get(key)))


def _told(row: dict[str, Any] | None) -> dict[str, Any] | None:
    """What is compared of a row: everything but the candidates' similarities.

    They are kept in the recording for the reader; an index built anew may encode in other batches and differ in the
    last digits, which no user sees.
    """
    if row is None or "answer" not in row:
        return row
    return {**row, "answer": {name: value for name, value in row["answer"].items() if name != "evidence"}}


app = typer.Typer(help="Ghi lại hành vi hiện tại và so với bản đã ghi.", add_completion=False)
Home = Annotated[Path, typer.Option(help="Thư mục dữ liệu chạy.", envvar="TLDH_HOME")]
Corpora = Annotated[list[str], typer.Option("--corpus", help="shipped, official. Lặp lại được.")]


@app.command()
def record(
    home: Home = HOME,
    corpus: Corpora = list(CORPORA),  # noqa: B006 (typer copies it)
    elsewhere: Annotated[bool, typer.Option("--elsewhere", help="Chỉ ghi thêm các dòng khác bản đã ghi.")] = False,
) -> None:
    """Ghi lại mọi câu trả lời và kết quả kiểm chứng."""
    for each in corpus:
        for name, rows in made(home, cast(Corpus, each)).items():
            if elsewhere:
                other = set(differences(name, rows))
                name, rows = f"{name}{ELSEWHERE}", [row for row in rows if row["key"] in other]
            if rows or not elsewhere:
                write(name, rows)
            typer.echo(f"{name}: {len(rows)}")


@app.command()
def check(
    home: Home = HOME,
    corpus: Corpora = list(CORPORA),  # noqa: B006 (typer copies it)
    sample: Annotated[int, typer.Option(help="Chỉ so một phần n các dòng.", min=1)] = 1,
) -> None:
    """So với bản đã ghi; thoát 1 khi có khác biệt."""
    differing = 0
    for each in corpus:
        for name, rows in made(home, cast(Corpus, each), sample).items():
            found = differences(name, rows, sample)
            differing += len(found)
            typer.echo(f"{name}: {len(rows)} so, {len(found)} khác" + "".join(f"\n  {key}" for key in found[:20]))
    raise typer.Exit(1 if differing else 0)


if __name__ == "__main__":
    app()
