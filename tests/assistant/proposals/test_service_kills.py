"""Serving processes are killed under load: no proposal that was confirmed is lost, none is stored twice."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.databases import Postgres

ROOT = Path(__file__).parents[3]
KILLS = 5
"""A bench of its own does more: ``python -m bench.kills``."""


@pytest.mark.heavy
def test_a_kill_loses_and_doubles_nothing(postgres_server: Postgres) -> None:
    line = [sys.executable, "-m", "bench.kills", "--kills", str(KILLS), "--url", postgres_server.database()]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["kills"], told["lost"], told["doubled"]) == (KILLS, 0, 0)
    assert told["confirmed"] == told["stored"] >= 3 * KILLS
