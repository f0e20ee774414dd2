"""Who is there and what they may do: sign-on, sessions, keys of portals, and the log of what was done."""
