"""Vectors of snapshots on a database that many machines share: PostgreSQL with pgvector."""
