"""The operator's page names every setting."""

import re
from pathlib import Path

import pytest

from assistant.settings import Settings
from corpus.core.codes import Code
from corpus.core.errors import SetupError

ROOT = Path(__file__).parents[2]


def test_every_setting_is_documented() -> None:
    page = (ROOT / "docs" / "operations.md").read_text("utf-8")
    documented = set(re.findall(r"`(TLDH_[A-Z_]+)`", page))
    assert {f"TLDH_{name.upper()}" for name in Settings.model_fields} == documented


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("timezone", "Sao/Hoa"),
        ("port", "tám nghìn"),
        ("metrics", "9464"),
        ("allowed_origins", '["https://cong.example"]'),
        ("allowed_origins", "https://cong.example/trang"),
        ("allowed_origins", "cong.example"),
        ("allowed_origins", "https://cong.example, *"),
        ("allowed_origins", "https://cong.example:70000"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"TLDH_{name.upper()}", value)
    with pytest.raises(SetupError, match=f"TLDH_{name.upper()}") as told:
        Settings(_env_file=None)
    assert told.value.code == Code.SETUP_SETTING


@pytest.mark.parametrize("value", ["", "https://cong.example", " http://127.0.0.1:8001/ ,https://[::1]:8443"])
def test_origins_of_portals(value: str) -> None:
    assert Settings(_env_file=None, allowed_origins=value).allowed_origins == value
