"""Several processes that serve together: forked from one that has loaded what all of them need."""
