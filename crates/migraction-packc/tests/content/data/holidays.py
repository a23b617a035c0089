"""Public holidays kept in a whole country, by the package `holidays` (PyPI, MIT), for `cargo xtask content crosscheck`.

    pip install holidays
    python3 crates/migraction-packc/tests/content/data/holidays.py > crates/migraction-packc/tests/content/data/holidays.txt
"""

import sys
from datetime import date
from pathlib import Path

# This file has the name of the package: it must not be found in its place.
here = str(Path(__file__).resolve().parent)
sys.path = [path for path in sys.path if str(Path(path).resolve()) != here]
import holidays  # noqa: E402

FIRST, LAST = 2024, 2036

print(f"# Public holidays kept in the whole country, by the Python package `holidays` {holidays.__version__} (PyPI, MIT),")
print(f"# {FIRST} to {LAST}, written on {date.today()} by holidays.py beside this file. Another hand's calendar, to hold ours against.")
for country in ("be", "fr", "it"):
    for day in sorted(holidays.country_holidays(country.upper(), years=range(FIRST, LAST + 1))):
        print(country, day)
