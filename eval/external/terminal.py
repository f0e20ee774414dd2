"""What an external measurement prints: the size of the work before it, the table after it. Edge."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table

from eval.external.data import ExternalSet
from eval.external.index import ExternalIndex
from eval.external.reach import CANDIDATES, Plan, Reach
from eval.reports.terminal import console_for

SECONDS_A_PASSAGE = 0.1
"""Of one core, for passages of 200 tokens; measured with bfloat16 instructions, twice that without."""


def say_plan(data: ExternalSet, index: ExternalIndex, plan: Plan) -> None:
    """How large the work is, before it begins; on standard error."""
    console = Console(stderr=True)
    passages = len(index.snapshot.passages)
    console.print(f"{data.name}: {len(data.rows)} đoạn ({passages} đoạn chỉ mục), {len(data.queries)} câu hỏi")
    if data.asked > len(data.queries):
        console.print(
            f"Tệp có {data.asked} câu hỏi; chọn {len(data.queries)} câu theo hàm băm của mã (--max-questions)."
        )
    console.print(_reads(plan.reach.value, passages, len(plan.passages), len(plan.queries)))
    if plan.waiting:
        minutes = plan.waiting * SECONDS_A_PASSAGE / 60
        console.print(f"Còn phải mã hóa {plan.waiting} đoạn: khoảng {minutes:.0f} phút trên một lõi.")


def _reads(reach: str, passages: int, candidates: int, queries: int) -> str:
    """What the encoder reads, in words."""
    if reach == Reach.ALL:
        return f"Bộ mã hóa đọc cả {passages} đoạn."
    if reach == Reach.NONE:
        return "Không chạy bộ mã hóa (--max-encode 0): chỉ đo BM25."
    return (
        f"* Kho lớn hơn --max-encode: bộ mã hóa chỉ đọc {CANDIDATES} đoạn đầu của BM25 cho {queries} câu hỏi "
        f"(tất cả {candidates} đoạn); các câu khác chỉ đo BM25."
    )


def show_external(result: dict[str, Any]) -> None:
    """The table of one external set."""
    console = console_for()
    head = f"{result['set']}: {result['rows']} đoạn, {result['queries']} câu hỏi"
    table = Table(title=head, title_justify="left")
    for heading in ("Hệ thống", "Câu hỏi", "n", *(c for c in ("hit@1", "hit@5", "hit@10", "mrr@10")), "ms/câu"):
        table.add_column(heading, justify="left" if heading in ("Hệ thống", "Câu hỏi") else "right")
    for row in result["retrieval"]:
        cells = [
            f"{row[c]['value']:.3f} [{row[c]['low']:.3f}; {row[c]['high']:.3f}]"
            for c in ("hit@1", "hit@5", "hit@10", "mrr@10")
        ]
        system = f"{row['system']} *" if row["reach"] == Reach.CANDIDATES else row["system"]
        table.add_row(
            system, "có dấu" if row["diacritics"] else "bỏ dấu", str(row["n"]), *cells, f"{row['query_ms']:.1f}"
        )
    console.print(table)
    times = ", ".join(f"{name} {value:.1f} s" for name, value in result["index_seconds"].items())
    console.print(f"Lập chỉ mục ({result['passages']} đoạn chỉ mục): {times}", highlight=False)
    reads = result["encoder_reads"]
    console.print(
        _reads(reads["reach"], result["passages"], reads["passages"], reads["queries"]),
        style=None if reads["reach"] == Reach.ALL else "yellow",
        highlight=False,
    )
    if not result["segmented_words"]:
        console.print("BM25 không tách từ vì kho lớn: chỉ dùng âm tiết và cặp âm tiết.", style="yellow")
    if (decisions := result["decisions"]) is not None:
        shown = {
            "answered": "trả lời câu trả lời được",
            "refused": "từ chối câu không trả lời được",
            "cited": "trích đúng đoạn khi trả lời",
            "stated": "nêu đúng đáp án ngắn khi trả lời",
        }
        for name, title in shown.items():
            if (value := decisions[name]) is not None:
                console.print(
                    f"{title}: {value['value']:.3f} [{value['low']:.3f}; {value['high']:.3f}]", highlight=False
                )
        area = "–" if decisions["auroc"] is None else f"{decisions['auroc']:.3f}"
        console.print(f"AUROC của điểm căn cứ: {area}", highlight=False)
        times = f"{decisions['answer_ms_p50']:.0f} ms trung vị, {decisions['answer_ms_p95']:.0f} ms p95"
        console.print(f"Đã hỏi {decisions['asked']} câu, hỏng {decisions['broken']}; {times}", highlight=False)
    if result["problems"]:
        console.print(
            f"{len(result['problems'])} dòng có vấn đề, ví dụ: {result['problems'][0]}", style="yellow", highlight=False
        )
