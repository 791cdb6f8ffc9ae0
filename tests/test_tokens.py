"""Tokens are cut in one place: what `<` opens depends on what stands before it."""

import pytest

from kg.tokens import Cutter, ends_operand, opened, tokens_with_iris


def pieces(text: str) -> list[tuple[str, str]]:
    return [(kind, piece) for kind, piece, _ in tokens_with_iris(text)]


@pytest.mark.parametrize(
    ("text", "compares", "expected"),
    [
        ("<a>", False, ("iri", "<a>")),
        ("<a>", True, ("operator", "<")),
        ("<https://example.org/a>", True, ("iri", "<https://example.org/a>")),
        ("<=3", True, ("operator", "<=")),
        ("<=3", False, ("operator", "<=")),
        ("<<?a", False, ("triple", "<<")),
        ("< ?a", False, ("operator", "<")),
    ],
)
def test_what_stands_before_an_angle_bracket_decides_what_it_opens(
    text: str, *, compares: bool, expected: tuple[str, str]
) -> None:
    assert opened(f"?x {text}", 3, compares=compares) == expected


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("variable", "?a", True),
        ("close", ")", True),
        ("word", "nottrue", True),
        ("word", "FALSE", True),
        ("word", "IN", False),
        ("operator", "||", False),
        ("open", "(", False),
    ],
)
def test_an_operand_ends_with_a_term_a_bracket_or_a_truth_value(kind: str, text: str, *, expected: bool) -> None:
    assert ends_operand(kind, text) is expected


def test_a_text_is_cut_into_its_tokens_without_blanks() -> None:
    assert pieces("SELECT ?a # all\n{ ?a ex:b.c <d>, 1.5e3 }") == [
        ("word", "SELECT"),
        ("variable", "?a"),
        ("open", "{"),
        ("variable", "?a"),
        ("name", "ex:b.c"),
        ("iri", "<d>"),
        ("other", ","),
        ("number", "1.5e3"),
        ("close", "}"),
    ]


def test_the_characters_of_all_tokens_make_the_text() -> None:
    text = 'SELECT * { ?a.b \'c\\\'d\'@cs-CZ ^^<e> """f""" } -- ě'
    cutter, at, read = Cutter(text), 0, ""
    while at < len(text):
        _, piece = cutter.cut(at)
        read, at = read + piece, at + len(piece)
    assert read == text
