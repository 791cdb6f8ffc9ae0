"""One generated measure: what its rows state, their alignments and their provenance."""

from collections.abc import Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg import iris
from kg.generate.cells import deadline_words, draw_bodies, read_deadline, read_status, status_words
from kg.generate.dice import Dice
from kg.generate.frame import Frame
from kg.generate.plan import Body, Component, translation
from kg.generate.record import Record
from kg.generate.rows import Pen, cell_id
from kg.generate.words import Phrase, programme_title, title
from kg.mapping.plan import involvement
from kg.mapping.schedule import Milestone, Schedule
from kg.mapping.statements import Statement, day, typed, year
from kg.namespaces import DCT, SG, SKOS

_ROWS: Final = (1,) * 27 + (2, 2, 3)
"""How many rows a measure has: one in ten is repeated."""

_CONFIDENCES: Final = (("high", 0.5), ("medium", 0.6), ("low", 0.7))
"""How sure the alignment of a row is, as cumulated shares; the rest is not aligned."""


class Draft:
    """A measure in the making; each method fills one column and remembers its words."""

    def __init__(self, frame: Frame, dice: Dice, key: str, first_row: int) -> None:
        """Take what the measure may refer to, the source of chance, the measure's id and its first row's number."""
        self.frame, self.dice, self.first_row = frame, dice, first_row
        self.node = iris.resource("measures", key)
        self.record = Record()
        self.component: Component = frame.components.draw(dice)
        self.words: dict[str, str] = {}
        self.rows = [f"{frame.prefix}-r{first_row + extra:06}" for extra in range(dice.pick(_ROWS))]
        self._deadlines: set[str] = set()

    def fill(self, notation: str) -> None:
        """State what the first row says."""
        self._state(typed(self.node, SG.ImplementingMeasure, self._cell("measure")))
        self._state(Statement(self.node, SG.listedUnder, self.component.node))
        self._title(notation)
        self._status()
        gestor = self._bodies()
        self._deadline(self.rows[0])
        if self.dice.happens(0.6):
            self._funding(gestor)
        if self.dice.happens(0.8):
            self._types()
        if read_status(self.words["status"]).code == "existing":
            self._strategy()

    def trace(self, pen: Pen) -> None:
        """State the rows with their alignments; further rows repeat the first, some with another deadline."""
        traced = pen.writes(self.rows)
        for count, row in enumerate(self.rows):
            if count and self.dice.happens(0.3):
                self._deadline(row)
            self._align(iris.resource("rows", row) if traced else None)
            if traced:
                self.record.provenance += pen.row(row, self.first_row + count, self.node, self.words)
        self.record.provenance += pen.derivations(self.record.source)

    def _cell(self, column: str, row: str | None = None) -> str:
        return cell_id(row or self.rows[0], column)

    def _state(self, *statements: Statement) -> None:
        self.record.source += statements

    def _says(self, column: str, predicate: NamedNode, value: NamedNode | Literal) -> None:
        self._state(Statement(self.node, predicate, value, self._cell(column)))

    def _title(self, notation: str) -> None:
        words = self._title_words()
        self.words["measure"] = f"{notation}: {words.cs}"
        self._says("measure", SKOS.notation, Literal(notation))
        self._says("measure", DCT.title, Literal(words.cs, language="cs"))
        self._says("measure", SKOS.prefLabel, Literal(words.cs, language="cs"))
        self.record.reference += translation(self.node, words.en)

    def _title_words(self) -> Phrase:
        """Return a title and state what it names: a programme, a place or neither."""
        if self.dice.happens(0.04):
            programme, name = self.frame.programmes.draw(self.dice)
            self._says("measure", SG.realises, programme)
            return programme_title(self.dice, name)
        if self.dice.happens(0.35):
            place, where = self.frame.places.draw(self.dice)
            self._says("measure", DCT.spatial, place)
            return title(self.dice, where)
        return title(self.dice)

    def _status(self) -> None:
        self.words["status"] = status_words(self.dice)
        status = read_status(self.words["status"])
        self._says("status", SG.status, iris.code("statuses", status.code))
        if status.since is not None:
            self._says("status", SG.statusFrom, year(status.since))
        if status.until is not None:
            self._says("status", SG.statusUntil, year(status.until))

    def _bodies(self) -> Body:
        """State who leads and who cooperates; return the first lead body."""
        drawn = draw_bodies(self.dice, self.frame.bodies, self.frame.parents)
        self.words["measure-gestor"] = drawn.words
        cell = self._cell("measure-gestor")
        for body in drawn.gestors:
            self._says("measure-gestor", SG.gestor, body.node)
            self._state(*involvement(self.node, body.node, "gestor", body.wording, cell))
        for body in drawn.cooperating:
            self._says("measure-gestor", SG.cooperatingParty, body.node)
            self._state(*involvement(self.node, body.node, "cooperating-party", body.wording, cell))
        return drawn.gestors[0]

    def _deadline(self, row: str) -> None:
        """State a schedule; a further row with other words has a schedule of its own."""
        words = deadline_words(self.dice, list(self.frame.cities))
        self.words["deadline"] = words
        if words in self._deadlines:
            return
        self._deadlines.add(words)
        cell = self._cell("deadline", row)
        node = iris.resource("schedules", cell)
        self._state(Statement(self.node, SG.schedule, node, cell), typed(node, SG.Schedule, cell))
        self._verbatim(node, words, cell)
        schedule = read_deadline(words)
        self._state(Statement(node, SG.scheduleKind, iris.code("schedule-kinds", schedule.kind), cell))
        self._state(*(Statement(node, SG.statedYear, year(stated), cell) for stated in schedule.stated_years))
        self._state(*_bounds(node, schedule, cell))
        for milestone in schedule.milestones:
            self._milestone(node, milestone, cell)

    def _milestone(self, schedule: NamedNode, milestone: Milestone, cell: str) -> None:
        node = iris.resource("milestones", f"{cell}-{milestone.edtf}")
        self._state(Statement(schedule, SG.milestone, node, cell), typed(node, SG.Milestone, cell))
        self._verbatim(node, milestone.words, cell)
        self._state(*_bounds(node, milestone, cell))
        if milestone.place_words is not None:
            self._state(Statement(node, DCT.spatial, self.frame.cities[milestone.place_words], cell))

    def _funding(self, gestor: Body) -> None:
        funders, instruments, words = [gestor], [], gestor.wording
        form = self.dice.number(1, 10)
        if form <= 5:
            words = f"rozpočet {words}"
        elif form <= 7:
            wording, instrument = self.frame.instruments.draw(self.dice)
            words, instruments = f"{words}, {wording}", [instrument]
        elif form <= 9:
            words, instrument = self.frame.instruments.draw(self.dice)
            funders, instruments = [], [instrument]
        else:
            words, funders = "0,-", []
        self.words["funding"] = words
        cell = self._cell("funding")
        node = iris.resource("fundings", cell)
        self._says("funding", SG.funding, node)
        self._state(typed(node, SG.Funding, cell))
        self._verbatim(node, words, cell)
        self._state(*(Statement(node, SG.funder, funder.node, cell) for funder in funders))
        self._state(*(Statement(node, SG.fundingInstrument, instrument, cell) for instrument in instruments))

    def _types(self) -> None:
        drawn = self.frame.measure_types.draw_several(self.dice, self.dice.pick((1, 1, 1, 2)))
        self.words["measure-type"] = ", ".join(words for words, _ in drawn)
        for _, code in drawn:
            self._says("measure-type", SG.measureType, code)

    def _strategy(self) -> None:
        self.words["source-strategy"], relation, strategy = self.frame.citations.draw(self.dice)
        self._says("source-strategy", relation, strategy)

    def _verbatim(self, node: NamedNode, words: str, cell: str) -> None:
        self._state(
            Statement(node, SG.verbatim, Literal(words), cell),
            Statement(node, SKOS.prefLabel, Literal(words, language="cs"), cell),
        )

    def _align(self, row: NamedNode | None) -> None:
        """Align a row with one typical measure, with two candidates or with none; without a row give the link alone."""
        chance, typical = self.dice.share(), self.component.typical.draw_several(self.dice, 2)
        confidence = next((name for name, share in _CONFIDENCES if chance < share), None)
        if confidence is None:
            return
        if row is not None:
            for candidate in typical[: 2 if confidence == "low" else 1]:
                self.record.align(row, candidate, "page-order" if confidence == "medium" else "content", confidence)
        link = Statement(self.node, SG.implements, typical[0])
        if confidence == "high" and link not in self.record.alignments:
            self.record.alignments.append(link)


def _bounds(node: NamedNode, time: Schedule | Milestone, cell: str) -> Iterator[Statement]:
    if time.edtf is not None:
        yield Statement(node, SG.edtf, Literal(time.edtf), cell)
    if time.start is not None:
        yield Statement(node, SG.start, day(time.start), cell)
    if time.end is not None:
        yield Statement(node, SG.end, day(time.end), cell)
