"""Files to documents in the library, in a process of their own."""
