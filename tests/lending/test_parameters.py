"""The parameters of a plain query, which are read fast: as the parent reads them, or not at all."""

from hypothesis import given
from hypothesis import strategies as st

from api.lending.talking import _parameters
from api.requests import parameters_of
from kg.errors import KgError

PIECES = ["query=", "&", "a", "Z", "9", "=", "==", "+", "%20", "%2B", "%3D", "%26", "%25", "%C4%8D", "%c4%8d", "%FF"]
PIECES += [
    "%",
    "%4",
    "%zz",
    "%%",
    "_",
    "%5F",
    "%0A",
    "%0D%0A",
    "%00",
    ".",
    "-",
    "~",
    "?",
    ";",
    "format=csv",
    "=3D",
    "=\\",
]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_they_are_as_the_parent_reads_them(encoded: str) -> None:
    for text in (encoded, f"query={encoded}"):
        try:
            wanted = parameters_of(text)
        except KgError:
            wanted = {}
        try:
            assert _parameters(text.encode()) == wanted
        except (KgError, UnicodeDecodeError):
            assert wanted == {}


def test_an_example() -> None:
    assert _parameters(b"query=ASK+%7B%20%3Fa%3D%22%C4%8D%2B%22=%7D") == {"query": ['ASK { ?a="č+"=}']}
