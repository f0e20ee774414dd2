"""Có, không, chưa: the word that opens an answer, derived from the question and the words of one rule."""
