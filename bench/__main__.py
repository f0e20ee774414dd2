"""``python -m bench``: speed, memory and start of the assistant beside the usual recipe, in one run.

Every part runs in a process of its own (``bench.measure``, ``bench.serve``); the numbers, the ratios and the machine go
to the screen and to ``bench/serve.json`` in the data folder. How to read them: ``bench/README.md``.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from corpus.core.installation import HOME

ROOT = Path(__file__).resolve().parent.parent
RATIOS = ("start_s", "p50_ms", "p95_ms", "answers_per_s", "answers_per_s_threads", "resident_mb", "hit_1", "hit_5")
BUILD_RATIOS = ("characters_per_s", "build_s")


def part(module: str, *arguments: str) -> dict[str, Any]:
    """The JSON that one measuring process prints."""
    line = [sys.executable, "-m", module, *arguments]
    print("…", " ".join(line[2:]), file=sys.stderr, flush=True)
    done = subprocess.run(line, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def machine() -> dict[str, Any]:
    """What the numbers were measured on."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines()
            if line.startswith("model name")
        ),
        platform.processor(),
    )
    return {
        "processor": model,
        "cores": len(os.sched_getaffinity(0)),
        "load": [round(value, 2) for value in os.getloadavg()],
        "python": platform.python_version(),
        "day": datetime.now(UTC).date().isoformat(),
    }


def main() -> None:
    """Run every part and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--home", type=Path, default=HOME, help="where the encoder is; nothing is written there")
    parser.add_argument("--questions", type=int, default=180)
    parser.add_argument("--out", type=Path, default=HOME / "bench" / "serve.json")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as fresh:
        (Path(fresh) / "models").symlink_to(options.home.resolve() / "models")
        here = ["--home", fresh]
        asked = [*here, "--questions", str(options.questions)]
        built, built_naive = part("bench.measure", "build", *here), part("bench.measure", "naive-build", *here)
        ours, naive = part("bench.measure", "ours", *asked), part("bench.measure", "naive", *asked) | built_naive
        command, server = part("bench.measure", "command", *here), part("bench.serve", *asked)
    result = {
        "machine": machine(),
        "ours": ours,
        "naive": naive,
        "build": built,
        "command": command,
        "server": server,
        "ratio": {name: ours[name] / naive[name] for name in RATIOS}
        | {f"index_{name}": built[name] / naive[name] for name in BUILD_RATIOS},
    }
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", "utf-8")
    show(result)


def show(result: dict[str, Any]) -> None:
    """Print the numbers as a table."""
    print(json.dumps(result["machine"], ensure_ascii=False))
    print(f"{'':28}{'ours':>12}{'naive':>12}{'ratio':>9}")
    for name in RATIOS:
        print(f"{name:28}{result['ours'][name]:12.3f}{result['naive'][name]:12.3f}{result['ratio'][name]:9.2f}")
    for name in ("passages", "passages_per_s", *BUILD_RATIOS):
        ratio = f"{result['ratio'][f'index_{name}']:9.2f}" if name in BUILD_RATIOS else ""
        print(f"{'index_' + name:28}{result['build'][name]:12.1f}{result['naive'][name]:12.1f}{ratio}")
    for group in ("command", "server"):
        for name, value in result[group].items():
            print(f"{group + ' ' + name:28}{value:12.2f}")


if __name__ == "__main__":
    main()
