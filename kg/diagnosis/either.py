"""Either explanation of a query over a dataset, within the time that the whole job may take."""

from typing import Any, Final

from kg.diagnosis.empty import explain_empty
from kg.diagnosis.limits import SECONDS
from kg.diagnosis.plan import explain_query
from kg.results import Graphs
from kg.store import Dataset

_SHARE: Final = 0.8
"""How much of the time the explanation may take; the rest is for writing it."""


def explain(  # noqa: PLR0913 - what a request says of one query
    dataset: Dataset,
    query: str,
    seconds: float,
    *,
    is_empty: bool,
    graphs: Graphs | None = None,
    base: str | None = None,
) -> dict[str, Any]:
    """Tell what a query means and costs, or why it gives no row.

    Args:
        dataset: what is asked.
        query: a query; it need not have been checked.
        seconds: the time the whole job may take.
        is_empty: whether it is to be told why there is no row.
        graphs: the dataset that a request names.
        base: what relative IRIs are resolved against.

    Raises:
        KgError: the query is refused or malformed.
    """
    seconds = min(SECONDS, _SHARE * seconds)
    if is_empty:
        return explain_empty(dataset.store, query, graphs, seconds, base=base)
    return explain_query(dataset.store, query, graphs, seconds, base=base, postings=dataset.postings)
