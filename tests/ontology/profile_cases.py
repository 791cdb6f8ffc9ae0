"""Axioms that OWL 2 RL allows and axioms that it does not, production by production, for the tests of the profile."""

from typing import Final

from tests.reasoning.turtle_quads import EX

DECLARED: Final = """
:A a owl:Class . :B a owl:Class . :C a owl:Class .
:p a owl:ObjectProperty . :q a owl:ObjectProperty . :r a owl:ObjectProperty . :s a owl:ObjectProperty .
:d a owl:DatatypeProperty . :e a owl:DatatypeProperty . :n a owl:AnnotationProperty . :D a rdfs:Datatype .
"""


def restriction(on: str, rest: str) -> str:
    return f"[ a owl:Restriction ; owl:onProperty {on} ; {rest} ]"


def combined(operator: str, *parts: str) -> str:
    return f"[ a owl:Class ; owl:{operator} ( {' '.join(parts)} ) ]"


def ranges(operator: str, *parts: str) -> str:
    return f"[ a rdfs:Datatype ; owl:{operator} ( {' '.join(parts)} ) ]"


SOME: Final = restriction(":p", "owl:someValuesFrom :B")
ALL: Final = restriction(":p", "owl:allValuesFrom :B")
UNION: Final = combined("unionOf", ":A", ":B")
NOT: Final = "[ a owl:Class ; owl:complementOf :B ]"
ONE_OF: Final = combined("oneOf", ":a", ":b")
MAX_1: Final = restriction(":p", "owl:maxCardinality 1")
HAS: Final = restriction(":p", "owl:hasValue :a")
DATA_HAS: Final = restriction(":d", 'owl:hasValue "x"@cs')
DATE_HAS: Final = restriction(":d", 'owl:hasValue "2021-05-10"^^xsd:date')
DATA_SOME: Final = restriction(":d", "owl:someValuesFrom xsd:string")
DATA_ALL: Final = restriction(":d", "owl:allValuesFrom xsd:string")

SUB: Final = (
    ":A",
    "owl:Nothing",
    UNION,
    ONE_OF,
    SOME,
    HAS,
    DATA_SOME,
    DATA_HAS,
    combined("intersectionOf", ":A", SOME, UNION),
    restriction(":p", "owl:someValuesFrom owl:Thing"),
    restriction(":p", f"owl:someValuesFrom {UNION}"),
    restriction("[ owl:inverseOf :p ]", "owl:someValuesFrom :A"),
)
SUPER: Final = (
    ":A",
    "owl:Nothing",
    NOT,
    ALL,
    HAS,
    MAX_1,
    DATA_ALL,
    DATA_HAS,
    combined("intersectionOf", ":A", ALL),
    "[ a owl:Class ; owl:complementOf " + SOME + " ]",
    restriction(":p", f"owl:allValuesFrom {NOT}"),
    restriction(":p", "owl:maxCardinality 0"),
    restriction(":p", "owl:maxQualifiedCardinality 1 ; owl:onClass owl:Thing"),
    restriction(":p", f"owl:maxQualifiedCardinality 0 ; owl:onClass {UNION}"),
    restriction(":d", "owl:maxCardinality 1"),
    restriction(":d", "owl:maxQualifiedCardinality 1 ; owl:onDataRange xsd:integer"),
)
EQUIVALENT: Final = (":A", HAS, DATA_HAS, combined("intersectionOf", ":A", HAS))

