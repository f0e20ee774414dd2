"""Pages for people, rendered on the server: documents, handbook, calculators, planner, forms."""
