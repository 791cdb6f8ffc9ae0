"""Each mistake of a query is told where it stands, in lines and characters, with its cause and its remedy."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.service import Service
from tests.writable import DIRECT, Writable, copied, writable

# The mistake starts behind the mark.
MARKED = [
    ("SELECT * ▲{ ?s ?p ?o", "„{“ není uzavřena; doplňte „}“", "“{” is not closed; add “}”"),
    ("SELECT * {\n  ?s ?p ?o\n  ▲?s ?q ?r }", "pište „}“, „{“, „.“", "write “}”, “{”, “.”"),
    ("PREFIX ▲1a: <urn:a> SELECT * {}", "předponu s dvojtečkou", "a prefix with its colon"),
    ("SELECT * { ▲foo:bar ?p ?o }", "předpona „foo:“ není deklarována", "the prefix “foo:” is not declared"),
    ("SELECT * { ?s ▲foo:bar ?o . ?s ?p }", "PREFIX foo: <…>", "PREFIX foo: <…>"),
    ("SELECT * { ?s ?p ▲http://x.cz/ }", "jako <http:…>", "as <http:…>"),
    ('SELECT * {\n\t?s ?p ▲"abc }', 'doplňte koncové "', 'add the closing "'),
    ("SELECT * { ?s ?p ▲<http://a b> }", "nesmí obsahovat mezeru", "may not hold a space"),
    ("SELECT * { ?s ?p ▲<http://[> }", "IRI „<http://[>“ má chybný tvar", "the IRI “<http://[>” is malformed"),
    ('SELECT * { ?s ?p ?o FILTER(REGEX(?o, "▲\\d+")) }', "„\\d“ v řetězci nic neznamená", "“\\d” means nothing"),
    ("SELECT * WHERE { ?s ?p ▲}", "před „}“ něco chybí; doplňte", "something is missing before “}”; add"),
    ("SELECT * ▲WHER { ?s ?p ?o }", "„WHER“ zde být nemůže; pište WHERE", "“WHER” cannot stand here; write WHERE"),
    ("SELECT ?s ?p WHERE ▲?s ?p ?o", "pište „{“", "write “{”"),
    ("SELECT * { ?s ?p ?o FILTER ▲regexx(?o, 'a') }", "pište REGEX", "write REGEX"),
    ("SELECT * { ?s a/▲/a ?o }", "„/“ zde být nemůže", "“/” cannot stand here"),
    ("CONSTRUCT { ?a ▲<urn:b>/<urn:c> ?d } WHERE { ?a ?b ?d }", "cesta „<urn:b>/<urn:c>“ patří", "belongs in WHERE"),
    ("CONSTRUCT WHERE { ?a ▲^<urn:b> ?d }", "CONSTRUCT { … } WHERE { … }", "CONSTRUCT { … } WHERE { … }"),
    ("PREFIX ex: <urn:x> SELECT * { ▲ex:a.b.c ?p ?o }", "„ex:a.b.c“ má více teček", "“ex:a.b.c” has more dots"),
    ("PREFIX ex: <urn:x> SELECT * { ?s ?p ▲ex:a.1.2-3.4 }", "celé IRI v ostrých závorkách", "“ex:a.1.2-3.4” has more"),
    ("SELECT * { FILTER(?x ▲inspire:y) }", "předpona „inspire:“ není", "the prefix “inspire:” is not declared"),
    ("PREFIX filter: <urn:f> SELECT * { ?s ?p ?o ▲filter:a ?p ?o }", "„filter:a“ zde být nemůže", "cannot stand here"),
    ("ASK { ?s ?p ?o } ▲GROUP BY ?s", "jen v dotazu SELECT", "SELECT only"),
    ("CONSTRUCT { ?s ?p 1 } WHERE { ?s ?p ?o } ▲GROUP BY ?s ?p", "GROUP BY lze zde užít jen", "in a subquery"),
    ("SELECT * { ?s (a|▲) ?o }", "před „)“ něco chybí", "something is missing before “)”"),
    ("SELECT * { VALUES (?a ?b) { (1 2) ▲(1) } }", "1 hodnotu, záhlaví má však 2 proměnné", "1 value, but its head"),
    ("SELECT * { VALUES (?a) { ▲(1 2 3 4 5) } }", "má 5 hodnot, záhlaví má však 1 proměnnou", "has 5 values"),
    ("SELECT * { VALUES (?a) { ▲() } }", "nemá žádnou hodnotu", "has no values, but its head 1 variable;"),
    ("SELECT * { ?s ?p ?o } ▲}", "„}“ zde přebývá", "“}” is too much here"),
    ("SELECT * { ?s ?p [ ?a ?b ▲} }", "„[“ (řádek 1, sloupec 18)", "“[” (line 1, column 18)"),
    ("SELECT *\r\n{ ?s ?p ?o .\r\n  ?x ?y ▲}", "před „}“ něco chybí", "something is missing"),
    ("SELECT * {\r\n\t\t?s\t?p ▲]\r\n}", "pište „}“", "write “}”"),
    ("ASK { ?s ?p 'řeřicha', '𝄞🌍' . ?ž ▲š ?o }", "„š“", "“š”"),
    ("ASK { ?s ?p '🌍👨‍👩‍👧e\u0301' . ▲@ }", "znak „@“ sem v SPARQL nepatří", "the character “@” has no place here"),
    ("ASK { ?s ?p ▲„ahoj“ }", "pište rovné uvozovky", "write the straight quotation mark"),
    ("SELECT * { ?s ?p ?o } LIMIT ▲99999999999999999999999", "za LIMIT je příliš velké", "after LIMIT is too large"),
    ("SELECT * {} LIMIT 1\nOFFSET ▲18446744073709551616", "za OFFSET je příliš velké", "after OFFSET is too large"),
    ("SELECT * {} LIMIT ▲-1", "celé číslo bez znaménka", "a whole number without a sign"),
    ("SELECT ?s ▲?o (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s", "podle ?o se neseskupuje", "?o is not grouped by"),
    ("SELECT (COUNT(?o) AS ?n) (▲?p + 1 AS ?q) { ?s ?p ?o } GROUP BY ?s", "SAMPLE(?p)", "SAMPLE(?p)"),
    ("SELECT ▲?s { ?s ?p ?o } HAVING (COUNT(*) > 1)", "doplňte do GROUP BY", "add it to GROUP BY"),
    ("SELECT * { { SELECT ▲?s (MAX(?o) AS ?m) { ?s ?p ?o } } ?s ?q ?m }", "podle ?s", "?s is not grouped"),
    ("SELECT ▲* { ?s ?p ?o } GROUP BY ?s", "SELECT * nelze spojit s GROUP BY", "SELECT * cannot be joined"),
    ("SELECT (1 AS ?a) (2 AS ▲?a) {}", "SELECT uvádí ?a dvakrát", "SELECT names ?a twice"),
    ("SELECT (1 AS ▲?s) { ?s ?p ?o }", "již stojí ve WHERE", "stands in WHERE already"),
    ("SELECT * { ?s ?p ?o BIND(1 AS ▲?o) }", "BIND dává hodnotu proměnné ?o", "BIND gives a value to ?o"),
    ("SELECT * { ?s ?p ?o FILTER(▲COUNT(?o) > 1) }", "přesuňte do HAVING", "move its condition to HAVING"),
    ("SELECT * {} ORDER ▲?s", "před „?s“ něco chybí; doplňte BY", "add BY"),
    ("SELECT * {} GROUP BY▲", "text zde končí předčasně", "the text ends too early here"),
    ("▲SELEC * { ?s ?p ?o }", "začínat slovem „SELEC“; mělo-li to být SELECT", "“SELEC”; if you meant SELECT"),
    ("PREFIX a: <urn:a>\n▲PREFX b: <urn:b> ASK {}", "mělo-li to být PREFIX", "if you meant PREFIX"),
    ("▲", "dotaz nezačíná slovem SELECT", "the query does not start with SELECT"),
    ("PREFIX a: <urn:a>▲", "dotaz nezačíná slovem SELECT", "the query does not start with SELECT"),
    (" ▲{ ?s ?p ?o }", "dotaz nemůže začínat „{“; doplňte SELECT", "a query cannot start with “{”; add SELECT"),
    ("PREFIX ▲sg <https://a.cz/> SELECT * {}", "chybí dvojtečka; pište PREFIX sg: <…>", "write PREFIX sg: <…>"),
    ("BASE <urn:a> PREFIX ▲a-b <urn:b> ASK {}", "za předponou „a-b“ chybí", "missing after the prefix “a-b”"),
    ("SELECT (?a + ▲AS ?x) {}", "před „AS“ něco chybí; doplňte proměnnou", "missing before “AS”; add a variable"),
    ("SELECT * {} ORDER ▲LIMIT 1", "před „LIMIT“ něco chybí; doplňte BY", "is missing before “LIMIT”; add BY"),
    ("SELECT ?a ▲AS ?b {}", "„AS“ zde být nemůže; pište „{“", "“AS” cannot stand here; write “{”"),
    ("ASK { ?s ?p ?o FILTER(▲COUNT(?o) > 1) }", "přesuňte do HAVING, nebo", "to HAVING, or compute it in a subquery"),
    ("CONSTRUCT WHERE { ?s ?p ?o } ORDER BY ▲SUM(?o)", "jen v dotazu SELECT; užijte", "in a SELECT only; use"),
    ("DESCRIBE ?s { ?s ?p ?o FILTER EXISTS { FILTER(▲SUM(?o) > 1) } }", "SUM smí stát jen", "SUM may stand"),
    ("ASK { ?s ?p ?o BIND(▲MAX(?o) AS ?m) }", "{ SELECT (MAX(…) AS ?x) … }", "{ SELECT (MAX(…) AS ?x) … }"),
    ("SELECT ?s (1 AS ▲?s) { ?s ?p ?o } GROUP BY ?s ORDER BY COUNT(?o)", "?s dvakrát", "?s twice"),
    ("ASK { _:a ?p ?o . { ▲_:a ?q ?r } }", "uzel _:a stojí již v jiné skupině", "_:a stands in another group already"),
    ("ASK { _:a ?p ?o OPTIONAL { ?s ?p ?o } ▲_:a ?q 1 }", "nebo pište proměnnou", "or write a variable"),
    ('ASK { ?s ?p "x"▲@123 }', "za „@“ nestojí jazyková značka", "no language tag follows “@”"),
    ('ASK { ?s ?p "x"▲@en-overlonged }', "část „overlonged“ více než 8 znaků", "“overlonged” has more than 8"),
    ("ASK { ?s ?p ▲„a“ }", "znak U+201E („) v SPARQL", "the character U+201E („) encloses no string"),
    ('ASK { ?s ?p ▲"""abc\n }', 'není ukončen; doplňte koncové """.', 'closed; add the closing """.'),
    ("SELECT * { ?s ?p <x▲\\u0020> }", "„\\u0020“ v IRI zastupuje znak", "write %20 instead"),
    ("ASK { ?s ?p <http://a.cz/▲\\uD800> }", "neoznačuje žádný znak", "stands for no character"),
]  # fmt: skip


