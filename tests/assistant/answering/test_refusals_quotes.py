"""Unsure is not silent: a refusal about congresses quotes what is near, byte for byte, with its dates."""

from assistant.model import Question, RefusalReason, Status
from assistant.output.render import markdown
from assistant.service import Assistant

UNSURE = "Lá phiếu bầu đảng ủy khổ A4 hay A5 mới đúng?"


def test_near_provisions_are_quoted_as_they_stand(assistant: Assistant) -> None:
    answer = assistant.answer(Question(UNSURE))
    assert answer.status is Status.REFUSED
    assert answer.refusal is not None
    assert answer.refusal.reason is RefusalReason.NO_PROVISION
    assert answer.refusal.message.startswith("Chưa đủ chắc chắn để kết luận")
    assert 1 <= len(answer.refusal.nearest) <= 3
    for near in answer.refusal.nearest:
        found = assistant.registry.provision(near.provision_id)
        assert found is not None
        assert near.quote == found[0].text[near.start : near.end] != ""
        assert near.quote in markdown(answer)


def test_another_subject_gets_no_quotes(assistant: Assistant) -> None:
    answer = assistant.answer(Question("Nấu nồi phở cần bao nhiêu ký xương?"))
    assert answer.refusal is not None
    assert answer.refusal.nearest == ()
