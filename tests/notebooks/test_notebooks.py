"""Every notebook runs against a real server from its first cell to its last, and is committed without output."""

import json
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tests.service import Service

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))


def test_there_are_notebooks() -> None:
    assert [path.stem for path in NOTEBOOKS] == ["01-ask", "02-explore"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_committed_without_output(path: Path) -> None:
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == []
            assert cell["execution_count"] is None


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def executed(request: pytest.FixtureRequest, service: Service, monkeypatch: pytest.MonkeyPatch) -> nbformat.NotebookNode:
    """Return a notebook after it was run against the service; a cell that fails fails the test."""
    monkeypatch.setenv("STRATEGRAF_SPARQL", f"{service.url}/sparql")
    notebook = nbformat.read(request.param, as_version=4)
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    notebook.metadata["name"] = request.param.stem
    return notebook


def test_it_answers_and_draws(executed: nbformat.NotebookNode) -> None:
    outputs = [output for cell in executed.cells for output in cell.get("outputs", [])]
    texts = "".join(str(output.get("data", {}).get("text/html", "")) for output in outputs)
    pictures = [output for output in outputs if "image/png" in output.get("data", {})]
    if executed.metadata["name"] == "01-ask":
        assert [texts.index(f">{notation}<") for notation in ("A8", "A44", "A45")] == sorted(
            texts.index(f">{notation}<") for notation in ("A8", "A44", "A45")
        )
        assert len(pictures) == 1
    else:
        assert len(pictures) == 3
