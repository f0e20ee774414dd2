"""``python -m eval``: run, report, compare, bless, audit, external, counterfactual, calibrate."""

from eval.cli import app

if __name__ == "__main__":
    app(prog_name="python -m eval")
