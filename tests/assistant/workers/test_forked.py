"""Processes behind one socket: one dies, a new index comes, the parent goes; what is asked meanwhile is answered."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import httpx
import pytest
from tenacity import retry, retry_if_exception_type, retry_if_result, stop_after_delay, wait_fixed

ROOT = Path(__file__).parents[3]
ENDS = """
import os, signal, sys
from assistant.workers.forked import Siblings
sys.exit(Siblings({{"một": {first}, "hai": signal.pause}}).run())
"""
pytestmark = pytest.mark.heavy
patient = retry(
    retry=retry_if_result(lambda found: not found) | retry_if_exception_type(httpx.TransportError),
    wait=wait_fixed(0.02),
    stop=stop_after_delay(30),
)


def children(parent: int) -> set[int]:
    return {int(pid) for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()}


def ended(pid: int) -> bool:
    """Whether a process is gone, or only waits to be noted."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


class Serving:
    """The two processes, and what they answer."""

    def __init__(self, process: subprocess.Popen[str], port: str, published: Path) -> None:
        self.parent = process.pid
        self.published = published
        self._url = f"http://127.0.0.1:{port}/api/v1/answers"

    def told(self) -> tuple[int, str]:
        """Which process answers, and from which index; over a connection of its own."""
        answer = httpx.post(self._url, json={"question": "tên"}, timeout=30)
        answer.raise_for_status()
        pid, name = answer.json()["question"].split()
        return int(pid), name

    @patient
    def tells(self, pid: int, name: str) -> bool:
        return self.told() == (pid, name)

    @patient
    def alive(self, count: int) -> set[int]:
        found = children(self.parent)
        return found if len(found) == count else set()


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Serving]:
    published = tmp_path / "CURRENT"
    published.write_text("0")
    line = [sys.executable, "tests/workers_server.py", str(published)]
    process = subprocess.Popen(line, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process.stdout as said:
        yield Serving(process, said.readline().strip(), published)
        if process.poll() is None:
            process.kill()
            process.wait()


def test_a_process_dies_an_index_comes_and_the_parent_goes(serving: Serving) -> None:
    first, second = serving.alive(2)
    os.kill(second, signal.SIGSTOP)
    assert serving.tells(first, "0")
    os.kill(first, signal.SIGKILL)  # the other is stopped: who asks now is answered by the one that takes its place
    dead = patient(lambda: ended(first))
    assert dead()
    third, _ = serving.told()
    assert third not in (first, second)
    assert serving.alive(2) == {second, third}
    os.kill(second, signal.SIGCONT)

    done = Event()

    def keep_asking() -> list[str]:
        names = []
        while not done.is_set():
            names.append(serving.told()[1])
        return names

    with ThreadPoolExecutor(2) as pool:
        asking = [pool.submit(keep_asking) for _ in range(2)]
        serving.published.write_text("1")
        for looked_at, stopped in ((second, third), (third, second)):
            os.kill(stopped, signal.SIGSTOP)
            assert serving.tells(looked_at, "1")  # each looks for itself
            os.kill(stopped, signal.SIGCONT)
        done.set()
        told = [name for job in asking for name in job.result()]  # none was refused or cut off
    assert {"0", "1"} >= set(told)
    assert told.count("1") >= 1

    os.kill(serving.parent, signal.SIGKILL)
    gone = patient(lambda: ended(second) and ended(third))
    assert gone()


@pytest.mark.parametrize(("first", "code"), [("lambda: sys.exit(3)", 3), ("lambda: os.kill(os.getppid(), 15)", 0)])
def test_they_end_together(first: str, code: int) -> None:
    """One gives up and ends all with its code; a signal to the parent ends all."""
    done = subprocess.run([sys.executable, "-c", ENDS.format(first=first)], cwd=ROOT, timeout=60, check=False)
    assert done.returncode == code
