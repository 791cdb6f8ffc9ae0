"""Connections lent to children: who asks one new query after another is answered by a child without the parent."""

from api.lending.lender import AFTER_VAIN, STEADY, Lender
from api.lending.loan import Outcome, Returned
from api.lending.talking import OTHERS

__all__ = ["AFTER_VAIN", "OTHERS", "STEADY", "Lender", "Outcome", "Returned"]
