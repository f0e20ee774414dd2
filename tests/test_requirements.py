"""The lock file: exact versions, no host, every direct dependency."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_lock_file_is_exact_and_names_no_host() -> None:
    lines = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert len(pins) > 100
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+(\[[a-z,]+\])?==[0-9][A-Za-z0-9.]*", pin) for pin in pins)
    assert "torch==2.13.0" in pins


def test_the_lock_file_has_every_direct_dependency() -> None:
    pinned = {
        re.split(r"[=\[]", line)[0].lower().replace("_", "-")
        for line in (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    }
    for name in ("requirements.in", "requirements-dev.in"):
        for line in (ROOT / name).read_text("utf-8").splitlines():
            if match := re.match(r"([A-Za-z0-9._-]+)", line.removeprefix("-r")):
                wanted = match[1].lower().replace("_", "-")
                assert wanted in pinned or line.startswith("-r"), f"{wanted} of {name} is not in requirements.lock"
