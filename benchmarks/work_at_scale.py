"""A region at work: 300 contracts with 3,000 persons and 60,000 months of hours, of which 3,000 wait for a verdict.

Brought in as a data package, so that all values are worked out as they are in use. One contractor has 60 of the
contracts, five times what the largest in the demo has.
"""

import itertools
from datetime import date
from pathlib import Path

CONTRACTS, PERSONS_EACH, MONTHS = 300, 10, 20
AUTHORITIES = ("gem-groningen", "gem-eemsdelta", "ncg", "provincie-groningen")
LARGE, SMALL = "bouwbedrijf-molenwerf", ("groenwerk-voorbeeld", "schoonmaak-schijnhelder", "installatie-nepstra")
BLOCKS = ("pw_lt2", "pw_gt2", "ww_gt12", "nug", "wia_wao", "wajong", "banenafspraak")
HOURS = (90, 110, 130, 150)
#: Nobody has a digit in his name.
NAMES = ["".join(letters) for letters in itertools.product("ABCDEFGHIJKLMNOP", repeat=3)]


def write_package(folder: Path) -> Path:
    """Write the package as files in ``folder``, and give it back."""
    contracts = [
        "reference,authority,contractor,title,awarded_on,starts_on,ends_on,contract_sum,basis,basis_amount,percentage"
    ]
    lines = ["reference,contract,person,birth_date,block,starts_on,ends_on,hours_per_week,permanent,status"]
    hours = ["deployment,month,paid_hours,status"]
    for number in range(CONTRACTS):
        company = LARGE if number < CONTRACTS // 5 else SMALL[number % len(SMALL)]
        contracts.append(
            f"G-{number},{AUTHORITIES[number % 4]},{company},Groot werk {number},2025-01-15,2025-02-01,2027-12-31,"
            "3000000,contract_sum,3000000,5"
        )
        for place in range(PERSONS_EACH):
            person = number * PERSONS_EACH + place
            born = date(1965 + person % 40, 1 + person % 12, 1 + person % 28)
            lines.append(
                f"GD-{person},G-{number},Proef {NAMES[person]},{born},{BLOCKS[person % 7]},2025-02-01,2027-06-30,"
                f"{24 + person % 3 * 6},no,approved"
            )
            for month in range(1, MONTHS + 1):
                status = "submitted" if month == MONTHS else "approved"
                paid = HOURS[(person + month) % 4]
                hours.append(f"GD-{person},{2025 + month // 12}-{month % 12 + 1:02},{paid},{status}")
    files = {"contracts.csv": contracts, "deployments.csv": lines, "hours.csv": hours}
    files["contributions.csv"] = ["reference,contract,block,date,quantity,status"]
    for name, rows in files.items():
        (folder / name).write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder
