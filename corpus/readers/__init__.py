"""Readers: one thin adapter a file format behind the port ``read(bytes) -> Extract``; see ``corpus.ingest.reading``."""
