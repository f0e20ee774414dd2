"""The digest that comes with the assistant: catalogue, cards, everyday questions, abbreviations."""
