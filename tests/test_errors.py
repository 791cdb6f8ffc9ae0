"""Errors for people: one line, and never so long that nobody reads it."""

import json

import pytest

from kg.errors import LONGEST, KgError


@pytest.mark.parametrize("quoted", ["x" * 90_000, "č" * 3_000, "𝄞" * 2_000])
def test_a_message_keeps_its_place_and_its_remedy_whatever_it_quotes(quoted: str) -> None:
    message = f"řádek 1: „{quoted}“ není IRI; opravte je."
    error = KgError(cs=message, en=message)
    assert len(json.dumps(error.cs)) <= LONGEST
    assert error.cs.startswith("řádek 1: „")
    assert error.cs.endswith("“ není IRI; opravte je.")
    assert " … " in error.cs


def test_a_message_that_can_be_read_stays_whole() -> None:
    message = "č" * 1200
    assert KgError(cs=message, en=message).cs == message
