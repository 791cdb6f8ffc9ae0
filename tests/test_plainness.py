"""Queries that are taken as they are: none that the scan of the tokens would refuse, and each by its form."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import questions
from kg.errors import QueryError, RefusedError
from kg.guard import QueryForm, check_query
from kg.namespaces import PREFIXES
from kg.plainness import checked_form
from kg.planning.shapes import find, traits

PIECES = st.sampled_from(
    [
        *("SELECT", "*", "{", "}", "(", ")", "[", "]", "<<", "?a", "a", "true", "false", "5", "1.5e3", "'x'", '"'),
        *("<", ">", "<urn:a>", "ex:a", ":a", ",", ".", ";", "/", "|", "!", "=", "+", "-", "^", " ", "\n", "#", "\\"),
        *("\\u0053", "FILTER", "IN", "VALUES", "OPTIONAL", "SERVICE", "serVice", "LOAD", "ASK", "DESCRIBE", "FROM"),
        *(
            "NAMED",
            "PREFIX",
            "((((((((",
            "{{{{{{{{",
            "<<<<<<<<",
            "!!!!!!!!",
            "/a/a/a/a/a",
            "truetrue",
            "5true5",
            "[[[[",
        ),
    ]
)


@given(st.lists(PIECES, max_size=120).map("".join), st.sampled_from(["", "SELECT ", "ASK ", "PREFIX ex: <urn:x> ASK "]))
def test_what_is_taken_is_neither_refused_nor_too_deep(text: str, start: str) -> None:
    try:
        form = checked_form(start + text)
    except QueryError:
        return
    with suppress(MalformedError):
        assert scanned(start + text) is form


class MalformedError(Exception):
    """The scan cannot tell the tokens apart, as the engine's parser will not either."""


def scanned(text: str) -> QueryForm:
    """Return what the scan says; a refusal, or too deep a query, comes out."""
    try:
        return check_query(text)
    except QueryError as error:
        if isinstance(error, RefusedError) or "too deep" in error.en:
            raise
        raise MalformedError from error


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("ASK {}", QueryForm.ASK),
        ("select*{}", QueryForm.SELECT),
        ("# a note\nBASE <urn:a/> prefix : <b> construct where { ?s ?p ?o }", QueryForm.CONSTRUCT),
        ("PREFIX ex: <urn:x> DESCRIBE ex:a", QueryForm.DESCRIBE),
        ("SELECT * " + "{" * 100 + "}" * 100, None),
        ("SELECT * { ?a ?b 'SERVICE' }", QueryForm.SELECT),
    ],
)
def test_form_is_told(text: str, form: QueryForm | None) -> None:
    if form is None:
        with pytest.raises(QueryError, match="too deep"):
            checked_form(text)
    else:
        assert checked_form(text) is form


@pytest.mark.parametrize("text", ["INSERT DATA {}", "", "ASK { SERVICE <urn:a> {} }", "ASK { SERVICE:a{} }"])
def test_what_is_refused_stays_refused(text: str) -> None:
    with pytest.raises(QueryError):
        checked_form(text)


def test_stored_questions_are_what_they_are() -> None:
    for question in questions.load().values():
        assert checked_form(question.text) is check_query(question.text)


IRIS = st.from_regex(r"[a-z]{1,6}://[A-Za-z0-9/#.?=&()\[\];,!*+$@:%~'|_-]{0,25}", fullmatch=True)
STRINGS = st.text(st.characters(codec="utf-8", exclude_characters='"\\\r\n'), max_size=25)
TEMPLATES = [
    "SELECT * { ?s <@iri> ?o } LIMIT @number",
    'SELECT * { ?s <@iri> "@string" FILTER(?o = "@string"@cs && ?x < @number && ?y <= 5) }',
    'ASK { <@iri> ?p ( ?a <@iri> "@string"^^<@iri> ) }',
    "PREFIX ex: <@iri> CONSTRUCT { ?s ?p ?o } FROM <@iri> WHERE { ?s ex:a|^ex:b/ex:c* ?o } # <@iri>",
    "DESCRIBE <@iri> ?x { VALUES ?x { <@iri> @number } OPTIONAL { ?x ?y <@iri> } }",
    "SELECT * { FILTER(?a IN (<@iri>, @number)) FILTER(?a = <@iri>) FILTER EXISTS { ?a <@iri> @number } }",
]


@given(st.sampled_from(TEMPLATES), st.data())
def test_what_is_known_of_a_shape_holds_of_all_its_queries(template: str, data: st.DataObject) -> None:
    def filled() -> str:
        text = template
        for name, values in (("@iri", IRIS), ("@string", STRINGS), ("@number", st.integers(0, 10**6).map(str))):
            while name in text:
                text = text.replace(name, data.draw(values), 1)
        return text

    find(filled(), PREFIXES, "http://example.org/sparql")
    query = filled()
    try:
        form = checked_form(query)
    except QueryError:
        return
    with suppress(MalformedError):
        assert scanned(query) is form


