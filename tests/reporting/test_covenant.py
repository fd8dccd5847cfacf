"""The covenant: what partners promised, decided and planned; each partner its own, the bureau all, strangers nothing."""

import datetime as dt
import io
import zipfile

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations import tenancy
from organisations.models import Membership, OrganisationRegion
from reporting.covenant import records, rows
from reporting.models import (
    CovenantAction,
    CovenantDuty,
    CovenantMeeting,
    CovenantRisk,
    DutyProgress,
    MeetingPresence,
    PlanActivity,
)
from tests.cast import Person, log_in
from tests.covenant_rows import covenant_rows, sign
from tests.database import owner
from tests.reporting.test_start import own_queries, page_of, waits

pytestmark = pytest.mark.django_db


@pytest.fixture
def uma(cast) -> Person:
    """A union that signed; another partner did too, and so did a union elsewhere."""
    with owner():
        covenant_rows(cast.other_region)
        union, *_others = covenant_rows(cast.region)
    log_in(union)
    return union


def acting_of(person: Person):
    return tenancy.acting_for(user_id=person.user.pk, organisation_id=person.organisation.pk)


def of_region(cast, model, **which):
    with owner():
        return model.objects.get(region=cast.region, **which)


def partner_key(cast, organisation):
    with owner():
        return OrganisationRegion.objects.get(region=cast.region, organisation=organisation).pk


def action_of(cast, organisation) -> CovenantAction:
    return of_region(cast, CovenantAction, partner=organisation)


def form_of(response) -> dict[str, str]:
    """What a browser would send back of the form on a page."""
    form = response.context["form"]
    return {name: form[name].value() or "" for name in form.fields}


LISTS = (
    *("convenant/", "convenant/partners/", "convenant/overleg/", "convenant/acties/", "convenant/activiteiten/"),
    "convenant/activiteiten/per-kwartaal/?jaar=2026",
)


def test_a_partner_sees_the_meetings_and_the_plan_and_of_actions_its_own(cast, uma):
    pages = {path: uma.get(path).content.decode() for path in LISTS}
    assert "Bestuur Werk in Zicht" in pages["convenant/overleg/"]
    assert "Geheime activiteit" in pages["convenant/activiteiten/"]
    assert f"Actie van {uma.organisation.name}" in pages["convenant/acties/"]
    assert (
        sum(page.count("Actie van") - page.count(f"Actie van {uma.organisation.name}") for page in pages.values()) == 0
    )
    meeting = of_region(cast, CovenantMeeting)
    shown = uma.get(f"convenant/overleg/{meeting.pk}/").content.decode()
    assert "Geheime agenda" in shown
    assert shown.count("Actie van") == 1


def test_a_partner_does_not_see_risks_nor_what_others_promised(cast, uma):
    assert uma.get("convenant/risicos/").status_code == 403
    with owner():
        other = (
            CovenantAction.objects.select_related("partner").exclude(partner=uma.organisation).get(region=cast.region)
        )
    risk = of_region(cast, CovenantRisk, title="Geheim risico")
    assert uma.get(f"convenant/acties/{other.pk}/").status_code == 404
    assert uma.get(f"convenant/partners/{partner_key(cast, other.partner)}/").status_code == 404
    assert uma.get(f"convenant/risicos/{risk.pk}/").status_code == 403
    own = uma.get(f"convenant/partners/{partner_key(cast, uma.organisation)}/").content.decode()
    assert "Geheime plicht" in own
    assert f"Notitie van {uma.organisation.name}" in own


def test_the_bureau_sees_all_and_the_coordination_point_reads_it(cast, uma):
    for reader in (cast.esra, cast.dirk):
        assert reader.get("convenant/acties/").content.decode().count("Actie van") == 2
        assert "Geheim risico" in reader.get("convenant/risicos/").content.decode()
    action = action_of(cast, uma.organisation)
    assert cast.dirk.post(f"convenant/acties/{action.pk}/", {"status": "done"}).status_code == 403
    assert cast.dirk.get("convenant/acties/nieuw/").status_code == 403


@pytest.mark.parametrize("path", [*LISTS, "convenant/risicos/", "convenant/inzet/", "convenant/verplichtingen/"])
def test_who_signed_nothing_has_no_covenant(cast, uma, path):
    assert cast.alice.get(path).status_code == 403
    for stranger in (cast.alice, cast.frank):
        assert uma.organisation.name not in stranger.get(path).content.decode()


def test_rows_of_another_region_are_not_there(cast, uma):
    meeting, action = of_region(cast, CovenantMeeting), action_of(cast, uma.organisation)
    risk = of_region(cast, CovenantRisk, title="Geheim risico")
    for path in (
        f"convenant/overleg/{meeting.pk}/",
        f"convenant/acties/{action.pk}/",
        f"convenant/risicos/{risk.pk}/",
        f"convenant/partners/{partner_key(cast, uma.organisation)}/",
    ):
        assert cast.frank.get(path).status_code == 404
        assert cast.frank.post(path).status_code in {404, 405}


