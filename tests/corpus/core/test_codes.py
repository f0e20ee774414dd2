"""The catalogue of codes holds what is raised, nothing else, and its page is fresh."""

import ast
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from corpus.core import codes
from corpus.core.codes import Code, DefectCode, FindingCode
from corpus.core.errors import AssistantError, CorpusError, IndexingError
from tests.sources import nodes

ROOT = Path(__file__).parents[3]
PACKAGES = ("assistant", "corpus", "eval", "indexing")
CATALOGUE = "corpus/core/codes.py"
DERIVED = {DefectCode.REPAIR_TCVN3, DefectCode.REPAIR_VNI, DefectCode.REPAIR_VISCII}
"""Made from the name of an encoding."""


def sources() -> Iterator[tuple[str, tuple[ast.AST, ...]]]:
    for path in chain.from_iterable(sorted((ROOT / package).rglob("*.py")) for package in PACKAGES):
        yield path.relative_to(ROOT).as_posix(), nodes(path)


def test_every_code_is_used_and_every_used_code_exists() -> None:
    kinds = {kind.__name__: kind for kind in (Code, DefectCode, FindingCode)}
    used = {
        kinds[node.value.id][node.attr]
        for path, found in sources()
        if path != CATALOGUE
        for node in found
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in kinds
        and node.attr.isupper()
    }
    every = {*Code, *DefectCode, *FindingCode}
    assert every - used == DERIVED


def subclasses(kind: type) -> Iterator[type]:
    yield kind
    for below in kind.__subclasses__():
        yield from subclasses(below)


def test_no_error_is_raised_with_a_bare_word() -> None:
    import assistant.server.problems  # noqa: F401 - defines two more errors

    names = {kind.__name__ for kind in subclasses(AssistantError)} | {"Defect"}
    bare = [
        f"{path}:{node.lineno}"
        for path, found in sources()
        for node in found
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in names
        and node.args
        and isinstance(node.args[0], ast.Constant | ast.JoinedStr)
    ]
    assert bare == []


def test_class_and_code_of_an_error_agree_on_the_status() -> None:
    statuses = {
        "InputError": 422,
        "SetupError": 503,
        "NotFoundError": 404,
        "CorpusError": 500,
        "IndexingError": 503,
        "ProviderError": 502,
        "ModelProtocolError": 502,
    }
    wrong = [
        f"{path}:{node.lineno}"
        for path, found in sources()
        for node in found
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in statuses
        and node.args
        and isinstance(code := node.args[0], ast.Attribute)
        and isinstance(code.value, ast.Name)
        and code.value.id == "Code"
        and Code[code.attr].status != statuses[node.func.id]
    ]
    assert wrong == []


def test_codes_are_told_apart_and_described() -> None:
    every = [*Code, *DefectCode, *FindingCode]
    assert len({code.value for code in every}) == len(every)
    assert all(code.meaning for code in every)


def test_the_page_is_fresh() -> None:
    page = (ROOT / "docs" / "errors.md").read_text("utf-8")
    assert page == "\n".join(codes.document()) + "\n", "python -m corpus.core.codes > docs/errors.md"


@pytest.mark.parametrize(
    "error, retryable",
    [
        (IndexingError(Code.INDEX_BUSY, "Đang ghi."), True),
        (IndexingError(Code.INDEX_BUSY, "Đang ghi.", retryable=False), False),
        (CorpusError(Code.CORPUS_EMPTY, "Tệp rỗng."), False),
    ],
)
def test_an_error_is_as_retryable_as_its_code_unless_it_knows_better(error: AssistantError, retryable: bool) -> None:
    assert error.retryable is retryable


def test_a_code_is_a_plain_word_on_the_wire() -> None:
    error = CorpusError(Code.CORPUS_EMPTY, "Tệp rỗng.", hint="Kiểm tra lại tệp gốc.")
    assert str(error) == "[corpus.empty] Tệp rỗng. Kiểm tra lại tệp gốc."
    assert f"{error.code}" == error.code == "corpus.empty"
