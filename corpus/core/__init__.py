"""What a regulation is: records, provisions, validity, text, and how they are named."""