GOOD: Final = [
    *(f"{each} rdfs:subClassOf :C ." for each in SUB),
    *(f":C rdfs:subClassOf {each} ." for each in SUPER),
    *(f":p rdfs:domain {each} ; rdfs:range {each} . :d rdfs:domain {each} ." for each in SUPER),
    *(f":C owl:equivalentClass {each} ." for each in EQUIVALENT),
    *(f":C owl:disjointWith {each} ." for each in SUB),
    f"[] a owl:AllDisjointClasses ; owl:members ( :A :B {SOME} ) .",
    ":C owl:intersectionOf ( :A :B ) .",
    f":a a {ALL} .",
    ":p rdfs:subPropertyOf :q . :d rdfs:subPropertyOf :e . :n rdfs:subPropertyOf rdfs:label .",
    ":p owl:equivalentProperty :q . :d owl:equivalentProperty :e .",
    ":p owl:propertyDisjointWith :q . :d owl:propertyDisjointWith :e .",
    "[] a owl:AllDisjointProperties ; owl:members ( :p :q :r ) .",
    ":p owl:inverseOf :q . :r rdfs:subPropertyOf [ owl:inverseOf :s ] .",
    ":p a owl:FunctionalProperty , owl:InverseFunctionalProperty , owl:IrreflexiveProperty , owl:AsymmetricProperty .",
    ":p a owl:SymmetricProperty , owl:TransitiveProperty . :d a owl:FunctionalProperty .",
    ":p owl:propertyChainAxiom ( :q [ owl:inverseOf :r ] :s ) .",
    ":C owl:hasKey ( :p :d ) .",
    ":d rdfs:range xsd:integer . :e rdfs:range "
    + ranges("intersectionOf", "xsd:integer", "xsd:nonNegativeInteger")
    + " .",
    ":D owl:equivalentClass " + ranges("intersectionOf", "xsd:string", "xsd:token") + " . :d rdfs:range :D .",
    ":n rdfs:range :D ; rdfs:domain :A .",
    ":t a owl:TransitiveProperty . :a :t :b .",
    ':A owl:deprecated true ; rdfs:label "A"@en ; rdfs:seeAlso :B .',
    "[] a owl:Axiom ; owl:annotatedSource :A ; owl:annotatedProperty rdfs:subClassOf ; owl:annotatedTarget :B .",
    '<https://example.org/> a owl:Ontology ; owl:versionIRI :v1 ; owl:versionInfo "1" .',
    ":a owl:sameAs :b . :a owl:differentFrom :c . :A a :B .",
]

