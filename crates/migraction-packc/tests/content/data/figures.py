"""French figures by the day, by the package `openfisca-france` (PyPI, AGPL-3.0), for `cargo xtask content crosscheck`.

Only its numbers are read, no sentence and no code.

    pip install --no-deps openfisca-france && pip install pyyaml
    python3 crates/migraction-packc/tests/content/data/figures.py > crates/migraction-packc/tests/content/data/figures.txt
"""

from datetime import date
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import yaml

# The fact, and the parameter that keeps the same figure.
FIGURES = {
    "fr-smic-hour": "marche_travail/salaire_minimum/smic/smic_b_horaire",
    "fr-smic-month": "marche_travail/salaire_minimum/smic/smic_b_mensuel",
    "fr-rsa-amount": "prestations_sociales/solidarite_insertion/minima_sociaux/rsa/rsa_m/montant_de_base_du_rsa",
    "fr-prime-activite-amount": "prestations_sociales/solidarite_insertion/minima_sociaux/ppa/pa_m/montant_de_base",
}
FIRST = date(2023, 1, 1)

folder = Path(find_spec("openfisca_france").origin).parent / "parameters"
print(f"# Figures by their day of effect since {FIRST}, by the Python package `openfisca-france` {version('openfisca-france')} (PyPI),")
print(f"# written on {date.today()} by figures.py beside this file. Another hand's figures, to hold ours against.")
for fact, parameter in FIGURES.items():
    values = yaml.safe_load((folder / f"{parameter}.yaml").read_text(encoding="utf-8"))["values"]
    for day, kept in sorted(values.items()):
        if day >= FIRST and kept["value"] is not None:
            print(fact, day, kept["value"])
