"""How an id of the tables becomes an IRI; the only place where the project's IRIs are put together."""

from typing import Final

from pyoxigraph import NamedNode

from kg.namespaces import BASE

ONTOLOGY: Final = NamedNode(BASE + "ontology/")


def resource(kind: str, identifier: str) -> NamedNode:
    """Return the IRI of a thing, e.g. `resource("goals", "zpo-4.2")`."""
    return NamedNode(f"{BASE}resource/{kind}/{identifier}")


def code(scheme: str, identifier: str) -> NamedNode:
    """Return the IRI of a code, e.g. `code("statuses", "existing")`."""
    return NamedNode(f"{BASE}code/{scheme}/{identifier}")


def code_list(scheme: str) -> NamedNode:
    """Return the IRI of a code list (a SKOS concept scheme)."""
    return NamedNode(f"{BASE}code/{scheme}")


def graph(name: str) -> NamedNode:
    """Return the IRI of a named graph, e.g. `graph("inferred")`."""
    return NamedNode(f"{BASE}graph/{name}")


def resource_path(path: str) -> NamedNode:
    """Return the IRI of a thing written as `kind/id`, the form the tables use for links between kinds."""
    return NamedNode(f"{BASE}resource/{path}")


_CLOSED: Final = ("ontology", "codes", "reference", "alignments")
"""The graphs besides the sources and published submissions that the closure is computed from."""


def is_closed(name: object) -> bool:
    """Tell whether a graph belongs to the closure's input."""
    if not isinstance(name, NamedNode):
        return False
    local = name.value.removeprefix(f"{BASE}graph/")
    return local in _CLOSED or local.startswith(("source/", "submission/"))
