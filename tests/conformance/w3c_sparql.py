"""What our HTTP makes of a case of the W3C suite for SPARQL 1.1: sent to a real server, read from the wire."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Protocol

import httpx
import pyoxigraph as ox

from tests.conformance.records import BY_VALUE
from tests.conformance.w3c_sparql_cases import BASE, SUITE, Case, Files
from tests.conformance.w3c_sparql_readers import READERS, SYNTAXES, Answer, Malformed, media_type, read, read_json
from tests.conformance.w3c_sparql_sameness import Row, Term, by_value, same

_STATE: Final = "SELECT ?s ?p ?o ?g { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
_ORDERED: Final = re.compile(r"\bORDER\s+BY\b", re.IGNORECASE)
_CSV: Final = "text/csv"


class Endpoint(Protocol):
    """A service whose default graph is its own, not the union of the named ones."""

    holds: Files | None
    """The files that it was filled with, until something else is written."""

    def query(self, text: str, accept: str) -> httpx.Response:
        """Send a query."""

    def update(self, text: str) -> httpx.Response:
        """Send an update."""


def outcome(case: Case, endpoint: Endpoint) -> str:
    """Return what is wrong with the answer; nothing if it is the one expected, `BY_VALUE` if only its values are."""
    if "Syntax" in case.kind:
        return _syntax(case, endpoint)
    fill(endpoint, case.given)
    return _updated(case, endpoint) if case.is_update else _answered(case, endpoint)


def fill(endpoint: Endpoint, files: Files) -> None:
    """Make files the whole data of a service, unless they are."""
    if endpoint.holds == files:
        return
    graphs = [("", path) for path in files.default] + list(files.named)
    told = endpoint.update("; ".join(["DROP ALL", *(_insertion(name, path) for name, path in graphs)]))
    assert told.is_success, told.text
    endpoint.holds = files


def _insertion(graph: str, path: Path) -> str:
    triples = (str(quad.triple) for quad in ox.parse(path=path, base_iri=_address(path)))
    inside = " ".join(f"{each} ." for each in triples)
    return f"INSERT DATA {{ GRAPH <{graph}> {{ {inside} }} }}" if graph else f"INSERT DATA {{ {inside} }}"


def _address(path: Path) -> str:
    return f"{BASE}{path.relative_to(SUITE).as_posix()}"


def _syntax(case: Case, endpoint: Endpoint) -> str:
    if case.is_update:
        fill(endpoint, Files())
        if "CREATE" not in case.text:  # CLEAR and DROP fail by rights where the graph that they name is not there
            endpoint.update("INSERT DATA { GRAPH <graph> { <s> <p> <o> } }")
        told = endpoint.update(case.text)
    else:
        told = endpoint.query(case.text, "*/*")
    if case.kind.startswith("Negative"):
        return "" if told.status_code == httpx.codes.BAD_REQUEST else f"{told.status_code}, not 400"
    return "" if told.is_success else _refusal(told)


def _updated(case: Case, endpoint: Endpoint) -> str:
    told = endpoint.update(_based(case))
    if not told.is_success:
        return _refusal(told)
    found = read_json(endpoint.query(_STATE, "application/sparql-results+json").content).rows
    return _compared(found, _rows(case.after), ordered=False)


def _rows(files: Files) -> list[Row]:
    """Return the quads of a dataset; blank nodes of different files are different."""
    graphs = [(None, path) for path in files.default] + [(Term("iri", name), path) for name, path in files.named]
    return [
        (*(_of_file(term, path) for term in row), name)
        for name, path in graphs
        for row in read(path.read_bytes(), "text/turtle", _address(path)).rows
    ]


def _of_file(term: Term | None, path: Path) -> Term | None:
    return term._replace(value=f"{path} {term.value}") if term is not None and term.kind == "blank" else term


def _answered(case: Case, endpoint: Endpoint) -> str:
    assert case.result is not None
    kind = media_type(case.result)
    expected = read(case.result.read_bytes(), kind, _address(case.result)).by_name()
    ordered = bool(_ORDERED.search(case.text)) and kind != "text/turtle"
    outcomes = [_in_format(case, endpoint, each, expected, ordered=ordered) for each in _formats(kind, expected)]
    return next((each for each in outcomes if each not in {"", BY_VALUE}), max(outcomes))


def _formats(kind: str, expected: Answer) -> list[str]:
    """Return the formats to ask for: all that hold what is expected."""
    if expected.truth is None and expected.variables is None:
        return list(SYNTAXES)
    if kind == _CSV:
        return [_CSV]
    return [each for each in READERS if each != _CSV][: 2 if expected.truth is not None else None]


def _in_format(case: Case, endpoint: Endpoint, kind: str, expected: Answer, *, ordered: bool) -> str:
    told = endpoint.query(_based(case), kind)
    if not told.is_success:
        return _refusal(told)
    if told.headers["content-type"].partition(";")[0] != kind:
        return f"{kind} was asked for, {told.headers['content-type']} came"
    try:
        found = read(told.content, kind, case.base).by_name()
    except Malformed as error:
        return str(error)
    if (found.variables, found.truth) != (expected.variables, expected.truth):
        return f"{kind}: {found.variables} {found.truth} instead of {expected.variables} {expected.truth}"
    wrong = _compared(found.rows, expected.rows, ordered=ordered)
    return wrong if wrong in {"", BY_VALUE} else f"{kind}: {wrong}"


def _compared(found: Sequence[Row], expected: Sequence[Row], *, ordered: bool) -> str:
    if same(found, expected, ordered=ordered):
        return ""
    found, expected = by_value(found), by_value(expected)
    if same(found, expected, ordered=ordered):
        return BY_VALUE
    extra, missing = (Counter(one) - Counter(other) for one, other in ((found, expected), (expected, found)))
    return f"{list(extra.elements())} too much, {list(missing.elements())} missing{', or in another order' * ordered}"


def _based(case: Case) -> str:
    """Return the request with its address, for a relative IRI means a file beside it."""
    return f"BASE <{case.base}>\n{case.text}"


def _refusal(told: httpx.Response) -> str:
    return f"{told.status_code}: {told.json()['detail']}"
