"""Apache Jena Fuseki, from Maven Central, on the machine's Java."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from benchmarks.peers.base import FOLDER, Data, run
from benchmarks.peers.process import free_port, serving

_VERSION: Final = "5.6.0"
_JAR: Final = FOLDER / "fuseki" / f"jena-fuseki-server-{_VERSION}.jar"

_LOGGING: Final = """
appender.out.type = Console
appender.out.name = out
rootLogger.level = WARN
rootLogger.appenderRef.out.ref = out
"""
"""Without it each request is written down, which takes longer than to answer it."""


class Fuseki:
    """Fuseki over a dataset in memory whose default graph holds the union."""

    name = "Fuseki"

    def install(self) -> None:
        """Fetch the one file it consists of."""
        if not _JAR.exists():
            artifact = f"org.apache.jena:jena-fuseki-server:{_VERSION}"
            run("mvn", "-q", "-B", "dependency:copy", f"-Dartifact={artifact}", f"-DoutputDirectory={_JAR.parent}")

    def lack(self) -> str:
        """Say what is missing."""
        if shutil.which("java") is None:
            return "Java"
        return "" if _JAR.exists() else _JAR.name

    @contextmanager
    def serve(self, data: Data, folder: Path) -> Iterator[str]:
        """Serve; its update operation and its graph store are open too."""
        port = free_port()
        address = f"http://127.0.0.1:{port}/data/sparql"
        file = _at_its_name(data.whole, folder)
        words = folder / "log4j2.properties"
        words.write_text(_LOGGING)
        java: list[str | Path] = ["java", "-Xmx3g", f"-Dlog4j2.configurationFile={words}", "-jar", _JAR]
        command = [*java, "--localhost", "--port", str(port), "--file", file, "/data"]
        environment = os.environ | {"FUSEKI_BASE": str(folder)}
        with serving(command, address, folder, environment=environment):
            yield address


def _at_its_name(file: Path, folder: Path) -> Path:
    """Return the file under a name that tells its format."""
    link = folder / "data.nq"
    link.symlink_to(file)
    return link
