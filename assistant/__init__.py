"""One question, one answer: understand, retrieve, judge, compose, verify, certify."""
