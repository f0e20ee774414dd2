"""Forms and scripts of a congress: reviewed texts with cited rules, filled from a short form. Nothing is kept."""
