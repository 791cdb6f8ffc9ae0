"""What the service tells of things is the same, whether the default graph of a query is the union or apart."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx
import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, RdfFormat, Triple, parse

from kg import iris
from kg.namespaces import BASE, RDF, SG, SKOS
from kg.publishing.void import PATH, VOID
from kg.store import UNNAMED
from tests.api.validating import GOOD, post
from tests.questions.test_questions import EVERY_RUN, Expected
from tests.service import Service, running
from tests.writable import EX, Writable, copied, writable

NEW: Final = f"{EX}bridge"
COMPONENT: Final = iris.resource("components", "footbridge")
INSERTED: Final = f"""
    INSERT DATA {{
      :bridge a <{SG.Goal.value}> ; <{SKOS.prefLabel.value}> "Oblouková lávka"@cs .
      {COMPONENT} a <{SG.Component.value}> ; <{SKOS.prefLabel.value}> "Visutá lávka"@cs , "Suspension bridge"@en ;
        <{SG.partOf.value}> {iris.resource("pillars", "zpo")} , [ <{SG.end.value}> 1 ] .
    }} ;
    INSERT {{ ?s ?p ?o }} WHERE {{
      GRAPH ?g {{ ?s ?p ?o }} FILTER(?g NOT IN ({iris.graph("inferred")}, {iris.graph("shapes")}))
    }}
