"""Answers for people and programs: text, wire forms, certificates."""
