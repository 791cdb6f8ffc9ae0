"""What is checked in a file before a parser sees it: its encoding, its nesting, and what would reach for the network.

The parsers of the engine end the process when a text is nested deeply enough, expand entities of XML for minutes, and
say less of where and why than is known here. Of XML a parser is used that stops at a document type declaration.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, Final
from xml.parsers import expat

from pyoxigraph import RdfFormat

from kg.mistakes.engine import in_czech
from kg.validation.files import File

DEEPEST: Final = 500
"""Levels of brackets, objects or elements that are read; the engine's parser of JSON-LD crashes at about 3,200."""

_BOM: Final = b"\xef\xbb\xbf"
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
# A string that is not closed ends where the text does, so that no character is read twice.
_BRACKETS: Final = re.compile(
    r"""
      (?P<open>  [\[({] | <<\(? )
    | (?P<close> [\])}] | >> )
    | \"\"\"(?>(?:[^"\\]|\\.|"(?!""))*)(?>(?:\"\"\")?) | '''(?>(?:[^'\\]|\\.|'(?!''))*)(?>(?:''')?)
    | "(?>(?:[^"\\\r\n]|\\.)*)"?+ | '(?>(?:[^'\\\r\n]|\\.)*)'?+ | <[^\x00-\x20<>"{}|^`]*+> | \#[^\r\n]*+
    """,
    re.VERBOSE | re.DOTALL,
)
_JSON_BRACKETS: Final = re.compile(r"""(?P<open>[\[{])|(?P<close>[\]}])|"(?>(?:[^"\\]|\\.)*)"?+""", re.DOTALL)


def checked_text(file: File) -> str:
    """Return the text of a file that is safe to parse, without a byte order mark.

    Raises:
        InputError: it is empty, not UTF-8, nested too deeply, or uses a document type or a remote context.
    """
    text = _decoded(file)
    if not text.strip():
        raise file.error(
            cs="soubor je prázdný; zkontrolujte, zda je to ten pravý.",
            en="the file is empty; check that it is the right one.",
        )
    if "\0" in text:
        raise _at(
            file,
            text,
            text.index("\0"),
            cs="v textu stojí nulový znak; uložte soubor znovu jako text v UTF-8.",
            en="there is a NUL character in the text; save the file again as text in UTF-8.",
        )
    _CHECKS.get(file.form, _check_turtle)(file, text)
    return text


def _decoded(file: File) -> str:
    content = file.content.removeprefix(_BOM)
    if content.startswith(_UTF16):
        raise file.error(
            1, cs="text je v kódování UTF-16; uložte jej v UTF-8.", en="the text is UTF-16; save it as UTF-8."
        )
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        before = content[: error.start].decode()
        raise _at(
            file,
            before,
            len(before),
            cs="text není v kódování UTF-8 (nejspíš Windows-1250); uložte jej v UTF-8.",
            en="the text is not UTF-8 (perhaps Windows-1250); save it as UTF-8.",
        ) from error


def _at(file: File, text: str, index: int, *, cs: str, en: str) -> Exception:
    line = text.count("\n", 0, index) + 1
    return file.error(line, index - text.rfind("\n", 0, index), cs=cs, en=en)


def _too_deep(file: File, text: str, index: int) -> Exception:
    return _at(
        file,
        text,
        index,
        cs=f"zápis je vnořen hlouběji než {DEEPEST} úrovní; pojmenujte vnořené věci a popište je zvlášť.",
        en=f"the text is nested deeper than {DEEPEST} levels; name the nested things and describe them apart.",
    )


def _check_turtle(file: File, text: str) -> None:
    _check_nesting(file, text, _BRACKETS)


def _check_nesting(file: File, text: str, brackets: re.Pattern[str]) -> None:
    depth = 0
    for match in brackets.finditer(text):
        if match["open"]:
            depth += 1
            if depth > DEEPEST:
                raise _too_deep(file, text, match.start())
        elif match["close"]:
            depth -= 1


def _check_json(file: File, text: str) -> None:
    _check_nesting(file, text, _JSON_BRACKETS)
    try:
        document = json.loads(text, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        raise file.error(
            error.lineno,
            error.colno,
            cs=f"není platný JSON ({in_czech(error.msg)}); opravte zápis.",
            en=f"not valid JSON ({error.msg}); mend it.",
        ) from error
    for address in _remote_contexts(document):
        raise _at(
            file,
            text,
            max(text.find(json.dumps(address, ensure_ascii=False)), 0),
            cs=f"kontext „{address}“ je na jiné adrese, a ta se nestahuje; vložte jeho obsah do souboru.",
            en=f"the context “{address}” lies at another address, which is not fetched; put its content into the file.",
        )


def _remote_contexts(document: Any) -> Iterator[str]:
    """Yield the addresses of contexts (JSON-LD 1.1, sections 3.1 and 4.1.8)."""
    waiting = [(document, False)]
    while waiting:
        node, context = waiting.pop()
        if isinstance(node, str) and context:
            yield node
        elif isinstance(node, list):
            waiting.extend((each, context) for each in reversed(node))
        elif isinstance(node, dict):
            waiting.extend((value, key in {"@context", "@import"}) for key, value in reversed(node.items()))


def _check_xml(file: File, text: str) -> None:
    """Read the elements by a parser that knows where it is, up to a document type declaration."""
    parser = expat.ParserCreate()
    depth = 0

    def declaration(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() not in {"utf-8", "us-ascii"}:
            raise file.error(
                1,
                cs=f"hlavička uvádí kódování {encoding}; uložte soubor v UTF-8 a uveďte je i v hlavičce.",
                en=f"the header states the encoding {encoding}; save the file as UTF-8 and state it in the header.",
            )

    def document_type(*_: object) -> None:
        raise file.error(
            parser.CurrentLineNumber,
            parser.CurrentColumnNumber + 1,
            cs="deklarace typu dokumentu (DOCTYPE) a entity se nečtou; odstraňte je.",
            en="a document type declaration (DOCTYPE) and entities are not read; remove them.",
        )

    def opened(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise _too_deep(file, text, _index(text, parser.CurrentLineNumber, parser.CurrentColumnNumber))

    def closed(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser.XmlDeclHandler, parser.StartDoctypeDeclHandler = declaration, document_type
    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    try:
        parser.Parse(text.encode(), True)  # noqa: FBT003 - expat takes it by position
    except expat.ExpatError as error:
        raise file.error(
            error.lineno,
            error.offset + 1,
            cs=f"není platné XML ({in_czech(expat.ErrorString(error.code))}); opravte zápis.",
            en=f"not valid XML ({expat.ErrorString(error.code)}); mend it.",
        ) from error


def _index(text: str, line: int, column: int) -> int:
    start = 0
    for _ in range(line - 1):
        start = text.index("\n", start) + 1
    return start + column


_CHECKS: Final[dict[RdfFormat, Callable[[File, str], None]]] = {
    RdfFormat.JSON_LD: _check_json,
    RdfFormat.RDF_XML: _check_xml,
}
