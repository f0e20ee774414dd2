"""What is never answered, seen from the words of the question alone. Pure.

Three screens: instructions aimed at the assistant (``unsafe``), classified or personal-file content
(``sensitive``), and opinions about politics or persons (``out_of_scope``). Patterns run on folded text with
leetspeak undone. A screen only ever refuses; what passes is still judged on evidence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.model import RefusalReason
from corpus.text import fold

_LEET = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s"})

_UNSAFE = re.compile(
    r"bo qua (?:\w+ ){0,4}(?:huong dan|chi dan|quy tac|lenh|yeu cau|nguyen tac|rang buoc|gioi han|trich dan|phia tren|o tren)"
    r"|(?:phot lo|lo di|mac ke|quen (?:het|di|moi|tat ca|cac)|khong can (?:tuan|theo)) (?:\w+ ){0,4}(?:huong dan|chi dan|quy tac|lenh|luat le|rang buoc|phia tren|truoc do|ban dau)"
    r"|ignore (?:\w+ ){0,4}(?:instruction|previous|prompt|rule|above)|disregard (?:\w+ ){0,4}(?:instruction|previous|rule)"
    r"|system ?prompt|<\s*/?\s*(?:system|sys|assistant|user|inst)\s*>|\[\s*/?\s*(?:system|inst)\s*\]|<\|.{0,20}\|>|###\s*(?:system|instruction|he thong)"
    r"|(?:che do|mode) (?:nha phat trien|developer|dan|admin|quan tri|khong gioi han|go loi|debug)|jailbreak|do anything now"
    r"|(?:dong vai|gia vo|nhap vai|hay la|gia su (?:ban|may|em) la|tu gio (?:ban|may) la|ban (?:bay gio|gio|hien) la|you are now|act as|pretend)"
    r" (?:\w+ ){0,6}(?:chuyen gia|tro ly|ai|bi thu|lanh dao|hacker|nguoi|mo hinh|gpt|dan|khong bi|khong co|quan tri|tong bi thu|bo chinh tri|bo|expert|assistant)"
    r"|(?:in ra|tiet lo|hien thi|cho (?:toi |minh |tao |em )?(?:xem|biet)|doc lai|nhac lai|lap lai|show|reveal|print|repeat) (?:\w+ ){0,5}(?:prompt|cau lenh he thong|lenh he thong|chi dan he thong|huong dan he thong|cau hinh|khoa api|api key|mat khau|bien moi truong|noi dung he thong)"
    r"|(?:bia|che|tu nghi|tu viet|tu dat|dung len|bia ra|che ra|tu tao|fake)(?: ra)? (?:\w+ ){0,4}(?:dieu khoan|quy dinh|dieu \d+|trich dan|so hieu|nguon|can cu|van ban)"
    r"|(?:tra loi|noi|dap|answer) (?:\w+ ){0,6}(?:khong can|khong kem|bo|khong phai|without) (?:\w+ ){0,3}(?:trich dan|nguon|can cu|citation)"
    r"|(?:cu|phai|hay|buoc phai|bat buoc) (?:trich dan|dan|cite|ghi|viet|khang dinh|tra loi (?:la|rang|dung)|noi (?:la|rang)) (?:\w+ ){0,4}(?:dieu 99|dieu \d{3}|dai|du khong|cho du|dong y|khong hop le la hop le)"
    r"|cite dieu|trich dieu 99|javascript:|<script|</?iframe|onerror\s*=|;\s*drop table|drop table|union select|or 1\s*=\s*1|base64|giai ma (?:\w+ ){0,4}(?:va|roi) (?:lam|thuc hien)"
    r"|(?:lenh|thong bao|chi thi|yeu cau) (?:tu|cua) (?:he thong|quan tri vien|nha phat trien|openai|admin)|quyen (?:admin|quan tri|root)|sudo "
)
_SENSITIVE = re.compile(
    r"\b(?:tai lieu|van ban|thong tin|noi dung|so lieu|bao cao|danh sach|ke hoach|de an|cong van|ket luan|to trinh|bien ban|ho so) (?:\w+ ){0,5}?(?:tuyet mat|toi mat|do mat|dong dau mat|mat\b(?! (?:thiet|ban)))"
    r"|\b(?:tuyet mat|toi mat|bi mat nha nuoc|dong dau mat|do mat)\b"
    r"|\b(?:ho so|ly lich|sơ yeu|so yeu ly lich|ban ke khai tai san|tai san|ket luan (?:kiem tra|thanh tra|tham tra)|phieu nhan xet|lich su chinh tri|benh an|suc khoe|khuyet diem|vi pham|ky luat|don to cao|thu to cao|noi dung to cao|luong|nha rieng|dia chi|so dien thoai|sdt|cccd|can cuoc|the dang) "
    r"(?:\w+ ){0,4}?(?:cua|ve) (?:\w+ ){0,2}?(?:dong chi|dc|d/c|ong|ba|anh|chi|co|chu|bac|bi thu (?:huyen|tinh|xa|phuong|thanh) \w+|ung vien) [a-z]+"
    r"|\b(?:d/c|dc|dong chi|ong|ba) (?:[a-z]+ ){1,5}(?:co|da|tung|dang|bi) (?:\w+ ){0,3}(?:ky luat|to cao|dieu tra|vi pham|tai san|lich su chinh tri|bo nhiem gi|khai man)"
    r"|\b(?:so can cuoc|cccd|cmnd|so the dang|so dien thoai|dia chi nha) (?:\w+ ){0,4}\d{6,}"
    r"|\b\d{12}\b"
)
_OPINION = re.compile(
    r"\b(?:ai|nguoi nao|dong chi nao|ong nao) (?:\w+ ){0,4}(?:gioi hon|tot hon|xung dang|hay hon|dang tin|yeu kem|tham nhung nhat|se lam|se la|se thay|len lam|kha nang (?:cao|trung)|gioi nhat|tot nhat|hon ai)"
    r"|\bso sanh (?:\w+ ){0,6}(?:lanh dao|tong bi thu|bi thu tinh|thu tuong|chu tich nuoc|the che|da dang|dang cong hoa|dang dan chu|dang cong san trung quoc)"
    r"|\b(?:nen bau|nen bo phieu|nen ung ho|ung ho ai|bau cho ai|bau ai|chon ai)\b"
    r"|\b(?:quan diem|y kien|suy nghi|nhan xet|danh gia|cam nhan) (?:\w+ ){0,3}(?:cua )?(?:ban|em|tro ly|ai|may|ban than)\b"
    r"|\b(?:ban|em|may|tro ly) (?:nghi|thay|danh gia|nhan xet) (?:\w+ ){0,3}(?:sao|the nao|gi|ra sao|nhu the nao)"
    r"|\b(?:da dang|mot dang|doc dang|doc tai|phe phai|dan chu (?:thuc su|gia hieu|khong)|phan dong|lat do|biet phu|chong pha|dao chinh|bat dong chinh kien|phe canh|dau da noi bo)\b(?! vien)"
    r"|\b(?:dang|che do) (?:\w+ ){0,3}(?:co (?:tot|xau|dan chu|tham nhung|ton tai)|that bai|sup do|yeu kem)"
)
_LONG_BASE64 = re.compile(r"[A-Za-z0-9+/]{40,}={0,2}")


@dataclass(frozen=True, slots=True)
class Screening:
    """Why a question is refused before retrieval, with the message for the user."""

    reason: RefusalReason
    message: str


_MESSAGES = {
    RefusalReason.UNSAFE: (
        "Câu hỏi có phần yêu cầu trợ lý làm trái quy tắc trả lời nên không được xử lý. "
        "Xin hãy nêu trực tiếp nội dung cần tra cứu về tổ chức đại hội đảng."
    ),
    RefusalReason.SENSITIVE: (
        "Câu hỏi có dấu hiệu liên quan đến tài liệu mật hoặc thông tin, hồ sơ cá nhân. Trợ lý chỉ tra cứu quy định công khai, "
        "không xử lý và không lưu nội dung này. Xin liên hệ ban tổ chức, ủy ban kiểm tra hoặc văn phòng cấp ủy có thẩm quyền."
    ),
    RefusalReason.OUT_OF_SCOPE: (
        "Trợ lý chỉ trả lời về quy định, thủ tục tổ chức đại hội đảng các cấp, không bình luận chính trị và không đánh giá cá nhân."
    ),
}


def screen(text: str) -> Screening | None:
    """The screening that refuses ``text``, or ``None`` when it may go on to retrieval."""
    plain = " ".join(re.sub(r"[\s_*~`]+", " ", fold(text)).split())
    forms = {plain, plain.translate(_LEET)}
    for reason, pattern in (
        (RefusalReason.UNSAFE, _UNSAFE),
        (RefusalReason.SENSITIVE, _SENSITIVE),
        (RefusalReason.OUT_OF_SCOPE, _OPINION),
    ):
        if any(pattern.search(form) for form in forms):
            return Screening(reason, _MESSAGES[reason])
    if _LONG_BASE64.search(text):
        return Screening(RefusalReason.UNSAFE, _MESSAGES[RefusalReason.UNSAFE])
    return None
