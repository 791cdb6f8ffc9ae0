"""A steady connection reads an update as soon as it is acknowledged, in its very next answer."""

import json
import threading
from contextlib import ExitStack

from tests.reliability.conversation import Answer, Conversation, asking, fresh, goes_on, request, steady
from tests.reliability.figures import count
from tests.writable import Writable

ROUNDS = count(50, 500)
MEANWHILE = count(15, 150)
CLIENTS = 4
CSV = "Accept: text/csv"
EMPTY = b"v\r\n"


def question(graph: str, note: object) -> bytes:
    """Ask what stands in a graph, in words never used before."""
    return asking(f"SELECT ?v {{ GRAPH <urn:{graph}> {{ ?s ?p ?v }} }} # {note}", CSV)


def replaced(written: Writable, graph: str, number: int) -> None:
    """Let one number, and no other, stand in a graph; return when that is acknowledged."""
    done = written.update(
        f"CLEAR SILENT GRAPH <urn:{graph}> ; INSERT DATA {{ GRAPH <urn:{graph}> {{ :s :p {number} }} }}"
    )
    assert done.status_code == 200, done.text


def state(answer: Answer) -> tuple[str | None, ...]:
    """Return what an answer tells of the state that it was made from."""
    return answer.header("strategraf-changes"), answer.header("strategraf-head"), answer.header("strategraf-hash")


def test_every_steady_connection_reads_every_update_at_once(written: Writable) -> None:
    """After it, each goes on until it is steady again."""
    url, states, tags = written.service.url, [], set()
    with ExitStack() as stack:
        connections = [stack.enter_context(steady(url)) for _ in range(CLIENTS)]
        for number in range(ROUNDS):
            replaced(written, "steady", number)
            answers = [each.ask(question("steady", f"{number}.{at}")) for at, each in enumerate(connections)]
            assert [answer.body for answer in answers] == [EMPTY + b"%d\r\n" % number] * CLIENTS
            states.append({state(answer) for answer in [*answers, fresh(url, request("/sparql", method="OPTIONS"))]})
            tags |= {answer.header("etag") for answer in answers}
            for each in connections:
                goes_on(each, 6)
    assert [len(each) for each in states] == [1] * ROUNDS
    changes = [int(told) for each in states for told, _, _ in each if told]
    assert changes == list(range(changes[0], changes[0] + ROUNDS * (changes[1] - changes[0]), changes[1] - changes[0]))
    assert changes[1] > changes[0]
    assert len({head for each in states for _, head, _ in each}) == ROUNDS
    assert len(tags) == ROUNDS * CLIENTS


def test_an_update_on_the_steady_connection_itself_is_read_next(written: Writable) -> None:
    bearer = f"Authorization: Bearer {written.tokens['admin']}"
    direct = (bearer, "Content-Type: application/sparql-update")
    with steady(written.service.url) as conversation:
        for number in range(10):
            text = f"INSERT DATA {{ GRAPH <urn:own> {{ <urn:s> <urn:p> {number} }} }}"
            done = conversation.ask(request("/update", *direct, method="POST", body=text.encode()))
            assert (done.status, json.loads(done.body)["added"]) == (200, 1)
            answer = conversation.ask(question("own", number))
            assert sorted(answer.body.split()[1:]) == [b"%d" % each for each in range(number + 1)]
            goes_on(conversation, 6)


def test_the_same_question_has_the_answer_of_each_state(written: Writable) -> None:
    """The answer that is kept of it is void, and so is the tag."""
    same, tags = question("same", "always the same"), []
    with steady(written.service.url) as conversation, steady(written.service.url) as other:
        for number in range(5):
            replaced(written, "same", number)
            for each in (conversation, other, conversation):
                goes_on(each, 6)
                answer = each.ask(same)
                assert answer.body == EMPTY + b"%d\r\n" % number
            tags.append(answer.header("etag"))
            stale = conversation.ask(same.replace(b"\r\n\r\n", f"\r\nIf-None-Match: {tags[0]}\r\n\r\n".encode()))
            assert stale.status == (304 if number == 0 else 200)
    assert len(set(tags)) == 5


class Reader(threading.Thread):
    """Asks without a pause, and notes each answer that is older than what was acknowledged before it was asked."""

    def __init__(self, written: Writable, acknowledged: list[int], name: int) -> None:
        """Read on a connection of its own."""
        super().__init__()
        self.late: list[tuple[int, int]] = []
        self.seen: list[int] = []
        self._url = written.service.url
        self._acknowledged = acknowledged
        self._name = name

    def run(self) -> None:
        """Ask until the last number is acknowledged and read."""
        with Conversation(self._url) as conversation:
            while not self.seen or self.seen[-1] < MEANWHILE - 1:
                known = self._acknowledged[-1]
                answer = conversation.ask(question("meanwhile", f"{self._name}.{len(self.seen)}"))
                self.seen.append(int(answer.body.split()[1]))
                if self.seen[-1] < known:
                    self.late.append((known, self.seen[-1]))


def test_updates_meanwhile_are_read_by_all_that_is_asked_after_them(written: Writable) -> None:
    replaced(written, "meanwhile", 0)
    acknowledged = [0]
    readers = [Reader(written, acknowledged, name) for name in range(CLIENTS)]
    for reader in readers:
        reader.start()
    for number in range(1, MEANWHILE):
        replaced(written, "meanwhile", number)
        acknowledged.append(number)
    for reader in readers:
        reader.join()
    assert [reader.late for reader in readers] == [[]] * CLIENTS
    assert [reader.seen for reader in readers] == [sorted(reader.seen) for reader in readers]
