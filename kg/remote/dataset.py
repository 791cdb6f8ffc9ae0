"""A dataset in another engine, and the copy of its names that is made when the service starts."""

from dataclasses import dataclass
from typing import Final, cast

import pyoxigraph as ox

from kg import iris
from kg.namespaces import OWL
from kg.naming import NAMING
from kg.remote.store import RemoteStore
from kg.remote.transport import Endpoint
from kg.store import Dataset

_CS: Final = "databázový stroj za službou"
_EN: Final = "the engine behind the service"


@dataclass(frozen=True)
class RemoteDataset(Dataset):
    """A dataset that another engine holds; its hash is unknown."""

    names: ox.Store | None = None
    """What the engine states by the properties that name things, as it was when the service started."""

    @property
    def naming(self) -> Dataset:
        """The copy of the names."""
        return Dataset(self.names or ox.Store(), self.version, self.hash)

    @property
    def is_remote(self) -> bool:
        """It is."""
        return True


def connect(address: str, seconds: float) -> RemoteDataset:
    """Return the dataset of an endpoint, its names copied.

    Args:
        address: of the endpoint; `Endpoint.address` tells what may stand in it.
        seconds: how long each query may take.

    Raises:
        KgError: as `Endpoint.ask`.
    """
    at_start = RemoteStore(Endpoint(address, seconds))
    names = ox.Store()
    for predicate in NAMING:
        names.bulk_extend(at_start.quads_for_pattern(None, predicate, None))
    for name in at_start.named_graphs():
        names.add_graph(name)
    store = RemoteStore(Endpoint(address, seconds, _CS, _EN), names)
    # It has all that is read of a store; what writes asks `is_remote` first.
    return RemoteDataset(cast("ox.Store", store), _version(names), "", names=names)


def _version(names: ox.Store) -> str:
    """Return what the ontology in the dataset says its version is."""
    found = names.quads_for_pattern(iris.ONTOLOGY, OWL.versionInfo, None, None)
    return min((quad.object.value for quad in found if isinstance(quad.object, ox.Literal)), default="unknown")
