"""Our own readers take four times as long for four times the text, and never longer than promised."""

import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from kg.errors import KgError
from kg.guard import MAX_BYTES, check_query
from kg.mistakes import malformed
from kg.plainness import checked_form
from kg.reading.lexer import tokens
from kg.reading.limits import Unreadable
from kg.reading.query import read
from kg.scanning import MOST_TOKENS
from kg.updating import check_update
from kg.validation.files import File, form_of
from kg.validation.precautions import checked_text

NASTY = [
    "\\", "<", '"', "(", "#", "{", "[", "@", "'", "'''", '"""', "1", " ", "\n", "\r\n", "e\u0301", "\u0301", "a:",
    "a: ", ": ", "?", "$", "?a ", "a ", "a.", "a:a.", "a", "_", "_:", "_:a ", ".", "..", ";", ",", "%41", "<<",
    "<<(", "{|", "<a> ", "<a", "^", "^^", "||", "&", "[]", "[.]", "()", "{}", "]", "}", ">>", '""', '"\\',
    "\\u0041", "\\U", "//", "-", "-1", "1e", "1.", "@a-", "VALUES ", "VALUES x{", "PREFIX a: <a> ", "SELECT ",
    "SERVIC", "\u201e", "\U0001f30d", "\0",
]  # fmt: skip
PROMISED = 2.0
"""The seconds within which every mistake is answered."""

LENGTH = 1 << 15
_SOON = 0.05
"""What takes less is not compared: there the caches of the processor tell more than the reader."""

Reader = Callable[[str], object]


def _diagnosed(text: str) -> None:
    malformed(text, f"error at 1:{min(len(text), 7)}: expected OPTIONAL")


def _checked(name: str) -> Reader:
    return lambda text: checked_text(File(name, text.encode(), form_of(name)))


READERS: dict[str, Reader] = {
    "guard": check_query,
    "plainness": checked_form,
    "update": check_update,
    "tokens": tokens,
    "parts": read,
    "mistakes": _diagnosed,
    "Turtle": _checked("x.ttl"),
    "JSON-LD": _checked("x.jsonld"),
    "RDF/XML": _checked("x.rdf"),
}
CASES = [
    *((name, "ASK {") for name in ("guard", "plainness", "update", "tokens", "parts", "mistakes")),
    *((name, "ASK {VALUES ?x {") for name in ("guard", "update")),
    *((name, "ASK {FILTER(") for name in ("guard", "mistakes")),
    *((name, "") for name in ("Turtle", "JSON-LD", "RDF/XML", "update")),
]


def seconds(reader: Reader, text: str, runs: int = 1) -> float:
    """Return the processor time of the fastest of some runs."""
    best = float("inf")
    for _ in range(runs):
        started = time.process_time()
        with suppress(KgError, Unreadable, RecursionError):
            reader(text)
        best = min(best, time.process_time() - started)
    return best


def filled(start: str, piece: str, length: int) -> str:
    """Return a text of at most so many bytes."""
    return start + piece * ((length - len(start)) // len(piece.encode()))


def grows_too_fast(reader: Reader, start: str, piece: str) -> bool:
    """Tell whether a text takes long, and more than nine times as long as a quarter of it; quadratic is sixteen."""
    quarter, whole = filled(start, piece, LENGTH // 4), filled(start, piece, LENGTH)
    once = seconds(reader, whole)
    if once < _SOON or once < 9 * seconds(reader, quarter):
        return False
    return seconds(reader, whole, 3) > 9 * seconds(reader, quarter, 3)


@pytest.mark.parametrize(("name", "start"), CASES)
def test_time_grows_as_the_text_does(name: str, start: str) -> None:
    assert [piece for piece in NASTY if grows_too_fast(READERS[name], start, piece)] == []


@pytest.mark.parametrize("name", ["guard", "update"])
@pytest.mark.parametrize("piece", ["\\", "[]", "]", "a ", ". ", "$", "e\u0301", "[.]", ": "])
def test_the_longest_text_is_told_wrong_in_time(name: str, piece: str) -> None:
    assert seconds(READERS[name], filled("ASK {", piece, MAX_BYTES), 2) < PROMISED


def test_more_words_than_anyone_writes_are_refused_wherever_they_stand() -> None:
    for text in ("ASK {" + "[] " * MOST_TOKENS, "SELECT " + "a " * MOST_TOKENS, "ASK {" + "}" * MOST_TOKENS):
        with pytest.raises(KgError, match=f"more than {MOST_TOKENS} words and signs"):
            check_query(text)


def test_long_lists_of_values_are_not_too_many_words() -> None:
    check_query("SELECT * { VALUES ?x { " + "1 " * (MOST_TOKENS + 1) + "} }")
    check_query("SELECT * { VALUES ?x { " + '<u:a> "b"@cs ' * (MOST_TOKENS // 4) + "} }")
