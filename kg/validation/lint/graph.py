"""A view of shapes as what they are: nodes with targets, paths and constraints (W3C SHACL, sections 2 and 4)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Triple

from kg.namespaces import OWL, RDF, RDFS, SH
from kg.validation.report import path_text

TARGETS: Final = (SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf)
_LINKS: Final = (SH.property, SH.node, SH["not"], SH.qualifiedValueShape)
_LINK_LISTS: Final = (SH["and"], SH["or"], SH.xone)
_PARAMETERS: Final = {
    SH[name]
    for name in (
        *("class", "datatype", "nodeKind", "minCount", "maxCount", "minExclusive", "minInclusive", "maxExclusive"),
        *("maxInclusive", "minLength", "maxLength", "pattern", "languageIn", "uniqueLang", "equals", "disjoint"),
        *("lessThan", "lessThanOrEquals", "not", "and", "or", "xone", "node", "qualifiedMinCount"),
        *("qualifiedMaxCount", "closed", "hasValue", "in", "sparql"),
    )
}
_ABOUT: Final = {
    SH[name]
    for name in (
        *("flags", "ignoredProperties", "qualifiedValueShape", "qualifiedValueShapesDisjoint", "property", "path"),
        *("message", "severity", "deactivated", "name", "description", "order", "group", "defaultValue"),
        *("targetClass", "targetNode", "targetObjectsOf", "targetSubjectsOf", "entailment", "shapesGraph"),
        *("suggestedShapesGraph", "select", "ask", "prefixes", "prefix", "namespace", "declare", "parameter"),
        *("optional", "labelTemplate", "validator", "nodeValidator", "propertyValidator"),
        *("inversePath", "alternativePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath"),
        *("conforms", "result", "focusNode", "value", "resultPath", "resultSeverity", "resultMessage", "detail"),
        *("sourceShape", "sourceConstraint", "sourceConstraintComponent", "shapesGraphWellFormed"),
    )
}
_CLASSES: Final = (RDFS.Class, OWL.Class)
_STEPS: Final = (SH.inversePath, SH.zeroOrMorePath, SH.oneOrMorePath, SH.zeroOrOnePath)


class ShapesGraph:
    """The shapes in some triples."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        """Index the triples."""
        self._members: dict[Any, dict[NamedNode, list[Any]]] = defaultdict(lambda: defaultdict(list))
        for triple in triples:
            self._members[triple.subject][triple.predicate].append(triple.object)
        self._members.default_factory = None

    def values(self, node: Any, predicate: NamedNode) -> list[Any]:
        """Return what a node has for a predicate."""
        members = self._members.get(node)
        return list(members[predicate]) if members and predicate in members else []

    def only(self, node: Any, predicate: NamedNode) -> Any:
        """Return the first value of a node for a predicate, or None."""
        return next(iter(self.values(node, predicate)), None)

    def items(self, head: Any) -> list[Any]:
        """Return the members of a list, as far as it is well-formed."""
        found, seen = [], set()
        while head not in seen and self.values(head, RDF.first):
            seen.add(head)
            found.append(self.only(head, RDF.first))
            head = self.only(head, RDF.rest)
        return found

    @cached_property
    def linked(self) -> set[Any]:
        """The nodes that other shapes refer to."""
        found = {value for node in self._members for link in _LINKS for value in self.values(node, link)}
        lists = [value for node in self._members for link in _LINK_LISTS for value in self.values(node, link)]
        return found | {item for head in lists for item in self.items(head)}

    @cached_property
    def owned(self) -> set[Any]:
        """The property shapes of other shapes."""
        return {value for node in self._members for value in self.values(node, SH.property)}

    @cached_property
    def shapes(self) -> list[Any]:
        """All shapes that are not deactivated (section 2.1), in the order in which they are described."""
        return [node for node in self._members if self._is_shape(node) and not self._is_off(node)]

    def _is_shape(self, node: Any) -> bool:
        members = self._members[node]
        typed = {SH.NodeShape, SH.PropertyShape}.intersection(members.get(RDF.type, ()))
        return bool(typed or node in self.linked or not members.keys().isdisjoint({*TARGETS, *_PARAMETERS}))

    def _is_off(self, node: Any) -> bool:
        return any(value.value == "true" for value in self.values(node, SH.deactivated))

    def is_targeted(self, shape: Any) -> bool:
        """Tell whether a shape says itself what it is about; a class that is a shape is about its instances."""
        return any(self.values(shape, target) for target in TARGETS) or self.is_class(shape)

    def is_class(self, shape: Any) -> bool:
        """Tell whether a shape is a class too (section 2.1.3.3)."""
        return not {*_CLASSES}.isdisjoint(self.values(shape, RDF.type))

    def constraints(self, shape: Any) -> dict[NamedNode, list[Any]]:
        """Return the constraint parameters of a shape; its property shapes are shapes of their own."""
        return {name: values for name, values in self._members[shape].items() if name in _PARAMETERS}

    def properties(self, shape: Any) -> list[Any]:
        """Return the property shapes of a shape that are not deactivated."""
        return [each for each in self.values(shape, SH.property) if each in self._members and not self._is_off(each)]

    def path(self, shape: Any) -> str | None:
        """Return the path of a property shape as SPARQL writes it."""
        node = self.only(shape, SH.path)
        try:
            return None if node is None else path_text(self._members, node)
        except (KeyError, RecursionError):  # a path that is malformed, or goes in a circle
            return None

    def terms_of_path(self, shape: Any) -> Iterator[NamedNode]:
        """Yield the properties that a path is made of."""
        waiting, seen = self.values(shape, SH.path), set()
        while waiting:
            node = waiting.pop()
            if isinstance(node, NamedNode):
                yield node
            elif node not in seen:
                seen.add(node)
                waiting.extend(self.items(node))
                waiting.extend(value for step in _STEPS for value in self.values(node, step))
                for head in self.values(node, SH.alternativePath):
                    waiting.extend(self.items(head))


def numbers(values: Iterable[Any]) -> list[int]:
    """Return the whole numbers among values."""
    return [int(each.value) for each in values if isinstance(each, Literal) and each.value.lstrip("+-").isdecimal()]


def unknown_constructs(triples: Iterable[Triple]) -> Iterator[Triple]:
    """Yield the triples by which shapes say what SHACL 1.0 has no word for."""
    for triple in triples:
        word = triple.predicate
        if word.value.startswith(SH.iri) and word not in _PARAMETERS and word not in _ABOUT:
            yield triple
