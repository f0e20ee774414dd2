"""``publish``: the index's vectors onto a database that many machines share (edge)."""

from __future__ import annotations

from typing import Annotated

import typer

from corpus.core.installation import HOME, needs
from indexing.cli.options import CorpusOption, EncoderOption, HomeOption, config_from


def register(app: typer.Typer) -> None:
    """Add ``publish`` to the index's command line."""
    app.command("publish")(publish)


def publish(
    url: Annotated[
        str, typer.Option("--index-url", envvar="TLDH_INDEX_URL", help="PostgreSQL có pgvector: postgresql://…")
    ],
    home: HomeOption = HOME,
    corpus: CorpusOption = "merged",
    encoder: EncoderOption = "bundled",
) -> None:
    """Đưa vectơ của chỉ mục đang dùng lên cơ sở dữ liệu và cho mọi máy dùng chỉ mục ấy."""
    with needs("serve"):
        from indexing.remote.database import publish as load_there
    from indexing.snapshot import load

    snapshot = load(config_from(home, corpus, encoder))
    loaded = load_there(url, snapshot)
    done = "Đã đưa lên" if loaded else "Đã có sẵn"
    typer.echo(f"{done} {len(snapshot.passages)} vectơ của chỉ mục {snapshot.manifest.id}; mọi máy dùng chỉ mục này.")
