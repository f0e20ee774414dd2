"""The plan of a congress backwards from its opening: what is due when, by which rule, and what no rule fixes."""
