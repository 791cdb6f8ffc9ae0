"""What is inferred follows every change of the real graph, in memory and on disk, and each inference can be proved."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.cli import main
from kg.iris import graph, is_closed
from kg.namespaces import BASE
from kg.reasoning import INFERRED, closure
from kg.store import load_release
from tests.service import killed
from tests.writable import Writable, copied, writable

WHERE = {"memory": "4096", "disk": "1"}
SG = f"PREFIX sg: <{BASE}ontology/> PREFIX g: <{BASE}graph/> PREFIX r: <{BASE}resource/> "
A44, TM6, GOAL = (
    f"<{BASE}resource/{name}>" for name in ("measures/nskb-a44", "typical-measures/zpo4-tm6", "goals/zpo-4.2")
)
ALIGNMENT = f"GRAPH g:alignments {{ {A44} sg:implements {TM6} }}"
NEW = f"{BASE}resource/measures/new"
NUKIB = f"{BASE}resource/institutions/nukib"
MEASURE = f"<{NEW}> a sg:ImplementingMeasure ; sg:gestor <{NUKIB}> ."


@pytest.fixture(scope="module", params=WHERE)
def written(
    request: pytest.FixtureRequest, store: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Writable]:
    """Yield a service that may be written to; each test leaves the graph as it was."""
    folder = copied(store, tmp_path_factory.mktemp("written") / "store")
    with writable(folder, KG_MEMORY_MB=WHERE[request.param]) as started:
        yield started


@pytest.fixture
def restored(written: Writable) -> Iterator[Writable]:
    """Yield the service and see to it that the test took back all it did: the hash is that of the release."""
    yield written
    dataset = load_release(written.store)
    assert dataset.canonical_hash() == dataset.hash


def addressed(written: Writable) -> list[str]:
    found = written.values(f"GRAPH <{INFERRED.value}> {{ {A44} <{BASE}ontology/addresses> ?v }}")
    assert found == written.values(f"{A44} <{BASE}ontology/addresses> ?v")  # the default graph follows
    return [name.removeprefix(f"{BASE}resource/") for name in found]


def send(written: Writable, text: str, status: int = 200, **options: str) -> dict[str, object]:
    answer = written.update(SG + text, **options)  # type: ignore[arg-type]
    assert answer.status_code == status, answer.text
    told: dict[str, object] = answer.json()
    return told


def test_a_deleted_alignment_takes_with_it_what_rested_on_it(restored: Writable) -> None:
    assert addressed(restored) == ["components/zpo-4", "goals/zpo-4.2", "pillars/zpo"]
    told = send(restored, f"DELETE DATA {{ {ALIGNMENT} }}")
    assert (told["removed"], told["added"]) == (2, 0)
    # The table itself lists the measure under the component, and the component is part of the pillar.
    assert addressed(restored) == ["components/zpo-4", "pillars/zpo"]
    record = restored.records()[-1]
    removed = {str(quad) for quad in record.change.removed}
    addresses, implements = f"<{BASE}ontology/addresses>", f"<{BASE}ontology/implements>"
    assert removed == {
        f"{A44} {addresses} {GOAL} {INFERRED}",
        f"{A44} {implements} {TM6} {graph('alignments')}",
    }
    explained = {"s": "A44", "p": "addresses", "o": "ZPO 4.2"}
    assert restored.service.get("/explain", params=explained).status_code == 404
    told = send(restored, f"INSERT DATA {{ {ALIGNMENT} }}")
    assert (told["removed"], told["added"]) == (0, 2)
    assert addressed(restored) == ["components/zpo-4", "goals/zpo-4.2", "pillars/zpo"]
    assert restored.service.get("/explain", params=explained).json()["proof"]["inferred"] is True


def test_what_is_deleted_without_a_graph_is_followed_too(restored: Writable) -> None:
    send(restored, f"DELETE DATA {{ {A44} sg:implements {TM6} }}")
    assert addressed(restored) == ["components/zpo-4", "pillars/zpo"]
    send(restored, f"INSERT DATA {{ {ALIGNMENT} }}")


def test_a_published_measure_involves_its_gestor_and_it_is_proved(
    restored: Writable, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    send(restored, f"INSERT DATA {{ GRAPH <{BASE}graph/submission/new> {{ {MEASURE} }} }}", scope="publish")
    assert restored.values(f"GRAPH <{INFERRED.value}> {{ <{NEW}> <{BASE}ontology/involves> ?v }}") == [NUKIB]
    assert restored.values(f"GRAPH <{INFERRED.value}> {{ <{NUKIB}> <{BASE}ontology/involvedIn> ?v }}").count(NEW) == 1
    proof = restored.service.get("/explain", params={"s": NEW, "p": "involves", "o": NUKIB}).json()["proof"]
    assert (proof["inferred"], proof["rule"]["id"]) == (True, "prp-spo1")
    monkeypatch.setenv("KG_STORE", str(restored.store))
    assert main(["explain", NEW, "involves", NUKIB]) == 0
    assert "gestor" in capsys.readouterr().out
    gone = restored.send("DELETE", f"/graphs?graph={BASE}graph/submission/new", scope="publish")
    assert gone.status_code == 204
    assert restored.values(f"<{NEW}> ?p ?v") == []


def test_the_graph_store_protocol_is_followed(restored: Writable) -> None:
    path = f"/graphs?graph={BASE}graph/submission/new"
    turtle = {"Content-Type": "text/turtle"}
    assert restored.send("PUT", path, content=SG + MEASURE, headers=turtle).status_code == 201
    assert restored.values(f"GRAPH <{INFERRED.value}> {{ <{NEW}> <{BASE}ontology/involves> ?v }}") == [NUKIB]
    other = MEASURE.replace("nukib", "mv")
    assert restored.send("PUT", path, content=SG + other, headers=turtle).status_code == 204
    found = restored.values(f"GRAPH <{INFERRED.value}> {{ <{NEW}> <{BASE}ontology/involves> ?v }}")
    assert found == [f"{BASE}resource/institutions/mv"]
    assert restored.send("DELETE", path).status_code == 204


REFUSED = {
    "a contradiction": (
        f"INSERT DATA {{ GRAPH <{BASE}graph/source/more> {{ {TM6} a sg:ImplementingMeasure }} }}",
        (
            "[cax-dw: sgr:typical-measures/zpo4-tm6 rdf:type sg:ImplementingMeasure;"
            " sgr:typical-measures/zpo4-tm6 rdf:type sg:TypicalMeasure; sg:ImplementingMeasure owl:disjointWith"
            " sg:TypicalMeasure]"
        ),
    ),
    "an invented inference": (
        f"INSERT DATA {{ GRAPH g:inferred {{ {A44} sg:addresses <{BASE}resource/goals/zpo-4.1> }} }}",
        "sgr:measures/nskb-a44 sg:addresses sgr:goals/zpo-4.1",
    ),
    "an inference taken out": (
        f"DELETE WHERE {{ {A44} sg:addresses {GOAL} }}",
        "sgr:measures/nskb-a44 sg:addresses sgr:goals/zpo-4.2",
    ),
    "all inferences taken out": ("CLEAR GRAPH g:inferred", "kg explain"),
}


@pytest.mark.parametrize("kind", REFUSED)
@pytest.mark.parametrize("lang", ["cs", "en"])
def test_what_cannot_be_is_refused_whole(kind: str, lang: str, restored: Writable) -> None:
    text, words = REFUSED[kind]
    before = restored.records()
    more = f"{SG} INSERT DATA {{ GRAPH <{BASE}graph/source/more> {{ <{NEW}> a sg:ImplementingMeasure }} }} ; "
    answer = restored.update(more + text, f"/update?lang={lang}")
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert words in answer.json()["detail"], answer.json()["detail"]
    assert ("nelze" in answer.text or "vznikl rozpor" in answer.text or "nevyplývá" in answer.text) == (lang == "cs")
    assert restored.records() == before


def test_one_without_the_scope_admin_writes_no_inference(restored: Writable) -> None:
    text = f"INSERT DATA {{ GRAPH g:inferred {{ {A44} sg:addresses <{BASE}resource/goals/zpo-4.1> }} }}"
    send(restored, text, 422, scope="publish")
    send(restored, f"DELETE DATA {{ {ALIGNMENT} }}", 403, scope="publish")


def test_a_killed_service_comes_back_with_what_followed(store: Path, tmp_path: Path) -> None:
    folder = copied(store, tmp_path / "store")
    with writable(folder) as written:
        before = len(written.values("?s ?p ?v"))
    with killed(folder, KG_TOKENS=str(folder / "tokens")) as service:
        doomed = Writable(service, folder, written.tokens)
        send(doomed, f"DELETE DATA {{ {ALIGNMENT} }}")
    with writable(folder) as again:
        assert addressed(again) == ["components/zpo-4", "pillars/zpo"]
        assert len(again.values("?s ?p ?v")) == before - 2
    everything = load_release(folder).store
    given = [quad for quad in everything if is_closed(quad.graph_name)]
    assert set(everything.quads_for_pattern(None, None, None, INFERRED)) == closure(given)


def test_reasoning_may_be_switched_off(store: Path, tmp_path: Path) -> None:
    with writable(copied(store, tmp_path / "store"), KG_REASONING="off") as written:
        told = send(written, f"DELETE DATA {{ {ALIGNMENT} }}")
        assert (told["removed"], told["added"]) == (1, 0)
        send(written, "CLEAR GRAPH g:inferred", 403, scope="publish")
        assert addressed(written) == ["components/zpo-4", "goals/zpo-4.2", "pillars/zpo"]
        assert written.update(f"{SG} CLEAR GRAPH g:inferred").status_code == 200
        assert addressed(written) == []
    with writable(written.store) as again:
        send(again, f"INSERT DATA {{ {ALIGNMENT} }}")
        assert addressed(again) == ["components/zpo-4", "goals/zpo-4.2", "pillars/zpo"]
    dataset = load_release(again.store)
    assert dataset.canonical_hash() == dataset.hash


def test_the_graph_of_a_release_is_the_closure_that_changes_are_measured_by(store: Path) -> None:
    found = load_release(store).store
    given = [quad for quad in found if is_closed(quad.graph_name)]
    assert {quad for quad in found if quad.graph_name == INFERRED} == closure(given)


def test_a_new_name_is_known_at_once_and_the_old_one_no_more(restored: Writable) -> None:
    old, new = "NÚKIB", "Úřad pro zkoušku"

    def rename(former: str, later: str) -> None:
        notation = f"GRAPH g:reference {{ <{NUKIB}> <http://www.w3.org/2004/02/skos/core#notation> "
        send(restored, f'DELETE DATA {{ {notation} "{former}" }} }} ; INSERT DATA {{ {notation} "{later}" }} }}')

    def found() -> tuple[list[str], int, bool]:
        """Return what is found by the old and the new name: by search, as a parameter, and in a list to choose from."""
        hits = [restored.service.get("/search", params={"q": name, "type": "Agent"}).json() for name in (old, new)]
        page = restored.service.get("/questions/measures-of-institution", headers={"Accept": "text/html"}).text
        asked = restored.service.get("/questions/measures-of-institution", params={"institution": "urad pro zkousku"})
        ids = [hit["id"] for each in hits for hit in each.get("results", ()) if hit["notation"] in (old, new)]
        return ids, asked.status_code, f'value="{new}"' in page

    assert found() == ([NUKIB], 400, False)
    rename(old, new)
    assert found() == ([NUKIB], 200, True)
    rename(new, old)
    assert found() == ([NUKIB], 400, False)
