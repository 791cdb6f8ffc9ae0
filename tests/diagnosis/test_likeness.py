"""How one term can be mistaken for another."""

import pyoxigraph as ox
import pytest

from kg.diagnosis.likeness import edit_distance, folded_part, likeness
from kg.diagnosis.variants import variants
from kg.diagnosis.writing import Writer
from kg.namespaces import XSD

EX = "http://example.org/"


def iri(local: str) -> ox.NamedNode:
    return ox.NamedNode(EX + local)


@pytest.mark.parametrize(
    ("wanted", "found", "kind"),
    [
        (ox.NamedNode("https://example.org/a"), iri("a"), "iri-scheme"),
        (iri("a/"), iri("a"), "iri-slash"),
        (ox.NamedNode("http://example.org#a"), iri("a"), "iri-slash"),
        (iri("Name"), iri("name"), "iri-case"),
        (ox.NamedNode("http://other.org/name"), iri("name"), "iri-namespace"),
        (iri("mesure"), iri("measure"), "iri-spelling"),
        (iri("mereni"), iri("měření"), "iri-spelling"),
        (iri("mesure"), iri("Measure"), "iri-spelling"),
        (iri("Merenii"), iri("měření"), "iri-spelling"),
        (iri("msre"), iri("Measure"), None),
        (iri("nskb-a44"), iri("nskb-a45"), None),
        (iri("goal"), iri("measure"), None),
        (ox.NamedNode("http://other.org/name"), iri("names"), None),
        (iri("a"), iri("a"), None),
        (ox.Literal("x"), ox.Literal("x", language="cs"), "language-tag"),
        (ox.Literal("2021"), ox.Literal("2021", datatype=XSD.gYear), "datatype"),
        (ox.Literal("1. 9. 2021"), ox.Literal("2021-09-01", datatype=XSD.date), "datatype"),
        (ox.Literal("2021-09-01", datatype=XSD.date), ox.Literal("2021", datatype=XSD.gYear), "datatype"),
        (ox.Literal("2.0", datatype=XSD.decimal), ox.Literal("2", datatype=XSD.integer), "datatype"),
        (ox.Literal("a b"), ox.Literal("a\u00a0b"), "white-space"),
        (ox.Literal("ab"), ox.Literal("a b"), "white-space"),
        (ox.Literal("Cíl"), ox.Literal("cíl"), "letter-case"),
        (ox.Literal("cil"), ox.Literal("cíl"), "diacritics"),
        (ox.Literal("Ci\u0301l"), ox.Literal("C\u00edl"), "white-space"),
        (ox.Literal("Kyberbezpecnst"), ox.Literal("Kyberbezpečnost"), "literal-spelling"),
        (ox.Literal("Opatření 4"), ox.Literal("Opatření 5"), None),
        (ox.Literal("voda"), ox.Literal("vzduch"), None),
        (ox.Literal(EX + "a"), iri("a"), "iri-as-text"),
        (iri("a"), ox.Literal(EX + "a", datatype=XSD.anyURI), "text-as-iri"),
        (ox.Literal("a"), iri("a"), None),
    ],
)
def test_the_kind_of_a_fault(
    wanted: ox.NamedNode | ox.Literal, found: ox.NamedNode | ox.Literal, kind: str | None
) -> None:
    alike = likeness(wanted, found)
    assert (alike and alike.kind) == kind


def test_a_misspelling_does_not_count_where_the_data_has_the_term() -> None:
    assert likeness(iri("mesure"), iri("measure"), spelling=False) is None
    assert likeness(iri("mereni"), iri("měření"), spelling=False) is None
    assert likeness(ox.Literal("opatrenii"), ox.Literal("opatření"), spelling=False) is None
    assert likeness(iri("Name"), iri("name"), spelling=False) is not None


@pytest.mark.parametrize(
    ("wanted", "meant"),
    [
        (ox.NamedNode("https://example.org/a"), iri("a")),
        (iri("a/"), iri("a")),
        (ox.NamedNode("http://example.org#a"), iri("a")),
        (iri("NUKIB"), iri("nukib")),
        (iri("measure"), iri("Measure")),
        (ox.NamedNode("http://other.org/prefLabel"), ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")),
        (ox.Literal("x"), ox.Literal("x", language="cs")),
        (ox.Literal("x", language="cs"), ox.Literal("x")),
        (ox.Literal("2021"), ox.Literal("2021", datatype=XSD.gYear)),
        (ox.Literal("1. 9. 2021"), ox.Literal("2021-09-01", datatype=XSD.date)),
        (ox.Literal("a  b"), ox.Literal("a b")),
        (ox.Literal("VODA"), ox.Literal("Voda", language="cs")),
    ],
)
def test_the_usual_faults_are_looked_up_without_a_search(
    wanted: ox.NamedNode | ox.Literal, meant: ox.NamedNode | ox.Literal
) -> None:
    assert meant in set(variants(wanted))
    assert likeness(wanted, meant) is not None


def test_no_other_way_of_writing_is_no_iri() -> None:
    assert all(isinstance(each, ox.NamedNode) for each in variants(ox.NamedNode("http://example.org/a#b")))


@pytest.mark.parametrize(
    ("first", "second", "distance"),
    [
        ("", "", 0),
        ("abc", "abc", 0),
        ("gestor", "gesotr", 1),
        ("gestor", "gstor", 1),
        ("gestor", "gastor", 1),
        ("ab", "xyz", 3),
        ("ab", "vwxyz", 4),
    ],
)
def test_edit_distance_counts_swapped_letters_once(first: str, second: str, distance: int) -> None:
    assert edit_distance(first, second, 3) == edit_distance(second, first, 3) == distance


def test_a_part_of_a_text_is_found_without_diacritics() -> None:
    assert folded_part("Ochrana městské zeleně", "MESTSKE") == "městské"
    assert folded_part("Ochrana", "voda") is None
    assert folded_part("Ochrana", "") is None


@pytest.mark.parametrize(
    ("term", "like", "expected"),
    [
        (iri("name"), "", "ex:name"),
        (iri("name"), "<http://x>", "<http://example.org/name>"),
        (iri("a/b"), "", "<http://example.org/a/b>"),
        (iri("loadx"), "", "<http://example.org/loadx>"),
        (ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel"), "", "skos:prefLabel"),
        (ox.Literal(5), "", "5"),
        (ox.Literal("x", datatype=XSD.boolean), "", '"x"^^xsd:boolean'),
        (ox.Literal('a"\\\n\u00a0', language="cs"), "", '"a\\"\\\\\\n\\u00A0"@cs'),
        (ox.Literal("\U000e0001"), "", '"\\U000E0001"'),
    ],
)
def test_a_term_is_written_as_the_query_would(term: ox.NamedNode | ox.Literal, like: str, expected: str) -> None:
    written = Writer({"ex": (EX, 0)}).term(term, like)
    assert written == expected
    rows = ox.Store().query(
        f"PREFIX ex: <{EX}> SELECT * {{ VALUES ?x {{ {written} }} }}",
        prefixes={"skos": "http://www.w3.org/2004/02/skos/core#", "xsd": XSD.iri},
    )
    assert isinstance(rows, ox.QuerySolutions)
    assert [row["x"] for row in rows] == [term]
