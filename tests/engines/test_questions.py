"""The stored questions, asked of other engines through our service, beside the rows that our own engine must give."""

from tests.questions.test_questions import EVERY_RUN, Expected
from tests.service import Service

JSON = "application/sparql-results+json"


@EVERY_RUN
def test_the_answer_is_the_expected_one(run: Expected, front: Service) -> None:
    answer = front.get(f"/questions/{run.question.id}", params=dict(run.values), headers={"Accept": JSON})
    assert answer.status_code == 200, answer.text
    content = answer.json()
    assert tuple(content["head"]["vars"]) == run.question.columns
    found = [{name: term["value"] for name, term in row.items()} for row in content["results"]["bindings"]]
    for row, wanted in zip(found, run.rows, strict=False):
        row |= {column: "*" for column, value in row.items() if value and wanted.get(column) == "*"}
    expected = [{name: row[name] for name in run.question.columns if row[name]} for row in run.rows]
    assert found == expected
