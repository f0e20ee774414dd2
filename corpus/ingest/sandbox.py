"""From a file to a document in a process of its own, with limits on time and memory, no network, no child processes.

Edge. Reading *and* structuring run in the worker, because hostile text can slow a pattern as a hostile file can
crash a library. One worker process takes many files, one after another; when a file makes it crash, hang or eat
too much memory, only the worker dies and the next file gets a new one. Messages are JSON: nothing the worker sends can
run code here. The worker's limits: address space, no file writing, and an audit hook that refuses sockets and
child processes, so that macros, remote images and external entities have nowhere to go.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import select
import stat
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

from corpus.core.codes import Code
from corpus.core.errors import CorpusError
from corpus.core.installation import install
from corpus.core.model import Record
from corpus.core.serialise import record_from_json, record_to_json
from corpus.ingest.proposal import Ingested, Overrides, build_document
from corpus.ingest.reading import MAX_BYTES, read
from corpus.ingest.wire import ingested_from_json, ingested_to_json, overrides_from_json, overrides_to_json
from corpus.structure.diacritics import Usage

_NOTHING_SAID = Overrides()
_NO_RECORDS: Mapping[str, Record] = {}
_MEGABYTE = 1024 * 1024
OCR_TIMES = 20
"""How much longer a file may take that is recognised: a page takes three seconds, not a hundredth of one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What reading one file may take.

    Attributes:
        seconds: wall-clock time for one file.
        megabytes: address space of the worker; a 500-page PDF needs about a fifth of it.
    """

    seconds: float = 90.0
    megabytes: int = 1536


class Sandbox:
    """A worker that turns files into documents; use as a context manager.

    Args:
        limits: for each file.
        records: the catalogue, by id; the worker matches documents with it.
        ocr: let the worker run Tesseract on scanned pages; a file then has ``OCR_TIMES`` the time.
        usage: how the corpus writes, for the diacritics of recognised pages; without it they stay as recognised.
    """

    def __init__(
        self, limits: Limits, records: Mapping[str, Record], *, ocr: bool = False, usage: Usage | None = None
    ) -> None:
        self.limits = replace(limits, seconds=limits.seconds * OCR_TIMES) if ocr else limits
        self.usage = usage
        self.ocr = ocr
        self.records = records
        self._worker: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the worker."""
        worker, self._worker = self._worker, None
        if worker is None:
            return
        worker.kill()
        worker.wait()
        for pipe in (worker.stdin, worker.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def ingest(self, path: Path, overrides: Overrides = _NOTHING_SAID) -> Ingested:
        """The document of a file.

        Raises:
            CorpusError: the reader's codes; ``corpus.timeout``, ``corpus.too_large`` (memory) or
                ``corpus.unreadable`` when the worker died.
        """
        self._check(path)
        try:
            worker = self._start()
            self._send(worker, {"path": os.fsencode(path).hex(), "overrides": overrides_to_json(overrides)})
            reply = self._reply(worker)
            found = None if "error" in reply else ingested_from_json(reply["ingested"])
        except (BrokenPipeError, EOFError, KeyError, ValueError) as error:
            self.close()
            raise CorpusError(
                Code.CORPUS_UNREADABLE, "Trình đọc dừng đột ngột khi đọc tệp.", hint="Tệp có thể bị hỏng."
            ) from error
        if found is None:
            error_data = reply["error"]
            if error_data["code"] == Code.CORPUS_TOO_LARGE:
                self.close()  # its memory may be exhausted
            raise CorpusError(Code(error_data["code"]), error_data["message"], hint=error_data["hint"])
        return found

    def _check(self, path: Path) -> None:
        try:
            status = path.stat()
        except OSError as error:
            raise CorpusError(Code.CORPUS_UNREADABLE, f"Không mở được tệp ({error.strerror}).") from error
        if not stat.S_ISREG(status.st_mode):
            raise CorpusError(Code.CORPUS_UNSUPPORTED, "Không phải tệp thường (thư mục, ống dẫn hoặc thiết bị).")
        if status.st_size == 0:
            raise CorpusError(Code.CORPUS_EMPTY, "Tệp rỗng (0 byte).", hint="Kiểm tra lại tệp gốc.")
        if status.st_size > MAX_BYTES:
            raise CorpusError(Code.CORPUS_TOO_LARGE, f"Tệp lớn hơn {MAX_BYTES // _MEGABYTE} MB.")

    def _start(self) -> subprocess.Popen[bytes]:
        if self._worker is not None and self._worker.poll() is None:
            return self._worker
        self.close()
        root = str(Path(__file__).resolve().parents[2])
        limits = f"{self.limits.megabytes}, {self.limits.seconds}, ocr={self.ocr}"
        start = f"from corpus.ingest.sandbox import serve; serve({limits})"
        code = f"import sys; sys.path.insert(0, {root!r}); {start}"
        self._worker = subprocess.Popen(
            [sys.executable, "-X", "utf8", "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            close_fds=True,
        )
        usage = None if self.usage is None else self.usage.to_json()
        records = [record_to_json(record) for record in self.records.values()]
        self._send(self._worker, {"records": records, "usage": usage})
        return self._worker

    def _send(self, worker: subprocess.Popen[bytes], message: dict[str, Any]) -> None:
        assert worker.stdin is not None
        worker.stdin.write(json.dumps(message).encode() + b"\n")
        worker.stdin.flush()

    def _reply(self, worker: subprocess.Popen[bytes]) -> dict[str, Any]:
        deadline = time.monotonic() + self.limits.seconds
        size = int.from_bytes(self._bytes(worker, 8, deadline), "big")
        reply = json.loads(self._bytes(worker, size, deadline))
        if not isinstance(reply, dict):
            raise EOFError
        return reply

    def _bytes(self, worker: subprocess.Popen[bytes], count: int, deadline: float) -> bytes:
        assert worker.stdout is not None
        chunks, missing = [], count
        while missing:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([worker.stdout], [], [], left)[0]:
                self.close()
                raise CorpusError(
                    Code.CORPUS_TIMEOUT,
                    f"Đọc tệp quá {self.limits.seconds:.0f} giây.",
                    hint="Tách tệp thành các phần nhỏ hơn hoặc kiểm tra tệp có bị hỏng không.",
                )
            chunk = os.read(worker.stdout.fileno(), min(missing, _MEGABYTE))
            if not chunk:
                raise EOFError
            chunks.append(chunk)
            missing -= len(chunk)
        return b"".join(chunks)


def limit_processor(seconds: float) -> None:
    """End this process once it has used so many more seconds of processor, whether anybody waits for it or not."""
    import resource

    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    most = resource.getrlimit(resource.RLIMIT_CPU)[1]
    wanted = int(used + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most))


def serve(megabytes: int, seconds: float, *, ocr: bool = False) -> None:
    """The worker's loop: a request a line on standard input, a length-prefixed JSON reply on standard output.

    Args:
        megabytes: address space.
        seconds: processor time for a file; whoever asked has killed the worker by then, unless it was killed itself.
        ocr: Tesseract may be run.
    """
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (megabytes * _MEGABYTE, megabytes * _MEGABYTE))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(_refuse_all_but_ocr if ocr else _refuse)
    out = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # a library that prints must not spoil the replies
    told = json.loads(sys.stdin.buffer.readline())
    records = {row["id"]: record_from_json(row) for row in told["records"]}
    usage = None if told["usage"] is None else Usage(**told["usage"])
    for line in sys.stdin.buffer:
        limit_processor(seconds)
        request = json.loads(line)
        path = Path(os.fsdecode(bytes.fromhex(request["path"])))
        reply = json.dumps(_answer(path, records, overrides_from_json(request["overrides"]), ocr, usage)).encode()
        with os.fdopen(os.dup(out), "wb") as stream:
            stream.write(len(reply).to_bytes(8, "big") + reply)


