"""Where subjects and their predicates stand in a text."""

import pytest

from kg.validation.lines import lines_of

EX = "https://example.org/"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PREFIX ex: <E>\nex:a ex:p 1 ;\n ex:q 2 .\nex:b\n ex:p 3 .", {"a": 2, "a p": 2, "a q": 3, "b": 4, "b p": 5}),
        ("@prefix ex: <E> .\n\nex:a ex:p 1.\nex:b ex:p 2.5.\n", {"a": 3, "a p": 3, "b": 4, "b p": 4}),
        ("@base <E> .\n<a> a <b> , <c> ;\n\n <p> <d> ; .", {"a": 2, f"a {TYPE}": 2, "a p": 4}),
        ("PREFIX ex: <E>\nex:a ex:p 'x\\' .' , \"y . ;\" ;\n ex:q 1 .", {"a": 2, "a p": 2, "a q": 3}),
        (
            'PREFIX ex: <E>\nex:a ex:p """one\ntwo . ex:no ex:no 1 .\n"""@cs .\nex:b ex:p 1 .',
            {"a": 2, "a p": 2, "b": 5, "b p": 5},
        ),
        ("PREFIX ex: <E>\n# ex:no ex:p 1 .\nex:a # here\n ex:p 1 .", {"a": 3, "a p": 4}),
        ("PREFIX ex: <E>\nex:a ex:p [ ex:no 1 ;\n ex:no ( 1\n ex:no ) ] ;\n ex:q 1 .", {"a": 2, "a p": 2, "a q": 5}),
        ("PREFIX ex: <E>\n[ ex:p 1 ] ex:q 2 .\nex:a ex:p 1 .", {"a": 3, "a p": 3}),
        (
            "PREFIX ex: <E>\nGRAPH ex:g {\n ex:a ex:p 1 .\n ex:b ex:p 2 }\nex:h { ex:c ex:p 3 }",
            {"a": 3, "a p": 3, "b": 4, "b p": 4, "c": 5, "c p": 5},
        ),
        ("<Ea> <Ep> 'x' .\n<Eb> <Ep> <Ec> <Eg> .\n", {"a": 1, "a p": 1, "b": 2, "b p": 2}),
        ("PREFIX ex: <E>\nex:a\\,b ex:p 1 .\nex:a.b ex:p 2 .", {"a,b": 2, "a,b p": 2, "a.b": 3, "a.b p": 3}),
        ("PREFIX ex: <E>\nex:a ex:p 1 .\n\nex:a ex:p 2 .", {"a": 2, "a p": 2}),
        ("PREFIX ex: <E>\nno:a ex:p 1 .\nex:a no:p 1 .", {"a": 3}),
    ],
)
def test_the_first_line_of_each_subject_and_predicate(text: str, expected: dict[str, int]) -> None:
    found = lines_of(text.replace("<E", f"<{EX}"), "file:///data.ttl")
    plain = {" ".join(part.removeprefix(EX) for part in key if part): line for key, line in found.items()}
    assert plain == expected


def test_a_blank_node_with_a_name_is_found_by_it() -> None:
    assert lines_of("\n_:x <https://example.org/p> 1 .", "file:///data.ttl")["_:x", ""] == 2


def test_a_relative_iri_is_found_by_what_it_stands_for() -> None:
    assert lines_of("<#a> <p> 1 .", "file:///data.ttl") == {
        ("file:///data.ttl#a", ""): 1,
        ("file:///data.ttl#a", "file:///p"): 1,
    }


@pytest.mark.parametrize("text", ["]]]) } . ; ,", '"""', "<<<<", "@prefix", "PREFIX ex: ex: ex:", "@base . <a>", "\\"])
def test_no_text_makes_it_stumble(text: str) -> None:
    assert isinstance(lines_of(text, "file:///data.ttl"), dict)
