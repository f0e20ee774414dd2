"""What codes and gates are called in Vietnamese, for the report and the terminal. Pure."""

from __future__ import annotations

from assistant.model import RefusalReason, Status
from eval.scoring.gates import Checked, GateState

STATUS = {
    Status.ANSWERED.value: "trả lời",
    Status.REFUSED.value: "từ chối",
    Status.CLARIFY.value: "hỏi lại",
    "error": "lỗi hệ thống",
    "never_ran": "chưa chạy",
}
REASON = {
    RefusalReason.NO_PROVISION.value: "không có quy định",
    RefusalReason.NOT_IN_FORCE.value: "không còn hiệu lực",
    RefusalReason.OUT_OF_SCOPE.value: "ngoài phạm vi",
    RefusalReason.NEEDS_LEVEL.value: "cần biết cấp",
    RefusalReason.NEEDS_DATE.value: "cần biết thời điểm",
    RefusalReason.CONFLICT.value: "quy định mâu thuẫn",
    RefusalReason.UNSAFE.value: "không an toàn",
    RefusalReason.SENSITIVE.value: "nhạy cảm",
}
GROUPS = {
    "all": "tất cả",
    "split:dev": "tập phát triển",
    "split:heldout": "tập giữ riêng",
    "answerable": "có quy định trả lời",
    "unanswerable": "không có quy định",
    "multi": "cần nhiều điều khoản",
    "as_of": "hỏi theo ngày",
    "superseded": "quy định đã bị thay",
    "out_of_scope": "ngoài phạm vi",
    "false_premise": "tiền đề sai",
    "injection": "chèn chỉ dẫn",
    "follow_up": "hỏi nối tiếp",
    "no_diacritics": "không dấu",
    "typo": "sai chính tả",
    "abbreviation": "viết tắt",
    "number": "tính số",
    "level": "theo cấp",
    "catalogue": "tra văn bản",
    "clarify": "cần hỏi lại",
    "sensitive": "nhạy cảm",
}
TOPICS = {
    "bau_chuc_danh": "bầu chức danh",
    "bau_dai_bieu": "bầu đại biểu",
    "bien_ban_bao_cao": "biên bản, báo cáo",
    "bo_sung_chi_dinh": "bổ sung, chỉ định",
    "cap_uy": "cấp ủy",
    "co_quan_dieu_hanh": "cơ quan điều hành đại hội",
    "dang_vien": "đảng viên",
    "dang_vien_du_bi": "đảng viên dự bị",
    "dieu_kien_hop_le": "điều kiện hợp lệ",
    "ket_qua_bau_cu": "kết quả bầu cử",
    "kinh_phi": "kinh phí",
    "ngoai_pham_vi": "ngoài phạm vi",
    "nguyen_tac_bau_cu": "nguyên tắc bầu cử",
    "nhiem_ky": "nhiệm kỳ",
    "noi_dung_dai_hoi": "nội dung đại hội",
    "phieu_bau": "phiếu bầu",
    "quy_trinh_nhan_su": "quy trình nhân sự",
    "so_du": "số dư",
    "so_luong_dai_bieu": "số lượng đại biểu",
    "thoi_gian": "thời gian",
    "trieu_tap": "triệu tập",
    "trinh_tu": "trình tự",
    "tuyen_truyen": "tuyên truyền",
    "ung_cu_de_cu": "ứng cử, đề cử",
    "van_ban_moi": "văn bản mới",
    "van_kien": "văn kiện",
}
PREFIXES: dict[str, tuple[str, dict[str, str]]] = {
    "suite": ("bộ", {}),
    "topic": ("chủ đề", TOPICS),
    "expected": ("cần", STATUS),
}


def group_title(name: str) -> str:
    """A slice's name for readers; an unknown tag is shown as it is."""
    if name in GROUPS:
        return GROUPS[name]
    prefix, _, rest = name.partition(":")
    if prefix not in PREFIXES:
        return name
    word, titles = PREFIXES[prefix]
    return f"{word}: {titles.get(rest, rest)}"


def shortfall(checked: Checked) -> str:
    """What a gate lacks, in words: how far from the bound and how many cases that is; empty when it holds."""
    n = checked.score.n if checked.score else 0
    if checked.outcome is GateState.NO_DATA:
        return f"chỉ có {n} câu chấm được, cần ít nhất {checked.gate.least}"
    if checked.outcome is GateState.PASSED:
        return ""
    side = "thiếu" if checked.gate.at_least is not None else "vượt"
    unit = "cặp" if checked.gate.measure == "dates" else "câu"
    words = f"{side} {checked.gap:.3f}".replace(".", ",")
    return words if checked.units is None else f"{words}: còn {checked.units} trên {n} {unit} phải sửa"
