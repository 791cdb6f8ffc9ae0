"""Virtuoso 7, from Debian."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from benchmarks.peers.base import Data, debian, run
from benchmarks.peers.process import DidNotStart, free_port, serving

_SETTINGS: Final = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = 2000

[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx

[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
ServerThreads = 20
MaxClientConnections = 20
NumberOfBuffers = 85000
MaxDirtyBuffers = 65000
DirsAllowed = {folder}

[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 20
MaxClientConnections = 20
Charset = UTF-8

[SPARQL]
ResultSetMaxRows = 1000000
MaxQueryExecutionTime = 60
"""
"""The settings of its own package for 1 GB of memory, bound to loopback."""

_N_QUADS: Final = 512
"""The flag of its reader for N-Quads."""

_NO_GRAPH: Final = "urn:x-none"
"""Where a triple without a graph would go; a release has none, but the reader demands a name."""


class Virtuoso:
    """Virtuoso, whose default graph is the union of its named ones."""

    name = "Virtuoso"

    def install(self) -> None:
        """Install the program alone: the package around it would start a service of the machine."""
        debian("virtuoso-t", "virtuoso-opensource-7-bin")

    def lack(self) -> str:
        """Say what is missing."""
        return next((each for each in ("virtuoso-t", "isql-vt") if shutil.which(each) is None), "")

    @contextmanager
    def serve(self, data: Data, folder: Path) -> Iterator[str]:
        """Serve, and load the data by its own SQL, which is the way it is quick."""
        http, sql = free_port(), free_port()
        settings = folder / "virtuoso.ini"
        settings.write_text(_SETTINGS.format(sql=sql, http=http, folder=folder))
        address = f"http://127.0.0.1:{http}/sparql"
        with serving(["virtuoso-t", "+foreground", "+configfile", settings], address, folder):
            file = folder / "data.nq"
            shutil.copyfile(data.release, file)
            load = f"DB.DBA.TTLP_MT(file_open('{file}'), '', '{_NO_GRAPH}', {_N_QUADS}); checkpoint;"
            said = run("isql-vt", f"127.0.0.1:{sql}", "dba", "dba", f"exec={load}", folder=folder)
            if "Error" in said:
                raise DidNotStart(" ".join(said.split()))
            yield address
