"""What to say of the first token that the grammar does not allow."""

import re
from difflib import get_close_matches
from itertools import pairwise
from typing import Final

from kg.mistakes.grammar import FUNCTIONS, KEYWORDS, Reading
from kg.mistakes.tokens import Mistake, Token, closing, position, unclosed
from kg.namespaces import PREFIXES
from kg.strange import strange, unclosed_string
from kg.tokens import PREFIX_RUN

_NAMES: Final[dict[str, tuple[str, str]]] = {
    "<variable>": ("proměnnou", "a variable"),
    "<iri>": ("IRI", "an IRI"),
    "<name>": ("IRI", "an IRI"),
    "<string>": ("řetězec", "a string"),
    "<number>": ("číslo", "a number"),
    "<integer>": ("celé číslo bez znaménka", "a whole number without a sign"),
    "<prefix>": ("předponu s dvojtečkou", "a prefix with its colon"),
    "<function>": ("funkci", "a function"),
    "<operator>": ("operátor", "an operator"),
    "<label>": ("prázdný uzel", "a blank node"),
    "A": ("„a“", "“a”"),
}
"""What the terminals are called, in the accusative."""

_ORDER: Final = ("}", ")", "]", "{", ".", ";", "<variable>", "<iri>", "INSERT", "DELETE")
_MOST: Final = 5
_UNSEEN: Final = frozenset(
    {"end", "<language>", "^^", "VERSION", "<name>", "<label>", "+", "-", "!", "^", "TRUE", "FALSE"}
)
_TERMS: Final = frozenset({"<variable>", "<iri>", "<integer>"})
_TERM_KINDS: Final = frozenset({"variable", "iri", "name"})
_ENDS: Final = frozenset({"end", "{", "}", "."})
_COLONLESS: Final = re.compile(rf"({PREFIX_RUN.pattern})\s*<")
_DOTTED: Final = re.compile(r"(?:\.+[\w:-]+)+")
_IRI_LIKE: Final = re.compile(r"<[^<>\n]*>")
_IRI_SIGN: Final = re.compile(r"[\x00-\x20\"{}|^`\\]")


def syntax_mistake(text: str, tokens: list[Token], reading: Reading) -> Mistake:
    """Return the mistake, with its place."""
    token = tokens[reading.stop] if reading.stop < len(tokens) else None
    if token is None:
        return _ended(text, tokens, reading)
    if dotted := _dotted(text, tokens, reading.stop):
        return dotted
    if token.kind == "close":
        return _wrong_bracket(text, tokens[: reading.stop], token, reading)
    if token.text == "<" and (found := _IRI_LIKE.match(text, token.start)):
        return _wrong_iri(found)
    return token.start, *_wrong_word(text, tokens, token, reading)


def _wrong_word(text: str, tokens: list[Token], token: Token, reading: Reading) -> tuple[str, str]:
    if token.kind == "word" and "<prefix>" in reading.expected and (named := _COLONLESS.match(text, token.start)):
        return _colonless(named[1])
    if word := glued(tokens, reading):
        return _unglued(word, token.text)
    return _wrong_token(token, tokens[reading.stop - 1].kind if reading.stop else "", reading)


def glued(tokens: list[Token], reading: Reading) -> str:
    """Return the keyword with which a name starts that was to be two tokens, empty if that is not the mistake.

    It is, if the prefix is unknown as it stands and known without the keyword.
    """
    token = tokens[reading.stop] if reading.stop < len(tokens) else None
    if token is None or token.kind != "name":
        return ""
    known = {*PREFIXES} | {each.text[:-1] for before, each in pairwise(tokens) if before.text.lower() == "prefix"}
    prefix = token.text.partition(":")[0]
    words = sorted(reading.expected & KEYWORDS) if prefix not in known else []
    return next((word for word in words if prefix.upper().startswith(word) and prefix[len(word) :] in known), "")


def _unglued(word: str, text: str) -> tuple[str, str]:
    apart = f"{word} {text[len(word) :]}"
    return f"za {word} chybí mezera; pište „{apart}“", f"a space is missing after {word}; write “{apart}”"


def _dotted(text: str, tokens: list[Token], stop: int) -> Mistake | None:
    """Tell of a name that goes on behind a second dot, as the standard allows and the engine does not."""
    place = stop if tokens[stop].text.startswith(".") else stop - 1
    if place < 1 or tokens[place - 1].kind != "name":
        return None
    name = tokens[place - 1]
    rest = _DOTTED.match(text, name.start + len(name.text))
    if rest is None or "." not in name.text.partition(":")[2]:
        return None
    return (
        name.start,
        f"název „{name.text}{rest[0]}“ má více teček, než služba čte; zapište jej jako celé IRI v ostrých závorkách",
        f"the name “{name.text}{rest[0]}” has more dots than are read; write it as a whole IRI in angle brackets",
    )


def _colonless(prefix: str) -> tuple[str, str]:
    return (
        f"za předponou „{prefix}“ chybí dvojtečka; pište PREFIX {prefix}: <…>",
        f"the colon is missing after the prefix “{prefix}”; write PREFIX {prefix}: <…>",
    )


