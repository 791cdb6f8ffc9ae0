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
    "explain_plan": {"cs": "Vysvětlit dotaz a jeho náklady", "en": "Explain the query and its cost"},
    "explain_empty": {"cs": "Zjistit, proč dotaz nic nevrací", "en": "Find out why there is no row"},
    "row_limit": {"cs": "Omezení počtu řádků", "en": "The limit of rows"},
    "row_limit_all": {
        "cs": "Počet řádků odpovědi tato služba neomezuje.",
        "en": "This service does not limit the rows of an answer.",
    },
    "row_limit_some": {
        "cs": "Nejvyšší počet řádků jedné odpovědi. Zkrácená odpověď to sděluje v hlavičce Strategraf-Row-Limit a ve"
        " formátech JSON a XML také odkazem v záhlaví; zbývající řádky získáte pomocí ORDER BY, LIMIT a OFFSET.",
        "en": "The most rows of one answer. One that was cut short says so in the header Strategraf-Row-Limit and, in"
        " JSON and XML, by a link in its head; get the other rows by ORDER BY, LIMIT and OFFSET.",
    },
    "row_limit_cut": {
        "cs": "Odpověď má další řádky; služba jich posílá nejvýše {limit}. Zbývající získáte pomocí ORDER BY, LIMIT a"
        " OFFSET.",
        "en": "The answer has more rows; the service sends {limit} at most. Get the others by ORDER BY, LIMIT and"
        " OFFSET.",
    },
    "edit": {"cs": "Otevřít v editoru dotazů", "en": "Open in the query editor"},
    "sparql": {"cs": "Dotaz SPARQL", "en": "SPARQL"},
    "sparql_lead": {
        "cs": "Dotazy SPARQL 1.1 nad sjednocením všech grafů; jednotlivé grafy zpřístupní GRAPH a FROM.",
        "en": "SPARQL 1.1 queries over the union of all graphs; GRAPH and FROM reach each graph.",
    },
    "version": {"cs": "Verze dat", "en": "Version of the data"},
    "hash": {"cs": "otisk obsahu", "en": "hash of the content"},
    "api": {"cs": "Popis rozhraní", "en": "API description"},
    "language": {"cs": "English", "en": "Čeština"},
    "truth": {"cs": "Pravdivostní hodnota", "en": "Truth value"},
    "choose": {"cs": "vyberte, nebo napište", "en": "choose or type"},
    "problem": {"cs": "Odpověď nelze zobrazit", "en": "The answer cannot be shown"},
    "example_unknown": {
        "cs": "Zveřejněná data ukázkovou otázku nezodpoví: instituci ani prvek, na které se ptá, neuvádějí.",
        "en": "The data published here do not answer this sample question: they do not name what it asks about.",
    },
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
    "search": {"cs": "Hledání", "en": "Search"},
    "search_short": {"cs": "Najít opatření, cíl, instituci…", "en": "Find a measure, a goal, a body…"},
    "search_lead": {
        "cs": "Hledá se v názvech, zkratkách a označeních. Na velikosti písmen, háčcích a čárkách nezáleží, stačí"
        " začátky slov.",
        "en": "Labels, acronyms and notations are searched. Case and diacritics do not matter; beginnings of words do.",
    },
    "sought": {"cs": "Hledaný výraz", "en": "Words sought"},
    "kind": {"cs": "Druh", "en": "Kind"},
    "any_kind": {"cs": "cokoli", "en": "anything"},
    "find": {"cs": "Hledat", "en": "Search"},
    "found": {"cs": "Nalezeno", "en": "Found"},
    "nothing_found": {
        "cs": "Nic takového se nenašlo. Zkuste jiné slovo nebo jen jeho začátek.",
        "en": "Nothing was found. Try another word, or only its beginning.",
    },
    "narrow": {"cs": "Zpřesněte hledaný výraz.", "en": "Narrow the words sought."},
    "shown_of": {"cs": "Zobrazeno {shown} z {all}.", "en": "{shown} of {all} are shown."},
    "iri": {"cs": "IRI", "en": "IRI"},
    "inferred": {"cs": "odvozeno", "en": "inferred"},
    "source_words": {"cs": "Slova podkladu", "en": "The words of the source"},
    "column": {"cs": "sloupec", "en": "column"},
    "incoming": {"cs": "Co na tuto věc odkazuje", "en": "What refers to this thing"},
    "thing_as_data": {"cs": "Totéž jako data", "en": "The same as data"},
    "graph": {"cs": "pojmenovaný graf", "en": "named graph"},
    "graph_counts": {"cs": "Počet trojic a věcí podle tříd", "en": "Triples, and things by class"},
    "triples": {"cs": "Počet trojic", "en": "Triples"},
    "all_graphs": {"cs": "Všechny grafy v jednom souboru", "en": "All graphs in one file"},
    "downloads": {"cs": "Data ke stažení", "en": "Downloads"},
    "downloads_lead": {
        "cs": "N-Quads a TriG obsahují všechny grafy, Turtle jejich sjednocení. N-Quads jsou v kanonickém"
        " tvaru RDFC-1.0; jejich SHA-256 je otiskem vydání.",
        "en": "N-Quads and TriG hold every graph, Turtle holds their union. The N-Quads are in the canonical form"
        " of RDFC-1.0; their SHA-256 is the hash of the release.",
    },
    "void": {"cs": "Popis datové sady (VoID)", "en": "Description of the dataset (VoID)"},
}

