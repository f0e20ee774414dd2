"""Attacks and edited corpora."""
