from __future__ import annotations

import pytest

from assistant.heads.clauses import clauses_of
from assistant.heads.says import Says


@pytest.mark.parametrize(
    ("rule", "force", "act"),
    [
        ("Chi bộ không có thẩm quyền ban hành chỉ thị.", Says.NO, "ban hanh chi thi"),
        ("Không ai được đến nơi ban kiểm phiếu đang làm việc.", Says.NO, "den noi ban kiem phieu dang lam viec"),
        ("Danh sách bầu cử phải được đại hội biểu quyết.", Says.MUST, "duoc dai hoi bieu quyet"),
        ("Phiên trù bị có thể thảo luận văn kiện của cấp trên.", Says.MAY, "thao luan van kien cua cap tren"),
        ("Ở chi bộ không bầu chi ủy, đảng viên chính thức được ứng cử.", Says.MAY, "ung cu"),
        ("Việc họp phiên trù bị không bắt buộc.", Says.FREE, ""),
        ("Đại hội chi bộ ban hành nghị quyết.", None, "dai hoi chi bo ban hanh nghi quyet"),
        ("Cấp ủy được bác bỏ kết quả, hoặc không chuẩn y.", None, "cap uy duoc bac bo ket qua, hoac khong chuan y"),
    ],
)
def test_a_clause_has_the_force_of_the_word_before_its_act(rule: str, force: Says | None, act: str) -> None:
    clause = clauses_of(rule)[0]
    assert (clause.force, clause.act) == (force, act)


def test_condition_and_exception_stand_apart_from_the_act() -> None:
    (clause,) = clauses_of("Cấp ủy không được bác tư cách đại biểu khi đại hội họp, trừ đại biểu bị khởi tố.")
    assert (clause.tail, clause.excepted) == ("dai hoi hop", "dai bieu bi khoi to")
    assert clauses_of("Nếu cần thì bầu phó bí thư.")[0].subject == "neu can"
    counted = clauses_of("Chi bộ có từ 9 đảng viên chính thức trở lên bầu chi ủy.")[0]
    assert (counted.subject, counted.act) == ("chi bo co tu 9 dang vien chinh thuc tro len", "bau chi uy")


def test_where_a_rule_stands_is_no_part_of_it() -> None:
    (clause,) = clauses_of("Ở kỳ đại hội 2025-2030, phiên trù bị không quá 1/2 ngày.")
    assert clause.text == "phien tru bi khong qua 1/2 ngay"
