"""A report as blocks that a page or a terminal shows: headings, sentences, tables, texts to copy."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tabulate import tabulate

from kg.diagnosis.probe import Count
from kg.diagnosis.wording import rows_text
from kg.errors import Lang

Block = dict[str, Any]
"""`type` is `heading`, `paragraph` or `code` (with `text`), `list` (with `items`), or `table` (`head`, `rows`)."""

_WORDS = {
    "cs": {
        "algebra": "Algebra",
        "whole": "Celý dotaz",
        "evaluated": "Vyhodnocuje se v tomto znění, které dává stejné výsledky rychleji:",
        "patterns": "Vzory trojic",
        "joins": "Spojování",
        "advice": "Doporučení",
        "fixes": "Co bylo zřejmě míněno",
        "drops": "Co vynechat",
        "query": "Opravený dotaz",
        "line": "řádek dotazu",
        "pattern": "vzor",
        "matches": "nalezeno",
        "rows": "řádků",
        "shared": "spojuje",
        "graph": "graf",
        "unknown": "nezjištěno",
        "product": "nic (součin)",
        "more": "více než",
        "partly": "Ne vše se ve vyhrazeném čase podařilo vyzkoušet.",
        "unreadable": "Části dotazu nelze rozlišit, náklady vzorů proto nejsou uvedeny.",
    },
    "en": {
        "algebra": "Algebra",
        "whole": "The whole query",
        "evaluated": "It is evaluated in these words, which give the same result faster:",
        "patterns": "Triple patterns",
        "joins": "Joins",
        "advice": "Advice",
        "fixes": "What was probably meant",
        "drops": "What to leave out",
        "query": "The corrected query",
        "line": "line",
        "pattern": "pattern",
        "matches": "matches",
        "rows": "rows",
        "shared": "joined by",
        "graph": "graph",
        "unknown": "not known",
        "product": "nothing (a product)",
        "more": "more than",
        "partly": "Not everything could be tried in the time set apart.",
        "unreadable": "The parts of the query cannot be told apart, so the cost of its patterns is not shown.",
    },
}


def blocks(report: Mapping[str, Any], lang: Lang) -> list[Block]:
    """Return a report of `explain_query` or `explain_empty` as blocks, in a language."""
    found = list(_empty(report, lang) if report["explains"] == "empty" else _plan(report, lang))
    if not report["complete"]:
        found.append(_block("paragraph", _WORDS[lang]["partly"]))
    return found


def text(report: Mapping[str, Any], lang: Lang) -> str:
    """Return a report as text for a terminal."""
    return "\n\n".join(_lines(each) for each in blocks(report, lang)) + "\n"


def _lines(block: Block) -> str:
    match block["type"]:
        case "heading":
            return f"{block['text']}\n{'-' * len(block['text'])}"
        case "list":
            return "\n".join(f"- {each}" for each in block["items"])
        case "table":
            return tabulate(block["rows"], headers=block["head"], disable_numparse=True)
    return str(block["text"])


def _block(kind: str, told: str) -> Block:
    return {"type": kind, "text": told}


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Block:
    return {"type": "table", "head": list(head), "rows": [list(each) for each in rows]}


def _list(items: Iterable[str]) -> Block:
    return {"type": "list", "items": list(items)}


def _empty(report: Mapping[str, Any], lang: Lang) -> Iterator[Block]:
    words = _WORDS[lang]
    yield _block("paragraph", report["summary"][lang])
    if report["fixes"]:
        yield _block("heading", words["fixes"])
        yield _list(each["text"][lang] for each in report["fixes"])
        if report["fixes"][0]["graphs"] is None:  # else not the query is to be changed, but the request
            yield _block("heading", words["query"])
            yield _block("code", report["fixes"][0]["query"].strip())
    if report["drops"]:
        yield _block("heading", words["drops"])
        yield _list(each["text"][lang] for each in report["drops"])
    if report["patterns"]:
        yield _block("heading", words["patterns"])
        rows = ((str(each["line"]), _pattern(each, words), each["text"][lang]) for each in report["patterns"])
        yield _table((words["line"], words["pattern"], words["matches"]), rows)


def _plan(report: Mapping[str, Any], lang: Lang) -> Iterator[Block]:
    words = _WORDS[lang]
    yield _block("heading", words["whole"])
    yield _block("paragraph", _whole(report["whole"], lang))
    if report["evaluated"]:
        yield _block("paragraph", words["evaluated"])
        yield _block("code", report["evaluated"])
    if report["advice"]:
        yield _block("heading", words["advice"])
        yield _list(each["text"][lang] for each in report["advice"])
    if not report["readable"]:
        yield _block("paragraph", words["unreadable"])
    if report["patterns"]:
        yield _block("heading", words["patterns"])
        rows = ((str(each["line"]), _pattern(each, words), _count(each, words)) for each in report["patterns"])
        yield _table((words["line"], words["pattern"], words["matches"]), rows)
    if report["joins"]:
        yield _block("heading", words["joins"])
        for join in report["joins"]:
            steps = ((step["pattern"], _shared(step, words), _count(step, words)) for step in join["steps"])
            yield _table((words["pattern"], words["shared"], words["rows"]), steps)
    yield _block("heading", words["algebra"])
    algebra = report["algebra"]
    yield _block("code", algebra["text"]) if algebra["available"] else _block("paragraph", algebra["reason"][lang])


def _pattern(told: Mapping[str, Any], words: Mapping[str, str]) -> str:
    return f"{told['pattern']}  ({words['graph']} {told['graph']})" if told["graph"] else str(told["pattern"])


def _count(told: Mapping[str, Any], words: Mapping[str, str]) -> str:
    if told["rows"] is None:
        return words["unknown"]
    return f"{words['more']} {told['rows']}" if told["more"] else str(told["rows"])


def _shared(step: Mapping[str, Any], words: Mapping[str, str]) -> str:
    return words["product"] if step["product"] else ", ".join(step["joined_by"])


def _whole(whole: Mapping[str, Any], lang: Lang) -> str:
    seconds = f"{whole['seconds']:g}"
    if not whole["finished"]:
        return {
            "cs": f"Dotaz se do {seconds.replace('.', ',')} s nevyhodnotil.",
            "en": f"The query did not finish within {seconds} s.",
        }[lang]
    rows = rows_text(Count(whole["rows"]))[lang]
    return {"cs": f"{rows} za {seconds.replace('.', ',')} s.", "en": f"{rows} in {seconds} s."}[lang]
