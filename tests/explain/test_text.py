"""Explanations as people read them, in both languages, word for word."""

import pytest

from kg.errors import Lang
from kg.explain import Explainer
from kg.explain.terms import resolve
from kg.explain.text import as_text
from kg.explain.wording import Words, shortened
from kg.names import Names
from kg.store import Dataset
from tests.explain.checking import INFERRED, statements

CZECH = """\
A44 směřuje k naplnění ZPO4.
Odvozené tvrzení: podklad je výslovně neuvádí, vyplývá z tvrzení níže. O žádné přiřazení se neopírá.

  A44   Porovnat vybrané v současnosti užívané metody analýzy rizik s cílem…
  ZPO4  Partneři doma i v zahraničí při sdílení SMART řešení – prosazování…

Pravidlo prp-spo1 (OWL 2 Profiles, oddíl 4.3, tabulka 5): Je-li „je uvedeno pod komponentou“
  podvlastností vlastnosti „směřuje k naplnění“ a platí x „je uvedeno pod komponentou“ y, platí i x
  „směřuje k naplnění“ y.
├─ „je uvedeno pod komponentou“ je podvlastností vlastnosti „směřuje k naplnění“. [ontologie]
│    „je uvedeno pod komponentou“: Vztah implementačního opatření ke komponentě, pod níž je v
│      podkladu uvedeno.
└─ A44 je uvedeno pod komponentou ZPO4. [podklad]
     „A44: Porovnat vybrané v současnosti užívané metody analýzy rizik s cílem ověřit, zda jsou v
     souladu s požadavky VKB a zda jsou současně efektivně použitelné pro různé organizace. Výstup
     tohoto projektu bude v obecné rovině nabídnut orgánům a osobám povinným dle ZKB i široké
     veřejnosti.“
     – řádek tabulky 41, sloupec 8 „Opatření resortní strategie naplňující dané…“; buňka
       zpo4-r41-c08 (řádek podkladu 201), znaky 8899–9187
     „ZPO4. Partneři doma i v zahraničí při sdílení SMART řešení – prosazování zájmů obcí a měst
     doma i v zahraničí“
     – sloupec 2 „Komponenta“; buňka zpo4-component-c02 (řádek podkladu 263), znaky 10888–11005
"""

ENGLISH = """\
A44 addresses ZPO 4.2.
Inferred: the source does not state it, it follows from the statements below. Its confidence is
high, that of the weakest link.
Rule prp-spo2 (OWL 2 Profiles, Section 4.3, Table 5): If x “implements” v and v “contributes to” y
  hold, then x “addresses” y holds too.
├─ “implements” and then “contributes to” means “addresses”. [ontology]
│    “addresses”: The relation of a measure to a plan element that it serves to fulfil, directly or
│      through another.
├─ A44 implements TM6. [alignment]
│    Alignment row 41 → TM6, which the source does not state (basis: by content; confidence: high).
│    Rationale: The measure of NÚKIB concerns cyber security, that is, security measures in
│      cyberspace.
"""


def told(dataset: Dataset, names: Names, lang: Lang, typed: str, width: int = 100) -> str:
    explainer = Explainer(dataset)
    proof = explainer.explain(resolve(dataset, names, *typed.split("|")))
    return as_text(proof, Words(dataset.whole, lang), explainer.confidence(proof), width)


def test_a44_addresses_the_component_by_the_words_of_the_source(dataset: Dataset, names: Names) -> None:
    assert told(dataset, names, "cs", "A44|addresses|ZPO4") == CZECH


def test_a44_addresses_the_goal_by_two_alignments(dataset: Dataset, names: Names) -> None:
    text = told(dataset, names, "en", "A44|addresses|ZPO 4.2")
    head, legend, tree = text.split("\n\n")
    assert f"{head}\n{tree}".startswith(ENGLISH)
    assert [line.split("  ")[1].strip() for line in legend.splitlines()] == ["A44", "ZPO 4.2", "TM6"]
    assert text.endswith("cell zpo4-g2-c03 (source line 246), characters 10530–10666\n")


@pytest.mark.parametrize(
    ("typed", "czech", "english"),
    [
        (
            "A44|gestor|NÚKIB",
            "A44 má gestora NÚKIB.\nTvrzení uvádí sám podklad.",
            "A44 has lead body NÚKIB.\nThe source itself states it.",
        ),
        (
            "A44|implements|TM6",
            "Podklad tvrzení neuvádí; jde o přiřazení, jehož míra jistoty je vysoká.",
            "The source does not state it; it is an alignment whose confidence is high.",
        ),
        (
            "ZÚ Vídeň|unitOf|MZV",
            "Tvrzení není odvozené (referenční údaj).",
            "The statement is not inferred (reference data).",
        ),
        ("ZÚ Vídeň|unitOf|MZV", "Ověřeno: ZÚ Vídeň a GK Mnichov", "Verified: ZÚ Vídeň and GK Mnichov"),
        ("mzv-bavaria-workshops|gestor|GK Mnichov", "Vada podkladu: Překlep „Minchov“", "Defect of the source: "),
        (
            "ZPO 4.3|partOf|ZPO",
            "Je-li vlastnost „je součástí“ tranzitivní a platí x „je součástí“ y i y „je součástí“ z,",
            "If “is part of” is transitive and both x “is part of” y and y “is part of” z hold,",
        ),
        (
            "Goal|rdfs:subClassOf|PlanElement",
            "„cíl“ je podtřídou třídy „prvek strategického plánu“.",
            "“goal” is a subclass of “plan element”.",
        ),
    ],
)
def test_each_kind_of_statement_says_what_it_is(
    dataset: Dataset, names: Names, typed: str, czech: str, english: str
) -> None:
    expected: dict[Lang, str] = {"cs": czech, "en": english}
    for lang, words in expected.items():
        assert " ".join(words.split()) in " ".join(told(dataset, names, lang, typed).split())


def test_words_repeated_in_several_rows_are_quoted_once(dataset: Dataset, names: Names) -> None:
    text = told(dataset, names, "cs", "programme-interreg-danube|schedule|konec programového období 2033")
    assert text.count("„konec programového období 2033“\n") == 1
    assert "– řádek tabulky 24, " in text
    assert "– řádek tabulky 33, " in text


@pytest.mark.parametrize("lang", ["cs", "en"])
@pytest.mark.parametrize("width", [60, 80, 110])
def test_no_line_is_longer_than_asked(dataset: Dataset, names: Names, lang: Lang, width: int) -> None:
    text = told(dataset, names, lang, "programme-interreg-danube|addresses|ZPO", width)
    assert max(map(len, text.splitlines())) <= width


@pytest.mark.parametrize("lang", ["cs", "en"])
def test_every_inferred_statement_can_be_told(dataset: Dataset, lang: Lang) -> None:
    explainer, words = Explainer(dataset), Words(dataset.whole, lang)
    for statement in statements(dataset.store.quads_for_pattern(None, None, None, INFERRED)):
        proof = explainer.explain(statement)
        text = as_text(proof, words, explainer.confidence(proof))
        assert words.rule_name(proof) in " ".join(text.split())
        assert "_:" not in text
        assert "?" not in words.rule(proof)


def test_a_text_is_cut_at_a_word() -> None:
    assert shortened("Plnění Deklarace o spolupráci – mezi", 33) == "Plnění Deklarace o spolupráci…"
    assert shortened("krátký") == "krátký"
