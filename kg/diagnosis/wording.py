"""The report on an empty answer: plain values for JSON, and sentences in Czech and English."""

from collections.abc import Sequence
from typing import Any, Final

from kg.diagnosis.candidates import Candidate
from kg.diagnosis.findings import Drop, Findings, Fix
from kg.diagnosis.kinds import MEANT
from kg.diagnosis.probe import Count, Prober
from kg.diagnosis.variables import unbound
from kg.reading.outline import Outline, Part
from kg.results import Graphs

Text = dict[str, str]


_NOUNS: Final = {
    "row": ("řádek", "řádky", "řádků", "row", "rows"),
    "triple": ("trojici", "trojice", "trojic", "triple", "triples"),
}
"""What is counted: in Czech one, two to four, more; in English one, more."""

_NOTHING: Final[dict[str, tuple[str, str]]] = {
    "SELECT": ("Dotaz nedává žádný řádek.", "The query gives no row."),
    "ASK": ("Odpověď je false: vzor nedává žádný řádek.", "The answer is false: the pattern gives no row."),
    "CONSTRUCT": (
        "Dotaz nesestavuje žádnou trojici: jeho vzor nedává žádný řádek.",
        "The query builds no triple: its pattern gives no row.",
    ),
    "DESCRIBE": (
        "Dotaz nic nepopisuje: jeho vzor nedává žádný řádek.",
        "The query describes nothing: its pattern gives no row.",
    ),
}
"""What an empty answer says, by the form of the query."""


