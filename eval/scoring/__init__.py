"""Grades, measures, intervals, gates."""
