"""External question sets."""
