"""Every sum of the seen stories is accepted as it stands, and refused with any of the faults."""

from corpus.core.registry import Registry
from eval.verifier.mutate import try_sums
from eval.verifier.sums import KINDS, RIGHT, sum_trials


def test_right_sums_pass_and_wrong_ones_do_not(shipped: Registry) -> None:
    trials = list(sum_trials(shipped))
    assert {trial.kind for trial in trials} == {RIGHT, *KINDS}
    surprises = [trial.claim.text for trial in trials if trial.refused == (trial.kind == RIGHT)]
    assert surprises == []
    right, wrong = try_sums(trials)
    assert set(right) == {RIGHT}
    assert set(wrong) == set(KINDS)
    assert sum(tally.n for row in right.values() for tally in row.values()) > 100
