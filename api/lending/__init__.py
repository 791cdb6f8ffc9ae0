"""Connections lent to children: who asks one new query after another is answered by a child without the parent."""

from api.lending.lender import AFTER_LONG, STEADY, Lender
from api.lending.loan import Failed, Returned

__all__ = ["AFTER_LONG", "STEADY", "Failed", "Lender", "Returned"]
