"""Where the cost of a query is plain from its text: products, unbounded paths, searches through every text."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from kg.diagnosis.probe import Count
from kg.reading.outline import Group, Outline, Part

_SEARCHES: Final = frozenset({"regex", "contains", "strstarts", "strends"})
_LINKING: Final = frozenset({"triple", "optional", "graph", "group", "union", "subquery"})


def of(outline: Outline, counts: Mapping[Part, Count | None]) -> Iterator[dict[str, Any]]:
    """Yield what could be written otherwise, with the reason.

    Args:
        outline: the query.
        counts: how many triples each pattern matches.
    """
    for group in _groups(outline):
        yield from _product(outline, group, counts)
    for part in outline.parts():
        if part.pieces:
            yield from _path(outline, part)
        elif part.kind == "filter":
            yield from _search(outline, part)


def _groups(outline: Outline) -> Iterator[Group]:
    if outline.pattern:
        yield outline.pattern
    for part in outline.parts():
        yield from part.groups


def _advice(kind: str, line: int, patterns: list[str], cs: str, en: str) -> dict[str, Any]:
    return {"kind": kind, "line": line, "patterns": patterns, "text": {"cs": cs, "en": en}}


def _product(outline: Outline, group: Group, counts: Mapping[Part, Count | None]) -> Iterator[dict[str, Any]]:
    """Yield the parts of a group between which no variable is shared, if each has more than one row."""
    islands = _islands(outline, group)
    large = [each for each in islands if _rows(outline, each, counts) > 1]
    if len(large) < 2:
        return
    shown = [outline.shown(each[0]) for each in large]
    yield _advice(
        "product",
        outline.line(large[1][0]),
        shown,
        f"Vzory {', '.join(f'„{_brief(each)}“' for each in shown)} nesdílejí žádnou proměnnou: každý řádek jednoho se"
        " spojí s každým řádkem ostatních. Propojte je společnou proměnnou.",
        f"The patterns {', '.join(f'“{_brief(each)}”' for each in shown)} share no variable: each row of one is"
        " joined with every row of the others. Link them by a variable they share.",
    )


def _islands(outline: Outline, group: Group) -> list[list[Part]]:
    """Return the parts of a group that hold patterns, those together that share variables, directly or by others."""
    islands: list[tuple[set[str], list[Part]]] = []
    for part in group.parts:
        if part.kind not in _LINKING | {"values", "bind"}:
            continue
        nodes = outline.nodes(part)
        near = [each for each in islands if each[0] & nodes]
        merged = (nodes.union(*(each[0] for each in near)), [*(p for each in near for p in each[1]), part])
        islands = [*(each for each in islands if each not in near), merged]
    return [[part for part in parts if part.kind in _LINKING] for nodes, parts in islands if nodes]


def _rows(outline: Outline, island: list[Part], counts: Mapping[Part, Count | None]) -> int:
    """Return the most rows that any pattern of an island is known to have; 2 where that is not known."""
    inner = [one for part in island for group in part.groups for one in outline.parts(group) if one.pieces]
    found = [counts.get(each) for each in (*island, *inner) if each.pieces]
    return max((each.rows if each else 2 for each in found), default=0)


def _path(outline: Outline, part: Part) -> Iterator[dict[str, Any]]:
    """Yield a path of any length where both of its ends are to be found by it alone."""
    assert part.pieces is not None  # noqa: S101 - called for triples only
    subject, verb, value = part.pieces
    if isinstance(verb, str) or part.inside is None:
        return
    words = [outline.tokens[place] for place in range(*verb)]
    if not any(each.kind == "operator" and each.text in {"*", "+"} for each in words):
        return
    ends = {outline.piece(subject), outline.piece(value)}
    others = [each for each in part.inside.parts if each is not part and each.kind in _LINKING | {"values"}]
    known = {node for each in others for node in outline.nodes(each)}
    if any(not each.startswith(("?", "$", "_:")) for each in ends) or {f"?{each[1:]}" for each in ends} & known:
        return
    shown = outline.shown(part)
    yield _advice(
        "unbounded-path",
        outline.line(part),
        [shown],
        f"Cesta „{_brief(shown)}“ má libovolnou délku a žádný její konec není určen: prochází se od každého uzlu."
        " Určete jeden konec, nebo jej omezte dalším vzorem.",
        f"The path “{_brief(shown)}” is of any length and neither of its ends is known: it is followed from every"
        " node. Name one end, or narrow it by another pattern.",
    )


def _search(outline: Outline, part: Part) -> Iterator[dict[str, Any]]:
    """Yield a search in a text that is the value of any property."""
    if part.inside is None:
        return
    tokens = outline.tokens[part.start : part.end]
    if not any(token.word in _SEARCHES for token in tokens):
        return
    names = outline.variables(part.start, part.end)
    for each in part.inside.parts:
        if each.pieces is None:
            continue
        _, verb, value = each.pieces
        of_any = not isinstance(verb, str) and outline.tokens[verb[0]].kind == "variable"
        if of_any and outline.piece(value)[1:] in names and not _verb_is_known(outline, each):
            shown = outline.shown(part)
            yield _advice(
                "search-everything",
                outline.line(part),
                [shown, outline.shown(each)],
                f"Filtr „{_brief(shown)}“ prohledává hodnoty všech vlastností. Jmenujte vlastnost, například"
                " skos:prefLabel, nebo použijte vyhledávání /search.",
                f"The filter “{_brief(shown)}” searches the values of every property. Name the property, skos:prefLabel"
                " for example, or use the search at /search.",
            )


def _verb_is_known(outline: Outline, part: Part) -> bool:
    """Whether another part says which properties a variable stands for."""
    assert part.pieces is not None  # noqa: S101 - called for triples only
    assert part.inside is not None  # noqa: S101 - as above
    name = outline.piece(part.pieces[1])[1:]
    others = [each for each in part.inside.parts if each is not part and each.kind in _LINKING | {"values"}]
    return any(name in outline.part_variables(each) for each in others)


def _brief(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:119]}…"
