"""What a regulation is, and the regulations themselves (no retrieval, no answering)."""