def rows_text(count: Count, noun: str = "row") -> Text:
    """Return a number of rows or triples in words, as what something gives."""
    number = count.rows
    one, few, many, singular, plural = _NOUNS[noun]
    if count.more:
        return {"cs": f"více než {number} {many}", "en": f"more than {number} {plural}"}
    declined = one if number == 1 else few if number in {2, 3, 4} else many
    return {"cs": f"{number} {declined}", "en": f"{number} {singular if number == 1 else plural}"}


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
        text["cs"] += f"; s {change.right} místo {change.wrong}: {number['cs']}"
        text["en"] += f"; with {change.right} instead of {change.wrong}: {number['en']}"
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
    own, form = findings.own, outline.form if outline else None
    fixes = [] if outline is None else [_fix(outline, each, findings, prober.graphs) for each in findings.fixes]
    drops = [] if outline is None else [_drop(outline, each, findings) for each in findings.drops]
    told = [each["text"] for each in (*fixes, *drops)]
    return {
        "explains": "empty",
        "form": form,
        "empty": None if own is None else own.rows == 0,
        "rows": None if own is None or form == "ASK" else own.as_json(),
        "matched": findings.matched and findings.matched.as_json(),
        "summary": _known(outline, findings) or _cause(outline, findings, told, complete=prober.complete),
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
    if findings.own.rows and not _is_hollow(findings):
        return _full(outline, findings.own, findings.matched)
    if outline is None:
        return {
            "cs": "Odpověď je prázdná nebo záporná, ale části dotazu nelze rozlišit (je delší než 64 KiB, nebo používá"
            " zápis mimo SPARQL 1.1), proto příčinu nelze hledat.",
            "en": "The answer is empty or false, but the parts of the query cannot be told apart (it is longer than"
            " 64 KiB, or written beyond SPARQL 1.1), so the cause cannot be looked for.",
        }
    if findings.matched is None or not findings.matched.rows:
        return None
    told = rows_text(findings.matched)
    return {
        "cs": f"Vzor dotazu dává {told['cs']}, ale odpověď z nich nic nesestaví; zkontrolujte proměnné před WHERE.",
        "en": f"The pattern gives {told['en']}, but the answer builds nothing from them; check the variables before"
        " WHERE.",
    }


def _is_hollow(findings: Findings) -> bool:
    """Whether the answer is an aggregate over nothing."""
    return findings.own is not None and findings.own.rows > 0 and findings.matched == Count(0)


def _full(outline: Outline | None, own: Count, matched: Count | None) -> Text:
    """Say that an answer is not empty."""
    if outline is not None and outline.form == "ASK":
        return {"cs": "Odpověď je true.", "en": "The answer is true."}
    gives_rows = outline is None or outline.form == "SELECT"
    told = rows_text(own, "row" if gives_rows else "triple")
    cs, en = f"Dotaz není prázdný, dává {told['cs']}.", f"The query is not empty, it gives {told['en']}."
    if matched is not None:
        told = rows_text(matched)
        cs, en = (
            f"{cs} Shrnuje vzor, který dává {told['cs']}.",
            f"{en} It aggregates a pattern that gives {told['en']}.",
        )
    return {"cs": cs, "en": en}


def _nothing(outline: Outline | None, findings: Findings) -> Text:
    """Say what the answer is, though nothing was found."""
    cs, en = _NOTHING[outline.form if outline else "SELECT"]
    if findings.own is not None and _is_hollow(findings):
        told = rows_text(findings.own)
        cs = f"Dotaz dává {told['cs']}, ale jeho vzor žádný, takže není co shrnout."
        en = f"The query gives {told['en']}, but its pattern none, so there is nothing to aggregate."
    elif outline is not None and outline.pattern is None:
        cs = "Dotaz nic nepopisuje: výchozí graf o jeho IRI nic neříká."
        en = "The query describes nothing: the default graph says nothing of its IRIs."
    return {"cs": cs, "en": en}


def _cause(outline: Outline | None, findings: Findings, told: Sequence[Text], *, complete: bool) -> Text:
    """Say what the cause is, as far as it was found."""
    nothing = _nothing(outline, findings)
    if told:
        best = told[0]
    elif not complete:
        best = {
            "cs": "Příčina se ve vyhrazeném čase nenašla; ne vše se podařilo vyzkoušet.",
            "en": "No cause was found in the time set apart; not everything could be tried.",
        }
    else:
        best = {
            "cs": "Příčina se nenašla: nepomohla žádná vyzkoušená záměna ani vynechání.",
            "en": "No cause was found: nothing that was changed or left out helps.",
        }
    return {lang: f"{nothing[lang]} {best[lang]}" for lang in nothing}


def _given(outline: Outline, findings: Findings, count: Count) -> tuple[Text, Text]:
    """Return what gives rows or triples, the query or its pattern, and how many."""
    made = findings.matched is not None
    noun = "row" if made or outline.form == "SELECT" else "triple"
    giver = {"cs": "vzor", "en": "the pattern"} if made else {"cs": "dotaz", "en": "the query"}
    return giver, rows_text(count, noun)


def _fix(outline: Outline, fix: Fix, findings: Findings, asked: Graphs | None) -> dict[str, Any]:
    each = fix.candidate
    part = outline.shown(each.part) if each.part else each.wrong
    after = each.shown or (outline.shown(each.part, each.new) if each.part else each.right)
    (giver, told), (cs, en) = _given(outline, findings, fix.count), MEANT[each.kind]
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
            "cs": f"{cs}. {change_cs}; {giver['cs']} pak dá {told['cs']}.",
            "en": f"{en}. {change_en}; {giver['en']} then gives {told['en']}.",
        },
    }


def _parameters(dataset: Graphs) -> dict[str, list[str]]:
    return {"default-graph-uri": [*dataset.default], "named-graph-uri": [*dataset.named]}


def _drop(outline: Outline, drop: Drop, findings: Findings) -> dict[str, Any]:
    parts = [{"kind": each.kind, "pattern": outline.shown(each), "line": outline.line(each)} for each in drop.parts]
    (giver, told), words = _given(outline, findings, drop.count), [each["pattern"] for each in parts]
    names = [f"?{name}" for each in drop.parts if each.kind == "filter" for name in unbound(outline, each)]
    listed = ", ".join(dict.fromkeys(names))
    return {
        "parts": parts,
        **drop.count.as_json(),
        "text": {
            "cs": f"Bez {' a '.join(f'„{each}“' for each in words)} dá {giver['cs']} {told['cs']}."
            + (f" {listed} v dotazu nic neváže." if listed else ""),
            "en": f"Without {' and '.join(f'“{each}”' for each in words)} {giver['en']} gives {told['en']}."
            + (f" Nothing in the query binds {listed}." if listed else ""),
        },
    }
