"""A generated plan for generated measures: a strategy, a pillar, components, goals, typical measures and bodies."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg import iris
from kg.generate.dice import Dice, Skewed
from kg.generate.record import Record, bilingual
from kg.generate.words import GOALS, THEMES, VILLAGES, Phrase, title
from kg.mapping.reference import sdg_iri
from kg.mapping.statements import Statement, typed
from kg.namespaces import DCT, FOAF, PROV, SG, SKOS

_TYPICAL_PER_COMPONENT: Final = 4


@dataclass(frozen=True, slots=True)
class Component:
    """A component with its goals and the typical measures that measures under it may implement."""

    node: NamedNode
    goals: tuple[NamedNode, ...]
    typical: Skewed[NamedNode]


@dataclass(frozen=True, slots=True)
class Body:
    """A body: its id in the tables, its IRI, the wording by which cells name it, and its full name."""

    id: str
    node: NamedNode
    wording: str
    name: str


class GeneratedPlan:
    """The plan of a seed, the same however many measures are generated."""

    def __init__(self, prefix: str, seed: int) -> None:
        """Draw the plan; `prefix` begins every id."""
        self.prefix = prefix
        self.document = iris.resource("documents", prefix)
        self.record = Record()
        self.bodies = [self._office(number, name) for number, name in enumerate(VILLAGES, start=1)]
        self._dice = Dice(f"{seed}/plan")
        pillar = self._top()
        self.components = [self._component(number, pillar) for number in range(1, len(THEMES) + 1)]

    def _office(self, number: int, village: str) -> Body:
        key = f"{self.prefix}-{number:03}"
        body = Body(key, iris.resource("institutions", key), f"OÚ {village}", f"Obecní úřad {village}")
        self.record.reference += (
            typed(body.node, SG.Institution),
            Statement(body.node, SKOS.notation, Literal(body.wording)),
            *bilingual(body.node, SKOS.prefLabel, Phrase(body.name, f"Municipal Office of {village}")),
        )
        return body

    def _top(self) -> NamedNode:
        """State the strategy, its pillar and the document that they stand in; return the pillar."""
        strategy, pillar = iris.resource("strategies", self.prefix), iris.resource("pillars", self.prefix)
        self.record.reference += (
            typed(strategy, SG.Strategy),
            *bilingual(strategy, SKOS.prefLabel, Phrase("Vygenerovaná strategie", "Generated strategy")),
            Statement(strategy, DCT.title, Literal("Vygenerovaná strategie", language="cs")),
            Statement(strategy, SG.strategyKind, iris.code("strategy-kinds", "concept")),
        )
        self.record.provenance += (
            typed(self.document, FOAF.Document),
            typed(self.document, PROV.Entity),
            *bilingual(self.document, SKOS.prefLabel, Phrase("Vygenerovaná data", "Generated data")),
            Statement(self.document, DCT.subject, strategy),
        )
        self._element(pillar, SG.Pillar, "GP", Phrase("Vygenerovaný pilíř", "Generated pillar"))
        self.record.source.append(Statement(pillar, SG.elementOf, strategy))
        return pillar

    def _component(self, number: int, pillar: NamedNode) -> Component:
        theme, genitive = THEMES[number - 1]
        key, notation = f"{self.prefix}-k{number}", f"GK{number}"
        node = iris.resource("components", key)
        self._element(node, SG.Component, notation, theme, pillar)
        goals = []
        for count, words in enumerate(GOALS, start=1):
            goal = iris.resource("goals", f"{key}.{count}")
            name = Phrase(words.cs.format(genitive), words.en.format(theme.en.lower()))
            self._element(goal, SG.Goal, f"{notation}.{count}", name, node)
            goals.append(goal)
        typical = [
            self._typical(f"{key}-tm{n}", f"{notation} TM{n}", goals) for n in range(1, _TYPICAL_PER_COMPONENT + 1)
        ]
        return Component(node, tuple(goals), Skewed(typical))

    def _element(
        self, node: NamedNode, kind: NamedNode, notation: str, name: Phrase, parent: NamedNode | None = None
    ) -> None:
        self.record.source += (
            typed(node, kind),
            Statement(node, SKOS.notation, Literal(notation)),
            Statement(node, SKOS.prefLabel, Literal(name.cs, language="cs")),
            *([Statement(node, SG.partOf, parent)] if parent else []),
        )
        self.record.reference.append(Statement(node, SKOS.prefLabel, Literal(name.en, language="en")))

    def _typical(self, key: str, notation: str, goals: list[NamedNode]) -> NamedNode:
        node, name, goal = iris.resource("typical-measures", key), title(self._dice), self._dice.pick(goals)
        self.record.source += (
            typed(node, SG.TypicalMeasure),
            Statement(node, DCT.title, Literal(f"{name.cs}.", language="cs")),
            Statement(node, SKOS.prefLabel, Literal(name.cs, language="cs")),
        )
        if self._dice.happens(0.3):
            self.record.source.append(Statement(node, SG.supportsSDG, sdg_iri(str(self._dice.number(1, 17)))))
        self.record.reference += (
            *translation(node, name.en),
            Statement(node, SKOS.notation, Literal(notation)),
        )
        self.record.align(node, goal, "content", "high")
        self.record.alignments.append(Statement(node, SG.contributesTo, goal))
        return node


def translation(node: NamedNode, words: str) -> Iterator[Statement]:
    """State the English title of a thing, which belongs to the reference data."""
    yield Statement(node, SG.translatedTitle, Literal(words, language="en"))
    yield Statement(node, SKOS.prefLabel, Literal(words, language="en"))
