"""Names in the order of the alphabet, by the given name."""

from assistant.forms.order import by_given_name


def test_names_are_sorted_by_given_name_then_family_name_with_vietnamese_letters_and_tones() -> None:
    names = ["Nguyễn Văn Đức", "Trần Dũng", "Lê An", "Phạm Ân", "Đỗ Ánh", "Bùi An", "Hồ Ăn", "Võ Ý", "Lý Anh"]
    ordered = [entry["ten"] for entry in by_given_name([{"ten": name, "tt": "9"} for name in names])]
    assert ordered == [
        "Bùi An", "Lê An", "Lý Anh", "Đỗ Ánh", "Hồ Ăn", "Phạm Ân", "Trần Dũng", "Nguyễn Văn Đức", "Võ Ý",
    ]  # fmt: skip


def test_numbers_are_given_anew_and_strange_letters_come_last() -> None:
    ordered = by_given_name([{"ten": "Иван", "tt": "1"}, {"ten": "Zéro", "tt": "2"}, {"ten": "An", "tt": "3"}])
    assert [(entry["tt"], entry["ten"]) for entry in ordered] == [("1", "An"), ("2", "Zéro"), ("3", "Иван")]
