"""Each rule as a table of cases, the order, and that matching looks at nothing else than what people were told."""

import dataclasses
import datetime as dt
import uuid

import pytest

from candidates.file_choices import DrivingLicence, TravelArea
from candidates.training.seat_order import Ring
from placements import matching
from placements.matching import Asked, Known, Outcome, in_order, matched, passed_over
from placements.vacancy_choices import Rule

BUILDER, PAINTER, NURSE = (uuid.uuid5(uuid.NAMESPACE_OID, name) for name in ("builder", "painter", "nurse"))
DAY = dt.date(2026, 3, 1)
MET, MISSED, UNKNOWN = Outcome.MET, Outcome.MISSED, Outcome.UNKNOWN


def asked(*rules, **values):
    given = {
        "rules": frozenset(rules or matching.RULES),
        "hours_from": 24,
        "hours_to": 36,
        "sector": "construction",
        "occupations": frozenset({BUILDER, PAINTER}),
        "certificates": frozenset({"VCA-basis", "Heftruck"}),
        "licence": "b",
        "own": frozenset({"GM0014", "GM0009"}),
        "in_region": True,
        "kilometres": {"GM0014": 0, "GM0047": 20, "GM0037": 21, "GM0106": 45, "GM1690": 46},
    } | values
    return Asked(**given)


def known(**values):
    given = {
        "id": uuid.uuid4(),
        "hours_from": 24,
        "hours_to": 36,
        "sector": "construction",
        "occupations": frozenset({BUILDER}),
        "certificates": frozenset({"VCA-basis", "Heftruck"}),
        "licences": frozenset({"b"}),
        "travel": "country",
        "municipality": "GM0014",
        "ring": Ring.PRIORITY,
        "ready_since": DAY,
        "registered_on": DAY,
        "reference": "K-1",
    } | values
    return Known(**given)


def outcome(rule, of=None, **values):
    return dict(matched(of or asked(rule), known(**values)).outcomes)[rule]


@pytest.mark.parametrize(
    ("least", "most", "says"),
    [
        (None, None, UNKNOWN),
        (24, 36, MET),
        (36, 40, MET),
        (37, 40, MISSED),
        (10, 24, MET),
        (10, 23, MISSED),
        (20, None, MET),
        (37, None, MISSED),
        (None, 23, MISSED),
        (None, 24, MET),
        (28, 30, MET),
        (0, 0, MISSED),
    ],
)
def test_hours(least, most, says):
    assert outcome("hours", hours_from=least, hours_to=most) is says


@pytest.mark.parametrize(("sector", "says"), [("construction", MET), ("engineering", MISSED), ("", UNKNOWN)])
def test_sector(sector, says):
    assert outcome("sector", sector=sector) is says


@pytest.mark.parametrize(
    ("occupations", "says"), [({PAINTER, NURSE}, MET), ({NURSE}, MISSED), (set(), UNKNOWN), ({BUILDER}, MET)]
)
def test_occupation(occupations, says):
    assert outcome("occupation", occupations=frozenset(occupations)) is says


@pytest.mark.parametrize(
    ("certificates", "says"),
    [
        ({"vca-BASIS", "  HEFTRUCK "}, MET),
        ({"VCA-basis", "Heftruck", "BHV"}, MET),
        ({"VCA-basis"}, MISSED),
        ({"VCA-VOL", "Heftruck"}, MISSED),
        (set(), UNKNOWN),
    ],
)
def test_certificates(certificates, says):
    assert outcome("certificates", certificates=frozenset(certificates)) is says


#: What each licence lets somebody drive, written out.
DRIVES = {
    "am": {"am"},
    "b": {"am", "b"},
    "be": {"am", "b", "be"},
    "c": {"am", "b", "c"},
    "ce": {"am", "b", "be", "c", "ce"},
    "d": {"am", "b", "d"},
    "t": {"t"},
}


@pytest.mark.parametrize("has", DrivingLicence.values)
@pytest.mark.parametrize("wanted", DrivingLicence.values)
def test_licences_imply_one_another(has, wanted):
    says = outcome("licence", asked("licence", licence=wanted), licences=frozenset({has}))
    assert says is (MET if wanted in DRIVES[has] else MISSED)


def test_a_licence_that_nobody_asked_for_is_not_known():
    assert outcome("licence", licences=frozenset()) is UNKNOWN


