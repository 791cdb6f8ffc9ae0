"""What generated measures refer to: the real bodies, strategies and places, and a generated plan beside the real."""

from functools import cached_property
from typing import Final

from pyoxigraph import NamedNode

from kg import iris
from kg.generate.dice import Skewed
from kg.generate.plan import Body, Component, GeneratedPlan
from kg.generate.words import LOCATIVES, Phrase
from kg.mapping.reference import agent_iri
from kg.mapping.wordbook import Wordbook
from kg.namespaces import SG
from kg.tables import Row, Tables

_REAL_COMPONENT_RANK: Final = 3
"""How many generated components are more frequent than the real one."""

_CITATIONS: Final = (
    ("", SG.takenFrom, "ap-nskb"),
    ("relevantní ke ", SG.relevantTo, "zrs-2018-2030"),
    ("", SG.takenFrom, "5g"),
    ("relevantní ke ", SG.relevantTo, "kzp"),
    ("", SG.takenFrom, "koncepce-sc"),
    ("relevantní ke ", SG.relevantTo, "nskb"),
)
"""How a cell cites a strategy: the words before the strategy's wording, which stands in the case they ask for."""


class Frame:
    """The things that measures refer to, the most frequent first."""

    def __init__(self, tables: Tables, seed: int) -> None:
        """Take the project's tables and a seed."""
        self.prefix = f"gen-{seed}"
        self.source = iris.graph(f"source/generated-{seed}")
        self.plan = GeneratedPlan(self.prefix, seed)
        self.book = Wordbook.from_tables(tables)
        self.names = self.book.agents | {body.wording: body.id for body in self.plan.bodies}
        self._tables = tables

    @cached_property
    def bodies(self) -> Skewed[Body]:
        """Bodies that lead a measure: institutions, then units, then the generated municipal offices."""
        rows = (row for row in self._tables["agents"] if row["kind"] != "group" and row["wordings"])
        real = sorted(rows, key=lambda row: row["kind"] != "institution")
        return Skewed([*map(_real, real), *self.plan.bodies])

    @cached_property
    def parents(self) -> dict[str, Body]:
        """By a unit's id, the institution whose name stands before it unless the unit's own wording has it."""
        agents = self._tables["agents"].by_key()
        units = (row for row in agents.values() if row["unit_of"] and row["wordings"])
        pairs = [(_real(row), _real(agents[row["unit_of"]])) for row in units]
        return {unit.id: parent for unit, parent in pairs if not unit.wording.startswith(parent.wording)}

    @cached_property
    def components(self) -> Skewed[Component]:
        """The components under which measures are listed, the real one among them."""
        found = self.plan.components
        return Skewed([*found[:_REAL_COMPONENT_RANK], self._real_component(), *found[_REAL_COMPONENT_RANK:]])

    @cached_property
    def places(self) -> Skewed[tuple[NamedNode, Phrase]]:
        """Places, with the words by which a title names them."""
        rows = (row for row in self._tables["places"] if row["id"] in LOCATIVES)
        return Skewed(
            [
                (iris.resource("places", row["id"]), Phrase(LOCATIVES[row["id"]], f"in {row['label_en']}"))
                for row in rows
            ]
        )

    @cached_property
    def cities(self) -> dict[str, NamedNode]:
        """Cities where a milestone may take place, by their Czech names."""
        rows = (row for row in self._tables["places"] if row["kind"] == "city")
        return {row["label_cs"]: iris.resource("places", row["id"]) for row in rows}

    @cached_property
    def programmes(self) -> Skewed[tuple[NamedNode, Phrase]]:
        """Programmes with their names."""
        rows = self._tables["programmes"]
        return Skewed(
            [(iris.resource("programmes", row["id"]), Phrase(row["label_cs"], row["label_en"])) for row in rows]
        )

    @cached_property
    def citations(self) -> Skewed[tuple[str, NamedNode, NamedNode]]:
        """Words that cite a strategy, with the property and the strategy that they mean."""
        strategies = self._tables["strategies"].by_key()
        return Skewed(
            [
                (before + strategies[key].many("wordings")[0], relation, iris.resource("strategies", key))
                for before, relation, key in _CITATIONS
            ]
        )

    @cached_property
    def measure_types(self) -> Skewed[tuple[str, NamedNode]]:
        """Wordings of the kinds of measure, those without a legend last, with their codes."""
        kinds = sorted(self.book.measure_types.items(), key=lambda pair: pair[0].isdigit())
        return Skewed([(words, iris.code("measure-types", code)) for words, code in kinds])

    @cached_property
    def instruments(self) -> Skewed[tuple[str, NamedNode]]:
        """Wordings of what a measure may be funded under, with the instrument or strategy."""
        return Skewed([(words, iris.resource_path(path)) for words, path in self.book.instruments.items()])

    def _real_component(self) -> Component:
        goals = [row for row in self._tables["elements"] if row["kind"] == "goal"]
        return Component(
            iris.resource("components", goals[0]["parent"]),
            tuple(iris.resource("goals", row["id"]) for row in goals),
            Skewed([iris.resource("typical-measures", row["id"]) for row in self._tables["typical-measures"]]),
        )


def _real(row: Row) -> Body:
    return Body(row["id"], agent_iri(row), row.many("wordings")[0], row["label_cs"])
