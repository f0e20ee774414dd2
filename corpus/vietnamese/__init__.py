"""How Vietnamese is written and days are counted: number words, written dates, working days."""
