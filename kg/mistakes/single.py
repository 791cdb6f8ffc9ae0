"""Mistakes in single tokens that the grammar allows: names, IRIs, numbers, language tags, and escapes."""

import re
import sys
import unicodedata
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

import pyoxigraph as ox

from kg.mistakes.tokens import Mistake, Token
from kg.namespaces import PREFIXES

_MOST: Final = (1 << 64) - 1
_ESCAPE: Final = re.compile(r"\\(?:[tbnrf\"'\\]|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})|(\\)", re.DOTALL)
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_CODE: Final = re.compile(r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}")
_NOT_IN_IRI: Final = re.compile(r"[\x00-\x20<>\"{}|^`\\]")
_LONGEST_SUBTAG: Final = 8


def of_tokens(tokens: list[Token]) -> Iterator[Mistake]:
    """Yield the mistakes in single tokens, in the order of the text."""
    known = set(PREFIXES)
    for place, token in enumerate(tokens):
        before = tokens[place - 1].text.lower() if place else ""
        if token.kind == "name" and before == "prefix":
            known.add(token.text[:-1])
        elif token.kind == "name" and token.text.partition(":")[0] not in known:
            yield _undeclared(token)
        elif token.kind == "iri":
            yield from _bad_iri(token)
        elif token.kind == "string":
            yield from _bad_escape(token)
        elif token.kind == "language":
            yield from _bad_language(token)
        elif before in {"limit", "offset"} and token.text.isdecimal() and int(token.text[:99]) > _MOST:
            word = before.upper()
            yield (
                token.start,
                f"číslo za {word} je příliš velké; pište nejvýše {_MOST}, nebo {word} vypusťte",
                f"the number after {word} is too large; write at most {_MOST}, or leave {word} out",
            )


def _undeclared(token: Token) -> Mistake:
    prefix = token.text.partition(":")[0] + ":"
    if prefix.lower() in {"http:", "https:", "urn:", "mailto:"}:
        return (
            token.start,
            f"„{prefix}“ začíná IRI, to ale nestojí v ostrých závorkách; pište je jako <{prefix}…>",
            f"“{prefix}” starts an IRI that is not in angle brackets; write it as <{prefix}…>",
        )
    return (
        token.start,
        f"předpona „{prefix}“ není deklarována; na začátek doplňte PREFIX {prefix} <…>, nebo ji opravte",
        f"the prefix “{prefix}” is not declared; add PREFIX {prefix} <…> at the start, or mend it",
    )


def _bad_iri(token: Token) -> Iterator[Mistake]:
    for found in _CODE.finditer(token.text):
        told = _bad_code(found[0])
        if told:
            yield token.start + found.start(), *told
            return
    iri = _CODE.sub(lambda code: chr(min(int(code[0][2:], 16), 0x10FFFF)), token.text[1:-1])
    if not _SCHEME.match(iri):
        return
    try:
        ox.NamedNode(iri)
    except ValueError:
        yield (
            token.start,
            f"IRI „{token.text}“ má chybný tvar; opravte je, nepovolené znaky zapište jako %20 a podobně",
            f"the IRI “{token.text}” is malformed; mend it, and write characters that it may not hold as %20 and so on",
        )


def _bad_code(escape: str) -> tuple[str, str] | None:
    """Return what is wrong with a code point escape in an IRI."""
    code = int(escape[2:], 16)
    if code > sys.maxunicode or unicodedata.category(chr(code)) == "Cs":
        return (
            f"„{escape}“ v IRI neoznačuje žádný znak; vypusťte je, nebo opravte jeho číslo",
            f"“{escape}” in the IRI stands for no character; remove it, or mend its number",
        )
    if _NOT_IN_IRI.match(chr(code)):
        return (
            f"„{escape}“ v IRI zastupuje znak, který v něm být nesmí; pište místo toho {quote(chr(code))}",
            f"“{escape}” in the IRI stands for a character that it may not hold; write {quote(chr(code))} instead",
        )
    return None


def _bad_language(token: Token) -> Iterator[Mistake]:
    for subtag in token.text[1:].split("-"):
        if len(subtag) > _LONGEST_SUBTAG:
            yield (
                token.start,
                f"v jazykové značce „{token.text}“ má část „{subtag}“ více než {_LONGEST_SUBTAG} znaků; zkraťte ji",
                f"in the tag “{token.text}” the part “{subtag}” has more than {_LONGEST_SUBTAG} characters; shorten it",
            )
            return


def _bad_escape(token: Token) -> Iterator[Mistake]:
    for found in _ESCAPE.finditer(token.text):
        if found[1]:
            sign = token.text[found.start() : found.start() + 2]
            yield (
                token.start + found.start(),
                f"„{sign}“ v řetězci nic neznamená; má-li v něm stát obrácené lomítko, zdvojte je",
                f"“{sign}” means nothing in a string; to have a backslash in it, double it",
            )
            return
