"""The runs over HTTP: what is asked, and how a server is started, told and stopped."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.peers import ENGINES, TOOLS
from benchmarks.peers.base import NotInstalled, run
from benchmarks.peers.ours import Ours
from benchmarks.peers.process import DidNotStart, free_port, serving
from benchmarks.peers.wrk import Wrk
from benchmarks.serving import Kind, compare, laid_out, rows_of
from kg.store import DATASET_FILE

ANSWERING = """
import http.server, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""


def test_a_server_runs_as_long_as_the_context(tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-c", ANSWERING, str(port)]
    with serving(command, f"http://127.0.0.1:{port}/", tmp_path) as process:
        assert process.poll() is None
    assert process.returncode is not None


def test_a_server_that_ends_is_quoted(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import sys; print('no licence'); sys.exit(3)"]
    with pytest.raises(DidNotStart, match="it ended with status 3: no licence"):
        serving(command, f"http://127.0.0.1:{free_port()}/", tmp_path).__enter__()


def test_a_missing_client_and_a_failing_one_are_told() -> None:
    with pytest.raises(NotInstalled, match="no-such-program is not on this machine"):
        run("no-such-program")
    with pytest.raises(NotInstalled, match="gone"):
        run(sys.executable, "-c", "import sys; sys.exit('gone')")


def test_samples_fill_in_the_constants() -> None:
    kind = Kind("k", "ASK { <@a@> <@b@> 1 } LIMIT @n@", {"a": ["x", "y"], "b": ["z"]})
    assert kind.samples() == ["ASK { <x> <z> 1 } LIMIT 1000", "ASK { <y> <z> 1 } LIMIT 1000"]
    assert kind.parameter == "ASK%20%7B%20%3C@a@%3E%20%3C@b@%3E%201%20%7D%20LIMIT%20@n@"


def test_every_peer_says_what_it_lacks() -> None:
    assert {type(each.lack()) for each in (*ENGINES.values(), *TOOLS.values())} == {str}
    assert next(iter(ENGINES)) == Ours.name


def test_wrk_asks_our_service(store: Path, tmp_path: Path) -> None:
    if lack := Wrk().lack():
        pytest.skip(f"{lack} is not on this machine; python -m benchmarks.peers installs it")
    data = replace(laid_out(tmp_path, store / "current" / DATASET_FILE), store=store)
    kind = Kind("k", "SELECT * WHERE { ?s a <urn:@a@> } LIMIT @n@", {"a": ["x", "y", "z"]})
    folder = tmp_path / "server"
    folder.mkdir()
    with Ours().serve(data, folder) as address:
        assert rows_of(address, kind.samples()[0]) == 0
        assert compare(kind, {Ours.name: address}) == {}
        host, _, path = address.removeprefix("http://").partition("/")
        load = Wrk().load(f"http://{host}", f"/{path}?query={kind.parameter}", kind.constants, 1, 0)
    assert load.failed == 0
    assert load.per_second > 0
