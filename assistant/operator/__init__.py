"""The operator's pages: what is loaded and served, and everything that the command line does with it."""
