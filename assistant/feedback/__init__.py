"""What readers think of answers: ratings, and what went unanswered."""
