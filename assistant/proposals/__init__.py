"""Proposals and difficulties that people send: taken in, screened, moderated, answered, exported, erased."""