def test_the_duties_of_the_covenant_come_with_the_region(cast):
    with owner():
        sign(cast.region, cast.alice.organisation)
    page = cast.alice.get(f"convenant/partners/{partner_key(cast, cast.alice.organisation)}/").content.decode()
    assert "Artikel 1a.1" in page
    assert "Artikel 4c" in page  # of all partners
    assert "Artikel 1f.1" not in page  # of the unions


def test_articles_stand_in_the_order_of_the_covenant():
    articles = ["10a", "2b", "1a.2", "1a.1", "4c"]
    assert sorted(articles, key=rows.in_order) == ["1a.1", "1a.2", "2b", "4c", "10a"]


def test_a_partner_says_how_its_action_goes_and_takes_it_back(cast, uma):
    action = action_of(cast, uma.organisation)
    page = uma.get(f"convenant/acties/{action.pk}/")
    answer = uma.post(f"convenant/acties/{action.pk}/", form_of(page) | {"status": "done", "result": "Gebeld."})
    assert answer.status_code == 302
    page = uma.get(f"convenant/acties/{action.pk}/").content.decode()
    assert "stand: Open → Klaar" in page
    assert "Uma" in page
    assert uma.post(f"convenant/actie/{action.pk}/ongedaan/").status_code == 302
    held = action_of(cast, uma.organisation)
    assert (held.status, held.result) == ("open", "")


def test_somebody_elses_change_is_not_taken_back(cast, uma):
    action = action_of(cast, uma.organisation)
    page = uma.get(f"convenant/acties/{action.pk}/")
    uma.post(f"convenant/acties/{action.pk}/", form_of(page) | {"status": "done"})
    cast.esra.post(f"convenant/actie/{action.pk}/ongedaan/")
    assert action_of(cast, uma.organisation).status == "done"
    meeting = of_region(cast, CovenantMeeting)
    assert uma.post(f"convenant/overleg/{meeting.pk}/ongedaan/").status_code == 302


def test_what_was_agreed_is_not_changed_by_the_partner_even_past_the_screens(cast, uma):
    action = action_of(cast, uma.organisation)
    with acting_of(uma), pytest.raises(IntegrityError, match="agreed"), transaction.atomic():
        CovenantAction.objects.filter(pk=action.pk).update(due_on=action.due_on + dt.timedelta(days=90))
    with acting_of(uma):
        assert DutyProgress.objects.filter(partner=uma.organisation).update(note="klaar") == 0


def test_two_people_do_not_write_over_each_other(cast, uma):
    action = action_of(cast, uma.organisation)
    first = form_of(uma.get(f"convenant/acties/{action.pk}/"))
    cast.esra.post(
        f"convenant/acties/{action.pk}/",
        form_of(cast.esra.get(f"convenant/acties/{action.pk}/")) | {"status": "running"},
    )
    answer = uma.post(f"convenant/acties/{action.pk}/", first | {"status": "done", "result": "Gebeld."})
    assert answer.status_code == 422
    assert "Gebeld." in answer.content.decode()
    assert action_of(cast, uma.organisation).status == "running"


def test_the_bureau_plans_a_meeting_and_notes_who_was_there_and_what_comes_of_it(cast, uma):
    entered = {"kind": "progress", "on": "3-9-2026", "agenda": "Cijfers", "present": [str(uma.organisation.pk)]}
    made = cast.esra.post("convenant/overleg/nieuw/", entered)
    assert made.status_code == 302
    meeting = of_region(cast, CovenantMeeting, kind="progress")
    with owner():
        assert MeetingPresence.objects.get(meeting=meeting).partner_id == uma.organisation.pk
    noted = {
        "text": "Belt het fonds",
        "partner": str(uma.organisation.pk),
        "due_on": "1-10-2026",
        "meeting": str(meeting.pk),
        "status": "open",
    }
    assert cast.esra.post("convenant/acties/nieuw/", noted).url.endswith(f"convenant/overleg/{meeting.pk}/")
    assert "Belt het fonds" in uma.get(f"convenant/overleg/{meeting.pk}/").content.decode()


def test_an_action_is_not_given_to_somebody_who_did_not_sign(cast, uma):
    noted = {"text": "Belt", "partner": str(cast.bram.organisation.pk), "due_on": "1-10-2026", "status": "open"}
    answer = cast.esra.post("convenant/acties/nieuw/", noted)
    assert answer.status_code == 422
    stranger = cast.frank.organisation
    with acting_of(cast.esra) as esra, pytest.raises(IntegrityError), transaction.atomic():
        records.add(
            esra,
            CovenantAction(),
            region_id=cast.region.pk,
            values={"partner_id": stranger.pk, "text": "Belt", "due_on": dt.date(2026, 10, 1)},
        )


def test_the_bureau_keeps_how_a_partner_stands_with_what_was_there_before(cast, uma):
    duty = of_region(cast, CovenantDuty, article="99a")
    path = f"convenant/partners/{partner_key(cast, uma.organisation)}/verplichtingen/{duty.pk}/"
    page = cast.esra.get(path)
    assert cast.esra.post(path, form_of(page) | {"status": "on_track", "note": "Nu wel"}).status_code == 302
    shown = cast.esra.get(path).content.decode()
    assert "stand: Open → Op schema" in shown
    assert f"voortgang: Notitie van {uma.organisation.name} → Nu wel" in shown
    assert "Op schema" in uma.get(path).content.decode()
    assert uma.post(path, {"status": "done"}).status_code == 403


