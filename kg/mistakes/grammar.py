"""The grammar of SPARQL 1.1 (sections 19.8 and Update, 19.8) over tokens, to find the first that cannot stand there.

The engine reads ahead by whole keywords and tells where it stopped reading, which may be far behind the mistake. Where
the standard nests expressions by precedence this reads them flat; what is refused only for its meaning passes.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from kg.mistakes.tokens import Token

_RULES: Final = """
Request    = Prologue ( Query | Update )?
Updates    = Prologue Update?
Prologue   = ( BASE <iri> | PREFIX <prefix> <iri> | VERSION <string> )*
Query      = ( SelectQuery | ConstructQuery | DescribeQuery | ASK Dataset* Where Tail ) Values?
SelectQuery = Select Dataset* Where Tail
SubSelect  = Select Where Tail Values?
Select     = SELECT ( DISTINCT | REDUCED )? ( '*' | ( <variable> | '(' Expression AS <variable> ')' )+ )
ConstructQuery = CONSTRUCT ( '{' Triples? '}' Dataset* Where Tail | Dataset* WHERE '{' Triples? '}' Tail )
DescribeQuery = DESCRIBE ( '*' | ( <variable> | Iri )+ ) Dataset* Where? Tail
Dataset    = FROM NAMED? Iri
Where      = WHERE? Group
Tail       = ( GROUP BY GroupKey+ )? ( HAVING Constraint+ )? ( ORDER BY OrderKey+ )? Slice?
Slice      = LIMIT <integer> ( OFFSET <integer> )? | OFFSET <integer> ( LIMIT <integer> )?
GroupKey   = <variable> | '(' Expression ( AS <variable> )? ')' | Call
OrderKey   = ( ASC | DESC ) '(' Expression ')' | Constraint | <variable>
Constraint = '(' Expression ')' | Call
Values     = VALUES Data
Group      = '{' ( SubSelect | Pattern ) '}'
Pattern    = Triples? ( NotTriples '.'? Triples? )*
Triples    = Same ( '.' Same )* '.'?
NotTriples = Group ( UNION Group )* | OPTIONAL Group | MINUS Group | GRAPH ( <variable> | Iri ) Group | Bind
           | SERVICE SILENT? ( <variable> | Iri ) Group | FILTER Constraint | VALUES Data
Bind       = BIND '(' Expression AS <variable> ')'
Data       = <variable> '{' Value* '}' | '(' <variable>* ')' '{' Row* '}'
Row        = '(' Value* ')'
Value      = Iri | Literal | UNDEF
Call       = Iri Arguments | NOT? EXISTS Group | <function> Arguments
Arguments  = '(' ( DISTINCT? ( '*' | Expression ( ',' Expression )* ( ';' SEPARATOR '=' <string> )? ) )? ')'
Expression = Unary ( <operator> Unary | NOT? IN '(' ( Expression ( ',' Expression )* )? ')' )*
Unary      = ( '!' | '+' | '-' )* Primary
Primary    = '(' Expression ')' | Iri Arguments? | NOT? EXISTS Group | <function> Arguments | Literal | <variable>
Same       = Single Properties | Node Properties?
Single     = <variable> | Iri | Literal | <label> | '[' ']' | '(' ')'
Node       = '[' Properties ']' | '(' Object+ ')'
Object     = Single | Node
Properties = Verb Objects ( ';' ( Verb Objects )? )*
Objects    = Object ( ',' Object )*
Verb       = <variable> | Path
Path       = Steps ( '|' Steps )*
Steps      = Step ( '/' Step )*
Step       = '^'? ( Iri | A | '(' Path ')' | '!' ( One | '(' ( One ( '|' One )* )? ')' ) ) ( '?' | '*' | '+' )?
One        = '^'? ( Iri | A )
Literal    = <string> ( <language> | '^^' Iri )? | ( '+' | '-' )? <number> | TRUE | FALSE
Iri        = <iri> | <name>
Update     = Operation ( ';' Prologue Operation )* ( ';' Prologue )?
Operation  = LOAD SILENT? Iri ( INTO GRAPH Iri )? | ( CLEAR | DROP ) SILENT? ( GRAPH Iri | DEFAULT | NAMED | ALL )
           | CREATE SILENT? GRAPH Iri | ( ADD | MOVE | COPY ) SILENT? Place TO Place
           | INSERT DATA Quads | DELETE DATA Quads | DELETE WHERE Quads
           | ( WITH Iri )? ( DELETE Quads ( INSERT Quads )? | INSERT Quads ) ( USING NAMED? Iri )* WHERE Group