@pytest.mark.parametrize(
    ("travel", "home", "says"),
    [
        ("town", "GM0014", MET),
        ("town", "GM0009", MET),
        ("town", "GM0047", MISSED),
        ("near", "GM0047", MET),
        ("near", "GM0037", MISSED),
        ("far", "GM0106", MET),
        ("far", "GM1690", MISSED),
        ("near", "GM9999", UNKNOWN),
        ("near", "GM0009", MET),
        ("region", "GM9999", MET),
        ("country", "GM9999", MET),
        ("", "GM0014", UNKNOWN),
    ],
)
def test_travel(travel, home, says):
    assert outcome("travel", travel=travel, municipality=home) is says


def test_who_travels_the_region_does_not_come_to_work_outside_it():
    assert outcome("travel", asked("travel", in_region=False), travel="region", municipality="GM0106") is MISSED


def test_a_rule_that_says_nothing_asks_nothing():
    empty = asked(occupations=frozenset(), certificates=frozenset(), licence="", sector="")
    assert empty.speaking == ("hours", "travel")
    assert matched(asked("hours"), known(sector="")).outcomes == (("hours", MET),)
    assert matched(dataclasses.replace(asked(), rules=frozenset()), known()).meets_all


def test_from_inside_out_then_all_rules_then_the_longest_wait():
    late = DAY + dt.timedelta(days=9)
    people = [
        known(reference="outside, all, longest", ring=Ring.OUTSIDE, ready_since=dt.date(2020, 1, 1)),
        known(reference="region, one missed, longest", ring=Ring.REGION, sector="other", ready_since=DAY),
        known(reference="region, three missed, longer", ring=Ring.REGION, sector="", licences=frozenset(), travel=""),
        known(reference="region, all, not ready", ring=Ring.REGION, ready_since=None),
        known(reference="region, all, short", ring=Ring.REGION, ready_since=late),
        known(reference="priority, one not known", sector="", ready_since=dt.date(2019, 1, 1)),
        known(reference="priority, all, short", ready_since=late, registered_on=late),
        known(reference="priority, all, short, registered first", ready_since=late),
    ]
    assert [one.who.reference for one in in_order(asked(), people)] == [
        "priority, all, short, registered first",
        "priority, all, short",
        "priority, one not known",
        "region, all, short",
        "region, all, not ready",
        # How many rules are missed does not count: these wait equally long, and the number of the file settles it.
        "region, one missed, longest",
        "region, three missed, longer",
        "outside, all, longest",
    ]


def test_nobody_is_left_out():
    nothing = {
        "hours_from": None,
        "hours_to": None,
        "sector": "",
        "occupations": frozenset(),
        "certificates": frozenset(),
        "licences": frozenset(),
        "travel": "",
        "ring": Ring.OUTSIDE,
    }
    assert len(in_order(asked(), [known(), known(**nothing)])) == 2


def test_who_is_passed_over():
    first = known(reference="fits")
    people = {
        "fits": first,
        "misses one": known(sector="other"),
        "is not free": known(),
        "region": known(ring=Ring.REGION),
        "outside": known(ring=Ring.OUTSIDE),
    }
    listed = in_order(asked(), people.values())
    free = {one.id for name, one in people.items() if name != "is not free"}

    def over(*chosen):
        return passed_over(listed, chosen={people[one].id for one in chosen}, free=free)

    assert over("region") == over("outside") == (first.id,)
    assert over("misses one") == over("is not free") == ()
    assert over("region", "fits") == ()
    assert over("region", "misses one") == (first.id,)


def test_matching_looks_at_what_people_were_told_and_at_nothing_else():
    fields = {one.name for one in dataclasses.fields(Known)}
    assert fields - {"id"} == set(matching.INPUTS)
    assert set(matching.INPUTS) == {
        "hours_from",
        "hours_to",
        "sector",
        "occupations",
        "certificates",
        "licences",
        "travel",
        "municipality",
        "ring",
        "ready_since",
        "registered_on",
        "reference",
    }
    assert set(matching.INPUTS.values()) == {*matching.RULES, "order"}
    assert {one.name for one in dataclasses.fields(Asked)} == {
        "rules",
        "hours_from",
        "hours_to",
        "sector",
        "occupations",
        "certificates",
        "licence",
        "own",
        "in_region",
        "kilometres",
    }


def test_the_rules_are_those_that_people_can_choose():
    assert list(matching.RULES) == Rule.values
    assert set(matching.ALSO_DRIVES) | {"am", "t"} == set(DrivingLicence.values)
    assert {"town", "region", "country", *matching.FARTHEST} == set(TravelArea.values)
