"""Queries of death on a steady connection: told whole at their end, whatever it is, and the connection goes on."""

import json
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.reliability.conversation import Answer, Conversation, asking, fresh, goes_on, request, steady
from tests.reliability.killers import KILLERS
from tests.reliability.processes import busy, settle, worked
from tests.service import Service, running

ENGLISH = "Accept-Language: en"
CZECH = "Accept-Language: cs"
WORDS = {ENGLISH: "stopped after 1 s;", CZECH: "výpočet byl zastaven po 1 s;"}
GREEDY = (
    'SELECT (STRLEN(?v9) AS ?n) { BIND("0123456789" AS ?v0) '
    + "".join(f'BIND(REPLACE(?v{i}, ".", ?v{i}) AS ?v{i + 1}) ' for i in range(3))
    + 'BIND(REPLACE(?v3, ".", "0123456789") AS ?v9) }'
)
"""It makes a text of 10 characters, of 100, of ten thousand, of a hundred million, of a billion."""

ABANDONED = 'strategraf_kills_total{reason="abandoned"}'


@pytest.fixture(scope="module")
def patient(store: Path) -> Iterator[Service]:
    """Yield a server that would let a query run for a minute."""
    with running(store, KG_QUERY_TIMEOUT="60", KG_QUERY_MEMORY_MB="256") as started:
        yield started


def problem(answer: Answer) -> str:
    """Return the detail of an answer that is a whole problem document with 503."""
    assert (answer.status, answer.header("content-type")) == (503, "application/problem+json"), answer
    assert (answer.header("retry-after"), answer.header("access-control-allow-origin")) == ("10", "*")
    assert json.loads(answer.body)["status"] == 503
    return str(json.loads(answer.body)["detail"])


def abandoned(service: Service) -> float:
    """Return how many children were killed because nobody waited for their answer any more."""
    lines = service.get("/metrics").text.splitlines()
    return sum(float(line.removeprefix(f"{ABANDONED} ")) for line in lines if line.startswith(f"{ABANDONED} "))


@pytest.mark.parametrize(("kind", "language"), [("product", ENGLISH), ("rows", CZECH), ("graph", ENGLISH)])
def test_a_query_of_death_is_stopped_as_on_a_fresh_connection(hasty: Service, kind: str, language: str) -> None:
    asked = asking(KILLERS[kind], language)
    with steady(hasty.url) as conversation, Conversation(hasty.url) as other:
        conversation.send(asked)
        other.send(asked)
        answer, expected = conversation.read(), other.read()
        goes_on(conversation, 6)
    settle(hasty)
    assert answer.same == expected.same
    assert problem(answer).startswith(WORDS[language])


def test_a_client_may_ask_for_less_time(patient: Service) -> None:
    asked = asking(KILLERS["product"], ENGLISH, more="&timeout=0.3")
    with steady(patient.url) as conversation:
        for _ in range(3):
            assert problem(conversation.ask(asked)).startswith("stopped after 0.3 s;")
            goes_on(conversation, 6)


def test_a_query_that_takes_too_much_memory_is_told_so(patient: Service) -> None:
    with steady(patient.url) as conversation:
        assert "256 MiB" in problem(conversation.ask(asking(GREEDY, ENGLISH)))
        goes_on(conversation, 6)
    settle(patient)


def killed(service: Service, conversation: Conversation, number: signal.Signals) -> Answer:
    """Ask a killer, send a signal to the child that it keeps busy, and return the answer."""
    before = worked(service)
    conversation.send(asking(KILLERS["product"], ENGLISH))
    (child,) = busy(service, before, conversation)
    os.kill(child, number)
    return conversation.read()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT])
def test_a_child_that_dies_is_told_as_on_a_fresh_connection(patient: Service, number: signal.Signals) -> None:
    settle(patient)
    with steady(patient.url) as conversation, Conversation(patient.url) as other:
        answer = killed(patient, conversation, number)
        assert problem(answer) == problem(killed(patient, other, number))
        goes_on(conversation, 6)
        assert ("crashed" in problem(answer)) == (number is signal.SIGSEGV)
    settle(patient)


def test_a_child_that_dies_between_questions_is_not_noticed(patient: Service) -> None:
    """Whichever child it is that died, another answers; what is asked is answered, or told as a failure, once.

    A child that is killed in the very moment of its answer may take its connection along: nobody knows what was sent.
    """
    settle(patient)
    cut = 0
    for _ in range(4):
        with steady(patient.url) as conversation:
            goes_on(conversation, 6)
            before = worked(patient)
            for child in before:
                os.kill(child, signal.SIGKILL)
            while set(worked(patient)) & set(before):
                pass
            try:
                goes_on(conversation, 6)
            except ConnectionError:
                cut += 1
    settle(patient)
    assert cut <= 1


def test_others_are_answered_meanwhile(patient: Service) -> None:
    with steady(patient.url) as conversation, steady(patient.url) as other:
        before = worked(patient)
        conversation.send(asking(KILLERS["product"]))
        assert busy(patient, before, conversation)
        goes_on(other, 50)
        assert fresh(patient.url, request("/health")).status == 200
        goes_on(other, 5)
        assert conversation.is_silent()
    settle(patient)


def test_what_is_sent_behind_a_query_of_death_waits_for_its_end(hasty: Service) -> None:
    with steady(hasty.url) as conversation:
        conversation.send(asking(KILLERS["product"]) + asking('SELECT ("behind" AS ?x) {}', "Accept: text/csv"))
        problem(conversation.read())
        assert conversation.read().body == b"x\r\nbehind\r\n"
        goes_on(conversation, 6)


@pytest.mark.parametrize("leave", [Conversation.reset, Conversation.close])
@pytest.mark.parametrize("kind", ["product", "rows"])
def test_a_client_that_leaves_leaves_no_busy_child(
    patient: Service, kind: str, leave: Callable[[Conversation], None]
) -> None:
    """Long before the deadline, which would end it too."""
    settle(patient)
    kills, before = abandoned(patient), worked(patient)
    conversation = steady(patient.url)
    conversation.send(asking(KILLERS[kind]))
    found = busy(patient, before, conversation)
    leave(conversation)
    while set(found) & set(worked(patient)):
        pass
    settle(patient)
    assert (len(found), abandoned(patient)) == (1, kills + 1)
