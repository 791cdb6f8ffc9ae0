"""Ontologies for the conditions of OWL 2 DL on property hierarchies and simple properties: fit and unfit ones."""

from typing import Final

from tests.ontology.profile_cases import MAX_1, restriction

REGULAR: Final = {
    "transitivity as a chain": ":p owl:propertyChainAxiom ( :p :p ) .",
    "the property first": ":p owl:propertyChainAxiom ( :p :q :r ) .",
    "the property last": ":p owl:propertyChainAxiom ( :q :r :p ) .",
    "lower properties": ":p owl:propertyChainAxiom ( :q :r ) . :q owl:propertyChainAxiom ( :r :s ) .",
    "below a subproperty": ":q rdfs:subPropertyOf :p . :p owl:propertyChainAxiom ( :r :q ) .",
    "the top property": ":p rdfs:subPropertyOf :q . owl:topObjectProperty owl:propertyChainAxiom ( :p :q ) .",
    "the inverse of another": ":p owl:propertyChainAxiom ( [ owl:inverseOf :q ] :r ) .",
}
IRREGULAR: Final = {
    "the property in the middle": ":p owl:propertyChainAxiom ( :q :p :r ) .",
    "the property at both ends": ":p owl:propertyChainAxiom ( :p :q :p ) .",
    "three times itself": ":p owl:propertyChainAxiom ( :p :p :p ) .",
    "its own inverse first": ":p owl:propertyChainAxiom ( [ owl:inverseOf :p ] :q ) .",
    "a superproperty": ":p rdfs:subPropertyOf :q . :p owl:propertyChainAxiom ( :q :r ) .",
    "an equivalent property": ":p owl:equivalentProperty :q . :p owl:propertyChainAxiom ( :r :q ) .",
    "a named inverse": ":p owl:inverseOf :q . :p owl:propertyChainAxiom ( :q :r ) .",
    "two chains in a circle": ":p owl:propertyChainAxiom ( :q :r ) . :q owl:propertyChainAxiom ( :p :s ) .",
    "a circle by way of a third": ":q owl:propertyChainAxiom ( :p :s ) . :r owl:propertyChainAxiom ( :q :s ) ."
    " :r rdfs:subPropertyOf :p . ",
}

NEED_SIMPLE: Final = {
    "owl:FunctionalProperty": ":p a owl:FunctionalProperty .",
    "owl:InverseFunctionalProperty": ":p a owl:InverseFunctionalProperty .",
    "owl:IrreflexiveProperty": ":p a owl:IrreflexiveProperty .",
    "owl:AsymmetricProperty": ":p a owl:AsymmetricProperty .",
    "owl:propertyDisjointWith": ":p owl:propertyDisjointWith :s .",
    "owl:AllDisjointProperties": "[] a owl:AllDisjointProperties ; owl:members ( :s :p ) .",
    "owl:maxCardinality": f":C rdfs:subClassOf {MAX_1} .",
    "owl:maxQualifiedCardinality": ":C rdfs:subClassOf "
    + restriction("[ owl:inverseOf :p ]", "owl:maxQualifiedCardinality 1 ; owl:onClass :A")
    + " .",
}
NOT_SIMPLE: Final = {
    "transitive": ":p a owl:TransitiveProperty .",
    "above a transitive one": ":q a owl:TransitiveProperty ; rdfs:subPropertyOf :r . :r rdfs:subPropertyOf :p .",
    "a chain": ":p owl:propertyChainAxiom ( :q :r ) .",
    "above a chain": ":q owl:propertyChainAxiom ( :r :r ) ; rdfs:subPropertyOf :p .",
    "the inverse of a transitive one": ":q a owl:TransitiveProperty ; owl:inverseOf :p .",
}
