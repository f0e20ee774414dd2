"""Commands that question the assistant and the questions: audit, counterfactual, calibrate, regressions. Edge."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from corpus.core.codes import Code
from corpus.core.errors import CorpusError, InputError
from corpus.core.installation import HOME, program
from eval.reports.terminal import guarded, progress_bar
from eval.reports.terminal_checks import show_calibration, show_caught, show_reliability
from eval.suites.lookup import RegistryLookup

Home = Annotated[Path | None, typer.Option(help="Thư mục dữ liệu của trợ lý.", envvar="TLDH_HOME")]
Corpus = Annotated[str | None, typer.Option(help="shipped, official hoặc merged; mặc định theo bộ câu hỏi.")]
Suite = Annotated[str, typer.Option(help="Bộ câu hỏi: shipped, official, dev, heldout, shipped.dev…")]
JsonOut = Annotated[Path | None, typer.Option("--json", help="Ghi kết quả JSON vào tệp này.")]
Today = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="Ngày coi là hôm nay.")]
_TODAY = datetime(2026, 11, 22)
RUNS = HOME / "eval"
"""Where runs are kept by default."""


def register(app: typer.Typer) -> None:
    """Add the commands to the harness."""
    for command in (audit, counterfactual, calibrate, regressions):
        app.command()(guarded(command))


def audit(
    suite: Suite = "all",
    home: Home = None,
    corpus: Annotated[bool, typer.Option(help="So cả với kho văn bản (cần kho đã nạp).")] = True,
    freeze: Annotated[bool, typer.Option("--freeze", help="Khóa các bộ câu hỏi như hiện nay.")] = False,
) -> None:
    """Soát bộ câu hỏi: trùng, rò rỉ lời văn, đáp án mâu thuẫn, điều khoản không tồn tại, tập đã khóa."""
    from eval.suites import audit as auditing
    from eval.suites.cases import load, suites

    cases = load(suites([suite]))
    if freeze:
        for name, mark in auditing.freeze(cases).items():
            typer.echo(f"Đã khóa {name}: {mark[:16]}")
        return
    findings: list[auditing.AuditFinding] = []
    for name in sorted({case.written_for for case in cases}):
        part = [case for case in cases if case.written_for == name]
        findings += auditing.audit(part, _lookup(home, name) if corpus else None, auditing.read_frozen())
    for finding in findings:
        mark = "LỖI" if finding.error else "xem lại"
        typer.echo(f"{mark:8} {finding.kind}: {', '.join(finding.cases)} · {finding.detail}")
    kinds = Counter(finding.kind for finding in findings)
    typer.echo(f"{len(cases)} câu, {len(findings)} phát hiện: " + ", ".join(f"{k} {n}" for k, n in kinds.items()))
    if any(finding.error for finding in findings):
        raise typer.Exit(1)


def _lookup(home: Path | None, corpus: str) -> RegistryLookup | None:
    """Provisions of the corpus; ``None``, said aloud, when it is not loaded."""
    from eval.runs.setup import lookup_for, settings_for

    try:
        return lookup_for(settings_for(home), corpus)
    except CorpusError as error:
        typer.echo(f"Không so được với kho “{corpus}”: {error}", err=True)
        return None


def counterfactual(
    suite: Suite = "shipped",
    home: Home = None,
    corpus: Corpus = None,
    limit: Annotated[int, typer.Option(min=1, help="Số câu thử nhiều nhất.")] = 60,
    batch: Annotated[int, typer.Option(min=1, help="Số quy định sửa trong cùng một bản sao của kho.")] = 8,
    today: Today = _TODAY,
    json_out: JsonOut = None,
) -> None:
    """Xóa, sửa, tráo quy định đứng sau câu trả lời: câu trả lời phải đổi theo hoặc bị từ chối."""
    from corpus.core.files import write_atomic
    from eval.robustness import counterfactual as trying
    from eval.robustness.terminal import show_counterfactual
    from eval.runs.laboratory import Laboratory
    from eval.runs.setup import assistant_for
    from indexing.segment import UndertheseaSegmenter

    assistant, cases = assistant_for([suite], home=home, corpus=corpus, today=today.date())
    laboratory = Laboratory(assistant, UndertheseaSegmenter())
    with progress_bar() as bar:
        found = trying.run(laboratory, cases, limit=limit, batch=batch, progress=partial(bar, "Đang thử"))
    if json_out:
        write_atomic(json_out, json.dumps(trying.to_json(found), ensure_ascii=False, indent=1) + "\n")
    show_counterfactual(found)
    if not found.trials or any(not trial.holds for trial in found.trials):
        raise typer.Exit(1)


def calibrate(
    folder: Annotated[Path | None, typer.Argument(help="Lượt chạy gồm cả tập phát triển và tập giữ riêng.")] = None,
    refuse: Annotated[float, typer.Option(min=0, max=1, help="Tỷ lệ câu phải từ chối cần từ chối được.")] = 0.98,
    pairs: Annotated[Path | None, typer.Option(help="Chỉ đo các cặp score, correct trong tệp JSONL này.")] = None,
    json_out: JsonOut = None,
) -> None:
    """Chọn ngưỡng trả lời trên tập phát triển, báo kết quả và độ tin cậy trên tập giữ riêng."""
    from corpus.core.files import write_atomic
    from eval.reports.report import summary_of
    from eval.scoring import calibrate as calibrating
    from eval.scoring.risk import reliability

    if pairs is not None:
        show_reliability("tệp cặp", reliability(*calibrating.read_pairs(pairs)))
        return
    if folder is None:
        raise InputError(
            Code.EVAL_NO_RUN, "Chưa nêu lượt chạy.", hint=f"{program('eval')} calibrate {RUNS}/<lượt chạy>"
        )
    found = calibrating.calibrate(summary_of(folder).graded, refuse)
    show_calibration(folder.name, found)
    if json_out:
        write_atomic(json_out, json.dumps(calibrating.to_json(found), ensure_ascii=False, indent=1) + "\n")


def regressions(
    suite: Suite = "shipped",
    home: Home = None,
    corpus: Corpus = None,
    out: Annotated[Path, typer.Option(help="Nơi để các lượt chạy.")] = RUNS,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Số câu hỏi cùng lúc.")] = 2,
    today: Today = _TODAY,
) -> None:
    """Gây lỗi thử từng thứ một và đòi hỏi việc so sánh phải phát hiện; mã thoát 1 khi để lọt."""
    from eval.pipeline import ask_grade_report
    from eval.runs.setup import bench, settings_for
    from eval.runs.variants import VARIANTS
    from eval.scoring.compare import compare, values_of

    summaries = {}
    with progress_bar() as bar:
        for variant in ("", *VARIANTS):
            parts = bench([suite], settings=settings_for(home), corpus=corpus, variant=variant, today=today.date())
            name = f"{suite}-{variant}" if variant else suite
            summaries[variant], _ = ask_grade_report(
                parts, name=name, out=out, workers=workers, progress=partial(bar, variant or "nguyên bản")
            )
    missed = []
    for variant, spec in VARIANTS.items():
        found = compare(values_of(summaries[""]), values_of(summaries[variant]))
        named = [change for change in found.regressions if change.measure in spec.shows and change.slice == spec.slice]
        show_caught(variant, spec, found, named)
        missed += [] if named else [variant]
    if missed:
        typer.echo(f"ĐỂ LỌT: {', '.join(missed)}")
        raise typer.Exit(1)
    typer.echo(f"Phát hiện cả {len(VARIANTS)} lỗi gây thử, mỗi lỗi ở đúng nhóm đã nêu trước.")
