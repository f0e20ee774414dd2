"""Command line of the harness. Edge.

Exit codes: 0 when all is well, 1 when a gate fails (or a comparison finds a regression), 2 for the caller's mistakes
and unusable input. Messages are Vietnamese; figures go to standard output, progress to standard error.
"""

from __future__ import annotations

import tempfile
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from corpus.core.codes import Code
from corpus.core.errors import InputError
from eval.cli_checks import RUNS, register
from eval.reports.terminal import guarded, progress_bar, show_summary

app = typer.Typer(help="Bộ đánh giá ngoại tuyến của Trợ lý Đại hội.", no_args_is_help=True, add_completion=False)
register(app)

Home = Annotated[Path | None, typer.Option(help="Thư mục dữ liệu của trợ lý.", envvar="TLDH_HOME")]
Corpus = Annotated[str | None, typer.Option(help="shipped, official hoặc merged; mặc định theo bộ câu hỏi.")]
Suites = Annotated[
    list[str], typer.Option("--suite", help="shipped, official, dev, heldout, shipped.dev… Lặp lại được.")
]
Today = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="Ngày coi là hôm nay.")]
RunFolder = Annotated[Path, typer.Argument(help="Thư mục của một lượt chạy.")]


@app.callback()
def main() -> None:
    """Bộ đánh giá ngoại tuyến."""


@app.command()
@guarded
def run(
    suite: Suites = ["shipped"],  # noqa: B006 - typer reads the default once
    home: Home = None,
    corpus: Corpus = None,
    url: Annotated[str, typer.Option(help="Địa chỉ máy chủ đang chạy; bỏ trống thì chạy trong tiến trình này.")] = "",
    out: Annotated[Path, typer.Option(help="Nơi để các lượt chạy.")] = RUNS,
    name: Annotated[str, typer.Option(help="Tên lượt chạy; mặc định theo bộ câu hỏi.")] = "",
    workers: Annotated[int, typer.Option(min=1, max=64, help="Số câu hỏi cùng lúc.")] = 2,
    variant: Annotated[str, typer.Option(help="Gây lỗi thử: broken-fusion, no-validity, loose-judge.")] = "",
    today: Today = datetime(2026, 11, 22),
    fresh: Annotated[bool, typer.Option("--fresh", help="Hỏi lại mọi câu, không dùng kết quả đã có.")] = False,
    gate: Annotated[bool, typer.Option(help="Thoát với mã 1 khi chưa đạt ngưỡng.")] = True,
) -> None:
    """Hỏi mọi câu của bộ đánh giá, chấm, và viết báo cáo."""
    from eval.pipeline import ask_grade_report
    from eval.runs.setup import bench, settings_for
    from eval.scoring.gates import GateState

    parts = bench(suite, settings=settings_for(home), corpus=corpus, url=url, variant=variant, today=today.date())
    title = name or "-".join([*suite, *([variant] if variant else [])])
    with progress_bar() as bar:
        summary, folder = ask_grade_report(
            parts, name=title, out=out, workers=workers, fresh=fresh, progress=partial(bar, "Đang hỏi")
        )
    show_summary(summary, folder)
    if gate and summary.verdict.outcome is not GateState.PASSED:
        raise typer.Exit(1)


@app.command()
@guarded
def report(folder: RunFolder) -> None:
    """Chấm lại một lượt chạy và viết lại báo cáo HTML, JSON, JUnit."""
    from eval.reports.report import write_report

    show_summary(write_report(folder), folder)


