"""Shared parts: the real shipped index, and small documents to build registries from."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from assistant.model import Question
from assistant.question.understanding import Understood, understand
from assistant.service import Assistant
from assistant.settings import Settings
from assistant.wiring import assistant_from
from corpus.core.model import Document, Kind, Level, Provision, Record, TextKind, Unit, Validity, content_hash
from corpus.core.registry import Registry
from indexing.build import build
from indexing.config import IndexConfig

ROOT = Path(__file__).parent.parent
HOME = ROOT / "var"
TODAY = date(2026, 11, 22)
DATA = ROOT.parent / "shared" / "data"


def pytest_sessionstart(session: pytest.Session) -> None:
    """Bring the shipped index up to date once, before parallel workers start."""
    if not hasattr(session.config, "workerinput") and not session.config.option.collectonly:
        build(IndexConfig(home=HOME, corpus="shipped"))


@pytest.fixture(scope="session")
def assistant() -> Assistant:
    """The assistant over the shipped corpus, with a fixed clock."""
    from dataclasses import replace

    return replace(assistant_from(Settings(home=HOME, corpus="shipped")), today=lambda: TODAY)


@pytest.fixture(scope="session")
def shipped(assistant: Assistant) -> Registry:
    """The registry of the shipped corpus."""
    return assistant.registry


@pytest.fixture(scope="session")
def read(shipped: Registry) -> Callable[..., Understood]:
    """``read("câu hỏi", as_of=…)`` → how the question is understood."""

    def reader(text: str, as_of: date | None = None) -> Understood:
        return understand(Question(text, as_of), shipped, TODAY)

    return reader


def make_record(
    id_: str,
    number: str | None = None,
    *,
    kind: Kind = Kind.REGULATION,
    since: date | None = date(2020, 1, 1),
    until: date | None = None,
    supersedes: tuple[str, ...] = (),
    campaign: str = "",
) -> Record:
    """A record with just what a test needs."""
    return Record(
        id=id_,
        number=number,
        kind=kind,
        issuer="Cơ quan ban hành",
        issued=since,
        title=f"Quy định thử {id_}",
        validity=Validity(since, until),
        supersedes=supersedes,
        campaign=campaign,
    )


def make_document(
    record: Record,
    provisions: dict[str, str],
    *,
    kind: TextKind = TextKind.OFFICIAL,
    levels: frozenset[Level] = frozenset(),
) -> Document:
    """A document whose provisions are ``path: text``; ``a.b`` has parent ``a`` when that exists."""
    id_ = record.id if kind is TextKind.OFFICIAL else f"td-{record.id}"
    text, made = "", []
    for path, body in provisions.items():
        parent = path.rpartition(".")[0]
        made.append(
            Provision(
                id=f"{id_}/{path}",
                document_id=id_,
                path=path,
                label=path,
                unit=Unit.CLAUSE,
                text=body,
                start=len(text),
                end=len(text) + len(body),
                parent=f"{id_}/{parent}" if parent in provisions else None,
                levels=levels,
            )
        )
        text += body + "\n"
    return Document(id_, record, kind, text, tuple(made), source="tests", sha256=content_hash(text))
