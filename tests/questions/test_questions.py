"""Every stored question beside its expected rows, which were written from the source before the query.

A file `<id>--<parameter>=<value>.csv` holds the rows of one run in their order. A `*` stands for any text; the column
`lines` names the lines of the source by which a reader can check a row, and `words` the words that stand there.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, QuerySolutions

from kg import paths
from kg.errors import InputError, Lang
from kg.names import Names
from kg.questions import LANGS, Parameter, Question, find, load, parse
from kg.spans import SourceText, collapse, line_range
from kg.store import Dataset
from kg.tables import load_tables, read_text

Term = NamedNode | Literal
Row = dict[str, Term | None]

QUESTIONS = {path.stem: parse(path) for path in sorted(paths.QUESTIONS.glob("*.rq"))}
SOURCE = SourceText(read_text(paths.DATA / "sources" / "koncepce-sc-zpo4.txt"))
FACTS = load_tables(paths.DATA / "reference")["facts"].by_key()

STATED_BY_A_FACT = {"hierarchy-of": "levels-names"}
"""Questions with rows that no line of the source states, and the verified fact that does."""

WITHOUT_ENGLISH = {"measure-card": {"valueLabel"}}
"""Label columns that may show a wording of the source (a deadline, a funding), which is in no other language."""


@dataclass(frozen=True)
class Expected:
    """A run of a question and the rows it must yield."""

    question: Question
    values: Mapping[str, str]
    rows: list[dict[str, str]]


def _expected(path: Path) -> Expected:
    identifier, *values = path.stem.split("--")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    return Expected(QUESTIONS[identifier], dict(value.split("=", 1) for value in values), rows)


FILES = sorted(Path(__file__).parent.glob("*.csv"))
EXPECTED = {path.stem: _expected(path) for path in FILES if path.stem.split("--")[0] in QUESTIONS}
EVERY_QUESTION = pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
EVERY_RUN = pytest.mark.parametrize("run", EXPECTED.values(), ids=EXPECTED)


def ask(dataset: Dataset, query: str) -> tuple[tuple[str, ...], list[Row]]:
    """Return the columns and the rows of an answer."""
    solutions = dataset.store.query(query)
    assert isinstance(solutions, QuerySolutions)
    columns = tuple(variable.value for variable in solutions.variables)
    return columns, [{column: _term(solution[column]) for column in columns} for solution in solutions]


def _term(term: object) -> Term | None:
    assert term is None or isinstance(term, NamedNode | Literal), "no blank node is shown to a reader"
    return term


def run_of(run: Expected, dataset: Dataset, names: Names, lang: Lang = "cs") -> list[Row]:
    """Return the answer to a run of a question."""
    return ask(dataset, run.question.bind(run.question.resolve(run.values, names), lang))[1]


def iris_of(row: Row) -> dict[str, str]:
    """Return the IRIs of a row by their column."""
    return {column: term.value for column, term in row.items() if isinstance(term, NamedNode)}


def words_at(lines: str) -> str:
    """Return the words of the lines `L13 L139-L140`, in that order."""
    return collapse(" ".join(SOURCE.lines(*line_range(each)) for each in lines.split()))


def test_no_question_is_without_expected_rows_and_none_the_other_way_round() -> None:
    assert set(QUESTIONS) == {path.stem.split("--")[0] for path in FILES}
    assert load() == QUESTIONS


@EVERY_QUESTION
def test_the_header_says_everything_in_both_languages(question: Question) -> None:
    keys = re.findall(r"^#\+ ([a-z-]+):", question.text, re.MULTILINE)
    assert keys == ["id", "title-cs", "title-en", "parameters", "columns", "keywords-cs", "keywords-en"]
    assert (paths.QUESTIONS / f"{question.id}.rq").is_file()
    for lang in LANGS:
        assert question.title[lang].endswith("?")
        assert all(question.keywords[lang])
    assert question.title["cs"] != question.title["en"]


@EVERY_QUESTION
def test_the_placeholders_of_the_wording_are_the_parameters(question: Question) -> None:
    names = [parameter.name for parameter in question.parameters]
    for lang in LANGS:
        assert sorted(re.findall(r"\{(\w+)\}", question.title[lang])) == sorted(names)


@EVERY_QUESTION
def test_each_parameter_is_bound_by_exactly_one_line(question: Question) -> None:
    lines = [line.strip() for line in question.text.splitlines() if "UNDEF" in line]
    assert sorted(lines) == sorted(parameter.line for parameter in question.parameters)
    assert question.text.count('VALUES ?lang { "cs" }') == ("?lang" in question.text)


@EVERY_QUESTION
def test_the_file_runs_as_it_stands(question: Question, dataset: Dataset) -> None:
    columns, rows = ask(dataset, question.text)
    assert columns == question.columns
    assert rows


@EVERY_QUESTION
def test_a_column_of_iris_is_followed_by_its_labels(question: Question, dataset: Dataset) -> None:
    columns, rows = ask(dataset, question.text)
    holding_iris = {column for row in rows for column in iris_of(row)}
    labelled = {column.removesuffix("Label") for column in columns if column.endswith("Label")}
    assert labelled == holding_iris
    for column in labelled:
        assert columns[columns.index(column) + 1] == f"{column}Label"


@EVERY_RUN
def test_the_answer_is_the_expected_one(run: Expected, dataset: Dataset, names: Names) -> None:
    answer = run_of(run, dataset, names)
    found = [{column: term.value if term else "" for column, term in row.items()} for row in answer]
    for row, wanted in zip(found, run.rows, strict=False):
        row |= {column: "*" for column, value in row.items() if value and wanted.get(column) == "*"}
    assert found == [{column: row[column] for column in run.question.columns} for row in run.rows]


@EVERY_RUN
def test_the_expected_file_has_the_columns_of_the_question_and_its_evidence(run: Expected) -> None:
    assert run.rows
    assert tuple(run.rows[0]) == (*run.question.columns, "lines", "words")
    assert run.values.keys() == {parameter.name for parameter in run.question.parameters}


@EVERY_RUN
def test_the_words_of_each_expected_row_stand_in_its_lines(run: Expected) -> None:
    for row in run.rows:
        assert bool(row["lines"]) == bool(row["words"])
        for words in filter(None, row["words"].split(" | ")):
            assert words in words_at(row["lines"])


@EVERY_RUN
def test_a_row_without_lines_is_stated_by_a_verified_fact(run: Expected) -> None:
    for row in (row for row in run.rows if not row["lines"]):
        fact = FACTS[STATED_BY_A_FACT[run.question.id]]
        assert row["notation"] in re.findall(r"\w+", fact["statement_cs"])
        assert row["notation"] in re.findall(r"\w+", fact["statement_en"])


@EVERY_RUN
def test_the_other_language_changes_the_labels_only(run: Expected, dataset: Dataset, names: Names) -> None:
    answers = {lang: run_of(run, dataset, names, lang) for lang in LANGS}
    assert [iris_of(row) for row in answers["en"]] == [iris_of(row) for row in answers["cs"]]
    excepted = WITHOUT_ENGLISH.get(run.question.id, set())
    for lang, rows in answers.items():
        for row in rows:
            for column in iris_of(row):
                label = row[f"{column}Label"]
                languages = {lang, None} if f"{column}Label" in excepted else {lang}
                assert isinstance(label, Literal)
                assert label.language in languages


PARAMETERS = {each.type: (question, each) for question in QUESTIONS.values() for each in question.parameters}
EVERY_TYPE = pytest.mark.parametrize(("question", "parameter"), PARAMETERS.values(), ids=PARAMETERS)
ATTACKS = [
    '"',
    "'",
    "{ }",
    "UNDEF } #",
    'x" } UNION { ?s ?p ?o } #',
    "<https://w3id.org/strategraf/resource/institutions/nukib> } ?s ?p ?o VALUES ?x { 1",
    "https://w3id.org/strategraf/resource/institutions/nukib>} SERVICE <http://127.0.0.1/> {",
    "SELECT * WHERE { ?s ?p ?o }",
    "2025-12-31\n} ?s ?p ?o #",
    '2025-12-31"^^<urn:x>',
    "\\u007d",
    "?institution",
]


def resolve_one(question: Question, parameter: Parameter, typed: str, names: Names) -> Term:
    """Resolve one parameter of a question; those beside it are taken away."""
    alone = Question(question.id, question.title, (parameter,), question.columns, question.keywords, question.text)
    return alone.resolve({parameter.name: typed}, names)[parameter.name]


@EVERY_TYPE
@pytest.mark.parametrize("typed", ATTACKS)
def test_syntax_in_a_parameter_is_refused(question: Question, parameter: Parameter, typed: str, names: Names) -> None:
    with pytest.raises(InputError):
        resolve_one(question, parameter, typed, names)


@EVERY_TYPE
@settings(deadline=None)
@given(data=st.data())
def test_only_a_known_term_comes_into_a_query(
    question: Question, parameter: Parameter, data: st.DataObject, names: Names, dataset: Dataset
) -> None:
    typed = data.draw(st.text() | st.sampled_from(["NÚKIB", "zpo4", "2025-12-31", *ATTACKS]).flatmap(_mangled))
    try:
        term = resolve_one(question, parameter, typed, names)
    except InputError:
        return
    if isinstance(term, NamedNode):
        assert next(dataset.store.quads_for_pattern(term, None, None, None), None)
    else:
        assert re.fullmatch(r'"[0-9]{4}-[0-9]{2}-[0-9]{2}"\^\^<http://www\.w3\.org/2001/XMLSchema#date>', str(term))
    bound = parameter.line.replace("UNDEF", str(term))
    assert question.bind({parameter.name: term}) == question.text.replace(parameter.line, bound)


def _mangled(text: str) -> st.SearchStrategy[str]:
    return st.tuples(st.sampled_from(["", " ", "<", '"']), st.sampled_from(["", "\n", ">", '"', "}"])).map(
        lambda ends: f"{ends[0]}{text}{ends[1]}"
    )


@pytest.mark.parametrize("typed", ["31. 12. 2025", "2025", "2025-12", "today", "2025-02-29", "２０２５-12-31", "", " "])
def test_what_is_no_date_is_refused(typed: str, names: Names) -> None:
    with pytest.raises(InputError) as caught:
        find("measures-due-by").resolve({"date": typed}, names)
    assert "date" in caught.value.en


def test_an_unknown_question_is_named_with_the_known_ones() -> None:
    with pytest.raises(InputError) as caught:
        find("measures-of-nobody")
    assert "„measures-of-nobody“" in caught.value.cs
    assert "“measures-of-nobody”" in caught.value.en
    assert all(identifier in caught.value.en for identifier in QUESTIONS)


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({}, "strategy=…"),
        ({"strategy": ""}, "strategy=…"),
        ({"strategy": "  "}, "strategy=…"),
        ({"strategy": "nskb", "lang": "en"}, "lang"),
        ({"strategie": "nskb"}, "strategie"),
    ],
)
def test_missing_and_unknown_parameters_are_named(values: dict[str, str], named: str, names: Names) -> None:
    with pytest.raises(InputError) as caught:
        find("measures-from-strategy").resolve(values, names)
    assert named in caught.value.cs
    assert named in caught.value.en


def test_the_wording_is_filled_with_the_values_that_are_known() -> None:
    question = find("measures-of-institution-for-element")
    assert question.wording("cs", {"institution": "NÚKIB", "element": "ZPO 4.2"}) == (
        "Která opatření instituce NÚKIB naplňují ZPO 4.2?"
    )
    assert question.wording("en", {"institution": "NÚKIB"}) == "Which measures of NÚKIB address {element}?"
