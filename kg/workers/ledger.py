"""What a child that answers a client by itself tells its parent: in memory that both see, and by one token.

The parent must know at any moment which query such a child runs and since when, and nothing may pass between them for
each query, for that would cost as much as the query. Whether an answer may still be sent is decided by the token: there
is one, in a pipe, and whoever holds it answers. The parent takes it before it kills a child, so that no client is told
both an answer and a failure, or half of one.
"""

import mmap
import os
import time
from typing import Final

TALLIES: Final = 16
"""How many numbers a child may count for itself."""

ENDED: Final = 1024
"""How many queries that have ended are remembered."""

LONGEST: Final = 1 << 14
"""The longest request that is kept, with what was read behind it, in bytes."""

_MOMENT: Final = 0.0005
_ID: Final = 16
_RUNNING, _RECALLED, _LENGTH, _ANSWERED, _HOLDING, _TALLY = range(6)
_SINCE, _SECONDS = range(2)
_NUMBERS: Final = 8 * (_TALLY + TALLIES)
_TIMES: Final = _NUMBERS + 8 * 2
_SPANS: Final = _TIMES + 8 * 2 * ENDED
_IDS: Final = _SPANS + _ID * (ENDED + 1)
_SIZE: Final = _IDS + LONGEST


class Ledger:
    """The ledger of one child; made before the fork, so that both have it."""

    def __init__(self) -> None:
        """Begin with no query; the token lies ready."""
        self._memory = mmap.mmap(-1, _SIZE)
        view = memoryview(self._memory)
        self._numbers = view[:_NUMBERS].cast("Q")
        self._times = view[_NUMBERS:_TIMES].cast("d")
        self._spans = view[_TIMES:_SPANS].cast("d")
        self._ids = view[_SPANS:_IDS]
        self._request = view[_IDS:]
        view.release()
        self.descriptors = os.pipe()
        self._taking, self._giving = self.descriptors
        os.set_blocking(self._taking, False)
        self.give()

    def close(self) -> None:
        """Free the memory and the pipe of this process."""
        for view in (self._numbers, self._times, self._spans, self._ids, self._request):
            view.release()
        self._memory.close()
        for descriptor in self.descriptors:
            os.close(descriptor)

    # What the child writes.

    def begin(self, request: bytes, identifier: bytes, now: float) -> None:
        """Say that a query runs.

        Args:
            request: what was read and is not answered, this query's request first; at most `LONGEST` bytes.
            identifier: of the query, 16 bytes.
            now: the monotonic time, in seconds.
        """
        self._request[: len(request)] = request
        self._numbers[_LENGTH] = len(request)
        self._ids[-_ID:] = identifier
        self._times[_SINCE] = now
        self._numbers[_RUNNING] = 1

    def end(self, now: float) -> float:
        """Say that it was answered; return the seconds it took."""
        since, number = self._times[_SINCE], self._numbers[_ANSWERED]
        place = number % ENDED
        self._ids[place * _ID : (place + 1) * _ID] = self._ids[-_ID:]
        self._spans[2 * place] = since
        self._spans[2 * place + 1] = now
        self._times[_SECONDS] += now - since
        self._numbers[_ANSWERED] = number + 1
        self._numbers[_RUNNING] = 0
        return now - since

    def hold(self, *, something: bool) -> None:
        """Say whether something of the client is read, or about to be, that is not answered."""
        self._numbers[_HOLDING] = something

    def count(self, tally: int) -> None:
        """Count one more in a tally."""
        self._numbers[_TALLY + tally] += 1

    def wait_for_token(self) -> None:
        """Take the token, as soon as it lies there."""
        while not self.take():
            time.sleep(_MOMENT)  # the parent looks whether to kill this process

    # What the parent writes.

    def reset(self) -> None:
        """Begin anew, for another client."""
        for number in range(_TALLY + TALLIES):
            self._numbers[number] = 0
        self._times[_SECONDS] = 0
        self.take()
        self.give()

    def recall(self) -> None:
        """Ask the child to answer no further request."""
        self._numbers[_RECALLED] = 1

    # What both do.

    def take(self) -> bool:
        """Take the token; return whether it lay there."""
        try:
            return bool(os.read(self._taking, 1))
        except BlockingIOError:
            return False

    def give(self) -> None:
        """Lay the token back."""
        os.write(self._giving, b"t")

    @property
    def is_recalled(self) -> bool:
        """Whether the child shall answer no further request."""
        return bool(self._numbers[_RECALLED])

    @property
    def is_holding(self) -> bool:
        """Whether the child has read something that is not answered."""
        return bool(self._numbers[_HOLDING])

    @property
    def running_since(self) -> float:
        """The monotonic time at which the query began that runs; 0 if none does."""
        return self._times[_SINCE] if self._numbers[_RUNNING] else 0.0

    @property
    def identifier(self) -> str:
        """The id of the query that runs, or ran last."""
        return bytes(self._ids[-_ID:]).decode("ascii")

    @property
    def request(self) -> bytes:
        """What was read and not answered when the query began that runs."""
        return bytes(self._request[: self._numbers[_LENGTH]])

    @property
    def answered(self) -> int:
        """How many queries were answered."""
        return self._numbers[_ANSWERED]

    @property
    def seconds(self) -> float:
        """How long they took, all together."""
        return self._times[_SECONDS]

    @property
    def tallies(self) -> list[int]:
        """What the child counted."""
        return self._numbers[_TALLY:].tolist()

    def ended(self, first: int) -> list[tuple[str, float, float]]:
        """Return the queries that were answered from the one of this number on, as far as they are remembered.

        Returns:
            Of each its id, and the monotonic times of its beginning and its end.
        """
        found = []
        for number in range(max(first, self.answered - ENDED), self.answered):
            place = number % ENDED
            identifier = bytes(self._ids[place * _ID : (place + 1) * _ID]).decode("ascii")
            found.append((identifier, self._spans[2 * place], self._spans[2 * place + 1]))
        return found
