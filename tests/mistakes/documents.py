"""Documents of RDF with mistakes: one of each format, mutated by chance as a seed has it."""

import random
import re
from collections.abc import Iterator

_TURTLE = """@prefix ex: <http://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:a a ex:B ; ex:p "text"@cs , "1"^^xsd:integer , 1.5 , true , [ ex:q ( 1 2 ex:c ) ] .
<http://example.org/d> ex:p _:x .
"""
_TRIPLES = """<http://example.org/a> <http://example.org/p> "text"@cs .
_:b <http://example.org/p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .
"""
_JSON = """{"@context": {"ex": "http://example.org/", "see": {"@id": "ex:see", "@type": "@id"}},
"@id": "ex:a", "@type": "ex:B", "see": ["ex:b"], "ex:n": [1, true, null, {"@value": "x", "@language": "en"}]}
"""
_XML = """<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ex="http://example.org/">
<rdf:Description rdf:about="http://example.org/a"><ex:p xml:lang="cs">text &amp; text</ex:p>
<ex:r rdf:parseType="Resource"><ex:s>1</ex:s></ex:r></rdf:Description><ex:C rdf:ID="x"/></rdf:RDF>
"""
_DOCUMENTS = {
    "x.ttl": _TURTLE,
    "x.trig": f"{_TURTLE}ex:g {{ ex:a ex:b ex:c . }}",
    "x.nt": _TRIPLES,
    "x.nq": _TRIPLES.replace("cs .", "cs <http://example.org/g> ."),
    "x.jsonld": _JSON,
    "x.rdf": _XML,
}
_PIECE = re.compile(r'\s+|[\w:@]+|"[^"]*"|<[^>]*>|.', re.DOTALL)
_WORDS = r"""
{ } [ ] ( ) < > " ' . ; , : @ @prefix ^^ _: \ & # = / /> </ex:p> <b <a> ex: foo:bar true 1e "x" "\q" null @id
rdf:ID="1" <!-- <? ]]> <![CDATA[ "@value": 5
"""


def mutants(seed: int, number: int) -> Iterator[tuple[str, str]]:
    """Yield so many names of files with their texts, always the same for a seed."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    for _ in range(number):
        name, text = chance.choice([*_DOCUMENTS.items()])
        pieces = _PIECE.findall(text)
        for _ in range(chance.choice((1, 1, 2))):
            at = chance.randrange(len(pieces))
            match chance.randrange(3):
                case 0:
                    del pieces[at]
                case 1:
                    pieces[at] = chance.choice(_WORDS.split())
                case _:
                    del pieces[at + 1 :]
        yield name, "".join(pieces)
