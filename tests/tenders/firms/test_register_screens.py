"""The coordination point keeps the register; those who buy read it, a company reads its own entry, others nothing."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.choices import Role
from organisations.models import Organisation
from tenders.models import LocalFirm
from tests.database import owner
from tests.tenders.colleagues import colleague_of
from tests.tenders.firms.register import (
    NEXT_YEAR,
    _no_counts,  # noqa: F401 - a fixture
    answers,
    firms,
    made,
    mails,
    text_of,
    token_in,
)

pytestmark = pytest.mark.django_db
LIST = "bedrijven/"


def waiting(cast, name="Wacht BV", **values):
    return made(cast, name, **({"state": "submitted", "decided_at": None} | values))


def decide(person, firm, step, why=""):
    return person.post(f"bedrijven/{firm.pk}/", {"step": step, "why": why}, follow=True)


def state_of(firm):
    return firms(pk=firm.pk)[0].state


def test_confirmed_it_is_there_for_who_buys(cast):
    firm = waiting(cast)
    page = text_of(cast.dirk.get(LIST))
    assert "1 bedrijf wacht op uw besluit" in page
    assert cast.alice.get(f"bedrijven/{firm.pk}/").status_code == 404
    assert "krijgt een mail" in text_of(decide(cast.dirk, firm, "confirm"))
    assert state_of(firm) == "confirmed"
    (mail,) = mails("firm_confirmed")
    assert mail["to"] == "kees@kwast.example"
    assert Client().get(f"/bedrijf/{token_in(mail)}/").status_code == 200
    assert "Wacht BV" in text_of(cast.alice.get(LIST))
    assert "kees@kwast.example" in text_of(cast.alice.get(f"bedrijven/{firm.pk}/"))


def test_what_waits_stands_on_the_start_page(cast):
    words = "Aangemelde bedrijven controleren"
    assert words not in text_of(cast.dirk.get(""))
    waiting(cast)
    made(cast, "Onbewezen", state="submitted", decided_at=None, email_confirmed_at=None)
    made(cast, "Elders", region=cast.other_region, state="submitted", decided_at=None)
    page = text_of(cast.dirk.get(""))
    assert page.split(words)[0].rsplit("queue__count", 1)[-1].count("1") >= 1
    assert words not in text_of(cast.alice.get(""))


def test_decided_once(cast):
    firm = waiting(cast)
    decide(cast.dirk, firm, "confirm")
    answer = cast.dirk.post(f"bedrijven/{firm.pk}/", {"step": "reject", "why": "Toch maar niet doen"})
    assert answer.status_code == 422
    assert "al besloten" in text_of(answer)
    assert len(mails("firm_confirmed")) == 1


@pytest.mark.parametrize("why", ["", "kort", "BSN 123456782 van de baas"])
def test_who_is_kept_out_hears_why(cast, why):
    firm = waiting(cast)
    answer = cast.dirk.post(f"bedrijven/{firm.pk}/", {"step": "reject", "why": why})
    assert answer.status_code == 422
    assert (state_of(firm), mails("firm_rejected")) == ("submitted", [])
    if why:
        assert why in text_of(answer)
    decide(cast.dirk, firm, "reject", "Het KVK-nummer hoort bij een ander bedrijf.")
    assert state_of(firm) == "rejected"
    assert "hoort bij een ander bedrijf" in mails("firm_rejected")[0]["text"]


def test_a_decision_is_undone(cast):
    firm = waiting(cast)
    for step, why in (("confirm", ""), ("reject", "Het bedrijf bestaat niet meer.")):
        decide(cast.dirk, firm, step, why)
        assert "Teruggedraaid" in text_of(decide(cast.dirk, firm, "undo"))
        assert state_of(firm) == "submitted"
    assert "nog niet besloten" in text_of(cast.dirk.post(f"bedrijven/{firm.pk}/", {"step": "undo"}))


def test_a_second_entry_of_a_number_takes_the_place_of_the_first(cast):
    first = made(cast, "De eerste", kvk="12345678")
    second = waiting(cast, "De tweede", kvk="12345678")
    page = text_of(cast.dirk.get(f"bedrijven/{second.pk}/"))
    assert "Er staat al een bedrijf met dit KVK-nummer" in page
    assert "De eerste" in page
    answer = cast.dirk.post(f"bedrijven/{second.pk}/", {"step": "confirm"})
    assert answer.status_code == 422
    assert state_of(second) == "submitted"
    decide(cast.dirk, second, "replace")
    assert (state_of(first), state_of(second)) == ("withdrawn", "confirmed")


def test_taken_out_with_a_reason(cast):
    firm = made(cast)
    assert cast.dirk.post(f"bedrijven/{firm.pk}/", {"step": "take_out"}).status_code == 422
    decide(cast.dirk, firm, "take_out", "Het bedrijf is gestopt.")
    assert state_of(firm) == "withdrawn"
    assert "Kwast" not in text_of(cast.alice.get(LIST))
    assert "Het bedrijf is gestopt." in text_of(cast.dirk.get(f"bedrijven/{firm.pk}/"))


def test_a_new_link_replaces_the_old_one(cast):
    firm = made(cast)
    decide(cast.dirk, firm, "link")
    decide(cast.dirk, firm, "link")
    first, second = (token_in(one) for one in mails("firm_link"))
    assert Client().get(f"/bedrijf/{first}/").status_code == 404
    assert Client().get(f"/bedrijf/{second}/").status_code == 200


def test_added_by_hand_it_is_in_at_once(cast):
    answer = cast.dirk.post("bedrijven/nieuw/", answers(name="Aan de balie"), follow=True)
    assert "Aan de balie" in text_of(answer)
    assert "Aan de balie" in text_of(cast.alice.get(LIST))
    again = cast.dirk.post("bedrijven/nieuw/", answers(name="Nog een keer"))
    assert again.status_code == 422
    assert "Er staat al een bedrijf met dit KVK-nummer" in text_of(again)
    assert "Nog een keer" in text_of(again)


def test_mended(cast):
    firm = made(cast, kvk="12345678")
    address = f"bedrijven/{firm.pk}/wijzigen/"
    assert "Schildersbedrijf De Kwast" in text_of(cast.dirk.get(address))
    cast.dirk.post(address, answers(name="De Kwast en Zoon", label="pso_1", label_valid_until=NEXT_YEAR))
    (now,) = firms()
    assert (now.name, now.label, now.state) == ("De Kwast en Zoon", "pso_1", "confirmed")
    assert cast.dirk.post(address, answers(name="")).status_code == 422
    assert "Veranderd" in text_of(cast.dirk.get(f"bedrijven/{firm.pk}/"))


def test_a_company_of_the_portal_reads_its_own_entry(cast):
    with owner():
        Organisation.objects.filter(pk=cast.bram.organisation.pk).update(kvk="12345678")
    own = waiting(cast, "Eigen inschrijving", kvk="12345678")
    other = made(cast, "Van een ander")
    assert firms(pk=own.pk)[0].organisation_id == cast.bram.organisation.pk
    page = text_of(cast.bram.get(LIST))
    assert "Eigen inschrijving" in page
    assert "Van een ander" not in page
    assert cast.bram.get(f"bedrijven/{own.pk}/").status_code == 200
    assert cast.bram.get(f"bedrijven/{other.pk}/").status_code == 404
    assert cast.bram.post(f"bedrijven/{own.pk}/", {"step": "confirm"}).status_code == 403


def test_whose_it_is_cannot_be_claimed(cast):
    firm = made(cast, kvk="12345678", organisation=cast.bram.organisation)
    assert firms(pk=firm.pk)[0].organisation_id is None


def test_who_may_not(cast):
    firm, open_one = made(cast, "Geheim Gebleven"), waiting(cast, "Nog Geheimer")
    for stranger in cast.strangers.values():
        for path in (LIST, f"bedrijven/{firm.pk}/", f"bedrijven/{open_one.pk}/wijzigen/", "bedrijven/nieuw/"):
            answer = stranger.get(path)
            assert "Geheim" not in text_of(answer)
        assert stranger.post(f"bedrijven/{open_one.pk}/", {"step": "confirm"}).status_code in {403, 404}
    for person in (cast.carla, cast.esra):
        assert person.get(LIST).status_code == 403
    for path in (f"bedrijven/{firm.pk}/wijzigen/", "bedrijven/nieuw/"):
        assert cast.alice.get(path).status_code == 403
        assert cast.bram.get(path).status_code == 403
    assert (
        cast.alice.post(f"bedrijven/{firm.pk}/", {"step": "take_out", "why": "Omdat het kan, toch?"}).status_code == 403
    )
    auditor = colleague_of(cast.dirk, role=Role.AUDITOR)
    assert auditor.get(f"bedrijven/{open_one.pk}/").status_code == 200
    assert auditor.post(f"bedrijven/{open_one.pk}/", {"step": "confirm"}).status_code == 403
    assert (state_of(firm), state_of(open_one)) == ("confirmed", "submitted")


def test_narrowed_and_in_order(cast):
    today = timezone.localdate()
    made(cast, "Aaltje", municipality="GM0106", label="pso_3", label_valid_until=today)
    made(cast, "Berend", cpv_codes=["77310000"], occupation_codes=["hovenier"])
    made(cast, "Carolien", municipality="", place="Meppel", province="drenthe", does="Sloopt schuren")
    made(cast, "Dirkje", label="pso_3", label_valid_until=today - dt.timedelta(days=1))
    with owner():
        cast.region.occupations.create(code="hovenier", name="Hovenier", sector="other")
    for query, expected in {
        "zoek=sloopt": "C",
        "zoek=' OR 1=1": "",
        "cpv=77310000": "B",
        "cpv=45000000": "ACD",
        "cpv=onzin": "",
        "beroep=hovenier": "B",
        "gemeente=GM0106": "A",
        "gemeente=buiten": "C",
        "keurmerk=geldig": "A",
        "keurmerk=pso_3": "AD",
        "keurmerk=loopt_af": "A",
        "sort=-name": "ABCD",
    }.items():
        page = text_of(cast.alice.get(f"{LIST}?{query}"))
        seen = {name[0] for name in ("Aaltje", "Berend", "Carolien", "Dirkje") if name in page}
        assert seen == set(expected), query
    assert "verlopen" in text_of(cast.alice.get(f"{LIST}?keurmerk=pso_3"))


def test_three_and_thirty_ask_the_same(cast):
    counts = []
    for number in (3, 27):
        for _place in range(number):
            made(cast, f"Bedrijf {LocalFirm.objects.none().count()} {len(firms())}", kvk=f"{len(firms()) + 1:08d}")
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert cast.dirk.get(LIST).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
