"""Terms, paths, expressions and aggregates of rdflib's algebra, in SPARQL syntax."""

from collections.abc import Callable
from typing import Any, Final

import pyoxigraph as ox
from rdflib.paths import AlternativePath, InvPath, MulPath, NegatedPath, Path, SequencePath
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import BNode, Identifier, Literal, URIRef

from kg.diagnosis.writing import Writer
from kg.namespaces import XSD

Printer = Callable[[Any], str]

_AGGREGATES: Final = {"GroupConcat": "GROUP_CONCAT"}


class Expressions:
    """Prints what rdflib's algebra holds."""

    def __init__(self, writer: Writer, pattern: Printer) -> None:
        """Take how IRIs are shortened, and what prints the pattern of EXISTS."""
        self._writer = writer
        self._pattern = pattern
        self.aggregates: dict[str, str] = {}
        """What stands for each variable that rdflib invents for an aggregate."""

    def text(self, value: Any) -> str:
        """Return a term, path or expression as SPARQL."""
        if isinstance(value, CompValue):
            return self._expression(value)
        if isinstance(value, Path):
            return self.path(value)
        if isinstance(value, Identifier):
            return self.term(value)
        if isinstance(value, list):
            return f"({', '.join(map(self.text, value))})"
        return str(value)

    def term(self, term: Any) -> str:
        """Return a term of rdflib; one of its invented variables as the aggregate it stands for."""
        if isinstance(term, URIRef):
            return self._writer.iri(str(term))
        if isinstance(term, Literal):
            return self._literal(term)
        return f"_:{term}" if isinstance(term, BNode) else self.aggregates.get(str(term), f"?{term}")

    def _literal(self, literal: Any) -> str:
        if literal.language:
            return self._writer.term(ox.Literal(str(literal), language=str(literal.language)))
        datatype = ox.NamedNode(str(literal.datatype)) if literal.datatype else XSD.string
        return self._writer.term(ox.Literal(str(literal), datatype=datatype))

    def path(self, path: Any) -> str:
        """Return a property path (SPARQL 1.1, section 9.1); its parts in brackets where they need them."""

        def inner(part: Any) -> str:
            return f"({self.path(part)})" if isinstance(part, AlternativePath | SequencePath) else self.path(part)

        def element(part: Any) -> str:
            return f"({self.path(part)})" if isinstance(part, Path) else self.term(part)

        match path:
            case SequencePath():
                return "/".join(inner(each) for each in path.args)
            case AlternativePath():
                return "|".join(self.path(each) for each in path.args)
            case InvPath():
                return f"^{inner(path.arg)}"
            case MulPath():
                return f"{element(path.path)}{path.mod}"
            case NegatedPath():
                parts = [self.path(each) for each in path.args]
                return f"!{parts[0]}" if len(parts) == 1 else f"!({'|'.join(parts)})"
        if type(path).__name__ == "CompValue":
            raise ValueError(path.name)  # rdflib loses the IRI of `^` within `!(…)`
        return self.term(path)

    def _expression(self, value: Any) -> str:
        name = value.name
        kind, _, own = name.partition("_")
        if kind == "Aggregate":
            return self.aggregate(value)
        if kind == "Builtin":
            return self._call(own, value)
        return getattr(self, f"_of_{name.lower()}")(value)  # type: ignore[no-any-return]

    def _of_conditionalorexpression(self, value: Any) -> str:
        return " || ".join(self._operand(each) for each in (value.expr, *(value.other or ())))

    def _of_conditionalandexpression(self, value: Any) -> str:
        return " && ".join(self._operand(each) for each in (value.expr, *(value.other or ())))

    def _of_additiveexpression(self, value: Any) -> str:
        pairs = zip(value.op or (), value.other or (), strict=True)
        return self._operand(value.expr) + "".join(f" {op} {self._operand(each)}" for op, each in pairs)

    _of_multiplicativeexpression = _of_additiveexpression

    def _of_unarynot(self, value: Any) -> str:
        return f"!{self._operand(value.expr)}"

    def _of_unaryminus(self, value: Any) -> str:
        return f"-{self._operand(value.expr)}"

    def _of_unaryplus(self, value: Any) -> str:
        return f"+{self._operand(value.expr)}"

    def _of_function(self, value: Any) -> str:
        return f"{self.term(value.iri)}({', '.join(map(self.text, value.expr or ()))})"

    @staticmethod
    def _of_truefilter(_: Any) -> str:
        return "true"

    def _operand(self, value: Any) -> str:
        text = self.text(value)
        return f"({text})" if isinstance(value, CompValue) and value.name.endswith("Expression") else text

    def _of_relationalexpression(self, value: Any) -> str:
        if value.op is None:
            return self.text(value.expr)
        if str(value.op) in {"IN", "NOT IN"}:
            members = value.other if isinstance(value.other, list) else []  # an empty list comes as rdf:nil
            return f"{self._operand(value.expr)} {value.op} ({', '.join(map(self.text, members))})"
        return f"{self._operand(value.expr)} {value.op} {self._operand(value.other)}"

    def _call(self, name: str, value: Any) -> str:
        """Return the call of a built-in function; rdflib names its arguments differently, but in their order."""
        if name in {"EXISTS", "NOTEXISTS"}:
            return f"{'EXISTS' if name == 'EXISTS' else 'NOT EXISTS'} {self._pattern(value.graph)}"
        arguments: list[str] = []
        for key, each in value.items():
            if key != "_vars" and each is not None:
                arguments += [self.text(one) for one in each] if isinstance(each, list) else [self.text(each)]
        return f"{name}({', '.join(arguments)})"

    def aggregate(self, value: Any) -> str:
        """Return an aggregate as a query writes it."""
        name = value.name.removeprefix("Aggregate_")
        distinct = "DISTINCT " if value.distinct else ""
        separator = f"; SEPARATOR={self._literal(value.separator)}" if value.separator is not None else ""
        argument = "*" if str(value.vars) == "*" else self.text(value.vars)
        return f"{_AGGREGATES.get(name, name.upper())}({distinct}{argument}{separator})"
