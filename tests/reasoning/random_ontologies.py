"""Random sentences of all constructs of OWL 2 RL, for Hypothesis."""

from hypothesis import strategies as st

Texts = st.SearchStrategy[str]

# Everything is declared: in OWL 2 RL only a declared class is below itself (scm-cls), to the rules any class is.
# The names are few, so that the sentences meet.
DECLARED = """
    :A a owl:Class . :B a owl:Class . :C a owl:Class .
    :p a owl:ObjectProperty . :q a owl:ObjectProperty . :r a owl:ObjectProperty .
    :t a owl:ObjectProperty . :u a owl:DatatypeProperty . :v a owl:DatatypeProperty .
"""
CLASSES = st.sampled_from([":A", ":B", ":C"])
PROPERTIES = st.sampled_from([":p", ":q", ":r"])
ANY_PROPERTY = st.one_of(PROPERTIES, PROPERTIES.map(lambda p: f"[ owl:inverseOf {p} ]"))
DATA_PROPERTIES = st.sampled_from([":u", ":v"])
THINGS = st.sampled_from([":a", ":b", ":c", "_:e"])
VALUES = st.sampled_from(['"x"', '"x"@cs', "7", '"2021"^^xsd:gYear'])
ONE = '"1"^^xsd:nonNegativeInteger'
NONE = '"0"^^xsd:nonNegativeInteger'


def words(*parts: str | Texts) -> Texts:
    strategies = [st.just(part) if isinstance(part, str) else part for part in parts]
    return st.tuples(*strategies).map(" ".join)


def sentences(*kinds: Texts) -> Texts:
    return st.one_of(*kinds).map(lambda text: f"{text} .")


def listed(items: Texts, *, smallest: int = 1) -> Texts:
    """Return RDF lists of different items."""
    found = st.lists(items, min_size=smallest, max_size=4, unique=True)
    return found.map(lambda found: f"( {' '.join(found)} )")


def restriction(properties: str | Texts, *rest: str | Texts) -> Texts:
    return words("[ a owl:Restriction ; owl:onProperty", properties, ";", *rest, "]")


def maximum(number: str) -> Texts:
    """Return restrictions of the number of values; owl:Thing stands for no class in particular."""
    return st.one_of(
        restriction(ANY_PROPERTY, f"owl:maxCardinality {number}"),
        restriction(
            ANY_PROPERTY,
            f"owl:maxQualifiedCardinality {number} ; owl:onClass",
            st.one_of(CLASSES, st.just("owl:Thing")),
        ),
    )


# Literals stand only as values of datatype properties, which have no inverse, are not symmetric (OWL 2 Structural
# Specification, 9.3) and here not functional either: owlrl would draw conclusions through triples whose subject is a
# literal, and the rules do not. owl:Thing stands only where nothing is said but that there is a value, of :t alone:
# owlrl holds every declared class to be below it.
EXPRESSIONS = st.recursive(
    st.one_of(
        CLASSES,
        restriction(ANY_PROPERTY, "owl:hasValue", THINGS),
        restriction(DATA_PROPERTIES, "owl:hasValue", VALUES),
        restriction(":t", "owl:someValuesFrom owl:Thing"),
        words("[ a owl:Class ; owl:oneOf", listed(THINGS), "]"),
        maximum(ONE),
    ),
    lambda inner: st.one_of(
        restriction(ANY_PROPERTY, st.sampled_from(["owl:someValuesFrom", "owl:allValuesFrom"]), inner),
        words("[ a owl:Class ;", st.sampled_from(["owl:intersectionOf", "owl:unionOf"]), listed(inner), "]"),
    ),
    max_leaves=4,
)
CHAINS = st.lists(ANY_PROPERTY, min_size=2, max_size=5).map(lambda chain: f"( {' '.join(chain)} )")
AXIOMS = sentences(
    words(EXPRESSIONS, "rdfs:subClassOf", EXPRESSIONS),
    words(CLASSES, "owl:equivalentClass", EXPRESSIONS),
    words(CLASSES, "owl:intersectionOf", listed(EXPRESSIONS)),
    words(CLASSES, "owl:unionOf", listed(EXPRESSIONS)),
    words(CLASSES, "owl:oneOf", listed(THINGS)),
    words(CLASSES, "owl:hasKey", listed(st.one_of(PROPERTIES, DATA_PROPERTIES))),
    words(PROPERTIES, "rdfs:subPropertyOf", ANY_PROPERTY),
    words(PROPERTIES, "owl:equivalentProperty", ANY_PROPERTY),
    words(PROPERTIES, "owl:inverseOf", PROPERTIES),
    words(PROPERTIES, "owl:propertyChainAxiom", CHAINS),
    words(PROPERTIES, "a", st.sampled_from(["owl:TransitiveProperty", "owl:SymmetricProperty"])),
    words(PROPERTIES, "a", st.sampled_from(["owl:FunctionalProperty", "owl:InverseFunctionalProperty"])),
    words(PROPERTIES, st.sampled_from(["rdfs:domain", "rdfs:range"]), EXPRESSIONS),
    words(CLASSES, "rdfs:subClassOf", maximum(ONE)),
    words(DATA_PROPERTIES, st.sampled_from(["rdfs:subPropertyOf", "owl:equivalentProperty"]), DATA_PROPERTIES),
    words(DATA_PROPERTIES, "rdfs:domain", CLASSES),
    words(":t rdfs:subPropertyOf", PROPERTIES),
)
SEVERAL = st.lists(THINGS, min_size=1, max_size=3, unique=True).map(" , ".join)
# What makes two names of one thing out of facts.
NAMERS = sentences(
    words(PROPERTIES, "a", st.sampled_from(["owl:FunctionalProperty", "owl:InverseFunctionalProperty"])),
    words(CLASSES, "owl:hasKey", listed(PROPERTIES)),
    words(PROPERTIES, "rdfs:subPropertyOf owl:sameAs"),
)
FACTS = sentences(
    words(THINGS, "a", EXPRESSIONS),
    words(THINGS, "a", CLASSES, ";", PROPERTIES, SEVERAL),
    words(THINGS, PROPERTIES, SEVERAL, ";", PROPERTIES, SEVERAL),
    words(THINGS, ":t", THINGS),
    words(THINGS, DATA_PROPERTIES, VALUES),
    words(THINGS, "owl:sameAs", THINGS),
)
# owl:Nothing stands only where a thing is in it at once: owlrl holds it to be below every declared class.
BANS = sentences(
    words(CLASSES, "owl:disjointWith", EXPRESSIONS),
    words("[] a owl:AllDisjointClasses ; owl:members", listed(CLASSES, smallest=2)),
    words(CLASSES, "owl:complementOf", CLASSES),
    words(PROPERTIES, st.sampled_from(["rdfs:domain", "rdfs:range"]), "owl:Nothing"),
    words(CLASSES, "rdfs:subClassOf", maximum(NONE)),
    words(ANY_PROPERTY, "a", st.sampled_from(["owl:IrreflexiveProperty", "owl:AsymmetricProperty"])),
    words(ANY_PROPERTY, "owl:propertyDisjointWith", ANY_PROPERTY),
    words("[] a owl:AllDisjointProperties ; owl:members", listed(ANY_PROPERTY, smallest=2)),
    words(THINGS, "owl:differentFrom", THINGS),
    words(
        "[] a owl:AllDifferent ;", st.sampled_from(["owl:members", "owl:distinctMembers"]), listed(THINGS, smallest=2)
    ),
    words("[] owl:targetIndividual", THINGS, "; owl:sourceIndividual", THINGS, "; owl:assertionProperty", ANY_PROPERTY),
    words("[] owl:targetValue", VALUES, "; owl:sourceIndividual", THINGS, "; owl:assertionProperty", DATA_PROPERTIES),
)
