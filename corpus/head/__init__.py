"""What a document's head says: number, kind, title, day, body; each read by a module of its own."""
