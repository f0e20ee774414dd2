"""The element that portals embed: one file of script and style, and the lines that load it."""
