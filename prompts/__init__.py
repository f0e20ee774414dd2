"""Prompt templates as data: validated, rendered and hashed; a leaf package."""
