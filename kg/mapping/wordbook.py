"""What the wordings of the source denote: bodies, strategies, instruments and codes by their exact words."""

from collections.abc import Iterable
from dataclasses import dataclass

from kg.spans import collapse
from kg.tables import Row, Tables


@dataclass(frozen=True)
class Wordbook:
    """Wordings (white space collapsed) and the ids they denote, one mapping for each kind of column."""

    agents: dict[str, str]
    instruments: dict[str, str]
    strategies: dict[str, str]
    measure_types: dict[str, str]

    @classmethod
    def from_tables(cls, tables: Tables) -> "Wordbook":
        """Collect the wordings from the tables; a wording that denotes two things is an error."""
        strategies = _wordings(tables["strategies"])
        funding = {words: f"strategies/{key}" for words, key in strategies.items()}
        funding |= {words: f"instruments/{key}" for words, key in _wordings(tables["instruments"]).items()}
        return cls(
            agents=_wordings(tables["agents"]),
            instruments=funding,
            strategies=strategies,
            measure_types={row["wording"]: row["code"] for row in tables["codes"] if row["list"] == "measure-types"},
        )


def _wordings(rows: Iterable[Row]) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in rows:
        for words in map(collapse, row.many("wordings")):
            if words in found:
                raise row.error(
                    cs=f"znění „{words}“ už označuje „{found[words]}“; ponechte je u jedné věci.",
                    en=f"the wording “{words}” already denotes “{found[words]}”; leave it with one thing.",
                )
            found[words] = row["id"]
    return found
