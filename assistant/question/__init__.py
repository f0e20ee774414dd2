"""What was asked: words, day, places, level, topic, and the screens before any search."""
