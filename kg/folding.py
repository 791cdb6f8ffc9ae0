"""Names without what people leave out when they type them: case, diacritics and spaces."""

import re
import unicodedata
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Return a name without case, diacritics and spaces: `ZPO 4` and `zpo4` are the same name."""
    return "".join(_plain(text).split())


def fold_words(text: str) -> tuple[str, ...]:
    """Return the words of a text, each without case and diacritics."""
    return tuple(_WORD.findall(_plain(text)))


def _plain(text: str) -> str:
    if text.isascii():
        return text.casefold()
    apart = unicodedata.normalize("NFKD", text)
    return "".join(char for char in apart if not unicodedata.combining(char)).casefold()


def natural(notation: str) -> tuple[str, int, str]:
    """Return a sort key that puts A8 before A44 and ZPO 4.1 before ZPO 4.2."""
    letters = "".join(char for char in notation if char.isalpha())
    return letters, len(notation), notation
