"""What readers think of answers: ratings counted by reason and rule."""
