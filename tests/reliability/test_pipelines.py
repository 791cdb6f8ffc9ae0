"""What comes behind a request on the same connection, before that is answered, changes nothing for it."""

import json
from pathlib import Path

from tests.reliability.conversation import asking, numbered, steady, whole
from tests.reliability.killers import KILLERS
from tests.reliability.processes import settle
from tests.service import running


def test_what_is_no_http_behind_requests_is_no_fault(store: Path) -> None:
    """What was answered before it is whole and in order, what comes after it is never read, no fault is told."""
    with running(store) as service:
        for number in (1, 2, 5):
            before, (after, _) = [numbered() for _ in range(number)], numbered()
            sent = b"".join(asking(query, "Accept: text/csv") for query, _ in before) + b"BREW / COFFEE\r\n\r\n"
            with steady(service.url) as conversation:
                conversation.send(sent + asking(after))
                answers = whole(conversation.rest())
            if answers and answers[-1].status == 400:
                assert json.loads(answers.pop().body)["status"] == 400
            assert [answer.body for answer in answers] == [expected for _, expected in before][: len(answers)]
        settle(service)


def test_a_client_that_leaves_ends_its_query_whatever_came_behind_it(store: Path) -> None:
    """The deadline, which would end it too, is not the reason."""
    with running(store, KG_QUERY_TIMEOUT="2") as service:
        for behind in (asking("ASK { } # half")[:-10], asking("ASK { } # behind")):
            with steady(service.url) as conversation:
                conversation.send(asking(KILLERS["product"]) + behind)
                while service.figure("strategraf_queries_running") == 0:
                    pass
            settle(service)
        told = service.get("/metrics").text.splitlines()
    kills = {line for line in told if line.startswith("strategraf_kills_total{")}
    assert kills == {'strategraf_kills_total{reason="abandoned"} 2.0'}
