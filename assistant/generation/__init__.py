"""A language model proposes claims; nothing of it is shown unverified."""
