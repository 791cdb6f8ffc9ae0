"""An independent check of proofs: each step by the rule's own file, run over nothing but the step's premises."""

from collections.abc import Iterable, Iterator
from functools import cache

from pyoxigraph import Quad, QueryTriples, Store

from kg.explain import Proof, Statement
from kg.iris import graph
from kg.paths import RULES
from kg.reasoning import closure
from kg.store import Dataset, with_union
from tests.reasoning.turtle_quads import quads

SOURCE = graph("source/example")
INFERRED = graph("inferred")


@cache
def rule_text(identifier: str) -> str:
    return (RULES / f"{identifier}.rq").read_text(encoding="utf-8")


def follows(conclusion: Statement, premises: Iterable[Statement], rule: str) -> bool:
    """Return whether a rule, run again and again, gives a statement from others; a chain takes several runs."""
    store = Store()
    store.extend(Quad(*each) for each in premises)
    while Quad(*conclusion) not in store:
        found = store.query(rule_text(rule))
        assert isinstance(found, QueryTriples)
        new = [quad for triple in found if (quad := Quad(*triple)) not in store]
        if not new:
            return False
        store.extend(new)
    return True


def check(proof: Proof, asserted: set[Statement], above: tuple[Statement, ...] = ()) -> None:
    """Assert that a proof is one: leaves asserted, steps valid and with no idle premise, no statement below itself."""
    assert proof.statement not in above
    if proof.rule is None:
        assert proof.statement in asserted
        assert proof.evidence is not None
        assert not proof.premises
        return
    assert proof.statement not in asserted
    assert proof.evidence is None
    premises = [premise.statement for premise in proof.premises]
    assert len(set(premises)) == len(premises)
    assert follows(proof.statement, premises, proof.rule.id)
    for each in premises:
        assert not follows(proof.statement, set(premises) - {each}, proof.rule.id), "an idle premise"
    assert proof.rank == max(premise.rank for premise in proof.premises)
    for premise in proof.premises:
        check(premise, asserted, (*above, proof.statement))


def steps(proof: Proof) -> Iterator[str]:
    """Yield the rules of a proof, each before those of its premises."""
    if proof.rule:
        yield proof.rule.id
    for premise in proof.premises:
        yield from steps(premise)


def statements(found: Iterable[Quad]) -> set[Statement]:
    """Return what quads state."""
    return {Statement.of(quad) for quad in found}


def dataset(turtle: str, extra: Iterable[Quad] = ()) -> tuple[Dataset, set[Statement], set[Statement]]:
    """Return a dataset in which a text is the source, with what it asserts and what follows, as the store keeps them.

    A store keeps a number by its value: of `"1"^^xsd:nonNegativeInteger` an xsd:integer.

    Args:
        turtle: what the source states.
        extra: quads of other graphs, which enter the closure too.
    """
    read = Store()
    read.extend([*(Quad(quad.subject, quad.predicate, quad.object, SOURCE) for quad in quads(turtle)), *extra])
    given = list(read)
    inferred = closure(given)
    store = Store()
    store.extend([*given, *inferred])
    return Dataset(with_union(store), "1.0.0", "0" * 64), statements(given), statements(inferred)
