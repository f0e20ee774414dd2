"""Mutation test of the verifier: how many false claims it catches, how many true rewordings it refuses.

Edge: ``python -m eval.verifier.mutate`` reads the corpus through ``indexing.sources`` and prints Markdown tables
(``--json`` writes the numbers). Pairs are split in two by a hash of the provision's id (``docs/verifier.md`` says what
was seen while tuning); both halves are reported, with a 95 % interval (Wilson). A mutant counts only when the claim it
was made from is accepted, so that a verifier which refuses everything gains nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Annotated, Any

import typer

from assistant.verification.verifier import check_pair
from corpus.core.installation import HOME
from corpus.core.registry import Registry
from corpus.core.sentences import body_start
from eval import DATA
from eval.scoring.stats import wilson
from eval.verifier.citation_faults import CitationTrial, citation_trials
from eval.verifier.heads import HeadTrial, head_trials
from eval.verifier.mutations import Mutant, Pair, merged, mutants
from eval.verifier.rewordings import rewordings
from eval.verifier.sums import RIGHT, SumTrial, sum_trials
from eval.verifier.twins import LATER, OFFICIAL, TWINS, Twin, read_twins

PARAPHRASES = DATA / "mutation" / "paraphrases.jsonl"
FRESH = DATA / "mutation" / "paraphrases.fresh.jsonl"
BLIND, BLIND_FALSE = DATA / "mutation" / "paraphrases.blind.jsonl", DATA / "mutation" / "false.blind.jsonl"
"""Written for a measurement, from the regulations alone; no rule of the verifier was made after the true ones."""
SPLITS = ("dev", "held-out")


@dataclass(slots=True)
class Tally:
    """Counts of one kind: how many were tried, how many refused; ``examples`` are the surprising ones."""

    n: int = 0
    refused: int = 0
    examples: list[dict[str, Any]] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Share refused; 0 when nothing was tried."""
        return self.refused / self.n if self.n else 0.0

    def interval(self) -> tuple[float, float]:
        """95 % Wilson interval of the share refused; everything when nothing was tried."""
        if not self.n:
            return 0.0, 1.0
        found = wilson(self.refused, self.n)
        return found.low, found.high


Table = dict[str, dict[str, Tally]]
"""Kind → split → tally."""


def split_of(provision: str) -> str:
    """``dev`` or ``held-out``, by a hash of the provision's id; a document's digest and official text fall together."""
    return SPLITS[hashlib.sha256(provision.removeprefix("td-").encode()).digest()[0] % 2]


def shipped_pairs(registry: Registry) -> list[Pair]:
    """Every citable provision, its own words as claim and quote, without the marker of its number."""
    pairs = []
    for provision, _ in registry.provisions():
        text = provision.text[body_start(provision.text) :].strip()
        if text and not text.endswith(":"):
            pairs.append(Pair(provision.id, provision.id, text, text))
    return pairs


