"""What users bring is validated beside what is known, in a child that may die."""

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any, Final

import pytest

from kg.build import asserted_quads
from kg.errors import InputError, TimeoutReached
from kg.namespaces import BASE, PREFIXES
from kg.paths import DATA
from kg.validation import Report
from kg.validation.checking import Check, ValidationStopped, stopped, task
from kg.validation.files import FORMATS, File
from kg.validation.known import Known
from kg.validation.render import Rendering
from kg.workers import Limits, WorkerFailed, run

HEAD: Final = (
    "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items()) + "PREFIX ex: <https://example.org/>\n"
)
FIRST: Final = HEAD.count("\n") + 1
MEASURE: Final = f"""ex:measure a sg:ImplementingMeasure ;
  skos:prefLabel "Chytré lampy"@cs , "Smart lamps"@en ;
  dct:title "Chytré lampy"@cs ;
  sg:listedUnder <{BASE}resource/components/zpo-4> ;
  sg:gestor <{BASE}resource/institutions/mmr> ;
  sg:status <{BASE}code/statuses/new> .
"""


@pytest.fixture(scope="module")
def known() -> Known:
    """Return what the repository knows."""
    return Known.of(asserted_quads(DATA))


def file(text: str, name: str = "data.ttl") -> File:
    """Return a file as a user would bring it."""
    return File(name, (HEAD + text).encode(), FORMATS[f".{name.rsplit('.', 1)[1]}"])


def check(known: Known, *texts: str, **options: Any) -> Report:
    """Return the report on Turtle files."""
    return Check(tuple(file(text) for text in texts), known, **options).report()


def paths(report: Report) -> list[str]:
    """Return what is reported: the last words of thing and property."""
    return [
        f"{str(each.focus).rstrip('>').rsplit('/', 1)[-1]} {(each.path or '').rsplit('/', 1)[-1]}"
        for each in report.results
    ]


def test_a_measure_may_speak_of_what_is_known(known: Known) -> None:
    assert check(known, MEASURE).results == ()


def test_what_is_not_known_is_reported(known: Known) -> None:
    wrong = MEASURE.replace("institutions/mmr", "institutions/nobody").replace("statuses/new", "statuses/planned")
    assert paths(check(known, wrong)) == ["measure gestor", "measure status"]


def test_the_files_are_validated_together(known: Known) -> None:
    office = 'ex:office a sg:Institution ; skos:prefLabel "Úřad"@cs , "Office"@en ; skos:notation "Ú" .'
    other = MEASURE.replace(f"<{BASE}resource/institutions/mmr>", "ex:office")
    assert paths(check(known, other)) == ["measure gestor"]
    assert check(known, other, office).results == ()


def test_a_thing_that_a_file_describes_is_judged_by_the_file(known: Known) -> None:
    """A status that is known here does not make up for one that the file lost."""
    lost = MEASURE.replace("ex:measure", f"<{BASE}resource/measures/nskb-a44>").replace("sg:status", "sg:relevantTo")
    assert paths(check(known, lost)) == ["nskb-a44 relevantTo", "nskb-a44 status"]


def test_what_was_known_before_is_not_reported(known: Known) -> None:
    """Under publication, the project's own things have warnings; they are not the user's."""
    linked = MEASURE + f"ex:measure sg:schedule <{BASE}resource/schedules/zpo4-r01-c11> ."
    assert check(known, linked, profile="publish").results == ()


def test_what_is_known_to_lead_to_a_thing_counts(known: Known) -> None:
    """A shape that follows a property backwards finds what leads to the user's thing here."""
    number = 'a adms:Identifier ; skos:prefLabel "IČO"@cs ; skos:notation "05800226" .'
    assert check(known, f"<{BASE}resource/identifiers/05800226> {number}").results == ()
    (result,) = check(known, f"ex:number {number}").results
    assert result.path == f"^<{PREFIXES['adms']}identifier>"


def test_codes_of_the_user_s_are_judged_too(known: Known) -> None:
    code = f'<{BASE}code/statuses/new> a skos:Concept ; skos:prefLabel "nové"@cs , "new"@en .'
    assert paths(check(known, code)) == ["new core#inScheme"]


def test_inferred_statements_are_left_out_and_that_is_said(known: Known) -> None:
    inferred = f"ex:measure sg:addresses <{BASE}resource/goals/zpo-4.2> ; a sg:Measure ."
    text = f"{MEASURE}\nGRAPH <{BASE}graph/inferred> {{ {inferred} }}"
    report = Check((file(text, "data.trig"),), known).report()
    (finding,) = report.results
    assert (finding.severity, finding.component) == ("Info", f"{BASE}shapes/inferred-left-out")
    assert "(výroků: 2)" in finding.message["cs"]
    assert "addresses" in paths(check(known, MEASURE + inferred))[0]


