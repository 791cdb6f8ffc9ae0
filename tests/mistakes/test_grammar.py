"""The grammar takes what the engine takes: the questions, and each query that is made of them by chance."""

import pyoxigraph as ox
import pytest

from kg import questions
from kg.errors import QueryError
from kg.mistakes import malformed
from kg.mistakes.grammar import TooMuch, recognised
from kg.mistakes.tokens import LONGEST, Unread, tokens_of
from kg.namespaces import PREFIXES
from kg.plainness import checked_form
from tests.reliability.mutations import mutants

SEED = 20261128


@pytest.mark.parametrize("question", questions.load().values(), ids=lambda question: question.id)
def test_a_question_is_read_to_its_end(question: questions.Question) -> None:
    assert recognised(tokens_of(question.text)).whole


def test_what_the_engine_takes_is_read_to_its_end_and_what_it_refuses_is_told_of_a_place() -> None:
    store, taken, refused, vague = ox.Store(), 0, 0, list[str]()
    for mutant in mutants(SEED, 1500):
        query = mutant.decode(errors="replace")
        try:
            checked_form(query)
            store.query(query, prefixes=PREFIXES, base_iri="http://x/")
        except QueryError:
            continue
        except SyntaxError as error:
            refused += 1
            told = malformed(query, str(error))
            assert told.en.startswith("line ")
            vague += [query] if "just before" in told.en else []
            continue
        except (RuntimeError, ValueError):
            pass
        taken += 1
        try:
            assert recognised(tokens_of(query)).whole or borderless(query), query
        except (Unread, TooMuch):
            continue
    assert taken > 100
    assert refused > 100
    assert len(vague) < refused / 10, vague[:3]


def borderless(query: str) -> bool:
    """Tell whether keywords stand side by side, as the standard forbids and the engine allows: `DISTINCTREDUCED`."""
    stop = recognised(tokens := tokens_of(query)).stop
    return any(token.kind in {"word", "name"} for token in tokens[max(0, stop - 1) : stop + 1])


@pytest.mark.parametrize(
    "text", ["ASK {" + "(" * 20_000, "ASK { ?s ?p " + "[?p " * 3000, "x" * (LONGEST + 1), "ASK { <<"]
)
def test_of_what_is_long_or_deep_or_beyond_the_standard_the_engine_says_where(text: str) -> None:
    assert malformed(text, "error at 1:5: expected OPTIONAL").en.startswith(("line 1, column 5", "line 1, column"))


def test_a_message_without_a_place_is_quoted() -> None:
    error = malformed("ASK <<", "it is Tuesday")
    assert error.en == "the text is not valid SPARQL (it is Tuesday); correct it."
    assert error.cs == "zápis není platný SPARQL (stroj hlásí: „it is Tuesday“); opravte jej."
