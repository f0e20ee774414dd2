"""A small digest of our own wording in a folder of its own, and its index, built once with the real parts."""

from dataclasses import replace
from pathlib import Path

import pytest

from indexing.build import build
from indexing.config import IndexConfig
from indexing.encoders import query_encoder

ROOT = Path(__file__).parent.parent.parent

CATALOGUE = """
[sources]
S01 = "https://example.org/nguon"

[[record]]
id = "dieu-le-thu"
number = "Điều lệ thử"
kind = "điều lệ"
issuer = "Đại hội thử"
issued = 2011-01-19
title = "Điều lệ của hội thử nghiệm"
valid_from = 2011-01-19

[[record]]
id = "qd-01-thu-2025"
number = "01-QĐ/HT"
kind = "quy định"
issuer = "Ban Chấp hành thử"
issued = 2025-05-01
title = "Thi hành Điều lệ thử"
valid_from = 2025-07-01
guides = ["dieu-le-thu"]
"""

CHARTER = """---
record: dieu-le-thu
reviewed: 2026-11-22
---

# Chương II. Đại hội

## d11.k6 | Điều 11 khoản 6 | Điều kiện hợp lệ của đại hội
- căn cứ: Điều lệ thử, Điều 11 khoản 6
- tin cậy: cao
- nguồn: S01
- dữ kiện: F001

Đại hội của hội thử nghiệm hợp lệ khi có mặt ít nhất 2/3 số người được triệu tập.

## d12 | Điều 12 | Phiếu bầu
- căn cứ: Điều lệ thử, Điều 12
- tin cậy: cao
- nguồn: S01

Phiếu bầu do ban kiểm phiếu phát ra và đóng dấu ở góc trái, mỗi người nhận một phiếu.
"""

RULES = """---
record: qd-01-thu-2025
reviewed: 2026-11-22
---

## 3.1 | 3.1 | Số dư khi bầu cử
- căn cứ: 01-QĐ/HT, mục 3.1
- tin cậy: vừa
- nguồn: S01

Danh sách ứng viên của hội thử có số dư không quá 15% số lượng cần bầu.
"""


@pytest.fixture
def digest(tmp_path: Path) -> Path:
    """Folder with a catalogue and two digest files."""
    return write_digest(tmp_path / "digest")


def write_digest(folder: Path) -> Path:
    (folder / "documents").mkdir(parents=True)
    (folder / "catalogue.toml").write_text(CATALOGUE, "utf-8")
    (folder / "documents" / "dieu-le-thu.md").write_text(CHARTER, "utf-8")
    (folder / "documents" / "qd-01-thu-2025.md").write_text(RULES, "utf-8")
    return folder


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that shares the bundled encoder's folder with the project's own."""
    folder = tmp_path_factory.mktemp("home")
    (ROOT / "var" / "models").mkdir(parents=True, exist_ok=True)
    (folder / "models").symlink_to(ROOT / "var" / "models")
    return folder


@pytest.fixture(scope="session")
def built(home: Path) -> IndexConfig:
    """Configuration of an index of the small digest that is already built; do not change its files."""
    config = IndexConfig(home=home, corpus="shipped", digest=write_digest(home / "digest"))
    assert build(config, open_encoder=query_encoder).changed
    return config


@pytest.fixture
def config(built: IndexConfig, tmp_path: Path) -> IndexConfig:
    """A copy of ``built`` that a test may change and break."""
    import shutil

    shutil.copytree(built.index_folder, tmp_path / "index" / "shipped")
    shutil.copytree(built.digest, tmp_path / "own")
    (tmp_path / "models").symlink_to((built.home / "models").resolve())
    return replace(built, home=tmp_path, digest=tmp_path / "own")
