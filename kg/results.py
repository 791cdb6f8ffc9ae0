"""From a query to an answer in a format: evaluation, the formats and their media types, negotiation, and tables."""

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, BinaryIO, Final

import pyoxigraph as ox
from tabulate import tabulate

from kg.errors import QueryError
from kg.guard import QueryForm, dataset_clauses
from kg.mistakes import malformed, not_evaluated
from kg.namespaces import PREFIXES, shortened, used_in
from kg.planning import Postings, planned, traits
from kg.remote.store import RemoteStore
from kg.wellformed import serialize, well_formed
from kg.whole import Whole

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Result = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
Source = ox.Store | RemoteStore | Whole


@dataclass(frozen=True, slots=True)
class Format:
    """A format by its short name, with the media type it is sent as."""

    name: str
    media_type: str
    engine: ox.QueryResultsFormat | ox.RdfFormat | None
    aliases: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel by name: the engine's own names of formats cannot be pickled."""
        return _known, (self.name, self.media_type)

    @property
    def content_type(self) -> str:
        """The media type with the character set, where one belongs there."""
        texts = ("text/", "application/trig", "application/n-", "application/ld+json")
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith(texts) else self.media_type


ROWS: Final = (
    Format("json", "application/sparql-results+json", ox.QueryResultsFormat.JSON, ("application/json",)),
    Format("xml", "application/sparql-results+xml", ox.QueryResultsFormat.XML, ("application/xml", "text/xml")),
    Format("csv", "text/csv", ox.QueryResultsFormat.CSV),
    Format("tsv", "text/tab-separated-values", ox.QueryResultsFormat.TSV),
    Format("table", "text/plain", None),
)
"""The formats of SELECT and ASK; the first is the service's choice."""

GRAPHS: Final = (
    Format("ttl", "text/turtle", ox.RdfFormat.TURTLE, ("application/x-turtle",)),
    Format("jsonld", "application/ld+json", ox.RdfFormat.JSON_LD, ("application/json",)),
    Format("nt", "application/n-triples", ox.RdfFormat.N_TRIPLES, ("text/plain",)),
    Format("rdfxml", "application/rdf+xml", ox.RdfFormat.RDF_XML, ("application/xml", "text/xml")),
    Format("trig", "application/trig", ox.RdfFormat.TRIG),
    Format("nq", "application/n-quads", ox.RdfFormat.N_QUADS),
)
"""The formats of CONSTRUCT and DESCRIBE; the first is the service's choice."""

FORMATS: Final = {each.name: each for each in (*ROWS, *GRAPHS)}
"""Every format by its short name."""


def _known(name: str, media_type: str) -> Format:
    return replace(FORMATS[name], media_type=media_type)


