"""Paper: plain blocks and what they become – a Word file, text to paste."""