@pytest.mark.parametrize("constant", ["http://SERVICE", "http://x/load", "http://a\\u0041"])
def test_a_suspicious_constant_is_scanned_whatever_is_known_of_the_shape(constant: str) -> None:
    find("SELECT * { ?s <http://a> ?o }", PREFIXES, None)
    known = traits(f"SELECT * {{ ?s <{constant}> ?o }}")
    assert (known is None) == ("\\" in constant)
    assert known is None or known.form == "SELECT"
    assert checked_form(f"SELECT * {{ ?s <{constant}> ?o }}") is QueryForm.SELECT
    with pytest.raises(RefusedError):
        checked_form(f"SELECT * {{ ?s <{constant}> ?o SERVICE <urn:a> {{ }} }}")


DEEP = "{" * 200 + "}" * 200


@pytest.mark.parametrize(
    ("harmless", "deep"),
    [
        (
            'SELECT * { ?s ?p ?v VALUES ?v {"a""x" "y" "b""z" "w"} }',
            f'SELECT * {{ ?s ?p ?v VALUES ?v {{"""x" "y" """ }} {DEEP} }} #" "w"}} }}',
        ),
        (
            "SELECT * { ?s ?p ?v VALUES ?v {'a''x' 'y' 'b''z' 'w'} }",
            f"SELECT * {{ ?s ?p ?v VALUES ?v {{'''x' 'y' ''' }} {DEEP} }} #' 'w'}} }}",
        ),
        ("SELECT * { ?s ?p ( ?a <http://b> ) }", f"SELECT * {{ ?s ?p ( ?a <a:b{'/' * 250}> ) }}"),
    ],
)
def test_a_text_that_is_read_otherwise_is_not_known(harmless: str, deep: str) -> None:
    check_query(harmless)
    find(harmless, PREFIXES, None)
    with pytest.raises(QueryError, match="too deep"):
        checked_form(deep)


MARKS = st.sampled_from(
    [
        *('"', "'", '""', "'''", '"a"', "'a'", '"""', "#", "\n", "\r", " ", "<", "<=", ">", "<http://a>", "<a:b>"),
        *("<a:/b,?c>", "5", "(", ")", "{", "}", "?a", "@cs", "^^", "a:b", ",", "/", "true", "VALUES ?v {", "FILTER(?a"),
        *("/" * 250, "!" * 450, DEEP, "#>"),
    ]
)
FILLINGS = st.one_of(
    st.just(""), st.sampled_from(["x", "/" * 250, f" }} {DEEP} #"]), st.lists(MARKS, max_size=4).map("".join)
)
VALUES = st.sampled_from(
    [
        *('"@"', "'@'", '"@""@"', "'@''@'", "'''@'''", '"""@"""', " 5 ", "#@\n", "#@\r", "<http://@>", "<a:@>"),
        *('"@"@cs', '"@"^^<http://@>', " ex:a ", "true "),
    ]
)
LISTS = st.lists(VALUES, min_size=1, max_size=5).map("".join)
PLACES = st.one_of(
    st.builds("SELECT * {{ ?s ?p ?v VALUES ?v {{{}}} }}".format, LISTS),
    st.builds("SELECT * {{ ?s ?p ( ?a {}) }}".format, LISTS),
    st.builds("SELECT * {{ ?s ?p ?v FILTER(?v {} {}) }}".format, st.sampled_from(["<", "<=", "= ", "<?b&&?v"]), LISTS),
    st.builds("ASK {{ ?s <http://@>{} }} LIMIT 5 #@".format, VALUES),
    st.sampled_from(["SELECT * { FILTER(?v <=?b#@\n) }", "SELECT (<http://f>(?v<a:@,?c>?d) AS ?x) { }"]),
)


@given(PLACES, st.lists(FILLINGS, min_size=12, max_size=12))
def test_what_is_known_is_nothing_that_the_scan_refuses(place: str, fillings: list[str]) -> None:
    """Two texts with the same places for constants, glued as they come; the first is one that passed."""
    harmless = place.replace("@cs", "\0").replace("@", "x").replace("\0", "@cs")
    with suppress(QueryError):
        check_query(harmless)
        find(harmless, PREFIXES, None)
    first, *others = place.replace("@cs", "\0").split("@")
    other = (first + "".join(map("".join, zip(fillings, others, strict=False)))).replace("\0", "@cs")
    if known := traits(other):
        with suppress(MalformedError):
            assert scanned(other) == known.form
