"""Campaigns: what belongs together around a festival."""
