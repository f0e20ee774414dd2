"""The cases: questions with the outcome that a correct assistant must reach, read from ``eval/data/cases/*.jsonl``.

One JSON object a line; ``docs/evaluation.md`` documents the fields. A file ``<corpus>.<split>.jsonl`` is a suite. Every
problem of every line is collected before an error is raised, so that one reading shows all there is to mend.
``Case.key`` hashes the content that decides an outcome; results are stored under it, so an edited case is run again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, StringConstraints, TypeAdapter, ValidationError

from assistant.model import Question, RefusalReason, Status, Turn
from corpus.core.codes import Code
from corpus.core.errors import InputError
from corpus.core.validation import faults
from eval import DATA

FOLDER = DATA / "cases"
CORPORA = ("shipped", "official")
SPLITS = ("dev", "heldout")
FACT = "fact"


@dataclass(frozen=True, slots=True, order=True)
class Locator:
    """A place in a regulation, whether its official text or its digest is loaded: ``<record id>#<label>``.

    Written without ``#``, it is any provision of the record that restates one of the case's ``facts`` (or any at all,
    where provisions name no facts). ``fact:F235`` is any provision that restates the fact.
    """

    record_id: str
    label: str
    facts: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The written form, ``qd-294-tw-2025#11.4.2``."""
        return f"{self.record_id}#{self.label}" if self.label else self.record_id

    @classmethod
    def parse(cls, text: str) -> Locator:
        """Read ``<record id>#<label>`` or ``<record id>``.

        Raises:
            ValueError: a part is missing.
        """
        record_id, mark, label = text.partition("#")
        if not record_id.strip() or " " in record_id.strip() or (mark and not label.strip()):
            raise ValueError(f"“{text}” không có dạng <mã văn bản> hay <mã văn bản>#<nhãn>")
        return cls(record_id.strip(), label.strip())


def _asked(turns: Any) -> tuple[Any, ...]:
    if not all(isinstance(turn, dict) and "question" in turn for turn in turns or ()):
        raise ValueError("phải gồm các đối tượng {question}")
    return tuple(turn["question"] for turn in turns or ())


def _place(written: Any) -> Locator:
    if not isinstance(written, str):
        raise ValueError("phải là chuỗi ký tự")
    return Locator.parse(written)