Place      = DEFAULT | GRAPH? Iri
Quads      = '{' Triples? ( GRAPH ( <variable> | Iri ) '{' Triples? '}' '.'? Triples? )* '}'
"""

_FUNCTION_NAMES: Final = """
ABS AVG BNODE BOUND CEIL COALESCE CONCAT CONTAINS COUNT DATATYPE DAY ENCODE_FOR_URI FLOOR GROUP_CONCAT HOURS IF IRI
ISBLANK ISIRI ISLITERAL ISNUMERIC ISURI LANG LANGMATCHES LCASE MAX MD5 MIN MINUTES MONTH NOW RAND REGEX REPLACE ROUND
SAMETERM SAMPLE SECONDS SHA1 SHA256 SHA384 SHA512 STR STRAFTER STRBEFORE STRDT STRENDS STRLANG STRLEN STRSTARTS STRUUID
SUBSTR SUM TIMEZONE TZ UCASE URI UUID YEAR
ADJUST HASLANG HASLANGDIR ISTRIPLE LANGDIR OBJECT PREDICATE STRLANGDIR SUBJECT TRIPLE
"""
FUNCTIONS: Final = frozenset(_FUNCTION_NAMES.split())
"""Those of the standard, and those that the engine knows beyond it."""
_OPERATORS: Final = frozenset({"=", "!=", "<", ">", "<=", ">=", "||", "&&", "+", "-", "*", "/"})
_SYMBOL: Final = re.compile(r"'[^']+'|<\w+>|\w+|[()|?*+]")
KEYWORDS: Final = frozenset(symbol for symbol in _SYMBOL.findall(_RULES) if symbol.isupper() and symbol != "A")
_STEPS: Final = 300_000
"""The most steps of a reading, which take half a second."""

Node = tuple[str, tuple["Node", ...]] | tuple[str, str]


@dataclass(slots=True)
class Reading:
    """How far a text is SPARQL."""

    stop: int = 0
    """The first token that cannot stand where it stands; the number of tokens, if the text ends too early."""
    expected: set[str] = field(default_factory=set)
    """The terminals that could."""
    spans: list[tuple[str, int, int]] = field(default_factory=list)
    """The rules that were read, with their first token and the one behind the last."""
    whole: bool = False
    """Whether it is SPARQL to its end."""


class TooMuch(Exception):  # noqa: N818 - named for what happened
    """The text nests too deeply, or takes too long."""


def recognised(tokens: list[Token], rule: str = "Request") -> Reading:
    """Read tokens by the grammar.

    Args:
        tokens: the whole text.
        rule: what it is to be: `Request`, a query or an update, or `Updates`.

    Raises:
        TooMuch: it is not told.
    """
    reader = _Reader(tokens)
    try:
        end = reader.rule(rule, 0)
    except RecursionError as error:
        raise TooMuch from error
    if end >= 0:
        reader.want("end", end)
    reader.reading.whole = end == len(tokens)
    return reader.reading


@cache
def _rules() -> dict[str, Node]:
    rules: dict[str, Node] = {}
    for text in re.split(r"\n(?=\w)", _RULES.strip()):
        name, _, body = text.partition("=")
        symbols = _SYMBOL.findall(body)
        rules[name.strip()] = _choice(symbols)
    return rules


def _choice(symbols: list[str]) -> Node:
    ways = [_sequence(symbols)]
    while symbols and symbols[0] == "|":
        symbols.pop(0)
        ways.append(_sequence(symbols))
    return ways[0] if len(ways) == 1 else ("choice", tuple(ways))


def _sequence(symbols: list[str]) -> Node:
    parts: list[Node] = []
    while symbols and symbols[0] not in {"|", ")"}:
        symbol = symbols.pop(0)
        if symbol == "(":
            part = _choice(symbols)
            symbols.pop(0)
        else:
            is_rule = symbol[0].isupper() and not symbol.isupper()
            part = ("rule" if is_rule else "terminal", symbol.strip("'"))
        while symbols and symbols[0] in {"?", "*", "+"}:
            part = (symbols.pop(0), (part,))
        parts.append(part)
    return parts[0] if len(parts) == 1 else ("sequence", tuple(parts))


class _Reader:
    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.reading = Reading()
        self.steps = 0

    def rule(self, name: str, at: int) -> int:
        """Read a rule; return the place behind it, or -1."""
        end = self._read(_rules()[name], at)
        if end >= 0:
            self.reading.spans.append((name, at, end))
        return end

    def want(self, terminal: str, at: int) -> bool:
        """Tell whether a token is what is wanted, and remember what was wanted furthest on."""
        token = self.tokens[at] if at < len(self.tokens) else None
        if token is not None and _fits(token, terminal):
            return True
        if at > self.reading.stop:
            self.reading.stop, self.reading.expected = at, set()
        if at == self.reading.stop and not (terminal == "end" and token is None):
            self.reading.expected.add(terminal)
        return False

    def _read(self, node: Node, at: int) -> int:
        self.steps += 1
        if self.steps > _STEPS:
            raise TooMuch
        kind, parts = node
        if isinstance(parts, str):
            return self.rule(parts, at) if kind == "rule" else at + 1 if self.want(parts, at) else -1
        if kind == "sequence":
            return self._sequence(parts, at)
        if kind == "choice":
            return next((end for part in parts if (end := self._read(part, at)) >= 0), -1)
        return self._repeated(kind, parts[0], at)

    def _sequence(self, parts: tuple[Node, ...], at: int) -> int:
        known = len(self.reading.spans)
        for part in parts:
            at = self._read(part, at)
            if at < 0:
                del self.reading.spans[known:]
                return -1
        return at

    def _repeated(self, kind: str, part: Node, at: int) -> int:
        end = self._read(part, at)
        if end < 0:
            return -1 if kind == "+" else at
        while kind != "?" and end > at:
            at, end = end, self._read(part, end)
        return max(at, end)


def _fits(token: Token, terminal: str) -> bool:
    if terminal in _SPECIAL:
        return _SPECIAL[terminal](token)
    if terminal.startswith("<") and len(terminal) > 1:
        return token.kind == terminal[1:-1]
    if terminal.isalpha():
        return token.kind == "word" and token.text.upper() == terminal
    return token.text == terminal


_SPECIAL: Final[dict[str, Callable[[Token], bool]]] = {
    "A": lambda token: token.kind == "word" and token.text == "a",
    "<prefix>": lambda token: token.kind == "name" and token.text.index(":") == len(token.text) - 1,
    "<function>": lambda token: token.kind == "word" and token.text.upper() in FUNCTIONS,
    "<operator>": lambda token: token.text in _OPERATORS,
    "<integer>": lambda token: token.kind == "number" and token.text.isdecimal(),
}
