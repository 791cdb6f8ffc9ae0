"""SPARQL 1.1 Update: from the text of a request to the change it makes."""

from kg.updating.planning import plan
from kg.updating.scanning import check_update

__all__ = ["check_update", "plan"]
