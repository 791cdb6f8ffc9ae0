"""The service describes itself as it is: its addresses, languages, formats, graphs and functions."""

from dataclasses import replace

import pyoxigraph as ox
import pytest
import rdflib

from kg import iris
from kg.namespaces import DCT, RDF
from kg.publishing.service import FORMATS, FUNCTIONS, GEOF, SD, service_description
from kg.publishing.void import VOID
from kg.results import GRAPHS, ROWS
from kg.store import Dataset
from tests.conformance.w3c_protocol_description import misfits

ENDPOINT = "https://data.example/sparql"
QUERIES, UPDATES = (ox.NamedNode(f"{ENDPOINT}#{name}") for name in ("service", "update-service"))

_SQUARE = "POLYGON((0 0,2 0,2 2,0 2,0 0))"
_INSIDE = "POLYGON((0.5 0.5,1 0.5,1 1,0.5 1,0.5 0.5))"
_AT_EDGE = "POLYGON((0 0,1 0,1 1,0 1,0 0))"
_BESIDE = "POLYGON((2 0,3 0,3 2,2 2,2 0))"
_ACROSS = "POLYGON((1 0,3 0,3 2,1 2,1 0))"
_AWAY = "POLYGON((5 5,6 5,6 6,5 6,5 5))"
_SAME = "POLYGON((2 2,0 2,0 0,2 0,2 2))"
_OTHERS = {
    "same": _SAME,
    "inside": _INSIDE,
    "edge": _AT_EDGE,
    "beside": _BESIDE,
    "across": _ACROSS,
    "away": _AWAY,
}
# OGC GeoSPARQL 1.1, 9.2 to 9.5: for which of these polygons a relation holds from the square, and to it.
_RELATIONS = {
    "sfEquals": ("same", "same"),
    "sfDisjoint": ("away", "away"),
    "sfIntersects": ("same inside edge beside across", "same inside edge beside across"),
    "sfTouches": ("beside", "beside"),
    "sfCrosses": ("", ""),
    "sfWithin": ("same", "same inside edge"),
    "sfContains": ("same inside edge", "same"),
    "sfOverlaps": ("across", "across"),
    "ehEquals": ("same", "same"),
    "ehDisjoint": ("away", "away"),
    "ehMeet": ("beside", "beside"),
    "ehOverlap": ("across", "across"),
    "rcc8eq": ("same", "same"),
    "rcc8dc": ("away", "away"),
    "rcc8ec": ("beside", "beside"),
    "rcc8po": ("across", "across"),
    "rcc8tppi": ("edge", ""),
    "rcc8tpp": ("", "edge"),
    "rcc8ntpp": ("", "inside"),
    "rcc8ntppi": ("inside", ""),
}


_GEO = "PREFIX geo: <http://www.opengis.net/ont/geosparql#>"
_CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"


def computed(function: str, *arguments: str) -> str:
    """Return what the engine computes; arguments are WKT but those of relate's pattern."""
    written = ", ".join(f'"{each}"' if "*" in each else f'"{each}"^^geo:wktLiteral' for each in arguments)
    solutions = ox.Store().query(f"{_GEO} SELECT ({GEOF[function]}({written}) AS ?x) {{}}")
    assert isinstance(solutions, ox.QuerySolutions)
    return str(next(solutions)["x"].value)


@pytest.fixture(scope="module")
def description(dataset: Dataset) -> ox.Store:
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in service_description(dataset, ENDPOINT))
    return store


def values(description: ox.Store, subject: ox.NamedNode, predicate: ox.NamedNode) -> list[str]:
    found = [quad.object for quad in description.quads_for_pattern(subject, predicate, None)]
    return sorted(each.value for each in found if not isinstance(each, ox.Triple))


def test_queries_and_updates_have_an_address_each(description: ox.Store) -> None:
    services = {quad.subject for quad in description.quads_for_pattern(None, RDF.type, SD.Service)}
    assert services == {QUERIES, UPDATES}
    assert values(description, QUERIES, SD.endpoint) == [ENDPOINT]
    assert values(description, QUERIES, SD.supportedLanguage) == [SD.SPARQL11Query.value]
    assert values(description, UPDATES, SD.endpoint) == ["https://data.example/update"]
    assert values(description, UPDATES, SD.supportedLanguage) == [SD.SPARQL11Update.value]


