"""What a person may type for a statement, and what is said of a name that is unknown or ambiguous."""

import pytest
from pyoxigraph import Literal, NamedNode

from kg.errors import InputError
from kg.explain import Statement
from kg.explain.terms import resolve
from kg.iris import code, resource
from kg.names import Names
from kg.namespaces import DCT, RDF, RDFS, SDGO, SG, SKOS, XSD
from kg.store import Dataset

A44 = resource("measures", "nskb-a44")
ZPO4 = resource("components", "zpo-4")
A44_ADDRESSES = Statement(A44, SG.addresses, ZPO4)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (("A44", "addresses", "ZPO4"), A44_ADDRESSES),
        (("a44", "Addresses", "zpo 4"), A44_ADDRESSES),
        (("nskb-a44", "směřuje k naplnění", "zpo-4"), A44_ADDRESSES),
        (("A44", "smeruje k naplneni", "ZPO4"), A44_ADDRESSES),
        (("sgr:measures/nskb-a44", "sg:addresses", "sgr:components/zpo-4"), A44_ADDRESSES),
        ((A44.value, SG.addresses.value, str(ZPO4)), A44_ADDRESSES),
        (("A44", "a", "Measure"), Statement(A44, RDF.type, SG.Measure)),
        (("A44", "type", "implementing measure"), Statement(A44, RDF.type, SG.ImplementingMeasure)),
        (("A44", "typ", "opatření"), Statement(A44, RDF.type, SG.Measure)),
        (("A44", "rdf:type", "sg:Goal"), Statement(A44, RDF.type, SG.Goal)),
        (("A44", "gestor", "MZV"), Statement(A44, SG.gestor, resource("institutions", "mzv"))),
        (("A44", "status", "existující"), Statement(A44, SG.status, code("statuses", "existing"))),
        (("A44", "schedule", "Q2 2022"), Statement(A44, SG.schedule, resource("schedules", "zpo4-r41-c11"))),
        (("ZPO 4.2", "is part of", "ZPO4"), Statement(resource("goals", "zpo-4.2"), SG.partOf, ZPO4)),
        (("ZPO 4.2", "dct:isPartOf", "ZPO4"), Statement(resource("goals", "zpo-4.2"), DCT.isPartOf, ZPO4)),
        (("Goal", "rdfs:subClassOf", "sg:PlanElement"), Statement(SG.Goal, RDFS.subClassOf, SG.PlanElement)),
        (
            ("prvek strategie", "rdfs:subClassOf", "plan element"),
            Statement(SG.StrategyElement, RDFS.subClassOf, SG.PlanElement),
        ),
        (("A44", "notation", "A44"), Statement(A44, SKOS.notation, Literal("A44"))),
        (("A44", "notation", '"A44"'), Statement(A44, SKOS.notation, Literal("A44"))),
        (("A44", "title", '"Jiný název"@CS'), Statement(A44, DCT.title, Literal("Jiný název", language="cs"))),
        (("A44", "title", "„Jiný název“"), Statement(A44, DCT.title, Literal("Jiný název"))),
        (
            ("A44", "status from", '"2021"^^xsd:gYear'),
            Statement(A44, SG.statusFrom, Literal("2021", datatype=XSD.gYear)),
        ),
        (
            ("zpo4-r41-c11", "stated year", "2022"),
            Statement(resource("schedules", "zpo4-r41-c11"), SG.statedYear, Literal("2022", datatype=XSD.gYear)),
        ),
        (
            ("SDG 11", "sdgo:hasTarget", "11.3"),
            Statement(
                NamedNode("http://metadata.un.org/sdg/11"), SDGO.hasTarget, NamedNode("http://metadata.un.org/sdg/11.3")
            ),
        ),
    ],
)
def test_names_become_the_statement(
    dataset: Dataset, names: Names, typed: tuple[str, str, str], meant: Statement
) -> None:
    assert resolve(dataset, names, *typed) == meant


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("A440", "addresses", "ZPO4"), "“A440” is not among the known names; the nearest are: A44"),
        (("A44", "adresses", "ZPO4"), "“adresses” is not among the known terms; the nearest are: sg:addresses"),
        (("A44", "addresses", "ZPO9"), "“ZPO9” is not among the known names; the nearest are: ZPO"),
        (
            ("A44", "xyzzyx", "ZPO4"),
            "“xyzzyx” is not among the known terms, nor like any; give the label or IRI of a term",
        ),
        (("A44", "a", "Measur"), "“Measur” is not among the known terms; the nearest are: sg:Measure"),
        (
            ("A44", "identifier", "1"),
            "“identifier” denotes several terms: adms:identifier, dct:identifier; give one of them",
        ),
        (("kraje a obce", "addresses", "ZPO4"), "“kraje a obce” is not among the known names"),
        (("https://example.org/x", "addresses", "ZPO4"), "the graph says nothing of https://example.org/x"),
        (("sgr:measures/none", "addresses", "ZPO4"), "the graph says nothing of sgr:measures/none"),
        (("A44", "sg:none", "ZPO4"), "the graph says nothing of sg:none"),
        (("", "addresses", "ZPO4"), "subject, predicate and object must not be empty"),
    ],
)
def test_a_name_that_names_nothing_or_too_much(
    dataset: Dataset, names: Names, typed: tuple[str, str, str], told: str
) -> None:
    with pytest.raises(InputError) as error:
        resolve(dataset, names, *typed)
    assert error.value.en.startswith(told)
    assert error.value.exit_status == 2


def test_matches_of_an_ambiguous_name_are_listed(dataset: Dataset, names: Names) -> None:
    """“Gestor” heads a column, and is a role."""
    with pytest.raises(InputError) as error:
        resolve(dataset, names, "A44", "dct:relation", "gestor")
    assert error.value.cs.startswith("„gestor“ označuje více věcí: ")
    assert all(iri in error.value.cs for iri in (code("columns", "gestor").value, code("roles", "gestor").value))
