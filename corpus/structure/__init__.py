"""Lines to provisions: markers, outline, zones, heads, references and effects."""
