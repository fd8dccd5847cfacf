"""The pages behind the link: one's own rows and nobody else's, answers and changes."""

import json
import logging
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from candidates.choices import OwnPageWay
from candidates.models import (
    Candidate,
    CandidateDocument,
    CandidateIdentity,
    CandidateProfile,
    CandidateTask,
    ContactMoment,
    DocumentContent,
    OwnPage,
)
from organisations import tenancy, upkeep
from organisations.choices import Seen
from organisations.models import ReadLog
from placements.models import Proposal, ProposalFile
from placements.vacancy_choices import ProposalState
from tests.database import owner
from tests.factories.placements import ProposalFactory, VacancyFactory
from tests.placements.own_page.links import asked, get, link_to, noted, post, sent, text, work

pytestmark = pytest.mark.django_db
PAGES = ("", "gegevens/", "wijzigen/", "wensen/", "klopt-niet/", "stoppen/", "wissen/", "gegevens/mijn-gegevens.json")


def looked(candidate, person, *, reason, at=None):
    with owner():
        ReadLog.objects.create(
            region=candidate.region,
            organisation=person.organisation,
            user=person.user,
            subject=Seen.CANDIDATE,
            subject_id=candidate.pk,
            reason=reason,
            at=at or timezone.now(),
        )


# Whose link opens what.


@pytest.mark.parametrize("fault", ["unknown", "expired", "ended", "browser", "merged", "erased"])
def test_a_link_that_is_not_good_shows_nothing(cast, sanne, other, fault):
    past = timezone.now() - timedelta(seconds=1)
    changes = {
        "expired": {"expires_at": past, "made_at": past - timedelta(days=14)},
        "ended": {"ended_at": past},
        "browser": {"way": OwnPageWay.BROWSER},
    }.get(fault, {})
    token = "x" * 43 if fault == "unknown" else link_to(sanne, **changes)
    with owner():
        if fault == "merged":
            Candidate.objects.filter(pk=sanne.pk).update(merged_into=other)
        if fault == "erased":
            Candidate.objects.filter(pk=sanne.pk).update(anonymised_at=timezone.now())
    for path in PAGES:
        for response in (get(token, path), post(token, path, {"first_name": "X", "last_name": "Y"})):
            is_known = fault != "unknown"
            assert response.status_code == (410 if is_known else 404), path
            assert "Deze link werkt niet" in text(response)
            # What to do next: ask for a link where one lives, or begin where one chooses that.
            leads = 'href="/groningen/mijn-pagina/"' if is_known else 'href="/"'
            assert leads in response.content.decode()
            assert "Sanne" not in text(response)
            assert "Geheim" not in text(response)


def test_the_way_to_a_cv_leads_there_and_back_until_somebody_stops(sanne):
    token = link_to(sanne)
    to_cv = f'href="/aanvullen/{token}/cv/"'
    back = f'href="/mijn/{token}/"'
    assert to_cv in get(token).content.decode()
    for path in ("cv/", ""):
        assert back in Client().get(f"/aanvullen/{token}/{path}").content.decode(), path
    with owner():
        Candidate.objects.filter(pk=sanne.pk).update(state="withdrawn")
    assert to_cv not in get(token).content.decode()


def test_nothing_of_another_person_stands_on_any_page(cast, sanne, other):
    theirs = asked(other)
    looked(other, cast.carla, reason="Dossier bekeken van Ottokar")
    token = link_to(sanne)
    for path in PAGES:
        response = get(token, path)
        assert response.status_code == 200, path
        for secret in ("Ottokar", "Geheim", "ottokar@", "99998888", "Bijenhouden", "Imkerdiploma", "Timmerman op"):
            assert secret not in response.content.decode(), (path, secret)
    assert get(token, f"voorstel/{theirs.pk}/").status_code == 404
    assert post(token, f"voorstel/{theirs.pk}/", {"wants": "yes"}).status_code == 404


def test_the_rows_themselves_stay_shut_for_a_link(cast, sanne, other):
    """Whatever the pages ask: row security lets through one person."""
    asked(other), asked(sanne)
    token = link_to(sanne)
    with tenancy.link(token):
        assert [one.candidate_id for one in CandidateIdentity.objects.all()] == [sanne.pk]
        assert [one.candidate_id for one in Proposal.objects.all()] == [sanne.pk]
        assert not ContactMoment.objects.exists()
        assert not ReadLog.objects.exists()
    with tenancy.link(link_to(sanne, way=OwnPageWay.BROWSER)), connection.cursor() as cursor:
        cursor.execute("SELECT placements_stored_of_link()")
        assert cursor.fetchone() == (None,)
        cursor.execute("SELECT * FROM placements_readings_of_link()")
        assert cursor.fetchall() == []


