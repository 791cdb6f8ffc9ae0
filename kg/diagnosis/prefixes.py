"""What may be wrong with a prefix: that it stands for another namespace."""

import re
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.diagnosis.candidates import Candidate, Source
from kg.diagnosis.likeness import Term, edit_distance, split
from kg.namespaces import PREFIXES


def of_prefixes(source: Source) -> Iterator[Candidate]:
    """Yield other namespaces for the prefixes whose names the store knows none of."""
    outline = source.outline
    for prefix, (namespace, place) in outline.prefixes.items():
        names = [
            at
            for at in range(outline.prologue, len(outline.tokens))
            if outline.tokens[at].kind == "name" and outline.tokens[at].text.startswith(f"{prefix}:")
        ]
        terms = [term for at in names if (term := source.term(at))]
        if not terms or any(source.occurs(term) for term in terms):
            continue
        locals_ = {term.value.removeprefix(namespace) for term in terms}
        for right in _namespaces(source, prefix, namespace):
            if any(source.occurs(ox.NamedNode(right + local)) for local in locals_):
                shown = f"PREFIX {prefix}: <{right}>"
                yield Candidate("prefix", f"<{namespace}>", f"<{right}>", None, new={place: f"<{right}>"}, shown=shown)


def _namespaces(source: Source, prefix: str, namespace: str) -> list[str]:
    """Return namespaces that one may have been meant for: the usual one, another end or scheme, or one nearly alike."""
    bare = namespace.rstrip("/#")
    schemes = [re.sub("^https?", each, bare) for each in ("http", "https")]
    found = [f"{each}{end}" for each in schemes for end in ("#", "/", "")]
    if prefix in PREFIXES:
        found.insert(0, PREFIXES[prefix])
    used = source.prober.values("kgx", "{ ?kgs ?kgx ?kgo }", _own_namespaces, free=True, everything=True)
    known = {*PREFIXES.values(), *used}
    found += sorted(each for each in known if edit_distance(each.casefold(), namespace.casefold(), 3) <= 3)
    return [each for each in dict.fromkeys(found) if each != namespace and re.match(r"[a-z]+:[^<>\s]+$", each)]


def _own_namespaces(terms: Iterable[Term]) -> list[str]:
    return sorted({split(each.value)[0] for each in terms})
