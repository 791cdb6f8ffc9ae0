"""Labels that follow changes are those that would be read anew."""

import unicodedata

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from kg import iris
from kg.changes import Change, apply
from kg.folding import fold, fold_words
from kg.labels import Labels
from kg.namespaces import BASE, DCT, RDF, RDFS, SG, SKOS
from kg.store import UNNAMED, Dataset, with_union
from kg.whole import Whole

THINGS: list[ox.NamedNode | ox.BlankNode] = [ox.NamedNode(f"{BASE}resource/goals/{name}") for name in ("a", "b", "B")]
THINGS += [ox.BlankNode("x"), SG.Goal]
WORDS = [ox.Literal("Město"), ox.Literal("město", language="cs"), ox.Literal("Town", language="en"), ox.Literal("b")]
KINDS = [SG.Goal, SG.Pillar, ox.NamedNode(f"{BASE}code/statuses")]
GRAPHS = [iris.graph("reference"), iris.graph("inferred"), ox.NamedNode("urn:other")]
NAMES = st.builds(
    ox.Quad,
    st.sampled_from(THINGS),
    st.sampled_from([SKOS.prefLabel, RDFS.label, DCT.title, SKOS.altLabel, SKOS.notation, DCT.description]),
    st.sampled_from([*WORDS, SG.Goal]),
    st.sampled_from(GRAPHS),
)
KIND = st.builds(
    ox.Quad,
    st.sampled_from(THINGS),
    st.sampled_from([RDF.type, SKOS.inScheme]),
    st.sampled_from(KINDS),
    st.sampled_from(GRAPHS),
)
APART = st.one_of(NAMES, KIND, *(each.map(lambda quad: ox.Quad(*quad.triple)) for each in (NAMES, KIND)))
"""Quads some of which stand in a default graph of its own."""
QUADS = st.frozensets(st.one_of(NAMES, KIND), max_size=12)


def told(labels: Labels) -> tuple[object, ...]:
    """Return all that labels tell."""
    denoted = {name: labels.denoted(name) for name in ("mesto", "town", "b", "a", "ab", "goal", "")}
    return dict(labels.names), dict(labels.kinds), dict(labels.stated), denoted


@given(QUADS, st.lists(QUADS, max_size=4))
def test_labels_follow_changes(at_first: frozenset[ox.Quad], toggled: list[frozenset[ox.Quad]]) -> None:
    store = ox.Store()
    store.extend(at_first)
    labels = Labels(Whole(with_union(store)))
    labels.read()
    for quads in toggled:
        removed = frozenset(quad for quad in quads if quad in store)
        change = Change(removed, quads - removed)
        apply(store, change)
        labels.follow(change)
        assert told(labels) == told(Labels(Whole(store)))


@given(st.frozensets(APART, max_size=12), st.lists(st.frozensets(APART, max_size=12), max_size=4))
def test_labels_of_a_default_graph_that_is_apart_are_those_of_all_graphs(
    at_first: frozenset[ox.Quad], toggled: list[frozenset[ox.Quad]]
) -> None:
    store = ox.Store()
    store.extend(at_first)
    labels = Labels(Whole(store, "separate"))
    labels.read()
    for quads in (frozenset[ox.Quad](), *toggled):
        removed = frozenset(quad for quad in quads if quad in store)
        change = Change(removed, quads - removed)
        apply(store, change, "separate")
        labels.follow(change)
        named = ox.Store()
        named.extend(with_a_name(quad) for quad in store)
        assert told(labels) == told(Labels(Whole(store, "separate"))) == told(Labels(Whole(with_union(named))))


def with_a_name(quad: ox.Quad) -> ox.Quad:
    """Return a quad of the default graph as one of a graph with a name."""
    return ox.Quad(*quad.triple, UNNAMED) if quad.graph_name == ox.DefaultGraph() else quad


def test_labels_that_nobody_read_are_read_as_they_are_then() -> None:
    store = ox.Store()
    labels = Labels(Whole(store))
    change = Change(added=frozenset({ox.Quad(THINGS[0], SKOS.prefLabel, WORDS[0], GRAPHS[0])}))
    apply(store, change)
    labels.follow(change)
    assert [name.text for name in labels.names[f"{BASE}resource/goals/a"]] == ["Město"]


def test_what_is_told_of_a_thing() -> None:
    thing, graph = ox.NamedNode(f"{BASE}resource/goals/a"), GRAPHS[0]
    store = ox.Store()
    store.extend(
        [
            ox.Quad(thing, SKOS.notation, ox.Literal("ZPO 4"), graph),
            ox.Quad(thing, DCT.title, ox.Literal("Chytrá města", language="cs"), graph),
            ox.Quad(thing, SKOS.prefLabel, ox.Literal("Smart Cities", language="en"), graph),
            ox.Quad(thing, RDF.type, SG.Goal, graph),
            ox.Quad(thing, RDF.type, SG.StrategyElement, iris.graph("inferred")),
        ]
    )
    labels = Dataset(with_union(store), "1", "0").labels
    names = labels.names[thing.value]
    assert [name.text for name in names] == ["Smart Cities", "Chytrá města", "ZPO 4"]
    assert [name.words for name in names] == [("smart", "cities"), ("chytra", "mesta"), ("zpo", "4")]
    assert labels.kinds[thing.value] == {SG.Goal.value, SG.StrategyElement.value}
    assert labels.stated[thing.value] == {SG.Goal.value}
    assert labels.denoted("zpo4") == labels.denoted("smartcities") == labels.denoted("a") == {thing.value}
    assert not labels.denoted("chytramesta"), "several things may have one title"


@given(st.text(alphabet="aáčĎéěÍňóřŠťúůÝž \t.-ßＡ½", max_size=20))
def test_folding_leaves_out_case_diacritics_and_spaces(text: str) -> None:
    folded = fold(text)
    assert (
        folded == fold(text.upper()) == fold(text.lower()) == fold(unicodedata.normalize("NFD", text)) == fold(folded)
    )
    assert not any(char.isspace() or unicodedata.combining(char) for char in folded)
    assert all(word in folded for word in fold_words(text))
