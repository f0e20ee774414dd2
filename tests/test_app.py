"""The composition root keeps libraries from reaching out, whatever the environment says."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FOREIGN = {
    "LITERAL_API_KEY": "k",
    "DATABASE_URL": "postgresql://db.example/x",
    "SLACK_BOT_TOKEN": "k",
    "DISCORD_BOT_TOKEN": "k",
    "TEAMS_APP_ID": "k",
    "LANGSMITH_TRACING": "true",
    "LANGCHAIN_TRACING_V2": "true",
}
PROBE = """
import json, os, sys
from pathlib import Path
import app
app.quieten(Path(sys.argv[2]))
heavy = sorted(set(sys.modules) & {"chainlit", "torch", "faiss", "langchain_core", "underthesea"})
print(json.dumps({"heavy": heavy, "left": {name: os.environ.get(name) for name in json.loads(sys.argv[1])}}))
"""


@pytest.mark.heavy
def test_exports_are_switched_off_and_nothing_heavy_is_imported_before(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROBE, json.dumps(sorted(FOREIGN)), str(tmp_path)],
        cwd=ROOT,
        env=os.environ | FOREIGN,
        check=True,
        capture_output=True,
        text=True,
    )
    told = json.loads(done.stdout)
    assert told["heavy"] == []
    assert {name: value for name, value in told["left"].items() if value not in (None, "false")} == {}
