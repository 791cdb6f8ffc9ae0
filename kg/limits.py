"""How far the limits of a query may be set; apart from the settings, which are slow to import for a help text."""

from typing import Final

LONGEST_QUERY: Final = 24 * 60 * 60
"""Seconds: a day."""

LARGEST_QUERY_MB: Final = 1024 * 1024
"""Megabytes: what the system is told as a limit must fit its own integers."""