def test_the_first_opening_is_a_button_so_that_a_look_writes_nothing(cast, sanne):
    token = link_to(sanne, opened=False)
    for path in PAGES:
        response = get(token, path)
        assert "Open mijn pagina" in text(response), path
        assert "Sanne" not in text(response)
    with owner():
        assert OwnPage.objects.get().opened_at is None
    assert post(token, "", {"step": "open"}).status_code == 302
    with owner():
        assert OwnPage.objects.get().opened_at is not None
    assert "Dag Sanne" in text(get(token))


def test_who_got_the_link_of_another_says_so(cast, sanne):
    token = link_to(sanne, opened=False)
    assert "De link werkt nu niet meer" in text(post(token, "", {"step": "not_me"}))
    assert get(token).status_code == 410
    work()
    with owner():
        [task] = CandidateTask.objects.filter(candidate=sanne)
    assert task.what.startswith("De link naar Mijn pagina kwam bij iemand anders aan")
    assert task.user_id == cast.carla.user.pk


def test_who_closes_his_page_on_a_shared_computer_ends_the_link(cast, sanne):
    token = link_to(sanne)
    assert "Uw pagina is gesloten" in text(post(token, "", {"step": "end"}))
    assert get(token).status_code == 410


def test_no_page_is_kept_or_tells_its_address_to_another(cast, sanne):
    token = link_to(sanne)
    for path in PAGES:
        headers = get(token, path).headers
        assert "no-store" in headers["Cache-Control"], path
        assert "private" in headers["Cache-Control"], path
        assert headers["Referrer-Policy"] == "strict-origin"
        assert "noindex" in headers["X-Robots-Tag"]
    assert "no-store" in get("x" * 43).headers["Cache-Control"]


def test_a_link_is_never_logged_in_full(cast, sanne, caplog):
    from sroi_portal.request_reference import JsonFormatter  # noqa: PLC0415 - what the log really writes

    token = link_to(sanne, ended_at=timezone.now())
    with caplog.at_level(logging.DEBUG):
        get(token)
    lines = [JsonFormatter().format(one) for one in caplog.records]
    assert any("/mijn/" in line for line in lines)
    assert not any(token in line for line in lines)


# What it shows.


def test_it_says_who_helps_and_who_looked_but_never_which_colleague(cast, sanne):
    with owner():
        noted(sanne, cast.dirk, note="Sanne wil graag buiten werken")
        Candidate.objects.filter(pk=sanne.pk).update(call_by=timezone.localdate() + timedelta(days=2))
    looked(sanne, cast.dirk, reason="Dossier bekeken")
    looked(sanne, cast.dirk, reason="Dossier bekeken")
    looked(sanne, cast.dirk, reason="Document opgehaald")
    token = link_to(sanne)
    home = text(get(token))
    assert "Carla helpt u. Dat is uw werkcoach, van Werkplein Groningen." in home
    assert "Wij bellen u voor of op" in home
    data = text(get(token, "gegevens/"))
    assert "Sanne wil graag buiten werken" in data
    assert "Coördinatiepunt Social Return: Dossier bekeken (2 keer)" in data
    assert "Coördinatiepunt Social Return: Document opgehaald" in data
    assert "Dirk" not in data


def test_what_was_looked_at_in_a_merged_file_counts_as_well(cast, sanne, other):
    looked(other, cast.carla, reason="In het oude dossier gekeken")
    with owner():
        Candidate.objects.filter(pk=other.pk).update(merged_into=sanne)
    assert "In het oude dossier gekeken" in text(get(link_to(sanne), "gegevens/"))


def test_all_of_it_can_be_taken_along_as_a_page_and_as_data(cast, sanne):
    looked(sanne, cast.dirk, reason="Dossier bekeken")
    token = link_to(sanne)
    page = get(token, "gegevens/mijn-gegevens.html")
    assert "attachment" in page.headers["Content-Disposition"]
    assert "Zwaluw" in text(page)
    data = json.loads(get(token, "gegevens/mijn-gegevens.json").content)
    assert data["gegevens"]["Wie u bent"]["Achternaam"] == "Zwaluw"
    assert data["inzage"][0]["organisatie"] == "Coördinatiepunt Social Return"
    assert "Carla" not in json.dumps(data["codes"])


