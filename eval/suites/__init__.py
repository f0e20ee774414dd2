"""Question sets: cases, places, written forms, audit."""