@pytest.fixture(scope="module")
def written(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writable]:
    with writable(copied(store, tmp_path_factory.mktemp("written"))) as service:
        yield service


def told(service: Service, query: str, lang: str) -> str:
    answer = service.post(
        "/sparql",
        content=query.encode(),
        headers={"Content-Type": "application/sparql-query", "Accept-Language": lang},
    )
    assert answer.status_code == 400, query
    return str(answer.json()["detail"])


@pytest.mark.parametrize(("marked", "cs", "en"), MARKED)
def test_a_mistake_is_told_where_it_stands(service: Service, marked: str, cs: str, en: str) -> None:
    before, _, after = marked.partition("▲")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    czech, english = (told(service, before + after, lang) for lang in ("cs", "en"))
    assert czech.startswith(f"řádek {line}, sloupec {column}: ")
    assert cs in czech
    assert english.startswith(f"line {line}, column {column}: ")
    assert en in english
    for message in (czech, english):
        assert message.endswith(".")
        assert "; " in message  # the remedy
        assert "\n" not in message


@pytest.mark.parametrize(
    ("marked", "cs", "en"),
    [
        ("DROP ALL ;\n INSERT DATA { <urn:a> ▲x:b 1 }", "předpona „x:“ není", "the prefix “x:” is not declared"),
        ("INSERT DATA { <urn:a> <urn:b> ▲}", "před „}“ něco chybí", "something is missing before “}”"),
        ("DELETE WHERE { ?s ?p 'a' . ?s ▲'b' ?o }", "„'b'“ zde být nemůže", "“'b'” cannot stand here"),
        ("INSERT DATA { <urn:a> <urn:b> ▲?x }", "INSERT { … } WHERE { … }", "INSERT { … } WHERE { … }"),
        ("CLEAR ALL;\nINSERT DATA { GRAPH ▲?g { <urn:a> <urn:b> 1 } }", "proměnná ?g", "the variable ?g"),
        ("DELETE DATA { <urn:a> <urn:b> ▲?x }", "nesmí stát proměnná ?x", "DELETE DATA may not hold the variable ?x"),
        ("DELETE DATA { <urn:a> <urn:b> ▲_:x }", "místo DATA slovo WHERE", "write a variable instead, and WHERE"),
        ("DELETE { ?s ?p ▲_:x } WHERE { ?s ?p ?o }", "v DELETE nesmí stát prázdný uzel _:x", "name it in WHERE too"),
        ("WITH <urn:g> DELETE { ?s ?p ▲[] } INSERT { ?s ?p [] } WHERE { ?s ?p ?o }", "uzel […]", "blank node […]"),
        ("PREFIX ▲a <urn:a> CLEAR ALL", "za předponou „a“ chybí dvojtečka", "write PREFIX a: <…>"),
        ("DELETE WHERE { ?s ?p ▲(1) }", "pište místo něj proměnnou", "write a variable instead"),
        (
            "▲INSRT DATA { <urn:a> <urn:b> 1 }",
            "„INSRT“ zde být nemůže; pište INSERT",
            "cannot stand here; write INSERT",
        ),
        ("CLEAR ALL ; ▲DELTE WHERE { ?a ?b ?c }", "pište DELETE", "“DELTE” cannot stand here; write DELETE"),
        ("INSERT ▲DTA { <urn:a> <urn:b> 1 }", "„DTA“ zde být nemůže; pište DATA", "write DATA"),
        ("DROP ▲GRPH <urn:a>", "pište GRAPH", "write GRAPH"),
        ("CLEAR ▲GRAPHsg:g", "za GRAPH chybí mezera", "a space is missing after GRAPH; write “GRAPH sg:g”"),
        ("PREFIX ex: <urn:x> CLEAR ▲GRAPHex:g", "pište „GRAPH ex:g“", "a space is missing after GRAPH"),
        ("CLEAR ▲GRAPHex:g", "předpona „GRAPHex:“ není deklarována", "the prefix “GRAPHex:” is not declared"),
        ("MOVE <urn:a> ▲<urn:b>", "doplňte TO", "missing before “<urn:b>”; add TO"),
        ("INSERT { ?a ?b ?c } ▲WHRE { ?a ?b ?c }", "pište WHERE", "write WHERE"),
        ("WITH <urn:g> DELETE {} ▲INSRT {} WHERE {}", "pište INSERT", "write INSERT"),
        ("CLEAR ALL ▲DROP ALL", "před „DROP“ něco chybí; doplňte „;“", "missing before “DROP”; add “;”"),
        ("▲UPDATE {}", "„UPDATE“ zde být nemůže; pište", "“UPDATE” cannot stand here; write"),
        (
            "INSERT DATA { <urn:a> ▲<urn:b>/<urn:c> 1 }",
            "nesmí stát cesta „<urn:b>/<urn:c>“",
            "INSERT { … } WHERE { … }",
        ),
        ("INSERT DATA { <urn:a> ▲^<urn:b> 1 }", "jen jedna vlastnost", "may not hold the path “^<urn:b>”"),
        ("DELETE WHERE { ?a ▲<urn:b>+ ?c }", "DELETE { … } WHERE { … }", "path “<urn:b>+”"),
        ("DELETE { ?a ▲(a|!<urn:b>)* ?c } WHERE { ?a ?b ?c }", "cesta „(a|!<urn:b>)*“", "belongs in WHERE"),
        ("INSERT {} WHERE {} ;\nDELETE DATA { <urn:a> ▲<urn:b>? 1 }", "cesta „<urn:b>?“", "the path “<urn:b>?”"),
    ],
)
def test_so_is_a_mistake_of_an_update(written: Writable, marked: str, cs: str, en: str) -> None:
    before, _, after = marked.partition("▲")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    czech, english = (
        written.send("POST", "/update", content=before + after, headers=DIRECT | {"Accept-Language": lang})
        for lang in ("cs", "en")
    )
    assert czech.status_code == english.status_code == 400
    assert czech.json()["detail"].startswith(f"řádek {line}, sloupec {column}: ")
    assert cs in czech.json()["detail"]
    assert english.json()["detail"].startswith(f"line {line}, column {column}: ")
    assert en in english.json()["detail"]
