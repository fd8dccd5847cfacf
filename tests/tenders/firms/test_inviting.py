"""Whom a private procedure invites: the suggestion, choosing, passing over with a reason, and who may know."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.choices import Role
from organisations.models import OrganisationRegion
from tenders.models import FirmInvitation
from tests.database import owner
from tests.placements.workspace import act
from tests.tenders.colleagues import colleague_of
from tests.tenders.firms.register import (
    _no_counts,  # noqa: F401 - a fixture
    made,
    tender_of,
    text_of,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def seat(cast):
    """Alice's municipality is Groningen."""
    with owner():
        OrganisationRegion.objects.filter(organisation=cast.alice.organisation).update(municipality="GM0014")


def address(tender):
    return f"kalender/{tender.pk}/bedrijven/"


def invite(person, tender, *firms, reason="", on=None):
    day = f"{(on or TODAY):%d-%m-%Y}"
    data = {"step": "invite", "firm": [str(one.pk) for one in firms], "invited_on": day, "reason": reason}
    return person.post(address(tender), data)


def outsider(person, tender, reason="", **changes):
    data = {
        "step": "outsider",
        "buiten-name": "Ver Weg BV",
        "buiten-municipality": "elsewhere",
        "buiten-place": "Utrecht",
        "buiten-province": "utrecht",
        "buiten-invited_on": f"{TODAY:%d-%m-%Y}",
        "buiten-reason": reason,
    }
    return person.post(address(tender), data | {f"buiten-{name}": value for name, value in changes.items()})


def invited(tender, **where):
    with owner():
        return list(FirmInvitation.objects.filter(tender=tender, **where).order_by("made_at", "pk"))


def test_from_the_suggestion_to_the_record(cast, seat):
    tender = tender_of(cast)
    own, priority, region = (
        made(cast, "In de stad", municipality="GM0014", label="pso_2", label_valid_until=TODAY),
        made(cast, "In het voorrangsgebied", municipality="GM1966"),
        made(cast, "In de regio", municipality="GM0106"),
    )
    made(cast, "In Friesland", municipality="", place="Drachten", province="fryslan")
    made(cast, "Doet groen", cpv_codes=["77310000"])
    page = text_of(cast.alice.get(address(tender)))
    order = [
        page.index(one) for one in ("In de stad", "In het voorrangsgebied", "In de regio", "In Friesland", "Doet groen")
    ]
    assert order == sorted(order)
    for words in (
        "Zelfde CPV-code: ",
        "Staat in de eigen gemeente",
        "PSO trede 2, geldig tot en met",
        "Nog niet eerder door deze opdrachtgever uitgenodigd",
        "Geen CPV-code die hierbij past",
        "Nodig minstens 3 bedrijven uit, van wie 2 lokaal.",
    ):
        assert words in page
    assert invite(cast.alice, tender, own, priority, region).status_code == 302
    rows = invited(tender)
    assert [(one.name, one.ring, one.is_suggested) for one in rows] == [
        ("In de stad", "own", True),
        ("In het voorrangsgebied", "priority", True),
        ("In de regio", "region", True),
    ]
    assert {one.authority_id for one in rows} == {cast.alice.organisation.pk}
    page = text_of(cast.alice.get(address(tender)))
    assert "3 van de 3 zijn lokaal" in page
    assert "kees@kwast.example" in page


def test_whoever_was_asked_last_comes_last(cast, seat):
    first, second = made(cast, "Aardig"), made(cast, "Beter")
    invite(cast.alice, tender_of(cast, "single"), first)
    page = text_of(cast.alice.get(address(tender_of(cast))))
    assert page.index("Beter") < page.index("Aardig")
    assert "Laatst uitgenodigd op" in page
    assert second.pk


