"""Read a query into its parts (SPARQL 1.1, section 19.8, as far as parts go: expressions stay tokens)."""

from typing import Final

from kg.reading.lexer import TERMS, Token, tokens
from kg.reading.limits import LONGEST, Unreadable
from kg.reading.outline import Group, Outline, Part, Piece
from kg.tokens import nesting

_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_TAILS: Final = {
    "group": "group-by",
    "having": "having",
    "order": "order-by",
    "limit": "slice",
    "offset": "slice",
    "values": "end-values",
}


def read(text: str) -> Outline:
    """Return the parts of a query that the engine takes.

    Raises:
        Unreadable: it is long, uses what lies beyond SPARQL 1.1, such as triple terms, or writes keywords without
            borders.
    """
    if len(text) > LONGEST:
        raise Unreadable(text[:20])
    try:
        return _Reader(text).query()
    except (IndexError, RecursionError) as error:
        raise Unreadable(text[-20:]) from error


class _Reader:
    """One pass over the tokens of a query."""

    def __init__(self, text: str) -> None:
        self.outline = Outline(text, tokens(text), "")
        self.at = 0
        self.names = 0  # of blank nodes that the query does not name

    @property
    def token(self) -> Token:
        if self.at > len(self.outline.tokens):
            raise Unreadable("")  # whoever looks for what never comes must end
        return self.outline.tokens[self.at] if self.at < len(self.outline.tokens) else Token("end-of-query", "", 0, 0)

    def take(self) -> Token:
        token = self.outline.tokens[self.at]
        self.at += 1
        return token

    def expect(self, text: str) -> None:
        if self.token.text.lower() != text:
            raise Unreadable(self.token.text)
        self.at += 1

    def balanced(self) -> None:
        """Go past a bracket and all that it holds."""
        depth = 0
        while True:
            token = self.take()
            depth += nesting(token.kind)
            if depth == 0:
                return

    def query(self) -> Outline:
        """Read everything."""
        self.prologue()
        outline = self.outline
        outline.form = self.token.word.upper()
        if outline.form not in {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}:
            raise Unreadable(self.token.text)
        outline.clauses.append(self.head())
        while self.token.word == "from":
            start = self.at
            self.at += 3 if self.outline.tokens[self.at + 1].word == "named" else 2
            outline.clauses.append(Part("from", start, self.at))
        if self.token.word == "where":
            self.at += 1
        if self.token.text == "{":
            outline.pattern = self.group(None, gives=True)
        elif outline.form != "DESCRIBE":
            raise Unreadable(self.token.text)
        outline.clauses += self.tail()
        if self.at < len(outline.tokens):
            raise Unreadable(self.token.text)
        return outline

    def prologue(self) -> None:
        while self.token.word in {"prefix", "base", "version"}:
            if self.take().word == "prefix":
                name = self.take().text
                self.outline.prefixes[name.removesuffix(":")] = (self.token.text[1:-1], self.at)
            self.at += 1
        self.outline.prologue = self.at

    def head(self) -> Part:
        """Read the form with what it selects or builds."""
        start = self.at
        form = self.take().word
        while not (self.token.word in {"from", "where"} or (self.token.text == "{" and form != "construct")):
            if self.token.kind == "end-of-query":
                break
            if self.token.kind == "open":
                self.balanced()
                form = ""  # after the template of CONSTRUCT comes the pattern
            else:
                self.at += 1
        return Part("head", start, self.at)

    def tail(self) -> list[Part]:
        """Read the solution modifiers and the VALUES at the end."""
        found: list[Part] = []
        while kind := _TAILS.get(self.token.word):
            start = self.at
            self.at += 1
            if kind == "end-values":
                self.data()
            else:
                while self.token.word not in _TAILS and self.token.text not in {"}", ""}:
                    self.balanced() if self.token.kind == "open" else self.take()
            found.append(Part(kind, start, self.at))
        return found

    def data(self) -> None:
        """Go past the variables and rows of VALUES."""
        self.balanced() if self.token.text == "(" else self.take()
        if self.token.text != "{":
            raise Unreadable(self.token.text)
        self.balanced()

    def group(self, around: Part | None, *, gives: bool) -> Group:
        """Read a group with its braces."""
        group = Group(self.at, around=around, gives=gives)
        self.expect("{")
        if self.token.word == "select":
            self.subquery(group)
        else:
            while self.token.text != "}":
                self.part(group)
        self.expect("}")
        group.end = self.at
        return group

    def subquery(self, group: Group) -> None:
        """Read a subquery; the group that holds it becomes one of clauses and its pattern."""
        head = self.head()
        if self.token.word == "where":
            self.at += 1
        body = Part("group", self.at, self.at)
        body.inside = group
        body.groups.append(self.group(body, gives=group.gives))
        body.end = self.at
        group.parts = [head, body, *self.tail()]
        if group.around is not None and group.around.kind == "group":
            group.around.kind = "subquery"
        for part in group.parts:
            part.inside = group

    def part(self, group: Group) -> None:
        """Read the next part of a group."""
        token = self.token
        if token.text == ".":
            self.at += 1
            return
        reader = getattr(self, f"_{token.word}", None) if token.kind == "word" else None
        if token.text == "{":
            reader = self._union
        if reader is None:
            self.triples(group)
            return
        part = Part(token.word or "group", self.at, self.at)
        part.inside = group
        reader(part, group)
        part.end = self.at
        group.parts.append(part)

    def _union(self, part: Part, group: Group) -> None:
        part.groups.append(self.group(part, gives=group.gives))
        while self.token.word == "union":
            self.at += 1
            part.kind = "union"
            part.groups.append(self.group(part, gives=group.gives))

    def _optional(self, part: Part, _: Group) -> None:
        self.at += 1
        part.groups.append(self.group(part, gives=False))

    _minus = _optional

    def _graph(self, part: Part, group: Group) -> None:
        self.at += 2
        part.groups.append(self.group(part, gives=group.gives))

    def _values(self, _: Part, __: Group) -> None:
        self.at += 1
        self.data()

    def _bind(self, _: Part, __: Group) -> None:
        self.at += 1
        self.balanced()

    def _filter(self, part: Part, group: Group) -> None:
        self.at += 1
        negated = self.token.word == "not"
        self.at += negated
        if self.token.word == "exists":
            self.at += 1
            part.kind = "not-exists" if negated else "exists"
            part.groups.append(self.group(part, gives=group.gives and not negated))
            return
        while self.token.kind != "open":
            self.at += 1
        self.balanced()

    def triples(self, group: Group) -> None:
        """Read triples that share a subject."""
        start, first = self.at, len(group.parts)
        subject = self.node(group)
        if not (self.token.text in {".", "}"} and len(group.parts) > first):
            self.properties(group, subject)
        for part in group.parts[first:]:
            part.start, part.end, part.inside = start, self.at, group

    def properties(self, group: Group, subject: Piece) -> None:
        """Read verbs and objects of a subject."""
        while True:
            verb = self.verb()
            while True:
                value = self.node(group)
                group.parts.append(Part("triple", 0, 0, pieces=(subject, verb, value)))
                if self.token.text != ",":
                    break
                self.at += 1
            while self.token.text == ";":
                self.at += 1
                if self.token.kind in {"variable", "iri", "name"} or self.token.text in {"^", "!", "(", "a"}:
                    break
            else:
                return

    def verb(self) -> Piece:
        """Read a variable or a path."""
        start = self.at
        if self.token.kind == "variable":
            self.at += 1
            return start, self.at
        while True:
            while self.token.text in {"^", "!"}:
                self.at += 1
            if self.token.text == "(":
                self.balanced()
            elif self.token.kind in {"iri", "name"} or self.token.text == "a":
                self.at += 1
            else:
                raise Unreadable(self.token.text)
            if self.token.text in {"?", "*", "+"}:
                self.at += 1
            if self.token.text not in {"/", "|"}:
                return start, self.at
            self.at += 1

    def node(self, group: Group) -> Piece:
        """Read a subject or object; brackets give triples of their own."""
        token = self.token
        if token.text in {"[", "("}:
            return self.bracket(group)
        start = self.at
        if token.text in {"+", "-"}:
            self.at += 1
        if self.token.kind in TERMS | {"variable", "label"} or self.token.word in {"true", "false"}:
            self.at += 1
            return start, self.at
        raise Unreadable(token.text)

    def bracket(self, group: Group) -> Piece:
        self.names += 1
        name = first = f"_:kg{self.names}"
        if self.take().text == "[":
            if self.token.text != "]":
                self.properties(group, name)
            self.expect("]")
            return name
        items: list[Piece] = []
        while self.token.text != ")":
            items.append(self.node(group))
        self.at += 1
        for place, item in enumerate(items):
            self.names += 1
            rest = f"_:kg{self.names}" if place + 1 < len(items) else f"<{_RDF}nil>"
            group.parts.append(Part("triple", 0, 0, pieces=(name, f"<{_RDF}first>", item)))
            group.parts.append(Part("triple", 0, 0, pieces=(name, f"<{_RDF}rest>", rest)))
            name = rest
        return first if items else f"<{_RDF}nil>"
