"""Where run-time data lives, and what an optional part says when it is missing."""

from importlib import import_module
from pathlib import Path

import pytest

from assistant.settings import Settings
from corpus.core.errors import SetupError
from corpus.core.installation import HOME, NAME, PACKAGES, default_home, in_checkout, install, needs, program
from eval.cli_checks import RUNS
from indexing.config import IndexConfig

ROOT = Path(__file__).parents[3]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text(f'[project]\nname = "{NAME}"\n', "utf-8")
    return tmp_path


def test_the_variable_comes_first(checkout: Path) -> None:
    assert default_home(checkout, {"TLDH_HOME": "/srv/tldh", "XDG_DATA_HOME": "/data"}) == Path("/srv/tldh")


def test_a_checkout_keeps_its_data_beside_the_packages(checkout: Path) -> None:
    assert default_home(checkout, {"TLDH_HOME": "", "XDG_DATA_HOME": "/data"}) == checkout / "var"
    assert program("indexing", checkout) == "python -m indexing"


@pytest.mark.parametrize("project", [None, '[project]\nname = "khac"\n', "[tool.ruff]\n"])
def test_an_installed_package_uses_the_persons_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, project: str | None
) -> None:
    if project is not None:
        (tmp_path / "pyproject.toml").write_text(project, "utf-8")
    monkeypatch.setenv("HOME", "/home/an")
    assert not in_checkout(tmp_path)
    assert default_home(tmp_path, {"XDG_DATA_HOME": "/data"}) == Path("/data") / NAME
    for ignored in ({}, {"XDG_DATA_HOME": ""}, {"XDG_DATA_HOME": "tương/đối"}):
        assert default_home(tmp_path, ignored) == Path("/home/an/.local/share") / NAME
    assert program("indexing", tmp_path) == f"{NAME}-indexing"
    assert program("assistant", tmp_path) == NAME


def test_everything_has_the_same_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TLDH_HOME", raising=False)
    assert ROOT == PACKAGES
    assert IndexConfig().home == Settings(_env_file=None).home == HOME
    assert RUNS.parent == HOME
    monkeypatch.setenv("TLDH_HOME", "")
    assert Settings(_env_file=None).home == HOME


def test_no_module_names_the_folder_by_itself() -> None:
    for package in ("app.py", "assistant", "bench", "corpus", "eval", "indexing"):
        for path in [ROOT / package] if package.endswith(".py") else (ROOT / package).rglob("*.py"):
            if path.name != "installation.py":
                assert '"var"' not in path.read_text("utf-8"), path


def test_a_missing_part_is_named_with_the_command(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"phần “serve”.*thiếu khong_co_thu_vien_nay") as found, needs("serve"):
        import_module("khong_co_thu_vien_nay")
    assert found.value.code == "setup.extra"
    assert found.value.hint == install("serve") == "Chạy: make setup."
    assert install("serve", tmp_path) == f"Chạy: pip install '{NAME}[serve]'."


def test_a_module_of_ours_that_is_missing_is_a_bug() -> None:
    with pytest.raises(ModuleNotFoundError), needs("serve"):
        import_module("assistant.khong_co_mo_dun_nay")
