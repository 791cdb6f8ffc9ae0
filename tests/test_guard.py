"""The static checks of queries: refusals, forms, depth, and that what they pass neither fetches nor crashes."""

import resource
from collections.abc import Callable
from typing import BinaryIO

import pyoxigraph as ox
import pytest

from kg.errors import QueryError, RefusedError, TimeoutReached
from kg.guard import MAX_BYTES, QueryForm, QueryTooLong, check_query, check_unread, dataset_clauses
from kg.workers import Limits, run

# Where the suite runs in parallel its processes have a second thread; these children never touch what it holds.
pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")

STACK = 1 << 20
"""An eighth of the stack under which the engine's crash points were measured. The deepest query that passes needs a
tenth; the rest is for the test runner's own frames."""

PREFIXES = "PREFIX : <URL> PREFIX ex: <URL> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "

FETCHING = [
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { service<URL>{ ?s ?p ?o } }",
    "SELECT * { SeRvIcEsIlEnT<URL>{ ?s ?p ?o } }",
    "SELECT * { SERVICE:a{ ?s ?p ?o } }",
    "SELECT * { SERVICEex:a{ ?s ?p ?o } }",
    "SELECT * { SERVICE:a#\n { ?s ?p ?o } }",
    "SELECT * { ?s ?p trueSERVICE<URL>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p 1SERVICE:a{ ?s ?p ?o } }",
    "SELECT * { ?s ?p ex:a.b.SERVICE<URL>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { { SELECT * { OPTIONAL { SERVICE # a comment {\n<URL> { ?s ?p ?o } } } } }",
    "SELECT * { ?s ?p 'it\\'s' . SERVICE <URL> { ?s ?p ?o } }",
    'SELECT * { ?s ?p """a"b""" . SERVICE <URL> { ?s ?p ?o } }',
    "SELECT * { ?s ?p ?o #\rSERVICE <URL> { ?s ?p ?o } \n}",
    "SELECT * { VALUES ?u { <URL> } SERVICE ?u { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o . \\u0053ERVICE <URL> { ?s ?p ?o } }",
    'SELECT * { ?s ?p "\\u0022 . SERVICE <URL> { ?s ?p ?o } }#"',
    "LOAD <URL>",
    "load silent <URL> INTO GRAPH <urn:g>",
]


@pytest.mark.parametrize("query", FETCHING)
def test_whatever_would_fetch_is_refused(query: str) -> None:
    with pytest.raises(RefusedError):
        check_query(PREFIXES + query)


HIDDEN = "SELECT * { ?s ?a ?b FILTER(?a<?b)SERVICE#>\n<URL>{ ?s ?p ?o } }"
"""The engine reads `?a < ?b ) SERVICE <URL> …` here, where SPARQL's tokens begin with an IRI."""


def test_a_comparison_cannot_hide_a_fetch() -> None:
    with pytest.raises(QueryError, match="put a space after the operator"):
        check_query(HIDDEN)


