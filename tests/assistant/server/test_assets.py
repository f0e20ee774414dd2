"""The chat's files laid out for Chainlit."""

from pathlib import Path

from assistant.server.assets import WEB, lay_out


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_the_folder_is_brought_up_to_date_and_otherwise_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "home" / "chat"
    assert lay_out(folder) == folder
    assert contents(folder) == contents(WEB)
    old, same = folder / ".chainlit" / "config.toml", folder / "public" / "chat.css"
    old.write_text("cũ", "utf-8")
    added = folder / ".chainlit" / "translations" / "en-US.json"
    added.write_text("{}", "utf-8")
    before = same.stat().st_ino
    lay_out(folder)
    assert same.stat().st_ino == before
    assert contents(folder) == contents(WEB) | {".chainlit/translations/en-US.json": b"{}"}
