"""Explanations as documents: the tree that JSON and pages show."""

import json

from pyoxigraph import Literal

from kg.explain import Explainer, Statement
from kg.explain.document import as_document
from kg.explain.wording import Words
from kg.iris import code, resource
from kg.namespaces import OWL, SG, SKOS
from kg.store import Dataset

A44 = resource("measures", "nskb-a44")
GOAL = resource("goals", "zpo-4.2")


def document(dataset: Dataset, statement: Statement) -> dict[str, object]:
    explainer = Explainer(dataset)
    found = as_document(explainer.explain(statement), Words(dataset.whole, "en"), explainer)
    assert json.loads(json.dumps(found)) == found
    return found


def test_an_inferred_statement_is_a_tree(dataset: Dataset) -> None:
    found = document(dataset, Statement(A44, SG.addresses, GOAL))
    assert found["lang"] == "en"
    assert str(found["summary"]).startswith("Inferred: ")
    notations = found["notations"]
    assert isinstance(notations, list)
    assert [each["notation"] for each in notations] == ["A44", "ZPO 4.2", "TM6"]
    proof = found["proof"]
    assert isinstance(proof, dict)
    assert proof["subject"]["iri"] == A44.value
    assert proof["object"] == {"iri": GOAL.value, "label": "ZPO 4.2"}
    assert (proof["text"], proof["inferred"], proof["origin"]) == ("A44 addresses ZPO 4.2.", True, "inferred")
    assert proof["confidence"] == {"iri": code("confidences", "high").value, "label": "high"}
    assert proof["rule"]["id"] == "prp-spo2"
    assert proof["rule"]["source"] == "OWL 2 Profiles, Section 4.3, Table 5"
    assert [each["iri"] for each in proof["rule"]["path"]] == [SG.implements.value, SG.contributesTo.value]
    axiom, implements, contributes = proof["premises"]
    assert axiom["predicate"]["iri"] == OWL.propertyChainAxiom.value
    assert [each["label"] for each in axiom["object"]["list"]] == ["implements", "contributes to"]
    assert axiom["evidence"]["definitions"][0]["term"]["iri"] == SG.addresses.value
    (alignment,) = implements["evidence"]["alignments"]
    assert alignment["iri"] == resource("alignments", "zpo4-r41-tm6").value
    assert alignment["confidence"]["label"] == "high"
    assert alignment["rationale"].endswith("security measures in cyberspace.")
    assert [quote["row"] for quote in alignment["quotes"]] == [41, None]
    assert contributes["origin"] == "alignment"


def test_an_asserted_statement_has_its_evidence(dataset: Dataset) -> None:
    proof = document(dataset, Statement(A44, SKOS.notation, Literal("A44")))["proof"]
    assert isinstance(proof, dict)
    assert proof["object"] == {"value": "A44", "datatype": "http://www.w3.org/2001/XMLSchema#string", "lang": ""}
    assert proof["confidence"]["iri"] == code("confidences", "stated").value
    assert proof["evidence"]["graphs"] == ["https://w3id.org/strategraf/graph/source/koncepce-sc-zpo4"]
    (quote,) = proof["evidence"]["quotes"]
    assert quote["verbatim"].startswith("A44: Porovnat vybrané v současnosti užívané metody analýzy rizik")
    assert (quote["row"], quote["spans"], quote["defects"]) == (41, [[8899, 9187]], [])
    assert quote["cell"] == resource("cells", "zpo4-r41-c08").value
    assert quote["column"]["iri"] == code("columns", "measure").value
    assert "rule" not in proof
