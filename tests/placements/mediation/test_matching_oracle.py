"""Rules, order and passing over equal an independent calculation, for random data: of values alone, and on the page."""

import datetime as dt
import random
import uuid

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from candidates.training.seat_order import Ring
from organisations import distance
from placements import matching
from placements.matching import Asked, Known
from placements.models import ProposalFile
from tests.candidates.files import TODAY
from tests.database import owner
from tests.factories.placements import ProposalFactory
from tests.placements.mediation import oracle
from tests.placements.mediation.seekers import occupation, seeker, vacancy

OCCUPATIONS = [uuid.uuid5(uuid.NAMESPACE_OID, name) for name in "abcd"]
CERTIFICATES = ["VCA-basis", "vca-basis", "BHV", " bhv", "Heftruck", "Code  95", "code 95"]
HOMES = [*oracle.IN_FORCE, "GM0193", "GM9999"]
DAYS = st.dates(dt.date(2017, 6, 1), dt.date(2021, 6, 1))


def some(values, most=3):
    return st.lists(st.sampled_from(values), max_size=most, unique=True)


hours = st.integers(0, 40)
persons = st.fixed_dictionaries(
    {
        "hours": st.tuples(st.none() | hours, st.none() | hours),
        "sector": st.sampled_from(["construction", "engineering", "other", ""]),
        "occupations": some(OCCUPATIONS),
        "certificates": some(CERTIFICATES),
        "licences": some(list(oracle.DRIVES)),
        "travel": st.sampled_from(["town", "near", "far", "region", "country", ""]),
        "municipality": st.sampled_from(HOMES),
        "registered_on": DAYS,
        "ready_since": st.none() | DAYS,
        "state": st.sampled_from(["ready", "ready", "ready", "training", "proposed"]),
        "put": st.sampled_from([None, None, None, "proposal_withdrawn", "candidate_declined", "shortlisted"]),
    }
)
vacancies = st.fixed_dictionaries(
    {
        "rules": some(list(matching.RULES), most=6),
        "hours": st.tuples(hours, hours),
        "sector": st.sampled_from(["construction", "engineering", "other"]),
        "occupations": some(OCCUPATIONS, most=2),
        "certificates": some(["VCA-basis", "BHV", "code 95"], most=2),
        "licence": st.sampled_from(["", *oracle.DRIVES]),
        "municipality": st.sampled_from(["GM0014", "GM1979", "GM1952", "GM0106", "GM0193"]),
    }
)


def person(number, drawn):
    least, most = drawn["hours"]
    if least is not None and most is not None:
        least, most = min(least, most), max(least, most)
    return drawn | {"reference": f"R-{number:03d}", "hours_from": least, "hours_to": most}


def of_vacancy(drawn):
    return drawn | {"hours_from": min(drawn["hours"]), "hours_to": max(drawn["hours"])}


def asked(one):
    return Asked(
        rules=frozenset(one["rules"]),
        hours_from=one["hours_from"],
        hours_to=one["hours_to"],
        sector=one["sector"],
        occupations=frozenset(one["occupations"]),
        certificates=frozenset(one["certificates"]),
        licence=one["licence"],
        own=frozenset(
            [one["municipality"], *(old for old, new in oracle.BECAME.items() if new == one["municipality"])]
        ),
        in_region=one["municipality"] != "GM0193",
        kilometres={home: far for home in HOMES if (far := distance.kilometres(home, one["municipality"])) is not None},
    )


def known(one):
    return Known(
        id=uuid.uuid5(uuid.NAMESPACE_OID, one["reference"]),
        hours_from=one["hours_from"],
        hours_to=one["hours_to"],
        sector=one["sector"],
        occupations=frozenset(one["occupations"]),
        certificates=frozenset(one["certificates"]),
        licences=frozenset(one["licences"]),
        travel=one["travel"],
        municipality=one["municipality"],
        ring=Ring(oracle.ring(one["municipality"], one["registered_on"])),
        ready_since=one["ready_since"],
        registered_on=one["registered_on"],
        reference=one["reference"],
    )


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(vacancies, st.lists(persons, max_size=12), st.randoms(use_true_random=False))
def test_as_values(drawn, others, dice):
    of = of_vacancy(drawn)
    people = [person(number, one) for number, one in enumerate(others)]
    found = matching.in_order(asked(of), [known(one) for one in people])
    assert [one.who.reference for one in found] == oracle.in_order(of, people, distance.kilometres)
    by_reference = {one["reference"]: one for one in people}
    for one in found:
        rules = {rule: outcome.value for rule, outcome in one.outcomes}
        assert rules == oracle.outcomes(of, by_reference[one.who.reference], distance.kilometres)
        assert list(rules) == oracle.rules_asked(of)
    chosen = set(dice.sample(sorted(by_reference), dice.randint(0, len(people))))
    keys = {one.who.reference: one.who.id for one in found}
    free = {
        keys[name]
        for name, one in by_reference.items()
        if one["state"] == "ready" and one["put"] in {None, "proposal_withdrawn"}
    }
    over = matching.passed_over(found, chosen={keys[one] for one in chosen}, free=free)
    assert {one for one in keys if keys[one] in over} == oracle.passed_over(of, people, chosen, distance.kilometres)


