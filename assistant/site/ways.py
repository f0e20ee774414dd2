"""Ways from one page of the organiser's desk to those that go with it. Pure data and a look-up.

A pair of addresses leads both ways; a title is that of the calculator or form itself.
"""

from __future__ import annotations

from functools import cache

from assistant.calculators.catalogue import catalogue
from assistant.forms.library import templates

PAIRS = (
    ("/ke-hoach", "/bang-tinh/deadline"),
    ("/ke-hoach", "/bieu-mau/chuong-trinh"),
    ("/ke-hoach", "/bieu-mau/kich-ban"),
    ("/ke-hoach", "/bieu-mau/to-trinh-chuan-y"),
    ("/bieu-mau/kich-ban", "/bieu-mau/chuong-trinh"),
    ("/bieu-mau/kich-ban", "/bieu-mau/noi-quy"),
    ("/bang-tinh/quorum", "/bieu-mau/kich-ban"),
    ("/bang-tinh/quorum", "/bieu-mau/bien-ban-dai-hoi"),
    ("/bang-tinh/surplus", "/bieu-mau/phieu-bau"),
    ("/bang-tinh/surplus", "/bang-tinh/outside-list"),
    ("/bang-tinh/majority", "/bang-tinh/count-record"),
    ("/bang-tinh/majority", "/bieu-mau/bien-ban-kiem-phieu"),
    ("/bang-tinh/count-record", "/bieu-mau/bien-ban-kiem-phieu"),
    ("/bang-tinh/count-record", "/bang-tinh/alternates"),
    ("/bang-tinh/alternates", "/bieu-mau/bien-ban-kiem-phieu"),
    ("/bieu-mau/phieu-bau", "/bieu-mau/bien-ban-kiem-phieu"),
    ("/bieu-mau/bien-ban-kiem-phieu", "/bieu-mau/bien-ban-dai-hoi"),
    ("/bang-tinh/resolution", "/bieu-mau/nghi-quyet"),
    ("/bieu-mau/bien-ban-dai-hoi", "/bieu-mau/nghi-quyet"),
    ("/bieu-mau/bien-ban-dai-hoi", "/bieu-mau/to-trinh-chuan-y"),
    ("/bang-tinh/deadline", "/bieu-mau/to-trinh-chuan-y"),
    ("/bang-tinh/standing-committee", "/bang-tinh/surplus"),
)
"""What is used together at a congress, in the order of its use."""


@cache
def titles() -> dict[str, str]:
    """Title of each page by its address."""
    found = {f"/bang-tinh/{item.name}": item.title for item in catalogue().calculator}
    found |= {f"/bieu-mau/{item.id}": item.name for item in templates().values()}
    return found | {"/ke-hoach": "Kế hoạch ngược"}


def ways(address: str) -> list[tuple[str, str]]:
    """Address and title of the pages that go with one, in the order of their use."""
    beside = [other for pair in PAIRS if address in pair for other in pair if other != address]
    return [(other, titles()[other]) for other in beside]
