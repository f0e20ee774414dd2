"""Importing a library without what only the unused parts of it want."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without(*packages: str) -> Iterator[None]:
    """Within, packages that are not imported yet look as if they were not installed.

    What is imported here must have a way of its own for that case. Afterwards everybody may import them.
    """
    absent = [name for name in packages if name not in sys.modules]
    sys.modules |= dict.fromkeys(absent)  # type: ignore[arg-type]  # ``None`` there means: not installed
    try:
        yield
    finally:
        for name in absent:
            sys.modules.pop(name, None)
