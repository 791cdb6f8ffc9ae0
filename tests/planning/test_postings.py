"""Lists of subjects: what they hold, how long they may be, and that they belong to one state of a dataset."""

import pyoxigraph as ox
import pytest

from kg.changes import Record
from kg.namespaces import XSD
from kg.planning import Postings, beginning, postings
from kg.planning.postings import is_itself, term
from kg.store import Dataset
from tests.planning.cases import loaded, rows

QUERY = "PREFIX : <http://e/> SELECT ?m { ?m :by :b1 ; :on :e1 }"


def test_a_list_has_the_subjects_of_the_default_graph_once() -> None:
    store, kept = loaded(), Postings()
    found = kept.subjects(store, "<http://e/by>", "<http://e/b2>")
    assert found is not None
    assert kept.names(found) == ["<http://e/m3>"]
    named = kept.subjects(store, "<http://e/on>", "<http://e/e1>")
    assert named is not None
    assert kept.names(named) == [f"<http://e/{name}>" for name in ("m1", "m2", "m3", "self")]


def test_blank_nodes_cannot_be_written() -> None:
    store, kept = loaded(), Postings()
    found = kept.subjects(store, "<http://e/on>", "<http://e/e3>")
    assert found is not None
    assert len(found) == 2
    assert kept.names(found) is None


def test_a_list_that_is_too_long_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postings, "LONGEST", 3)
    store, kept = loaded(), Postings()
    assert kept.subjects(store, "<http://e/on>", "<http://e/e1>") is None
    assert kept.subjects(store, "<http://e/on>", "<http://e/e2>") is not None
    assert rows(store, QUERY, kept) == {(":m1",): 1, (":m2",): 1}


def test_all_is_forgotten_once_it_is_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postings, "MOST", 2)
    store, kept = loaded(), Postings()
    for _ in range(3):
        assert rows(store, QUERY, kept) == {(":m1",): 1, (":m2",): 1}
        assert len(kept._lists) == 2
    kept.make_room()
    assert not kept._lists
    assert not kept._names


def test_a_query_reads_no_more_lists_once_they_are_long_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of five bodies has the same three subjects; two lists have more than four members."""
    monkeypatch.setattr(beginning, "LONGEST", 4)
    bodies = " ".join(f":b{at} :in :c ; :of :k ." for at in range(5))
    by = ", ".join(f":b{at}" for at in range(5))
    triples = " ".join(f":m{at} :by {by} ." for at in range(3))
    store, kept = loaded(f"PREFIX : <http://e/> :g {{ {bodies} {triples} }}"), Postings()
    assert rows(store, "PREFIX : <http://e/> SELECT ?m { ?b :in :c ; :of :k . ?m :by ?b }", kept).total() == 15
    assert [len(ids or ()) for (verb, _), ids in kept._lists.items() if verb == "<http://e/by>"] == [3, 3]


def test_a_changed_dataset_remembers_nothing() -> None:
    dataset = Dataset(loaded(), "1", "0")
    assert rows(dataset.store, QUERY, dataset.postings) == {(":m1",): 1, (":m2",): 1}
    gone = [ox.NamedNode(f"http://e/{name}") for name in ("m1", "by", "b1")]
    dataset.store.remove(ox.Quad(gone[0], gone[1], gone[2]))
    changed = dataset.changed(_record())
    assert changed.postings is not dataset.postings
    assert rows(changed.store, QUERY, changed.postings) == {(":m2",): 1}
    assert changed == dataset.changed(_record()), "what is remembered does not make a dataset another"


def _record() -> Record:
    return Record(1, "", "1-0", "2026-01-01T00:00:00Z", "jana", "update", "", "", "", {"removed": 1}, "h")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<http://e/a>", ox.NamedNode("http://e/a")),
        ('"a"', ox.Literal("a")),
        ("'a\"b'", ox.Literal('a"b')),
        ('"a"@cs', ox.Literal("a", language="cs")),
        ('"a@b"', ox.Literal("a@b")),
        (f'"2020"^^<{XSD.gYear.value}>', ox.Literal("2020", datatype=XSD.gYear)),
        ("-5", ox.Literal("-5", datatype=XSD.integer)),
        ("5.0", ox.Literal("5.0", datatype=XSD.decimal)),
        ("false", ox.Literal("false", datatype=XSD.boolean)),
    ],
)
def test_a_constant_denotes_a_term(text: str, expected: ox.NamedNode | ox.Literal) -> None:
    assert term(text) == expected


@pytest.mark.parametrize("text", ["<http://[>", "<http://e/../a>", "1e0", "TRUE", "- 5", '"a" @cs', '"a"@1', "_:a"])
def test_what_is_malformed_or_left_to_the_engine_denotes_none(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        term(text)


def test_an_iri_with_dots_as_a_segment_is_not_itself() -> None:
    """RFC 3986, section 5.2.4."""
    assert is_itself("<http://e/a.b>")
    assert not any(is_itself(each) for each in ("<http://e/./a>", "<http://e/../a>", "<urn:./a>", "_:a"))