@pytest.mark.parametrize(
    "text", [*FETCHING, HIDDEN, "{" * 2000 + "SERVICE <URL> {}", "SELECT * { ?s ?p 'open . \\u0053ervice ?u {} }"]
)
def test_whatever_would_fetch_is_refused_in_what_is_never_run_too(text: str) -> None:
    with pytest.raises(RefusedError, match=r"(SERVICE|LOAD) is never run here"):
        check_unread(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no query, and 'a string that is open",
        "{" * 2000,
        "SELECT $this ?load { $this ex:service ?load ; $PATH 'SERVICE <u> {}' } # LOAD <u>",
        "CONSTRUCT { ?s <http://example.org/service> ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_what_is_never_run_may_be_wrong_otherwise(text: str) -> None:
    check_unread(text)


@pytest.mark.parametrize(
    "query",
    [
        'SELECT ("SERVICE <http://a/> {}" AS ?x) ("LOAD"@service AS ?y) {}',
        "SELECT ?service ?load { ?service ?load ?x } # SERVICE <http://a/> {}",
        "PREFIX service: <http://x/> SELECT * { ?s service:load ?o ; ?p <http://x/service> }",
        "SELECT * { ?s ?p '''SERVICE <http://a/>''' , 'LOAD' }",
        "PREFIX ex: <http://x/> SELECT * FROM <http://x/load> FROM NAMED ex:g { GRAPH ex:service { ?s ?p ?o } }",
        "SELECT * { ?s ?p (1 <http://x/a_(b)#c> 2) FILTER(?s < ?p && ?p > 3) }",
        "SELECT * { VALUES (?x ?y) { (<urn:a(b)> <urn:c#d>) (1 -2) } }",
        "SELECT * { ?s ?p <<( ?s <urn:p#q> ?o )>> FILTER(<<( ?s ?p ?o )>> = ?s || 1 < 2) }",
    ],
)
def test_the_words_alone_are_no_offence(query: str) -> None:
    assert check_query(query) is QueryForm.SELECT


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT * {}", QueryForm.SELECT),
        ("# SELECT\nBASE <urn:b:> PREFIX select: <urn:s:> ask{}", QueryForm.ASK),
        ("CONSTRUCT WHERE { ?s ?p ?o }", QueryForm.CONSTRUCT),
        ("DESCRIBE <urn:a>", QueryForm.DESCRIBE),
    ],
)
def test_the_form_is_told(query: str, form: QueryForm) -> None:
    assert check_query(query) is form
    assert form.gives_graph is (form in {QueryForm.CONSTRUCT, QueryForm.DESCRIBE})


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "/update"),
        ("PREFIX a: <urn:a> DELETE WHERE { ?s ?p ?o }", "/update"),
        ("DROP ALL", "/update"),
        ("", "line 1, column 1: the query does not start with SELECT"),
        ("SELCT * {}", "line 1, column 1: a query cannot start with “SELCT”; if you meant SELECT"),
        ("# only\n<< ?s", "line 2, column 1: the query does not start with SELECT"),
        ('SELECT * {\n  ?s ?p "open }', "line 2, column 9: the string is not closed"),
        ("SELECT * {\n" + "{" * 100, "line 2, column 7[0-9]: the query is too deep"),
    ],
)
def test_other_mistakes_are_named_with_their_place(query: str, words: str) -> None:
    with pytest.raises(QueryError, match=words) as caught:
        check_query(query)
    assert not isinstance(caught.value, RefusedError)


def test_a_refusal_names_the_place() -> None:
    with pytest.raises(RefusedError, match="line 2, column 3: SERVICE"):
        check_query("SELECT * {\n  SERVICE <urn:a> {} }")
    with pytest.raises(RefusedError, match="line 1, column 32: SERVICE"):
        check_query("PREFIX : <urn:a> SELECT ?č { { SERVICE:a {} } }")


def test_a_long_query_is_too_long_in_bytes() -> None:
    check_query("SELECT * {} #" + "x" * (MAX_BYTES - 13))
    with pytest.raises(QueryTooLong):
        check_query("SELECT * {} #" + "č" * (MAX_BYTES // 2))


def test_the_dataset_clauses_are_found() -> None:
    clauses = dataset_clauses("PREFIX ex: <urn:> SELECT * FROM ex:a FROM <urn:b> FROM NAMED ex:c { ?from ?named ex:d }")
    assert (clauses.default, clauses.named) == (("ex:a", "<urn:b>"), ("ex:c",))
    assert clauses.prologue == "PREFIX ex: <urn:> "


DEEP: dict[str, Callable[[int], str]] = {
    "groups": lambda n: "SELECT * {" + "{" * n + "?s ?p ?o" + "}" * n + "}",
    "optional": lambda n: "SELECT * {" + "?s ?p ?o OPTIONAL {" * n + "}" * n + "}",
    "exists": lambda n: "SELECT * {" + "?s ?p ?o FILTER EXISTS {" * n + "}" * n + "}",
    "subqueries": lambda n: "SELECT * {" + "{SELECT * {" * n + "?s ?p ?o" + "}}" * n + "}",
    "parentheses": lambda n: "ASK {FILTER" + "(" * n + "1" + ")" * n + "}",
    "functions": lambda n: "ASK {?s ?p ?o FILTER(" + "COALESCE(" * n + "?o" + ")" * n + ")}",
    "negated parentheses": lambda n: "ASK {?s ?p ?o FILTER(" + "!(" * n + "?o" + ")" * n + ")}",
    "nested paths": lambda n: "ASK {?s " + "(<urn:p>/" * n + "<urn:p>" + ")" * n + " ?o}",
    "blank nodes": lambda n: "ASK {?s ?p " + "[?p " * n + "?o" + "]" * n + "}",
    "triple terms": lambda n: "ASK {?s ?p " + "<<( <urn:s> <urn:p> " * n + "?o" + " )>>" * n + "}",
    "negations": lambda n: "ASK {?s ?p ?o FILTER(" + "!" * n + "?o)}",
    "disjunctions": lambda n: "ASK {?s ?p ?o FILTER(?o" + "||?o" * n + ")}",
    "sums": lambda n: "ASK {?s ?p ?o FILTER(?o" + "+1" * n + ")}",
    "path steps": lambda n: "ASK {?s " + "<urn:p>/" * n + "<urn:p> ?o}",
    "path choices": lambda n: "ASK {?s (" + "<urn:p>|" * n + "<urn:p>)* ?o}",
    "unions": lambda n: "SELECT * {{?s ?p ?o}" + " UNION {?s ?p ?o}" * n + "}",
    "minus": lambda n: "SELECT * {?s ?p ?o" + " MINUS {?s ?p ?o}" * n + "}",
    "bind": lambda n: "SELECT * {?s ?p ?o" + "".join(f" BIND(?o AS ?v{i})" for i in range(n)) + "}",
    "columns": lambda n: "SELECT " + "".join(f"(?o AS ?v{i})" for i in range(n)) + " {?s ?p ?o}",
    "described": lambda n: "DESCRIBE " + "<urn:s> " * n,
}


def triples() -> ox.Store:
    store = ox.Store()
    for value in (ox.NamedNode("urn:s"), ox.Literal(1)):
        store.add(ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), value))
    return store


