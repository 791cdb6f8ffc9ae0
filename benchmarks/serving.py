"""Our service beside other services, asked over HTTP by wrk in one run on one machine."""

import contextlib
import itertools
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final
from urllib.parse import quote, urlsplit

import httpx
import pyoxigraph as ox
from tabulate import tabulate

from benchmarks.data import SEED, Sample
from benchmarks.peers import ENGINES, Data, Peer
from benchmarks.peers.process import DidNotStart
from benchmarks.peers.wrk import Load, Wrk
from benchmarks.rest import wait_for_rest
from kg import __version__
from kg.namespaces import BASE, PREFIXES, SG
from kg.reasoning import closure
from kg.store import with_union, write_release

_OURS: Final = "Strategraf"
_JSON: Final = "application/sparql-results+json"
_COMPARED: Final = 12
"""How many answers of each kind are compared before anything is measured."""

_RUN: Final = 10_000_000
"""How far apart the numbers of two runs start: more than any service answers in one."""

_PREFIXES: Final = "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in ("dct", "sg", "skos"))
_BY_NAMES: Final = (
    'SELECT ?notation ?title WHERE {{ ?body skos:notation "{body}" . ?element skos:notation "{element}" . '
    "?measure sg:gestor ?body ; sg:addresses ?element ; dct:title ?title ; skos:notation ?notation }} LIMIT {limit}"
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of query; constants stand in it between `@`, as `peers/wrk.lua` reads them."""

    name: str
    query: str
    constants: Mapping[str, list[str]]

    @property
    def parameter(self) -> str:
        """The query as it stands in an address."""
        return quote(self.query, safe="@")

    def samples(self) -> list[str]:
        """Return some of its queries, each constant in turn."""
        values = [itertools.cycle(each) for each in self.constants.values()]
        found = []
        for _ in range(_COMPARED):
            text = self.query.replace("@n@", "1000")
            for name, turn in zip(self.constants, values, strict=True):
                text = text.replace(f"@{name}@", next(turn))
            found.append(text)
        return list(dict.fromkeys(found))


def kinds(sample: Sample, measures: int) -> list[Kind]:
    """Return the kinds of queries over a sample: one that comes again and again, and two of which none comes twice."""
    bodies = _ends(sample, SG.gestor, "institutions/")
    elements = _ends(sample, SG.listedUnder, "components/")
    numbers = [f"{number:06}" for number in range(1, measures + 1)]
    measure = f"<{BASE}resource/measures/gen-{SEED}-@m@>"
    join = (
        f"SELECT ?measure ?title WHERE {{ ?measure sg:gestor <{BASE}resource/institutions/@b@> ; "
        f"sg:addresses <{BASE}resource/components/@e@> ; dct:title ?title }} LIMIT @n@"
    )
    return [
        Kind("repeated", _PREFIXES + _BY_NAMES.format(body="NÚKIB", element="ZPO 4.2", limit=1000), {}),
        Kind("point, never seen", f"SELECT ?p ?o WHERE {{ {measure} ?p ?o }} LIMIT @n@", {"m": numbers}),
        Kind("join, never seen", _PREFIXES + join, {"b": bodies, "e": elements}),
        Kind("card, never seen", _PREFIXES + _card(measure), {"m": numbers}),
    ]


def _card(measure: str) -> str:
    return (
        f"SELECT ?title ?body ?name ?element ?label ?words WHERE {{ {measure} dct:title ?title ; sg:gestor ?body ; "
        "sg:addresses ?element ; sg:schedule ?schedule . ?body skos:prefLabel ?name . ?element skos:prefLabel ?label . "
        "?schedule sg:verbatim ?words } LIMIT @n@"
    )


def _ends(sample: Sample, predicate: ox.NamedNode, folder: str) -> list[str]:
    """Return the ids of the things that a property leads to, in their order."""
    start = f"{BASE}resource/{folder}"
    ends = {quad.object for quad in sample.asserted if quad.predicate == predicate}
    found = [end.value for end in ends if isinstance(end, ox.NamedNode) and end.value.startswith(start)]
    return sorted(iri.removeprefix(start) for iri in found)


@contextlib.contextmanager
def files(sample: Sample) -> Iterator[Data]:
    """Write a sample as a release and as the files that the peers read."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        quads = [*sample.asserted, *closure(sample.closed)]
        release, _ = write_release(quads, __version__, folder)
        yield laid_out(folder, release / "dataset.nq")


def laid_out(folder: Path, release: Path) -> Data:
    """Write the file with the union beside a release's own.

    Args:
        folder: the store folder of the release.
        release: its N-Quads.
    """
    store = ox.Store()
    store.bulk_load(path=str(release), format=ox.RdfFormat.N_QUADS)
    whole = folder / "whole.nq"
    with_union(store).dump(str(whole), format=ox.RdfFormat.N_QUADS)
    return Data(folder, release, whole)


@contextlib.contextmanager
def started(data: Data, peers: Sequence[Peer]) -> Iterator[dict[str, str]]:
    """Start every peer that is on this machine; yield their addresses by name."""
    with contextlib.ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        found = {}
        for number, peer in enumerate(peers):
            if lack := peer.lack():
                print(f"{peer.name}: left out, {lack} is missing; python -m benchmarks.peers", file=sys.stderr)
                continue
            folder = scratch / str(number)
            folder.mkdir()
            try:
                found[peer.name] = stack.enter_context(peer.serve(data, folder))
            except DidNotStart as error:
                print(f"{peer.name}: left out, {error}", file=sys.stderr)
        yield found


def rows_of(address: str, query: str) -> int:
    """Return how many rows a service answers."""
    answer = httpx.get(address, params={"query": query}, headers={"Accept": _JSON}, timeout=60)
    answer.raise_for_status()
    return len(answer.json()["results"]["bindings"])


def compare(kind: Kind, addresses: Mapping[str, str]) -> dict[str, str]:
    """Return which services do not answer as ours does, and how."""
    queries = kind.samples()
    wanted = [rows_of(addresses[_OURS], each) for each in queries]
    differing = {}
    for name, address in addresses.items():
        found = [rows_of(address, each) for each in queries]
        if found != wanted:
            differing[name] = f"{sum(found)} ≠ {sum(wanted)} rows"
    return differing


def measure(kind: Kind, addresses: Mapping[str, str], seconds: int, rounds: int) -> dict[str, Load]:
    """Return the load that each service bore: of several rounds, in turn, the median one."""
    found: dict[str, list[Load]] = {name: [] for name in addresses}
    for turn in range(rounds + 1):
        for name, address in addresses.items():
            parts = urlsplit(address)
            template = f"{parts.path}?query={kind.parameter}"
            host = f"{parts.scheme}://{parts.netloc}"
            wait_for_rest()
            load = Wrk().load(host, template, kind.constants, seconds, turn * _RUN)
            if turn:  # the first round only warms: a virtual machine of Java compiles what it runs often
                found[name].append(load)
    middle = {name: median(load.per_second for load in loads) for name, loads in found.items()}
    return {name: min(loads, key=lambda load: abs(load.per_second - middle[name])) for name, loads in found.items()}


def table(measures: int, seconds: int, rounds: int) -> str:
    """Measure everything and return the table.

    Raises:
        NotInstalled: wrk is missing.
    """
    sample = Sample.of(measures)
    asked = kinds(sample, measures)
    with files(sample) as data, started(data, [*ENGINES.values()]) as addresses:
        del sample
        lines = [_line(kind, addresses, seconds, rounds) for kind in asked]
    peers = [name for name in addresses if name != _OURS]
    headers = ["query", f"{_OURS}, 1/s", *peers, "best peer"]
    return tabulate(lines, headers=headers, tablefmt="pipe", disable_numparse=True)


def _line(kind: Kind, addresses: Mapping[str, str], seconds: int, rounds: int) -> list[str]:
    differing = compare(kind, addresses)
    loads = measure(kind, addresses, seconds, rounds)
    ours = loads.pop(_OURS)
    cells = [f"{_ratio(ours, load)} ({_told(load)}){_noted(differing.get(name))}" for name, load in loads.items()]
    fair = [load for name, load in loads.items() if name not in differing and not load.failed]
    best = max(fair, key=lambda load: load.per_second, default=None)
    return [kind.name, _told(ours), *cells, f"{_ratio(ours, best)}" if best else "–"]


def _noted(difference: str | None) -> str:
    return f", {difference}" if difference else ""


def _told(load: Load) -> str:
    failed = f", {load.failed} failed" if load.failed else ""
    return f"{load.per_second:.0f}{failed}"


def _ratio(ours: Load, theirs: Load) -> str:
    return f"{ours.per_second / theirs.per_second:.2f} ×" if theirs.per_second else "–"
