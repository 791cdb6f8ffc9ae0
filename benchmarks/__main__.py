"""`make bench`: measure and print the table."""

import argparse
import sys
from collections.abc import Iterator

import rdflib

from benchmarks import asking, building, serving
from benchmarks.data import Sample
from benchmarks.table import Line, rendered

_SMALL, _LARGE = 1_000, 10_000


def lines(options: argparse.Namespace) -> Iterator[Line]:
    """Yield every line of the table; the larger data come last, as they leave the most memory behind."""
    yield from building.real_build(options.repeats, options.limit_peer)
    for measures in (200,) if options.quick else (_SMALL, _LARGE):
        sample = Sample.of(measures)
        yield from building.generated_build(sample)
        small = measures < _LARGE
        yield from building.closures(sample, options.repeats, options.limit_peer if small or options.full else None)
        if small or options.full:
            yield from building.validation(sample, options.repeats, options.limit_peer)
        # The questions follow a measure to its rows.
        sample = Sample.of(measures, rows=True)
        name, release = sample.name, sample.release()
        del sample
        peers: list[rdflib.Dataset] = []
        yield from asking.loads(name, release, options.repeats, peers)
        exam = asking.Exam(name, release, peers[0], repeats=options.repeats, limit=options.limit)
        yield from exam.lines()


def main() -> None:
    """Read the options, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="200 measures instead of 1,000 and 10,000")
    parser.add_argument("--full", action="store_true", help="owlrl and pySHACL on 10,000 measures too: many minutes")
    parser.add_argument("--repeats", type=int, default=3, help="runs of our side that the median is taken of")
    parser.add_argument("--limit", type=float, default=10, help="seconds for a question, on either side")
    parser.add_argument("--limit-peer", type=float, default=1800, help="seconds for owlrl and pySHACL")
    parser.add_argument("--http", action="store_true", help="only the service beside other services, asked by wrk")
    parser.add_argument("--seconds", type=int, default=4, help="length of a run of wrk")
    options = parser.parse_args()
    if options.http:
        print(serving.table(200 if options.quick else _LARGE, options.seconds, options.repeats))
        return
    found = []
    for line in lines(options):
        print(".", end="", file=sys.stderr, flush=True)
        found.append(line)
    print(file=sys.stderr)
    print(rendered(found))


if __name__ == "__main__":
    main()
