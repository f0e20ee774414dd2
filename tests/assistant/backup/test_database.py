"""PostgreSQL's programs: what they are told, and that no password is on a command line."""

import stat
from pathlib import Path

import pytest

from assistant.backup.database import dump_postgres, is_postgres, restore_postgres
from corpus.core.codes import Code
from corpus.core.errors import SetupError

RECORDER = """#!/bin/sh
here="$(dirname "$0")"
printf '%s\\n' "$@" > "$here/told"
for word in "$@"; do
  case "$word" in
    *passfile=*) file="$(printf '%s' "$word" | sed 's/.*passfile=//; s/%2F/\\//g')"; cp "$file" "$here/pass"
                 stat -c %a "$file" > "$here/mode" ;;
  esac
done
exit {status}
"""


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    for name, status in (("pg_dump", 0), ("pg_restore", 0)):
        (tmp_path / name).write_text(RECORDER.replace("{status}", str(status)))
        (tmp_path / name).chmod(0o700)
    return tmp_path


def told(programs: Path) -> list[str]:
    return (programs / "told").read_text().splitlines()


@pytest.mark.heavy
def test_a_password_goes_by_a_file_that_only_its_owner_reads(programs: Path) -> None:
    dump_postgres("postgresql+psycopg://tldh:bí%3A%40mật@db:5432/tldh?sslmode=require", programs / "x", programs)
    words = told(programs)
    assert "--format=custom" in words
    assert words[-1].startswith("postgresql://tldh@db:5432/tldh?sslmode=require&passfile=")
    assert not any("mật" in word for word in words)
    assert (programs / "pass").read_text() == "*:*:*:*:bí\\:@mật\n"
    assert (programs / "mode").read_text().strip() == "600"
    assert not Path(words[-1].partition("passfile=")[2].replace("%2F", "/")).exists()


@pytest.mark.heavy
def test_tables_come_back_all_or_none_and_replace_others_only_when_told(programs: Path) -> None:
    restore_postgres("postgresql://tests@/store?host=/tmp/x", programs / "x", programs, replace=False)
    assert {"--single-transaction", "--exit-on-error", "--dbname=postgresql://tests@/store?host=/tmp/x"} <= set(
        told(programs)
    )
    assert "--clean" not in told(programs)
    restore_postgres("postgresql://tests@/store?host=/tmp/x", programs / "x", programs, replace=True)
    assert {"--clean", "--if-exists"} <= set(told(programs))


@pytest.mark.heavy
def test_a_program_that_is_missing_or_fails_is_told(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (programs / "pg_dump").write_text("#!/bin/sh\necho 'không nối được' >&2\nexit 1\n")
    (programs / "pg_dump").chmod(stat.S_IRWXU)
    with pytest.raises(SetupError, match="không nối được") as raised:
        dump_postgres("postgresql://h/d", programs / "x", programs)
    assert raised.value.code is Code.BACKUP_TOOL
    monkeypatch.setenv("PATH", str(programs / "nothing"))
    with pytest.raises(SetupError, match="Không tìm thấy chương trình pg_restore"):
        restore_postgres("postgresql://h/d", programs / "x", replace=False)


@pytest.mark.parametrize(
    ("url", "answer"),
    [
        ("postgresql+psycopg://u@h/d", True),
        ("postgresql://h/d", True),
        ("postgres://h/d", True),
        ("sqlite:////var/x.sqlite", False),
        ("", False),
    ],
)
def test_an_address_of_postgresql_is_known(url: str, answer: bool) -> None:
    assert is_postgres(url) is answer
