"""Moderators at work on the pages: the queue, an answer with its provision, a stale form, the export, the log."""

from __future__ import annotations

from tests.assistant.operator.conftest import Moderator
from tests.assistant.proposals.intake import ADDRESS, Clock, draft, intake


async def test_a_proposal_is_answered_with_a_provision_word_for_word(moderator: Moderator) -> None:
    client, store, mark = moderator.client, moderator.store, moderator.mark
    clock = Clock()
    desk = intake(store, clock)
    sent = draft(desk, text="Đề nghị hướng dẫn rõ cách tính số người dự.")
    clock.move(10)
    number = desk.submit(sent, ADDRESS).number
    queue = await client.get("/quan-tri/kien-nghi", params={"tu": "cach tinh", "trang_thai": "moi"})
    assert f'href="/quan-tri/kien-nghi/{number}"' in queue.text
    assert "1 kiến nghị." in queue.text
    at = f"/quan-tri/kien-nghi/{number}"
    form = {"csrf": mark, "ban": "1", "viec": "answer", "loi": "Xem điều lệ.", "dieu_khoan": "td-dieu-le/khong-co"}
    wrong = await client.post(at, data=form)
    assert wrong.status_code == 422
    assert "proposal.reply" in wrong.text
    assert (await client.post(at, data=form | {"dieu_khoan": "td-dieu-le/d11.k6"})).status_code == 303
    shown = (await client.get(at)).text
    assert "Đã trả lời" in shown
    assert "Đại hội chỉ hợp lệ khi có mặt" in shown
    stale = await client.post(at, data=form | {"viec": "erase", "loi": "gửi nhầm"})
    assert stale.status_code == 409
    assert (await client.post(at, data=form | {"viec": "publish"})).status_code == 404
    export = await client.get("/quan-tri/kien-nghi/xuat.csv")
    assert number in export.content.decode("utf-8-sig")
    assert (await client.get("/quan-tri/kien-nghi/xuat.exe")).status_code == 404
    assert (await client.get("/quan-tri/kien-nghi/KN-00000-00000")).status_code == 404
    for path in ("/quan-tri/nhat-ky", "/quan-tri/khoa", "/quan-tri/them"):
        assert (await client.get(path)).status_code == 403
