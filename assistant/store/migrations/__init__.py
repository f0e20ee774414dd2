"""How the tables come from one version to the next, in one chain; run by ``Store.upgrade``."""
