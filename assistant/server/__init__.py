"""HTTP API, reading pages and chat: surfaces without logic."""
