"""Reference data: what the source names without describing it, what it leaves out, and the facts that rests on."""

from collections.abc import Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg import iris
from kg.mapping.statements import Statement, calendar, labels, typed, year
from kg.namespaces import ADMS, DCAT, DCT, ELI, ORG, PROV, SCHEMA, SDGO, SG, SKOS
from kg.tables import Row, Table, Tables

AGENT_KINDS: Final = {
    "institution": ("institutions", SG.Institution),
    "unit": ("units", SG.InstitutionUnit),
    "group": ("actor-groups", SG.ActorGroup),
}
ELEMENT_KINDS: Final = {
    "pillar": ("pillars", SG.Pillar),
    "component": ("components", SG.Component),
    "goal": ("goals", SG.Goal),
}
_REGISTER: Final = "https://rpp-opendata.egon.gov.cz/odrpp/zdroj/orgán-veřejné-moci/"
_EU_COUNTRY: Final = "http://publications.europa.eu/resource/authority/country/"
_UN_SDG: Final = "http://metadata.un.org/sdg/"


def agent_iri(row: Row) -> NamedNode:
    """Return the IRI of a body; its kind decides the path."""
    return iris.resource(AGENT_KINDS[row["kind"]][0], row["id"])


def element_iri(row: Row) -> NamedNode:
    """Return the IRI of a pillar, component or goal."""
    return iris.resource(ELEMENT_KINDS[row["kind"]][0], row["id"])


def sdg_iri(identifier: str) -> NamedNode:
    """Return the UN's IRI of a goal or target."""
    return NamedNode(_UN_SDG + identifier)


def map_reference(tables: Tables, facts: Table) -> Iterator[Statement]:
    """Yield every statement of the graph `reference` but the translations."""
    agents = {key: agent_iri(row) for key, row in tables["agents"].by_key().items()}
    for row in tables["agents"]:
        yield from _agent(row, agents)
    for row in tables["strategies"]:
        yield from _strategy(row)
    for row in tables["reference-elements"]:
        yield from _element(row)
    for row in tables["programmes"]:
        yield from _programme(row)
    for row in tables["instruments"]:
        subject = iris.resource("instruments", row["id"])
        yield typed(subject, SG.Instrument)
        yield from labels(subject, row)
        for agent in row.many("agents"):
            yield Statement(subject, DCT.relation, agents[agent])
    for row in tables["places"]:
        yield from _place(row)
    yield from _laws(tables)
    yield from _sdgs(tables)
    for row in facts:
        yield from _fact(row)


def _agent(row: Row, agents: dict[str, NamedNode]) -> Iterator[Statement]:
    subject = agents[row["id"]]
    yield typed(subject, AGENT_KINDS[row["kind"]][1])
    yield from labels(subject, row)
    if row["unit_of"]:
        yield Statement(subject, ORG.unitOf, agents[row["unit_of"]])
    if row["ico"]:
        identifier = iris.resource("identifiers", row["ico"])
        yield Statement(subject, ADMS.identifier, identifier)
        yield typed(identifier, ADMS.Identifier)
        yield Statement(identifier, SKOS.notation, Literal(row["ico"]))
        yield Statement(identifier, SKOS.prefLabel, Literal(f"IČO {row['ico']}", language="cs"))
        yield Statement(identifier, SKOS.prefLabel, Literal(f"identification number {row['ico']}", language="en"))
    if row["in_register"] == "true":
        yield Statement(subject, SCHEMA.sameAs, NamedNode(_REGISTER + row["ico"]))


def _strategy(row: Row) -> Iterator[Statement]:
    subject = iris.resource("strategies", row["id"])
    yield typed(subject, SG.Strategy)
    yield from labels(subject, row)
    yield Statement(subject, DCT.title, Literal(row["label_cs"], language="cs"))
    if row["english"] == "translation":
        yield Statement(subject, SG.translatedTitle, Literal(row["label_en"], language="en"))
    if row["kind"]:
        yield Statement(subject, SG.strategyKind, iris.code("strategy-kinds", row["kind"]))
    if row["part_of"]:
        yield Statement(subject, SG.partOf, iris.resource("strategies", row["part_of"]))
    if row["dated"]:
        yield Statement(subject, DCT.date, calendar(row["dated"]))


