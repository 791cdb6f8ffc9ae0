"""Many steady connections at once, each with pauses of its own: every answer is that to its own question."""

import random
import threading

from tests.reliability.conversation import Conversation, asking
from tests.reliability.figures import count
from tests.reliability.processes import settle
from tests.service import Service

THREADS = 8
EACH = count(200, 2000)
LONGEST = 0.03
"""The longest pause between two questions of one client, in seconds."""

FORMS = (
    ('SELECT ("{0}" AS ?mine) {{}}', "text/csv", "mine\r\n{0}\r\n"),
    ('SELECT ("{0}" AS ?mine) {{}}', "text/tab-separated-values", '?mine\n"{0}"\n'),
    ("CONSTRUCT {{ <urn:s> <urn:p> <urn:{0}> }} {{}}", "application/n-triples", "<urn:s> <urn:p> <urn:{0}> .\n"),
)
"""Queries that an own mark is put into, the format, and the answer, in which it stands again."""


def talk(url: str, name: int, wrong: list[tuple[str, bytes]]) -> None:
    """Ask with pauses by chance, during which nothing may come; note each answer that is another's."""
    chance = random.Random(name)  # noqa: S311 - no secret
    with Conversation(url) as conversation:
        for number in range(EACH):
            mark = f"{name}-{number}"
            query, accept, expected = chance.choice(FORMS)
            answer = conversation.ask(asking(query.format(mark), f"Accept: {accept}"))
            silent = conversation.is_silent(chance.uniform(0, LONGEST))
            if (answer.status, answer.body, silent) != (200, expected.format(mark).encode(), True):
                wrong.append((mark, answer.body))


def test_each_answer_is_that_to_its_own_question(service: Service) -> None:
    wrong: list[tuple[str, bytes]] = []
    ended: list[int] = []

    def one(name: int) -> None:
        talk(service.url, name, wrong)
        ended.append(name)

    threads = [threading.Thread(target=one, args=(name,)) for name in range(THREADS)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    settle(service)
    assert wrong == []
    assert sorted(ended) == list(range(THREADS))
