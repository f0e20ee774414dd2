"""Asking: answerers, observations, stores, seeded faults."""
