"""What is refused or malformed in an update: named with its place, in either language, before anything is run."""

from typing import BinaryIO

import pytest

from kg.changes import Change
from kg.errors import QueryError, RefusedError
from kg.updating import check_update, plan
from kg.workers import Limits, run
from tests.updating.datasets import dataset, lines, updated

# Where the suite runs in parallel its processes have a second thread; these children never touch what it holds.
pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")

FETCHING = [
    "LOAD <URL>",
    "load silent <URL> into graph <urn:g>",
    "LOADSILENT<URL>",
    "PREFIX ex: <URL> LOADex:a",
    "PREFIX ex: <URL> LoAd ex:a INTO GRAPH ex:b",
    "PREFIX : <URL> LOAD:a",
    "INSERT DATA { <urn:a> <urn:b> 1 } ; LOAD <URL>",
    "INSERT DATA { <urn:a> <urn:b> 1 };LOAD<URL>",
    "DROP ALL ; PREFIX ex: <URL> LOADex:a",
    "# comment\rLOAD <URL>\n",
    "\\u004cOAD <URL>",
    "INSERT {} WHERE { SERVICE <URL> { ?s ?p ?o } }",
    "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o FILTER EXISTS { service silent <URL> { ?s ?p ?o } } }",
    "PREFIX ex: <URL> INSERT {} WHERE { SERVICEex:a { ?s ?p ?o } }",
    "DELETE WHERE { SERVICE <URL> { ?s ?p ?o } }",
]


@pytest.mark.parametrize("text", FETCHING)
def test_whatever_would_fetch_is_refused(text: str) -> None:
    with pytest.raises(RefusedError):
        check_update(text.replace("URL", "http://127.0.0.1:8000/"))


@pytest.mark.parametrize(
    "text",
    [
        'INSERT DATA { <urn:load> <urn:service> "LOAD <http://a/>" } # LOAD <http://a/>',
        "PREFIX load: <urn:> INSERT DATA { GRAPH load:g { load:a load:b load:c } }",
        "PREFIX load: <urn:> WITH load:g DELETE { ?load ?p ?o } USING load:g WHERE { ?load ?p ?o }",
        "PREFIX load: <urn:> COPY load:a TO load:b ; CLEAR SILENT GRAPH load:c",
    ],
)
def test_the_words_alone_are_no_offence(text: str) -> None:
    check_update(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("INSERT DATA { <urn:a> <urn:b> }", "line 1, column 31: something is missing before “}”"),
        ("DROP ALL ;\n INSERT DATA { <urn:a> x:b 1 }", "line 2, column 24: the prefix “x:” is not declared"),
        ("DROP ALL ; PREFIX x: <no base>\nDROP ALL", "line 1, column 22"),
        ("PREFIX x: <relative> DROP ALL", "line 1, column 21 after .*IRI parsing failed"),
        ("DROP ALL DROP ALL", "line 1, column 10: something is missing before “DROP”; add “;”"),
        ("DROP ALL ; ; DROP ALL", "line 1, column 12: “;” cannot stand here"),
        ("INSERT { ?s ?p ?o }", "line 1, column 20: the text ends too early here; add .*WHERE"),
        ("INSERT DATA { <urn:a> <urn:b> ?o }", "line 1, column 3[0-9]"),
        ("DELETE DATA { _:a <urn:b> 1 }", "line 1, column"),
        ("DELETE { _:a <urn:b> 1 } WHERE {}", "line 1, column"),
        (
            "INSERT DATA { _:a <urn:b> 1 } ;\nINSERT DATA { _:a <urn:b> 1 }",
            "line 2, column 15: the blank node _:a stands",
        ),
        ("INSERT DATA { <urn:a> <urn:b> 1", "line 1, column 13: the bracket is not closed; add }"),
        ('INSERT DATA { <urn:a> <urn:b> "1 }', "line 1, column 31: the string is not closed"),
        ("CLEAR GRAPHsg:g", "line 1, column 7: a space is missing after GRAPH"),
        ("FOO", "line 1, column 1: “FOO” cannot stand here; write INSERT, DELETE, ADD, "),
        ("SELECT * { ?s ?p ?o }", "the text is a query, .*send it to /sparql"),
        ("INSERT {} WHERE {" + "{" * 100 + "}" * 101, "line 1, column 9[0-9]: the query is too deep"),
        ("INSERT DATA {" + "<urn:a> <urn:b> [" * 100 + "]" * 100 + "}", "too deep"),
    ],
)
def test_a_mistake_is_named_with_its_place(text: str, words: str) -> None:
    given = dataset("<urn:g> { <urn:a> <urn:b> 2 }")
    before = lines(given.store)
    with pytest.raises(QueryError, match=words) as caught:
        plan(given, text)
    assert not isinstance(caught.value, RefusedError)
    assert "řádek" in caught.value.cs or "dotaz" in caught.value.cs
    assert lines(given.store) == before


@pytest.mark.parametrize("text", ["", "# nothing", "PREFIX ex: <urn:>", "BASE <urn:> # nothing more"])
def test_an_update_may_be_empty(text: str) -> None:
    assert plan(dataset(), text) == Change()


def test_keywords_need_no_space_between_them_and_case_is_free() -> None:
    given = updated(
        dataset(), "insertdata{:a :p 1};DELETE{?s ?p ?o}Insert{?s ?p 2}WHERE{?s ?p ?o};dropSILENTgraph :none"
    )
    assert [quad.object.value for quad in given.store.quads_for_pattern(None, None, None, None)] == ["2", "2"]


def test_long_data_is_not_deep() -> None:
    statements = " . ".join(f"<urn:{number}> <urn:p> {number}" for number in range(3000))
    lists = " ".join(str(number) for number in range(2000))
    graphs = " ".join(f"GRAPH <urn:{number}> {{ <urn:a> <urn:p> {number} }}" for number in range(1500))
    change = plan(dataset(), f"INSERT DATA {{ {statements} . <urn:l> <urn:p> ({lists}) {graphs} }}")
    assert len(change.added) == 3000 + 4001 + 1500
    many = " ; ".join(f"INSERT DATA {{ <urn:{number}> <urn:p> 1 }}" for number in range(1000))
    assert len(plan(dataset(), many).added) == 1000


DEEP = [
    "INSERT DATA {<urn:a> <urn:p> " + "[ <urn:p> " * 75 + "1" + "]" * 75 + "}",
    "INSERT DATA {<urn:a> <urn:p> " + "( " * 75 + "1" + ")" * 75 + "}",
    "INSERT DATA {<urn:a> <urn:p> " + "<<( <urn:a> <urn:p> " * 35 + "1" + ")>>" * 35 + "}",
    "INSERT {} WHERE {" + "{" * 75 + "?s ?p ?o" + "}" * 76,
]


@pytest.mark.parametrize("text", DEEP, ids=["blank nodes", "lists", "triple terms", "groups"])
def test_the_deepest_that_passes_does_not_crash(text: str) -> None:
    given = dataset(":g { :a :p 1 }")

    def task(_out: BinaryIO) -> int:
        return len(plan(given, text).added)

    run(task, Limits(seconds=20)).close()  # a crash raises WorkerFailed
