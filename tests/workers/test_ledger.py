"""The ledger of a child: what it writes the parent reads, and one of both may answer."""

import os
from collections.abc import Iterator

import pytest

from kg.workers.ledger import ENDED, LONGEST, TALLIES, Ledger

ID = b"0123456789abcdef"


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    made = Ledger()
    yield made
    made.close()


def test_nothing_runs_at_first(ledger: Ledger) -> None:
    assert (ledger.running_since, ledger.answered, ledger.seconds, ledger.is_recalled) == (0.0, 0, 0.0, False)
    assert ledger.tallies == [0] * TALLIES
    assert ledger.ended(0) == []


def test_a_query_is_told_from_its_beginning_to_its_end(ledger: Ledger) -> None:
    ledger.begin(b"GET /", ID, 5.0)
    assert (ledger.running_since, ledger.identifier, ledger.request) == (5.0, ID.decode(), b"GET /")
    assert ledger.answered == 0
    assert ledger.end(7.5) == 2.5
    ledger.count(3)
    assert (ledger.running_since, ledger.answered, ledger.seconds) == (0.0, 1, 2.5)
    assert ledger.ended(0) == [(ID.decode(), 5.0, 7.5)]
    assert ledger.tallies == [0, 0, 0, 1, *[0] * (TALLIES - 4)]


def test_the_longest_request_is_kept_whole(ledger: Ledger) -> None:
    longest = bytes(range(256)) * (LONGEST // 256)
    ledger.begin(longest, ID, 1.0)
    assert ledger.request == longest
    ledger.end(2.0)
    ledger.begin(b"short", ID, 3.0)
    assert ledger.request == b"short"


def test_the_last_queries_are_remembered(ledger: Ledger) -> None:
    for number in range(ENDED + 10):
        ledger.begin(b"", b"%016d" % number, float(number))
        ledger.end(number + 0.5)
    remembered = ledger.ended(0)
    assert len(remembered) == ENDED
    assert remembered[0] == ("0000000000000010", 10.0, 10.5)
    assert remembered[-1] == (f"{ENDED + 9:016}", ENDED + 9.0, ENDED + 9.5)
    assert ledger.ended(ENDED + 8) == remembered[-2:]
    assert ledger.ended(ENDED + 10) == []


def test_the_token_is_one(ledger: Ledger) -> None:
    assert ledger.take()
    assert not ledger.take()
    ledger.give()
    assert ledger.take()


def test_a_new_talk_begins_with_the_token_and_without_what_was(ledger: Ledger) -> None:
    ledger.begin(b"GET /", ID, 5.0)
    ledger.end(6.0)
    ledger.begin(b"GET /", ID, 7.0)
    ledger.recall()
    assert ledger.take()
    ledger.reset()
    assert (ledger.running_since, ledger.answered, ledger.seconds, ledger.is_recalled) == (0.0, 0, 0.0, False)
    assert ledger.ended(0) == []
    assert ledger.take()
    assert not ledger.take()


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_what_a_child_writes_its_parent_sees_and_the_other_way_round(ledger: Ledger) -> None:
    ledger.take()
    pid = os.fork()
    if pid == 0:  # it waits for the token, and answers only if it was not recalled before
        try:
            ledger.begin(b"asked", ID, 3.0)
            ledger.wait_for_token()
            ledger.end(4.0 if ledger.is_recalled else 5.0)
        finally:
            os._exit(0)
    while not ledger.running_since:
        pass
    assert ledger.request == b"asked"
    ledger.recall()
    ledger.give()
    assert os.waitpid(pid, 0)[1] == 0
    assert ledger.ended(0) == [(ID.decode(), 3.0, 4.0)]
    assert not ledger.take()  # the child died with it
