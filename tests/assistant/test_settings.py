"""The operator's page names every setting."""

import re
from pathlib import Path

from assistant.settings import Settings

ROOT = Path(__file__).parents[2]


def test_every_setting_is_documented() -> None:
    page = (ROOT / "docs" / "operations.md").read_text("utf-8")
    documented = set(re.findall(r"`(TLDH_[A-Z_]+)`", page))
    assert {f"TLDH_{name.upper()}" for name in Settings.model_fields} == documented
