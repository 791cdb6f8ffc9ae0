"""Search by names: folded on both sides, ranked, bounded."""

import pyoxigraph as ox
import pytest

from kg.errors import InputError
from kg.namespaces import BASE, DCT, RDF, SG, SKOS
from kg.search import LIMIT, LONGEST, Search
from kg.store import Dataset, with_union


@pytest.fixture(scope="module")
def index(dataset: Dataset) -> Search:
    return Search(dataset.labels)


def small(*names: tuple[str, ox.NamedNode, ox.Literal]) -> Search:
    """Return an index of things of one class with the names given."""
    store = ox.Store()
    for name, predicate, words in names:
        thing = ox.NamedNode(BASE + "resource/" + name)
        store.add(ox.Quad(thing, predicate, words, ox.NamedNode(BASE + "graph/reference")))
        store.add(ox.Quad(thing, RDF.type, SG.Goal, ox.NamedNode(BASE + "graph/reference")))
    return Search(Dataset(with_union(store), "1", "0").labels)


def ids(index: Search, sought: str, type_name: str = "") -> list[str]:
    return [hit.iri.removeprefix(f"{BASE}resource/") for hit in index.find(sought, type_name).hits]


@pytest.mark.parametrize("sought", ["rizeni", "Řízení", "ŘÍZENÍ", " řizeni "])
def test_diacritics_and_case_do_not_count(index: Search, sought: str) -> None:
    hits = index.find(sought).hits
    assert hits
    assert "řízení" in hits[0].name
    assert ids(index, sought) == ids(index, "řízení")


@pytest.mark.parametrize(
    ("sought", "first"),
    [
        ("zpo4", "components/zpo-4"),
        ("ZPO 4.2", "goals/zpo-4.2"),
        ("nukib", "institutions/nukib"),
        ("a44", "measures/nskb-a44"),
        ("TM6", "typical-measures/zpo4-tm6"),
        ("narodni urad", "institutions/nukib"),
        ("cyber information agency", "institutions/nukib"),
    ],
)
def test_what_a_person_means_comes_first(index: Search, sought: str, first: str) -> None:
    assert ids(index, sought)[0] == first


def test_the_rank_of_matches() -> None:
    index = small(
        ("inside", SKOS.prefLabel, ox.Literal("podměsto", language="cs")),
        ("word", DCT.title, ox.Literal("velká města", language="cs")),
        ("start", SKOS.altLabel, ox.Literal("městská policie", language="cs")),
        ("exact", SKOS.prefLabel, ox.Literal("město", language="cs")),
        ("notation", SKOS.notation, ox.Literal("MĚSTO")),
    )
    assert ids(index, "mesto") == ["notation", "exact", "inside"]
    assert ids(index, "mest") == ["notation", "exact", "start", "word", "inside"]
    assert ids(index, "mesta velka") == ["word"]
    assert ids(index, "nic") == []


def test_a_hit_says_what_was_found(index: Search) -> None:
    hit = index.find("partners at home", lang="cs").hits[0]
    assert hit.notation == "ZPO4"
    assert hit.label.startswith("Partneři doma")
    assert hit.name.startswith("Partners at home")
    assert hit.type == SG.Component.value
    assert index.find("partners at home", lang="en").hits[0].label == hit.name
    assert index.label(hit.type, "en") == "component"


def test_a_type_narrows(index: Search) -> None:
    assert set(ids(index, "smart", "Goal")) == {"goals/zpo-4.3"}
    assert all(each.startswith(("goals/", "components/", "pillars/")) for each in ids(index, "a", "StrategyElement"))
    assert index.find("existující", "code/statuses").total == 1
    assert index.find("existující", "skos:Concept").total > 1
    assert ("Goal", "cíl") in index.types("cs")


def test_an_answer_is_bounded_and_says_so(index: Search) -> None:
    found = index.find("zpo4")
    assert len(found.hits) == LIMIT
    assert found.total > LIMIT


@pytest.mark.parametrize(("sought", "type_name"), [("", ""), (" \u0301 ", ""), ("x" * (LONGEST + 1), ""), ("a", "Nic")])
def test_what_cannot_be_sought_is_told(index: Search, sought: str, type_name: str) -> None:
    with pytest.raises(InputError):
        index.find(sought, type_name)
