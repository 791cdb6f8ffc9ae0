"""The addresses of the service, as its documentation describes them."""

from typing import Final

from kg.errors import Lang

ROUTES: Final[dict[tuple[str, str], dict[Lang, str]]] = {
    ("GET, POST", "/sparql"): {
        "cs": "Dotaz SPARQL 1.1 podle protokolu SPARQL: v parametru query, nebo v těle požadavku. Výsledky jako JSON,"
        " XML, CSV, TSV; grafy jako Turtle, JSON-LD, N-Triples, RDF/XML, TriG, N-Quads. Parametr timeout zkrátí lhůtu.",
        "en": "A SPARQL 1.1 query by the SPARQL Protocol: the parameter query, or the query as the body. Rows as JSON,"
        " XML, CSV, TSV; graphs as Turtle, JSON-LD, N-Triples, RDF/XML, TriG, N-Quads. timeout shortens the time.",
    },
    ("GET, DELETE", "/sparql/queries/{id}"): {
        "cs": "Stav dotazu nebo zápisu podle označení, které klient poslal v hlavičce Query-Id; DELETE jej zastaví,"
        " zápis jen do chvíle, než je zaznamenán.",
        "en": "The state of a query or a write by the id that its client sent in the header Query-Id; DELETE stops it,"
        " a write until it is recorded.",
    },
    ("POST", "/update"): {
        "cs": "Aktualizace SPARQL 1.1 podle protokolu SPARQL; vyžaduje oprávnění (hlavička Authorization: Bearer)."
        " If-Match s hodnotou hlavičky Strategraf-Hash v uvozovkách ji podmíní stavem, který klient četl.",
        "en": "A SPARQL 1.1 update by the SPARQL Protocol; needs a token (header Authorization: Bearer). If-Match with"
        " the value of the header Strategraf-Hash in quotation marks binds it to the state that the client read.",
    },
    ("GET, PUT, POST, DELETE", "/graphs"): {
        "cs": "Graph Store Protocol: graf pojmenovaný parametrem graph, nebo výchozí graf (default); zápis vyžaduje"
        " oprávnění. If-Match se značkou ETag zapíše jen do stavu, který klient četl, If-None-Match: * jen nový graf.",
        "en": "Graph Store Protocol: the graph that the parameter graph names, or the default one (default); writing"
        " needs a token. If-Match with an ETag writes only upon the state that was read, If-None-Match: * only a new"
        " graph.",
    },
    ("GET, PUT, POST, DELETE", "/graphs/{path}"): {
        "cs": "Graph Store Protocol: graf, jehož IRI je adresa sama.",
        "en": "Graph Store Protocol: the graph whose IRI is the address itself.",
    },
    ("GET", "/questions"): {
        "cs": "Seznam uložených otázek s jejich parametry a sloupci.",
        "en": "The stored questions with their parameters and columns.",
    },
    ("GET", "/questions/{id}"): {
        "cs": "Odpověď na uloženou otázku; parametrem může být označení, zkratka, název i IRI.",
        "en": "The answer to a stored question; a parameter may be a notation, an acronym, a name or an IRI.",
    },
    ("GET", "/explain"): {
        "cs": "Vysvětlení, proč tvrzení platí (parametry s, p, o), pravidlo po pravidle až ke slovům podkladu.",
        "en": "Why a statement holds (parameters s, p, o), rule by rule down to the words of the source.",
    },
    ("POST", "/validate"): {
        "cs": "Ověření souboru RDF (pole file, nebo tělo požadavku) podle tvarů; zpráva v JSON, Turtle, HTML, SARIF"
        " nebo jako text, podle Accept nebo parametru format (json, ttl, html, sarif, text).",
        "en": "Validation of an RDF file (field file, or the body) by the shapes; report as JSON, Turtle, HTML, SARIF"
        " or text, by Accept or the parameter format (json, ttl, html, sarif, text).",
    },
    ("GET", "/search"): {
        "cs": "Hledání podle názvu a označení v parametru q; type zúží druh (Goal, Measure, code/statuses).",
        "en": "Search by name and notation in the parameter q; type narrows the kind (Goal, Measure, code/statuses).",
    },
    ("GET", "/resource/{type}/{id}"): {
        "cs": "Věc: přesměrování podle Accept na stránku nebo na Turtle, JSON-LD, N-Triples či RDF/XML. Přípony .html,"
        " .ttl, .jsonld, .nt a .rdf vedou přímo k dokumentu; platí to i pro následující adresy.",
        "en": "A thing: a redirect by Accept to its page or to Turtle, JSON-LD, N-Triples or RDF/XML. The suffixes"
        " .html, .ttl, .jsonld, .nt and .rdf lead straight to a document; so do they below.",
    },
    ("GET", "/ontology/"): {"cs": "Ontologie se všemi termíny.", "en": "The ontology with all its terms."},
    ("GET", "/ontology/{term}"): {"cs": "Termín ontologie.", "en": "A term of the ontology."},
    ("GET", "/shapes/{name}"): {"cs": "Tvar SHACL nebo profil.", "en": "A SHACL shape or a profile."},
    ("GET", "/code/{list}"): {"cs": "Číselník s položkami.", "en": "A code list with its codes."},
    ("GET", "/code/{list}/{code}"): {"cs": "Položka číselníku.", "en": "A code."},
    ("GET", "/graph/{name}"): {"cs": "Trojice pojmenovaného grafu.", "en": "The triples of a named graph."},
    ("GET", "/dump/{name}"): {
        "cs": "Celá datová sada: strategraf.nq, .trig, .ttl, také s příponou .gz.",
        "en": "The whole dataset: strategraf.nq, .trig, .ttl, also with .gz.",
    },
    ("GET", "/.well-known/void"): {"cs": "Popis datové sady (VoID).", "en": "The description of the dataset (VoID)."},
    ("GET", "/metrics"): {
        "cs": "Provozní údaje ve formátu Prometheus: dotazy, doby odpovědí, zastavené výpočty, paměť.",
        "en": "Operating figures in Prometheus' format: queries, latencies, kills, memory.",
    },
    ("GET", "/health"): {
        "cs": "Stav služby, verze dat a otisk jejich obsahu. Služba, která nemůže odpovídat, vrací 503"
        " a v poli detail uvádí proč.",
        "en": "The state of the service, the version of the data and the hash of their content. Where the"
        " service cannot answer it is 503, and detail says why.",
    },
}
"""The routes that programs use, for the page that describes them."""
