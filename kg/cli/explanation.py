"""Print what a query means and costs, or why it finds nothing."""

import json
import sys
from typing import TYPE_CHECKING, BinaryIO

from kg.cli.language import user_lang

if TYPE_CHECKING:
    from kg.store import Dataset
    from kg.workers import Limits


def explain(dataset: "Dataset", query: str, kind: str, output: str | None, limits: "Limits") -> None:
    """Explain a query in a child that is killed at its deadline, and write the whole explanation.

    Args:
        dataset: the graph.
        query: SPARQL text.
        kind: `plan` or `empty`.
        output: `json`, or None for text in the user's language.
        limits: what it may use.
    """
    from kg import diagnosis
    from kg.workers import run

    diagnosis.prepare()

    def task(out: BinaryIO) -> None:
        report = diagnosis.explain(dataset, query, limits.seconds, is_empty=kind == "empty")
        text = (
            json.dumps(report, ensure_ascii=False, indent=2) + "\n" if output else diagnosis.text(report, user_lang())
        )
        out.write(text.encode())

    with run(task, limits) as whole:
        sys.stdout.buffer.write(whole.read())
    sys.stdout.buffer.flush()
