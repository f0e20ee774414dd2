"""``python -m indexing``."""

from indexing.cli import app

app()
