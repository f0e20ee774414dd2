"""The documentation is true where a program can tell: lines, links, and every file, test and rule that it names."""

import re
from pathlib import Path

import pytest

from tests.test_architecture import MODULES, ROOMS

ROOT = Path(__file__).parent.parent
PAGES = sorted(
    [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "eval" / "data").rglob("*.md"),
        *(ROOT / "bench").rglob("*.md"),
    ]
)
CONTRACT = (ROOT / "docs" / "contract.md").read_text("utf-8")
LONGEST_LINE = 120
RULES = range(1, 18)
_PATH = re.compile(r"`((?:[\w.-]+/)+[\w.-]*|[\w-]+\.(?:py|toml))(?:::(\w+))?`")
_TEST = re.compile(r"def (test_\w+)\(")
_TREES = ("assistant/", "corpus/", "eval/", "indexing/", "prompts/", "tests/", "docs/", "bench/")


def named(page: Path) -> list[tuple[str, str]]:
    """Files that a page names between backticks, with the test named behind ``::``."""
    text = page.read_text("utf-8")
    return [(path, test) for path, test in _PATH.findall(text) if path.startswith(_TREES) or "/" not in path]


def by_name(pages: list[Path]) -> dict[str, Path]:
    return {page.relative_to(ROOT).as_posix(): page for page in pages}


@pytest.mark.parametrize("page", PAGES, ids=list(by_name(PAGES)))
def test_no_line_is_longer_than_a_screen(page: Path) -> None:
    lines = page.read_text("utf-8").splitlines()
    assert [number for number, line in enumerate(lines, 1) if len(line) > LONGEST_LINE] == []


@pytest.mark.parametrize("page", PAGES, ids=list(by_name(PAGES)))
def test_files_and_tests_that_a_page_names_exist(page: Path) -> None:
    missing = []
    for path, test in named(page):
        found = [ROOT / path] if "/" in path else list(ROOT.glob(path)) + _anywhere(path)
        if not any(place.exists() for place in found):
            missing.append(path)
        elif test and f"def {test}(" not in found[0].read_text("utf-8"):
            missing.append(f"{path}::{test}")
    assert missing == []


def _anywhere(name: str) -> list[Path]:
    return [path for tree in _TREES for path in (ROOT / tree).rglob(name)]


@pytest.mark.parametrize("page", PAGES, ids=list(by_name(PAGES)))
def test_links_inside_the_project_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def sections() -> dict[int, str]:
    """The contract, rule by rule."""
    parts = re.split(r"^## R(\d+) – ", CONTRACT, flags=re.MULTILINE)[1:]
    return {int(number): text for number, text in zip(parts[::2], parts[1::2], strict=True)}


def test_every_rule_of_the_contract_says_who_enforces_it_and_which_test_would_fail() -> None:
    assert list(sections()) == list(RULES)
    for number, text in sections().items():
        assert re.search(r"^- (?:enforced:|\*\*in part\.\*\*)", text, re.MULTILINE), number
        assert re.search(r"^- tested: [^\n]*`tests/|^- tested: the folder `tests/", text, re.MULTILINE), number


def test_every_rule_is_found_in_the_names_of_tests() -> None:
    names = [name for path in (ROOT / "tests").rglob("test_*.py") for name in _TEST.findall(path.read_text("utf-8"))]
    assert {int(rule) for name in names for rule in re.findall(r"_r(\d+)(?=_)", name)} == set(RULES)


def test_rules_named_in_the_code_exist() -> None:
    found = {
        int(number)
        for path in MODULES.values()
        for rule in re.findall(r"[Cc]ontract (R\d+(?:(?:, |–| and )R\d+)*)", path.read_text("utf-8"))
        for number in re.findall(r"\d+", rule)
    }
    assert {1, 5, 12} <= found <= set(RULES)


def test_the_picture_of_the_house_has_every_room_and_its_size() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    picture = text.split("```")[1]
    sizes: dict[str, int] = {}
    for path in MODULES.values():
        if path.name not in ("__init__.py", "__main__.py"):
            room = "/".join(path.relative_to(ROOT).parent.parts[:2])
            sizes[room] = sizes.get(room, 0) + 1
    wrong = [
        f"{room.split('/')[-1]} ({size})"
        for room, size in sizes.items()
        if "/" in room and f"{room.split('/')[-1]} ({size})" not in picture
    ]
    assert wrong == []
    folders = {room for room in ROOMS if "/" in room and (ROOT / room).is_dir()}
    assert folders == {room for room in sizes if "/" in room}
