"""Which provisions may answer: search, validity by day, fusion, features, ranking and decision."""
