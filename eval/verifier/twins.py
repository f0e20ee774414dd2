"""Twins: a true paraphrase of a rule beside a false one that differs from it as little as possible.

Pure apart from reading the three files ``mutation/twins*.jsonl``. Each was written, and frozen, before the verifier had
seen any of it (``docs/verifier.md`` says what was refused then, and what was looked at later); the halves are those of
``eval.verifier.mutate`` (a hash of the provision's id). Rows of the official texts name a provision and hold no quote:
the quote is looked up. A row whose provision is not loaded is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.verification.verifier import check_pair, verify_quote
from corpus.core.registry import Registry
from corpus.core.sentences import body_start
from eval import DATA

TWINS = DATA / "mutation" / "twins.jsonl"
LATER = DATA / "mutation" / "twins.fresh.jsonl"
OFFICIAL = DATA / "mutation" / "twins.official.jsonl"


@dataclass(frozen=True, slots=True)
class Twin:
    """One claim of a pair.

    Attributes:
        id: number of the pair.
        provision: where the quote stands; the id of the record without the mark of a digest.
        kind: what was changed in wording (a true claim) or in meaning (a false one).
        true: whether the quote proves the claim.
        as_of: set where the claim names its own citation, which only the registry can prove.
    """

    id: str
    provision: str
    kind: str
    true: bool
    claim: str
    quote: str
    as_of: date | None = None

    def reasons(self, registry: Registry) -> tuple[str, ...]:
        """The verifier's reasons against the claim."""
        if self.as_of is None:
            return check_pair(self.claim, self.quote)
        identity = _identity(self.provision, registry)
        return verify_quote(self.claim, self.quote, identity, registry, self.as_of)


def read_twins(path: Path, registry: Registry) -> Iterator[Twin]:
    """True and false claims in the order of the file."""
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        quote = row.get("quote") or _text(row["provision"], registry)
        if not quote or ("as_of" in row and registry.provision(_identity(row["provision"], registry)) is None):
            continue
        as_of = date.fromisoformat(row["as_of"]) if "as_of" in row else None
        for name in ("true", "false"):
            one = row[name]
            yield Twin(row["id"], row["provision"], one["kind"], name == "true", one["claim"], quote, as_of)


def _identity(provision: str, registry: Registry) -> str:
    return provision if registry.provision(provision) else f"td-{provision}"


def _text(provision: str, registry: Registry) -> str:
    found = registry.provision(provision)
    return found[0].text[body_start(found[0].text) :].strip() if found else ""
