"""A dataset that lies in another engine."""
