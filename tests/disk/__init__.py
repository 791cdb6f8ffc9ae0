"""A dataset served from disk."""
