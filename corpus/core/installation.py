"""Where this program runs from, a checkout or an installed package, and what follows from that.

Edge: looks at the files beside the packages and at the environment once, when imported. A checkout keeps everything
made at run time beside the packages, in ``var/``; an installed package must not write there and uses the person's data
folder. Both are overruled by ``TLDH_HOME``, and then by an option or a setting.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from corpus.core.codes import Code
from corpus.core.errors import SetupError

NAME = "tro-ly-dai-hoi"
"""Name of the distribution, of its data folder and, with a suffix, of its commands."""
PACKAGES = Path(__file__).resolve().parents[2]
"""Folder that holds the packages."""
OWN = frozenset({"app", "assistant", "corpus", "eval", "indexing", "prompts"})
"""Our own top-level modules."""


def in_checkout(packages: Path = PACKAGES) -> bool:
    """Whether the project file of this very project lies beside the packages."""
    project = packages / "pyproject.toml"
    return project.is_file() and tomllib.loads(project.read_text("utf-8")).get("project", {}).get("name") == NAME


def default_home(packages: Path = PACKAGES, environment: Mapping[str, str] = os.environ) -> Path:
    """Folder of everything made at run time: encoder, library, index, evaluation runs.

    ``TLDH_HOME`` where it is set; else ``var/`` in a checkout; else the data folder of the person who runs this
    (``XDG_DATA_HOME``, which by its specification counts only when absolute, or ``~/.local/share``).
    """
    if chosen := environment.get("TLDH_HOME"):
        return Path(chosen)
    if in_checkout(packages):
        return packages / "var"
    shared = Path(environment.get("XDG_DATA_HOME", ""))
    return (shared if shared.is_absolute() else Path.home() / ".local" / "share") / NAME


def program(package: str, packages: Path = PACKAGES) -> str:
    """How the command line of ``assistant``, ``indexing`` or ``eval`` is called, for hints to people."""
    if in_checkout(packages):
        return f"python -m {package}"
    return NAME if package == "assistant" else f"{NAME}-{package}"


@contextmanager
def needs(extra: str) -> Iterator[None]:
    """Imports within belong to an optional part of the package.

    Args:
        extra: its name in ``pyproject.toml``.

    Raises:
        SetupError: ``setup.extra``, naming the command to run, when a library of the part is not installed.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] in OWN:
            raise
        raise SetupError(
            Code.SETUP_EXTRA,
            f"Chưa cài phần “{extra}” của trợ lý (thiếu {error.name}).",
            hint=install(extra),
        ) from error


def install(extra: str, packages: Path = PACKAGES) -> str:
    """The command that installs an optional part, as a hint to people."""
    return "Chạy: make setup." if in_checkout(packages) else f"Chạy: pip install '{NAME}[{extra}]'."


HOME = default_home()
"""The default of every option, setting and configuration that names this folder."""