@pytest.mark.parametrize("procedure", ["open_national", "open_european", "restricted", "reserved", "other", ""])
def test_a_procedure_that_invites_nobody_says_so(cast, procedure):
    tender, firm = tender_of(cast, procedure), made(cast)
    page = text_of(cast.alice.get(address(tender)))
    assert "Bij deze procedure nodigt u geen bedrijven uit." in page
    assert "Kwast" not in page
    invite(cast.alice, tender, firm)
    assert invited(tender) == []


def test_passing_over_a_near_firm_asks_why(cast, seat):
    tender = tender_of(cast, "single")
    made(cast, "Dichtbij")
    far = made(cast, "Ver", municipality="", place="Utrecht", province="utrecht")
    answer = invite(cast.alice, tender, far)
    assert answer.status_code == 422
    page = text_of(answer)
    assert "U slaat een lokaal bedrijf over dat dit werk doet: Dichtbij" in page
    assert page.split(f'id="firm-{far.pk}"')[1].split(">")[0].strip() == "checked"
    assert invite(cast.alice, tender, far, reason="kort").status_code == 422
    assert invited(tender) == []
    assert invite(cast.alice, tender, far, reason="Dichtbij heeft dit jaar geen tijd.").status_code == 302
    assert invited(tender)[0].reason == "Dichtbij heeft dit jaar geen tijd."


def test_a_firm_that_is_not_in_the_register(cast, seat):
    tender = tender_of(cast, "single")
    assert outsider(cast.alice, tender, kvk="87654321").status_code == 302
    (one,) = invited(tender)
    assert (one.firm_id, one.name, one.kvk, one.place, one.ring) == (
        None,
        "Ver Weg BV",
        "87654321",
        "Utrecht",
        "elsewhere",
    )
    assert "al uitgenodigd" in text_of(outsider(cast.alice, tender, kvk="87654321"))
    known = made(cast, "Bekend", kvk="11223344")
    assert "staat in het register" in text_of(outsider(cast.alice, tender, kvk=known.kvk))
    # A near firm can do it now: another from away passes over it.
    answer = outsider(cast.alice, tender, name="Ook ver")
    assert answer.status_code == 422
    assert "Ook ver" in text_of(answer)
    assert "Bekend" in text_of(answer)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "Vul de naam van het bedrijf in."),
        ({"kvk": "12"}, "8 cijfers"),
        ({"municipality": ""}, "Kies een gemeente."),
        ({"place": ""}, "Vul in waar het bedrijf staat."),
        ({"province": ""}, "Kies de provincie."),
        ({"invited_on": "31-12-2090"}, "Deze dag moet nog komen."),
        ({"invited_on": "gisteren"}, "Vul een datum in"),
        ({"reason": "BSN 123456782"}, "burgerservicenummer"),
    ],
)
def test_bad_input_of_an_outsider(cast, changes, said):
    tender = tender_of(cast, "single")
    answer = outsider(cast.alice, tender, **changes)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert invited(tender) == []


@pytest.mark.parametrize("firm", [[], ["geen-sleutel"], ["01a2056f-46bd-73b4-bfc3-d671d5d4ea86"]])
def test_bad_choice_of_firms(cast, firm):
    tender = tender_of(cast)
    made(cast)
    data = {"step": "invite", "firm": firm, "invited_on": f"{TODAY:%d-%m-%Y}"}
    assert cast.alice.post(address(tender), data).status_code == 422
    assert invited(tender) == []


def test_a_firm_of_another_region_cannot_be_chosen(cast):
    tender = tender_of(cast)
    elsewhere = made(cast, "Noordermeer BV", region=cast.other_region)
    assert invite(cast.alice, tender, elsewhere).status_code == 422
    with pytest.raises(DatabaseError), act(cast.alice), transaction.atomic():
        FirmInvitation.objects.create(
            tender=tender,
            region=cast.region,
            authority=cast.alice.organisation,
            firm=elsewhere,
            name="x",
            ring="own",
            invited_on=TODAY,
            made_by=cast.alice.user,
        )


