"""What is read of a store, asked of an endpoint: queries, and patterns of quads.

It stands where a `pyoxigraph.Store` is read and returns the same things, so that nothing that reads a dataset knows
where it lies. Whatever format is wanted is made here of the endpoint's JSON, XML, N-Triples or Turtle.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, cast

import pyoxigraph as ox

from kg.guard import QueryForm, check_query
from kg.remote.transport import Endpoint, Parameter, Reply

Result = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
Graph = ox.NamedNode | ox.BlankNode | ox.DefaultGraph

_ROWS: Final = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
_TRIPLES: Final = "application/n-triples, text/turtle;q=0.8, application/rdf+xml;q=0.6"
_ALIASES: Final = {
    "application/json": ox.QueryResultsFormat.JSON,
    "application/xml": ox.QueryResultsFormat.XML,
    "text/xml": ox.QueryResultsFormat.XML,
}
_GRAPH_ALIASES: Final = {"text/ntriples": ox.RdfFormat.N_TRIPLES, "text/plain": ox.RdfFormat.N_TRIPLES}
_TRUE: Final = ox.Literal(1)
"""Virtuoso answers ASK by rows: one with the number 1 if it is true, else none or one with 0."""

_NODE: Final = re.compile(rb'("bnode"\s*,\s*"value"\s*:\s*")nodeID://')
"""How Virtuoso names a blank node in JSON, with what no label may hold."""

_COPY: Final = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_GRAPHS: Final = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"


class RemoteStore:
    """A store that lies in another engine."""

    def __init__(self, endpoint: Endpoint, names: ox.Store | None = None) -> None:
        """Take where to ask.

        Args:
            endpoint: the engine.
            names: its quads of some properties, all of them; what is asked of these is looked up there.
        """
        self._endpoint = endpoint
        self._names = names or ox.Store()
        self._copied = {quad.predicate for quad in self._names}

    def query(
        self,
        text: str,
        *,
        prefixes: Mapping[str, str] | None = None,
        base_iri: str | None = None,
        default_graph: Any = None,
        named_graphs: Sequence[Graph] | None = None,
    ) -> Result:
        """Return the result of a query, as `pyoxigraph.Store.query` does.

        Raises:
            SyntaxError: it is not SPARQL; our own parser says where, the same for every engine.
            KgError: as `Endpoint.ask`.
        """
        form = check_query(text)
        ox.Store().query(text, prefixes=dict(prefixes or {}), base_iri=base_iri)
        graphs = [*_parameters("default-graph-uri", default_graph), *_parameters("named-graph-uri", named_graphs)]
        sent = (f"BASE <{base_iri}> " if base_iri else "") + _declared(text, prefixes or {}) + text
        reply = self._endpoint.ask(sent, _TRIPLES if form.gives_graph else _ROWS, graphs)
        if form.gives_graph:
            return self._triples(reply)
        rows = self._rows(reply)
        if form is QueryForm.ASK and isinstance(rows, ox.QuerySolutions):
            return _truth(any(row[0] == _TRUE for row in rows))
        return rows

    def _rows(self, reply: Reply) -> Result:
        fmt = ox.QueryResultsFormat.from_media_type(reply.media_type) or _ALIASES.get(reply.media_type)
        if fmt is None:
            raise self._endpoint.unreadable(reply.media_type)
        body = _NODE.sub(rb"\1", reply.body)
        if not _is_readable(body, fmt):
            raise self._endpoint.unreadable(reply.media_type)
        return ox.parse_query_results(body, format=fmt)

    def _triples(self, reply: Reply) -> Result:
        fmt = ox.RdfFormat.from_media_type(reply.media_type) or _GRAPH_ALIASES.get(reply.media_type)
        if fmt is None:
            raise self._endpoint.unreadable(reply.media_type)
        copy = ox.Store()
        try:
            copy.extend(ox.parse(reply.body, format=fmt, base_iri="urn:x-none:"))
        except (SyntaxError, ValueError) as error:
            raise self._endpoint.unreadable(reply.media_type) from error
        return copy.query(_COPY)

    def quads_for_pattern(
        self,
        subject: Any,
        predicate: Any,
        object: Any,  # noqa: A002 - the engine's own name
        graph_name: Graph | None = None,
    ) -> Iterator[ox.Quad]:
        """Yield the quads of a pattern, in which None stands for anything; without a graph those of all graphs.

        A blank node has no name outside of the answer it came in, so nothing can be asked of one.
        """
        if any(isinstance(each, ox.BlankNode) for each in (subject, object, graph_name)):
            return iter(())
        if predicate in self._copied:
            return self._names.quads_for_pattern(subject, predicate, object, graph_name)
        return self._asked((subject, predicate, object), graph_name)

    def _asked(self, pattern: tuple[Any, Any, Any], graph_name: Graph | None) -> Iterator[ox.Quad]:
        names = [name for name, term in zip("spo", pattern, strict=True) if term is None]
        triple = " ".join(f"?{name}" if term is None else str(term) for name, term in zip("spo", pattern, strict=True))
        default, named = f"{{ {triple} }}", f"{{ GRAPH ?g {{ {triple} }} }}"
        where = f"{default} UNION {named}"
        if graph_name is not None:
            where = default if isinstance(graph_name, ox.DefaultGraph) else f"GRAPH {graph_name} {default}"
        columns = " ".join(f"?{name}" for name in (*names, *("g" if graph_name is None else "")))
        rows = self.query(f"SELECT DISTINCT {columns or '*'} WHERE {{ {where} }}" if columns else f"ASK {{ {where} }}")
        if isinstance(rows, ox.QueryBoolean):
            return iter([ox.Quad(*pattern, graph_name)] if rows else [])
        return self._quads(cast("ox.QuerySolutions", rows), pattern, graph_name)

    @staticmethod
    def _quads(rows: ox.QuerySolutions, pattern: tuple[Any, Any, Any], graph_name: Graph | None) -> Iterator[ox.Quad]:
        known = {variable.value for variable in rows.variables}
        for row in rows:
            subject, predicate, value = (
                row[name] if name in known else term for name, term in zip("spo", pattern, strict=True)
            )
            graph = (row["g"] or ox.DefaultGraph()) if graph_name is None else graph_name
            yield ox.Quad(subject, predicate, value, graph)

    def named_graphs(self) -> Iterator[ox.NamedNode]:
        """Yield the names of the graphs that hold something."""
        rows = cast("ox.QuerySolutions", self.query(_GRAPHS))
        return iter([row["g"] for row in rows if isinstance(row["g"], ox.NamedNode)])

    def contains_named_graph(self, name: Graph) -> bool:
        """Tell whether a graph of that name holds something."""
        return isinstance(name, ox.NamedNode) and bool(self.query(f"ASK {{ GRAPH {name} {{ ?s ?p ?o }} }}"))


def _is_readable(body: bytes, fmt: ox.QueryResultsFormat) -> bool:
    """Tell whether an answer is what it says: rows are read as they are taken, and the last may be the faulty one."""
    try:
        result = ox.parse_query_results(body, format=fmt)
        if isinstance(result, ox.QuerySolutions):
            for _ in result:
                continue
    except (SyntaxError, ValueError):
        return False
    return True


def _truth(value: bool) -> ox.QueryBoolean:  # noqa: FBT001 - it is the value itself
    text = f'{{"head": {{}}, "boolean": {str(value).lower()}}}'
    return cast("ox.QueryBoolean", ox.parse_query_results(text.encode(), format=ox.QueryResultsFormat.JSON))


def _parameters(name: str, graphs: Any) -> list[Parameter]:
    if graphs is None:
        return []
    listed: Iterable[Graph] = graphs if isinstance(graphs, list) else [graphs]
    return [(name, each.value) for each in listed if isinstance(each, ox.NamedNode)]


def _declared(text: str, prefixes: Mapping[str, str]) -> str:
    """Return declarations of the prefixes that a query uses without them; they stand before its first line's text."""
    used = {name.lower() for name in re.findall(r"(?<![\w.-])([A-Za-z][\w.-]*):", text)}
    own = {name.lower() for name in re.findall(r"prefix\s+([A-Za-z][\w.-]*)\s*:", text, re.IGNORECASE)}
    return "".join(f"PREFIX {name}: <{iri}> " for name, iri in prefixes.items() if name in used - own)
