"""The change log and what it holds."""
