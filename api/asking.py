"""What a child does to answer a query: check it, choose the format, evaluate, write. All of it can be killed."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

import pyoxigraph as ox

from api.problems import NotAcceptable
from kg import results
from kg.guard import QueryForm
from kg.mistakes import not_evaluated
from kg.namespaces import PREFIXES
from kg.plainness import checked_form
from kg.results import Format, Graphs, Term, formats_for
from kg.rows import first_rows, write_rows
from kg.store import Dataset

ROW_LIMIT: Final = "Strategraf-Row-Limit"
"""The header of an answer that has fewer rows than the query gives: how many it has."""

SHOWN: Final = 1000
"""How many rows or triples a page shows."""


@dataclass(frozen=True)
class Asked:
    """A query and how its answer is wanted."""

    text: str
    accept: str = ""
    format: str | None = None
    """A short name of a format, which takes precedence over `accept`; links on pages use it."""
    graphs: Graphs | None = None
    most: int = 0
    """The most rows that are sent; 0: all."""
    note: str = ""
    """The address where that limit is explained."""
    base: str | None = None
    """What relative IRIs are resolved against."""
    without: frozenset[str] = frozenset()
    """The names of formats that turned out to have no way to write the answer."""
    whole: bool = False
    """Whether all graphs are read, whatever the default graph is: so a query of ours is, and none of a user's."""

    @property
    def liked(self) -> frozenset[str]:
        """The names of the formats of which one is chosen, whatever the form of the query is; none, if one is named."""
        forms = (form for form in (QueryForm.SELECT, QueryForm.CONSTRUCT) if not self.format or _is_foreign(self, form))
        chosen = (results.negotiate(self.accept, form, self.without) for form in forms)
        return frozenset(each.name for each in chosen if each)


@dataclass(frozen=True)
class Answering:
    """The job that writes the answer; its result is the headers that tell of it."""

    asked: Asked

    def __call__(self, dataset: Dataset, out: BinaryIO) -> dict[str, str]:
        """Answer."""
        form = checked_form(self.asked.text)
        chosen = _chosen(self.asked, form)
        headers = {"Content-Type": chosen.content_type}
        if self.asked.most and form is QueryForm.SELECT:
            return headers | self._first_rows(dataset, chosen, out)
        asked, source = self.asked, _source(self.asked, dataset)
        results.evaluate(source, asked.text, chosen, out, asked.graphs, base=asked.base, postings=dataset.postings)
        return headers

    def _first_rows(self, dataset: Dataset, chosen: Format, out: BinaryIO) -> dict[str, str]:
        """Write no more rows than are allowed; return the header that says so, if there are more."""
        solutions = _solved(self.asked, dataset)
        assert isinstance(solutions, ox.QuerySolutions)  # noqa: S101 - the query is a SELECT
        try:
            rows = first_rows(solutions, self.asked.most)
        except (RuntimeError, ValueError) as error:
            raise not_evaluated(error) from error
        if isinstance(chosen.engine, ox.QueryResultsFormat):
            write_rows(rows, chosen.engine, results.checked(out, chosen.engine), self.asked.note)
        else:
            out.write(results.laid_out(rows.names, rows.rows).encode())
        return {ROW_LIMIT: str(self.asked.most)} if rows.more else {}


def _source(asked: Asked, dataset: Dataset) -> results.Source:
    return dataset.whole.asked if asked.whole else dataset.store


def _solved(asked: Asked, dataset: Dataset) -> results.Result:
    return results.solve(_source(asked, dataset), asked.text, asked.graphs, asked.base, dataset.postings)


def _is_foreign(asked: Asked, form: QueryForm) -> bool:
    """Tell whether the name of a format is another's, sent beside a header that says by media type what is wanted.

    SPARQLWrapper adds `format=turtle` to its queries, and to each that is not told otherwise `format=xml`.
    """
    said = ",".join(each for each in asked.accept.split(",") if "*" not in each)
    known = asked.format in {each.name for each in formats_for(form)}
    return not known and bool(said) and results.negotiate(said, form) is not None


def _chosen(asked: Asked, form: QueryForm) -> Format:
    if asked.format and not _is_foreign(asked, form):
        return results.named_format(asked.format, form)
    chosen = results.negotiate(asked.accept, form, asked.without)
    if chosen is None:
        raise NotAcceptable(
            [each.media_type for each in formats_for(form)], cs="odpověď na tento dotaz", en="the answer to this query"
        )
    return chosen


def beginning(asked: Asked, dataset: Dataset) -> dict[str, Any]:
    """Return as much of an answer as a page shows, whether there is `more`, and the `limit` of rows if that cut it.

    Raises:
        KgError: as the answer would.
    """
    checked_form(asked.text)
    try:
        return _shown(_solved(asked, dataset), asked.most)
    except (RuntimeError, ValueError) as error:
        raise not_evaluated(error) from error


def _shown(result: results.Result, limit: int) -> dict[str, Any]:
    if isinstance(result, ox.QueryBoolean):
        return {"truth": bool(result), "more": False}
    if isinstance(result, ox.QueryTriples):
        triples, more = _first(result, SHOWN)
        turtle = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b""
        return {"turtle": turtle.decode(), "more": more}
    names = [variable.value for variable in result.variables]
    most = min(limit or SHOWN, SHOWN)
    rows, more = _first(result, most)
    bindings = [
        {name: _binding(term) for name, term in zip(names, row, strict=True) if term is not None} for row in rows
    ]
    cut = limit if more and limit == most else 0
    return {"head": {"vars": names}, "results": {"bindings": bindings}, "more": more, "limit": cut}


def _first(items: Iterable[Any], most: int) -> tuple[list[Any], bool]:
    found = list(itertools.islice(items, most + 1))
    return found[:most], len(found) > most


def _binding(term: Term) -> dict[str, str]:
    """Return a term as SPARQL 1.1 Query Results JSON has it, as far as a page needs it."""
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.Literal):
        return {"type": "literal", "value": term.value, "xml:lang": term.language or ""}
    return {"type": "other", "value": str(term)}
