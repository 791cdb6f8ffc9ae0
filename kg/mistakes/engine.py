"""What the engine and the parsers of JSON and XML say, in Czech; what is not known here is quoted as theirs."""

import re
from typing import Final

_PATTERNS: Final = (
    # Turtle, TriG, N-Triples, N-Quads
    (r"The prefix (\S+) has not been declared", r"předpona \1 není deklarována"),
    (r"Unexpected end of file", "text končí uprostřed řetězce, IRI nebo názvu"),
    (r"Unexpected end.*", "text končí uprostřed výroku"),
    (r"No scheme found in an absolute IRI", "IRI není úplné"),
    (r"Invalid IRI code point (.+)", r"IRI obsahuje nepřípustný znak \1"),
    (r"Invalid IRI percent encoding (.+)", r"v IRI nestojí za procentem dvě šestnáctkové číslice: \1"),
    (r"(.+) is not a valid (?:subject or graph name|RDF subject)", r"\1 nemůže být podmětem"),
    (r"(.+) is not a valid predicate", r"\1 nemůže být vlastností"),
    (r"(.+) is not a valid RDF object", r"\1 nemůže být předmětem"),
    (r"The subject of a triple must be .+", "podmětem musí být IRI nebo prázdný uzel"),
    (r"The predicate of a triple must be .+", "vlastností musí být IRI"),
    (r"The object of a triple must be .+", "předmětem musí být IRI, prázdný uzel nebo literál"),
    (r"(?:Quads must be|Triples (?:must|should) be) followed by a dot", "za výrokem chybí tečka"),
    (r"A dot is expected at the end of statements", "za výrokem chybí tečka"),
    (r"A '?\}'? or a '?\.'? is expected at the end of a graph block", "za výrokem v grafu chybí tečka nebo }"),
    (r"(.+) is not allowed at the beginning of a prefix name", r"předpona nesmí začínat znakem \1"),
    (r"The PREFIX keyword should be followed by a prefix.*", "za PREFIX má stát předpona s dvojtečkou"),
    (r"The PREFIX declaration should be followed by .+", "za PREFIX má stát předpona s dvojtečkou a její IRI"),
    (r"The BASE keyword should be followed by an IRI.*", "za BASE má stát IRI"),
    (r"A literal datatype must be an IRI", "datovým typem literálu musí být IRI"),
    (r"Expecting a datatype IRI after \^\^, found (.+)", r"za ^^ má stát IRI datového typu, stojí tam \1"),
    (r"line jumps are not allowed in the middle of triples", "výrok nesmí pokračovat na dalším řádku"),
    (r"Only a single triple or quad can be written in a line.*", "na řádku smí stát jen jeden výrok"),
    (r"Line jumps are not allowed in string literals, use \\n", "řetězec nesmí mít více řádků, zalomení se píše \\\\n"),
    (r"An integer should not be empty", "číslo nemá žádnou číslici"),
    (r"A double exponent cannot be empty", "číslo nemá za e žádnou číslici"),
    (r"Unexpected escape character (.+)", r"za obráceným lomítkem nemůže stát \1"),
    (r"A blank node ID cannot be empty", "prázdný uzel nemá jméno"),
    (r"A language code should always start with a letter", "jazyková značka musí začínat písmenem"),
    (r"A subtag may be eight characters in length at maximum", "část jazykové značky má více než osm znaků"),
    (r"The escape sequence (\S+) is encoding .+", r"\1 neoznačuje žádný znak"),
    (r"The characters? that are allowed to be escaped in IRIs are (.+)", r"v názvu lze lomítkem uvodit jen znaky \1"),
    (r"blank node property lists should end with a .+", "prázdný uzel není uzavřen závorkou ]"),
    # JSON and JSON-LD
    (r"Expecting '(.)' delimiter", r"chybí „\1“"),
    (r"Expecting value", "chybí hodnota"),
    (r"Expecting property name enclosed in double quotes", "chybí název položky v rovných uvozovkách"),
    (r"Extra data", "za koncem dokumentu stojí další text"),
    (r"Illegal trailing comma before end of (?:object|array)", "za poslední položkou nemá stát čárka"),
    (r"Invalid \\escape.*", "za obráceným lomítkem stojí znak, který tam nepatří"),
    (r"Invalid \\uXXXX escape", "za \\\\u nestojí čtyři šestnáctkové číslice"),
    (r"Invalid control character at", "v řetězci stojí řídicí znak, například zalomení řádku"),
    (r"Unterminated string starting at", "řetězec není ukončen"),
    (r"(@\w+) is defined twice", r"\1 je uvedeno dvakrát"),
    (r"(@\w+) value must be a string.*", r"hodnotou \1 musí být řetězec"),
    # XML and RDF/XML
    (r"no element found", "text končí dříve, než jsou prvky uzavřeny"),
    (r"mismatched tag", "koncová značka neodpovídá počáteční"),
    (r"not well-formed \(invalid token\)", "v textu stojí znak, který tam nepatří"),
    (r"syntax error", "text nezačíná jako XML"),
    (r"unclosed token", "značka není uzavřena"),
    (r"unclosed CDATA section", "oddíl CDATA není uzavřen"),
    (r"junk after document element", "za kořenovým prvkem stojí další text"),
    (r"XML or text declaration not at start of entity", "hlavička XML nestojí na začátku textu"),
    (r"undefined entity", "entita není definována"),
    (r"unbound prefix", "předpona jmenného prostoru není deklarována"),
    (r"duplicate attribute", "atribut je uveden dvakrát"),
    (r"reference to invalid character number", "číslo neoznačuje žádný znak"),
    (r"Unexpected text event: (.+)", r"na tomto místě nemá stát text \1"),
    (r"(.+) has already been used as rdf:ID value", r"\1 je jako rdf:ID užito podruhé"),
    (r"(.+) is not a valid rdf:(ID|nodeID) value", r"\1 nemůže být hodnotou rdf:\2"),
    (r"XML namespaces are required in RDF/XML", "kořenový prvek nedeklaruje jmenné prostory"),
    # SPARQL
    (r"The custom function (\S+) is not supported", r"funkci \1 stroj nezná"),
    (
        r"The custom function (\S+) requires between (\d+) and (\d+) arguments, but (\d+) were given",
        r"funkce \1 má \2 až \3 argumentů, uvedeno je \4",
    ),
    (r"Prefix not found", "předpona není deklarována"),
    (r"IRI parsing failed", "IRI má chybný tvar"),
    (r"\\u escape sequence should be followed by hexadecimal digits.*", "za \\\\u nestojí šestnáctkové číslice"),
    (r"language tag parsing failed", "jazyková značka má chybný tvar"),
    (r"The SELECT contains an? (?:variable|expression with a variable) that is unbound", "proměnná nemá hodnotu"),
    (r"The SELECT overrides an existing variable using an expression", "výraz má jméno proměnné z WHERE"),
    (r"Duplicated variable name in SELECT", "SELECT uvádí jedno jméno dvakrát"),
    (r"SELECT \* is not authorized with GROUP BY", "SELECT * nelze spojit s GROUP BY"),
)


def in_czech(text: str) -> str:
    """Return what is said, in Czech; words of the engine that are not known here are marked as its own."""
    for pattern, czech in _PATTERNS:
        found = re.fullmatch(pattern, text.strip(), re.DOTALL)
        if found:
            return found.expand(czech)
    return f"stroj hlásí: „{text.strip()}“"
