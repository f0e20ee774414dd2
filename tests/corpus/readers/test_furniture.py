"""A portal's furniture goes, the regulation stays whole."""

from __future__ import annotations

from corpus.readers.html import read_html

BODY = "".join(
    f"<p>Điều {n}. Thử lần {n}</p><p>1. {'Người thử ghi sổ và báo lại cho nơi thử. ' * 5}</p>" for n in range(1, 9)
)


def shown(page: str) -> list[str]:
    return [line.text for line in read_html(page.encode()).lines]


def test_menus_contents_and_footers_are_cut_and_reported() -> None:
    contents = "".join(f"<div>Điều {n}. Thử lần {n}</div><div>Khoản 1</div>" for n in range(1, 9))
    page = (
        "<html><body><div class='top'><a href='/'>Trang chủ</a> <a href='/v'>Văn bản</a></div>"
        f"<div class='text'>{BODY}</div><div>{contents}</div><footer>Cơ sở dữ liệu thử</footer></body></html>"
    )
    found = read_html(page.encode())
    assert [line.text for line in found.lines] == shown(f"<html><body>{BODY}</body></html>")
    assert [(d.code, d.count) for d in found.defects] == [("repair.web_furniture", 3)]


def test_an_annex_outside_the_text_stays() -> None:
    annex = "<div><p>PHỤ LỤC I</p><p>1. Mẫu sổ ghi lần thử.</p></div>"
    lines = shown(f"<html><body><div>{BODY * 3}</div>{annex}</body></html>")
    assert lines[-2:] == ["PHỤ LỤC I", "1. Mẫu sổ ghi lần thử."]
