"""When two answers are the same: their rows as a multiset or in order, up to the names of blank nodes.

A row is a tuple of terms; the quads of a dataset are rows too.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Final, NamedTuple

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_LANG_STRING: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
_INTEGERS: Final = ("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger")
_EXACT: Final = {f"{_XSD}{name}" for name in (*_INTEGERS, "decimal", "negativeInteger", "nonPositiveInteger")}
_FLOATS: Final = {f"{_XSD}double", f"{_XSD}float"}
TEXT: Final = "text"
"""The kind of a cell of CSV, which does not tell a number from other text."""


class Term(NamedTuple):
    """A term; the kind is `iri`, `blank` or `literal`, the language in lower case."""

    kind: str
    value: str
    datatype: str = ""
    language: str = ""

    def by_value(self) -> "Term":
        """Return the term with a number or truth value in one form of the many that it has (XSD 1.1 part 2, 2.3)."""
        try:
            return self._replace(value=self._canonical())
        except (InvalidOperation, ValueError):
            return self

    def _canonical(self) -> str:
        if self.datatype in _EXACT:
            return format(Decimal(self.value).normalize(), "f")
        if self.datatype in _FLOATS or self.kind == TEXT:
            return repr(float(self.value))
        if self.datatype == f"{_XSD}boolean":
            return {"1": "true", "0": "false"}.get(self.value, self.value)
        return self.value


Row = tuple[Term | None, ...]


def literal(value: str, datatype: str = "", language: str = "") -> Term:
    """Return a literal; one without a datatype is a string (RDF 1.1 Concepts, 3.3)."""
    return Term("literal", value, _LANG_STRING if language else datatype or f"{_XSD}string", language.lower())


def by_value(rows: Iterable[Row]) -> list[Row]:
    """Return the rows with every term by its value."""
    return [tuple(term if term is None else term.by_value() for term in row) for row in rows]


def same(one: Sequence[Row], other: Sequence[Row], *, ordered: bool = False) -> bool:
    """Tell whether two sequences of rows are the same up to the names of blank nodes."""
    if len(one) != len(other):
        return False
    if ordered:
        one, other = ([(*row, Term("place", str(place))) for place, row in enumerate(rows)] for rows in (one, other))
    return _match(one, other, {}, {})


def _match(one: Sequence[Row], other: Sequence[Row], left: Mapping[Term, str], right: Mapping[Term, str]) -> bool:
    """Refine the colours of blank nodes; where that leaves a choice, try each (as graph isomorphism is tested)."""
    left, right = _refined(one, left), _refined(other, right)
    painted = [
        Counter(tuple(_coloured(term, colours) for term in row) for row in rows)
        for rows, colours in ((one, left), (other, right))
    ]
    if painted[0] != painted[1]:
        return False
    classes = Counter(left.values())
    undecided = next((node for node in sorted(left) if classes[left[node]] > 1), None)
    if undecided is None:
        return True
    chosen = f"chosen {len(classes)}"
    candidates = [node for node in right if right[node] == left[undecided]]
    return any(_match(one, other, {**left, undecided: chosen}, {**right, each: chosen}) for each in candidates)


def _refined(rows: Sequence[Row], start: Mapping[Term, str]) -> dict[Term, str]:
    nodes = {term for row in rows for term in row if term is not None and term.kind == "blank"}
    colours = {node: start.get(node, "") for node in nodes}
    while len(set((finer := _finer(rows, colours)).values())) > len(set(colours.values())):
        colours = finer
    return colours


def _finer(rows: Iterable[Row], colours: Mapping[Term, str]) -> dict[Term, str]:
    """Colour each blank node by its colour and the rows it stands in, with its own places marked."""
    seen: dict[Term, list[str]] = {node: [] for node in colours}
    for row in rows:
        for node in {term for term in row if term is not None and term in colours}:
            seen[node].append(repr([term == node or _coloured(term, colours) for term in row]))
    return {node: str(hash((colours[node], *sorted(shapes)))) for node, shapes in seen.items()}


def _coloured(term: Term | None, colours: Mapping[Term, str]) -> Term | str | None:
    return term if term is None else colours.get(term, term)
