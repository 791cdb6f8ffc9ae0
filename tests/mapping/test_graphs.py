"""The mapping of the real source: what the document states, graph by graph, and nothing else.

Expected triples are written by hand from the document.
"""

from collections import Counter
from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from kg import paths
from kg.mapping.graphs import Document, map_tables
from kg.namespaces import BASE, PREFIXES, SG
from kg.spans import SourceText
from kg.tables import load_tables, read_text

TABLES = load_tables(paths.DATA / "tables")
FACTS = load_tables(paths.DATA / "reference")["facts"]
DOCUMENT = Document(TABLES["documents"].rows[0], SourceText(read_text(paths.DATA / "sources" / "koncepce-sc-zpo4.txt")))
QUADS = list(map_tables(TABLES, FACTS, DOCUMENT))
STORE = ox.Store()
STORE.extend(QUADS)
SOURCE = f"{BASE}graph/source/koncepce-sc-zpo4"
HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items()) + "".join(
    f"PREFIX {kind}: <{BASE}resource/{kind}/>\n"
    for kind in ("measures", "institutions", "units", "components", "strategies", "instruments", "places", "programmes")
)


def select(pattern: str) -> list[tuple[str, ...]]:
    """Return the rows of a SELECT over the source graph, in order, as plain texts."""
    solutions = STORE.query(f"{HEAD}{pattern}", default_graph=[ox.NamedNode(SOURCE)])
    assert isinstance(solutions, ox.QuerySolutions)
    return sorted(tuple(term.value for term in solution if term is not None) for solution in solutions)


def ids(pattern: str) -> list[tuple[str, ...]]:
    """As `select`, with each IRI cut to its last part."""
    return sorted(tuple(value.rsplit("/", 1)[-1] for value in row) for row in select(pattern))


def graphs() -> Iterator[str]:
    for quad in QUADS:
        assert isinstance(quad.graph_name, ox.NamedNode)
        yield quad.graph_name.value.removeprefix(f"{BASE}graph/")


def test_the_graphs_are_those_of_the_contract() -> None:
    assert set(graphs()) == {"source/koncepce-sc-zpo4", "reference", "alignments", "provenance"}


def test_there_are_no_blank_nodes_and_no_same_as() -> None:
    terms = [term for quad in QUADS for term in (quad.subject, quad.object)]
    assert not [term for term in terms if isinstance(term, ox.BlankNode)]
    assert not [quad for quad in QUADS if quad.predicate.value == f"{PREFIXES['owl']}sameAs"]


def test_addresses_is_never_asserted() -> None:
    assert not [quad for quad in QUADS if quad.predicate.value == f"{BASE}ontology/addresses"]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("ImplementingMeasure", 30),
        ("TypicalMeasure", 10),
        ("Goal", 3),
        ("Component", 1),
        ("Pillar", 1),
        ("Milestone", 2),
    ],
)
def test_the_source_states_as_many_things_as_the_document_holds(kind: str, expected: int) -> None:
    assert len(select(f"SELECT ?x {{ ?x a sg:{kind} }}")) == expected


def test_every_measure_stands_under_the_component() -> None:
    assert len(ids("SELECT ?m { ?m sg:listedUnder components:zpo-4 ; a sg:ImplementingMeasure }")) == 30


def test_bodies_are_taken_apart() -> None:
    assert ids("SELECT ?a { measures:undp-ungheni-lighting sg:gestor ?a }") == [("mzv",), ("undp",)]
    assert ids("SELECT ?a { measures:mmr-research-participation sg:gestor ?a }") == [("mmr",), ("tacr",)]
    assert ids("SELECT ?a { measures:mzv-vienna-conference sg:gestor ?a }") == [("mzv",), ("zu-viden",)]
    assert ids("SELECT ?a { measures:mzv-bavaria-workshops sg:gestor ?a }") == [("gk-mnichov",), ("mzv",)]
    assert ids("SELECT ?a { measures:czechtrade-trade-fairs sg:gestor ?a }") == [("czechtrade",), ("mpo-51000",)]
    assert ids("SELECT ?a { measures:nskb-a44 sg:gestor ?a }") == [("nukib",)]
    assert ids("SELECT ?a { measures:nskb-a44 sg:cooperatingParty ?a }") == [("mv",)]


