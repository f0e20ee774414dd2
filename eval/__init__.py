"""The offline evaluation harness; consumes the assistant, and nothing imports it."""
