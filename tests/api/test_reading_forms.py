"""Parameters are read as the standard library reads them, which is the measure here, and in time linear in them."""

from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.problems import HttpError
from api.requests import MOST_PARAMETERS, parameters_of

PIECES = st.sampled_from(
    ["%", "%2", "%20", "%C5%99", "%ff", "%3D", "%26", "%zz", "=", "&", "+", " ", "\r\n", "_", "ř", "a"]
)


@given(st.lists(st.one_of(PIECES, st.characters(codec="ascii")), max_size=30).map("".join))
def test_parameters_are_those_of_the_standard_library(encoded: str) -> None:
    try:
        expected = parse_qs(encoded, keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        with pytest.raises(HttpError):
            parameters_of(encoded)
    else:
        assert parameters_of(encoded) == expected


def test_too_many_parameters_are_refused() -> None:
    assert len(parameters_of("&".join(f"a{each}=" for each in range(MOST_PARAMETERS)))) == MOST_PARAMETERS
    with pytest.raises(HttpError):
        parameters_of("&".join(f"a{each}=" for each in range(MOST_PARAMETERS + 1)))


def test_a_long_text_must_be_encoded() -> None:
    with pytest.raises(HttpError, match="%25"):
        parameters_of("query=" + "%2" * (1 << 16))
    assert parameters_of("query=" + "%25" * (1 << 16)) == {"query": ["%" * (1 << 16)]}