GROUPS: Final[dict[str, dict[Lang, str]]] = {
    "source": {"cs": "Co uvádí podklad", "en": "What the source states"},
    "reference": {"cs": "Ověřené údaje a překlady projektu", "en": "Verified facts, and the project's translations"},
    "alignments": {"cs": "Přiřazení, která podklad neuvádí", "en": "Alignments that the source does not state"},
    "definition": {"cs": "Definice", "en": "Definition"},
    "provenance": {"cs": "Původ", "en": "Provenance"},
    "inferred": {"cs": "Co z toho plyne", "en": "What follows"},
}
"""Headings of the statements about a thing, by where they come from."""

GRAPHS: Final[dict[str, dict[Lang, str]]] = {
    "alignments": {
        "cs": "Vazby, které podklad neuvádí, se zdůvodněním a mírou jistoty.",
        "en": "Links that the source does not state, with a rationale and a confidence.",
    },
    "codes": {"cs": "Číselníky.", "en": "The code lists."},
    "inferred": {"cs": "Co z ostatních grafů plyne.", "en": "What follows from the other graphs."},
    "ontology": {"cs": "Ontologie: třídy a vlastnosti.", "en": "The ontology: classes and properties."},
    "provenance": {
        "cs": "Odkud každý údaj pochází: řádky, buňky, rozsahy znaků a vady podkladu.",
        "en": "Where each statement comes from: rows, cells, character spans and defects of the source.",
    },
    "reference": {
        "cs": "Ověřené údaje o institucích, strategiích, programech, místech a SDG a překlady projektu.",
        "en": "Verified facts on bodies, strategies, programmes, places and SDGs, and the project's translations.",
    },
    "shapes": {"cs": "Tvary SHACL, kterými se data ověřují.", "en": "The SHACL shapes that data are validated by."},
    "source": {"cs": "Co uvádí podklad.", "en": "What the source states."},
}
"""What each named graph holds."""

EXPLAIN: Final[dict[str, dict[Lang, str]]] = {
    "title": {"cs": "Proč to platí?", "en": "Why does it hold?"},
    "lead": {
        "cs": "Zadejte podmět, vlastnost a předmět tvrzení. Zobrazí se jeho důkaz: pravidla, podle nichž vyplývá,"
        " tvrzení, o která se opírá, a slova podkladu.",
        "en": "Give the subject, predicate and object of a statement. Its proof will be shown: the rules by which it"
        " follows, the statements that it rests on, and the words of the source.",
    },
    "s": {"cs": "Podmět", "en": "Subject"},
    "p": {"cs": "Vlastnost", "en": "Predicate"},
    "o": {"cs": "Předmět", "en": "Object"},
    "ask": {"cs": "Vysvětlit", "en": "Explain"},
    "example": {"cs": "Příklad", "en": "Example"},
    "problem": {"cs": "Vysvětlení nelze zobrazit", "en": "The explanation cannot be shown"},
    "then": {"cs": "a potom", "en": "and then"},
    "means": {"cs": "znamená", "en": "means"},
    "alignment": {"cs": "Přiřazení, které podklad neuvádí", "en": "Alignment, which the source does not state"},
    "basis": {"cs": "důvod", "en": "basis"},
    "confidence": {"cs": "míra jistoty", "en": "confidence"},
    "rationale": {"cs": "Odůvodnění", "en": "Rationale"},
    "verified": {"cs": "Ověřeno", "en": "Verified"},
    "defect": {"cs": "Vada podkladu", "en": "Defect of the source"},
}
"""The words of explanations."""

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
