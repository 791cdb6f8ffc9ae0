"""Chance from a seed: the same numbers on every machine and in every version of Python."""

from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


class Dice:
    """Draws from a seed by `Random.random` alone, the one method whose numbers Python promises never to change."""

    def __init__(self, seed: str) -> None:
        """Take a seed; Python turns a text into numbers by SHA-512, not by its own hash."""
        self._random = Random(seed)  # noqa: S311 - repeatable on purpose, nothing here is secret

    def share(self) -> float:
        """Return a number from 0 up to, not including, 1."""
        return self._random.random()

    def number(self, first: int, last: int) -> int:
        """Return a whole number between two bounds, both included."""
        return first + int(self.share() * (last - first + 1))

    def happens(self, probability: float) -> bool:
        """Return True as often as the probability says."""
        return self.share() < probability

    def pick(self, items: Sequence[T]) -> T:
        """Return one of the items, each as likely as any other."""
        return items[int(self.share() * len(items))]


class Skewed(Generic[T]):
    """Items of which the first is drawn most often: the n-th with a weight of 1/n (Zipf's law)."""

    def __init__(self, items: Sequence[T]) -> None:
        """Take the items in the order of their frequency."""
        self.items = items
        self._sums = list(accumulate(1 / rank for rank in range(1, len(items) + 1)))

    def draw(self, dice: Dice) -> T:
        """Return one of the items."""
        return self.items[bisect(self._sums, dice.share() * self._sums[-1])]

    def draw_several(self, dice: Dice, count: int) -> list[T]:
        """Return different items, at most `count` of them and at least one."""
        return list(dict.fromkeys(self.draw(dice) for _ in range(count)))
