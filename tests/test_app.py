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
left = {name: os.environ.get(name) for name in json.loads(sys.argv[1])}
from assistant.settings import Settings
from assistant.server.executor import Desk
app.create(Settings(_env_file=None, home=Path(sys.argv[2])), Desk(lambda: None))
waits = {"chainlit", "authlib", "alembic", "docx", "icalendar", "scipy", "torch", "transformers", "langchain_core"}
print(json.dumps({"heavy": heavy, "left": left, "early": sorted(waits & set(sys.modules))}))
"""


@pytest.mark.heavy
def test_exports_are_off_nothing_heavy_is_imported_before_and_little_with_the_server(tmp_path: Path) -> None:
    """What only the chat, accounts, files or the tables need is imported when they are."""
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
    assert told["early"] == []
    assert {name: value for name, value in told["left"].items() if value not in (None, "false")} == {}
