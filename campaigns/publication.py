"""Publishes random regions and tries to compute what is hidden (300 regions, about 10 minutes; --regions, --from)."""

import argparse
import random
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from reporting.suppression import Publication, make_public  # noqa: E402 -- after the path
from tests.reporting.attacker import Attack  # noqa: E402 -- as above
from tests.reporting.random_reports import region  # noqa: E402 -- as above


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--regions", type=int, default=300)
    parser.add_argument("--from", type=int, default=1000, dest="first")
    asked = parser.parse_args()
    began = time.monotonic()
    reports = hidden = 0
    for seed in range(asked.first, asked.first + asked.regions):
        chance = random.Random(seed)
        known: list[Publication] = []
        for exact in region(chance, years=chance.choice((1, 2, 3)), busy=chance.choice((2, 3, 6, 12, 30, 80, 200))):
            known.append(Publication(exact, make_public(exact, known)))
        attack = Attack([one.exact for one in known], [one.public for one in known])
        computed = attack.computed()
        if computed:
            sys.stdout.write(f"region {seed}: computed {computed}\n")
            return 1
        reports += len(known)
        hidden += len(attack.hidden())
    sys.stdout.write(
        f"{asked.regions} regions, {reports} reports, {hidden} hidden counts, none computed,"
        f" {time.monotonic() - began:.0f} s\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
