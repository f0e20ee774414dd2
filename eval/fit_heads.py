"""Heads on a bank of yes/no questions by provision: how many of those shown are right, and what a fit could add.

Edge: ``python -m eval.fit_heads`` reads ``data/heads/bank.jsonl`` (its README tells fields and hands) and the corpus.
First every question is laid beside its own provision, as the verifier would. Then a logistic model over the words that
ask and the form of the question says whether the provision says so, excludes it, or leaves it open; each hand is asked
of a model that saw only the other three, which also parts the provisions, for no two hands had one in common. What the
rule is asked is turned into a head elsewhere; here only its side counts.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from numpy.typing import NDArray
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from assistant.answering.extractive import whole_of
from assistant.heads.asked import PolarQuestion, read_asked
from assistant.heads.deriving import derive
from corpus.core.model import Provision
from corpus.shipped.catalogue import load_shipped
from eval import DATA
from eval.scoring.stats import wilson

BANK = DATA / "heads" / "bank.jsonl"
STRENGTH = 0.3
"""Inverse of the penalty; .1 and 1 order no better."""
SHARES = (0.02, 0.05, 0.1, 0.2, 0.3)
SO, NOT_SO, OPEN = "so", "not so", "open"
_YES = {"Có": True, "Đúng": True, "Không": False, "Chưa": False}


@dataclass(frozen=True, slots=True)
class BankQuestion:
    """One question of the bank.

    Attributes:
        hand: who wrote it.
        place: record and path of the provision.
        question: its words.
        head: the head due by that provision alone; ``None`` where it leaves the question open.
        words: the words of the provision that decide; empty for an open question.
    """

    hand: str
    place: str
    question: str
    head: str | None
    words: str

    def is_right(self, shown: str) -> bool:
        """Whether a head that is shown says what is due."""
        return self.head is not None and _YES[shown] is _YES[self.head]


def read_bank(path: Path = BANK) -> list[BankQuestion]:
    """The questions of the bank, in its order."""
    rows: list[dict[str, Any]] = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [BankQuestion(row["id"].split("-")[0], row["at"], row["q"], row["head"], row["words"]) for row in rows]


def provisions() -> dict[str, Provision]:
    """The digest's provisions by record and path, as the bank names them."""
    return {f"{document.record.id}#{one.path}": one for document in load_shipped() for one in document.provisions}


def rule_of(provision: Provision) -> str:
    """The whole text of a provision, as it is quoted."""
    start, end = whole_of(provision)
    return provision.text[start:end]


def shown(bank: Sequence[BankQuestion], rules: Mapping[str, Provision]) -> Iterator[tuple[BankQuestion, str]]:
    """Every head that a question's own provision gives it."""
    for one in bank:
        record, _, path = one.place.partition("#")
        head = derive(one.question, record, path, rule_of(rules[one.place]))
        if head is not None:
            yield one, head.word


def side_of(asked: BankQuestion, question: PolarQuestion) -> str:
    """Whether the provision says that it is so as asked, that it is not, or leaves it open."""
    if asked.head is None:
        return OPEN
    return SO if _YES[asked.head] is not question.turned else NOT_SO


def features(question: PolarQuestion) -> dict[str, float]:
    """The words that ask and the form of the question."""
    words = question.said.split()
    found: dict[str, float] = {f"word {word}": 0.5 for word in words}
    found |= {f"pair {one} {other}": 0.4 for one, other in pairwise(words)}
    found |= {f"form {question.form.value}": 1.0, "turned": float(question.turned)}
    return found | {"until": float(question.until)}


def out_of_hand(rows: Sequence[dict[str, float]], sides: Sequence[str], hands: Sequence[str]) -> NDArray[np.float64]:
    """Probability of "so" and of "not so" for each question, from a model that saw none of its hand."""
    values = DictVectorizer().fit_transform(rows).tocsr()
    of, by = np.array(sides), np.array(hands)
    found = np.zeros((len(rows), 2))
    for hand in sorted(set(hands)):
        held = by == hand
        for column, side in enumerate((SO, NOT_SO)):
            model = LogisticRegression(C=STRENGTH, solver="liblinear").fit(values[~held], of[~held] == side)
            found[held, column] = model.predict_proba(values[held])[:, 1]
    return found


def curve(sure: NDArray[np.float64], right: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """How many of the surest are right, at each share of the questions: right, of how many."""
    best = np.argsort(-sure, kind="stable")
    for share in SHARES:
        n = max(1, int(len(best) * share))
        yield int(right[best[:n]].sum()), n


def _share(good: int, n: int) -> str:
    found = wilson(good, n)
    return f"{good}/{n} = {found.value:.3f} [{found.low:.3f}, {found.high:.3f}]"


def main(bank: Annotated[Path, typer.Option(help="Tệp câu hỏi theo điều khoản.")] = BANK) -> None:
    """Đo đầu câu “Có”, “Không” trên bộ câu hỏi theo điều khoản."""
    asked, rules = read_bank(bank), provisions()
    due = sum(one.head is not None for one in asked)
    good: Counter[str] = Counter()
    of: Counter[str] = Counter()
    for one, word in shown(asked, rules):
        good[word] += one.is_right(word)
        of[word] += 1
    typer.echo(f"{len(asked)} câu hỏi, {due} câu có đầu câu")
    for word in sorted(of):
        typer.echo(f"  “{word}”: đúng {_share(good[word], of[word])}")
    typer.echo(f"  tất cả: đúng {_share(good.total(), of.total())}")
    read = [(one, question) for one in asked if (question := read_asked(one.question)) is not None]
    sides = [side_of(one, question) for one, question in read]
    rows = [features(question) for _, question in read]
    sure = out_of_hand(rows, sides, [one.hand for one, _ in read])
    for column, side in enumerate((SO, NOT_SO)):
        points = curve(sure[:, column], np.array(sides) == side)
        typer.echo(f"hiệu chỉnh, {side}: " + "; ".join(_share(*point) for point in points))


if __name__ == "__main__":
    typer.run(main)
