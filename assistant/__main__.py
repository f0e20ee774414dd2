"""``python -m assistant``: ask questions on a terminal, check claims, verify certificates."""

from assistant.cli import app

app()