def _answer(
    path: Path, records: Mapping[str, Record], overrides: Overrides, ocr: bool, usage: Usage | None
) -> dict[str, Any]:
    try:
        return answer(path.read_bytes(), path.name, records, overrides, ocr=ocr, usage=usage)
    except OSError as error:
        return _error(Code.CORPUS_UNREADABLE, f"Không mở được tệp ({error.strerror}).")
    except MemoryError:
        return _error(Code.CORPUS_TOO_LARGE, "Đọc tệp cần quá nhiều bộ nhớ.")


def answer(
    data: bytes,
    name: str,
    records: Mapping[str, Record] = _NO_RECORDS,
    overrides: Overrides = _NOTHING_SAID,
    *,
    ocr: bool = False,
    usage: Usage | None = None,
) -> dict[str, Any]:
    """What the worker replies for a file's bytes: ``{"ingested": …}`` or ``{"error": {code, message, hint}}``."""
    try:
        extract = read(data, name, ocr=ocr, usage=usage)
        found = build_document(extract, name, hashlib.sha256(data).hexdigest(), records, overrides)
        return {"ingested": ingested_to_json(found)}
    except CorpusError as error:
        return _error(error.code, error.message, error.hint)
    except MemoryError:
        return _error(Code.CORPUS_TOO_LARGE, "Đọc tệp cần quá nhiều bộ nhớ.")
    except ImportError as error:
        return _error(Code.CORPUS_READER_MISSING, f"Thiếu thư viện đọc loại tệp này ({error.name}).", install("ingest"))
    except RecursionError:
        return _error(Code.CORPUS_UNREADABLE, "Tệp lồng nhau quá sâu.")
    except Exception as error:  # noqa: BLE001 – a hostile file may break a library anywhere; it becomes a typed error
        return _error(Code.CORPUS_UNREADABLE, f"Tệp bị hỏng ({type(error).__name__}).", "Tải lại tệp gốc.")


def _error(code: Code, message: str, hint: str = "") -> dict[str, Any]:
    return {"error": {"code": code, "message": message, "hint": hint}}


def _refuse(event: str, _: tuple[object, ...]) -> None:
    """Audit hook of the worker: no sockets, no child processes."""
    if event.startswith(
        ("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.spawn", "os.system", "os.fork", "pty.")
    ):
        raise PermissionError(f"{event} is not allowed while reading a file")


def _refuse_all_but_ocr(event: str, arguments: tuple[object, ...]) -> None:
    """Audit hook of a worker that may run Tesseract, and nothing else."""
    if event == "subprocess.Popen" and Path(str(arguments[0])).name == "tesseract":
        return
    if event not in ("os.posix_spawn", "os.fork"):  # how Python starts what the line above let through
        _refuse(event, arguments)