def _element(row: Row) -> Iterator[Statement]:
    subject = element_iri(row)
    yield typed(subject, ELEMENT_KINDS[row["kind"]][1])
    yield from labels(subject, row)
    predicate = SG.elementOf if row["kind"] == "pillar" else SG.partOf
    yield Statement(subject, predicate, iris.resource_path(row["parent"]))


def _programme(row: Row) -> Iterator[Statement]:
    subject = iris.resource("programmes", row["id"])
    yield typed(subject, SG.Programme)
    yield from labels(subject, row)
    if row["cci"]:
        yield Statement(subject, DCT.identifier, Literal(row["cci"]))
    if row["period"]:
        period = iris.resource("periods", row["period"])
        first, _, last = row["period"].partition("-")
        yield Statement(subject, DCT.temporal, period)
        yield typed(period, DCT.PeriodOfTime)
        yield Statement(period, DCAT.startDate, year(int(first)))
        yield Statement(period, DCAT.endDate, year(int(last)))
        yield Statement(period, SKOS.prefLabel, Literal(f"programové období {first}–{last}", language="cs"))
        yield Statement(period, SKOS.prefLabel, Literal(f"programme period {first}–{last}", language="en"))


def _place(row: Row) -> Iterator[Statement]:
    subject = iris.resource("places", row["id"])
    yield typed(subject, DCT.Location)
    yield from labels(subject, row)
    if row["wikidata"]:
        yield Statement(subject, SCHEMA.sameAs, NamedNode(f"http://www.wikidata.org/entity/{row['wikidata']}"))
    if row["eu_country"]:
        yield Statement(subject, SCHEMA.sameAs, NamedNode(_EU_COUNTRY + row["eu_country"]))
    if row["part_of"]:
        yield Statement(subject, DCT.isPartOf, iris.resource("places", row["part_of"]))


def law_iris(tables: Tables) -> dict[str, NamedNode]:
    """Return the ELI of each law, which is its IRI."""
    return {row["id"]: NamedNode(row["eli"]) for row in tables["laws"]}


def _laws(tables: Tables) -> Iterator[Statement]:
    laws = law_iris(tables)
    for row in tables["laws"]:
        subject = laws[row["id"]]
        yield typed(subject, ELI.LegalResource)
        yield from labels(subject, row)
        if row["replaced_by"]:
            yield Statement(subject, DCT.isReplacedBy, laws[row["replaced_by"]])


def _sdgs(tables: Tables) -> Iterator[Statement]:
    for row in tables["sdgs"]:
        subject = sdg_iri(row["id"])
        yield typed(subject, SDGO.Goal)
        yield from labels(subject, row)
        yield Statement(subject, SKOS.altLabel, Literal(row["short_en"], language="en"))
        yield Statement(subject, SKOS.notation, Literal(f"SDG {row['id']}"))
        yield Statement(subject, SKOS.exactMatch, NamedNode(f"http://www.wikidata.org/entity/{row['wikidata']}"))
        yield Statement(subject, SKOS.exactMatch, NamedNode(f"http://purl.unep.org/sdg/{row['unep']}"))
    for row in tables["sdg-targets"]:
        subject = sdg_iri(row["id"])
        yield typed(subject, SDGO.Target)
        yield Statement(subject, SKOS.prefLabel, Literal(row["label_en"], language="en"))
        yield Statement(subject, SKOS.notation, Literal(row["id"]))
        yield Statement(subject, SDGO.isTargetOf, sdg_iri(row["goal"]))
        yield Statement(sdg_iri(row["goal"]), SDGO.hasTarget, subject)


def fact_iri(identifier: str) -> NamedNode:
    """Return the IRI of a verified fact."""
    return iris.resource("facts", identifier)


def _fact(row: Row) -> Iterator[Statement]:
    subject = fact_iri(row["id"])
    yield typed(subject, PROV.Entity)
    for lang in ("cs", "en"):
        yield Statement(subject, SKOS.prefLabel, Literal(row[f"statement_{lang}"], language=lang))
    yield Statement(subject, DCT.bibliographicCitation, Literal(row["verified"]))