@app.command()
@guarded
def external(
    folder: Annotated[Path, typer.Argument(help="Thư mục có corpus.jsonl và queries.jsonl (hoặc BEIR).")],
    json_out: Annotated[Path | None, typer.Option("--json", help="Ghi kết quả JSON vào tệp này.")] = None,
    home: Home = None,
    cache: Annotated[Path | None, typer.Option(help="Nơi giữ chỉ mục đã lập; mặc định là thư mục tạm.")] = None,
    max_encode: Annotated[
        int,
        typer.Option(
            min=0,
            help="Bộ mã hóa đọc nhiều nhất số đoạn này; kho lớn hơn: chỉ đọc đoạn BM25 tìm được; 0: không chạy.",
        ),
    ] = 12_000,
    max_questions: Annotated[int, typer.Option(min=1, help="Số câu hỏi đem tìm kiếm nhiều nhất.")] = 3_000,
    max_asked: Annotated[int, typer.Option(min=0, help="Số câu hỏi trợ lý nhiều nhất (0: không hỏi).")] = 1_000,
) -> None:
    """Đo trên bộ câu hỏi bên ngoài: tìm kiếm có dấu và không dấu, trả lời và từ chối, thời gian."""
    import json

    from assistant.retrieval.ranker import load_judge
    from assistant.wiring import index_config
    from corpus.core.files import write_atomic
    from eval.external.data import read_set
    from eval.external.index import encoded, open_index
    from eval.external.reach import Reach, plan
    from eval.external.sets import measure_decisions, measure_retrieval, to_json
    from eval.external.terminal import say_plan, show_external
    from eval.runs.setup import settings_for

    data = read_set(folder, max_questions)
    with progress_bar() as progress:
        config = index_config(settings_for(home))
        index = open_index(data.rows, config, cache or Path(tempfile.gettempdir()) / "tldh-external", progress=progress)
        chosen = plan(index, data.queries, max_encode)
        say_plan(data, index, chosen)
        if chosen.reach is not Reach.NONE:
            index = encoded(index, chosen.passages if chosen.reach is Reach.CANDIDATES else None, progress)
        rankings = measure_retrieval(data, index, chosen, progress)
        decisions = measure_decisions(index, chosen, load_judge(), max_asked, progress) if max_asked else None
    result = to_json(data, index, chosen, rankings, decisions)
    if json_out:
        write_atomic(json_out, json.dumps(result, ensure_ascii=False, indent=1) + "\n")
    show_external(result)


@app.command()
@guarded
def compare(
    after: RunFolder,
    before: Annotated[
        Path | None,
        typer.Argument(help="Lượt chạy hoặc tệp mốc để so; bỏ trống thì dùng eval/data/baseline.json."),
    ] = None,
    min_effect: Annotated[float, typer.Option(help="Chênh lệch nhỏ hơn mức này không tính.")] = 0.02,
    alpha: Annotated[float, typer.Option(help="Mức ý nghĩa của kiểm định hoán vị.")] = 0.05,
    json_out: Annotated[Path | None, typer.Option("--json", help="Ghi kết quả JSON vào tệp này.")] = None,
) -> None:
    """So sánh một lượt chạy với mốc; mã thoát 1 khi có thước đo giảm."""
    import json

    from corpus.core.files import write_atomic
    from eval.reports.report import summary_of
    from eval.reports.terminal import show_comparison
    from eval.scoring import compare as comparing

    if before is not None and before.is_dir():
        old = comparing.values_of(summary_of(before))
    else:
        old = comparing.read_baseline(before or comparing.BASELINE)
    found = comparing.compare(old, comparing.values_of(summary_of(after)), min_effect=min_effect, alpha=alpha)
    if json_out:
        write_atomic(json_out, json.dumps(comparing.to_json(found), ensure_ascii=False, indent=1) + "\n")
    show_comparison(found)
    if found.regressions:
        raise typer.Exit(1)


@app.command()
@guarded
def bless(
    folder: RunFolder,
    baseline: Annotated[Path | None, typer.Option(help="Tệp mốc; mặc định eval/data/baseline.json.")] = None,
) -> None:
    """Lấy một lượt chạy làm mốc so sánh (thay eval/data/baseline.json)."""
    from eval.reports.report import summary_of
    from eval.scoring import compare as comparing

    summary = summary_of(folder)
    if not summary.manifest.complete or summary.never_ran:
        raise InputError(
            Code.EVAL_INCOMPLETE, "Lượt chạy chưa xong nên không thể làm mốc.", hint="Chạy lại cùng lệnh run."
        )
    if "variant" in summary.manifest.fingerprints:
        raise InputError(Code.EVAL_SEEDED_FAULT, "Lượt chạy này bị gây lỗi thử (--variant) nên không thể làm mốc.")
    path = baseline or comparing.BASELINE
    comparing.write_baseline(comparing.values_of(summary), path)
    typer.echo(f"Đã lấy lượt chạy {summary.manifest.name} làm mốc: {path}")
