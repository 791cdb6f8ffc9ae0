"""What asserted statements rest on; the expected words were copied by hand from the source."""

import pytest
from pyoxigraph import Literal, NamedNode

from kg import iris, paths
from kg.explain import Explainer, Statement, explain
from kg.explain.proof import Evidence, Quote
from kg.iris import code, graph, resource
from kg.mapping.measures import MeasurePlan
from kg.mapping.plan import map_plan
from kg.mapping.wordbook import Wordbook
from kg.namespaces import DCT, ORG, PROV, RDF, RDFS, SG, SKOS
from kg.spans import SourceText, Span
from kg.store import Dataset
from kg.tables import load_tables, read_text
from tests.explain.checking import statements

SOURCE = graph("source/koncepce-sc-zpo4")

A44 = (
    "A44: Porovnat vybrané v současnosti užívané metody analýzy rizik s cílem ověřit, zda jsou v souladu s"
    " požadavky VKB a zda jsou současně efektivně použitelné pro různé organizace. Výstup tohoto projektu bude v"
    " obecné rovině nabídnut orgánům a osobám povinným dle ZKB i široké veřejnosti."
)
ZPO4 = "ZPO4. Partneři doma i v zahraničí při sdílení SMART řešení – prosazování zájmů obcí a měst doma i v zahraničí"
GOAL_2 = (
    "ZPO 4.2 Mezinárodní spolupráce mezi regiony a municipalitami posiluje dobré vztahy, zvyšuje odolnost Česka a"
    " jeho mezinárodní význam."
)
PILLAR = (
    "Zastřešující průřezová oblast Odolnost prostřednictvím SMART řešení pro obce, města a regiony (Soudržná"
    " města, obce a regiony)"
)
TM6 = (
    "Podpora spolupráce velkých měst na iniciativách lídrů SMART řešení k etickým pravidlům digitalizace, na"
    " bezpečnostních opatřeních v kyberprostoru."
)
TM7 = (
    "Zapojení municipalit do Paktu starostů a primátorů pro klima a energii, rozvoj spolupráce municipalit při"
    " naplňování Cílů udržitelného rozvoje (SDGs), zejména sdílení zkušeností souvisejících s SDG 11 (Udržitelná"
    " města a obce)."
)
ROADSHOW = (
    "City For The Future – proexportní prezentace českých Smart City řešení s využitím digitálních nástrojů a"
    " prvků roadshow"
)
DUBAI = (
    "pilotní projekty září 2021 (Budapešť) a leden 2022 (Dubaj), v dalších letech prezentace v celé síti"
    " zahraničních kanceláří CzechTrade"
)
DANUBE = "Program nadnárodní spolupráce Interreg Danube"


