"""The plan as a paper: every line of it, every rule with its standing, custom called custom."""

from assistant.export.blocks import Grid, TextLine, Title
from assistant.model import Claim
from assistant.planner.paper import paper_of
from corpus.core.registry import Registry
from tests.assistant.planner.test_planning import plan


def placed(claim: Claim) -> tuple[str, str]:
    label = claim.citations[0].label
    return label, f"Tình trạng {label}."


def test_the_paper_has_all_lines_and_rules(shipped: Registry) -> None:
    made = plan(shipped, opening="2027-03-10", kind="delegates", level="co_so")
    paper = paper_of(
        made, lambda claim: (claim.citations[0].label, f"Tình trạng {claim.citations[0].label}."), "Máy làm."
    )
    rows = [row for piece in paper.pieces if isinstance(piece, Grid) for row in piece.rows]
    assert len(rows) == len(made.lines)
    assert [row[0] for row in rows] == [line.when for line in made.lines]
    assert sum("[" in row[1] for row in rows) == sum(line.rule is not None for line in made.lines)
    told = [piece.text for piece in paper.pieces if isinstance(piece, TextLine)]
    for line in made.lines:
        if line.rule is not None:
            assert line.rule.text in told
            assert any(f"Tình trạng {line.rule.citations[0].label}." in text for text in told)
    assert "Không có quy định; theo thông lệ" in [row[0] for row in rows]
    left = (made.opening - made.today).days
    assert next(row[2] for row in rows if row[1].startswith("Khai mạc")) == f"còn {left} ngày"
    assert all(bool(row[2]) == row[0][0].isdigit() for row in rows)
    assert "Máy làm." in told
    titles = [piece.text for piece in paper.pieces if isinstance(piece, Title)]
    assert titles[0].endswith("10/03/2027")
    assert titles[-1] == "Không có trong kế hoạch này"
