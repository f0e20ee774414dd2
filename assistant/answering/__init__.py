"""Claims from evidence: one composer a kind of answer, refusals and notices."""
