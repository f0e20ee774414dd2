"""Has anything become dearer? Ratios to the usual recipe, beside those recorded: ``python -m bench.check --home var``.

Both sides are measured in one run, in processes of their own, by time of the processor, so that a busy machine says
nearly the same as an idle one. More than a fifth worse than ``bench/ratios.json`` ends with 1 (``make bench-check``);
``--record`` writes the file anew after an intended change. The recipe's index is built once, into ``bench/naive`` of
the data folder.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from bench.__main__ import machine, part

RECORDED = Path(__file__).with_name("ratios.json")
ALLOWED = 1.2
DEARER = ("start_cpu_s", "cpu_p50_ms", "cpu_mean_ms", "resident_mb")
"""What should stay small; all others should stay large."""
BETTER = ("hit_1", "hit_5")


def ratios(home: Path, questions: int) -> dict[str, float]:
    """Ours over the recipe's, by name."""
    folder = home / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("index", "models"):
        if not (folder / name).exists():
            (folder / name).symlink_to(home.resolve() / name)
    here = ["--home", str(folder), "--questions", str(questions)]
    if not (folder / "naive" / "chunks.json").is_file():
        shutil.rmtree(folder / "naive", ignore_errors=True)
        part("bench.measure", "naive-build", *here)
    ours, naive = part("bench.measure", "ours", *here), part("bench.measure", "naive", *here)
    return {name: ours[name] / naive[name] for name in (*DEARER, *BETTER)}


def worse(found: Mapping[str, float], recorded: Mapping[str, float]) -> list[str]:
    """What is worse than recorded by more than allowed, in words."""
    told = []
    for name, before in recorded.items():
        factor = found[name] / before if name in DEARER else before / found[name]
        if factor > ALLOWED:
            told.append(f"{name}: {before:.3f} → {found[name]:.3f}, worse by {factor - 1:.0%}")
    return told


def main() -> None:
    """Measure, compare, and end with 1 where something is worse."""
    parser = argparse.ArgumentParser(prog="python -m bench.check")
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--questions", type=int, default=120)
    parser.add_argument("--record", action="store_true", help="write the ratios anew")
    options = parser.parse_args()
    found = ratios(options.home, options.questions)
    sys.stdout.write(json.dumps(found) + "\n")
    if options.record:
        told = {"machine": machine(), "ratio": {name: round(value, 3) for name, value in found.items()}}
        RECORDED.write_text(json.dumps(told, indent=2) + "\n", "utf-8")
    elif faults := worse(found, json.loads(RECORDED.read_text("utf-8"))["ratio"]):
        sys.exit("\n".join(faults))


if __name__ == "__main__":
    main()