BAD: Final = [
    # subClassExpression
    ("owl:Thing rdfs:subClassOf :C .", "owl:Thing", "classes", "subClassExpression", "owl:Thing"),
    (f"{ALL} rdfs:subClassOf :C .", "C", "classes", "subClassExpression", "ObjectAllValuesFrom"),
    (f"{NOT} rdfs:subClassOf :C .", "C", "classes", "subClassExpression", "ObjectComplementOf"),
    (f"{MAX_1} rdfs:subClassOf :C .", "C", "classes", "subClassExpression", "ObjectMaxCardinality 1"),
    (f"{DATA_ALL} rdfs:subClassOf :C .", "C", "classes", "subClassExpression", "DataAllValuesFrom"),
    (
        restriction(":p", "owl:minCardinality 1") + " rdfs:subClassOf :C .",
        "C",
        "classes",
        "subClassExpression",
        "ObjectMinCardinality 1",
    ),
    (
        combined("intersectionOf", ":A", ALL) + " rdfs:subClassOf :C .",
        "C",
        "classes",
        "subClassExpression",
        "ObjectAllValuesFrom",
    ),
    (
        restriction(":p", f"owl:someValuesFrom {NOT}") + " rdfs:subClassOf :C .",
        "C",
        "classes",
        "subObjectSomeValuesFrom",
        "ObjectComplementOf",
    ),
    (f"{DATE_HAS} rdfs:subClassOf :C .", "C", "entities", "Literal", "xsd:date"),
    # superClassExpression
    (":C rdfs:subClassOf owl:Thing .", "C", "classes", "superClassExpression", "owl:Thing"),
    (f":C rdfs:subClassOf {UNION} .", "C", "classes", "superClassExpression", "ObjectUnionOf"),
    (f":C rdfs:subClassOf {ONE_OF} .", "C", "classes", "superClassExpression", "ObjectOneOf"),
    (f":C rdfs:subClassOf {SOME} .", "C", "classes", "superClassExpression", "ObjectSomeValuesFrom"),
    (f":C rdfs:subClassOf {DATA_SOME} .", "C", "classes", "superClassExpression", "DataSomeValuesFrom"),
    (f":p rdfs:range {UNION} .", "p", "classes", "superClassExpression", "ObjectUnionOf"),
    (f":d rdfs:domain {UNION} .", "d", "classes", "superClassExpression", "ObjectUnionOf"),
    (f":a a {SOME} .", "a", "classes", "superClassExpression", "ObjectSomeValuesFrom"),
    (
        ":C rdfs:subClassOf " + restriction(":p", "owl:maxCardinality 2") + " .",
        "C",
        "classes",
        "superClassExpression",
        "ObjectMaxCardinality 2",
    ),
    (
        ":C rdfs:subClassOf " + restriction(":p", "owl:cardinality 1") + " .",
        "C",
        "classes",
        "superClassExpression",
        "ObjectExactCardinality 1",
    ),
    (
        ":C rdfs:subClassOf " + restriction(":d", "owl:qualifiedCardinality 1 ; owl:onDataRange xsd:string") + " .",
        "C",
        "classes",
        "superClassExpression",
        "DataExactCardinality 1",
    ),
    (
        ":C rdfs:subClassOf " + restriction(":p", f"owl:maxQualifiedCardinality 1 ; owl:onClass {ALL}") + " .",
        "C",
        "classes",
        "superObjectMaxCardinality",
        "ObjectAllValuesFrom",
    ),
    (
        ":C rdfs:subClassOf " + restriction(":p", "owl:hasSelf true") + " .",
        "C",
        "classes",
        "superClassExpression",
        "ObjectHasSelf",
    ),
    # equivClassExpression
    (":C owl:equivalentClass owl:Thing .", "C", "classes", "equivClassExpression", "owl:Thing"),
    (f":C owl:equivalentClass {SOME} .", "C", "classes", "equivClassExpression", "ObjectSomeValuesFrom"),
    (f":C owl:equivalentClass {UNION} .", "C", "classes", "equivClassExpression", "ObjectUnionOf"),
    (":C owl:unionOf ( :A :B ) .", "C", "classes", "equivClassExpression", "ObjectUnionOf"),
    (f":C owl:intersectionOf ( :A {SOME} ) .", "C", "classes", "equivClassExpression", "ObjectSomeValuesFrom"),
    (":C owl:onProperty :p ; owl:someValuesFrom :B .", "C", "classes", "equivClassExpression", "a restriction"),
    # disjointness and keys
    (f":C owl:disjointWith {ALL} .", "C", "classes", "subClassExpression", "ObjectAllValuesFrom"),
    (
        "[] a owl:AllDisjointClasses ; owl:members ( :A owl:Thing ) .",
        "owl:Thing",
        "classes",
        "subClassExpression",
        "owl:Thing",
    ),
    (":C owl:disjointUnionOf ( :A :B ) .", "C", "axioms", "Axiom", "owl:disjointUnionOf"),
    (":C owl:hasKey ( :n ) .", "n", "axioms", "owl:hasKey", "AnnotationProperty"),
    # data ranges and datatypes
    (":d rdfs:range xsd:date .", "d", "entities", "Datatype", "xsd:date"),
    (":d rdfs:range xsd:gYear .", "d", "entities", "Datatype", "xsd:gYear"),
    (":d rdfs:range rdf:langString .", "d", "ranges", "DataRange", "undeclared rdf:langString"),
    (":d rdfs:range owl:real .", "d", "entities", "Datatype", "owl:real"),
    (":d rdfs:range :D .", "d", "entities", "Datatype", "D"),
    (":d rdfs:range :A .", "d", "ranges", "DataRange", "Class"),
    (
        ":d rdfs:range " + ranges("unionOf", "xsd:string", "xsd:integer") + " .",
        "d",
        "ranges",
        "DataRange",
        "DataUnionOf",
    ),
    (":d rdfs:range " + ranges("oneOf", '"a"', '"b"') + " .", "d", "ranges", "DataRange", "DataOneOf"),
    (
        ":d rdfs:range [ a rdfs:Datatype ; owl:datatypeComplementOf xsd:string ] .",
        "d",
        "ranges",
        "DataRange",
        "DataComplementOf",
    ),
    (
        ":d rdfs:range [ a rdfs:Datatype ; owl:onDatatype xsd:integer ; owl:withRestrictions ( :r ) ] .",
        "d",
        "ranges",
        "DataRange",
        "DatatypeRestriction",
    ),
    (":D owl:equivalentClass " + ranges("oneOf", '"a"') + " .", "D", "ranges", "DataRange", "DataOneOf"),
    # property axioms
    (":p rdfs:subPropertyOf :d .", "p", "axioms", "rdfs:subPropertyOf", "DataProperty, ObjectProperty"),
    (":d rdfs:subPropertyOf :n .", "d", "axioms", "rdfs:subPropertyOf", "AnnotationProperty, DataProperty"),
    (":n owl:equivalentProperty :n .", "n", "axioms", "owl:equivalentProperty", "AnnotationProperty"),
    (":d owl:inverseOf :p .", "d", "axioms", "owl:inverseOf", "DataProperty, ObjectProperty"),
    (":n owl:propertyDisjointWith :n .", "n", "axioms", "owl:propertyDisjointWith", "AnnotationProperty"),
    (
        "[] a owl:AllDisjointProperties ; owl:members ( :p :d ) .",
        "p",
        "axioms",
        "owl:propertyDisjointWith",
        "DataProperty, ObjectProperty",
    ),
    (":p a owl:ReflexiveProperty .", "p", "axioms", "Axiom", "owl:ReflexiveProperty"),
    (":d a owl:IrreflexiveProperty .", "d", "axioms", "owl:IrreflexiveProperty", "DataProperty"),
    (":n a owl:FunctionalProperty .", "n", "axioms", "owl:FunctionalProperty", "AnnotationProperty"),
    (f":n rdfs:range {UNION} .", "n", "annotation", "rdfs:range", "an anonymous node"),
    (":p owl:propertyChainAxiom ( :q :d ) .", "p", "axioms", "owl:propertyChainAxiom", "DataProperty, ObjectProperty"),
    (":p owl:propertyChainAxiom ( :q ) .", "p", "chain", "ObjectPropertyChain", "length 1"),
    # typing, declarations, vocabulary
    (":p a owl:DatatypeProperty .", "p", "typing", "DataProperty", "ObjectProperty"),
    (":A a rdfs:Datatype .", "A", "typing", "Class", "Datatype"),
    (":p a owl:AnnotationProperty .", "p", "typing", "AnnotationProperty", "ObjectProperty"),
    (":x rdfs:domain :A .", "x", "declaration", "rdfs:domain", f"undeclared {EX}x"),
    (":p rdfs:subPropertyOf :x .", "p", "declaration", "rdfs:subPropertyOf", f"undeclared {EX}x"),
    (":C rdfs:subClassOf :X .", "C", "classes", "superClassExpression", f"undeclared {EX}X"),
    (':C rdfs:subClassOf "X" .', "C", "classes", "superClassExpression", "a node that is no expression"),
    (":C rdfs:subClassOf [] .", "C", "classes", "superClassExpression", "a node that is no expression"),
    (":X a rdfs:Class .", "X", "axioms", "Axiom", "rdfs:Class"),
    (":x a rdf:Property .", "x", "axioms", "Axiom", "rdf:Property"),
    (":C rdfs:subclassOf :A .", "C", "axioms", "Axiom", "rdfs:subclassOf"),
    (
        ":C rdfs:subClassOf _:e . _:e a owl:Class ; owl:intersectionOf ( :A _:e ) .",
        "C",
        "classes",
        "superClassExpression",
        "an expression within itself",
    ),
]