def evidence(dataset: Dataset, subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> Evidence:
    found = explain(dataset, subject, predicate, value).evidence
    assert found is not None
    return found


def measure(identifier: str) -> NamedNode:
    return resource("measures", identifier)


SAID: list[tuple[NamedNode, NamedNode, NamedNode | Literal, list[tuple[int | None, int, str]]]] = [
    (measure("nskb-a44"), SG.listedUnder, resource("components", "zpo-4"), [(41, 201, A44), (None, 263, ZPO4)]),
    (measure("nskb-a44"), SG.gestor, resource("institutions", "nukib"), [(41, 205, "NÚKIB ve spolupráci s MV")]),
    (measure("nskb-a44"), SG.cooperatingParty, resource("institutions", "mv"), [(41, 205, "NÚKIB ve spolupráci s MV")]),
    (measure("nskb-a44"), SG.status, code("statuses", "existing"), [(41, 205, "Existující")]),
    (measure("nskb-a44"), SG.schedule, resource("schedules", "zpo4-r41-c11"), [(41, 205, "Q2 2022")]),
    (measure("nskb-a44"), SKOS.notation, Literal("A44"), [(41, 201, A44)]),
    (measure("nskb-a44"), RDF.type, SG.ImplementingMeasure, [(41, 201, A44)]),
    (measure("mzv-bavaria-workshops"), SG.gestor, resource("units", "gk-mnichov"), [(17, 78, "MZV (GK Minchov)")]),
    (
        measure("programme-interreg-danube"),
        SG.schedule,
        resource("schedules", "zpo4-r24-c11"),
        [(24, 92, "konec programového období 2033"), (33, 162, "konec programového období 2033")],
    ),
    (
        measure("programme-interreg-danube"),
        SG.realises,
        resource("programmes", "interreg-danube"),
        [(14, 69, DANUBE), (24, 92, DANUBE), (33, 162, DANUBE)],
    ),
    (
        measure("czechtrade-city-for-the-future"),
        SG.gestor,
        resource("units", "mpo-51000"),
        [(36, 173, "CzechTrade + MPO 51000")],
    ),
    (
        measure("czechtrade-city-for-the-future"),
        DCT.title,
        Literal(ROADSHOW, language="cs"),
        [(36, 170, ROADSHOW)],
    ),
    (resource("milestones", "zpo4-r36-c11-2022-01"), DCT.spatial, resource("places", "dubai"), [(36, 173, DUBAI)]),
    (resource("components", "zpo-4"), SG.gestor, resource("institutions", "mmr"), [(None, 273, "MMR")]),
    (
        resource("components", "zpo-4"),
        SG.involves,
        resource("actor-groups", "obce"),
        [(None, 274, "MPO, MZV, MV, MŠMT, NÚKIB, obce, města, kraje")],
    ),
    (
        resource("goals", "zpo-4.2"),
        SG.partOf,
        resource("components", "zpo-4"),
        [(None, 246, GOAL_2), (None, 263, ZPO4)],
    ),
    (resource("components", "zpo-4"), SG.partOf, resource("pillars", "zpo"), [(None, 254, PILLAR), (None, 263, ZPO4)]),
    (resource("components", "zpo-4"), SKOS.notation, Literal("ZPO4"), [(None, 263, ZPO4)]),
    (
        resource("typical-measures", "zpo4-tm7"),
        SG.supportsSDG,
        NamedNode("http://metadata.un.org/sdg/11"),
        [(None, 220, TM7)],
    ),
]


@pytest.mark.parametrize(("subject", "predicate", "value", "said"), SAID)
def test_the_source_says_it_in_these_words(
    dataset: Dataset,
    subject: NamedNode,
    predicate: NamedNode,
    value: NamedNode | Literal,
    said: list[tuple[int | None, int, str]],
) -> None:
    found = evidence(dataset, subject, predicate, value)
    assert found.graphs == (SOURCE,)
    assert [(each.row, line_of(each), each.verbatim) for each in found.quotes] == said
    assert all(each.line == line_of(each) for each in found.quotes)


def source_text() -> SourceText:
    return SourceText(read_text(paths.DATA / "sources" / "koncepce-sc-zpo4.txt"))


def line_of(quote: Quote) -> int:
    return source_text().line_of(quote.spans[0][0])


def test_every_statement_of_the_source_is_quoted_from_the_file(dataset: Dataset) -> None:
    text = source_text()
    explainer = Explainer(dataset)
    stated = statements(dataset.store.quads_for_pattern(None, None, None, SOURCE))
    assert len(stated) > 900
    for statement in stated:
        found = explainer.explain(statement).evidence
        assert found is not None
        assert found.quotes, statement
        for quote in found.quotes:
            assert text.verbatim(Span(*span) for span in quote.spans) == quote.verbatim


def test_the_cell_that_a_statement_was_read_from_is_among_those_quoted(dataset: Dataset) -> None:
    """The mapping knows the cell of each statement; the graph keeps it only by columns and derivations."""
    tables = load_tables(paths.DATA / "tables")
    (document,) = tables["documents"]
    book = Wordbook.from_tables(tables)
    component = iris.resource("components", document["component"])
    plan = MeasurePlan(tables, book).statements(component, "zpo4-component-c02")
    explainer = Explainer(dataset)
    elsewhere = []
    for stated in (*map_plan(tables, document["strategy"], book.agents), *plan):
        found = explainer.explain(Statement(stated.subject, stated.predicate, stated.object)).evidence
        assert found is not None
        if iris.resource("cells", stated.cell or "") not in {quote.cell for quote in found.quotes}:
            elsewhere.append((stated.subject, stated.predicate, stated.object))
    # “ZPO”, the project's reading of the pillar's name, stands letter by letter only in the component's cell.
    assert elsewhere == [(resource("pillars", "zpo"), SKOS.notation, Literal("ZPO"))]


def test_an_alignment_gives_its_reason_and_the_words_of_both_ends(dataset: Dataset) -> None:
    found = evidence(dataset, measure("nskb-a44"), SG.implements, resource("typical-measures", "zpo4-tm6"))
    (alignment,) = found.alignments
    assert alignment.node == resource("alignments", "zpo4-r41-tm6")
    assert alignment.subject == resource("rows", "zpo4-r41")
    assert (alignment.basis, alignment.confidence) == (code("bases", "content"), code("confidences", "high"))
    assert alignment.rationale == {
        "cs": "Opatření NÚKIB se týká kybernetické bezpečnosti, tedy bezpečnostních opatření v kyberprostoru.",
        "en": "The measure of NÚKIB concerns cyber security, that is, security measures in cyberspace.",
    }
    assert [quote.verbatim for quote in alignment.quotes] == [A44, TM6]
    assert found.quotes == ()


def test_a_candidate_is_explained_by_its_own_alignment(dataset: Dataset) -> None:
    node = resource("alignments", "zpo4-r15-tm5")
    found = evidence(dataset, node, SG.confidence, code("confidences", "low"))
    assert [each.node for each in found.alignments] == [node]


def test_a_defect_of_the_words_is_told(dataset: Dataset) -> None:
    found = evidence(dataset, measure("mzv-bavaria-workshops"), SG.gestor, resource("units", "gk-mnichov"))
    (quote,) = found.quotes
    (defect,) = quote.defects
    assert defect["cs"] == "Překlep „Minchov“ namísto „Mnichov“ v názvu generálního konzulátu."


def test_a_typical_measure_over_two_pages_is_quoted_in_its_pieces(dataset: Dataset) -> None:
    """Printed on both sides of the page break, a line makes two spans."""
    tm5 = resource("typical-measures", "zpo4-tm5")
    (quote,) = evidence(dataset, tm5, RDF.type, SG.TypicalMeasure).quotes
    assert len(quote.spans) == 2
    assert quote.verbatim.startswith("Spolupráce organizací sdružujících municipality v rámci V4")
    assert quote.verbatim.endswith("vůči třetím stranám (např. při tvorbě legislativy EU).")


def test_reference_data_rest_on_verified_facts(dataset: Dataset) -> None:
    found = evidence(dataset, resource("units", "zu-viden"), ORG.unitOf, resource("institutions", "mzv"))
    (fact,) = found.facts
    assert fact.node == resource("facts", "mzv-units")
    assert fact.statement["en"].startswith(
        "ZÚ Vídeň and GK Mnichov are the embassy in Vienna and the consulate general"
    )
    assert "zastupitelských úřadů" in fact.verified


def test_all_reference_data_rest_on_facts_or_words(dataset: Dataset) -> None:
    explainer = Explainer(dataset)
    for statement in statements(dataset.store.quads_for_pattern(None, None, None, graph("reference"))):
        found = explainer.explain(statement).evidence
        assert found is not None
        assert found.facts or found.quotes, statement


def test_an_axiom_is_explained_by_the_definition_of_its_term(dataset: Dataset) -> None:
    found = evidence(dataset, SG.listedUnder, RDFS.subPropertyOf, SG.addresses)
    (definition,) = found.definitions
    assert definition.term == SG.listedUnder
    assert definition.text["en"] == (
        "The relation of an implementing measure to the component under which the source lists it."
    )


def test_an_axiom_of_another_vocabulary_tells_where_it_stands(dataset: Dataset) -> None:
    (definition,) = evidence(
        dataset, ORG.unitOf, NamedNode("http://www.w3.org/2002/07/owl#inverseOf"), ORG.hasUnit
    ).definitions
    assert "The Organization Ontology" in definition.text["en"]


def test_the_record_of_provenance_quotes_what_it_points_to(dataset: Dataset) -> None:
    row = evidence(dataset, measure("nskb-a44"), SG.sourceRow, resource("rows", "zpo4-r41"))
    assert [quote.verbatim for quote in row.quotes] == [A44]
    derived = evidence(
        dataset, resource("components", "zpo-4"), PROV.wasDerivedFrom, resource("cells", "zpo4-component-c02")
    )
    assert [quote.verbatim for quote in derived.quotes] == [ZPO4]
