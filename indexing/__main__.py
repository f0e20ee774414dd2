"""``python -m indexing``."""

from indexing.cli.commands import app

app()