def test_the_number_of_queries_does_not_grow_with_what_is_stored(cast, sanne, django_assert_max_num_queries):
    token = link_to(sanne)
    with owner():
        for _one in range(30):
            noted(sanne, cast.dirk, note="Gebeld over werk")
    for _one in range(30):
        asked(sanne)
    with django_assert_max_num_queries(14):
        get(token)
    with django_assert_max_num_queries(14):
        get(token, "gegevens/")


# Answering.


def test_yes_lets_the_coach_know_and_the_employer_see_who_it_is(cast, sanne):
    proposal = asked(sanne)
    token = link_to(sanne)
    assert "Wij hebben werk voor u" in text(get(token))
    page = text(get(token, f"voorstel/{proposal.pk}/"))
    assert "Werkte eerder in de bouw" in page
    done = post(token, f"voorstel/{proposal.pk}/", {"wants": "yes"}, follow=True)
    assert "U zei ja" in text(done)
    work()
    with owner():
        proposal.refresh_from_db()
        [task] = CandidateTask.objects.filter(candidate=sanne, origin__startswith="answer:")
        assert Candidate.objects.get(pk=sanne.pk).state == "proposed"
    assert (proposal.state, proposal.answered_by) == ("agreed", "own_page")
    assert (task.what, task.user_id) == ("Zei ja tegen: Timmerman op de bouw", cast.carla.user.pk)
    [mail] = sent("proposal_answered")
    assert mail["to"] == cast.carla.user.email
    assert "Sanne" not in mail["text"]


def test_a_proposal_tells_what_the_work_pays_and_leads_to_the_vacancy(cast, sanne):
    proposal = asked(sanne)
    with owner():
        type(proposal.vacancy).objects.filter(pk=proposal.vacancy_id).update(
            wage_from=2310, wage_to=2480, hours_from=28, hours_to=36, place="Haren", starts_on="2090-12-01"
        )
    token = link_to(sanne)
    answer = get(token, f"voorstel/{proposal.pk}/")
    page = text(answer).replace("\xa0", " ")
    for said in ("€ 2.310 tot € 2.480", "28 tot 36 uur", "Haren", "1 december 2090"):
        assert said in page
    public = f"/{sanne.region.code}/vacatures/{proposal.vacancy_id}/"
    assert f'href="{public}"' in answer.content.decode()
    assert Client().get(public).status_code == 200
    # One that is over has no page to read.
    with owner():
        type(proposal.vacancy).objects.filter(pk=proposal.vacancy_id).update(state="vacancy_filled")
    assert public not in get(token, f"voorstel/{proposal.pk}/").content.decode()


def test_a_refused_document_says_why_and_a_checked_one_can_be_fetched(cast, sanne):
    with owner():
        for state, refusal in (("refused", "script"), ("checked", "")):
            document = CandidateDocument.objects.create(
                candidate=sanne,
                region=sanne.region,
                kind="cv",
                size=1,
                sha256=("1" if refusal else "2") * 64,
                state=state,
                refusal=refusal,
                media_type="" if refusal else "application/pdf",
            )
            DocumentContent.objects.create(document=document, name=f"{state}.pdf", data=None if refusal else b"%PDF-")
    token = link_to(sanne)
    answer = get(token, "gegevens/")
    page = text(answer)
    assert "In dit bestand zit meer dan tekst." in page
    assert "Niet aangenomen" in page
    assert "Goed aangekomen" in page
    assert answer.content.decode().count(f"/mijn/{token}/document/") == 1
    assert "Versie van de tekst" not in page


def test_wishes_are_asked_in_the_words_of_the_first_questions(cast, sanne):
    page = text(get(link_to(sanne), "wensen/"))
    for said in ("Een paar woorden", "Genoeg voor op het werk", "Tot een half uur", "Hoe komt u op het werk?"):
        assert said in page
    for said in ("(A1)", "(B2)", "Nog niet bekend"):
        assert said not in page


def test_no_comes_with_a_reason_that_stays_with_the_coach(cast, sanne):
    proposal = asked(sanne)
    token = link_to(sanne)
    missing = post(token, f"voorstel/{proposal.pk}/", {"wants": "no"})
    assert missing.status_code == 422
    assert "Kies waarom u nee zegt." in text(missing)
    post(token, f"voorstel/{proposal.pk}/", {"wants": "no", "reason": "travel", "note": "Er rijdt geen bus"})
    with owner():
        proposal.refresh_from_db()
        file = ProposalFile.objects.get(proposal=proposal)
    assert proposal.state == "candidate_declined"
    assert (file.decline_reason, file.decline_note) == ("travel", "Er rijdt geen bus")


