"""Calculators of the organiser's desk: typed figures in, a worked sum with its rules out, or a typed refusal."""
