"""The house in numbers: ``python -m bench.rooms [FOLDER] [--at COMMIT]``, as Markdown.

For every room (a folder of modules) its modules, lines and lines of code, the longest module and the most complex
function (cyclomatic, as ruff's C901 counts); then which room imports which, and from how many modules. Tests are left
out. ``--at`` looks at a commit instead of the files as they are; nothing is checked out.
"""

from __future__ import annotations

import argparse
import ast
import io
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import tokenize
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("corpus", "prompts", "indexing", "assistant", "eval", "bench", "app")
_COMPLEXITY = re.compile(r"`(.+)` is too complex \((\d+) >")


@dataclass
class Room:
    """One folder of modules, or one module that stands alone at the top."""

    modules: list[str] = field(default_factory=list)
    lines: int = 0
    code: int = 0
    longest: tuple[int, str] = (0, "")
    hardest: tuple[int, str] = (0, "")


def code_lines(source: str) -> int:
    """Lines that hold code: no blank line, no comment, no docstring."""
    skipped = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
    held: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in skipped:
            held.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            held.difference_update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return len(held)


def sources(root: Path) -> Iterator[Path]:
    """The modules of the project, tests left out."""
    for package in PACKAGES:
        folder = root / package
        yield from sorted(folder.rglob("*.py")) if folder.is_dir() else [root / f"{package}.py"]


def room_of(path: Path, root: Path) -> str:
    """The folder of a module; ``app.py`` is its own."""
    return path.relative_to(root).parent.as_posix().strip(".") or path.stem


def complexities(root: Path) -> dict[str, tuple[int, str]]:
    """The most complex function of each module, by path."""
    line = [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "--select", "C901", "--exit-zero"]
    line += ["--config", "lint.mccabe.max-complexity=1", "--output-format", "json", *PACKAGES[:-1], "app.py"]
    done = subprocess.run(line, cwd=root, check=True, capture_output=True, text=True)
    found: dict[str, tuple[int, str]] = {}
    for row in json.loads(done.stdout):
        if match := _COMPLEXITY.search(row["message"]):
            name = Path(row["filename"]).resolve().relative_to(root.resolve()).as_posix()
            found[name] = max(found.get(name, (0, "")), (int(match[2]), match[1]))
    return found


def rooms(root: Path) -> dict[str, Room]:
    """Every room with its numbers, in the order of imports between packages."""
    hardest, found = complexities(root), dict[str, Room]()
    for path in sources(root):
        source, name = path.read_text("utf-8"), path.relative_to(root).as_posix()
        room, lines = found.setdefault(room_of(path, root), Room()), len(source.splitlines())
        if path.stem not in ("__init__", "__main__"):
            room.modules.append(path.stem)
        room.lines += lines
        room.code += code_lines(source)
        room.longest = max(room.longest, (lines, path.stem))
        function = hardest.get(name, (0, ""))
        room.hardest = max(room.hardest, (function[0], f"{path.stem}.{function[1]}"))
    return found


def edges(root: Path) -> Counter[tuple[str, str]]:
    """Imports from one room to another: how many pairs of modules."""
    modules = {path.relative_to(root).with_suffix("").as_posix().replace("/", "."): path for path in sources(root)}
    found: Counter[tuple[str, str]] = Counter()
    for path in modules.values():
        names: set[str] = set()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
                members = {f"{node.module}.{alias.name}" for alias in node.names}
                names |= members & modules.keys() or {node.module}
        for name in names & modules.keys():
            here, there = room_of(path, root), room_of(modules[name], root)
            if here != there:
                found[here, there] += 1
    return found


def report(root: Path) -> Iterator[str]:
    """The two tables."""
    found = rooms(root)
    yield "| room | modules | lines | of code | longest module | hardest function |"
    yield "|---|--:|--:|--:|---|---|"
    for name, room in found.items():
        longest = f"`{room.longest[1]}` {room.longest[0]}"
        hardest = f"`{room.hardest[1]}` {room.hardest[0]}" if room.hardest[0] else "–"
        yield f"| `{name}` | {len(room.modules)} | {room.lines} | {room.code} | {longest} | {hardest} |"
    modules, lines, code = (
        sum(values) for values in zip(*((len(r.modules), r.lines, r.code) for r in found.values()), strict=True)
    )
    most = max(room.hardest for room in found.values())
    yield f"| **all** | {modules} | {lines} | {code} | | `{most[1]}` {most[0]} |"
    yield ""
    between = edges(root)
    yield "| room | imports (pairs of modules) |"
    yield "|---|---|"
    for name in found:
        below = sorted((there, count) for (here, there), count in between.items() if here == name)
        if below:
            yield f"| `{name}` | {', '.join(f'{there} {count}' for there, count in below)} |"


def main() -> None:
    """Print the report of a folder or a commit."""
    parser = argparse.ArgumentParser(prog="python -m bench.rooms")
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT, help="a checkout; this one unless given")
    parser.add_argument("--at", metavar="COMMIT", help="look at this commit of the checkout")
    options = parser.parse_args()
    if options.at is None:
        print("\n".join(report(options.folder)))
        return
    line = ["git", "-C", str(options.folder), "archive", options.at]
    packed = subprocess.run(line, check=True, capture_output=True).stdout
    with tempfile.TemporaryDirectory() as folder, tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
        print("\n".join(report(Path(folder))))


if __name__ == "__main__":
    main()
