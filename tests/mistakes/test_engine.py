"""What parsers say is told in Czech; what is not known is marked as theirs, and that is rare."""

import pytest

from kg.errors import InputError
from kg.mistakes.engine import in_czech
from kg.validation.files import File, form_of
from kg.validation.precautions import checked_text
from kg.validation.reading import statements
from tests.mistakes.documents import mutants

SEED = 20261128


@pytest.mark.parametrize(
    ("said", "czech"),
    [
        ("The custom function <urn:f> is not supported", "funkci <urn:f> stroj nezná"),
        (
            "The custom function <urn:f> requires between 1 and 2 arguments, but 0 were given",
            "funkce <urn:f> má 1 až 2 argumentů, uvedeno je 0",
        ),
        ("Expecting ',' delimiter", "chybí „,“"),
        ("no element found", "text končí dříve, než jsou prvky uzavřeny"),
        ("mismatched tag", "koncová značka neodpovídá počáteční"),
        ("The prefix foo: has not been declared", "předpona foo: není deklarována"),
        (
            "Line jumps are not allowed in string literals, use \\n",
            "řetězec nesmí mít více řádků, zalomení se píše \\n",
        ),
        ("a }\n is not a valid predicate", "a }\n nemůže být vlastností"),
        ("it is Tuesday", "stroj hlásí: „it is Tuesday“"),
    ],
)
def test_a_message_is_told_in_czech(said: str, czech: str) -> None:
    assert in_czech(said) == czech


def test_of_a_thousand_spoiled_documents_hardly_any_has_words_of_an_engine() -> None:
    errors: list[InputError] = []
    for name, text in mutants(SEED, 3000):
        file = File(name, text.encode(), form_of(name))
        try:
            list(statements(file, checked_text(file), file.base))
        except InputError as error:
            errors.append(error)
    assert len(errors) > 1000
    assert [error for error in errors if "; " not in error.cs or "; " not in error.en or error.cs == error.en] == []
    foreign = [error.cs for error in errors if "stroj hlásí" in error.cs]
    assert len(foreign) < len(errors) / 200, foreign[:5]
