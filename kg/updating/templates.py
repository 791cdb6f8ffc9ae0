"""Templates of quads: the engine reads them, solutions of a pattern fill them (SPARQL 1.1 Update, section 3.1.3)."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from kg.chance import new_node
from kg.namespaces import PREFIXES
from kg.updating.operations import Block


@dataclass(frozen=True, slots=True)
class Template:
    """Quads in which some IRIs stand for variables."""

    quads: tuple[ox.Quad, ...]
    variables: Mapping[ox.NamedNode, str]
    """The names of the variables, without `?`, by the IRIs that stand for them."""

    @property
    def makes_nodes(self) -> bool:
        """Whether each solution makes blank nodes of its own."""
        return any(isinstance(term, ox.BlankNode) for quad in self.quads for term in _terms(quad))

    def filled(self, solution: Mapping[str, Any]) -> Iterator[ox.Quad]:
        """Yield the quads of a solution; one with an unbound variable or a term out of place is left out."""
        nodes: dict[ox.BlankNode, ox.BlankNode] = {}

        def value(term: Any) -> Any:
            if isinstance(term, ox.NamedNode):
                name = self.variables.get(term)
                return term if name is None else solution.get(name)
            if isinstance(term, ox.BlankNode):
                return nodes.setdefault(term, new_node())
            if isinstance(term, ox.Triple):
                parts = [value(part) for part in (term.subject, term.predicate, term.object)]
                return ox.Triple(*parts) if _fits(*parts) else None
            return term

        for quad in self.quads:
            subject, predicate, thing = value(quad.subject), value(quad.predicate), value(quad.object)
            graph = value(quad.graph_name)
            if _fits(subject, predicate, thing) and isinstance(graph, ox.NamedNode | ox.DefaultGraph):
                yield ox.Quad(subject, predicate, thing, graph)


def _fits(subject: Any, predicate: Any, thing: Any) -> bool:
    return (
        isinstance(subject, ox.NamedNode | ox.BlankNode) and isinstance(predicate, ox.NamedNode) and thing is not None
    )


def _terms(quad: ox.Quad) -> Iterator[Any]:
    waiting: list[Any] = [quad.subject, quad.object]
    while waiting:
        term = waiting.pop()
        if isinstance(term, ox.Triple):
            waiting += [term.subject, term.object]
        yield term


def read_template(block: Block | None, prologue: str) -> Template:
    """Read a template, or data, as the engine reads it: as data in which an IRI stands for each variable."""
    if block is None:
        return Template((), {})
    secret = secrets.token_hex(8)
    names: dict[str, ox.NamedNode] = {}
    pieces, last = [], 0
    for start, end in block.variables:
        name = block.text[start + 1 : end]
        marker = names.setdefault(name, ox.NamedNode(f"urn:variable:{secret}:{len(names)}"))
        pieces += [block.text[last:start], f" {marker} "]
        last = end
    scratch = ox.Store()
    scratch.update(f"{prologue} INSERT DATA {''.join(pieces)}{block.text[last:]}", prefixes=PREFIXES)
    return Template(tuple(scratch), {marker: name for name, marker in names.items()})


def variables_of(templates: Sequence[Template]) -> list[str]:
    """Return the names of the variables of templates, each once."""
    return list(dict.fromkeys(name for template in templates for name in template.variables.values()))