def test_an_import_is_not_fetched_and_that_is_said(known: Known) -> None:
    text = (
        f"ex:o a owl:Ontology ; owl:imports <https://remote.example/o> , <{BASE}ontology/> , <{BASE}ontology/1.0.0> ."
    )
    (finding,) = check(known, text).results
    assert (finding.severity, finding.path) == ("Info", "http://www.w3.org/2002/07/owl#imports")
    assert finding.text("en").endswith("(given: https://remote.example/o)")


def test_a_result_names_the_line_of_the_property_or_of_the_thing(known: Known) -> None:
    wrong = MEASURE.replace("statuses/new", "statuses/planned").replace("  dct:title", "  sg:statusNote")
    found = {(each.path or "").rsplit("/", 1)[-1]: each.line for each in check(known, wrong).results}
    assert found == {"status": FIRST + 5, "title": FIRST}


def test_a_result_names_its_file(known: Known) -> None:
    goal = "ex:goal a sg:Goal ."
    files = (file(MEASURE, "one.ttl"), file(goal, "two.ttl"))
    assert {each.file for each in Check(files, known).report().results} == {"two.ttl"}


def test_things_are_called_by_their_names(known: Known) -> None:
    wrong = MEASURE.replace("institutions/mmr", "places/prague")
    report = check(known, wrong)
    assert report.to_json("cs")["results"][0]["message"].endswith(f"(uvedeno: Praha, {BASE}resource/places/prague)")
    assert report.to_json("en")["results"][0]["message"].endswith(f"(given: Prague, {BASE}resource/places/prague)")


@pytest.mark.parametrize("engine", ["shifty", "pyshacl", "both"])
def test_the_report_is_the_same_every_time_and_by_every_engine(known: Known, engine: str) -> None:
    wrong = "[] a sg:Goal . _:a a sg:Goal ; sg:partOf [ a sg:Component ; skos:notation 1 , _:b ] . ex:g a sg:Goal ."
    reports = [check(known, wrong, engine=each).to_json("cs") for each in ("shifty", engine, engine)]
    assert reports[0] == reports[1] == reports[2]
    assert len(reports[0]["results"]) > 5


def test_lint_looks_at_the_shapes_of_the_files_else_at_the_project_s_own(known: Known) -> None:
    bad = 'ex:S sh:targetClass sg:Goal ; sh:severity sh:Info ; sh:nodeKind sh:IRI ; sh:message "Opravte."@cs .'
    (finding,) = check(known, MEASURE, bad, lint=True).results
    assert finding.component == f"{BASE}shapes/lint-message-language"
    assert (finding.file, finding.line) == ("data.ttl", FIRST)
    assert check(known, MEASURE, bad).results == ()
    assert Check((), known, lint=True).report().results == ()


def test_shapes_with_unknown_words_are_refused_with_the_line(known: Known) -> None:
    bad = "ex:S sh:targetClass sg:Goal ;\n  sh:severity sh:Info ;\n  sh:minCuont 1 ."
    with pytest.raises(InputError) as caught:
        check(known, bad, lint=True)
    assert caught.value.cs.startswith(f"data.ttl, řádek {FIRST + 2}: tvar <https://example.org/S> užívá ")
    assert "minCuont" in caught.value.en


# In a child.


@pytest.mark.parametrize("engine", ["shifty", "pyshacl"])
def test_a_child_needs_no_file_and_no_network(known: Known, engine: Any) -> None:
    wanted = task(Check((file("ex:g a sg:Goal ."),), known, engine=engine, lint=True), Rendering("json"))
    with run(wanted) as answer:
        report = json.loads(answer.read())
        assert answer.result == {"violations": len(report["results"])}
    assert not report["conforms"]


def test_what_a_child_refuses_reaches_the_user_unchanged(known: Known) -> None:
    with pytest.raises(InputError, match=r"^data.ttl, line \d+, column 8: not valid Turtle"):
        run(task(Check((file("ex:g a ;"),), known), Rendering("json")))


def crash(_out: BytesIO) -> None:
    raise RuntimeError("boom")


@pytest.mark.parametrize(
    ("work", "limits", "kind", "words"),
    [
        (crash, Limits(), InputError, "boom"),
        (lambda _out: bytearray(1 << 32), Limits(memory_mb=64), InputError, "64 MiB"),
        (lambda _out: sum(iter(int, 1)), Limits(seconds=0.2), ValidationStopped, "0.2 s"),
    ],
)
def test_a_child_that_dies_is_one_line_that_names_the_file(
    work: Callable[..., Any], limits: Limits, kind: type[Exception], words: str
) -> None:
    with pytest.raises((WorkerFailed, TimeoutReached)) as caught:
        run(work, limits)
    told = stopped(caught.value, [file("")])
    assert isinstance(told, kind)
    assert told.exit_status == 2
    assert told.cs.startswith("data.ttl: ")
    assert words in told.cs
    assert "dotaz" not in told.cs
