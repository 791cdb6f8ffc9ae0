"""Constraints that plainly hold of the data, about which the fast engine need not be asked.

The engine compiles a regular expression anew for every value, and looks at every property of every thing: most of its
time goes into what is all right. What a look at N-Triples settles is left out of the shapes; the engine judges the
rest, which is whatever might give a result. Only what nobody can doubt is settled: a text without odd characters, a
date that no calendar disputes, a language tag as the shape writes it.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property
from itertools import chain
from typing import Any, Final

from pyoxigraph import NamedNode, Triple

from kg.namespaces import DCT, RDF, SH, XSD
from kg.validation.indexed import Indexed, written
from kg.validation.lint.graph import ShapesGraph, numbers

_ABOUT: Final = {
    *(RDF.type, DCT.isPartOf, SH.path, SH.name, SH.description, SH.message, SH.severity, SH.order, SH.group),
}
"""What a shape may say beside its constraints."""
_KINDS: Final = {
    SH.IRI: b"<",
    SH.Literal: b'"',
    SH.BlankNode: b"_",
    SH.IRIOrLiteral: b'<"',
    SH.BlankNodeOrIRI: b"_<",
    SH.BlankNodeOrLiteral: b'_"',
}
"""The first characters of a term of each kind."""
_DAY: Final = (
    rb"(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    rb"|02-(?:0[1-9]|1[0-9]|2[0-8]))"
)
_FORMS: Final = {
    XSD.string: re.compile(rb'".*"'),
    RDF.langString: re.compile(rb'".*"@[A-Za-z-]+'),
    XSD.integer: re.compile(rb'"-?[0-9]{1,9}"\^\^<http://www\.w3\.org/2001/XMLSchema#integer>'),
    XSD.gYear: re.compile(rb'"[1-9][0-9]{3}"\^\^<http://www\.w3\.org/2001/XMLSchema#gYear>'),
    XSD.date: re.compile(rb'"[1-9][0-9]{3}-' + _DAY + rb'"\^\^<http://www\.w3\.org/2001/XMLSchema#date>'),
}
"""Literals that certainly are of a datatype."""
_NOTHING: Final = re.compile(rb"(?!)")
# Of regular expressions, what every dialect reads alike; of a value, what has no character that they treat differently.
_IN_CLASS: Final = r"\[(?:[0-9]-[0-9]|[A-Z]-[A-Z]|[a-z]-[a-z]|[^\\\[\]^&~-]|&(?!&)|~(?!~)|\\[\[\]\\])+-?\]"
_PLAIN: Final = re.compile(
    rf"(?:[^\\()\[\]*+?{{}}]|{_IN_CLASS}|\\[S.]|[*+?](?![*+?])|{{[0-9]+}}(?![*+?{{])|\((?!\?)|\))*"
)


def unsettled(lines: Iterable[bytes], shapes: Collection[Triple]) -> tuple[Triple, ...]:
    """Return the shapes without the constraints that plainly hold; a property shape of which nothing is left goes too.

    Args:
        lines: the data as N-Triples, each triple once on a line without its line feed.
        shapes: the shapes; what one of them asks of things that it does not target itself is left to the engine.
    """
    graph = ShapesGraph(shapes)
    owners = _owners(graph, shapes)
    data = Indexed(lines, graph, {graph.only(shape, SH.path) for shape in owners})
    settled = {each for shape, owning in owners.items() for each in _settled(graph, data, shape, owning)}
    left = [triple for triple in shapes if triple not in settled]
    silent = owners.keys() - {triple.subject for triple in left if triple.predicate not in _ABOUT}
    return tuple(triple for triple in left if triple.subject not in silent and triple.object not in silent)


def _owners(graph: ShapesGraph, shapes: Collection[Triple]) -> dict[Any, list[Any]]:
    """Return the property shapes that are used in the plainest way, with the node shapes that they belong to."""
    served = {triple.object for triple in shapes if triple.predicate != SH.property}
    found: dict[Any, list[Any]] = {}
    for owner in graph.shapes:
        for shape in graph.properties(owner):
            found.setdefault(shape, []).append(owner)
    return {
        shape: owning
        for shape, owning in found.items()
        if shape not in served
        and not graph.is_targeted(shape)
        and [NamedNode] == [type(path) for path in graph.values(shape, SH.path)]
        and not any(owner in served or owner in found or _is_intricate(graph, owner) for owner in owning)
    }


def _is_intricate(graph: ShapesGraph, owner: Any) -> bool:
    """Tell whether a shape is about more than its targets, or counts its property shapes itself (`sh:closed`)."""
    return graph.is_class(owner) or not graph.is_targeted(owner) or bool(graph.values(owner, SH.closed))


class _Asked:
    """What a property shape asks about: its focus nodes, and their values."""

    def __init__(self, data: Indexed, shape: Any, owners: Iterable[Any], graph: ShapesGraph) -> None:
        self.data = data
        self.graph = graph
        self.flags = graph.values(shape, SH.flags)
        self._nodes = set[bytes]().union(*map(data.targets, owners))
        self._objects = data.objects(graph.only(shape, SH.path))
        self.of_each = [values for node, values in self._objects.items() if node in self._nodes]
        """The values of each focus node that has some."""
        self.empty = len(self.of_each) < len(self._nodes)
        """Whether some focus node has no value."""

    @cached_property
    def values(self) -> set[bytes]:
        """All values."""
        return set(chain.from_iterable(self.of_each))

    def shared(self, other: NamedNode) -> bool:
        """Tell whether some focus node has a value for another property too."""
        others = self.data.objects(other)
        return any(
            value in others[node] for node in self._nodes & others.keys() for value in self._objects.get(node, ())
        )


def _settled(graph: ShapesGraph, data: Indexed, shape: Any, owners: Iterable[Any]) -> Iterator[Triple]:
    """Yield the parameters of the constraints that hold."""
    asked = _Asked(data, shape, owners, graph)
    for name, values in graph.constraints(shape).items():
        holds = _CHECKS.get(name.value.removeprefix(SH.iri))
        if holds:
            yield from (Triple(shape, name, value) for value in values if holds(asked, value))


def _min_count(asked: _Asked, bound: Any) -> bool:
    limits = numbers([bound])
    return bool(limits) and not asked.empty and all(len(values) >= limits[0] for values in asked.of_each)


def _max_count(asked: _Asked, bound: Any) -> bool:
    limits = numbers([bound])
    return bool(limits) and all(len(values) <= limits[0] for values in asked.of_each)


def _class(asked: _Asked, kind: Any) -> bool:
    return isinstance(kind, NamedNode) and asked.values <= asked.data.instances(kind)


def _node_kind(asked: _Asked, kind: Any) -> bool:
    firsts = _KINDS.get(kind, b"")
    return all(value[0] in firsts for value in asked.values)


def _datatype(asked: _Asked, datatype: Any) -> bool:
    return all(map(_FORMS.get(datatype, _NOTHING).fullmatch, asked.values))


def _pattern(asked: _Asked, pattern: Any) -> bool:
    if asked.flags or not _PLAIN.fullmatch(pattern.value):
        return False
    try:
        search = re.compile(pattern.value).search
    except re.error:  # a bracket that is not closed
        return False
    return all(text.isprintable() and search(text) for text in map(_text, asked.values))


def _min_length(asked: _Asked, length: Any) -> bool:
    limits = numbers([length])
    return bool(limits) and all(text.isprintable() and len(text) >= limits[0] for text in map(_text, asked.values))


def _in(asked: _Asked, head: Any) -> bool:
    return asked.values <= {written(each) for each in asked.graph.items(head) if isinstance(each, NamedNode)}


def _language_in(asked: _Asked, head: Any) -> bool:
    tags = {each.value.lower().encode() for each in asked.graph.items(head)}
    return all(_tag(value) in tags for value in asked.values)


def _unique_lang(asked: _Asked, wanted: Any) -> bool:
    tags = ([_tag(value) for value in values] for values in asked.of_each)
    return bool(wanted.value == "true") and all(b"" not in each and len(each) == len(set(each)) for each in tags)


def _disjoint(asked: _Asked, other: Any) -> bool:
    return not asked.shared(other)


def _or(asked: _Asked, head: Any) -> bool:
    """Settle a choice between classes only."""
    kinds: list[Any] = []
    for choice in asked.graph.items(head):
        wanted = asked.graph.constraints(choice)
        plain = wanted.keys() == {SH["class"]} and len(wanted[SH["class"]]) == 1
        if not plain or asked.graph.values(choice, SH.path) or asked.graph.values(choice, SH.property):
            return False
        kinds += wanted[SH["class"]]
    return asked.values <= set[bytes]().union(*map(asked.data.instances, kinds))


_CHECKS: Final[dict[str, Callable[[_Asked, Any], bool]]] = {
    "class": _class,
    "datatype": _datatype,
    "disjoint": _disjoint,
    "in": _in,
    "languageIn": _language_in,
    "maxCount": _max_count,
    "minCount": _min_count,
    "minLength": _min_length,
    "nodeKind": _node_kind,
    "or": _or,
    "pattern": _pattern,
    "uniqueLang": _unique_lang,
}
"""What settles a constraint: each tells whether no value can break it, and when in doubt that some may."""


def _text(value: bytes) -> str:
    """Return the characters of an IRI or a literal; else, and where they are hard to read, one that settles nothing."""
    text = value[1:-1] if value.startswith(b"<") else value[1 : value.rindex(b'"')] if value.startswith(b'"') else b"\0"
    text = text.replace(rb"\"", b'"')
    return "\0" if b"\\" in text else text.decode()


def _tag(value: bytes) -> bytes:
    """Return the language of a literal; what has none has the empty one."""
    tail = value.rpartition(b'"')[2]
    return tail[1:].lower() if tail.startswith(b"@") else b""
