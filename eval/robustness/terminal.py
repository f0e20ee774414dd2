"""What the counterfactual trials print. Edge."""

from __future__ import annotations

from collections import Counter

from rich.table import Table

from eval.reports.terminal import console_for
from eval.reports.terminal_checks import spread
from eval.robustness.counterfactual import WANTED, Reaction, Result, RuleChange


def show_counterfactual(found: Result) -> None:
    """Effects by change, and every trial that failed."""
    console = console_for()
    table = Table(title=f"Thử nghịch trên {found.cases} câu", title_justify="left")
    table.add_column("Quy định bị")
    for heading in ("n", "có căn cứ [95 %]", "như mong đợi [95 %]", *(effect.value for effect in Reaction)):
        table.add_column(heading, justify="right")
    for change in RuleChange:
        effects = Counter(trial.effect for trial in found.trials if trial.change is change)
        counts = [str(effects[effect]) for effect in Reaction]
        table.add_row(
            change.value,
            str(sum(effects.values())),
            spread(found.rate(change)),
            spread(found.rate(change, WANTED)),
            *counts,
        )
    console.print(table)
    whole = f"có căn cứ {spread(found.rate())}, như mong đợi {spread(found.rate(None, WANTED))}"
    console.print(f"Tất cả: {whole}", highlight=False)
    for reason, count in found.skipped.items():
        console.print(f"Không thử: {count} ({reason})", highlight=False)
    for trial in found.trials:
        if not trial.holds:
            console.print(
                f"  {trial.case_id} · {trial.change.value}: {trial.effect.value} ({trial.detail})", style="red"
            )
