"""The offline evaluation harness; consumes the assistant, and nothing imports it."""

from pathlib import Path

DATA = Path(__file__).parent / "data"
"""Question sets, training questions, mutation pairs, frozen behaviour and the blessed baseline."""
