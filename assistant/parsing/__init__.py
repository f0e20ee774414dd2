"""Vietnamese regulation language read into terms that can be compared; knows nothing of questions or answers."""
