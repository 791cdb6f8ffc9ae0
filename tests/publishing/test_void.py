"""The description in VoID says what is there; dumps hold it."""

import gzip
import hashlib
import io

import pyoxigraph as ox
import pytest

from kg import iris
from kg.namespaces import DCT, OWL, RDF, SG
from kg.publishing.dumps import DUMPS
from kg.publishing.void import VOID, document
from kg.store import Dataset
from kg.whole import Whole

BASE = "https://data.example"
DATASET = ox.NamedNode(f"{BASE}/.well-known/void#dataset")


@pytest.fixture(scope="module")
def void(dataset: Dataset) -> ox.Store:
    store = ox.Store()
    store.load(document(dataset.whole, dataset.version, BASE), format=ox.RdfFormat.TURTLE)
    return store


def values(void: ox.Store, subject: ox.NamedNode, predicate: ox.NamedNode) -> list[str]:
    found = [quad.object for quad in void.quads_for_pattern(subject, predicate, None)]
    return sorted(each.value for each in found if not isinstance(each, ox.Triple))


def test_the_numbers_are_those_of_the_dataset(void: ox.Store, dataset: Dataset) -> None:
    quads = list(dataset.store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    types = {quad.object for quad in quads if quad.predicate == RDF.type}
    assert values(void, DATASET, VOID.triples) == [str(len(quads))]
    assert values(void, DATASET, VOID.properties) == [str(len({quad.predicate for quad in quads}))]
    assert values(void, DATASET, VOID.classes) == [str(len(types))]
    own = {quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)}
    own = {each for each in own if each.startswith("https://w3id.org/strategraf/")}
    assert values(void, DATASET, VOID.entities) == [str(len(own))]


def test_the_parts_add_up(void: ox.Store, dataset: Dataset) -> None:
    for graph in dataset.store.named_graphs():
        assert isinstance(graph, ox.NamedNode)
        count = sum(1 for _ in dataset.store.quads_for_pattern(None, None, None, graph))
        assert values(void, graph, VOID.triples) == [str(count)]
    measures = next(quad.subject for quad in void.quads_for_pattern(None, VOID["class"], SG.ImplementingMeasure))
    assert isinstance(measures, ox.NamedNode)
    assert values(void, measures, VOID.entities) == ["30"]
    triples = [
        int(value)
        for part in void.quads_for_pattern(DATASET, VOID.propertyPartition, None)
        if isinstance(part.object, ox.NamedNode)
        for value in values(void, part.object, VOID.triples)
    ]
    assert [str(sum(triples))] == values(void, DATASET, VOID.triples)


def test_terms_may_have_any_iri() -> None:
    store = ox.Store()
    store.update("INSERT DATA { <urn:a> a <urn:x:C> ; <tag:p> 1 . GRAPH <urn:g> { <urn:a> <http://example.org> 1 } }")
    described = ox.parse(document(Whole(store), "1", BASE), format=ox.RdfFormat.TURTLE)
    vocabularies = {triple.object.value for triple in described if triple.predicate == VOID.vocabulary}  # type: ignore[union-attr]
    assert vocabularies == {str(RDF.iri), "tag:", "urn:x:"}


def test_it_says_where_and_what(void: ox.Store, dataset: Dataset) -> None:
    assert values(void, DATASET, VOID.sparqlEndpoint) == [f"{BASE}/sparql"]
    assert values(void, DATASET, VOID.dataDump) == sorted(f"{BASE}/dump/{name}" for name in DUMPS)
    assert values(void, DATASET, OWL.versionInfo) == [dataset.version]
    titles = [quad.object for quad in void.quads_for_pattern(DATASET, DCT.title, None)]
    assert {each.language for each in titles if isinstance(each, ox.Literal)} == {"cs", "en"}
    assert {SG.iri, DCT.iri} <= set(values(void, DATASET, VOID.vocabulary))
    assert not any(isinstance(quad.subject, ox.BlankNode) for quad in void)


def test_the_same_dataset_gives_the_same_bytes(dataset: Dataset) -> None:
    assert document(dataset.whole, dataset.version, BASE) == document(dataset.whole, dataset.version, BASE)


@pytest.mark.parametrize("name", DUMPS)
def test_a_dump_holds_everything(dataset: Dataset, name: str) -> None:
    out = io.BytesIO()
    DUMPS[name].write(dataset.whole, out)
    content = gzip.decompress(out.getvalue()) if name.endswith(".gz") else out.getvalue()
    engine = DUMPS[name].format.engine
    assert isinstance(engine, ox.RdfFormat)
    read = list(ox.parse(content, format=engine))
    if ".nq" in name:
        assert hashlib.sha256(content).hexdigest() == dataset.hash
    if ".ttl" in name:
        assert len(read) == sum(1 for _ in dataset.store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    else:
        assert {quad.graph_name for quad in read} == set(dataset.store.named_graphs())
        assert iris.graph("inferred") in {quad.graph_name for quad in read}
    again = io.BytesIO()
    DUMPS[name].write(dataset.whole, again)
    assert again.getvalue() == out.getvalue()


@pytest.mark.parametrize("name", DUMPS)
def test_a_default_graph_that_is_apart_is_dumped_too(name: str) -> None:
    a, b, one = ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.NamedNode("urn:g:1")
    quads = {ox.Quad(a, a, a), ox.Quad(a, a, b), ox.Quad(a, a, b, one), ox.Quad(a, b, ox.Literal("č"), one)}
    store, out = ox.Store(), io.BytesIO()
    store.extend(quads)
    DUMPS[name].write(Whole(store, "separate"), out)
    content = gzip.decompress(out.getvalue()) if name.endswith(".gz") else out.getvalue()
    read = list(ox.parse(content, format=DUMPS[name].format.engine))  # type: ignore[arg-type]
    expected = {ox.Quad(*quad.triple) for quad in quads} if ".ttl" in name else quads
    assert (len(read), set(read)) == (len(expected), expected)
    if name == "strategraf.nq":
        assert hashlib.sha256(content).hexdigest() == Dataset(store, "1", "", "separate").canonical_hash()
