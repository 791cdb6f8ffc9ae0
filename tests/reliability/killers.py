"""Queries of death: each would take hours or all memory, and is no mistake that a check could see."""

_PRODUCT = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
_DOUBLED = " ".join(f"BIND(CONCAT(?v{i}, ?v{i}) AS ?v{i + 1})" for i in range(40))
_TENFOLD = " ".join(f'BIND(REPLACE(?v{i}, ".", ?v{i}) AS ?v{i + 1})' for i in range(6))
_VALUES = " ".join(f"VALUES ?v{i} {{ {' '.join(map(str, range(200)))} }}" for i in range(6))

KILLERS = {
    "product": f"SELECT (COUNT(*) AS ?n) {{ {_PRODUCT} }}",
    "random order": f"SELECT * {{ {_PRODUCT} }} ORDER BY RAND()",
    "paths": "SELECT (COUNT(*) AS ?n) { ?a (<urn:x>|!<urn:x>)* ?b . ?b (<urn:x>|!<urn:x>)* ?c }",
    "paths of paths": "ASK { ?a (!<urn:x>/!<urn:x>/!<urn:x>)* ?b . ?b !(<urn:x>|^<urn:x>)* ?c FILTER(?a = 1) }",
    "doubling": f'SELECT (STRLEN(?v40) AS ?n) {{ BIND("ab" AS ?v0) {_DOUBLED} {_PRODUCT} }}',
    "replacing": f'SELECT (STRLEN(?v6) AS ?n) {{ BIND("0123456789" AS ?v0) {_TENFOLD} {_PRODUCT} }}',
    "concatenation": f"SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?f))) AS ?all) {{ {_PRODUCT} }}",
    "distinct rows": f"SELECT DISTINCT * {{ {_PRODUCT} }}",
    "groups": f"SELECT ?a ?d ?g (COUNT(*) AS ?n) {{ {_PRODUCT} }} GROUP BY ?a ?d ?g",
    "distinct hashes": f"SELECT (COUNT(DISTINCT SHA512(CONCAT(STR(?a), STR(?f), STR(?i)))) AS ?n) {{ {_PRODUCT} }}",
    "graph": f"CONSTRUCT {{ ?a ?e ?i }} {{ {_PRODUCT} }}",
    "rows": f"SELECT * {{ {_PRODUCT} }}",
    "descriptions": f"DESCRIBE * {{ {_PRODUCT} }}",
    "values": f"SELECT (COUNT(*) AS ?n) {{ {_VALUES} }}",
    "optional": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c OPTIONAL { ?d ?e ?f OPTIONAL { ?g ?h ?i OPTIONAL { ?j ?k ?l }}}}",
    "not exists": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER NOT EXISTS { ?g ?h ?i . ?j ?k ?l"
    " FILTER(?i = CONCAT(STR(?a), STR(?l))) } }",
    "regular expression": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
    ' FILTER(REGEX(CONCAT(STR(?a), STR(?d), STR(?g)), "(a+)+$")) }',
}