_Filled = Annotated[str, StringConstraints(pattern=r"\S")]
_Text = Annotated[str, BeforeValidator(lambda value: "" if value is None else value)]
_Texts = Annotated[tuple[_Filled, ...], BeforeValidator(lambda value: value or ())]
_Place = Annotated[Locator, BeforeValidator(_place), PlainSerializer(str)]
_Turns = Annotated[
    tuple[str, ...],
    BeforeValidator(_asked),
    PlainSerializer(lambda asked: [{"question": question} for question in asked]),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A question and its expected outcome.

    Attributes:
        gold: alternatives, each a set of locators that must all be cited; empty where nothing is to be cited.
        required: facts that the answer must state (``a|b`` offers spellings); compared by ``eval.suites.normalise``.
        forbidden: facts that the answer must not state.
        pair: name shared by cases that ask the same about different dates.
        suite: ``<corpus>.<split>``, from the file's name.
    """

    id: _Filled
    question: _Text
    suite: str
    as_of: date | None = None
    history: _Turns = ()
    corpus: Annotated[str, BeforeValidator(lambda value: value or "any")] = "any"
    expected: Status = Status.ANSWERED
    reason: RefusalReason | None = None
    gold: Annotated[tuple[tuple[_Place, ...], ...], BeforeValidator(lambda value: value or ())] = ()
    facts: _Texts = ()
    required: _Texts = ()
    forbidden: _Texts = ()
    slices: _Texts = ()
    topic: _Text = ""
    pair: Annotated[_Text, PlainSerializer(lambda value: value or None)] = ""
    note: _Text = ""

    @property
    def written_for(self) -> str:
        """The corpus that the suite was written for; its later suites carry a number (``official2.dev``)."""
        return self.suite.partition(".")[0].rstrip("0123456789")

    @property
    def split(self) -> str:
        """``dev`` or ``heldout``."""
        return self.suite.rpartition(".")[2]

    @property
    def key(self) -> str:
        """Hash of what is asked and where its answer stands; a stored observation holds for exactly this."""
        gold = [[str(place), place.facts] for option in self.gold for place in option]
        asked = [self.question, self.as_of.isoformat() if self.as_of else None, list(self.history), gold]
        return hashlib.sha256(json.dumps(asked, ensure_ascii=False).encode()).hexdigest()[:16]

    def asked(self) -> Question:
        """The question as the assistant receives it."""
        return Question(self.question, as_of=self.as_of, history=tuple(Turn(question=q) for q in self.history))

    def groups(self) -> tuple[str, ...]:
        """Every slice the case belongs to: its own tags, and its split, corpus, expected outcome and topic."""
        derived = [f"split:{self.split}", f"suite:{self.suite}", f"expected:{self.expected.value}"]
        if self.topic:
            derived.append(f"topic:{self.topic}")
        return tuple(dict.fromkeys([*self.slices, *derived]))


_CASE = TypeAdapter(Case)
_FIELDS = {field.name for field in fields(Case)} - {"suite"}


def load(paths: Iterable[Path]) -> tuple[Case, ...]:
    """Read case files in the order given.

    Raises:
        InputError: ``eval.bad_cases`` naming every faulty line, ``eval.no_cases`` when nothing was found.
    """
    cases: list[Case] = []
    problems: list[str] = []
    for path in paths:
        found, faults = read_file(path)
        cases += found
        problems += faults
    first: dict[str, str] = {}
    for case in cases:
        if case.id in first:
            problems.append(f"{case.suite}: mã “{case.id}” đã có ở {first[case.id]}")
        first.setdefault(case.id, case.suite)
    if problems:
        raise InputError(Code.EVAL_BAD_CASES, f"Bộ câu hỏi có {len(problems)} lỗi:\n- " + "\n- ".join(problems))
    if not cases:
        raise InputError(
            Code.EVAL_NO_CASES, "Không có câu hỏi đánh giá nào.", hint="Kiểm tra tên bộ câu hỏi (--suite)."
        )
    return tuple(cases)


def read_file(path: Path) -> tuple[list[Case], list[str]]:
    """Cases of one file and the problems of its faulty lines (``file:line: …``)."""
    cases: list[Case] = []
    problems: list[str] = []
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        return [], [f"{path.name}: không đọc được ({error})"]
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            cases.append(parse(json.loads(line), suite=path.name.removesuffix(".jsonl")))
        except (ValueError, KeyError, TypeError) as error:
            problems.append(f"{path.name}:{number}: {error}")
    return cases, problems


def parse(row: Any, *, suite: str) -> Case:
    """A case from its JSON object.

    Raises:
        ValueError: a field is missing, unknown, of the wrong kind, or fields contradict each other.
    """
    if not isinstance(row, dict):
        raise ValueError("dòng không phải là một đối tượng JSON")
    if unknown := sorted(set(row) - _FIELDS):
        raise ValueError(f"trường lạ: {', '.join(unknown)}")
    try:
        case = _CASE.validate_python({"expected": None, **row, "suite": suite})
    except ValidationError as error:
        raise ValueError(faults(error)) from error
    case = replace(case, gold=_gold(case))
    _check(case)
    return case


def _check(case: Case) -> None:
    """Refuse a case whose fields contradict each other."""
    if case.corpus not in (*CORPORA, "any"):
        raise ValueError(f"{case.id}: corpus “{case.corpus}” không phải shipped, official hay any")
    if case.expected is Status.ANSWERED and not case.gold:
        raise ValueError(f"{case.id}: câu cần trả lời nhưng không có gold cũng không có facts")
    if case.expected is Status.ANSWERED and case.reason:
        raise ValueError(f"{case.id}: câu cần trả lời không được có reason")
    if case.expected is Status.REFUSED and case.reason is None:
        raise ValueError(f"{case.id}: câu cần từ chối phải có reason")
    if any(not option for option in case.gold):
        raise ValueError(f"{case.id}: một phương án gold không có vị trí nào")


def _gold(case: Case) -> tuple[tuple[Locator, ...], ...]:
    """Alternatives of locators; the case's facts stand in where no place is named."""
    if not case.gold:
        return tuple((Locator(FACT, fact, (fact,)),) for fact in case.facts)
    return tuple(
        tuple(item if item.label else replace(item, facts=case.facts) for item in option) for option in case.gold
    )


def suites(names: Sequence[str], folder: Path = FOLDER) -> list[Path]:
    """Files behind suite names: ``shipped.dev``, a corpus (``shipped``), a split (``heldout``) or ``all``.

    Raises:
        InputError: ``eval.no_suite`` for a name that fits no file.
    """
    files = {path.name.removesuffix(".jsonl"): path for path in sorted(folder.glob("*.*.jsonl"))}
    chosen: dict[str, Path] = {}
    for name in names:
        fitting = {s: p for s, p in files.items() if name in ("all", s, *s.split("."))}
        if not fitting:
            known = ", ".join(files) or "chưa có tệp nào"
            raise InputError(Code.EVAL_NO_SUITE, f"Không có bộ câu hỏi “{name}”.", hint=f"Hiện có: {known}.")
        chosen |= fitting
    return list(chosen.values())


def to_row(case: Case) -> dict[str, Any]:
    """The JSON object of a case, as ``parse`` reads it (facts that stand in for gold are not written as gold)."""
    named = tuple(option for option in case.gold if all(place.record_id != FACT for place in option))
    row: dict[str, Any] = _CASE.dump_python(replace(case, gold=named), mode="json", exclude={"suite"})
    return row


def content_hash(cases: Iterable[Case]) -> str:
    """Hash of the cases, grading fields included, whatever their order; the frozen mark of a suite."""
    rows = sorted(json.dumps([case.suite, to_row(case)], ensure_ascii=False, sort_keys=True) for case in cases)
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()
