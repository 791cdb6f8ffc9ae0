"""Other SPARQL services, installed outside the repository and started on this machine to stand beside ours."""

from typing import Final

from benchmarks.peers.base import Data, Peer
from benchmarks.peers.comunica import Comunica
from benchmarks.peers.fuseki import Fuseki
from benchmarks.peers.ours import Ours
from benchmarks.peers.oxigraph import Oxigraph
from benchmarks.peers.rdflib_endpoint import RdflibEndpoint
from benchmarks.peers.virtuoso import Virtuoso
from benchmarks.peers.wrk import Wrk

ENGINES: Final[dict[str, Peer]] = {
    each.name: each for each in (Ours(), Oxigraph(), RdflibEndpoint(), Virtuoso(), Fuseki())
}
"""Every service that answers SPARQL over HTTP, ours first."""

TOOLS: Final = {each.name: each for each in (Wrk(), Comunica())}
"""What asks them: a load generator and a client."""

__all__ = ["ENGINES", "TOOLS", "Data", "Peer"]