def test_of_two_tabs_the_first_answer_stands(cast, sanne):
    proposal = asked(sanne)
    token = link_to(sanne)
    post(token, f"voorstel/{proposal.pk}/", {"wants": "no", "reason": "hours"})
    second = post(token, f"voorstel/{proposal.pk}/", {"wants": "yes"})
    assert second.status_code == 422
    # Said first, also where no script brings the reader to it.
    assert text(second).index("Er is al nee gezegd.") < text(second).index("Het werk")
    with owner():
        proposal.refresh_from_db()
    assert proposal.state == "candidate_declined"


def test_a_button_that_is_pressed_twice_thanks_twice_and_tells_once(cast, sanne):
    proposal = asked(sanne)
    token = link_to(sanne)
    for _time in range(2):
        assert "U zei ja" in text(post(token, f"voorstel/{proposal.pk}/", {"wants": "yes"}, follow=True))
    assert work("placements.tasks.tell_answer") == 1
    with owner():
        proposal.refresh_from_db()
    assert proposal.state == "agreed"
    # Another answer is another matter.
    second = post(token, f"voorstel/{proposal.pk}/", {"wants": "no", "reason": "hours"})
    assert second.status_code == 422
    assert "Wilt u toch niet? Zeg het tegen uw werkcoach." in text(second)


def test_who_said_no_reads_how_it_becomes_yes_while_the_work_is_there(cast, sanne):
    proposal = asked(sanne)
    token = link_to(sanne)
    post(token, f"voorstel/{proposal.pk}/", {"wants": "no", "reason": "hours"})
    how = "Wilt u dit werk toch? Zeg het tegen uw werkcoach."
    assert how in text(get(token, f"voorstel/{proposal.pk}/"))
    with owner():
        type(proposal.vacancy).objects.filter(pk=proposal.vacancy_id).update(state="vacancy_filled")
    assert how not in text(get(token, f"voorstel/{proposal.pk}/"))


def test_while_a_changed_vacancy_is_looked_at_again_what_runs_runs_on(cast, sanne):
    """A firm that mends its text loses nobody by it."""
    proposal = asked(sanne)
    with owner():
        type(proposal.vacancy).objects.filter(pk=proposal.vacancy_id).update(state="vacancy_submitted")
    upkeep.do("placements.proposals", region_id=cast.region.pk, on=timezone.localdate())
    with owner():
        proposal.refresh_from_db()
    assert proposal.state == "asked"
    assert "U zei ja" in text(post(link_to(sanne), f"voorstel/{proposal.pk}/", {"wants": "yes"}, follow=True))


def test_work_that_is_gone_meanwhile_is_not_answered_with_yes(cast, sanne):
    proposal = asked(sanne)
    with owner():
        type(proposal.vacancy).objects.filter(pk=proposal.vacancy_id).update(state="vacancy_filled")
    answer = post(link_to(sanne), f"voorstel/{proposal.pk}/", {"wants": "yes"})
    assert answer.status_code == 422
    assert "Deze plaats is er niet meer." in text(answer)


def test_what_he_was_not_asked_is_not_there(cast, sanne):
    with owner():
        vacancy = VacancyFactory(region=sanne.region, state="vacancy_open", title="Geheim plan")
        thought = ProposalFactory(vacancy=vacancy, candidate=sanne, state=ProposalState.SHORTLISTED)
    token = link_to(sanne)
    assert get(token, f"voorstel/{thought.pk}/").status_code == 404
    assert "Geheim plan" not in text(get(token)) + text(get(token, "gegevens/"))


# Changing.


def contact_form(**changes):
    return {
        "first_name": "Sanne",
        "last_name": "Zwaluw",
        "phone": "06-11112222",
        "email": "sanne@demo.example",
    } | changes


def test_another_mail_address_is_told_to_the_former_one_and_ends_other_links(cast, sanne):
    token = link_to(sanne)
    elsewhere = link_to(sanne, way=OwnPageWay.SMS)
    post(token, "wijzigen/", contact_form(email="nieuw@demo.example"))
    [mail] = sent("own_page_changed")
    assert mail["to"] == "sanne@demo.example"
    assert "nieuw@" not in mail["text"]
    work()
    assert get(token).status_code == 200
    assert get(elsewhere).status_code == 410
    with owner():
        assert CandidateIdentity.objects.get(candidate=sanne).email == "nieuw@demo.example"


