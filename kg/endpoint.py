"""Ask another SPARQL endpoint once."""

from kg.guard import check_query
from kg.remote.transport import Endpoint
from kg.results import named_format


def ask(endpoint: str, query: str, name: str, timeout: float) -> bytes:
    """Return an endpoint's answer as it sent it.

    Args:
        endpoint: the address, http or https.
        query: SPARQL text.
        name: a format of `kg.results`.
        timeout: seconds to wait for the answer.

    Raises:
        InputError: the address is none, or no endpoint answers there.
        QueryError: it refused the query.
        TimeoutReached: it did not answer in time.
    """
    wanted = named_format(name, check_query(query))
    return Endpoint(endpoint, timeout).ask(query, wanted.media_type).body
