"""What cannot be read into parts."""

from typing import Final

LONGEST: Final = 1 << 16
"""The longest query that is taken apart, in characters."""


class Unreadable(Exception):  # noqa: N818 - named for what it is about
    """The parts of a query cannot be told apart; the engine may still take it."""
