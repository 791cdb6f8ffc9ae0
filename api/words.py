"""The words of the pages in both languages, in one place so that one voice speaks."""

from typing import Final

from kg.errors import Lang

WORDS: Final[dict[str, dict[Lang, str]]] = {
    "site": {"cs": "Strategraf", "en": "Strategraf"},
    "tagline": {
        "cs": "Znalostní graf opatření veřejných politik",
        "en": "A knowledge graph of public-policy measures",
    },
    "what": {
        "cs": "Strategraf převádí plány veřejných politik na propojená data: cíle, typová opatření, opatření, která je"
        " naplňují, strategie, instituce a Cíle udržitelného rozvoje. Každý údaj lze dohledat až ke slovům podkladu, ze"
        " kterých pochází, a každé odvození je jako odvození označeno. Podkladem je implementační plán Koncepce Smart"
        " Cities, komponenta ZPO4.",
        "en": "Strategraf turns public-policy plans into linked data: goals, typical measures, the measures that"
        " implement them, strategies, institutions and Sustainable Development Goals. Every statement leads back to the"
        " words of the source it came from, and every inference says that it is one. The source is the implementation"
        " plan of the Smart Cities Concept, component ZPO4.",
    },
    "open": {"cs": "Otevřít otázku s formulářem a dotazem SPARQL", "en": "Open the question with its form and query"},
    "questions": {"cs": "Otázky", "en": "Questions"},
    "questions_lead": {
        "cs": "Uložené otázky s odpověďmi ověřenými proti podkladu. Doplňte údaje a zobrazte odpověď.",
        "en": "Stored questions whose answers are checked against the source. Fill in the blanks to see the answer.",
    },
    "ask": {"cs": "Zobrazit odpověď", "en": "Show the answer"},
    "answer": {"cs": "Odpověď", "en": "Answer"},
    "no_rows": {"cs": "Odpověď neobsahuje žádný řádek.", "en": "The answer has no row."},
    "rows": {"cs": "Počet řádků", "en": "Rows"},
    "query": {"cs": "Dotaz SPARQL", "en": "SPARQL query"},
    "run": {"cs": "Položit dotaz", "en": "Run the query"},
    "edit": {"cs": "Otevřít v editoru dotazů", "en": "Open in the query editor"},
    "sparql": {"cs": "Dotaz SPARQL", "en": "SPARQL"},
    "sparql_lead": {
        "cs": "Dotazy SPARQL 1.1 nad sjednocením všech grafů; jednotlivé grafy zpřístupní GRAPH a FROM.",
        "en": "SPARQL 1.1 queries over the union of all graphs; GRAPH and FROM reach each graph.",
    },
    "version": {"cs": "Verze dat", "en": "Version of the data"},
    "hash": {"cs": "otisk RDFC-1.0", "en": "RDFC-1.0 hash"},
    "api": {"cs": "Popis rozhraní", "en": "API description"},
    "language": {"cs": "English", "en": "Čeština"},
    "truth": {"cs": "Pravdivostní hodnota", "en": "Truth value"},
    "choose": {"cs": "vyberte, nebo napište", "en": "choose or type"},
    "problem": {"cs": "Odpověď nelze zobrazit", "en": "The answer cannot be shown"},
    "formats": {"cs": "Tato odpověď jako data", "en": "This answer as data"},
    "list_as_data": {"cs": "Seznam otázek jako data", "en": "The list of questions as data"},
    "more": {
        "cs": "Zobrazuje se jen začátek odpovědi. Celou ji získáte jako data v jednom z uvedených formátů.",
        "en": "Only the beginning of the answer is shown. Get all of it as data, in one of the formats named.",
    },
    "skip": {"cs": "Přejít k obsahu", "en": "Skip to the content"},
    "docs": {"cs": "Rozhraní pro programy", "en": "Interface for programs"},
    "docs_lead": {
        "cs": "Všechny odpovědi jsou dostupné bez registrace a lze je číst i z jiných webů (CORS). Formát se volí"
        " hlavičkou Accept nebo parametrem format, jazyk parametrem lang (cs, en).",
        "en": "Every answer is open to all, without registration and from other web sites too (CORS). Choose the format"
        " by the header Accept or the parameter format, and the language by the parameter lang (cs, en).",
    },
    "method": {"cs": "Metoda", "en": "Method"},
    "address": {"cs": "Adresa", "en": "Address"},
    "meaning": {"cs": "Význam", "en": "Meaning"},
    "openapi": {"cs": "Strojově čitelný popis (OpenAPI)", "en": "Description for machines (OpenAPI)"},
    "graph_answer": {"cs": "Odpovědí je graf", "en": "The answer is a graph"},
}

