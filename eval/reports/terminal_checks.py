"""What the checks print: calibration, seeded regressions. Edge."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

from eval.reports.terminal import console_for
from eval.runs.variants import Variant
from eval.scoring.calibrate import Calibration
from eval.scoring.compare import Comparison, Shift
from eval.scoring.measures import BY_NAME
from eval.scoring.risk import Reliability
from eval.scoring.stats import Interval
from eval.scoring.titles import group_title


def show_calibration(name: str, found: Calibration) -> None:
    """What thresholds do on both splits, the one chosen on dev marked, and how reliable the confidence is."""
    console = console_for()
    table = Table(title=f"{name}: ngưỡng {found.threshold:.3f} chọn trên tập phát triển", title_justify="left")
    for heading in (
        "ngưỡng",
        *(f"{what}, {split}" for split in ("dev", "giữ riêng") for what in ("trả lời", "từ chối", "đúng")),
    ):
        table.add_column(heading, justify="right")
    for dev, kept in zip(found.dev, found.heldout, strict=True):
        mark = " ←" if dev.threshold == found.threshold else ""
        cells = [spread(rate) for row in (dev, kept) for rate in (row.answered, row.refused, row.right)]
        table.add_row(f"{dev.threshold:.3f}{mark}", *cells)
    console.print(table)
    console.print(f"{found.left_out} câu để ngoài (câu cần hỏi lại, câu không chấm được)", highlight=False)
    show_reliability("phát triển", found.dev_reliability)
    show_reliability("giữ riêng", found.heldout_reliability)


def show_reliability(name: str, found: Reliability) -> None:
    """Calibration figures, and the reliability by bin."""
    console = console_for()
    console.print(
        f"{name}: ECE {found.ece:.3f}, Brier {found.brier:.3f}, AUROC {found.auroc:.3f}, n {found.n}", highlight=False
    )
    for item in found.bins:
        console.print(
            f"    {item.low:.1f}–{item.high:.1f}: điểm {item.mean_score:.2f}, đúng {spread(item.accuracy)}, n {item.n}",
            highlight=False,
        )


def show_caught(name: str, spec: Variant, found: Comparison, named: Sequence[Shift], more: int = 3) -> None:
    """Whether a seeded fault was caught where it must show, and the places that show it best."""
    console = console_for()
    where = group_title(spec.slice)
    state = f"KHÔNG ĐẠT như mong đợi, ở đúng nhóm “{where}”" if named else f"ĐỂ LỌT ở nhóm “{where}”"
    console.print(f"[bold]{name}[/bold] ({spec.title}): {state}", highlight=False)
    rest = [shift for shift in found.regressions if shift not in named]
    for shift in [*named, *rest[:more]]:
        gap = shift.difference
        console.print(
            f"  {BY_NAME[shift.measure].title} · {group_title(shift.slice)}: {shift.before:.3f} → {shift.after:.3f} "
            f"[{gap.low:+.3f}; {gap.high:+.3f}], p {gap.p:.3f}, n {gap.n}",
            highlight=False,
            soft_wrap=True,
        )
    console.print(
        f"  … tất cả {len(found.regressions)} chỗ giảm; {len(found.broke)} câu từ đạt thành không đạt", highlight=False
    )


def spread(value: Interval | None) -> str:
    """``0.912 [0.86; 0.95]``; a dash for none."""
    return "–" if value is None else f"{value.value:.3f} [{value.low:.2f}; {value.high:.2f}]"
