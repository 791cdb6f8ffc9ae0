"""Days, months and years, as the data writes them and as people do."""

import pyoxigraph as ox
import pytest

from kg.diagnosis.moments import Moment, apart, literals, moment
from kg.namespaces import XSD

DAY = ox.Literal("2021-09-01", datatype=XSD.date)
YEAR = ox.Literal("2021", datatype=XSD.gYear)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021", ("2021",)),
        ("2021-09", ("2021", "09")),
        ("2021-09-01", ("2021", "09", "01")),
        ("2021-09-01+02:00", ("2021", "09", "01")),
        ("2021-09-01T10:00:00.5Z", ("2021", "09", "01")),
        ("1. 9. 2021", ("2021", "09", "01")),
        ("01.09.2021", ("2021", "09", "01")),
        (" 1.9.2021 ", ("2021", "09", "01")),
        ("-0044", ("-0044",)),
        ("21", None),
        ("1. září 2021", None),
        ("2021-9-1", None),
        ("A44", None),
        ("", None),
    ],
)
def test_a_moment_is_read(text: str, expected: Moment | None) -> None:
    assert moment(text) == expected


def test_a_moment_is_written_in_what_tells_no_more() -> None:
    assert [str(each) for each in literals("1. 9. 2021")] == [
        f'"{text}"^^{XSD[name]}'
        for text, name in [
            ("2021", "gYear"),
            ("2021-09", "gYearMonth"),
            ("2021-09-01", "date"),
            ("2021-09-01T00:00:00", "dateTime"),
        ]
    ]
    assert literals("2021") == [YEAR]
    assert literals("voda") == []


@pytest.mark.parametrize(
    ("wanted", "found", "expected"),
    [
        (ox.Literal("1. 9. 2021"), DAY, 0),
        (ox.Literal(2021), DAY, 2),
        (DAY, YEAR, 2),
        (ox.Literal("2021-09", datatype=XSD.gYearMonth), DAY, 1),
        (ox.Literal("2021-08", datatype=XSD.gYearMonth), DAY, None),
        (DAY, ox.Literal("2021-09-02", datatype=XSD.date), None),
        (DAY, ox.Literal(2021), None),
        (ox.Literal("2021", language="cs"), YEAR, None),
        (ox.Literal("voda"), DAY, None),
    ],
)
def test_values_of_the_same_moment_may_be_meant_for_each_other(
    wanted: ox.Literal, found: ox.Literal, expected: int | None
) -> None:
    assert apart(wanted, found) == expected
