"""Claim and quote to verdict: the only gate to the user."""