@dataclass(frozen=True)
class Graphs:
    """The graphs a query reads, by their IRIs: those that make up its default graph, and the named ones."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


def formats_for(form: QueryForm) -> tuple[Format, ...]:
    """Return the formats that an answer to this form of query can have."""
    return GRAPHS if form.gives_graph else ROWS


def named_format(name: str, form: QueryForm) -> Format:
    """Return a format by its short name.

    Raises:
        QueryError: there is no such format, or it cannot hold the answer to this form of query.
    """
    offers = {each.name: each for each in formats_for(form)}
    if name not in offers:
        raise QueryError(
            cs=f"formát „{name}“ se pro odpověď na {form} nehodí; možné jsou {', '.join(offers)}.",
            en=f"the format “{name}” cannot hold an answer to {form}; choose {', '.join(offers)}.",
        )
    return offers[name]


@lru_cache(maxsize=1024)
def negotiate(accept: str, form: QueryForm, without: frozenset[str] = frozenset()) -> Format | None:
    """Choose the format for an `Accept` header (RFC 9110, section 12.5.1); None if none is acceptable.

    The format carries the media type that the client named, which may be an alias.

    Args:
        accept: the header.
        form: the form of the query.
        without: the names of formats that are out of the question.
    """
    formats = [each for each in formats_for(form) if each.name not in without]
    aliased = [replace(each, media_type=alias) for each in formats for alias in each.aliases]
    offers = [*formats, *aliased]  # a range such as text/* takes a proper name before an alias
    chosen = preferred(accept, [each.media_type for each in offers])
    return None if chosen is None else next(each for each in offers if each.media_type == chosen)


def preferred(accept: str, offers: Sequence[str]) -> str | None:
    """Return the offered media type that an `Accept` header likes best; among equals the first offered."""
    if accept in {"", "*/*"}:
        return offers[0] if offers else None
    ranges = [_media_range(each) for each in accept.split(",") if each.strip()] or [("*/*", 1.0)]
    best = max(offers, key=lambda offer: _quality(offer, ranges), default=None)
    return best if best is not None and _quality(best, ranges) > 0 else None


def _media_range(text: str) -> tuple[str, float]:
    """Return a range of media types and its quality; `*` and `.2` are what clients of old versions of Java say."""
    name, *parameters = (part.strip().lower() for part in text.split(";"))
    quality = next((part[2:].strip() for part in parameters if part.startswith("q=")), "1")
    known = re.fullmatch(r"[01](\.\d{0,3})?|\.\d{1,3}", quality)
    return "*/*" if name == "*" else name, float(quality) if known else 0.0


def _quality(offer: str, ranges: Iterable[tuple[str, float]]) -> float:
    """Return the quality of a media type; the most specific range that covers it decides."""
    found = dict(reversed(list(ranges)))
    for pattern in (offer, offer.partition("/")[0] + "/*", "*/*"):
        if pattern in found:
            return found[pattern]
    return 0.0


def evaluate(  # noqa: PLR0913 - what a request says of one query
    store: Source,
    query: str,
    fmt: Format,
    out: BinaryIO,
    graphs: Graphs | None = None,
    *,
    base: str | None = None,
    postings: Postings | None = None,
) -> None:
    """Evaluate a checked query and write its answer.

    Args:
        store: the store, whose default graph is read, or all of its graphs as one.
        query: a query that `kg.guard.check_query` has passed.
        fmt: a format that fits the form of the query.
        out: where the answer goes.
        graphs: the dataset that a protocol request names, which takes the place of the query's own.
        base: what relative IRIs are resolved against, where the query names no base itself.
        postings: what is remembered of the store's present state, by which the query may be answered faster.

    Raises:
        QueryError: the query is malformed, or cannot be evaluated.
        Unwritable: the format has no way to write the answer.
    """
    result = solve(store, query, graphs, base, postings)
    try:
        _write(result, fmt, out)
    except (RuntimeError, ValueError) as error:
        raise not_evaluated(error) from error


def _write(result: Result, fmt: Format, out: BinaryIO) -> None:
    if isinstance(result, ox.QueryTriples):
        assert isinstance(fmt.engine, ox.RdfFormat)  # noqa: S101 - the format was chosen for the form
        serialize(result, out, fmt.engine, PREFIXES)
    elif isinstance(fmt.engine, ox.QueryResultsFormat):
        result.serialize(checked(out, fmt.engine), fmt.engine)
    else:
        out.write(table(result).encode())


def checked(out: BinaryIO, engine: ox.QueryResultsFormat) -> BinaryIO:
    """Return where rows are to be written in a format, so that every reader reads them back."""
    return well_formed(out) if engine == ox.QueryResultsFormat.XML else out


def solve(
    store: Source,
    query: str,
    graphs: Graphs | None = None,
    base: str | None = None,
    postings: Postings | None = None,
) -> Result:
    """Evaluate a checked query lazily, as `evaluate` does; the project's prefixes are known to it.

    Raises:
        QueryError: the query is malformed, or cannot be evaluated.
    """
    known = traits(query)
    prefixes = known.prefixes if known else used_in(query)  # the engine reads each anew
    try:
        if graphs is None and isinstance(store, ox.Store) and (known is None or known.has_dataset):
            graphs = _own_graphs(store, query, base)
        if graphs is None:
            faster = _planned(store, query, prefixes, base, postings)
            return store.query(query, prefixes=prefixes, base_iri=base) if faster is None else faster
        default: Any = [ox.NamedNode(iri) for iri in dict.fromkeys(graphs.default)]
        named = [ox.NamedNode(iri) for iri in dict.fromkeys(graphs.named)]
        if len(default) > 1 and isinstance(store, ox.Store):
            store = _merged(store, graphs.default, named)
            default = [ox.DefaultGraph()]
        return store.query(query, prefixes=prefixes, base_iri=base, default_graph=default, named_graphs=[*named])
    except SyntaxError as error:
        raise malformed(query, str(error)) from error
    except (RuntimeError, ValueError) as error:
        raise not_evaluated(error) from error


def _planned(
    store: Source, query: str, prefixes: dict[str, str], base: str | None, postings: Postings | None
) -> Result | None:
    """Evaluate a text with the same solutions; None if there is none that is faster, or the engine does not take it."""
    if postings is None or not isinstance(store, ox.Store):
        return None
    text = planned(store, postings, query, PREFIXES, base)
    try:
        return None if text is None else store.query(text, prefixes=prefixes, base_iri=base)
    except (SyntaxError, RuntimeError, ValueError):
        return None


def _own_graphs(store: ox.Store, query: str, base: str | None) -> Graphs | None:
    """Return the dataset the query itself names, if it joins several graphs into its default graph.

    The engine counts a triple once for each of them, where SPARQL 1.1, section 13.2 asks for their merge. It resolves
    the names itself: as values behind the query's own prologue.
    """
    if "from" not in query.lower():
        return None
    clauses = dataset_clauses(query)
    if len(clauses.default) < 2:
        return None

    def resolved(names: Sequence[str]) -> tuple[str, ...]:
        text = f"{clauses.prologue} SELECT ?g {{ VALUES ?g {{ {' '.join(names)} }} }}"
        rows = store.query(text, prefixes=PREFIXES, base_iri=base)
        return tuple(row["g"].value for row in rows) if isinstance(rows, ox.QuerySolutions) else ()

    return Graphs(resolved(clauses.default), resolved(clauses.named))


def _merged(store: ox.Store, default: Sequence[str], named: Sequence[ox.NamedNode]) -> ox.Store:
    merged = ox.Store()
    for graph in default:
        quads = store.quads_for_pattern(None, None, None, ox.NamedNode(graph))
        merged.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    for each in named:
        merged.bulk_extend(store.quads_for_pattern(None, None, None, each))
    return merged


def table(result: Result, limit: int | None = None) -> str:
    """Return an answer as a plain table for people, with IRIs shortened by the project's prefixes."""
    if isinstance(result, ox.QueryBoolean):
        return f"{str(bool(result)).lower()}\n"
    if isinstance(result, ox.QueryTriples):
        names = ["subject", "predicate", "object"]
        rows: Iterable[Iterable[Term | None]] = ((each.subject, each.predicate, each.object) for each in result)
    else:
        names = [variable.value for variable in result.variables]
        rows = (tuple(row) for row in result)
    return laid_out(names, itertools.islice(rows, limit))


def laid_out(names: Sequence[str], rows: Iterable[Iterable[Term | None]]) -> str:
    """Return rows as a plain table, under the names of their columns."""
    cells = [[plain(term) for term in row] for row in rows]
    return tabulate(cells, headers=[*names], disable_numparse=True) + "\n"


def plain(term: Term | None) -> str:
    """Return a term as people read it: a shortened IRI, or the words of a literal without control characters."""
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        return shortened(term.value)
    text = term.value if isinstance(term, ox.Literal) else str(term)
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)
