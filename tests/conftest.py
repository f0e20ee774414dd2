"""Shared parts: the real shipped index, and small documents to build registries from.

Tests that need more than the code in this process – the built index, the encoder, the word segmenter, a server or
another process of their own – bear the mark ``heavy``. Many get it here, from the fixtures they ask for; where
``not heavy`` is chosen (``make test-fast``), no index is built, and importing what needs a model or starting a process
fails, so that nobody forgets the mark.
"""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import date
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from assistant.model import Question
from assistant.question.understanding import Understood, understand
from corpus.core.model import Document, Kind, Level, Provision, Record, TextKind, Unit, Validity, content_hash
from corpus.core.registry import Registry
from indexing.config import IndexConfig
from indexing.sources import load_registry
from tests.databases import EMPTY, Postgres, postgres

if TYPE_CHECKING:
    from assistant.service import Assistant
    from assistant.store.database import Store

ROOT = Path(__file__).parent.parent
HOME = ROOT / "var"
TODAY = date(2026, 11, 22)
DATA = ROOT.parent / "shared" / "data"


HEAVY = {"assistant", "built", "light", "full", "address"}
"""Fixtures that load or build an index, load the encoder, or start a server process."""
WEIGHTS = {"slow": 10, "browser": 2, "heavy": 1}
"""By how much a test's mark puts its file forward: processes take whole files, and a dear one must not come last."""
MODELS = {"torch", "transformers", "sentence_transformers", "onnxruntime", "underthesea"}

# How long an example takes says nothing about the code where other work shares the cores.
settings.register_profile("project", deadline=None)
settings.load_profile("project")


class NoModels:
    """An import hook that refuses what tests without the mark ``heavy`` do not need."""

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: object = None) -> ModuleSpec | None:
        if name in MODELS:
            raise ImportError(f"{name} is for tests marked “heavy”")
        return None


def light_only(config: pytest.Config) -> bool:
    return "not heavy" in config.option.markexpr


def pytest_configure(config: pytest.Config) -> None:
    if light_only(config):
        sys.meta_path.insert(0, NoModels())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HEAVY & set(getattr(item, "fixturenames", ())):
            item.add_marker("heavy")
    cost = Counter[Path]()
    for item in items:
        cost[item.path] += sum(weight for mark, weight in WEIGHTS.items() if item.get_closest_marker(mark))
    items.sort(key=lambda item: -cost[item.path])


def pytest_sessionstart(session: pytest.Session) -> None:
    """Bring the shipped index up to date once, before parallel workers start."""
    config = session.config
    if not (hasattr(config, "workerinput") or config.option.collectonly or light_only(config)):
        from indexing.build import build

        build(IndexConfig(home=HOME, corpus="shipped"))


@pytest.fixture(scope="session", autouse=True)
def no_other_process(request: pytest.FixtureRequest) -> Iterator[None]:
    """Where only light tests were chosen, none starts a process."""

    def refuse(*_: Any, **__: Any) -> None:
        raise RuntimeError("starting a process is for tests marked “heavy”")

    with pytest.MonkeyPatch.context() as patch:
        if light_only(request.config):
            patch.setattr(subprocess.Popen, "__init__", refuse)
        yield


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    """A running PostgreSQL of this session."""
    with postgres() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_store(postgres_server: Postgres) -> str:
    """The address of a database whose tables are up to date; shared, and emptied before each test."""
    from assistant.store.database import Store

    address = postgres_server.database()
    with closing(Store(address)) as store:
        store.upgrade()
    return address


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.heavy)])
def empty_store_address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without tables, on both kinds."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/kho/store.sqlite"
    server: Postgres = request.getfixturevalue("postgres_server")
    return server.database()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.heavy)])
def store_address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty store, on both kinds of database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/kho/store.sqlite"
    address: str = request.getfixturevalue("postgres_store")
    request.getfixturevalue("postgres_server").execute(EMPTY, address)
    return address


@pytest.fixture
def store(store_address: str) -> Iterator[Store]:
    """An empty store, on both kinds of database."""
    from assistant.store.database import Store

    with closing(Store(store_address)) as store:
        store.upgrade()
        yield store


@pytest.fixture(scope="session")
def assistant() -> Assistant:
    """The assistant over the shipped corpus, with a fixed clock."""
    from dataclasses import replace

    from assistant.settings import Settings
    from assistant.wiring import assistant_from

    return replace(assistant_from(Settings(home=HOME, corpus="shipped")), today=lambda: TODAY)


@pytest.fixture(scope="session")
def shipped() -> Registry:
    """The registry of the shipped corpus, without its index."""
    return load_registry(IndexConfig(home=HOME, corpus="shipped"))


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
