"""Options and error handling that all commands of ``python -m indexing`` share.

Edge of the command line. ``CommandGroup`` turns every error of ``corpus.core.errors`` into its Vietnamese message on
standard error and an exit code – 2 for the caller's mistake, 1 for everything else – so that no command needs its
own handling and nobody sees a traceback.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from corpus.core.codes import Code
from corpus.core.errors import AssistantError, InputError
from indexing.config import IndexConfig

HomeOption = Annotated[Path, typer.Option("--home", envvar="TLDH_HOME", help="Thư mục mô hình, thư viện và chỉ mục.")]
CorpusOption = Annotated[
    str, typer.Option("--corpus", envvar="TLDH_CORPUS", help="merged (cả hai) · shipped (bản tóm lược) · official.")
]
EncoderOption = Annotated[
    str, typer.Option("--encoder", envvar="TLDH_ENCODER", help="bundled, hoặc mô hình sentence-transformers.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="In JSON thay cho bảng.")]
DayOption = Annotated[str, typer.Option("--as-of", help="Ngày xét hiệu lực, dạng 2025-08-15; mặc định hôm nay.")]


class CommandGroup(TyperGroup):
    """A group of commands that reports known errors in Vietnamese."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; map its errors to an exit code."""
        try:
            return super().invoke(ctx)
        except AssistantError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(2 if isinstance(error, InputError) else 1) from error
        except BrokenPipeError:
            raise
        except OSError as error:
            name = f" “{error.filename}”" if error.filename else ""
            typer.echo(f"[io] Không đọc hoặc ghi được{name}: {error.strerror or error}.", err=True)
            raise typer.Exit(1) from error


def config_from(home: Path, corpus: str, encoder: str = "bundled") -> IndexConfig:
    """The configuration that the options name."""
    return IndexConfig(home=home, corpus=corpus, encoder=encoder)


def day_from(value: str) -> date:
    """``YYYY-MM-DD`` as a date, today when empty.

    Raises:
        InputError: ``input.date``.
    """
    try:
        return date.fromisoformat(value) if value else date.today()
    except ValueError as error:
        raise InputError(Code.INPUT_DATE, f"Ngày “{value}” không đúng.", hint="Viết dạng 2025-08-15.") from error
