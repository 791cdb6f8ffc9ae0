"""What no token of SPARQL starts with, and what to write instead."""

import unicodedata
from typing import Final

_QUOTES: Final = frozenset("„“”‟«»‚‘’‛`´")


def strange(char: str, before: str = "") -> tuple[str, str]:
    """Return what is wrong with a character behind a token of a kind, and what to do, in Czech and English."""
    if char == "@" and before == "string":
        return (
            "za „@“ nestojí jazyková značka, ta začíná písmenem; pište například @cs, nebo „@“ vypusťte",
            "no language tag follows “@”, which starts with a letter; write for example @en, or remove “@”",
        )
    cs, en = _named(char)
    if char in _QUOTES:
        return (
            f"{cs} v SPARQL řetězec neohraničuje; pište rovné uvozovky \" nebo '",
            f"{en} encloses no string in SPARQL; write the straight quotation mark \" or '",
        )
    return (
        f"{cs} sem v SPARQL nepatří; vypusťte jej, a je-li součástí textu, dejte text do uvozovek",
        f"{en} has no place here in SPARQL; remove it, or put it in quotation marks if it belongs to a text",
    )


def _named(char: str) -> tuple[str, str]:
    code = f"U+{ord(char):04X}"
    if char in _QUOTES:  # within others of their kind they would be hard to tell
        return f"znak {code} ({char})", f"the character {code} ({char})"
    if not char.isprintable() or unicodedata.category(char).startswith("M"):
        return f"znak {code}", f"the character {code}"
    return f"znak „{char}“", f"the character “{char}”"


def unclosed_mark(text: str, at: int) -> str:
    """Return the quotation mark, of one or of three signs, that stands at a place of a text."""
    return text[at] * (3 if text.startswith(text[at] * 3, at) else 1)


def unclosed_string(mark: str) -> tuple[str, str]:
    """Return what to do about a quotation mark, of one or of three signs, whose string has no end."""
    if len(mark) > 1:
        return f"řetězec není ukončen; doplňte koncové {mark}", f"the string is not closed; add the closing {mark}"
    return (
        f"řetězec není ukončen; doplňte koncové {mark}, a má-li mít více řádků, ohraničte jej {mark * 3}",
        f"the string is not closed; add the closing {mark}, or enclose several lines in {mark * 3}",
    )
