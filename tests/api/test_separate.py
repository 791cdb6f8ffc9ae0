"""What of the service reads all graphs where the default graph is one of its own."""

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.namespaces import SG, SKOS
from tests.writable import EX, Writable, copied, writable

NEW = f"{EX}bridge"


@pytest.fixture(scope="module", params=["4096", "1"], ids=["in memory", "on disk"])
def apart(request: pytest.FixtureRequest, store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writable]:
    """Yield a service with one thing in its default graph."""
    folder = copied(store, tmp_path_factory.mktemp("apart") / "store")
    with writable(folder, KG_DEFAULT_GRAPH="separate", KG_MEMORY_MB=request.param) as started:
        text = f'INSERT DATA {{ :bridge a <{SG.Goal.value}> ; <{SKOS.prefLabel.value}> "Oblouková lávka"@cs }}'
        assert started.update(text).status_code == 200
        yield started


@pytest.mark.parametrize("name", ["A44", "lávka"])
def test_names_are_found_in_whatever_graph(apart: Writable, name: str) -> None:
    found = apart.service.get("/search", params={"q": name}).json()["results"]
    assert len(found) == len({each["id"] for each in found}) >= 1
    assert any(name.lower() in (each["notation"] + each["label"]).lower() for each in found)


def test_a_name_denotes_the_thing_in_a_question(apart: Writable) -> None:
    answer = apart.service.get("/questions/measures-for-element", params={"element": "ZPO 4", "format": "csv"})
    assert answer.status_code == 200, answer.text
    assert len(answer.text.splitlines()) == 1, "questions read the default graph, as docs/configuration.md says"


@pytest.mark.parametrize("suffix", ["nq", "trig"])
def test_a_dump_holds_the_default_graph_and_the_named_ones(apart: Writable, suffix: str) -> None:
    content = apart.service.get(f"/dump/strategraf.{suffix}").content
    read = list(ox.parse(content, format=ox.RdfFormat.from_extension(suffix)))
    default = {quad.predicate for quad in read if quad.graph_name == ox.DefaultGraph()}
    assert default == {ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), SKOS.prefLabel}
    assert len({quad.graph_name for quad in read}) > 5
