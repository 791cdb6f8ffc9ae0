"""Kinds of faults, the likeliest explanation first, each with what it supposes in Czech and English."""

from typing import Final

MEANT: Final[dict[str, tuple[str, str]]] = {
    "prefix": ("Předpona zřejmě míří do jiného jmenného prostoru", "The prefix probably stands for another namespace"),
    "graph-name": (
        "Graf tohoto jména v datech není, podobně se jmenuje jiný",
        "The data has no graph of this name, but one of a similar name",
    ),
    "iri-scheme": ("IRI v datech začíná jinak (http, https)", "The IRI in the data starts otherwise (http, https)"),
    "iri-slash": (
        "IRI v datech se liší lomítkem nebo křížkem",
        "The IRI in the data differs by a slash or hash",
    ),
    "iri-case": (
        "IRI v datech se liší velikostí písmen",
        "The IRI in the data differs in upper and lower case",
    ),
    "language-tag": (
        "Text je v datech s jinou značkou jazyka nebo bez ní",
        "The data has the text with another language tag, or none",
    ),
    "datatype": ("Hodnota má jiný datový typ", "The value has another datatype"),
    "white-space": ("Text se v datech liší mezerami", "The text in the data differs in its spaces"),
    "letter-case": ("Text se v datech liší velikostí písmen", "The text in the data differs in upper and lower case"),
    "diacritics": ("Text se v datech liší diakritikou", "The text in the data differs in its diacritics"),
    "changed-case": (
        "LCASE dává jen malá písmena, UCASE jen velká",
        "LCASE gives small letters only, UCASE capital ones",
    ),
    "iri-as-text": ("V datech je IRI, nikoli text", "The data has an IRI there, not a text"),
    "text-as-iri": ("V datech je text, nikoli IRI", "The data has a text there, not an IRI"),
    "dataset": (
        "Vzory v GRAPH vidí jen pojmenované grafy datové sady (FROM NAMED), ostatní jen její výchozí graf (FROM)",
        "Patterns in GRAPH see only the named graphs of the dataset (FROM NAMED), others only its default graph (FROM)",
    ),
    "graph": (
        "Hledané trojice jsou v jiném grafu, nebo nejsou všechny v jednom",
        "The triples sought are in another graph, or not all in one",
    ),
    "direction": ("Vlastnost vede v datech opačným směrem", "In the data the property points the other way"),
    "variable": (
        "Proměnnou filtru nic jiného v dotazu neváže; zřejmě jde o překlep",
        "Nothing else in the query binds the variable of the filter; it seems misspelt",
    ),
    "alias": (
        "HAVING se vyhodnocuje před SELECT, takže jeho názvy ještě nezná",
        "HAVING is evaluated before SELECT, so it does not know its names yet",
    ),
    "filter-language": (
        "Hodnoty mají jinou značku jazyka, nebo žádnou",
        "The values have another language tag, or none",
    ),
    "text-case": (
        "Hledaný text se v datech liší velikostí písmen",
        "The data writes the text sought in another case",
    ),
    "compared-as-text": (
        "Text se značkou jazyka se nerovná textu bez ní",
        "A text with a language tag does not equal one without",
    ),
    "iri-namespace": (
        "Stejné jméno je v datech v jiném jmenném prostoru",
        "The data has the same name in another namespace",
    ),
    "iri-spelling": (
        "IRI se v datech nevyskytuje, podobné ano",
        "The IRI is not in the data, but one like it is",
    ),
    "literal-spelling": (
        "Text v datech není, podobný ano",
        "The text is not in the data, but one like it is",
    ),
    "label": (
        "IRI se v datech nevyskytuje, ale toto jméno tam nese jiné",
        "The IRI is not in the data, but another bears this name there",
    ),
    "name": ("V datech je na tomto místě věc, nikoli její název", "The data has the thing there, not its name"),
    "naming": ("Název má v datech jiná vlastnost", "In the data another property has the name"),
    "property": ("Takovou hodnotu má v datech jiná vlastnost", "In the data another property has such a value"),
    "several": ("Chyb je v dotazu více", "The query has several faults"),
}
"""What a change supposes, by its kind."""

KINDS: Final = tuple(MEANT)
"""Their order."""
