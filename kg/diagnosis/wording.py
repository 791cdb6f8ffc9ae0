"""The report on an empty answer: plain values for JSON, and sentences in Czech and English."""

from collections.abc import Sequence
from typing import Any

from kg.diagnosis.candidates import Candidate
from kg.diagnosis.findings import Drop, Findings, Fix
from kg.diagnosis.kinds import MEANT
from kg.diagnosis.probe import Count, Prober
from kg.reading.outline import Outline, Part
from kg.results import Graphs

Text = dict[str, str]


def rows_text(count: Count) -> Text:
    """Return a number of rows in words."""
    number = count.rows
    few = number % 10 in {2, 3, 4} and number % 100 not in {12, 13, 14} and number < 5
    noun = "řádek" if number == 1 and not count.more else "řádky" if few and not count.more else "řádků"
    cs = f"více než {number} {noun}" if count.more else f"{number} {noun}"
    en = f"more than {number} rows" if count.more else f"{number} row{'' if number == 1 else 's'}"
    return {"cs": cs, "en": en}


def pattern(
    outline: Outline,
    part: Part,
    count: Count | None,
    unknown: Sequence[str],
    near: tuple[Candidate, Count] | None = None,
) -> dict[str, Any]:
    """Return what is told of one triple pattern.

    Args:
        outline: the query.
        part: the pattern.
        count: how often it matches alone.
        unknown: its terms that no statement has.
        near: a change by which it matches alone, though the query gives no row with it.
    """
    graph = next(part.inside.within("graph"), None) if part.inside else None
    told: dict[str, Any] = {
        "pattern": outline.shown(part),
        "line": outline.line(part),
        "graph": outline.tokens[graph.start + 1].text if graph else None,
        "rows": None if count is None else count.rows,
        "more": count is not None and count.more,
        "unknown": list(unknown),
        "near": None,
    }
    text = _pattern_text(count, ", ".join(unknown))
    if near is not None:
        change, found = near
        told["near"] = {"kind": change.kind, "from": change.wrong, "to": change.right, **found.as_json()}
        number = _number(found)
        text["cs"] += f"; s {change.right} místo {change.wrong} {number['cs']}"
        text["en"] += f"; with {change.right} instead of {change.wrong} {number['en']}"
    return told | {"text": text}


def _number(count: Count) -> Text:
    more = {"cs": "více než ", "en": "more than "} if count.more else {"cs": "", "en": ""}
    return {lang: f"{words}{count.rows}" for lang, words in more.items()}


def _pattern_text(count: Count | None, unknown: str) -> Text:
    if count is None:
        return {"cs": "nezjištěno", "en": "not known"}
    if count.rows:
        return _number(count)
    if unknown:
        return {"cs": f"nic; {unknown} v datech není vůbec", "en": f"nothing; {unknown} is nowhere in the data"}
    return {"cs": "nic", "en": "nothing"}


def report(outline: Outline | None, prober: Prober, findings: Findings) -> dict[str, Any]:
    """Return the whole report.

    Args:
        outline: the query; None if its parts could not be told apart.
        prober: what was asked.
        findings: what was found.
    """
    own = findings.own
    fixes = [] if outline is None else [_fix(outline, each, prober.graphs) for each in findings.fixes]
    drops = [] if outline is None else [_drop(outline, each) for each in findings.drops]
    told = [each["text"] for each in (*fixes, *drops)]
    return {
        "explains": "empty",
        "form": outline.form if outline else None,
        "empty": None if own is None else own.rows == 0,
        "rows": None if own is None else own.as_json(),
        "summary": _known(outline, findings) or _cause(outline, told, complete=prober.complete),
        "patterns": list(findings.patterns),
        "fixes": fixes,
        "drops": drops,
        "tried": prober.tried,
        "complete": prober.complete,
    }


