"""What was asked: words, day, places, level, topic, follow-ups, and the screens before any search."""
