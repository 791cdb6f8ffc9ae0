"""Every house rule catches the example that breaks it, and nothing else does; the real ontology breaks none."""

import re
from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import NamedNode, Quad

from kg import checks, paths
from kg.checks import asserted_by_file, of_ontology
from kg.errors import InputError
from kg.house_rules import CHECKS, FILE, Check, findings, load_checks
from kg.namespaces import SG, SHAPE
from kg.turtle import read_turtle
from kg.validation import read_report, shape_files, shapes
from kg.validation.profiles import of_profile, read_triples
from tests.reasoning.turtle_quads import quads
from tests.shapes.examples import ENGINES

BROKEN: Final = Path(__file__).parent / "broken"
EXAMPLE: Final = NamedNode(f"{FILE}ontology/alignments/example.ttl")

each_check = pytest.mark.parametrize("check", load_checks(), ids=lambda check: check.id)


@pytest.fixture(scope="module")
def asserted() -> list[Quad]:
    return list(asserted_by_file())


def broken(check_id: str) -> list[Quad]:
    return list(read_turtle([BROKEN / f"{check_id}.ttl"], EXAMPLE))


def test_the_ontology_breaks_no_rule(asserted: list[Quad]) -> None:
    assert [finding.line() for finding in findings(asserted, load_checks())] == []


def test_every_rule_has_its_breaking_example_and_nothing_else_lies_there() -> None:
    assert {path.name for path in CHECKS.iterdir()} == {f"{check.id}.rq" for check in load_checks()}
    assert {path.name for path in BROKEN.iterdir()} == {f"{check.id}.ttl" for check in load_checks()}


@each_check
def test_an_example_breaks_its_rule_and_no_other(check: Check, asserted: list[Quad]) -> None:
    found = findings([*asserted, *broken(check.id)], load_checks())
    assert {finding.check.id for finding in found} == {check.id}


@each_check
def test_a_finding_is_one_line_with_cause_and_remedy_in_both_languages(check: Check, asserted: list[Quad]) -> None:
    for finding in findings([*asserted, *broken(check.id)], [check]):
        line = finding.line()
        assert line.startswith(f"Violation {check.id}: {finding.term} (")
        assert line.endswith(f": {finding.text('cs')} | {finding.text('en')}")
        assert "\n" not in line
        assert finding.term.startswith(("http://", "https://"))


@each_check
def test_a_rule_is_worded_in_sentences(check: Check) -> None:
    texts = [*check.problem.values(), *check.solution.values()]
    assert all(re.fullmatch(r"[^\W\d_a-zá-ž].*\.", text) for text in texts), texts
    assert len(set(texts)) == len(texts)


def test_every_file_of_the_ontology_is_a_graph_of_its_own(asserted: list[Quad]) -> None:
    files = {name for quad in asserted if (name := str(quad.graph_name)).startswith(f"<{FILE}ontology/")}
    assert files == {f"<{FILE}{path.relative_to(paths.ROOT).as_posix()}>" for path in paths.ONTOLOGY.rglob("*.ttl")}


@pytest.mark.parametrize(
    "change", [("severity: Violation", "severity: Grave"), ("id: same-as", "id: other"), ("#+ problem-en", "# problem")]
)
def test_a_malformed_rule_is_named(tmp_path: Path, change: tuple[str, str]) -> None:
    text = (CHECKS / "same-as.rq").read_text(encoding="utf-8").replace(*change)
    (tmp_path / "same-as.rq").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"same-as\.rq: not a rule; it needs the header") as error:
        load_checks(tmp_path)
    assert "same-as.rq: není pravidlo; potřebuje hlavičku" in error.value.cs


def test_the_command_prints_nothing_about_a_sound_ontology(capsys: pytest.CaptureFixture[str]) -> None:
    assert checks.main() == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("axiom", "start"),
    [
        ("sg:thing owl:sameAs sg:other .", "Violation same-as: https://w3id.org/strategraf/ontology/thing ("),
        ("sg:start rdfs:range xsd:date .", "sg:start (OWL 2 Profiles, Section 4.2.1): "),
    ],
)
def test_the_command_prints_a_line_for_each_finding(
    axiom: str, start: str, asserted: list[Quad], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = [Quad(*quad.triple, EXAMPLE) for quad in quads(f"PREFIX sg: <{SG.iri}> {axiom}")]
    monkeypatch.setattr(checks, "asserted_by_file", lambda: [*asserted, *wrong])
    assert checks.main() == 1
    assert any(line.startswith(start) for line in capsys.readouterr().out.splitlines())


@each_check
def test_the_guide_names_the_rule(check: Check) -> None:
    guides = [paths.ROOT / "docs" / "ontology-voice.md", paths.ROOT / "CONTRIBUTING.md"]
    text = "".join(guide.read_text(encoding="utf-8") for guide in guides if guide.exists())
    assert f"`{check.id}`" in text


@pytest.mark.parametrize("engine", ENGINES)
def test_the_ontology_conforms_to_the_shape_of_its_terms(engine: str, asserted: list[Quad]) -> None:
    wanted = of_profile(read_triples(shape_files()), SHAPE.ontology)
    ontology = [quad.triple for quad in asserted if of_ontology(quad)]
    wrong = [quad.triple for quad in broken("label-missing")]
    assert SHAPE.Ontology in {triple.subject for triple in wanted}
    assert read_report(ENGINES[engine](ontology, wanted), wanted).results == ()
    (result,) = read_report(ENGINES[engine]([*ontology, *wrong], wanted), wanted).results
    assert result.source_shape == SHAPE["Ontology-label"].value


def test_data_are_not_validated_by_the_shape_of_terms() -> None:
    assert SHAPE.Ontology not in {triple.subject for triple in shapes("publish")}
