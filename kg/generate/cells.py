"""The words of a measure's cells, as the columns of the source would hold them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kg.generate.dice import Dice, Skewed
from kg.generate.plan import Body
from kg.mapping.schedule import Schedule, parse_schedule
from kg.mapping.status import Status, parse_status

_MONTHS: Final = (
    *("leden", "únor", "březen", "duben", "květen", "červen"),
    *("červenec", "srpen", "září", "říjen", "listopad", "prosinec"),
)
_SEASONS: Final = ["Jaro", "Léto", "Podzim"]
_STATUSES: Final = Skewed(
    ("Existující", "Nové", "Nové ({year})", "Existující ({year})", "Existující ({year}-{later})"),
)
_DEADLINES: Final = Skewed(
    (
        "Průběžně",
        "{year}-{later}",
        "31. 12. {year}",
        "průběžně (do r. {later})",
        "konec programového období 2027",
        "Q{quarter} {year}",
        "do konce roku {later}",
        "{season} {year}",
        "{month} {year}",
        "od r. {year} průběžně",
        "dlouhodobá aktivita",
        "září {year} ({city}) a leden {later} ({other_city})",
    ),
)


@dataclass(frozen=True, slots=True)
class Bodies:
    """The bodies of a measure by their roles, and the words of the cell that names them."""

    gestors: tuple[Body, ...]
    cooperating: tuple[Body, ...]
    words: str


def status_words(dice: Dice) -> str:
    """Return the words of the column of the status."""
    year = dice.number(2016, 2024)
    return _STATUSES.draw(dice).format(year=year, later=year + dice.number(1, 4))


def deadline_words(dice: Dice, cities: Sequence[str]) -> str:
    """Return the words of the column of the deadline; some two hundred wordings in all, as their reading takes long.

    Args:
        dice: the source of chance.
        cities: two cities, for milestones.
    """
    year = dice.number(2022, 2027)
    return _DEADLINES.draw(dice).format(
        year=year,
        later=year + dice.number(1, 3),
        quarter=dice.number(1, 4),
        season=dice.pick(_SEASONS),
        month=dice.pick(_MONTHS),
        city=cities[0],
        other_city=cities[1],
    )


def draw_bodies(dice: Dice, bodies: Skewed[Body], parents: dict[str, Body]) -> Bodies:
    """Draw who leads a measure and who cooperates on it; a unit stands in brackets behind its institution."""
    drawn = bodies.draw_several(dice, dice.pick((1, 1, 1, 1, 1, 1, 1, 2, 2, 3)))
    above = {parents[body.id].id for body in drawn if body.id in parents}
    leads = [body for body in drawn if body.id not in above]
    gestors = tuple(named for body in leads for named in (parents.get(body.id), body) if named)
    taken = {body.id for body in gestors} | parents.keys()
    others = bodies.draw_several(dice, 2) if dice.happens(0.1) else []
    cooperating = tuple(body for body in others if body.id not in taken)
    words = ", ".join(_named(body, parents) for body in leads)
    if cooperating:
        words += f" ve spolupráci s {', '.join(body.wording for body in cooperating)}"
    return Bodies(tuple(dict.fromkeys(gestors)), cooperating, words)


def _named(body: Body, parents: dict[str, Body]) -> str:
    return f"{parents[body.id].wording} ({body.wording})" if body.id in parents else body.wording


@lru_cache(maxsize=4096)
def read_deadline(words: str) -> Schedule:
    """Return what the project's grammar reads in the words; the same wordings come back often."""
    return parse_schedule(words)


@lru_cache(maxsize=1024)
def read_status(words: str) -> Status:
    """Return what the project's grammar reads in the words."""
    return parse_status(words)
