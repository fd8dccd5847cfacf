"""The coordination point enters for a company without computers; another person verifies, and the company sees it."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from organisations.models import ReadLog, new_id
from placements import evidence
from placements.choices import LineStatus
from placements.models import Contribution, Deployment, EvidenceFile, HoursStatement
from placements.stating import lifecycle
from placements.steps import Refused
from placements.verifying import bulk_approval, verification
from placements.verifying.verification import Chosen
from placements.verifying.work_list import Asked
from tenders.choices import EvidenceKind, PartyRole
from tenders.models import Block, ContractParty, RegionPolicy
from tests.cast import Person, log_in
from tests.database import owner
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.placements import block_of
from tests.placements import evidence_files as files
from tests.placements.workspace import (
    MARCH,
    MAY,
    act,
    auditor_of,
    contract_of,
    details,
    logged,
    second_contractor,
    seen,
    stated,
)

PDF = files.pdf()


def scan(content=PDF, name="formulier.pdf"):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def person_form(contract, **values):
    with owner():
        block = block_of(contract, "wajong")
    return {
        "name": "A. Voorbeeld",
        "birth_date": "14-6-1973",
        "block": str(block.pk),
        "starts_on": "1-3-2026",
        "ends_on": "28-2-2027",
        "hours_per_week": "36",
        "person_informed": "on",
        "token": str(new_id()),
        "signed": scan(),
    } | values


def place(contract, company=None, month=MARCH):
    return f"namens/{contract.pk}/{(company or contract.contractor).pk}/{month:%Y-%m}/"


def hours_form(line, hours="120", **values):
    return {"action": "submit", f"{line.pk}-hours": hours, f"{line.pk}-version": "", "signed": scan()} | values


@pytest.fixture
def contract(cast):
    return contract_of(cast)


@pytest.fixture
def colleague(cast):
    with owner():
        person = Person(MembershipFactory(organisation=cast.dirk.organisation).user, cast.dirk.organisation)
    log_in(person)
    return person


def entered(cast, contract, **values):
    path = f"namens/{contract.pk}/{contract.contractor_id}/medewerker/"
    answer = cast.dirk.post(path, person_form(contract, **values))
    assert answer.status_code == 302, answer.content.decode()
    with owner():
        return Deployment.objects.get(contract=contract)


def inspected():
    """What a worker makes of the forms that came in."""
    with owner():
        waiting = list(EvidenceFile.objects.in_quarantine().order_by("pk"))
    for file in waiting:
        evidence.QUARANTINE.check(file.pk, region_id=file.region_id, at=timezone.now())
    return waiting


def test_a_person_is_entered_with_the_signed_form_and_verified_by_another(cast, contract, colleague):
    line = entered(cast, contract)
    assert (line.status, line.contractor_id) == (LineStatus.SUBMITTED, cast.bram.organisation.pk)
    with owner():
        form = EvidenceFile.objects.get(deployment=line)
    assert (form.kind, form.uploaded_by_id) == (EvidenceKind.SIGNED_FORM, cast.dirk.user.pk)
    chosen = Chosen(line.pk, with_deployment=True)
    with act(cast.dirk) as acting, pytest.raises(Refused, match="zelf ingevoerd"):
        verification.approve(chosen, by=acting, at=timezone.now())
    inspected()
    with act(colleague) as acting:
        verification.approve(chosen, by=acting, at=timezone.now())
    assert seen(line).status == LineStatus.APPROVED


def test_the_company_sees_the_line_and_who_entered_it(cast, contract):
    line = entered(cast, contract)
    page = cast.bram.get(f"inzet/{line.pk}/").content.decode()
    assert "Namens u ingevoerd" in page
    assert f"{cast.dirk.user.name} ({cast.dirk.organisation.name})" in page
    assert f"ingevoerd namens {cast.bram.organisation.name}" in page
    own = logged(cast.bram, contract, name="B. Proefstra")
    assert "Namens u ingevoerd" not in cast.bram.get(f"inzet/{own.pk}/").content.decode()


def test_hours_are_entered_with_the_form_and_handed_in_at_once(cast, contract, colleague):
    line = logged(cast.bram, contract)
    answer = cast.dirk.post(place(contract), hours_form(line))
    assert answer.status_code == 302, answer.content.decode()
    with owner():
        month = HoursStatement.objects.get(deployment=line)
        form = EvidenceFile.objects.get(deployment=line)
    assert (month.paid_hours, month.status, form.month) == (Decimal("120.00"), LineStatus.SUBMITTED, MARCH)
    chosen = Chosen(line.pk, with_deployment=True, statement_ids=(month.pk,))
    with act(cast.dirk) as acting, pytest.raises(Refused, match="zelf ingevoerd"):
        verification.approve(chosen, by=acting, at=timezone.now())
    inspected()
    with act(colleague) as acting:
        verification.approve(chosen, by=acting, at=timezone.now())
    assert seen(month).status == LineStatus.APPROVED
    text = cast.bram.get(f"inzet/{line.pk}/").content.decode()
    assert "Namens u ingevoerd" in text
    assert "maart 2026" in text
    assert "120,00" in cast.dirk.get(place(contract)).content.decode()


def with_script(name="formulier.pdf"):
    return scan(files.pdf(change=files.javascript), name)


def test_nobody_approves_what_was_entered_while_no_form_of_it_was_accepted(cast, contract, colleague):
    line = entered(cast, contract, signed=with_script())
    with owner():
        Block.objects.filter(pk=line.block_id).update(evidence=[])
    chosen = Chosen(line.pk, with_deployment=True)
    with act(colleague) as acting:
        with pytest.raises(Refused, match="wordt nog gecontroleerd"):
            verification.approve(chosen, by=acting, at=timezone.now())
        assert bulk_approval.batch_of(acting, Asked(), at=timezone.now()).ready == ()
    inspected()
    with act(colleague) as acting:
        with pytest.raises(Refused, match="geen ondertekend formulier dat is aangenomen"):
            verification.approve(chosen, by=acting, at=timezone.now())
        (left,) = bulk_approval.batch_of(acting, Asked(), at=timezone.now()).left_out
        assert left.reasons == ("Onbekend bij de backoffice", "Ondertekend formulier ontbreekt")
    needed = '<span class="strong">Nog nodig:</span> Ondertekend formulier.'
    assert needed in cast.dirk.get(f"inzet/{line.pk}/bewijs/").content.decode()
    assert "Er is geen ondertekend formulier dat is aangenomen" in colleague.get(f"beoordelen/inzet/{line.pk}/").text
    sent = {"files": scan(), "kind": "signed_form"}
    assert cast.dirk.post(f"inzet/{line.pk}/bewijs/", sent).status_code == 302
    inspected()
    assert needed not in cast.dirk.get(f"inzet/{line.pk}/bewijs/").content.decode()
    with act(colleague) as acting:
        (left,) = bulk_approval.batch_of(acting, Asked(), at=timezone.now()).left_out
        assert left.reasons == ("Onbekend bij de backoffice",)
        verification.approve(chosen, by=acting, at=timezone.now())
    assert seen(line).status == LineStatus.APPROVED


def test_a_month_that_was_entered_needs_its_own_form_and_what_the_company_stated_none(cast, contract, colleague):
    line = logged(cast.bram, contract)
    own = stated(cast.bram, line, MAY)
    assert cast.dirk.post(place(contract), hours_form(line, signed=with_script())).status_code == 302
    inspected()
    with owner():
        month = HoursStatement.objects.get(deployment=line, month=MARCH)
    with act(colleague) as acting:
        chosen = Chosen(line.pk, with_deployment=True, statement_ids=(own.pk, month.pk))
        with pytest.raises(Refused, match="geen ondertekend formulier"):
            verification.approve(chosen, by=acting, at=timezone.now())
        verification.approve(
            Chosen(line.pk, with_deployment=True, statement_ids=(own.pk,)), by=acting, at=timezone.now()
        )
    assert (seen(own).status, seen(month).status) == (LineStatus.APPROVED, LineStatus.SUBMITTED)
    page = cast.dirk.get(f"inzet/{line.pk}/bewijs/").content.decode().replace("\xa0", " ")
    assert "Ondertekend formulier (maart 2026)." in page[page.index("Nog nodig:") :]


def test_the_form_goes_only_after_a_question_and_by_who_entered_the_line(cast, contract, colleague):
    line = entered(cast, contract)
    (file,) = inspected()
    path = f"bewijs/{file.pk}/weghalen/"
    assert path not in colleague.get(f"inzet/{line.pk}/bewijs/").content.decode()
    assert colleague.get(path).status_code == 302
    assert colleague.post(path).status_code == 302
    back = cast.dirk.url(f"inzet/{line.pk}/bewijs/")
    assert f'{path}?terug={back}"' in cast.dirk.get(f"inzet/{line.pk}/bewijs/").content.decode()
    asked = cast.dirk.get(f"{path}?terug={back}").content.decode()
    assert "Zonder ondertekend formulier kan niemand deze regel goedkeuren." in asked
    assert seen(file).removed_at is None, "a look takes nothing away"
    answer = cast.dirk.post(path, {"terug": cast.dirk.url(f"beoordelen/inzet/{line.pk}/")})
    assert answer.url == back, "where the right one is added"
    assert "Een stuk toevoegen voor dit bedrijf" in cast.dirk.get(f"inzet/{line.pk}/bewijs/").content.decode()
    assert seen(file).removed_at is not None
    with act(colleague) as acting, pytest.raises(Refused, match="geen ondertekend formulier"):
        verification.approve(Chosen(line.pk, with_deployment=True), by=acting, at=timezone.now())


def test_the_form_stays_once_somebody_approved_the_line_first(cast, contract, colleague):
    line = entered(cast, contract)
    with owner():
        RegionPolicy.objects.filter(region=cast.region, valid__contains=timezone.localdate()).update(
            second_eyes_above=1
        )
    (file,) = inspected()
    with act(colleague) as acting:
        came = verification.approve(Chosen(line.pk, with_deployment=True), by=acting, at=timezone.now())
    assert came.for_colleague == (line,)
    cast.dirk.post(f"bewijs/{file.pk}/weghalen/")
    assert "al als eerste goedgekeurd" in cast.dirk.get(f"inzet/{line.pk}/bewijs/").content.decode()
    assert seen(file).removed_at is None


def test_without_the_form_or_with_a_wrong_one_nothing_is_kept(cast, contract):
    line = logged(cast.bram, contract)
    without = hours_form(line)
    del without["signed"]
    answer = cast.dirk.post(place(contract), without)
    assert answer.status_code == 422
    assert "Voeg het ondertekende formulier toe." in answer.content.decode()
    assert 'value="120' in answer.content.decode()
    wrong = cast.dirk.post(place(contract), hours_form(line, signed=scan(b"<svg onload=alert(1)>", "scan.pdf")))
    assert wrong.status_code == 422
    assert "geen PDF, JPEG of PNG" in wrong.content.decode()
    with owner():
        assert not HoursStatement.objects.exists()
        assert not EvidenceFile.objects.exists()


def test_a_form_past_the_bound_is_called_too_large_and_nothing_else_is_lost(cast, contract, settings):
    settings.LARGEST_UPLOAD = 1_000_000
    film = scan(PDF + b"x" * 3_000_000)
    line = logged(cast.bram, contract)
    for path, values in (
        (f"namens/{contract.pk}/{contract.contractor_id}/medewerker/", person_form(contract, signed=film)),
        (place(contract), hours_form(line, "77,5", signed=film)),
    ):
        # As a browser sends it: the file stands before the rest.
        film.seek(0)
        answer = cast.dirk.post(path, {"signed": film} | values)
        told = answer.content.decode()
        assert answer.status_code == 422
        assert "Eén bestand mag hoogstens 10 MB zijn" in told
        assert "Voeg het ondertekende formulier toe" not in told
    assert 'value="77,5"' in told


def test_a_form_has_to_be_chosen_again_only_where_the_browser_cannot_keep_it(cast, contract):
    line = logged(cast.bram, contract)
    again = "Kies formulier.pdf opnieuw: uw browser onthoudt niet welk bestand u koos."
    paths = {
        f"namens/{contract.pk}/{contract.contractor_id}/medewerker/": person_form(contract, name=""),
        f"namens/{contract.pk}/{contract.contractor_id}/invulling/": {"description": "Gastles", "signed": scan()},
        place(contract): hours_form(line, "veel"),
    }
    for path, values in paths.items():
        answer = cast.dirk.post(path, values)
        assert (answer.status_code, answer.content.decode().count(again)) == (422, 2), path
        values["signed"].seek(0)
        kept = cast.dirk.post(path, values, headers={"HX-Request": "true"})
        assert (kept.status_code, kept.content.decode().count(again)) == (422, 0), path
    values = hours_form(line)
    gone_on = cast.dirk.post(place(contract), values, headers={"HX-Request": "true"})
    assert gone_on["HX-Redirect"] == cast.dirk.url(place(contract))


def test_a_line_past_the_bound_keeps_all_of_them_back_and_says_which(cast, contract):
    first, second = logged(cast.bram, contract), logged(cast.bram, contract, name="B. Proefstra")
    stated(cast.bram, logged(cast.bram, contract_of(cast), name="B. Proefstra"), paid=250)
    form = hours_form(first) | hours_form(second, hours="150")
    answer = cast.dirk.post(place(contract), form)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Er is nog niets bewaard." in text
    assert "60 uur per week" in text
    with owner():
        assert not HoursStatement.objects.filter(deployment__contract=contract).exists()


def test_hours_that_changed_since_the_page_was_made_are_not_overwritten(cast, contract):
    line = logged(cast.bram, contract)
    cast.dirk.get(place(contract))
    stated(cast.bram, line, paid=80)
    answer = cast.dirk.post(place(contract), hours_form(line))
    assert answer.status_code == 422
    assert "Intussen gewijzigd" in answer.content.decode()
    with owner():
        assert HoursStatement.objects.get(deployment=line).paid_hours == Decimal("80.00")


def test_a_question_is_answered_for_the_company_by_another_than_who_asked(cast, contract, colleague):
    line = logged(cast.bram, contract)
    month = stated(cast.bram, line)
    with act(colleague) as acting:
        chosen = Chosen(line.pk, with_deployment=True, statement_ids=(month.pk,))
        verification.return_with_question(chosen, question="Waar is het contract?", by=acting, at=timezone.now())
    assert "Waar is het contract?" in cast.dirk.get(place(contract)).content.decode()
    form = {"action": "answer", "line": str(line.pk), "answer": "Komt met de post"}
    own = colleague.post(place(contract), form)
    assert own.status_code == 422
    assert "U hebt deze vraag zelf gesteld." in own.content.decode()
    assert "Komt met de post" in own.content.decode()
    assert cast.dirk.post(place(contract), form | {"answer": " "}).status_code == 422
    assert cast.dirk.post(place(contract), form | {"line": str(new_id())}).status_code == 404
    assert cast.dirk.post(place(contract), form).status_code == 302
    assert (seen(line).status, seen(month).status) == (LineStatus.SUBMITTED, LineStatus.SUBMITTED)
    said = f"Namens {cast.bram.organisation.name}: Komt met de post"
    assert said in cast.bram.get(f"inzet/{line.pk}/").content.decode()
    assert "Waar is het contract?" not in cast.dirk.get(place(contract)).content.decode()


def asked_by(person, line, question):
    with act(person) as acting:
        chosen = Chosen(line.pk, with_deployment=True)
        verification.return_with_question(chosen, question=question, by=acting, at=timezone.now())


def test_a_correction_by_the_company_leaves_the_question_and_who_asked_it(cast, contract, colleague):
    line = logged(cast.bram, contract)
    asked_by(colleague, line, "Waar is het contract?")
    with act(cast.bram) as acting:
        lifecycle.correct_deployment(
            line.pk, details=details(contract, hours_per_week=Decimal(24)), by=acting, at=timezone.now()
        )
    assert (seen(line).status, seen(line).hours_per_week) == (LineStatus.RETURNED, 24)
    assert "Waar is het contract?" in cast.dirk.get(place(contract)).content.decode()
    own = colleague.post(place(contract), {"action": "answer", "line": str(line.pk), "answer": "Komt met de post"})
    assert own.status_code == 422
    assert "U hebt deze vraag zelf gesteld." in own.content.decode()
    assert seen(line).status == LineStatus.RETURNED


def test_of_two_questions_the_last_one_stands_there(cast, contract, colleague):
    line = logged(cast.bram, contract)
    form = {"action": "answer", "line": str(line.pk), "answer": "Komt met de post"}
    asked_by(cast.dirk, line, "Waar is het contract?")
    assert colleague.post(place(contract), form).status_code == 302
    asked_by(colleague, line, "Klopt het aantal uren?")
    page = cast.dirk.get(place(contract)).content.decode()
    assert "Klopt het aantal uren?" in page
    assert "Waar is het contract?" not in page
    assert colleague.post(place(contract), form).status_code == 422
    assert cast.dirk.post(place(contract), form).status_code == 302


def test_names_open_with_a_reason_and_leave_a_line_in_the_read_log_for_each_person(cast, contract):
    lines = [logged(cast.bram, contract), logged(cast.bram, contract, name="B. Proefstra")]
    page = cast.dirk.get(place(contract)).content.decode()
    assert lines[0].pseudonym in page
    assert "A. Voorbeeld" not in page
    refused = cast.dirk.post(place(contract), {"action": "names", "reason": " "})
    assert refused.status_code == 422
    assert "A. Voorbeeld" not in refused.content.decode()
    shown = cast.dirk.post(place(contract), {"action": "names", "reason": "Formulier invoeren"}).content.decode()
    assert "A. Voorbeeld" in shown
    assert "B. Proefstra" in shown
    with owner():
        log = list(ReadLog.objects.filter(subject="deployed_person"))
    assert {one.subject_id for one in log} == {line.person_id for line in lines}
    assert {(one.user_id, one.reason) for one in log} == {(cast.dirk.user.pk, "Formulier invoeren")}


def test_hours_that_were_typed_stay_when_names_open(cast, contract):
    line = logged(cast.bram, contract)
    typed = {f"{line.pk}-hours": "88,5", f"{line.pk}-version": ""}
    for reason, status in ((" ", 422), ("Formulier invoeren", 200)):
        answer = cast.dirk.post(place(contract), {"action": "names", "reason": reason, **typed})
        assert answer.status_code == status
        assert 'value="88,5"' in answer.content.decode(), reason


def test_the_form_offers_nobody_and_says_what_is_missing(cast, contract):
    logged(cast.bram, contract)
    path = f"namens/{contract.pk}/{contract.contractor_id}/medewerker/"
    assert "A. Voorbeeld" not in cast.dirk.get(path).content.decode()
    form = person_form(contract, name="", person_informed="")
    answer = cast.dirk.post(path, form)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Vul een naam in." in text
    assert "Indienen kan pas als de persoon hiervan weet." in text
    twice = person_form(contract, name="C. Testema")
    assert cast.dirk.post(path, twice).status_code == 302
    assert cast.dirk.post(path, twice | {"signed": scan()}).status_code == 302
    with owner():
        assert Deployment.objects.filter(person__name="C. Testema").count() == 1


def test_another_effort_is_entered_with_the_form_and_verified_by_another(cast, contract, colleague):
    with owner():
        block = block_of(contract, "social_activity")
    form = {
        "block": str(block.pk),
        "date": "1-4-2026",
        "quantity": "8",
        "description": "Gastles",
        "token": str(new_id()),
    }
    path = f"namens/{contract.pk}/{contract.contractor_id}/invulling/"
    without = cast.dirk.post(path, form)
    assert without.status_code == 422
    assert "Voeg het ondertekende formulier toe." in without.content.decode()
    assert cast.dirk.post(path, form | {"signed": scan()}).status_code == 302
    with owner():
        line = Contribution.objects.get(contract=contract)
        assert EvidenceFile.objects.get(contribution=line).kind == EvidenceKind.SIGNED_FORM
    assert (line.status, line.contractor_id) == (LineStatus.SUBMITTED, contract.contractor_id)
    with act(cast.dirk) as acting, pytest.raises(Refused, match="zelf ingevoerd"):
        verification.judge_contribution(line.pk, to=LineStatus.APPROVED, by=acting, at=timezone.now())
    with act(colleague) as acting, pytest.raises(Refused, match="wordt nog gecontroleerd"):
        verification.judge_contribution(line.pk, to=LineStatus.APPROVED, by=acting, at=timezone.now())
    inspected()
    with act(colleague) as acting:
        verification.judge_contribution(line.pk, to=LineStatus.APPROVED, by=acting, at=timezone.now())
    assert "Namens u ingevoerd" in cast.bram.get(f"invulling/{line.pk}/").content.decode()


def test_a_partner_on_the_contract_is_entered_for_too_and_a_stranger_not(cast, contract):
    with owner():
        partner = OrganisationFactory(name="Deelbouw BV", contractor=True)
        ContractParty.objects.create(
            contract=contract,
            organisation=partner,
            role=PartyRole.PARTNER,
            joined_on=dt.date(2026, 1, 1),
            made_by=cast.bram.user,
        )
    answer = cast.dirk.post(f"namens/{contract.pk}/{partner.pk}/medewerker/", person_form(contract))
    assert answer.status_code == 302
    with owner():
        assert Deployment.objects.get(contract=contract).contractor_id == partner.pk
    neighbour = second_contractor()
    assert cast.dirk.get(place(contract, neighbour.organisation)).status_code == 404
    assert cast.dirk.post(f"namens/{contract.pk}/{neighbour.organisation.pk}/medewerker/", {}).status_code == 404


def test_only_the_coordination_point_of_the_region_enters_for_others(cast, contract):
    line = logged(cast.bram, contract)
    inside = f"namens/{contract.pk}/{contract.contractor_id}/"
    paths = [place(contract), f"{inside}medewerker/", f"{inside}invulling/", f"namens/{contract.pk}/"]
    for person in (cast.alice, cast.bram, cast.carla, cast.esra, auditor_of(cast.dirk), second_contractor()):
        for path in (*paths, "namens/"):
            assert person.get(path).status_code == 403, (person.user.name, path)
        assert person.post(place(contract), hours_form(line)).status_code == 403
    for path in paths:
        assert cast.frank.get(path).status_code == 404, path
    assert cast.frank.post(place(contract), hours_form(line)).status_code == 404
    assert contract.title not in cast.frank.get("namens/").content.decode()
    with owner():
        assert not HoursStatement.objects.exists()


def test_a_contract_is_found_by_company_and_opens_in_the_last_whole_month(cast, contract):
    found = cast.dirk.get(f"namens/?zoek={contract.reference}").content.decode()
    assert f"namens/{contract.pk}/" in found
    assert contract.title in found
    assert f"namens/{contract.pk}/" not in cast.dirk.get("namens/?zoek=bestaatniet").content.decode()
    assert cast.dirk.get(f"namens/{contract.pk}/").status_code == 302
    assert f"namens/{contract.pk}/" in cast.dirk.get(f"contracten/{contract.pk}/").content.decode()
    assert f"namens/{contract.pk}/" not in cast.bram.get(f"contracten/{contract.pk}/").content.decode()


def test_pages_take_the_same_queries_for_many_people(cast, contract, django_assert_max_num_queries):
    for number in range(3):
        logged(cast.bram, contract, name=f"P. Nummer {number}")
    for more in (0, 12):
        for number in range(more):
            logged(cast.bram, contract, name=f"Q. Nummer {number}")
        with django_assert_max_num_queries(12):
            cast.dirk.get(place(contract, month=MAY))
        with django_assert_max_num_queries(8):
            cast.dirk.get("namens/")


def test_what_is_wrong_with_hours_stands_above_the_form_and_the_month_is_marked(cast, contract):
    line = logged(cast.bram, contract)
    answer = cast.dirk.post(place(contract), hours_form(line, hours="abc"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert re.search(r'form-errors"[^>]*data-focus', page)
    assert f'href="#id_{line.pk}-hours"' in page
    assert re.search(rf'class="chip"\s+href="[^"]*{MARCH:%Y-%m}/"\s+aria-current="page"', page)
    too_many = cast.dirk.post(place(contract), hours_form(line, hours="300")).content.decode()
    assert re.search(r'form-errors"[^>]*data-focus', too_many)
