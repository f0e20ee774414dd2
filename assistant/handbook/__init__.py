"""The handbook: rules by phase, topic and level, as of a day; what changed between two days; what replaced what."""