def test_invited_once(cast, seat):
    tender, firm = tender_of(cast), made(cast)
    invite(cast.alice, tender, firm)
    invite(cast.dirk, tender, firm)
    assert len(invited(tender)) == 1


def test_taken_back_with_a_reason_it_stays_on_record(cast, seat):
    tender, firm = tender_of(cast), made(cast)
    invite(cast.alice, tender, firm)
    (one,) = invited(tender)
    path = f"{address(tender)}{one.pk}/intrekken/"
    cast.alice.post(path, {"why": ""})
    assert invited(tender, withdrawn_at=None) == [one]
    cast.alice.post(path, {"why": "Het bedrijf bleek gestopt."})
    assert invited(tender, withdrawn_at=None) == []
    page = text_of(cast.alice.get(address(tender)))
    assert "Het bedrijf bleek gestopt." in page
    cast.alice.post(path, {"why": "Nog een keer, graag."})
    assert invited(tender)[0].withdrawn_reason == "Het bedrijf bleek gestopt."
    assert invite(cast.alice, tender, firm).status_code == 302
    assert len(invited(tender)) == 2


@pytest.mark.parametrize("values", [{"name": "Een ander"}, {"ring": "own"}, {"invited_on": dt.date(2020, 1, 1)}])
def test_a_record_is_never_changed(cast, seat, values):
    tender, firm = tender_of(cast), made(cast, municipality="GM0106")
    invite(cast.alice, tender, firm)
    with pytest.raises(DatabaseError), act(cast.alice), transaction.atomic():
        FirmInvitation.objects.filter(tender=tender).update(**values)


@pytest.mark.parametrize("status", ["awarded", "in_execution", "completed", "withdrawn"])
def test_after_the_award_nobody_is_invited(cast, status):
    tender, firm = tender_of(cast, status=status), made(cast)
    page = text_of(cast.alice.get(address(tender)))
    assert "U nodigt niemand meer uit" in page
    assert "te weinig" not in page
    assert "U nodigt niemand meer uit" in text_of(invite(cast.alice, tender, firm))
    assert invited(tender) == []


def test_who_may_know_and_who_may_not(cast, seat):
    tender, firm = tender_of(cast), made(cast, "Geheim Gevraagd")
    invite(cast.alice, tender, firm)
    for person in (cast.alice, cast.dirk, cast.esra):
        assert "Geheim Gevraagd" in text_of(person.get(address(tender))), person.user.name
    for person in (cast.bram, cast.carla, *cast.strangers.values()):
        answer = person.get(address(tender))
        assert answer.status_code in {403, 404}
        assert "Geheim" not in text_of(answer)
        with act(person):
            assert not FirmInvitation.objects.exists()
    with owner():
        other = tender_of(cast, authority=cast.strangers["municipality"].organisation)
    assert cast.alice.get(address(other)).status_code == 404
    assert cast.esra.post(address(tender), {"step": "invite"}).status_code == 403
    auditor = colleague_of(cast.alice, role=Role.AUDITOR)
    assert auditor.get(address(tender)).status_code == 200
    assert auditor.post(address(tender), {"step": "invite"}).status_code == 403
    (one,) = invited(tender)
    path = f"{address(tender)}{one.pk}/intrekken/"
    for person in (cast.bram, cast.esra, cast.frank, auditor):
        assert person.post(path, {"why": "Dat mag ik niet doen"}).status_code in {403, 404}
    assert invited(tender)[0].withdrawn_at is None


def test_three_and_thirty_ask_the_same(cast, seat):
    tender = tender_of(cast)
    counts = []
    for first, last in ((1, 4), (4, 31)):
        chosen = [made(cast, f"Bedrijf {number}", kvk=f"{number:08d}") for number in range(first, last)]
        invite(cast.alice, tender, *chosen)
        with CaptureQueriesContext(connection) as captured:
            assert cast.alice.get(address(tender)).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
