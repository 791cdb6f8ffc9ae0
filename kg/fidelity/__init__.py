"""The proof that the tables hold the source whole: nothing lost, nothing invented, every reference leads somewhere."""

from collections.abc import Set as AbstractSet

from kg.fidelity import columns, elements, measures, references, wordings
from kg.fidelity.coverage import check_cells
from kg.spans import SourceText
from kg.tables import Table, Tables

__all__ = ["check_cells", "check_references"]


def check_references(tables: Tables, facts: Table, codes: AbstractSet[str], source: SourceText) -> None:
    """Check what the tables say of one another and of the source, beyond what a foreign key can hold.

    Args:
        tables: the tables of the source, whose cells `check_cells` has passed.
        facts: the verified facts.
        codes: every code of the ontology's lists as `list/code`.
        source: the source text.

    Raises:
        TableError: the first reference that leads to nothing or to a thing of a wrong kind, the first cell out of
            place, or the first title, label, notation, number or wording that is not the source's.
    """
    references.check_sources(tables, facts, source)
    references.check_codes(tables, codes)
    references.check_paths(tables)
    columns.check_columns(tables)
    elements.check_elements(tables, source)
    measures.check_measures(tables)
    wordings.check_wordings(tables, source)