@pytest.mark.django_db
@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(drawn=vacancies, others=st.lists(persons, min_size=4, max_size=10), seed=st.integers(0, 2**32))
def test_on_the_page(cast, monkeypatch, drawn, others, seed):
    """Each example has a vacancy and people of its own; whoever the last ones left is taken out of the list."""
    monkeypatch.setattr(timezone, "localdate", lambda *_moment: TODAY)
    tag = f"{seed}-{uuid.uuid4().hex[:6]}"
    of = of_vacancy(drawn)
    kinds = {key: occupation(cast, f"Beroep {tag} {number}").pk for number, key in enumerate(OCCUPATIONS)}
    first, *also = [kinds[one] for one in of["occupations"]] or [None]
    made = vacancy(
        cast,
        reference=f"V-{tag}",
        rules=of["rules"],
        hours_from=of["hours_from"],
        hours_to=of["hours_to"],
        sector=of["sector"],
        occupation_id=first,
        also_occupations=also,
        certificates=of["certificates"],
        licence=of["licence"],
        municipality=of["municipality"],
    )
    people = [person(number, one) | {"reference": f"{tag}-{number:03d}"} for number, one in enumerate(others)]
    files = {one["reference"]: _seeker(cast, one, kinds, made) for one in people}
    shown = cast.dirk.get(f"vacatures/{made.pk}/kandidaten/?zoek={tag}")
    rows = [row for group in shown.context["groups"] for row in group["rows"]]
    assert [row["candidate"].reference for row in rows] == oracle.in_order(of, people, distance.kilometres)
    by_reference = {one["reference"]: one for one in people}
    for row in rows:
        expected = oracle.outcomes(of, by_reference[row["candidate"].reference], distance.kilometres)
        assert [one["key"] for one in row["outcomes"]] == [f"rule_{one}" for one in expected.values()]
    _put_some(cast, made, of, people, files, random.Random(seed))  # noqa: S311 - drawn data
    with owner():
        for one in files.values():
            one.state = "withdrawn"
            one.save(update_fields=["state"])


def _seeker(cast, one, kinds, made):
    found = seeker(
        cast,
        reference=one["reference"],
        municipality=one["municipality"],
        registered_on=one["registered_on"],
        ready_since=one["ready_since"],
        sector=one["sector"],
        state=one["state"],
        profile={
            "hours_from": one["hours_from"],
            "hours_to": one["hours_to"],
            "occupations": [kinds[each] for each in one["occupations"]],
            "certificates": one["certificates"],
            "licences": one["licences"],
            "travel": one["travel"],
        },
    )
    if one["put"]:
        with owner():
            ProposalFactory(vacancy=made, candidate=found, state=one["put"])
    return found


def _put_some(cast, made, of, people, files, dice):
    """Put some on the list, with a reason exactly where the other calculation says that somebody is passed over."""
    can = [one["reference"] for one in people if one["put"] != "shortlisted"]
    if not can:
        return
    chosen = set(dice.sample(can, dice.randint(1, len(can))))
    over = oracle.passed_over(of, people, chosen, distance.kilometres)
    path = f"vacatures/{made.pk}/kandidaten/voorstellen/"
    keys = [str(files[one].pk) for one in sorted(chosen)]
    answer = cast.dirk.post(path, {"kandidaat": keys})
    assert answer.status_code == (422 if over else 302)
    if over:
        assert answer.context["passed"].count == len(over)
        assert cast.dirk.post(path, {"kandidaat": keys, "reden": "skills", "toelichting": ""}).status_code == 302
    with owner():
        kept = {
            one.proposal.candidate.reference: one
            for one in ProposalFile.objects.filter(
                proposal__vacancy=made, proposal__state="shortlisted"
            ).select_related("proposal__candidate")
        }
    by_reference = {one["reference"]: one for one in people}
    for one in chosen:
        where = oracle.ring(by_reference[one]["municipality"], by_reference[one]["registered_on"])
        assert (kept[one].ring, kept[one].passed_over) == (where, len(over) if where else 0)
        assert kept[one].rules == oracle.outcomes(of, by_reference[one], distance.kilometres)
