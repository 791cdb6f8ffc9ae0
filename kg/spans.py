"""The source text and the spans that point into it.

A span is 0-based and half-open, in Unicode code points of the unchanged file (W3C Web Annotation,
TextPositionSelector). A verbatim is the text of its spans with runs of white space collapsed to one space.
"""

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

_LONGEST_QUOTATION: Final = 80
_BEFORE_DIFFERENCE: Final = 20


class Span(NamedTuple):
    """A contiguous piece of the source."""

    start: int
    end: int

    @classmethod
    def parse(cls, text: str) -> "Span":
        """Read `start-end`; a ValueError says that the text is no such pair of numbers."""
        start, _, end = text.partition("-")
        return cls(int(start), int(end))


def collapse(text: str) -> str:
    """Return the text with runs of white space collapsed to one space and none at its ends."""
    return " ".join(text.split())


def excerpt(text: str, start: int = 0) -> str:
    """Return a text as an error quotes it: from `start`, cut to about 80 characters, with … where it is cut."""
    if len(text) <= _LONGEST_QUOTATION:
        return text
    end = start + _LONGEST_QUOTATION
    return f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"


def differing(one: str, other: str) -> tuple[str, str]:
    """Return excerpts of two texts, cut so that the place where they part can be seen."""
    alike = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    start = max(0, alike - _BEFORE_DIFFERENCE)
    return excerpt(one, start), excerpt(other, start)


@dataclass(frozen=True)
class SourceText:
    """The text of a source document, unchanged."""

    text: str

    def verbatim(self, spans: Iterable[Span]) -> str:
        """Return the words of the spans, in their order."""
        return collapse(" ".join(self.text[span.start : span.end] for span in spans))

    def line_of(self, offset: int) -> int:
        """Return the 1-based line an offset lies on."""
        return self.text.count("\n", 0, offset) + 1

    def lines(self, first: int, last: int) -> str:
        """Return the words of the lines from `first` to `last`, both included, 1-based."""
        return collapse(" ".join(self.text.split("\n")[first - 1 : last]))

    def uncovered(self, spans: Iterable[Span]) -> list[Span]:
        """Return the runs of non-blank text that lie in none of the spans."""
        covered = bytearray(len(self.text))
        for start, end in spans:
            covered[start:end] = b"\x01" * (end - start)
        left = "".join(" " if seen else character for seen, character in zip(covered, self.text, strict=True))
        return [Span(*match.span()) for match in re.finditer(r"\S+", left)]

    def overlaps(self, spans: Iterable[Span]) -> list[tuple[Span, Span]]:
        """Return the pairs of neighbouring spans that share a character."""
        ordered = sorted(spans)
        return [(a, b) for a, b in itertools.pairwise(ordered) if b.start < a.end]


def line_range(reference: str) -> tuple[int, int]:
    """Read a reference to source lines, `L13` or `L13-L16`, as first and last line."""
    first, _, last = reference.partition("-")
    return int(first[1:]), int((last or first)[1:])
