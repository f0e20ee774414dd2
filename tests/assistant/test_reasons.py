"""One catalogue of reasons: the documentation prints it, the prompts explain it, nothing else is said."""

import re
import tomllib
from pathlib import Path

from assistant.reasons import Reason
from prompts.reasons import explain

ROOT = Path(__file__).resolve().parents[2]


def test_a_reason_is_its_code() -> None:
    assert Reason.NUMBER == "r3.number"
    assert f"{Reason.NUMBER}" == "r3.number"
    assert Reason("r3.number") is Reason.NUMBER
    assert all(reason.meaning for reason in Reason)


def test_the_documentation_prints_the_catalogue() -> None:
    text = (ROOT / "docs" / "verifier.md").read_text("utf-8")
    table = "| code | meaning |\n|---|---|\n" + "".join(f"| `{code}` | {code.meaning} |\n" for code in Reason)
    assert table in text, f"the table of docs/verifier.md should be\n{table}"


def test_every_reason_is_explained_to_a_model_and_nothing_else() -> None:
    told = tomllib.loads((ROOT / "prompts" / "reasons.toml").read_text("utf-8"))
    assert [code for code in Reason if explain(code) == code] == []
    families = {code.partition(".")[0] for code in Reason} | {"model"}
    assert [code for code in told if code not in {*Reason, *families} and not code.startswith("model.")] == []


def test_no_module_writes_a_code_by_hand() -> None:
    code = re.compile(r"[\"'](?:r\d+|content|text)\.[a-z_]+[\"']")
    written = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "assistant").rglob("*.py"))
        if path.name != "reasons.py" and code.search(path.read_text("utf-8"))
    ]
    assert written == []
