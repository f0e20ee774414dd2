"""``python -m assistant``: ask questions on a terminal, check claims, verify certificates."""

from assistant.cli.ask import app

app()
