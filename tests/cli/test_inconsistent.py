"""`kg build` of data that contradict the ontology: one line with the triples at fault, and nothing is written.

By the shapes nothing is wrong with the tables: here the ontology says more than they know.
"""

import re
import shutil
from pathlib import Path

import pytest

from kg import paths
from kg.cli import main

PREFIXES = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX sg: <https://w3id.org/strategraf/ontology/>
"""
DISJOINT_CLASSES = "sg:Measure owl:disjointWith sg:Typical . sg:TypicalMeasure owl:equivalentClass sg:Typical ."
DISJOINT_PROPERTIES = "sg:involves owl:propertyDisjointWith sg:gestor ."
SAME = "sg:status a owl:InverseFunctionalProperty ."
AT_FAULT = {
    DISJOINT_CLASSES: (
        r"\[cax-dw: sgr:typical-measures/zpo4-tm1 rdf:type sg:Measure \(inferred\); "
        r"sgr:typical-measures/zpo4-tm1 rdf:type sg:Typical \(inferred\); sg:Measure owl:disjointWith sg:Typical\]"
    ),
    DISJOINT_PROPERTIES: (
        r"\[prp-pdw: sgr:measures/\S+ sg:involves \S+ \(inferred\); sgr:measures/\S+ sg:gestor \S+; "
        r"sg:involves owl:propertyDisjointWith sg:gestor\]"
    ),
    SAME: (
        r"\[unique-names: sgr:measures/\S+ owl:sameAs sgr:measures/\S+ \(inferred\); "
        r"sgr:measures/\S+ sg:status sgc:statuses/new; sgr:measures/\S+ sg:status sgc:statuses/new; "
        r"sg:status rdf:type owl:InverseFunctionalProperty\]"
    ),
}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Return a store folder with a release that must stay in force."""
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "current").symlink_to("releases/former")
    return folder


def add_axiom(axiom: str, folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Let the build read an ontology that says more."""
    ontology = Path(shutil.copytree(paths.ONTOLOGY, folder / "ontology"))
    (ontology / "more.ttl").write_text(PREFIXES + axiom, encoding="utf-8")
    patch.setattr(paths, "ONTOLOGY", ontology)


@pytest.mark.parametrize("axiom", AT_FAULT)
def test_a_contradiction_is_one_line_and_leaves_the_last_release(
    axiom: str, out: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    add_axiom(axiom, out.parent, monkeypatch)
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert main(["build", "--out", str(out)]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert re.fullmatch(r"error: the data contradict themselves \(\d+\): [^\n]+; correct one of [^\n]+\n", printed.err)
    assert re.search(AT_FAULT[axiom], printed.err), printed.err
    assert [path.name for path in out.iterdir()] == ["current"]
    assert (out / "current").readlink() == Path("releases/former")


def test_the_other_reasoner_tells_the_same(
    out: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    add_axiom(DISJOINT_CLASSES, out.parent, monkeypatch)
    printed = set()
    for reasoner in ("rules", "owlrl"):
        assert main(["build", "--out", str(out), "--reasoner", reasoner]) == 1
        printed.add(capsys.readouterr())
    assert len(printed) == 1


def test_a_contradiction_is_told_in_czech(
    out: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    add_axiom(SAME, out.parent, monkeypatch)
    monkeypatch.setenv("LC_ALL", "cs_CZ.UTF-8")
    assert main(["build", "--out", str(out)]) == 1
    printed = capsys.readouterr().err
    assert re.fullmatch(r"chyba: data si odporují \(\d+\): [^\n]+; opravte [^\n]+\n", printed)
    assert "jsou dvě jména téže věci" in printed
