"""The methods that an address takes, as its routes have them: of OPTIONS, of preflights and of every 405."""

from collections.abc import Sequence
from http import HTTPMethod

from starlette.routing import BaseRoute, Match
from starlette.types import Scope


def methods_of(routes: Sequence[BaseRoute], scope: Scope) -> list[str]:
    """Return the methods that the address of a request takes, sorted; none if there is nothing at that address.

    The framework tells those of the first route alone. HEAD is answered wherever GET is, and OPTIONS everywhere.
    """
    found = {method.value for method in HTTPMethod if _is_taken(routes, {**scope, "method": method.value})}
    if found:
        found.add(HTTPMethod.OPTIONS.value)
    if HTTPMethod.GET.value in found:
        found.add(HTTPMethod.HEAD.value)
    return sorted(found)


def _is_taken(routes: Sequence[BaseRoute], scope: Scope) -> bool:
    return any(route.matches(scope)[0] is Match.FULL for route in routes)
