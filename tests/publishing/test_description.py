"""What is said of a thing: every IRI of the dataset has a description and a page."""

import json

import pyoxigraph as ox
import pytest

from kg import iris
from kg.namespaces import BASE, OA, PROV, RDF, SG, SH, SKOS
from kg.publishing.card import SHOWN, Card, group_of
from kg.publishing.description import describe, known
from kg.publishing.writing import written
from kg.store import Dataset

A44 = iris.resource("measures", "nskb-a44")


def things(dataset: Dataset) -> list[ox.NamedNode]:
    """Return everything of the project's own that the dataset names."""
    terms = {term for quad in dataset.store for term in (quad.subject, quad.object, quad.predicate)}
    graphs = {graph.value for graph in dataset.store.named_graphs()}
    own = {each for each in terms if isinstance(each, ox.NamedNode) and each.value.startswith(BASE)}
    return sorted((each for each in own if each.value not in graphs), key=str)


def test_every_iri_is_described(dataset: Dataset) -> None:
    for thing in things(dataset):
        topic = known(dataset.whole, thing)
        assert topic is not None, thing
        triples = describe(dataset.whole, topic)
        assert {triple.predicate for triple in triples if triple.subject == topic} >= {RDF.type}, thing
        assert json.loads(json.dumps(Card(dataset.whole, topic, "cs").content()))["groups"], thing


@pytest.mark.parametrize("engine", [ox.RdfFormat.TURTLE, ox.RdfFormat.RDF_XML, ox.RdfFormat.JSON_LD])
def test_descriptions_can_be_written_and_read(dataset: Dataset, engine: ox.RdfFormat) -> None:
    for thing in things(dataset)[::40]:
        triples = describe(dataset.whole, known(dataset.whole, thing) or thing)
        text = written(triples, engine)
        assert text == written(triples, engine) or engine not in {ox.RdfFormat.TURTLE}
        assert len(list(ox.parse(text, format=engine))) == len(triples)


def test_a_description_holds_statements_labels_and_source_words(dataset: Dataset) -> None:
    triples = describe(dataset.whole, A44)
    assert triples[0].subject == A44
    stated = {quad.triple for quad in dataset.store.quads_for_pattern(A44, None, None, ox.DefaultGraph())}
    assert stated <= set(triples)
    nukib = iris.resource("institutions", "nukib")
    assert ox.Triple(nukib, SKOS.notation, ox.Literal("NÚKIB")) in triples
    cell = iris.resource("cells", "zpo4-r41-c11")
    assert ox.Triple(cell, SG.verbatim, ox.Literal("Q2 2022")) in triples
    assert any(triple.predicate == OA.start for triple in triples)
    assert any(triple.predicate == SG.rowNumber and triple.object.value == "41" for triple in triples)  # type: ignore[union-attr]


def test_the_ontology_comes_whole_and_a_list_with_its_codes(dataset: Dataset) -> None:
    ontology = set(describe(dataset.whole, iris.ONTOLOGY))
    assert ontology >= {
        quad.triple for quad in dataset.store.quads_for_pattern(None, None, None, iris.graph("ontology"))
    }
    assert known(dataset.whole, ox.NamedNode(f"{BASE}ontology/1.0.0")) == iris.ONTOLOGY
    statuses = {triple.subject for triple in describe(dataset.whole, iris.code_list("statuses"))}
    assert statuses >= {iris.code("statuses", "new"), iris.code("statuses", "existing")}


def test_blank_nodes_are_followed(dataset: Dataset) -> None:
    lists = dataset.store.quads_for_pattern(None, SH["or"], None, ox.DefaultGraph())
    shape = next(quad.subject for quad in lists if isinstance(quad.subject, ox.NamedNode))
    triples = describe(dataset.whole, shape)
    blank = {triple.object for triple in triples if isinstance(triple.object, ox.BlankNode)}
    assert blank <= {triple.subject for triple in triples}
    rows = [row for group in Card(dataset.whole, shape, "cs").content()["groups"] for row in group["rows"]]
    assert any(each["code"] and each["text"].startswith("( ") for row in rows for each in row["values"])


def test_a_card_tells_where_each_statement_comes_from(dataset: Dataset) -> None:
    card = Card(dataset.whole, A44, "cs").content()
    found = {
        group["name"]: {row["property"]["iri"].rpartition("/")[2]: row for row in group["rows"]}
        for group in card["groups"]
    }
    assert "gestor" in found["source"]
    assert "implements" in found["alignments"]
    assert "translatedTitle" in found["reference"]
    assert [each["notation"] for each in found["inferred"]["addresses"]["values"]] == ["ZPO", "ZPO4", "ZPO 4.2"]
    assert "addresses" not in found["source"]
    assert (card["notations"], card["cells"]) == (["A44"], 7)
    words = card["words"][3]
    assert words["verbatim"] == "Q2 2022"
    assert (words["row"]["text"], words["column"]["notation"]) == ("řádek 41", "11")
    assert "řádek podkladu 205" in words["cell"]["text"]


def test_a_card_says_how_much_it_leaves_out(dataset: Dataset) -> None:
    rows = {row["property"]["iri"]: row for row in Card(dataset.whole, SG.SourceCell, "en").content()["incoming"]}
    instances = rows[RDF.type.value]
    assert len(instances["values"]) == SHOWN
    assert instances["count"] > 200
    component = Card(dataset.whole, iris.resource("components", "zpo-4"), "cs").content()
    assert any(row["property"]["iri"] == SG.listedUnder.value for row in component["incoming"])


@pytest.mark.parametrize(
    ("graph", "group"),
    [
        ("source/koncepce-sc-zpo4", "source"),
        ("submission/1", "source"),
        ("codes", "definition"),
        ("inferred", "inferred"),
        ("catalog", "definition"),
    ],
)
def test_every_graph_has_a_group(graph: str, group: str) -> None:
    assert group_of(f"{BASE}graph/{graph}") == group


def test_institutions_are_traced_to_facts_too(dataset: Dataset) -> None:
    triples = describe(dataset.whole, iris.resource("institutions", "nukib"))
    fact = iris.resource("facts", "nukib")
    assert ox.Triple(iris.resource("institutions", "nukib"), PROV.wasDerivedFrom, fact) in triples
    assert any(triple.subject == fact and triple.predicate == SKOS.prefLabel for triple in triples)