def test_only_the_lead_body_of_the_component_has_a_role() -> None:
    assert ids("SELECT ?a { components:zpo-4 sg:gestor ?a }") == [("mmr",)]
    assert ids("SELECT ?a { components:zpo-4 sg:coGestor|sg:cooperatingParty ?a }") == []
    others = [("kraje",), ("mesta",), ("mpo",), ("msmt",), ("mv",), ("mzv",), ("nukib",), ("obce",)]
    assert ids("SELECT ?a { components:zpo-4 sg:involves ?a }") == others
    roles = Counter(ids("SELECT ?i ?r { ?i sg:involvedElement components:zpo-4 ; sg:role ?r }"))
    assert Counter(role for _, role in roles) == {"undetermined": 8, "gestor": 1}


def test_status_and_its_years() -> None:
    assert ids("SELECT ?s ?y { measures:undp-ungheni-lighting sg:status ?s ; sg:statusFrom ?y }") == [("new", "2021")]
    card = "SELECT ?s ?y ?n { measures:cra-regional-development sg:status ?s ; sg:statusUntil ?y ; sg:statusNote ?n }"
    assert ids(card) == [("existing", "2019", "nyní je zvažována modifikace")]
    years = "SELECT ?f ?u { measures:mzv-bavaria-workshops sg:statusFrom ?f ; sg:statusUntil ?u }"
    assert ids(years) == [("2018", "2020")]


@pytest.mark.parametrize(
    ("measure", "kind", "edtf", "start", "end"),
    [
        ("mzv-vienna-conference", "fixed", "2021-23", "2021-09-01", "2021-11-30"),
        ("nskb-a44", "fixed", "2022-34", "2022-04-01", "2022-06-30"),
        ("mzv-bavaria-workshops", "period", "2018/2020", "2018-01-01", "2020-12-31"),
        ("nskb-a8", "ongoing", "../2025", "", "2025-12-31"),
        ("nskb-a45", "ongoing", "../2025", "", "2025-12-31"),
        ("programme-urbact", "programme-end", "2027", "", "2027-12-31"),
        ("undp-ungheni-lighting", "ongoing", "", "", ""),
        ("programme-cz-pl", "programme-end", "", "", ""),
        ("czechtrade-city-for-the-future", "milestones", "2021-09/..", "2021-09-01", ""),
        ("czechtrade-trade-fairs", "long-term", "", "", ""),
        ("czechtrade-export-alliance", "long-term", "2021/..", "2021-01-01", ""),
    ],
)
def test_schedules_are_bounded_only_where_certain(measure: str, kind: str, edtf: str, start: str, end: str) -> None:
    query = f"""SELECT ?k ?d ?s ?e {{ measures:{measure} sg:schedule ?x . ?x sg:scheduleKind ?kind
      BIND(STRAFTER(STR(?kind), "schedule-kinds/") AS ?k)
      OPTIONAL {{ ?x sg:edtf ?edtf }} OPTIONAL {{ ?x sg:start ?start }} OPTIONAL {{ ?x sg:end ?end }}
      BIND(COALESCE(?edtf, "") AS ?d) BIND(COALESCE(STR(?start), "") AS ?s) BIND(COALESCE(STR(?end), "") AS ?e) }}"""
    assert select(query) == [(kind, edtf, start, end)]


def test_a_dragged_year_is_kept_as_words_and_bounds_nothing() -> None:
    query = """SELECT ?v ?e { measures:programme-interreg-danube sg:schedule ?x . ?x sg:verbatim ?v
      OPTIONAL { ?x sg:end ?end } BIND(COALESCE(STR(?end), "none") AS ?e) }"""
    assert select(query) == [
        ("konec programového období 2027", "2027-12-31"),
        ("konec programového období 2033", "none"),
    ]


def test_the_milestones_have_date_and_place() -> None:
    query = "SELECT ?s ?e ?p { ?m a sg:Milestone ; sg:start ?s ; sg:end ?e ; dct:spatial ?p }"
    assert ids(query) == [("2021-09-01", "2021-09-30", "budapest"), ("2022-01-01", "2022-01-31", "dubai")]


def test_funding_names_bodies_and_instruments_but_no_amount() -> None:
    fairs = "SELECT ?f { measures:czechtrade-trade-fairs sg:funding/sg:funder ?f }"
    assert ids(fairs) == [("mpo",), ("presented-entities",)]
    assert ids("SELECT ?f { measures:czechtrade-trade-fairs sg:funding/sg:fundingInstrument ?f }") == [("proped",)]
    assert ids("SELECT ?f { measures:mpo-5g-declaration sg:funding/sg:fundingInstrument ?f }") == [("tsi",)]
    plan = "SELECT ?f { measures:undp-ungheni-lighting sg:funding/sg:fundingInstrument ?f }"
    assert ids(plan) == [("plan-zrs-2020",)]
    nothing = "SELECT ?p { measures:mmr-research-participation sg:funding ?x . ?x ?p ?y }"
    assert {row[0].rsplit("#")[-1] for row in ids(nothing)} == {"type", "verbatim", "prefLabel"}


