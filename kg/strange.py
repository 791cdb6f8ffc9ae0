"""What no token of SPARQL starts with, and what to write instead."""

import unicodedata
from typing import Final

_QUOTES: Final = frozenset("„“”‟«»‚‘’‛`´")


def strange(char: str) -> tuple[str, str]:
    """Return what is wrong with a character and what to do, in Czech and English."""
    shown = char if char.isprintable() and not unicodedata.category(char).startswith("M") else ""
    cs = f"znak „{shown}“" if shown else f"znak U+{ord(char):04X}"
    en = f"the character “{shown}”" if shown else f"the character U+{ord(char):04X}"
    if char in _QUOTES:
        return (
            f"{cs} v SPARQL řetězec neohraničuje; pište rovné uvozovky \" nebo '",
            f"{en} encloses no string in SPARQL; write the straight quotation mark \" or '",
        )
    return (
        f"{cs} sem v SPARQL nepatří; vypusťte jej, a je-li součástí textu, dejte text do uvozovek",
        f"{en} has no place here in SPARQL; remove it, or put it in quotation marks if it belongs to a text",
    )


def unclosed_string(quote: str) -> tuple[str, str]:
    """Return the same for a quotation mark whose string has no end."""
    return (
        f"řetězec není ukončen; doplňte koncové {quote}, a má-li mít více řádků, ohraničte jej {quote * 3}",
        f"the string is not closed; add the closing {quote}, or enclose several lines in {quote * 3}",
    )
