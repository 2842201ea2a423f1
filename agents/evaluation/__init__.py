"""Measuring against golden datasets: one file a kind, and what they share."""