def read_pairs(path: Path) -> list[tuple[str, Pair]]:
    """Hand-written paraphrases with their kind."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [(row["kind"], Pair(row["id"], row["provision"], row["claim"], row["quote"])) for row in rows]


def read_blind(path: Path) -> list[tuple[str, Pair]]:
    """Blind pairs as one kind: nearly every one of them has a kind of its own."""
    return [("viết mù", pair) for _, pair in read_pairs(path)]


def drawn(items: Iterable[Mutant], cap: int, seed: int) -> dict[str, list[Mutant]]:
    """At most ``cap`` mutants a kind and split, drawn evenly."""
    pools: dict[tuple[str, str], list[Mutant]] = defaultdict(list)
    for mutant in items:
        pools[mutant.kind, split_of(mutant.base.provision)].append(mutant)
    chosen: dict[str, list[Mutant]] = defaultdict(list)
    for (kind, split), pool in sorted(pools.items()):
        rng = Random(f"{seed}/{kind}/{split}")  # noqa: S311 (sampling, not secrets)
        chosen[kind] += rng.sample(pool, min(cap, len(pool)))
    return chosen


def all_mutants(pairs: Sequence[Pair], seed: int) -> Iterator[Mutant]:
    """Mutants of every kind of every pair, and merged rules."""
    for pair in pairs:
        yield from mutants(pair, seed)
    rng = Random(f"{seed}/merged")  # noqa: S311 (sampling, not secrets)
    for _ in range(6 * len(pairs)):
        first, second = rng.sample(pairs, 2)
        same = split_of(first.provision) == split_of(second.provision)
        if same and (mutant := merged(first, second)) is not None:
            yield mutant


def try_mutants(chosen: dict[str, list[Mutant]]) -> Table:
    """Refusals of false claims."""
    table: Table = {}
    for kind, group in chosen.items():
        for mutant in group:
            reasons = check_pair(mutant.claim, mutant.quote)
            row = {"claim": mutant.claim, "quote": mutant.quote}
            _count(table, kind, split_of(mutant.base.provision), bool(reasons), row if not reasons else None)
    return table


def try_citations(trials: Iterable[CitationTrial]) -> Table:
    """Refusals of true words under a false citation."""
    table: Table = {}
    for trial in trials:
        row = {"claim": trial.claim.text, "provision": trial.provision}
        _count(table, trial.kind, split_of(trial.provision), trial.refused, None if trial.refused else row)
    return table


def try_rewordings(items: Iterable[tuple[str, Pair]]) -> Table:
    """Refusals of true claims."""
    table: Table = {}
    for kind, pair in items:
        reasons = check_pair(pair.claim, pair.quote)
        row = {"id": pair.id, "claim": pair.claim, "quote": pair.quote, "reasons": list(reasons)}
        _count(table, kind, split_of(pair.provision), bool(reasons), row if reasons else None)
    return table


def try_false(items: Iterable[tuple[str, Pair]]) -> Table:
    """Refusals of false claims written by hand."""
    table: Table = {}
    for kind, pair in items:
        refused = bool(check_pair(pair.claim, pair.quote))
        row = {"id": pair.id, "claim": pair.claim, "quote": pair.quote}
        _count(table, kind, split_of(pair.provision), refused, None if refused else row)
    return table


def try_twins(twins: Iterable[Twin], registry: Registry) -> tuple[Table, Table]:
    """Refusals of true claims, and of the false claims beside them."""
    tables: tuple[Table, Table] = ({}, {})
    for twin in twins:
        reasons = twin.reasons(registry)
        row = {"id": twin.id, "claim": twin.claim, "quote": twin.quote, "reasons": list(reasons)}
        surprise = bool(reasons) == twin.true
        _count(tables[not twin.true], twin.kind, split_of(twin.provision), bool(reasons), row if surprise else None)
    return tables


def try_heads(trials: Iterable[HeadTrial]) -> tuple[Table, Table]:
    """Refusals of right heads, and of the wrong heads beside them."""
    tables: tuple[Table, Table] = ({}, {})
    for trial in trials:
        row = {"claim": trial.claim.text, "asked": trial.claim.asked, "provision": trial.provision}
        surprise = row if trial.refused == trial.true else None
        _count(tables[not trial.true], f"đầu câu: {trial.kind}", split_of(trial.provision), trial.refused, surprise)
    return tables


def try_sums(trials: Iterable[SumTrial]) -> tuple[Table, Table]:
    """Refusals of right sums, and of the wrong sums made from them."""
    tables: tuple[Table, Table] = ({}, {})
    for trial in trials:
        right = trial.kind == RIGHT
        row = {"claim": trial.claim.text, "kind": trial.kind, "provision": trial.provision}
        surprise = row if trial.refused == right else None
        _count(tables[not right], trial.kind, split_of(trial.provision), trial.refused, surprise)
    return tables


def try_nli(path: Path) -> Table:
    """The outside set of legal claims: refusals of SUPPORTED and of REFUTED claims, whatever they are."""
    table: Table = {}
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        refused = bool(check_pair(row["claim"].strip().rstrip("."), row["evidence"]))
        _count(table, row["label"], "held-out", refused, None)
    return table


def _count(table: Table, kind: str, split: str, refused: bool, example: dict[str, Any] | None) -> None:
    tally = table.setdefault(kind, {name: Tally() for name in SPLITS})[split]
    tally.n += 1
    tally.refused += refused
    if example is not None:
        tally.examples.append(example)


def total(table: Table) -> dict[str, Tally]:
    """Sums over the kinds."""
    return {
        split: Tally(sum(t[split].n for t in table.values()), sum(t[split].refused for t in table.values()))
        for split in SPLITS
    }


def markdown(title: str, table: Table) -> str:
    """One table: kind, and for each split n, share refused and its interval."""
    lines = [
        f"### {title}",
        "",
        "| kind | n dev | refused dev | n held-out | refused held-out |",
        "|---|--:|--:|--:|--:|",
    ]
    for kind, row in [*table.items(), ("**all**", total(table))]:
        cells = []
        for split in SPLITS:
            low, high = row[split].interval()
            share = f"{row[split].rate:.3f} [{low:.3f}, {high:.3f}]" if row[split].n else "–"
            cells += [str(row[split].n), share]
        lines.append(f"| {kind} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main(
    home: Annotated[Path, typer.Option(help="Folder of run-time data.", envvar="TLDH_HOME")] = HOME,
    corpus: Annotated[str, typer.Option(help="shipped, official or merged.")] = "shipped",
    cap: Annotated[int, typer.Option(help="Most mutants of a kind in each split.")] = 120,
    seed: Annotated[int, typer.Option(help="Seed of the draw.")] = 1,
    nli: Annotated[Path | None, typer.Option(help="JSONL with claim, evidence, label.")] = None,
    out: Annotated[Path | None, typer.Option("--json", help="Write numbers and surprises here.")] = None,
) -> None:
    """Print the mutation tables of the verifier."""
    from indexing.config import IndexConfig
    from indexing.sources import load_registry

    registry = load_registry(IndexConfig(home=home, corpus=corpus))
    own = shipped_pairs(registry)
    written = read_pairs(PARAPHRASES)
    twins = [list(read_twins(path, registry)) for path in (TWINS, LATER, OFFICIAL)]
    said = [Pair(t.id, t.provision, t.claim, t.quote) for group in twins for t in group if t.true and t.as_of is None]
    bases = [p for p in [*own, *(pair for _, pair in written)] if not check_pair(p.claim, p.quote)]
    reworded = [p for p in [*said, *(pair for _, pair in read_pairs(FRESH))] if not check_pair(p.claim, p.quote)]
    tables = {
        "False claims (refused is right)": try_mutants(drawn(all_mutants(bases, seed), cap, seed)),
        "False claims made from free paraphrases (refused is right)": try_mutants(
            drawn(all_mutants(reworded, seed), cap, seed)
        ),
        "True words under a false citation (refused is right)": try_citations(citation_trials(registry, cap, seed)),
        "True rewordings by rule (refused is wrong)": try_rewordings(r for pair in own for r in rewordings(pair)),
        "True paraphrases by hand, seen while tuning (refused is wrong)": try_rewordings(written),
        "True paraphrases by hand, not seen while tuning (refused is wrong)": try_rewordings(read_pairs(FRESH)),
        "True paraphrases, blind (refused is wrong)": try_rewordings(read_blind(BLIND)),
        "False claims, blind (refused is right)": try_false(read_blind(BLIND_FALSE)),
    }
    for name, group in zip(("first set", "second set", "on the official texts"), twins, strict=True):
        true, false = try_twins(group, registry)
        if true:
            tables[f"Twins, {name}: true paraphrases (refused is wrong)"] = true
            tables[f"Twins, {name}: false claims (refused is right)"] = false
    right, wrong = try_heads(head_trials(registry))
    tables["Right heads of yes/no questions (refused is wrong)"] = right
    tables["Wrong heads of yes/no questions (refused is right)"] = wrong
    right, wrong = try_sums(sum_trials(registry))
    tables["Right sums of stories (refused is wrong)"] = right
    tables["Wrong sums of stories (refused is right)"] = wrong
    if nli is not None:
        tables["Outside set of legal claims (SUPPORTED refused is wrong, REFUTED refused is right)"] = try_nli(nli)
    for title, table in tables.items():
        typer.echo(markdown(title, table) + "\n")
    if out is not None:
        out.write_text(
            json.dumps({t: _numbers(table) for t, table in tables.items()}, ensure_ascii=False, indent=1), "utf-8"
        )


def _numbers(table: Table) -> dict[str, Any]:
    return {
        kind: {s: {"n": t.n, "refused": t.refused, "surprises": t.examples[:50]} for s, t in row.items()}
        for kind, row in table.items()
    }


if __name__ == "__main__":
    typer.run(main)