def test_every_format_with_a_name_of_w3c_is_listed(description: ox.Store) -> None:
    # The table is text for people; no name exists for it.
    assert {each.name for each in (*ROWS, *GRAPHS)} - set(FORMATS) == {"table"}
    assert values(description, QUERIES, SD.resultFormat) == sorted(each.value for each in FORMATS.values())


def test_the_graphs_are_those_of_the_dataset_with_their_sizes(description: ox.Store, dataset: Dataset) -> None:
    whole = ox.NamedNode(f"{ENDPOINT}#dataset")
    members = [ox.NamedNode(each) for each in values(description, whole, SD.namedGraph)]
    names = {values(description, each, SD.name)[0] for each in members}
    assert names == {str(each.value) for each in dataset.store.named_graphs()}
    for member in members:
        graph = ox.NamedNode(values(description, member, SD.name)[0])
        assert values(description, member, SD.graph) == [graph.value]
        count = sum(1 for _ in dataset.store.quads_for_pattern(None, None, None, graph))
        assert values(description, graph, VOID.triples) == [str(count)]
    default = ox.NamedNode(values(description, whole, SD.defaultGraph)[0])
    count = sum(1 for _ in dataset.store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    assert values(description, default, VOID.triples) == [str(count)]


def test_the_default_graph_is_a_union_only_where_it_is_one(description: ox.Store, dataset: Dataset) -> None:
    assert values(description, QUERIES, SD.feature) == [SD.UnionDefaultGraph.value]
    separate = service_description(replace(dataset, default_graph="separate"), ENDPOINT)
    assert [triple for triple in separate if triple.predicate == SD.feature] == []


def test_nothing_is_inferred_while_a_query_runs(description: ox.Store) -> None:
    simple = ["http://www.w3.org/ns/entailment/Simple"]
    assert values(description, QUERIES, SD.defaultEntailmentRegime) == simple
    assert not any(description.quads_for_pattern(None, SD.entailmentRegime, None))
    told = [quad.object for quad in description.quads_for_pattern(iris.graph("inferred"), DCT.description, None)]
    assert {each.language for each in told if isinstance(each, ox.Literal)} == {"cs", "en"}


@pytest.mark.parametrize(("relation", "holds"), _RELATIONS.items())
def test_a_relation_of_geosparql_holds_where_it_must_and_nowhere_else(relation: str, holds: tuple[str, str]) -> None:
    from_square = [name for name, other in _OTHERS.items() if computed(relation, _SQUARE, other) == "true"]
    to_square = [name for name, other in _OTHERS.items() if computed(relation, other, _SQUARE) == "true"]
    assert (from_square, to_square) == (holds[0].split(), holds[1].split())


def test_the_other_functions_of_geosparql_compute_what_they_name() -> None:
    diagonal = "LINESTRING(0 0,2 2)"
    assert computed("sfCrosses", "LINESTRING(-1 1,3 1)", _SQUARE) == "true"
    assert computed("relate", _SQUARE, _INSIDE, "T*****FF*") == "true"
    assert computed("relate", _SQUARE, _AWAY, "T*****FF*") == "false"
    assert computed("sfEquals", computed("envelope", diagonal), _SQUARE) == "true"
    assert computed("sfEquals", computed("convexHull", "LINESTRING(0 0,2 2,2 0,0 2)"), _SQUARE) == "true"
    assert (computed("isEmpty", "POINT EMPTY"), computed("isEmpty", diagonal)) == ("true", "false")
    assert computed("getSRID", diagonal) == _CRS84


def test_only_functions_shown_here_are_announced(description: ox.Store) -> None:
    others = {"relate", "envelope", "convexHull", "isEmpty", "getSRID"}
    assert set(FUNCTIONS) == set(_RELATIONS) | others
    assert values(description, QUERIES, SD.extensionFunction) == sorted(GEOF[name].value for name in FUNCTIONS)


def test_every_term_has_the_class_that_the_vocabulary_gives_it(description: ox.Store) -> None:
    graph = rdflib.Graph().parse(data=ox.serialize(description, format=ox.RdfFormat.N_QUADS), format="nt")
    assert list(misfits(graph)) == []
