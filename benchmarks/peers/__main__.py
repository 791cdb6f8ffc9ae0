"""`python -m benchmarks.peers [NAME…]`: install peers; what cannot be had is told, and is no failure."""

import argparse
import sys

from benchmarks.peers import ENGINES, TOOLS
from benchmarks.peers.base import FOLDER, NotInstalled


def main() -> None:
    """Install the peers that are named, else all of them."""
    every = {**ENGINES, **TOOLS}
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(f"“{name}”" for name in every))
    names = parser.parse_args().names
    unknown = [name for name in names if name not in every]
    if unknown:
        parser.error(f"there is no peer {', '.join(unknown)}")
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in names or every:
        try:
            every[name].install()
        except NotInstalled as error:
            print(f"{name}: cannot be had ({error})", file=sys.stderr)
        else:
            print(f"{name}: here", file=sys.stderr)


if __name__ == "__main__":
    main()
