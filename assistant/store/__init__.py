"""What the service keeps: one database, SQLite or PostgreSQL, shared by all its processes and hosts."""
