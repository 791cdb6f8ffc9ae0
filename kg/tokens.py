"""The tokens of SPARQL 1.1, section 19.8, as regular expressions that never go back over what they read.

They follow the engine where it differs, since what it reads is what is run: keywords have no borders, and a local
name takes one group of dots where SPARQL takes many (`ex:a.b.c` ends after `b`).
"""

import re
from collections.abc import Iterator
from typing import Final

_BASE: Final = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_MARKS: Final = "0-9\u00b7\u0300-\u036f\u203f\u2040"
_ESCAPE: Final = r"%[0-9A-Fa-f]{2}|\\[_~.!$&'()*+,;=/?\#@%-]"
IRI: Final = re.compile(r"<(?>(?:[^\x00-\x20<>\"{}|^`\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*)>")
_LOCAL: Final = rf"(?:[{_BASE}_{_MARKS}:-]|{_ESCAPE})"
_PREFIX: Final = rf"[{_BASE}](?>(?:\.*[{_BASE}_{_MARKS}-])*)"
PREFIX_RUN: Final = re.compile(_PREFIX)
_NAME: Final = rf"""
    | (?P<name>    (?:{_PREFIX})?:(?>(?:(?:[{_BASE}_:0-9]|{_ESCAPE})(?>{_LOCAL}*)(?>(?:\.++(?>{_LOCAL}+))?))?) )
"""
# A repeated group is atomic, never possessive: Python 3.11.2 gives up on a possessive one whose last try fails inside.
_NUMBER: Final = r"(?:[0-9]++\.?[0-9]*+|\.[0-9]++)[eE][+-]?[0-9]++ | [0-9]*\.[0-9]++ | [0-9]++"
_BLANK: Final = r"[ \t\r\n]++ | \#[^\r\n]*+"
BLANKS: Final = re.compile(rf"(?>(?:{_BLANK})*)", re.VERBOSE)
LISTED: Final = re.compile(rf"(?>(?:{_BLANK} | {_NUMBER} | [.;,+-] | {IRI.pattern})*)", re.VERBOSE)
"""What may stand between two other tokens in a list of data, and tells nothing of its depth."""
_TOKENS: Final = rf"""
      (?P<blank>   {_BLANK} )
    | (?P<string>  \"\"\"(?>(?:[^"\\]++|\\.|"(?!""))*)\"\"\" | '''(?>(?:[^'\\]++|\\.|'(?!''))*)'''
                 | (?!\"\"\")"(?>(?:[^"\\\r\n]++|\\[^\r\n])*)" | (?!''')'(?>(?:[^'\\\r\n]++|\\[^\r\n])*)' )
    | (?P<variable>[?$][{_BASE}_0-9][{_BASE}_{_MARKS}]*+ )
    | (?P<label>   _:[{_BASE}_0-9](?>(?:\.*[{_BASE}_{_MARKS}-])*) )
    #NAME
    | (?P<word>    [A-Za-z_][A-Za-z_0-9]*+ )
    | (?P<number>  {_NUMBER} )
    | (?P<language>@[A-Za-z]++(?>(?:--?[A-Za-z0-9]++)*) )
    | (?P<open>    \{{\|? | \( | \[ )
    | (?P<close>   \|?\}} | \) | \] )
    | (?P<less>    < )
    | (?P<end>     >> )
    | (?P<operator>\|\| | && | \^\^ | [!<>]= | [!=>|/*+^?-] )
    | (?P<other>   . )
    """
OPERANDS: Final = frozenset({"string", "variable", "label", "name", "number", "language", "iri", "close", "end"})
"""Kinds of tokens that may end an operand."""

_TOKEN: Final = re.compile(_TOKENS.replace("#NAME", _NAME), re.VERBOSE | re.DOTALL)
_TOKEN_BUT_NAME: Final = re.compile(_TOKENS, re.VERBOSE | re.DOTALL)
_ABSOLUTE: Final = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")


def nesting(kind: str) -> int:
    """Return how much deeper brackets are nested behind a token of a kind."""
    return {"open": 1, "close": -1}.get(kind, 0)


class Cutter:
    """Cuts a text into its tokens, one after another, in linear time."""

    def __init__(self, text: str) -> None:
        """Begin at the start of a text."""
        self._text = text
        self._nameless = 0  # up to here no prefixed name starts, for the run of its characters ends without a colon

    def cut(self, at: int) -> tuple[str, str]:
        """Return the kind of the token that starts at a place, and its characters; blanks and comments are tokens.

        A `<` is a token of the kind `less`; only who knows what stands before it can tell more (see `opened`).
        """
        found = (_TOKEN_BUT_NAME if at < self._nameless else _TOKEN).match(self._text, at)
        assert found is not None  # noqa: S101 - the last alternative takes any character
        kind = str(found.lastgroup)
        if kind in {"word", "other"} and at >= self._nameless:
            run = PREFIX_RUN.match(self._text, at)
            self._nameless = run.end() if run else at
        return kind, found[0]


def ends_operand(kind: str, text: str) -> bool:
    """Tell whether an operand may end with this token, so that `<` compares it with what follows, in an expression.

    The engine knows no borders between keywords, so `true` may end a longer word.
    """
    return kind in OPERANDS or text.lower().endswith(("true", "false"))


def opened(text: str, at: int, *, compares: bool) -> tuple[str, str]:
    """Tell what a `<` opens: an IRI, a triple term (`<<`, of the kind `triple`), or nothing: it is an operator.

    Args:
        text: the whole text.
        at: where the `<` stands.
        compares: whether it stands in an expression behind an operand; then only an absolute IRI is one.
    """
    found = IRI.match(text, at)
    if found and (not compares or _ABSOLUTE.match(found[0])):
        return "iri", found[0]
    if not compares and text.startswith("<<", at):
        return "triple", "<<"
    return "operator", "<=" if text.startswith("<=", at) else "<"


def tokens_with_iris(text: str) -> Iterator[tuple[str, str, int]]:
    """Yield kind, characters and place of each token but blanks, where whatever looks like an IRI is one."""
    cutter, at = Cutter(text), 0
    while at < len(text):
        kind, piece = cutter.cut(at)
        if kind == "less":
            kind, piece = opened(text, at, compares=False)
        if kind != "blank":
            yield kind, piece, at
        at += len(piece)
