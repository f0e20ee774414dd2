"""Sums that organisers ask for: the law they rest on, the base they start from, how they are worked."""
