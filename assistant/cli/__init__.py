"""The command line of the assistant."""
