"""Content words: keys without function words, with or without diacritics."""

from corpus.vietnamese.contentwords import content_words


def test_words_compare_without_diacritics() -> None:
    assert content_words("Đại hội có hợp lệ không?") == content_words("dai hoi co hop le khong")


def test_words_with_diacritics_are_told_apart_and_tone_marks_may_sit_anywhere() -> None:
    assert not set(content_words("số dư", accented=True)) & set(content_words("cơ sở, dù", accented=True))
    assert content_words("hoà giải", accented=True) == content_words("hòa giải", accented=True)
