"""The chat page's files: closed by default, wholly Vietnamese, and no logic in the handlers."""

import json
import tomllib
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from assistant.render import DISCLOSURE

ROOT = Path(__file__).parent.parent.parent
CONFIG = tomllib.loads((ROOT / ".chainlit" / "config.toml").read_text("utf-8"))


def chainlit_folder() -> Path:
    """Where Chainlit is installed; it is not imported, since importing it warns."""
    spec = find_spec("chainlit")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


def leaves(tree: Any, path: str = "") -> dict[str, str]:
    if isinstance(tree, dict):
        return {name: text for key, item in tree.items() for name, text in leaves(item, f"{path}.{key}").items()}
    return {path: tree}


def test_everything_that_reaches_out_or_stores_is_off() -> None:
    features = CONFIG["features"]
    assert CONFIG["project"]["allow_origins"] == []
    assert not features["spontaneous_file_upload"]["enabled"]
    assert not features["unsafe_allow_html"]
    assert not features["mcp"]["enabled"]
    assert not features["audio"]["enabled"]
    assert CONFIG["UI"]["language"] == "vi-VN"
    assert "http" not in json.dumps(CONFIG)


def test_the_translation_covers_every_text_of_the_installed_version() -> None:
    english = chainlit_folder() / "translations" / "en-US.json"
    ours = leaves(json.loads((ROOT / ".chainlit" / "translations" / "vi-VN.json").read_text("utf-8")))
    theirs = leaves(json.loads(english.read_text("utf-8")))
    assert set(ours) == set(theirs)
    assert {name for name, text in ours.items() if text == theirs[name]} <= {".navigation.user.menu.settingsKey"}
    assert "máy" in ours[".chat.watermark"]


def test_theme_and_scripts_name_no_other_host() -> None:
    for path in sorted((ROOT / "public").rglob("*")):
        if path.suffix in {".css", ".js", ".json"}:
            assert "//" not in path.read_text("utf-8").replace("// ", ""), path
    assert json.loads((ROOT / "public" / "theme.json").read_text("utf-8"))["custom_fonts"] == []


def test_the_chat_module_stays_thin() -> None:
    assert len((ROOT / "assistant" / "chat.py").read_text("utf-8").splitlines()) < 200


def test_people_are_told_that_they_talk_to_a_machine() -> None:
    assert "trí tuệ nhân tạo" in DISCLOSURE
    assert "trí tuệ nhân tạo" in (ROOT / "chainlit_vi-VN.md").read_text("utf-8")