def test_kinds_of_measure_and_cited_strategies() -> None:
    codes = "SELECT ?t { measures:mmr-research-participation sg:measureType ?t }"
    assert ids(codes) == [("code-3",), ("code-5",), ("code-6",), ("code-8",)]
    assert ids("SELECT ?t { measures:mpo-5g-declaration sg:measureType ?t }") == [
        ("coordination-and-awareness",),
        ("financial",),
    ]
    assert ids("SELECT ?s { measures:nskb-a44 sg:takenFrom ?s }") == [("ap-nskb",)]
    assert ids("SELECT ?s { measures:undp-ungheni-lighting sg:relevantTo ?s }") == [("zrs-2018-2030",)]
    assert len(select("SELECT DISTINCT ?m { ?m sg:realises ?p }")) == 8


def test_bavaria_is_not_belarus() -> None:
    query = "SELECT ?p { measures:mpo-5g-declaration dct:spatial ?p }"
    assert ids(query) == [("bavaria",), ("czechia",), ("munich",), ("prague",)]


def test_only_high_confidence_yields_a_link() -> None:
    implements = [quad for quad in set(QUADS) if quad.predicate.value == f"{BASE}ontology/implements"]
    contributes = [quad for quad in set(QUADS) if quad.predicate.value == f"{BASE}ontology/contributesTo"]
    assert (len(implements), len(contributes)) == (21, 10)
    assert {quad.graph_name.value for quad in (*implements, *contributes)} == {f"{BASE}graph/alignments"}


def test_every_statement_of_the_source_leads_to_a_cell() -> None:
    """A measure leads to its rows' cells, in a column that expresses the property; all else to its own cells."""
    tracing = {f"{PREFIXES['prov']}wasDerivedFrom", f"{BASE}ontology/namedIn"}
    derived = {quad.subject for quad in QUADS if quad.predicate.value in tracing}
    rows = {quad.subject for quad in QUADS if quad.predicate.value == f"{BASE}ontology/sourceRow"}
    for quad in QUADS:
        if quad.graph_name == ox.NamedNode(SOURCE):
            assert quad.subject in derived | rows, quad
            if isinstance(quad.object, ox.NamedNode) and quad.object.value.startswith(f"{BASE}resource/"):
                assert quad.object in derived | rows, quad


@pytest.mark.parametrize(
    ("link", "kinds"),
    [
        (
            "prov:wasDerivedFrom",
            "components fundings goals involvements milestones pillars schedules typical-measures",
        ),
        (
            "sg:namedIn",
            "actor-groups components institutions instruments laws pillars places programmes sdgs strategies units",
        ),
    ],
)
def test_what_the_source_only_names_is_not_derived_from_it(link: str, kinds: str) -> None:
    """An institution exists without the source; a schedule is what a cell says; an element is both, in two cells."""
    traces = STORE.query(f"{HEAD}SELECT ?t {{ ?t {link} ?c . ?c a sg:SourceCell }}", use_default_graph_as_union=True)
    assert isinstance(traces, ox.QuerySolutions)
    things = {trace["t"].value for trace in traces}
    found = {
        "sdgs" if "metadata.un.org" in thing else "laws" if "e-sbirka" in thing else thing.rsplit("/", 2)[1]
        for thing in things
    }
    assert found == set(kinds.split())


def test_a_cell_begins_on_the_line_that_its_span_says() -> None:
    numbered = [quad for quad in QUADS if quad.predicate == SG.lineNumber]
    lines = {quad.subject.value.rsplit("/", 1)[1]: quad.object.value for quad in numbered}
    assert (lines["zpo4-r41-c08"], lines["zpo4-component-c02"]) == ("201", "263")
    assert lines.keys() == {row["id"] for row in TABLES["cells"]}
    assert len(numbered) == len(lines)


def test_translations_stay_out_of_the_source_graph() -> None:
    foreign = select("""SELECT ?m ?l { ?m a sg:ImplementingMeasure ; dct:title ?t ; skos:prefLabel ?l
      FILTER(LANG(?l) != LANG(?t)) }""")
    assert foreign == []
    assert {str(quad.graph_name) for quad in QUADS if quad.predicate.value == f"{BASE}ontology/translatedTitle"} == {
        f"<{BASE}graph/reference>"
    }
