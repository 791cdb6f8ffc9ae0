"""How much a diagnosis may try."""

from typing import Final

ROWS: Final = 1000
"""How many rows of a changed query are counted; beyond it says “more than”."""

MATCHES: Final = 100_000
"""How many matches of patterns are counted."""

SECONDS: Final = 10.0
"""How long a diagnosis takes at most, unless the caller says otherwise."""

PROBE: Final = 1 / 10
"""The share of the time that one question to the store takes at most; a product of patterns would never end."""

PROBES: Final = 400
"""How many questions a diagnosis puts to the store at most."""

PAIRS: Final = 60
"""How many pairs of parts are left out together, where no single one is at fault."""

TERMS_TRIED: Final = 50
"""How many terms of one filter or VALUES are looked at; lists of thousands come from programs."""

FIXES: Final = 12
"""How many corrections an answer lists."""

VALUES: Final = 200_000
"""How many terms are looked through for one that is written nearly like another."""

NODES: Final = 1_000_000
"""The same, of the whole store."""

VOCABULARY: Final = 1 / 3
"""The share of the time that a search through the whole store takes at most, or the query itself."""