def _wrong_token(token: Token, before: str, reading: Reading) -> tuple[str, str]:
    if token.kind == "unclosed":
        return unclosed_string(token.text)
    if token.kind == "other" and token.text not in {".", ";", ","}:
        return strange(token.text, before)
    cs, en = _listed(reading.expected)
    if _is_early(token, reading.expected):
        return f"před „{token.text}“ něco chybí; doplňte {cs}", f"something is missing before “{token.text}”; add {en}"
    near = _meant(token, reading.expected)
    if near:
        cs, en = near, near
    elif not cs:
        return f"„{token.text}“ zde přebývá; vypusťte je", f"“{token.text}” is too much here; remove it"
    return f"„{token.text}“ zde být nemůže; pište {cs}", f"“{token.text}” cannot stand here; write {en}"


def _ended(text: str, tokens: list[Token], reading: Reading) -> Mistake:
    opened = unclosed(tokens)
    if opened and closing(opened[-1].text) in reading.expected:
        sign = closing(opened[-1].text)
        return (
            opened[-1].start,
            f"závorka „{opened[-1].text}“ není uzavřena; doplňte „{sign}“",
            f"the bracket “{opened[-1].text}” is not closed; add “{sign}”",
        )
    cs, en = _listed(reading.expected)
    end = tokens[-1].start + len(tokens[-1].text) if tokens else len(text)
    return end, f"text zde končí předčasně; doplňte {cs}", f"the text ends too early here; add {en}"


def _wrong_bracket(text: str, before: list[Token], token: Token, reading: Reading) -> Mistake:
    opened = unclosed(before)
    if not opened:
        return (
            token.start,
            f"závorka „{token.text}“ zde přebývá; vypusťte ji, nebo doplňte tu, kterou má uzavírat",
            f"the bracket “{token.text}” is too much here; remove it, or add the one that it closes",
        )
    sign = closing(opened[-1].text)
    if sign != token.text:
        line, column = position(text, opened[-1].start)
        return (
            token.start,
            f"„{token.text}“ neuzavírá závorku „{opened[-1].text}“ (řádek {line}, sloupec {column}); pište „{sign}“",
            f"“{token.text}” does not close “{opened[-1].text}” (line {line}, column {column}); write “{sign}”",
        )
    cs, en = _listed(reading.expected)
    return (
        token.start,
        f"před „{token.text}“ něco chybí; doplňte {cs}",
        f"something is missing before “{token.text}”; add {en}",
    )


def _wrong_iri(found: re.Match[str]) -> Mistake:
    sign = _IRI_SIGN.search(found[0])
    char = sign[0] if sign and sign[0] > " " else ""
    cs, en = (f"znak „{char}“", f"the character “{char}”") if char else ("mezeru", "a space")
    return (
        found.start(),
        f"IRI „{found[0]}“ má chybný tvar, nesmí obsahovat {cs}; opravte je, nebo v něm takový znak zapište jako %20",
        f"the IRI “{found[0]}” is malformed, it may not hold {en}; mend it, or write such a character as %20",
    )


def _is_early(token: Token, expected: set[str]) -> bool:
    """Tell whether a token comes where one keyword has to come first, or a keyword where a term or a sign has to."""
    wanted = expected - {"end"}
    if token.kind != "word":
        return len(wanted) == 1 and wanted <= KEYWORDS and token.kind in _TERM_KINDS
    if token.text.upper() not in KEYWORDS:
        return False
    if len(wanted) == 1:
        return wanted <= KEYWORDS | {";"}
    return bool(expected & _TERMS) and not expected & _ENDS


def _meant(token: Token, expected: set[str]) -> str:
    """Return the keyword or function that a word was probably to be, empty if there is none like it."""
    if token.kind != "word" or token.text.upper() in KEYWORDS | FUNCTIONS:
        return ""
    words = [each for each in expected if each.isalpha() and each != "A"]
    words += sorted(FUNCTIONS) if "<function>" in expected else []
    return next(iter(get_close_matches(token.text.upper(), sorted(words), 1, 0.75)), "")


def _listed(expected: set[str]) -> tuple[str, str]:
    """Name some of what could stand here, what is likeliest first."""
    shown = sorted(expected - _UNSEEN or expected - {"end"}, key=lambda each: (_rank(each), each))
    named = list(dict.fromkeys(_NAMES.get(each) or _quoted(each) for each in shown))[:_MOST]
    cs, en = [each[0] for each in named], [each[1] for each in named]
    return _joined(cs, "nebo"), _joined(en, "or")


def _rank(terminal: str) -> int:
    return _ORDER.index(terminal) if terminal in _ORDER else len(_ORDER) + (not terminal.startswith("<"))


def _quoted(terminal: str) -> tuple[str, str]:
    return (terminal, terminal) if terminal.isalpha() else (f"„{terminal}“", f"“{terminal}”")


def _joined(words: list[str], last: str) -> str:
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else "".join(words)