def test_who_has_no_way_to_be_reached_is_refused_and_loses_nothing(cast, sanne):
    page = post(link_to(sanne), "wijzigen/", contact_form(phone="", email="", last_name="Nieuw"))
    assert page.status_code == 422
    assert "Vul een telefoonnummer of een e-mailadres in." in text(page)
    assert 'value="Nieuw"' in page.content.decode()


@pytest.mark.parametrize("name", ["first_name", "last_name"])
def test_who_has_one_name_can_be_reached_elsewhere(cast, sanne, name):
    with owner():
        CandidateIdentity.objects.filter(candidate=sanne).update(**{"first_name": "", "last_name": "", name: "Samir"})
    names = {"first_name": "", "last_name": "", name: "Samir"}
    assert post(link_to(sanne), "wijzigen/", contact_form(**names, phone="06-22223333")).status_code == 302
    with owner():
        assert CandidateIdentity.objects.get(candidate=sanne).phone == "06-22223333"


def test_nobody_is_left_without_a_name(cast, sanne):
    page = post(link_to(sanne), "wijzigen/", contact_form(first_name="", last_name=""))
    assert page.status_code == 422
    assert "Vul uw naam in." in text(page)


def test_who_has_no_telephone_is_promised_no_call(cast, sanne):
    with owner():
        CandidateIdentity.objects.filter(candidate=sanne).update(phone="")
        Candidate.objects.filter(pk=sanne.pk).update(call_by=timezone.localdate())
    token = link_to(sanne)
    assert "Wij mailen u voor of op" in text(get(token))
    assert "Wij bellen u voor of op" not in text(get(token))
    page = post(token, "wensen/", {"wanted_work": "Schilderen", "wants_call": "on"})
    assert page.status_code == 422
    assert "Wij hebben geen telefoonnummer van u" in text(page)
    assert 'value="Schilderen"' in page.content.decode()


def test_what_a_coach_changed_meanwhile_is_not_written_over(cast, sanne):
    token = link_to(sanne)
    shown = re.search(r'name="shown" value="(\w+)"', get(token, "wijzigen/").content.decode())[1]
    with owner():
        CandidateIdentity.objects.filter(candidate=sanne).update(phone="06-33334444")
    page = post(token, "wijzigen/", contact_form(first_name="Sannie", shown=shown))
    assert page.status_code == 422
    with owner():
        assert CandidateIdentity.objects.get(candidate=sanne).first_name == "Sanne"


def test_wishes_are_kept_also_where_a_coach_wrote_them(cast, sanne):
    with owner():
        CandidateProfile.objects.create(
            candidate=sanne, region=sanne.region, hours_from=8, saved_by=cast.carla.user, licences=["b"]
        )
    page = post(
        link_to(sanne),
        "wensen/",
        {"wanted_work": "Schilderen", "wants_call": "on", "hours_from": "24", "hours_to": "32", "days": ["mon", "tue"]},
    )
    assert page.status_code == 302
    with owner():
        profile = CandidateProfile.objects.get(candidate=sanne)
        sanne.refresh_from_db()
    assert (profile.hours_from, profile.hours_to, profile.days) == (24, 32, ["mon", "tue"])
    assert profile.saved_by_id is None
    assert (sanne.wanted_work, sanne.wants_call) == ("Schilderen", True)


def test_what_he_cannot_change_himself_becomes_a_task_for_his_coach(cast, sanne):
    token = link_to(sanne)
    assert post(token, "klopt-niet/", {"what": "municipality", "said": ""}).status_code == 422
    post(token, "klopt-niet/", {"what": "municipality", "said": "Ik woon nu in Veendam"})
    assert work() == 1
    with owner():
        [task] = CandidateTask.objects.filter(candidate=sanne)
    assert task.what == "Mijn gemeente: Ik woon nu in Veendam"
    assert (task.user_id, task.organisation_id) == (cast.carla.user.pk, cast.carla.organisation.pk)
    assert [mail["to"] for mail in sent("own_page_said")] == [cast.carla.user.email]


def test_a_link_changes_nothing_else_of_the_file(cast, sanne):
    post(link_to(sanne), "wijzigen/", contact_form(birth_date="1990-01-01", municipality="GM0765", state="placed"))
    with owner():
        sanne.refresh_from_db()
        assert CandidateIdentity.objects.get(candidate=sanne).birth_date is None
    assert (sanne.municipality, sanne.state) == ("GM0014", "ready")
