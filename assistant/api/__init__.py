"""The HTTP interface: one module a family of addresses, put together in ``application``."""
