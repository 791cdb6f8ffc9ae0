"""What `make check` asks of the ontology: the house rules and the profile; `python -m kg.checks` runs both."""

import sys
from collections.abc import Iterator
from typing import Final

from pyoxigraph import NamedNode, Quad

from kg import house_rules, paths, profile
from kg.build import asserted_quads
from kg.iris import graph
from kg.turtle import read_turtle

_BY_FILE: Final = (graph("ontology"), graph("codes"), graph("shapes"))
_EXAMPLES: Final = {"valid", "invalid"}


def asserted_by_file() -> Iterator[Quad]:
    """Yield all that is asserted, the Turtle files of the ontology and the shapes each as a graph of its own."""
    for folder in (paths.ONTOLOGY, paths.SHAPES):
        for path in sorted(folder.rglob("*.ttl")):
            if path.stem not in _EXAMPLES:
                file = path.relative_to(paths.ROOT).as_posix()
                yield from read_turtle([path], NamedNode(house_rules.FILE + file))
    yield from (quad for quad in asserted_quads(paths.DATA) if quad.graph_name not in _BY_FILE)


def of_ontology(quad: Quad) -> bool:
    """Tell whether a quad stands in a file of the ontology."""
    name = quad.graph_name
    return isinstance(name, NamedNode) and name.value.startswith(f"{house_rules.FILE}ontology/")


def main() -> int:
    """Print one line for each finding; return the exit status."""
    asserted = list(asserted_by_file())
    found = house_rules.findings(asserted, house_rules.load_checks())
    violations = profile.check(filter(of_ontology, asserted))
    lines = [finding.line() for finding in found] + [violation.line() for violation in violations]
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