def test_late_is_what_should_have_been_done_before_this_quarter(cast):
    with acting_of(cast.esra) as esra:
        made = [
            records.add(
                esra,
                PlanActivity(),
                region_id=cast.region.pk,
                values={
                    "part": "result",
                    "title": title,
                    "from_quarter": quarter,
                    "to_quarter": quarter,
                    "status": state,
                },
            )
            for title, quarter, state in (
                ("voorbij", "2026-Q1", "running"),
                ("nu", "2026-Q2", "not_started"),
                ("klaar", "2026-Q1", "done"),
            )
        ]
        found = rows.activities_of(esra, on=dt.date(2026, 4, 1)).filter(pk__in=[one.pk for one in made])
        assert {one.title for one in found if one.late} == {"voorbij"}
        assert {one.title for one in made if one.is_late(dt.date(2026, 4, 1))} == {"voorbij"}
        before = rows.activities_of(esra, on=dt.date(2026, 3, 31)).filter(pk__in=[one.pk for one in made])
        assert not [one for one in before if one.late]


def test_risks_stand_by_weight_and_closed_ones_last(cast, uma):
    with owner():
        CovenantRisk.objects.create(region=cast.region, title="Licht", chance=1, impact=1)
        CovenantRisk.objects.create(
            region=cast.region, title="Zwaar maar gesloten", chance=3, impact=3, status="closed"
        )
        CovenantRisk.objects.create(region=cast.region, title="Zwaar", chance=3, impact=3)
    page = cast.esra.get("convenant/risicos/").content.decode()
    places = [page.index(f">{title}<") for title in ("Zwaar", "Geheim risico", "Licht", "Zwaar maar gesloten")]
    assert places == sorted(places)


def test_the_lists_are_files_too(cast, uma):
    for path in ("acties", "activiteiten", "partners", "verplichtingen"):
        answer = cast.esra.get(f"convenant/{path}/?bestand=xlsx")
        assert answer.content[:2] == b"PK"
        assert "attachment" in answer["Content-Disposition"]
        assert "?bestand=xlsx" in cast.esra.get(f"convenant/{path}/").text


def test_the_file_of_partners_tells_a_partner_no_more_than_the_screen(cast, uma):
    def sheet(person):
        with zipfile.ZipFile(io.BytesIO(person.get("convenant/partners/?bestand=xlsx").content)) as book:
            return "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))

    assert "Open acties" in sheet(cast.esra)
    assert uma.organisation.name in sheet(uma)
    assert "Open acties" not in sheet(uma)
    assert uma.get("convenant/verplichtingen/?bestand=xlsx").status_code == 403


def test_a_citizen_number_is_not_kept(cast, uma):
    action = action_of(cast, uma.organisation)
    page = uma.get(f"convenant/acties/{action.pk}/")
    answer = uma.post(f"convenant/acties/{action.pk}/", form_of(page) | {"result": "Het nummer is 123456782"})
    assert answer.status_code == 422


def test_who_only_looks_on_writes_nothing(cast, uma):
    with owner():
        Membership.objects.filter(user=uma.user).update(role="auditor")
    action = action_of(cast, uma.organisation)
    assert uma.get(f"convenant/acties/{action.pk}/").status_code == 200
    assert uma.post(f"convenant/acties/{action.pk}/", {"status": "done"}).status_code == 403


@pytest.mark.parametrize("path", ["convenant/", "convenant/acties/", "convenant/overleg/", "convenant/partners/"])
def test_as_many_queries_for_many_rows(cast, uma, path):
    def asked() -> int:
        cast.esra.client.arrive()
        with CaptureQueriesContext(
            connection,
        ) as taken:
            assert cast.esra.get(path).status_code == 200
        return len(taken)

    asked()
    few = asked()
    with owner():
        meeting = CovenantMeeting.objects.get(region=cast.region)
        CovenantAction.objects.bulk_create(
            CovenantAction(
                region=cast.region,
                meeting=meeting,
                partner=uma.organisation,
                text=f"Actie {number}",
                due_on=timezone.localdate(),
            )
            for number in range(30)
        )
    assert asked() == few
    assert few <= 3 + 9


def test_a_partner_of_the_covenant_asks_no_more_of_the_database(cast):
    person, title = cast.bram, "Acties uit het convenant"
    before = len(own_queries(person))
    with owner():
        person.organisation.organisation_regions.update(covenant_partner=True)
        action = CovenantAction.objects.create(
            region=cast.region,
            partner=person.organisation,
            text="Zoek tien leerwerkplekken",
            due_on=timezone.localdate() - dt.timedelta(1),
        )
    assert len(own_queries(person)) == before
    page = page_of(person)
    assert waits(page)[title] == "1"
    assert "1 te laat" in page
    assert person.url(f"convenant/acties/{action.pk}/") in page, "one is opened at once"
    for other in (cast.alice, cast.dirk, cast.frank):
        assert title not in page_of(other)
