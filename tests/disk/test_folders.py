"""The store on disk as it comes to be: from the log, whatever was left behind; read in children only."""

import itertools
import os
import shutil
import signal
import socket
from pathlib import Path
from typing import Any, BinaryIO

import pyoxigraph as ox
import pytest

from kg.changes import Change, ChangeLog
from kg.disk import DiskDataset, is_larger, open_on_disk
from kg.disk.dataset import FACTOR
from kg.disk.folders import Home, State, hold
from kg.errors import InputError, KgError
from kg.iris import graph
from kg.namespaces import RDFS
from kg.reasoning import INFERRED
from kg.releases import read_manifest, write_release
from kg.store import CHANGES, load_release
from kg.workers import Limits, WorkerFailed, run

pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")

OPENED = 16
"""How many files the engine opens at first."""

G, H, P = (ox.NamedNode(f"urn:{name}") for name in "ghp")


def quad(subject: str, graph: Any = G, value: Any = None) -> ox.Quad:
    return ox.Quad(ox.NamedNode(f"urn:{subject}"), ox.NamedNode("urn:p"), value or ox.Literal("v"), graph)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    node = ox.BlankNode("b")
    write_release(
        [quad("a"), quad("a", H), quad("b", G, node), ox.Quad(node, ox.NamedNode("urn:p"), H, G)], "1", tmp_path
    )
    return tmp_path


def record(out: Path, removed: list[ox.Quad], added: list[ox.Quad], release: str = "1") -> None:
    log = ChangeLog(out / CHANGES)
    change = Change(frozenset(removed), frozenset(added))
    log.append(change, actor="t", action="update", request="", release=release)
    log.close()


def read(dataset: DiskDataset) -> list[str]:
    """Return the quads of a dataset, as a child that may open nothing more sees them."""

    def task(out: BinaryIO) -> None:
        out.write("\n".join(sorted(map(str, dataset.store))).encode())

    with run(task, Limits(opening=dataset)) as answer:
        return answer.read().decode().splitlines()


def in_memory(out: Path, mode: Any = "union") -> list[str]:
    return sorted(map(str, load_release(out, mode).store))


def folders(out: Path) -> list[str]:
    return sorted(str(each.relative_to(out / "disk")) for each in (out / "disk").glob("*/*") if each.is_dir())


@pytest.mark.parametrize("mode", ["union", "separate"])
def test_a_store_on_disk_holds_what_one_in_memory_does(out: Path, mode: Any) -> None:
    assert read(open_on_disk(out, mode)) == in_memory(out, mode)
    record(out, [quad("a"), quad("b", G, next(iter(nodes(out))))], [quad("c"), quad("c", H)])
    record(out, [quad("c")], [quad("a")])
    assert read(open_on_disk(out, mode)) == in_memory(out, mode)


@pytest.mark.parametrize("mode", ["union", "separate"])
def test_what_was_written_into_a_default_graph_apart_is_read_in_both_modes(out: Path, mode: Any) -> None:
    record(out, [], [quad("c", ox.DefaultGraph()), quad("a", ox.DefaultGraph())])
    assert read(open_on_disk(out, mode)) == in_memory(out, mode)
    record(out, [quad("c", ox.DefaultGraph())], [quad("d", ox.DefaultGraph())])
    assert read(open_on_disk(out, mode)) == in_memory(out, mode)


def nodes(out: Path) -> set[ox.BlankNode]:
    store = load_release(out).store
    return {each.object for each in store if isinstance(each.object, ox.BlankNode)}


def test_what_is_there_is_used_again_and_what_is_read_stays(out: Path) -> None:
    first = open_on_disk(out)
    made = (first.backup / "CURRENT").stat().st_ino
    assert (open_on_disk(out).backup / "CURRENT").stat().st_ino == made
    record(out, [], [quad("n")])
    second = open_on_disk(out)
    assert folders(out) == sorted(
        f"{each.relative_to(out / 'disk')}" for each in (first.backup, second.backup, second.backup.parent / "main")
    )
    assert str(quad("n")) not in read(first)
    path = first.backup
    del first
    open_on_disk(out)
    assert not path.exists()
    write_release([quad("a")], "2", out)
    del second
    third = open_on_disk(out)
    assert folders(out) == sorted(
        [f"{third.backup.parent.name}/main", f"{third.backup.parent.name}/{third.backup.name}"]
    )


@pytest.mark.parametrize("damage", ["state", "main", "log", "backup", "behind"])
def test_what_does_not_match_the_log_is_made_anew(out: Path, damage: str) -> None:
    record(out, [], [quad("n")])
    folder = open_on_disk(out).backup.parent
    if damage == "state":
        (folder / "state.json").write_text("{")
    elif damage == "main":
        record(out, [], [quad("m")])
        (folder / "main" / "CURRENT").write_text("nonsense")
    elif damage == "log":
        shutil.rmtree(out / CHANGES)
        record(out, [quad("a")], [])
    elif damage == "backup":
        shutil.rmtree(next(each for each in folder.iterdir() if each.name.startswith("1-")))
    else:
        record(out, [quad("n")], [quad("m"), quad("m", H)])
        open_on_disk(out)
        (folder / "state.json").write_text('{"changes": 0, "head": ""}')
    assert read(open_on_disk(out)) == in_memory(out)


def test_a_release_that_does_not_match_its_hash_is_refused(out: Path) -> None:
    data = out / "current" / "dataset.nq"
    data.write_bytes(data.read_bytes().replace(b'"v"', b'"w"'))
    with pytest.raises(InputError, match="do not match their hash"):
        open_on_disk(out)
    assert folders(out) == []


