"""Check answers from outside: every citation's quote must be the exported provision's ``text[start:end]``.

Uses no module of the project, only what the command line printed::

    python -m indexing export --corpus shipped > provisions.jsonl
    python -m assistant ask --batch questions.jsonl --corpus shipped > answers.jsonl
    python bench/check_quotes.py provisions.jsonl answers.jsonl
"""

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any


def check(texts: Mapping[str, str], answers: Iterable[Mapping[str, Any]]) -> tuple[int, int]:
    """How many citations of the answers hold against the provisions' texts, and how many do not."""
    good = bad = 0
    for answer in answers:
        for claim in answer.get("claims", []):
            for citation in claim["citations"]:
                quote = texts.get(citation["provision_id"], "")[citation["start"] : citation["end"]]
                holds = bool(quote) and quote == citation["quote"]
                good, bad = good + holds, bad + (not holds)
    return good, bad


def main(provisions: str, answers: str) -> int:
    """Print how many citations hold; exit code 1 when one does not or there is none."""
    texts = {row["id"]: row["text"] for row in map(json.loads, Path(provisions).read_text("utf-8").splitlines())}
    good, bad = check(texts, map(json.loads, Path(answers).read_text("utf-8").splitlines()))
    print(f"{good} citations hold, {bad} do not")
    return int(bad > 0 or good == 0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
