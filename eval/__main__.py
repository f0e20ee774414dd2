"""``python -m eval``: run, report, compare, bless, audit, external, counterfactual, calibrate."""

import sys

import typer

from corpus.core.errors import SetupError
from corpus.core.installation import needs, program


def main() -> None:
    """Run the harness; when its libraries are not installed, say so in one line and leave with exit code 2."""
    try:
        with needs("eval"):
            from eval.cli import app
    except SetupError as error:
        typer.echo(str(error), err=True)
        sys.exit(2)
    app(prog_name=program("eval"))


if __name__ == "__main__":
    main()
