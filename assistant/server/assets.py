"""The chat page's own files, and the folder that Chainlit works in.

Edge. ``web/`` beside this module holds style sheets, images, settings and translation as package data. Chainlit wants
them in a folder of its own, named before it is imported, where it also writes (its other translations, uploads); the
package itself is never written to.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

WEB = Path(__file__).with_name("web")
PUBLIC = WEB / "public"
"""Style sheets, scripts and images, also served under ``/static``."""
PANEL = "/documents-panel"
"""Where the texts of the chat's side panel are served."""


def lay_out(folder: Path) -> Path:
    """Bring ``folder`` up to date with ``web/`` and return it.

    Files that are the same are left alone and others are replaced whole, so that servers may start side by side.
    """
    for source in sorted(path for path in WEB.rglob("*") if path.is_file()):
        target, wanted = folder / source.relative_to(WEB), source.read_bytes()
        if target.is_file() and target.read_bytes() == wanted:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".new-", delete=False) as file:
            file.write(wanted)
        Path(file.name).chmod(0o644)
        os.replace(file.name, target)  # noqa: PTH105
    return folder
