"""A temporary disk that is full is the server's trouble, and the service goes on."""

import resource
from pathlib import Path

from tests.service import running

PRODUCT = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 100000"


def test_the_service_tells_it_as_its_own_trouble_and_goes_on(store: Path) -> None:
    """The system refuses what a limit of the size of files forbids as it refuses what a disk cannot hold."""
    with running(store) as service:
        most = resource.prlimit(service.pid, resource.RLIMIT_FSIZE, (1 << 20, resource.RLIM_INFINITY))
        for lang, words in (("cs", "dočasný disk serveru je plný"), ("en", "the server's temporary disk is full")):
            answer = service.post("/sparql", data={"query": PRODUCT}, headers={"Accept-Language": lang})
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
            assert answer.json()["detail"].startswith(words)
        assert service.figure('strategraf_kills_total{reason="disk"}') == 2
        resource.prlimit(service.pid, resource.RLIMIT_FSIZE, most)
        answer = service.post("/sparql", data={"query": PRODUCT}, headers={"Accept": "text/csv"})
        assert answer.status_code == 200
        assert answer.text.count("\n") == 100_001