"""
"""Two things that no named graph states, and once more what many of them do."""

PATHS: Final = (
    "/resource/measures/nskb-a44",
    "/resource/goals/zpo-4.2",
    "/resource/cells/zpo4-r41-c09",
    "/resource/rows/zpo4-r41",
    "/resource/institutions/nukib",
    "/resource/components/footbridge",
    "/resource/components/none",
    "/ontology",
    "/ontology/gestor",
    "/ontology/Component",
    "/ontology/none",
    "/shapes/Funding",
    "/shapes/none",
    "/code/statuses",
    "/code/statuses/existing",
    "/code/statuses/none",
    "/graph/alignments",
)
EXPLAINED: Final = (
    ("A44", "addresses", "ZPO 4"),
    ("A44", "gestor", "NÚKIB"),
    ("TM5", "contributesTo", "ZPO 4"),
    ("gestor", "subPropertyOf", "involves"),
    (COMPONENT.value, "a", "Component"),
    (COMPONENT.value, "partOf", "ZPO"),
    ("A44", "addresses", "TM5"),
    ("A44", "gestor", "nobody"),
)
ADDRESSED: Final = f"SELECT ?o {{ {iris.resource('measures', 'nskb-a44')} sg:addresses ?o }}"
"""What is inferred, and stands in no default graph of its own."""


@dataclass(frozen=True)
class Both:
    """Services over the same store: where the default graph is apart, and where it is the union."""

    writable: Writable
    union: Service

    @property
    def apart(self) -> Service:
        """The service whose default graph is apart."""
        return self.writable.service

    def get(self, path: str, **options: object) -> tuple[httpx.Response, httpx.Response]:
        """Return the answers of both, that of the one apart first."""
        return self.apart.get(path, **options), self.union.get(path, **options)

    def texts(self, path: str, **options: object) -> tuple[str, str]:
        """Return what both say, with their status and without their address."""
        found = zip(self.get(path, **options), (self.apart, self.union), strict=True)
        apart, union = (f"{answer.status_code} {answer.text.replace(each.url, '')}" for answer, each in found)
        return apart, union


@pytest.fixture(scope="module", params=["4096", "1"], ids=["in memory", "on disk"])
def both(request: pytest.FixtureRequest, store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """Yield services with something in the default graph of one, and in the graph that stands for it in the other."""
    folder, other = copied(store, tmp_path_factory.mktemp("apart") / "store"), tmp_path_factory.mktemp("union")
    with writable(folder, KG_DEFAULT_GRAPH="separate", KG_MEMORY_MB=request.param) as started:
        answer = started.update(INSERTED)
        assert answer.status_code == 200, answer.text
        same = copied(store, other / "store")
        shutil.copytree(folder / "changes", same / "changes")
        with running(same, KG_MEMORY_MB=request.param) as union:
            yield Both(started, union)


@pytest.mark.parametrize("name", ["A44", "lávka"])
def test_names_are_found_in_whatever_graph(both: Both, name: str) -> None:
    found = both.apart.get("/search", params={"q": name}).json()["results"]
    assert len(found) == len({each["id"] for each in found}) >= 1
    assert any(name.lower() in (each["notation"] + each["label"]).lower() for each in found)


@pytest.mark.parametrize("suffix", ["", ".html", ".nt", ".ttl"])
@pytest.mark.parametrize("path", PATHS)
def test_of_a_thing_the_same_is_told(both: Both, path: str, suffix: str) -> None:
    apart, union = both.get(path + suffix)
    assert apart.status_code == union.status_code == (404 if path.endswith("none") else 200 if suffix else 303)
    if suffix == ".nt":
        assert sorted(apart.text.splitlines()) == sorted(union.text.splitlines())
    apart_text, union_text = both.texts(path + suffix)
    assert apart_text == union_text


def test_what_only_the_default_graph_states_has_its_document(both: Both) -> None:
    told = both.apart.get("/resource/components/footbridge.nt").content
    labels = [each.object for each in parse(told, RdfFormat.N_TRIPLES) if each.predicate == SKOS.prefLabel]
    assert Literal("Visutá lávka", language="cs") in labels
    assert "Suspension bridge" in both.apart.get("/resource/components/footbridge.html?lang=en").text


@EVERY_RUN
def test_a_question_has_the_same_rows(both: Both, run: Expected) -> None:
    path, values = f"/questions/{run.question.id}", dict(run.values)
    apart, union = both.texts(path, params=values | {"format": "csv"})
    assert apart == union
    assert len(apart.splitlines()) == 1 + len(run.rows)


def test_a_question_has_the_same_page(both: Both) -> None:
    options = {"params": {"element": "ZPO 4"}, "headers": {"Accept": "text/html"}}
    apart, union = both.texts("/questions/measures-for-element", **options)
    assert apart == union
    assert "nskb-a44" in apart


@pytest.mark.parametrize("form", ["application/json", "text/html"])
@pytest.mark.parametrize("asked", EXPLAINED)
def test_a_statement_is_explained_alike(both: Both, asked: tuple[str, str, str], form: str) -> None:
    apart, union = both.texts("/explain", params=dict(zip("spo", asked, strict=True)), headers={"Accept": form})
    assert apart == union
    assert apart.startswith("200" if asked in EXPLAINED[:6] else "404" if asked == EXPLAINED[6] else "4")


def test_the_query_of_a_user_keeps_its_default_graph(both: Both) -> None:
    apart, union = both.get("/sparql", params={"query": ADDRESSED, "format": "json"})
    assert (len(apart.json()["results"]["bindings"]), len(union.json()["results"]["bindings"])) == (0, 3)
    apart, union = both.get("/sparql", params={"query": ADDRESSED, "explain": "true"})
    assert (apart.json()["whole"]["rows"], union.json()["whole"]["rows"]) == (0, 3)


def test_the_figures_of_void_are_those_of_all_graphs(both: Both) -> None:
    apart, union = (
        {quad.triple for quad in parse(text[4:], RdfFormat.TURTLE, base_iri=BASE)} for text in both.texts(PATH)
    )
    assert apart <= union
    part = {each for each in union if UNNAMED in {each.subject, each.object}}
    assert union - apart == part, "the default graph has no name to be told as a part by"
    assert Triple(UNNAMED, RDF.type, VOID.Dataset) in part


def test_data_are_validated_beside_what_the_default_graph_states(both: Both) -> None:
    sent = GOOD.replace("zpo-4", "footbridge")
    assert post(both.apart, sent).json() == post(both.union, sent).json() == {"conforms": True, "results": []}


@pytest.mark.parametrize("suffix", ["nq", "trig"])
def test_a_dump_holds_the_default_graph_and_the_named_ones(both: Both, suffix: str) -> None:
    content = both.apart.get(f"/dump/strategraf.{suffix}").content
    read = list(parse(content, format=RdfFormat.from_extension(suffix)))
    default = {quad.triple for quad in read if quad.graph_name == DefaultGraph()}
    assert Triple(NamedNode(NEW), RDF.type, SG.Goal) in default
    assert not any(quad.subject == NamedNode(NEW) for quad in read if quad.graph_name != DefaultGraph())
    assert len({quad.graph_name for quad in read}) > 5
