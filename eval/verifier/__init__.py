"""The mutation test of the verifier."""
