"""Rules and order read from the domain rules (sections 6 and 9) once more, the slow way: nothing of the portal is used.

People and vacancies are plain dictionaries. Only distances come along as they are: those have a test of their own.
"""

import datetime as dt

#: What one may drive, written out.
DRIVES = {
    "am": ["am"],
    "b": ["b", "am"],
    "be": ["be", "b", "am"],
    "c": ["c", "b", "am"],
    "ce": ["ce", "c", "be", "b", "am"],
    "d": ["d", "b", "am"],
    "t": ["t"],
}
_OPEN = dt.date(2999, 1, 1)
_2018, _2019, _2021 = dt.date(2018, 1, 1), dt.date(2019, 1, 1), dt.date(2021, 1, 1)
#: Until before which day, and from which, a code was in force; of those the tests use.
IN_FORCE = {
    "GM0003": (dt.date(1900, 1, 1), _2021),
    "GM0009": (dt.date(1900, 1, 1), _2019),
    "GM0014": (dt.date(1900, 1, 1), _OPEN),
    "GM0017": (dt.date(1900, 1, 1), _2019),
    "GM0018": (dt.date(1900, 1, 1), _2018),
    "GM1952": (_2018, _OPEN),
    "GM1979": (_2021, _OPEN),
    "GM0047": (dt.date(1900, 1, 1), _OPEN),
    "GM0106": (dt.date(1900, 1, 1), _OPEN),
}
EVER_PRIORITY = {"GM0003", "GM0009", "GM0014", "GM0018", "GM1952", "GM1979"}
#: Became part of another one.
BECAME = {"GM0009": "GM0014", "GM0017": "GM0014", "GM0018": "GM1952", "GM0003": "GM1979"}


def ring(code, on):
    """0 in the priority area of that day, 1 in the rest of the region, 2 outside."""
    if code not in IN_FORCE:
        return 2
    first, end = IN_FORCE[code]
    if not first <= on < end:
        return 2
    return 0 if code in EVER_PRIORITY else 1


def outcome(rule, vacancy, person, away):  # noqa: C901, PLR0911, PLR0912 - as the rules are read, one after the other
    if rule == "hours":
        least, most = person["hours_from"], person["hours_to"]
        if least is None and most is None:
            return "unknown"
        wanted = range(least or 0, (168 if most is None else most) + 1)
        return "met" if any(vacancy["hours_from"] <= hours <= vacancy["hours_to"] for hours in wanted) else "missed"
    if rule == "sector":
        if not person["sector"]:
            return "unknown"
        return "met" if person["sector"] == vacancy["sector"] else "missed"
    if rule == "occupation":
        if not person["occupations"]:
            return "unknown"
        return "met" if [one for one in person["occupations"] if one in vacancy["occupations"]] else "missed"
    if rule == "certificates":
        if not person["certificates"]:
            return "unknown"
        has = [" ".join(one.lower().split()) for one in person["certificates"]]
        return "missed" if [one for one in vacancy["certificates"] if one.lower() not in has] else "met"
    if rule == "licence":
        if not person["licences"]:
            return "unknown"
        return "met" if [one for one in person["licences"] if vacancy["licence"] in DRIVES[one]] else "missed"
    assert rule == "travel"
    travel, home, work = person["travel"], person["municipality"], vacancy["municipality"]
    if travel == "":
        return "unknown"
    if home == work or BECAME.get(home) == work or travel == "country":
        return "met"
    if travel == "town":
        return "missed"
    if travel == "region":
        return "met" if work in IN_FORCE else "missed"
    if away(home, work) is None:
        return "unknown"
    return "met" if away(home, work) <= {"near": 20, "far": 45}[travel] else "missed"


def rules_asked(vacancy):
    """In the order in which they are told; one that names nothing is none."""
    named = {
        "hours": True,
        "sector": True,
        "occupation": vacancy["occupations"],
        "certificates": vacancy["certificates"],
        "licence": vacancy["licence"],
        "travel": True,
    }
    return [rule for rule, what in named.items() if rule in vacancy["rules"] and what]


def outcomes(vacancy, person, away):
    return {rule: outcome(rule, vacancy, person, away) for rule in rules_asked(vacancy)}


def in_order(vacancy, people, away):
    """The references in order: sorted by what counts least first, since sorting keeps what stands."""
    found = sorted(people, key=lambda one: one["reference"])
    found.sort(key=lambda one: one["registered_on"])
    waiting = sorted((one for one in found if one["ready_since"]), key=lambda one: one["ready_since"])
    found = waiting + [one for one in found if not one["ready_since"]]
    result = []
    for where in (0, 1, 2):
        here = [one for one in found if ring(one["municipality"], one["registered_on"]) == where]
        for all_met in (True, False):
            result += [
                one["reference"] for one in here if (set(outcomes(vacancy, one, away).values()) <= {"met"}) == all_met
            ]
    return result


def passed_over(vacancy, people, chosen, away):
    """Who of the priority area could have been chosen, when somebody from farther was."""
    by_reference = {one["reference"]: one for one in people}
    rings = {name: ring(one["municipality"], one["registered_on"]) for name, one in by_reference.items()}
    if max((rings[one] for one in chosen), default=0) == 0:
        return set()
    return {
        name
        for name, one in by_reference.items()
        if rings[name] == 0
        and name not in chosen
        and one["state"] == "ready"
        and one["put"] in (None, "proposal_withdrawn")
        and "missed" not in outcomes(vacancy, one, away).values()
        and "unknown" not in outcomes(vacancy, one, away).values()
    }
