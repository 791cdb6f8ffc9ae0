"""The plan's own structure: pillar, component, goals and typical measures, as the merged cells state them."""

from collections.abc import Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg import iris
from kg.errors import InputError
from kg.mapping.bodies import parse_bodies
from kg.mapping.reference import ELEMENT_KINDS, agent_iri, element_iri, sdg_iri
from kg.mapping.statements import Statement, typed
from kg.namespaces import DCT, SG, SKOS
from kg.tables import Row, Tables

_ROLES: Final = {"gestor": SG.gestor, "co-gestor": SG.coGestor, "cooperating": SG.cooperatingParty}


def map_plan(tables: Tables, strategy: str, names: dict[str, str]) -> Iterator[Statement]:
    """Yield what the left half of the table states.

    Args:
        tables: the tables of the source.
        strategy: id of the strategy whose pillars stand in the table.
        names: ids of bodies by the wordings of the source.
    """
    cell_of = {row["about"]: row["id"] for row in tables["cells"] if row["about"] and row["column"] in _OWN_COLUMNS}
    elements = {key: element_iri(row) for key, row in tables["elements"].by_key().items()}
    for row in tables["elements"]:
        cell = cell_of[f"{ELEMENT_KINDS[row['kind']][0]}/{row['id']}"]
        yield from _element(row, elements, iris.resource("strategies", strategy), cell)
    for row in tables["typical-measures"]:
        yield from _typical_measure(row, cell_of[f"typical-measures/{row['id']}"])
    for row in tables["cells"]:
        if row["about"] and row["column"] not in _OWN_COLUMNS:
            yield from _bodies(row, tables, names)


_OWN_COLUMNS: Final = {"pillar", "component", "goal", "typical-measure"}


def _element(row: Row, elements: dict[str, NamedNode], strategy: NamedNode, cell: str) -> Iterator[Statement]:
    subject = elements[row["id"]]
    yield typed(subject, ELEMENT_KINDS[row["kind"]][1], cell)
    yield Statement(subject, SKOS.prefLabel, Literal(row["label_cs"], language="cs"), cell)
    yield Statement(subject, SKOS.notation, Literal(row["notation"]), cell)
    if row["parent"]:
        yield Statement(subject, SG.partOf, elements[row["parent"]], cell)
    if row["kind"] == "pillar":
        yield Statement(subject, SG.elementOf, strategy, cell)


def _typical_measure(row: Row, cell: str) -> Iterator[Statement]:
    subject = iris.resource("typical-measures", row["id"])
    yield typed(subject, SG.TypicalMeasure, cell)
    yield Statement(subject, DCT.title, Literal(row["title"], language="cs"), cell)
    yield Statement(subject, SKOS.prefLabel, Literal(row["title"].removesuffix("."), language="cs"), cell)
    for path in row.many("references"):
        yield Statement(subject, DCT.references, iris.resource_path(path), cell)
    for goal in row.many("sdgs"):
        yield Statement(subject, SG.supportsSDG, sdg_iri(goal), cell)


def _bodies(cell: Row, tables: Tables, names: dict[str, str]) -> Iterator[Statement]:
    """State the bodies of an element; where the column is lost they are involved in an undetermined role."""
    agents = tables["agents"].by_key()
    subject = iris.resource_path(cell["about"])
    role = cell["column"] if cell["column"] in _ROLES else "undetermined"
    try:
        bodies = parse_bodies(cell["verbatim"], names)
    except InputError as error:
        raise cell.error(cs=error.cs, en=error.en) from error
    for body in bodies:
        agent = agent_iri(agents[body.agent])
        yield Statement(subject, _ROLES.get(role, SG.involves), agent, cell["id"])
        yield from involvement(subject, agent, role, body.words, cell["id"])


def involvement(subject: NamedNode, agent: NamedNode, role: str, words: str, cell: str) -> Iterator[Statement]:
    """Yield the n-ary form of a body's part in a measure or element."""
    parts = (subject.value.rsplit("/", 1)[1], agent.value.rsplit("/", 1)[1], role)
    node = iris.resource("involvements", "-".join(parts))
    yield typed(node, SG.Involvement, cell)
    yield Statement(node, SG.involvedElement, subject, cell)
    yield Statement(node, SG.involvedAgent, agent, cell)
    yield Statement(node, SG.role, iris.code("roles", role), cell)
    yield Statement(node, SG.verbatim, Literal(words), cell)


def map_translations(tables: Tables) -> Iterator[Statement]:
    """Yield the project's own translations, which belong to the graph `reference`, never to the source."""
    for row in tables["elements"]:
        yield Statement(element_iri(row), SG.translatedTitle, Literal(row["label_en"], language="en"))
        yield Statement(element_iri(row), SKOS.prefLabel, Literal(row["label_en"], language="en"))
    for row in tables["typical-measures"]:
        subject = iris.resource("typical-measures", row["id"])
        yield Statement(subject, SG.translatedTitle, Literal(row["translation"], language="en"))
        yield Statement(subject, SKOS.prefLabel, Literal(row["translation"], language="en"))
        yield Statement(subject, SKOS.notation, Literal(row["notation"]))
    for row in tables["measures"]:
        subject, lang = iris.resource("measures", row["id"]), "cs" if row["lang"] == "en" else "en"
        yield Statement(subject, SG.translatedTitle, Literal(row["translation"], language=lang))
        yield Statement(subject, SKOS.prefLabel, Literal(row["translation"], language=lang))
