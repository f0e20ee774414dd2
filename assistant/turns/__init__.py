"""A question in its conversation: what a turn carries over, and a question that asks several things taken apart."""