def _known(outline: Outline | None, findings: Findings) -> Text | None:
    """Say why no cause is looked for; None if one is."""
    if findings.own is None:
        return {
            "cs": "Dotaz se ve vyhrazeném čase nevyhodnotil, takže není známo, zda dává řádky; jeho náklady ukáže"
            " rozbor plánu.",
            "en": "The query did not finish in the time set apart, so it is not known whether it gives rows; the"
            " explanation of its plan shows what it costs.",
        }
    if findings.own.rows:
        told = rows_text(findings.own)
        return {
            "cs": f"Dotaz není prázdný, dává {told['cs']}.",
            "en": f"The query is not empty, it gives {told['en']}.",
        }
    if outline is None:
        return {
            "cs": "Dotaz nedává žádný řádek, ale jeho části nelze rozlišit (je delší než 64 KiB, nebo používá zápis"
            " mimo SPARQL 1.1), proto příčinu nelze hledat.",
            "en": "The query gives no row, but its parts cannot be told apart (it is longer than 64 KiB, or written"
            " beyond SPARQL 1.1), so the cause cannot be looked for.",
        }
    if findings.built_from is None:
        return None
    told = rows_text(findings.built_from)
    return {
        "cs": f"Vzor dotazu dává {told['cs']}, ale odpověď z nich nic nesestaví; zkontrolujte proměnné před WHERE.",
        "en": f"The pattern gives {told['en']}, but the answer builds nothing from them; check the variables before"
        " WHERE.",
    }


def _cause(outline: Outline | None, told: Sequence[Text], *, complete: bool) -> Text:
    """Say what the cause is, as far as it was found."""
    if told:
        best = told[0]
        return {"cs": f"Dotaz nedává žádný řádek. {best['cs']}", "en": f"The query gives no row. {best['en']}"}
    if outline is None or outline.pattern is None:
        return {
            "cs": "Dotaz nemá vzor, v němž by bylo co hledat; o popisovaných IRI data nic neříkají.",
            "en": "The query has no pattern to look into; the data says nothing of the IRIs it describes.",
        }
    if not complete:
        return {
            "cs": "Dotaz nedává žádný řádek. Příčina se ve vyhrazeném čase nenašla; ne vše se podařilo vyzkoušet.",
            "en": "The query gives no row. No cause was found in the time set apart; not everything could be tried.",
        }
    return {
        "cs": "Dotaz nedává žádný řádek. Příčina se nenašla: řádky nepřinese žádná vyzkoušená záměna ani vynechání.",
        "en": "The query gives no row. No cause was found: nothing that was changed or left out brings rows.",
    }


def _fix(outline: Outline, fix: Fix, asked: Graphs | None) -> dict[str, Any]:
    each = fix.candidate
    part = outline.shown(each.part) if each.part else each.wrong
    after = each.shown or (outline.shown(each.part, each.new) if each.part else each.right)
    told, (cs, en) = rows_text(fix.count), MEANT[each.kind]
    change_cs = f"Místo {each.wrong} napište {each.right}" if each.right else f"Vynechte {each.wrong}"
    change_en = f"Write {each.right} instead of {each.wrong}" if each.right else f"Leave out {each.wrong}"
    return {
        "kind": each.kind,
        "line": outline.line(each.part) if each.part else None,
        "pattern": part,
        "rewritten": after.strip(),
        "from": each.wrong,
        "to": each.right,
        **fix.count.as_json(),
        "query": fix.query,
        "graphs": None if asked is None or each.dataset is None else _parameters(each.dataset),
        "text": {
            "cs": f"{cs}. {change_cs}; dotaz pak dá {told['cs']}.",
            "en": f"{en}. {change_en}; the query then gives {told['en']}.",
        },
    }


def _parameters(dataset: Graphs) -> dict[str, list[str]]:
    return {"default-graph-uri": [*dataset.default], "named-graph-uri": [*dataset.named]}


def _drop(outline: Outline, drop: Drop) -> dict[str, Any]:
    parts = [{"kind": each.kind, "pattern": outline.shown(each), "line": outline.line(each)} for each in drop.parts]
    told, words = rows_text(drop.count), [each["pattern"] for each in parts]
    return {
        "parts": parts,
        **drop.count.as_json(),
        "text": {
            "cs": f"Bez {' a '.join(f'„{each}“' for each in words)} dá dotaz {told['cs']}.",
            "en": f"Without {' and '.join(f'“{each}”' for each in words)} the query gives {told['en']}.",
        },
    }