ROUTES: Final[dict[tuple[str, str], dict[Lang, str]]] = {
    ("GET, POST", "/sparql"): {
        "cs": "Dotaz SPARQL 1.1 podle protokolu SPARQL: v parametru query, nebo v těle požadavku. Výsledky jako JSON,"
        " XML, CSV, TSV; grafy jako Turtle, JSON-LD, N-Triples, RDF/XML, TriG, N-Quads. Parametr timeout zkrátí lhůtu.",
        "en": "A SPARQL 1.1 query by the SPARQL Protocol: the parameter query, or the query as the body. Rows as JSON,"
        " XML, CSV, TSV; graphs as Turtle, JSON-LD, N-Triples, RDF/XML, TriG, N-Quads. timeout shortens the time.",
    },
    ("GET", "/questions"): {
        "cs": "Seznam uložených otázek s jejich parametry a sloupci.",
        "en": "The stored questions with their parameters and columns.",
    },
    ("GET", "/questions/{id}"): {
        "cs": "Odpověď na uloženou otázku; parametrem může být označení, zkratka, název i IRI.",
        "en": "The answer to a stored question; a parameter may be a notation, an acronym, a name or an IRI.",
    },
    ("GET", "/health"): {
        "cs": "Stav služby, verze dat a jejich otisk RDFC-1.0.",
        "en": "The state of the service, the version of the data and their RDFC-1.0 hash.",
    },
}
"""The routes that programs use, for the page that describes them."""

COLUMNS: Final[dict[str, dict[Lang, str]]] = {
    "a": {"cs": "První instituce", "en": "First institution"},
    "b": {"cs": "Druhá instituce", "en": "Second institution"},
    "basis": {"cs": "Základ", "en": "Basis"},
    "candidates": {"cs": "Kandidáti", "en": "Candidates"},
    "cci": {"cs": "CCI", "en": "CCI"},
    "column": {"cs": "Sloupec", "en": "Column"},
    "confidence": {"cs": "Míra jistoty", "en": "Confidence"},
    "contributor": {"cs": "Přispívá", "en": "Contributor"},
    "defect": {"cs": "Vada", "en": "Defect"},
    "edtf": {"cs": "EDTF", "en": "EDTF"},
    "element": {"cs": "Prvek strategie", "en": "Strategy element"},
    "end": {"cs": "Konec", "en": "End"},
    "institution": {"cs": "Instituce", "en": "Institution"},
    "kind": {"cs": "Druh", "en": "Kind"},
    "label": {"cs": "Název", "en": "Label"},
    "level": {"cs": "Úroveň", "en": "Level"},
    "measure": {"cs": "Opatření", "en": "Measure"},
    "measures": {"cs": "Počet opatření", "en": "Measures"},
    "normalised": {"cs": "Normalizovaná hodnota", "en": "Normalised value"},
    "notation": {"cs": "Označení", "en": "Notation"},
    "object": {"cs": "Předmět", "en": "Object"},
    "parent": {"cs": "Nadřazený prvek", "en": "Parent"},
    "place": {"cs": "Místo", "en": "Place"},
    "programme": {"cs": "Program", "en": "Programme"},
    "property": {"cs": "Vlastnost", "en": "Property"},
    "rationale": {"cs": "Zdůvodnění", "en": "Rationale"},
    "relation": {"cs": "Vztah", "en": "Relation"},
    "relevantTo": {"cs": "Relevantní", "en": "Relevant to"},
    "role": {"cs": "Role", "en": "Role"},
    "row": {"cs": "Řádek", "en": "Row"},
    "rows": {"cs": "Počet řádků", "en": "Rows"},
    "sdg": {"cs": "Cíl udržitelného rozvoje", "en": "SDG"},
    "start": {"cs": "Začátek", "en": "Start"},
    "statedEndYears": {"cs": "Uvedené roky konce", "en": "Stated end years"},
    "status": {"cs": "Stav", "en": "Status"},
    "strategy": {"cs": "Strategie", "en": "Strategy"},
    "subject": {"cs": "Podmět", "en": "Subject"},
    "takenFrom": {"cs": "Převzato", "en": "Taken from"},
    "thing": {"cs": "Věc", "en": "Thing"},
    "title": {"cs": "Název v podkladu", "en": "Title in the source"},
    "typicalMeasure": {"cs": "Typové opatření", "en": "Typical measure"},
    "until": {"cs": "Do", "en": "Until"},
    "value": {"cs": "Hodnota", "en": "Value"},
    "verbatim": {"cs": "Doslovné znění", "en": "Verbatim"},
}
"""Headings of the columns of stored questions."""

PARAMETERS: Final[dict[str, dict[Lang, str]]] = {
    "date": {"cs": "Datum", "en": "Date"},
    "element": {"cs": "Prvek strategie", "en": "Strategy element"},
    "institution": {"cs": "Instituce", "en": "Institution"},
    "measure": {"cs": "Opatření", "en": "Measure"},
    "place": {"cs": "Místo", "en": "Place"},
    "source": {"cs": "Zdroj financování", "en": "Source of funding"},
    "strategy": {"cs": "Strategie", "en": "Strategy"},
    "thing": {"cs": "Věc", "en": "Thing"},
    "type": {"cs": "Typ opatření", "en": "Type of measure"},
}
"""Labels of the fields of the question forms."""
