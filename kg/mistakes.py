"""What the engine finds wrong in a text of SPARQL, as an error with its place and in our own words."""

import re
from typing import Final

from kg.errors import QueryError

_POSITION: Final = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_CAUSES: Final = {
    "Prefix not found": ("předpona není deklarována", "a prefix is not declared"),
    "IRI parsing failed": ("IRI má chybný tvar", "an IRI is malformed"),
    "The SELECT contains a variable that is unbound": (
        "SELECT uvádí proměnnou, podle níž se neseskupuje",
        "SELECT names a variable that is not grouped by",
    ),
    "Duplicated variable name in SELECT": ("SELECT pojmenovává dvakrát totéž", "SELECT gives one name twice"),
    "SELECT * is not authorized with GROUP BY": ("SELECT * nelze seskupovat", "SELECT * cannot be grouped"),
}


def malformed(query: str, message: str) -> QueryError:
    """Say where the engine stopped reading, which is at the mistake or behind it, and why, where it tells."""
    found = _POSITION.fullmatch(message)
    if not found:
        return QueryError(cs=f"dotaz není platný SPARQL: {message}", en=f"the query is not valid SPARQL: {message}")
    line, column = int(found[1]), int(found[2])
    causes = [texts for cause, texts in _CAUSES.items() if cause in found[3]]
    cs, en = causes[0] if causes else ("zápis není platný SPARQL", "this is not valid SPARQL")
    read = query.split("\n")[line - 1][: column - 1][-30:].strip()
    after = (f" za „{read}“", f" after “{read}”") if read else ("", "")
    return QueryError(
        cs=f"řádek {line}, sloupec {column}{after[0]}: {cs}; opravte zápis zde nebo těsně předtím.",
        en=f"line {line}, column {column}{after[1]}: {en}; correct it here or just before.",
    )


def not_evaluated(error: Exception) -> QueryError:
    """Say why an evaluation failed."""
    return QueryError(cs=f"dotaz nelze vyhodnotit: {error}.", en=f"the query cannot be evaluated: {error}.")