def test_a_process_that_may_not_open_the_store_is_told_so(out: Path) -> None:
    store: Any = open_on_disk(out).store
    for use in (lambda: store.query("ASK {}"), lambda: list(store), lambda: len(store), lambda: quad("a") in store):
        with pytest.raises(RuntimeError, match="in children only"):
            use()


def test_a_child_reads_every_file_though_it_may_open_nothing_else(out: Path) -> None:
    """The engine opens sixteen files at first; waiting for another that it may not open, it would wait for ever."""
    dataset = open_on_disk(out)

    def grow(_out: BinaryIO) -> int:
        store = ox.Store(dataset.backup.parent / "many")
        many = dataset.backup.with_name("9-many")
        for number in itertools.count(1):
            store.bulk_extend(quad(f"{number}-{each}") for each in range(50))
            store.backup(many)
            if len(list(many.glob("*.sst"))) > OPENED:
                return number
            shutil.rmtree(many)
        raise AssertionError

    class Free:
        descriptors = ()

        @staticmethod
        def open() -> int:
            return 1000

    with run(grow, Limits(opening=Free())) as answer:
        grown = 50 * answer.result
    dataset.backup.rename(dataset.backup.with_name("kept"))
    (dataset.backup.parent / "9-many").rename(dataset.backup)
    assert len(read(dataset)) == grown

    def refused(_out: BinaryIO) -> str:
        opened = []
        while True:
            opened.append(open("/dev/null", "rb"))  # noqa: PTH123, SIM115

    def connected(_out: BinaryIO) -> None:
        socket.socket()

    with pytest.raises(WorkerFailed, match="Too many open files"):
        run(refused, Limits(opening=open_on_disk(out)))
    for opening in (open_on_disk(out), Free()):
        with pytest.raises(WorkerFailed, match="Operation not permitted"):
            run(connected, Limits(opening=opening))


def test_the_names_follow_the_log(out: Path) -> None:
    label = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    record(out, [], [ox.Quad(G, label, ox.Literal("Name"), H)])
    names = open_on_disk(out).naming.store
    assert [str(each.object) for each in names.quads_for_pattern(G, label, None, ox.DefaultGraph())] == ['"Name"']
    assert names.contains_named_graph(G)
    assert not names.contains_named_graph(ox.NamedNode("urn:none"))


def test_the_size_is_estimated_from_what_lies_on_disk(out: Path) -> None:
    size = FACTOR * (out / "current" / "dataset.nq").stat().st_size
    assert not is_larger(out, 1)
    assert is_larger(out, 0)
    assert is_larger(out, 0.99 * size / (1 << 20))
    assert not is_larger(out, 1.01 * size / (1 << 20))


def test_a_backup_that_is_gone_cannot_be_held(out: Path) -> None:
    home = Home(out, read_manifest(out), "union")
    with pytest.raises(FileNotFoundError):
        hold(home.backup(State(9, "x")))


def test_upon_a_newer_release_follows_what_is_then_there(out: Path) -> None:
    ontology, alignments = graph("ontology"), graph("alignments")
    broader = ox.Quad(P, RDFS.subPropertyOf, H, ontology)
    link, follows = ox.Quad(G, P, G, alignments), ox.Quad(G, H, G, INFERRED)
    write_release([broader], "1", out)
    record(out, [], [link, follows], read_manifest(out).name)
    assert follows in set(load_release(out).store)
    write_release([quad("a")], "2", out)
    expected = {str(each) for each in (quad("a"), link, without_graph(quad("a")), without_graph(link))}
    assert set(read(open_on_disk(out))) == set(in_memory(out)) == expected
    write_release([broader], "3", out)
    first = open_on_disk(out)
    assert (
        set(read(first))
        == set(in_memory(out))
        == {str(each) for one in (broader, link, follows) for each in (one, without_graph(one))}
    )
    made = (first.backup / "CURRENT").stat().st_ino
    assert (open_on_disk(out).backup / "CURRENT").stat().st_ino == made  # it was settled once
    record(out, [link, follows], [], read_manifest(out).name)
    assert set(read(open_on_disk(out))) == set(in_memory(out)) == {str(broader), str(without_graph(broader))}


def test_one_state_has_one_content_whenever_the_store_was_made(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alignments = graph("alignments")
    links = [ox.Quad(G, P, each, alignments) for each in (G, H)]
    follows = ox.Quad(G, H, G, INFERRED)
    record(out, [], links[:1])
    write_release([ox.Quad(P, RDFS.subPropertyOf, H, graph("ontology"))], "2", out)
    open_on_disk(out)
    record(out, [], links[1:], read_manifest(out).name)  # without what follows, as KG_REASONING=off has it
    served = open_on_disk(out)
    expected = read(served)
    assert [each for each in expected if INFERRED.value in each] == [str(follows)]
    shutil.rmtree(out / "disk")
    anew = open_on_disk(out)
    assert (anew.state, read(anew)) == (served.state, expected)
    assert set(expected) == set(in_memory(out))
    assert load_release(out).state == anew.state

    # A process that is killed once all of it is made, but before that is noted, leaves the same.
    home = Home(out, read_manifest(out), "union")
    shutil.rmtree(out / "disk")
    replace = Path.replace

    def doomed(fresh: Path, target: Path) -> Path:
        if b'"changes": 2' in fresh.read_bytes():
            os.kill(os.getpid(), signal.SIGKILL)
        return replace(fresh, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", doomed)
        with pytest.raises(KgError):
            open_on_disk(out)
    state = home.state()
    assert state is not None
    assert state.changes == 1  # so that nothing before what followed then is made again upon what came later
    assert read(open_on_disk(out)) == expected


def without_graph(quad: ox.Quad) -> ox.Quad:
    return ox.Quad(quad.subject, quad.predicate, quad.object)