def passes(query: str) -> bool:
    try:
        check_query(query)
    except QueryError:
        return False
    return True


def deepest(build: Callable[[int], str]) -> int:
    """Return the largest size that passes, which must lie between 30 and 1000."""
    low, high = 30, 1000
    assert passes(build(low))
    assert not passes(build(high))
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if passes(build(middle)) else (low, middle)
    return low


@pytest.mark.parametrize("kind", DEEP)
def test_the_deepest_query_that_passes_is_far_from_a_crash(kind: str) -> None:
    query = DEEP[kind](deepest(DEEP[kind]))
    store = triples()

    def task(_out: BinaryIO) -> None:
        resource.setrlimit(resource.RLIMIT_STACK, (STACK, STACK))
        result = store.query(query)
        if not isinstance(result, ox.QueryBoolean):
            next(iter(result), None)

    try:
        run(task, Limits(seconds=5)).close()  # a crash raises WorkerFailed
    except TimeoutReached:
        pytest.skip("the engine takes longer over it than a test may; it did not crash")


FLAT = [
    "SELECT * {VALUES ?x {" + " -1" * 20000 + "}}",
    "SELECT * {VALUES (?x ?y) {" + "(<urn:a> <urn:b>)" * 10000 + "}}",
    "ASK {FILTER(1 IN (" + "1, " * 20000 + "1))}",
    "SELECT *" + " FROM <urn:g>" * 5000 + " {?s ?p ?o}",
]


@pytest.mark.parametrize("query", FLAT, ids=["values", "value rows", "in", "from"])
def test_long_lists_are_not_deep(query: str) -> None:
    assert passes(query)


@pytest.mark.parametrize("nested", ["{", "(", "[", "SELECT * {", "<<", "{|"])
def test_hundreds_of_thousands_of_open_brackets_are_an_error(nested: str) -> None:
    assert not passes("SELECT * {" + nested * (900_000 // len(nested)))


def calls_out(query: str) -> bool:
    """Tell whether the engine would fetch; where no socket opens, that is an error of the system, not of syntax."""
    try:
        list(triples().query(query))  # type: ignore[arg-type]
    except OSError:
        return True
    except SyntaxError:
        return False
    return False


def test_nothing_that_passes_fetches() -> None:
    """Fragments in every order: where the check passes one, the engine must not call out."""
    parts = [
        "?s ?p 1",
        "?s ?p ex:a.b",
        "FILTER(1<2)",
        "FILTER(1<2#>\n)",
        "VALUES ?v {<urn:a>}",
        "?s ?p ?o{|?p ?o|}",
        "",
    ]
    calls = ["SERVICE<URL>{}", "SERVICEex:a{}", ".SERVICE#>\n<URL>{}", "SERVICE:{}"]
    prologue = PREFIXES.replace("URL", "http://127.0.0.1:8000/")
    queries = [f"{prologue}SELECT * {{{a}{b}{c}{a}}}" for a in parts for b in parts for c in calls]

    def task(_out: BinaryIO) -> tuple[int, list[str]]:
        calling = [query for query in queries if calls_out(query.replace("URL", "http://127.0.0.1:8000/"))]
        return len(calling), [query for query in calling if passes(query)][:3]

    with run(task) as answer:
        calling, passed = answer.result
    assert calling
    assert passed == []
