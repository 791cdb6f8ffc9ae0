"""Links that the source does not state: alignments with basis, confidence and rationale, and what they yield."""

from collections.abc import Iterator

from pyoxigraph import Literal

from kg import iris
from kg.mapping.statements import Statement, typed
from kg.namespaces import SG, SKOS
from kg.tables import Row, Tables

_KINDS = {"rows": "implements", "typical-measures": "contributesTo"}


def map_alignments(tables: Tables) -> Iterator[Statement]:
    """Yield every alignment and, where its confidence is high, the link between the two things."""
    measure_of = {f"rows/{row['id']}": f"measures/{row['measure']}" for row in tables["rows"]}
    for row in tables["alignments"]:
        yield from _alignment(row)
        if row["confidence"] == "high":
            subject = measure_of.get(row["subject"], row["subject"])
            predicate = SG[_KINDS[row["subject"].split("/")[0]]]
            yield Statement(iris.resource_path(subject), predicate, iris.resource_path(row["object"]))


def _alignment(row: Row) -> Iterator[Statement]:
    node = iris.resource("alignments", row["id"])
    yield typed(node, SG.Alignment)
    yield Statement(node, SG.subject, iris.resource_path(row["subject"]))
    yield Statement(node, SG.object, iris.resource_path(row["object"]))
    yield Statement(node, SG.basis, iris.code("bases", row["basis"]))
    yield Statement(node, SG.confidence, iris.code("confidences", row["confidence"]))
    for lang in ("cs", "en"):
        yield Statement(node, SG.rationale, Literal(row[f"rationale_{lang}"], language=lang))
    yield Statement(node, SKOS.prefLabel, Literal(f"přiřazení {row['id']}", language="cs"))
    yield Statement(node, SKOS.prefLabel, Literal(f"alignment {row['id']}", language="en"))
