"""Queries that are taken as they are: none that the scan of the tokens would refuse, and each by its form."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import questions
from kg.errors import QueryError, RefusedError
from kg.guard import QueryForm, check_query
from kg.plainness import checked_form

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
