"""docs/reasoning.md says of every rule of the Recommendation what becomes of it, and what it says is so."""

import re
from pathlib import Path
from typing import Final

import pytest

from kg.paths import RULES

PAGE: Final = (Path(__file__).parents[2] / "docs" / "reasoning.md").read_text(encoding="utf-8")

# OWL 2 Profiles (Second Edition), Section 4.3: every rule of Tables 4 to 9 in their order.
TABLES: Final = {
    4: "eq-ref eq-sym eq-trans eq-rep-s eq-rep-p eq-rep-o eq-diff1 eq-diff2 eq-diff3",
    5: "prp-ap prp-dom prp-rng prp-fp prp-ifp prp-irp prp-symp prp-asyp prp-trp prp-spo1 prp-spo2 prp-eqp1 prp-eqp2 "
    "prp-pdw prp-adp prp-inv1 prp-inv2 prp-key prp-npa1 prp-npa2",
    6: "cls-thing cls-nothing1 cls-nothing2 cls-int1 cls-int2 cls-uni cls-com cls-svf1 cls-svf2 cls-avf cls-hv1 "
    "cls-hv2 cls-maxc1 cls-maxc2 cls-maxqc1 cls-maxqc2 cls-maxqc3 cls-maxqc4 cls-oo",
    7: "cax-sco cax-eqc1 cax-eqc2 cax-dw cax-adc",
    8: "dt-type1 dt-type2 dt-eq dt-diff dt-not-type",
    9: "scm-cls scm-sco scm-eqc1 scm-eqc2 scm-op scm-dp scm-spo scm-eqp1 scm-eqp2 scm-dom1 scm-dom2 scm-rng1 scm-rng2 "
    "scm-hv scm-svf1 scm-svf2 scm-avf1 scm-avf2 scm-int scm-uni",
}
FATES: Final = {"infers": ".", "stops the build": "inconsistency", "holds of everything": "trivial"}
SAID: Final = dict(re.findall(r"^\| ([a-z]+-[\w-]+) \| (.+) \|$", PAGE, re.MULTILINE))


def files(folder: str) -> set[str]:
    return {path.stem for path in (RULES / folder).glob("*.rq")}


@pytest.mark.parametrize("table", TABLES)
def test_the_page_lists_every_rule_of_a_table(table: int) -> None:
    part = PAGE.partition(f"### Table {table}:")[2].partition("\n#")[0]
    assert " ".join(re.findall(r"^\| ([a-z]+-[\w-]+) \|", part, re.MULTILINE)) == TABLES[table]


def test_the_page_lists_nothing_else() -> None:
    assert list(SAID) == " ".join(TABLES.values()).split()
    assert len(SAID) == 78


@pytest.mark.parametrize("rule", SAID)
def test_what_the_page_says_of_a_rule_is_so(rule: str) -> None:
    where = {fate for fate, folder in FATES.items() if any(name == rule for name in files(folder))}
    if SAID[rule].startswith("left out: "):
        assert where == set()
        assert len(SAID[rule]) > 40
    elif rule == "dt-diff":
        assert set(re.findall(r"dt-[\w-]+", SAID[rule])) <= files("inconsistency")
    else:
        assert where == {fate for fate in FATES if SAID[rule].startswith(fate)}


def test_every_file_is_on_the_page() -> None:
    for folder in FATES.values():
        for rule in files(folder):
            assert re.search(rf"[ `]{rule}\b", PAGE), rule
