"""Which tenders an address means: the same question the same set, each choice by itself, and never what is not public."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.http import QueryDict

from organisations import tenancy
from organisations.models import Municipality, Occupation
from tenders.calendar.quarters import Quarter, parse_quarter, quarter_of, quarters_from
from tenders.calendar.selection import selection
from tenders.calendar.wanted import wanted_in
from tenders.models import ExpectedOccupation, TenderValue
from tests.database import owner
from tests.factories.organisations import OrganisationFactory
from tests.factories.tenders import TenderFactory

ON = dt.date(2026, 11, 1)
SOON = dt.date(2027, 2, 10)


def on_calendar(authority, **values):
    with owner():
        return TenderFactory(
            authority=authority,
            **{
                "status": "planned",
                "on_calendar_since": dt.date(2026, 1, 1),
                "planned_publication": SOON,
                "starts_on": dt.date(2027, 6, 1),
                **values,
            },
        )


def found(region, query="", *, on=ON):
    with tenancy.public(region.pk):
        return [tender.title for tender in selection(region.pk, QueryDict(query), on=on).queryset]


@pytest.fixture
def authority(cast):
    return cast.alice.organisation


@pytest.fixture
def region(cast):
    return cast.region


def test_what_is_to_come_stands_in_order_of_announcement(region, authority):
    on_calendar(authority, title="Later", planned_publication=dt.date(2027, 5, 1))
    on_calendar(authority, title="Eerder")
    on_calendar(authority, title="Zonder datum", planned_publication=None, starts_on=None)
    on_calendar(authority, title="Voorbij", planned_publication=dt.date(2026, 1, 1), starts_on=dt.date(2026, 10, 31))
    on_calendar(authority, title="Vandaag", planned_publication=dt.date(2026, 1, 1), starts_on=ON)
    on_calendar(authority, title="Gegund", status="awarded")
    on_calendar(authority, title="Ingetrokken", status="withdrawn")
    assert found(region) == ["Vandaag", "Eerder", "Later", "Zonder datum"]
    assert set(found(region, "stand=alles")) == {
        "Vandaag",
        "Eerder",
        "Later",
        "Zonder datum",
        "Voorbij",
        "Gegund",
        "Ingetrokken",
    }
    assert found(region, "stand=awarded") == ["Gegund"]


def test_a_concept_and_another_region_are_in_no_set(cast, region, authority):
    on_calendar(authority, title="Concept", status="concept", on_calendar_since=None)
    on_calendar(authority, title="Terug naar concept", status="concept")
    on_calendar(cast.frank.organisation, title="Van elders")
    assert found(region, "stand=alles") == []
    # Whoever may read more finds no more: the set is that of the calendar.
    with tenancy.acting_for(user_id=cast.alice.user.pk, organisation_id=authority.pk):
        assert not selection(region.pk, "stand=alles", on=ON).queryset.exists()


@pytest.mark.parametrize(
    ("query", "one", "other"),
    [
        ("soort=service", {"kind": "service"}, {"kind": "work"}),
        ("procedure=single", {"procedure": "single"}, {"procedure": "reserved"}),
        ("sector=engineering", {"sector": "engineering"}, {"sector": "construction"}),
        ("stand=published", {"status": "published", "sroi": "no"}, {"status": "planned"}),
        ("sroi=5", {"sroi": "yes", "sroi_percentage": Decimal(5)}, {"sroi": "yes", "sroi_percentage": Decimal(2)}),
        ("sroi=2", {"sroi": "yes", "sroi_percentage": Decimal(2)}, {"sroi": "yes", "sroi_percentage": Decimal(5)}),
        ("sroi=anders", {"sroi": "yes", "sroi_percentage": Decimal("3.5")}, {"sroi": "yes", "sroi_percentage": 2}),
        ("sroi=niet", {"sroi": "no"}, {"sroi": "open"}),
        ("sroi=open", {"sroi": "open"}, {"sroi": "no"}),
        ("cpv=45", {"cpv_codes": ["45233140"]}, {"cpv_codes": ["90910000"]}),
        ("cpv=452331", {"cpv_codes": ["45233140"]}, {"cpv_codes": ["45110000"]}),
        ("gemeente=GM0014", {"municipalities": ["GM0014"]}, {"municipalities": ["GM1979"]}),
        ("van=2027-2", {"planned_publication": dt.date(2027, 4, 1)}, {"planned_publication": dt.date(2027, 3, 31)}),
        ("tot=2027-1", {"planned_publication": dt.date(2027, 3, 31)}, {"planned_publication": dt.date(2027, 4, 1)}),
        ("op=start&van=2027-2", {"starts_on": dt.date(2027, 4, 1)}, {"starts_on": dt.date(2027, 3, 31)}),
        ("op=start&tot=2027-4", {"starts_on": dt.date(2027, 12, 31)}, {"starts_on": dt.date(2028, 1, 1)}),
        ("van=2027-1", {"planned_publication": SOON}, {"planned_publication": None}),
    ],
)
def test_a_choice_narrows_to_what_has_it(region, authority, query, one, other):
    on_calendar(authority, title="Dit", **one)
    on_calendar(authority, title="Dat", **other)
    assert found(region, query) == ["Dit"]


def test_two_of_one_choice_are_either_and_two_choices_both(region, authority):
    on_calendar(authority, title="A", kind="work", procedure="single")
    on_calendar(authority, title="B", kind="service", procedure="single")
    on_calendar(authority, title="C", kind="supply", procedure="single")
    on_calendar(authority, title="D", kind="work", procedure="other")
    assert set(found(region, "soort=work&soort=service")) == {"A", "B", "D"}
    assert set(found(region, "soort=work&soort=service&procedure=single")) == {"A", "B"}


def test_an_authority_an_occupation_and_an_earlier_municipality(region, authority):
    with owner():
        other = OrganisationFactory(name="Waterschap Noorderzijlvest", region=region)
        mason = Occupation.objects.create(region=region, code="metselaar-x", name="Metselaar", sector="construction")
        old, _new = Municipality.objects.get_or_create(
            code="GM9990", defaults={"name": "Oud", "valid": (None, dt.date(2021, 1, 1))}
        )
        now, _new = Municipality.objects.get_or_create(
            code="GM9991", defaults={"name": "Nieuw", "valid": (dt.date(2021, 1, 1), None)}
        )
        old.successors.add(now)
    tender = on_calendar(authority, title="Muur", municipalities=["GM9990"])
    with owner():
        ExpectedOccupation.objects.create(tender=tender, occupation=mason, head_count=3)
    on_calendar(other, title="Dijk", municipalities=["Nieuw"])
    assert found(region, f"opdrachtgever={other.pk}") == ["Dijk"]
    assert found(region, "beroep=metselaar-x") == ["Muur"]
    assert set(found(region, "gemeente=GM9991")) == {"Muur", "Dijk"}


def test_a_value_narrows_only_when_it_is_not_confidential(cast, region, authority):
    for title, amount, is_confidential in (("Open", 500_000, False), ("Geheim", 500_000, True), ("Klein", 90, False)):
        tender = on_calendar(authority, title=title)
        with owner():
            TenderValue.objects.create(tender=tender, amount=amount, is_confidential=is_confidential)
    assert found(region, "waarde_van=400.000&waarde_tot=500.000") == ["Open"]
    # The authority reads its own value, and yet no set tells it.
    with tenancy.acting_for(user_id=cast.alice.user.pk, organisation_id=authority.pk):
        assert [one.title for one in selection(region.pk, "waarde_van=400000", on=ON).queryset] == ["Open"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("bruggen", ["Onderhoud brug"]),  # another form of the word
        ("brug", ["Onderhoud brug"]),
        ("ONDERHOUD brug", ["Onderhoud brug"]),
        ("houtkap", ["Groen in de wijk"]),  # in the description
        ("wijk groen", ["Groen in de wijk"]),
        ("gr-2026-7", ["Groen in de wijk"]),  # its number
        ("noorderzijl", ["Dijk"]),  # the authority
        ("45221119", ["Onderhoud brug"]),  # a CPV code
        ("4522", ["Onderhoud brug"]),
        ("brugrenovatie", ["Onderhoud brug"]),  # the label of a CPV code, see below
        ("onderhoud groen", []),
        ("de", []),
        ("'; drop table --", []),
        ("%", []),
        ("&|!:*", []),
    ],
)
def test_words_are_found_where_people_expect_them(region, authority, words, expected):
    with owner():
        other = OrganisationFactory(name="Waterschap Noorderzijlvest", region=region)
    on_calendar(authority, title="Onderhoud brug", cpv_codes=["45221119"], reference="A-1")
    on_calendar(authority, title="Groen in de wijk", description="Ook houtkap.", reference="GR-2026-7")
    on_calendar(other, title="Dijk", reference="B-1")
    if words == "brugrenovatie":
        with connection.cursor() as cursor, owner():
            cursor.execute(
                "UPDATE organisations_cpvcode SET plain = plain || ' brugrenovatie ' WHERE code = '45221119'"
            )
    query = QueryDict(mutable=True)
    query["zoek"] = words
    with tenancy.public(region.pk):
        assert [one.title for one in selection(region.pk, query, on=ON, may_guess=False).queryset] == expected


def test_a_typing_error_finds_what_is_alike_and_says_so(region, authority):
    on_calendar(authority, title="Onderhoud sportvelden")
    on_calendar(authority, title="Leerlingenvervoer")
    with tenancy.public(region.pk):
        guess = selection(region.pk, "zoek=sportvelten", on=ON)
        assert guess.is_guess
        assert [one.title for one in guess.queryset] == ["Onderhoud sportvelden"]
        assert not selection(region.pk, "zoek=sportvelden", on=ON).is_guess
        assert not selection(region.pk, "zoek=sportvelten", on=ON, may_guess=False).queryset.exists()


def test_one_question_is_written_in_one_way():
    one = wanted_in(QueryDict("stand=planned&soort=work&soort=service&zoek=+brug++dek&page=3&van=&weergave=lijst"))
    other = wanted_in(QueryDict("zoek=brug+dek&soort=service&soort=work&soort=work&sorteer=publicatie&stand=planned"))
    assert one == other
    assert one.query_string == "zoek=brug+dek&soort=service&soort=work&stand=planned"
    assert wanted_in(QueryDict(one.query_string)) == one
    assert wanted_in(QueryDict("stand=alles&stand=planned")).query_string == "stand=alles"
    assert wanted_in(QueryDict("waarde_van=€ 1.250.000")).query_string == "waarde_van=1250000"
    assert wanted_in(QueryDict("op=start")).query_string == ""
    assert wanted_in(QueryDict("")).query_string == ""


@pytest.mark.parametrize(
    "query",
    [
        "soort=onzin",
        "stand=concept",
        "procedure=x",
        "sroi=7",
        "opdrachtgever=1",
        "cpv=abc",
        "gemeente=%00",
        "beroep=a'b",
        "van=2027-5",
        "tot=gisteren",
        "waarde_van=-1",
        "waarde_tot=NaN",
        "waarde_tot=veel",
        "sorteer=x",
        "weergave=x",
        "op=x",
        "zoek=" + "a" * 101,
    ],
)
def test_what_cannot_be_read_is_said_and_left_out(query):
    wanted = wanted_in(QueryDict(query))
    name = query.split("=")[0]
    assert list(wanted.refused) == [name]
    assert name == "zoek" or wanted.query_string == ""


def test_an_end_before_the_beginning_is_left_out():
    wanted = wanted_in(QueryDict("van=2027-3&tot=2027-1&waarde_van=10&waarde_tot=5"))
    assert set(wanted.refused) == {"tot", "waarde_tot"}
    assert wanted.query_string == "van=2027-3&waarde_van=10"


@pytest.mark.parametrize(
    ("day", "key"),
    [
        (dt.date(2027, 3, 31), "2027-1"),
        (dt.date(2027, 4, 1), "2027-2"),
        (dt.date(2027, 12, 31), "2027-4"),
        (dt.date(2028, 1, 1), "2028-1"),
        (dt.date(2028, 2, 29), "2028-1"),
    ],
)
def test_quarters_at_their_borders(day, key):
    quarter = quarter_of(day)
    assert quarter.key == key
    assert parse_quarter(key) == quarter
    assert quarter.first_day <= day <= quarter.last_day


def test_quarters_follow_each_other():
    assert [one.key for one in quarters_from(Quarter(2026, 4), 3)] == ["2026-4", "2027-1", "2027-2"]


@pytest.mark.parametrize(
    ("order", "expected"),
    [("publicatie", "BAC"), ("-publicatie", "ABC"), ("start", "ABC"), ("nieuw", "CBA"), ("titel", "ABC")],
)
def test_orders(region, authority, order, expected):
    on_calendar(
        authority,
        title="A",
        planned_publication=dt.date(2027, 3, 1),
        starts_on=dt.date(2027, 4, 1),
        on_calendar_since=dt.date(2026, 1, 1),
    )
    on_calendar(
        authority,
        title="B",
        planned_publication=dt.date(2027, 2, 1),
        starts_on=dt.date(2027, 5, 1),
        on_calendar_since=dt.date(2026, 2, 1),
    )
    on_calendar(
        authority,
        title="C",
        planned_publication=None,
        starts_on=None,
        on_calendar_since=dt.date(2026, 3, 1),
    )
    assert "".join(found(region, f"sorteer={order}")) == expected
