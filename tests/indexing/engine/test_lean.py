"""A package looks absent within, and is there for everybody afterwards."""

import sys

import pytest

from indexing.engine.lean import without


def test_a_package_is_absent_within_and_back_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "wave", raising=False)
    with without("wave"), pytest.raises(ImportError):
        import wave
    import wave

    assert wave.open


def test_what_is_imported_already_stays() -> None:
    with without("json"):
        import json
    assert sys.modules["json"] is json
