"""The one form of Turtle files: exact, stable, and without comments."""

import random
from pathlib import Path

import pyoxigraph as ox
import pytest

from tests import turtle

UNTIDY = """@prefix ex: <http://example.org/> .
@prefix terms: <https://w3id.org/strategraf/ontology/> .
@prefix unused: <http://example.com/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
ex:b ex:label "měna"@cs , "currency"@en ; a sh:NodeShape ;
 sh:property [ sh:path terms:status ; sh:minCount 01 ] , [ sh:in ( "b" 1 [ ex:p 2.50 ] () ) ; sh:path terms:gestor ] ;
 sh:select '''select #1
  where''' .
ex:a terms:addresses <http://example.net/x#y> , ex:b .
"""

TIDY = '''PREFIX ex: <http://example.org/>
PREFIX sg: <https://w3id.org/strategraf/ontology/>
PREFIX sh: <http://www.w3.org/ns/shacl#>

ex:a
    sg:addresses
        <http://example.net/x#y> ,
        ex:b ;
.

ex:b
    a sh:NodeShape ;
    ex:label
        "měna"@cs ,
        "currency"@en ;
    sh:property
        [
            sh:in (
                "b"
                1
                [
                    ex:p 2.50 ;
                ]
                ()
            ) ;
            sh:path sg:gestor ;
        ] ,
        [
            sh:minCount 01 ;
            sh:path sg:status ;
        ] ;
    sh:select """select #1
  where""" ;
.
'''

LITERALS = (
    '"1"^^<http://www.w3.org/2001/XMLSchema#boolean>',
    '"1.0E0"^^<http://www.w3.org/2001/XMLSchema#double>',
    '"INF"^^<http://www.w3.org/2001/XMLSchema#float>',
    '"2021-02-30"^^<http://www.w3.org/2001/XMLSchema#date>',
    '"07"^^<http://www.w3.org/2001/XMLSchema#integer>',
    '"mnoho"^^<http://www.w3.org/2001/XMLSchema#integer>',
    '"tab\\t, quotation mark \\", backslash \\\\, carriage return \\r, line\\nend  \\n"',
    '"5."^^<http://www.w3.org/2001/XMLSchema#decimal>',
)

TANGLED = """
_:a <http://example.org/p> _:b . _:b <http://example.org/p> _:a .
<http://example.org/x> <http://example.org/p> _:c . <http://example.org/y> <http://example.org/p> _:c .
_:c <http://example.org/q> _:d . _:d <http://example.org/q> "one" . _:e <http://example.org/q> [ ] .
[ <http://example.org/q> "two" ] <http://example.org/r> [ ] , [ ] .
<http://example.org/l> <http://example.org/q> ( "b" ( 1 [ ] ( "a" ) ) () ) , ( "b" ) .
<http://example.org/z> <http://example.org/a(b)%41> <http://example.org/end.> , <http://example.org/> .
"""


def triples(text: str) -> ox.Dataset:
    dataset = ox.Dataset(ox.parse(text.encode(), format=ox.RdfFormat.TURTLE))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def test_an_untidy_text_gets_the_one_form() -> None:
    assert turtle.normalise(UNTIDY) == TIDY


def test_the_one_form_is_stable() -> None:
    assert turtle.normalise(TIDY) == TIDY


def test_headers_come_first() -> None:
    text = """PREFIX owl: <http://www.w3.org/2002/07/owl#>

<http://example.org/z>
    a owl:Ontology ;
.

<http://example.org/a>
    a owl:Class ;
.
"""
    assert turtle.normalise(text) == text


def test_an_empty_text_is_one_empty_line() -> None:
    assert turtle.normalise("@prefix ex: <http://example.org/> .") == "\n"


@pytest.mark.parametrize("literal", LITERALS)
def test_a_literal_keeps_its_characters(literal: str) -> None:
    text = f"<http://example.org/s> <http://example.org/p> {literal} .\n"
    result = turtle.normalise(text)
    assert triples(result) == triples(text)
    assert turtle.normalise(result) == result


def test_blank_nodes_in_any_order_give_the_same_text() -> None:
    lines = ox.serialize(triples(TANGLED), format=ox.RdfFormat.N_TRIPLES).decode().splitlines()
    expected = turtle.normalise(TANGLED)
    assert turtle.normalise(expected) == expected
    assert triples(expected) == triples(TANGLED)
    for seed in range(20):
        shuffled = random.Random(seed).sample(lines, len(lines))  # noqa: S311 - an order, not a secret
        renamed = "\n".join(shuffled).replace("_:c14n", f"_:n{seed}x")
        assert turtle.normalise(renamed) == expected


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("# first\n<a:s> <a:p> 1 .\n", [1]),
        ("<a:s> <a:p> 1 . # one\n\n  # 'two'\n", [1, 3]),
        ("<a:s#x> <a:p#y> 'it''s # none' .\n", []),
        ('<a:s> <a:p> """ " # none\n""" , "\\"# none" . # "one"\n', [2]),
        ("PREFIX e: <a:#> e:x\\#y e:z 1 .\n", []),
    ],
)
def test_comments_are_found(text: str, lines: list[int]) -> None:
    assert turtle.comment_lines(text) == lines


def test_a_comment_is_refused_and_the_file_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "noted.ttl"
    file.write_text("<a:s> <a:p> 1 .\n# a note\n")
    for mode in ("check", "write"):
        assert turtle.main([mode, str(file)]) == 1
        message = "a comment; say it in a triple (skos:editorialNote) or leave it out"
        assert capsys.readouterr().err == f"{file}:2: {message}\n"
    assert file.read_text() == "<a:s> <a:p> 1 .\n# a note\n"


def test_check_names_the_files_and_the_remedy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    untidy, tidy = tmp_path / "untidy.ttl", tmp_path / "tidy.ttl"
    untidy.write_text(UNTIDY, encoding="utf-8")
    tidy.write_text(TIDY, encoding="utf-8")
    assert turtle.main(["check", str(untidy), str(tidy)]) == 1
    assert capsys.readouterr().err == f"{untidy}: not normalised; run make format\n"
    assert turtle.main(["write", str(untidy), str(tidy)]) == 0
    assert turtle.main(["check", str(untidy), str(tidy)]) == 0
    assert untidy.read_text(encoding="utf-8") == TIDY


def test_an_unreadable_file_is_named_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "broken.ttl"
    file.write_text("<a:s> <a:p> 1 .\n<a:s> ex:p 1 .\n")
    assert turtle.main(["check", str(file)]) == 1
    assert capsys.readouterr().err.startswith(f"{file}:2: ")


def test_the_files_of_the_project_are_found() -> None:
    found = {path.relative_to(turtle.ROOT).as_posix() for path in turtle.turtle_files()}
    assert {"ontology/core.ttl", "ontology/codes/statuses.ttl"} <= found
