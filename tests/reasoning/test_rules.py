"""Every rule file infers exactly what is written by hand beside it, and says in two languages what it infers."""

import re
from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import Literal, Store

from kg.errors import InputError
from kg.paths import RULES
from kg.reasoning import Rule, closure, load_rules
from tests.reasoning.turtle_quads import quads, quads_of, statement, triples

CASES: Final = Path(__file__).parent / "cases"

TABLES: Final = {"eq": "4", "prp": "5", "cls": "6", "cax": "7", "scm": "9"}

TRIVIAL: Final = RULES / "trivial"

each_rule = pytest.mark.parametrize("rule", load_rules() + load_rules(TRIVIAL), ids=lambda rule: rule.id)


def variables(text: str) -> set[str]:
    return set(re.findall(r"\?\w+", text))


def test_every_rule_has_a_case_and_every_case_a_rule() -> None:
    files = [*RULES.glob("*.rq"), *TRIVIAL.glob("*.rq")]
    assert sorted(path.name for path in CASES.iterdir()) == sorted(path.stem for path in files)


def test_nothing_but_rules_lies_in_their_folders() -> None:
    found = {path.relative_to(RULES).parent.as_posix() for path in RULES.rglob("*") if path.is_file()}
    assert found == {".", "inconsistency", "trivial"}
    assert {path.suffix for path in RULES.rglob("*") if path.is_file()} == {".rq"}


@each_rule
def test_rule_alone_infers_exactly_what_is_expected(rule: Rule) -> None:
    given, expected = quads_of(CASES / rule.id / "given.ttl"), quads_of(CASES / rule.id / "expected.ttl")
    assert expected
    assert triples(closure(given, (rule,))) == triples(expected)


@each_rule
def test_file_runs_as_it_is(rule: Rule) -> None:
    store = Store()
    store.extend(quads_of(CASES / rule.id / "given.ttl"))
    expected = triples(quads_of(CASES / rule.id / "expected.ttl"))
    (file,) = (folder / f"{rule.id}.rq" for folder in (RULES, TRIVIAL) if (folder / f"{rule.id}.rq").exists())
    answer = set(store.query(file.read_text(encoding="utf-8")))
    assert answer & expected, "the first step of the rule gives some of the triples expected"


@each_rule
def test_wording_names_what_is_inferred(rule: Rule) -> None:
    assert variables(rule.head) <= variables(rule.title_cs)
    assert variables(rule.title_cs) == variables(rule.title_en)
    assert variables(rule.title_cs) <= variables(rule.query)
    assert rule.title_cs.endswith(".")
    assert rule.title_en.endswith(".")


@each_rule
def test_source_is_the_table_of_the_recommendation(rule: Rule) -> None:
    assert rule.source == f"OWL 2 Profiles, Section 4.3, Table {TABLES[rule.id.partition('-')[0]]}"


HEADER: Final = "#+ id: broken\n#+ title-cs: ?x.\n#+ title-en: ?x.\n#+ source: none\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "CONSTRUCT { ?x a ?c } WHERE { ?x a ?c }",
        HEADER + "SELECT ?x WHERE { ?x a ?c }",
        HEADER + "CONSTRUCT { ?x a ?d } WHERE { ?x a ?c }",
        HEADER.replace("broken", "other") + "CONSTRUCT { ?x a ?c } WHERE { ?x a ?c }",
    ],
    ids=["empty", "no header", "no CONSTRUCT", "free variable in the head", "another name"],
)
def test_broken_rule_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "broken.rq").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"broken\.rq: not a rule; it needs") as error:
        load_rules(tmp_path)
    assert "broken.rq: není pravidlo; potřebuje" in error.value.cs


def test_folder_without_rules_is_an_incomplete_installation(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no inference rule"):
        load_rules(tmp_path)


def test_keyword_inside_a_comment_or_a_name_is_no_keyword(tmp_path: Path) -> None:
    (tmp_path / "odd.rq").write_text(
        "#+ id: odd\n#+ title-cs: ?x.\n#+ title-en: ?x.\n#+ source: none\n"
        "# CONSTRUCT { nothing } WHERE { nothing }\n"
        "PREFIX construct: <https://example.org/construct#>\n"
        "CONSTRUCT { ?x a construct:WHERE }\nWHERE {\n  ?x construct:where ?y .\n}\n",
        encoding="utf-8",
    )
    (rule,) = load_rules(tmp_path)
    assert (rule.head, rule.axiom, rule.facts) == ("?x a construct:WHERE", "?x construct:where ?y .", "")


def test_head_with_a_literal_is_a_head(tmp_path: Path) -> None:
    (tmp_path / "told.rq").write_text(
        "#+ id: told\n#+ title-cs: ?x.\n#+ title-en: ?x.\n#+ source: none\nPREFIX : <https://example.org/>\n"
        'CONSTRUCT { ?x :says "a word, or two" }\nWHERE {\n  ?c :speaks true .\n  ?x a ?c .\n}\n',
        encoding="utf-8",
    )
    found = closure(quads(":C :speaks true . :x a :C . :y a :D ."), load_rules(tmp_path))
    assert triples(found) == {statement("x", "says", Literal("a word, or two"))}


def test_note_behind_a_pattern_hides_nothing(tmp_path: Path) -> None:
    (tmp_path / "noted.rq").write_text(
        "#+ id: noted\n#+ title-cs: ?x.\n#+ title-en: ?x.\n#+ source: none\n"
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
        "CONSTRUCT { ?x a ?c }\nWHERE {\n  ?p rdfs:domain ?c . # the axiom\n  ?x ?p ?y . # the fact\n}\n",
        encoding="utf-8",
    )
    given, expected = quads_of(CASES / "prp-dom" / "given.ttl"), quads_of(CASES / "prp-dom" / "expected.ttl")
    assert triples(closure(given, load_rules(tmp_path))) == triples(expected)
