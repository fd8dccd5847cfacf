"""The line of a year on the screens: proposed to the company, submitted, judged in the list, undone and revised."""

import pytest
from django.utils import timezone

from placements import shown
from placements.choices import LineStatus
from placements.models import YearLine
from placements.verifying import verification
from placements.verifying.verification import Chosen
from tenders.models import Responsible
from tests.database import owner
from tests.placements.test_stale_verdicts import daan
from tests.placements.test_year_lines import NEXT_DAY, OF_YEAR, contract, judged, proposal, propose, submitted, uneven
from tests.placements.workspace import act, auditor_of, second_contractor, seen

pytestmark = pytest.mark.usefixtures("mid_june")

__all__ = ["contract", "daan", "proposal"]


def line_path(proposal):
    return f"inzet/{proposal.deployment_id}/"


def test_the_company_reads_the_proposal_and_submits_it_and_nobody_else_sees_it_before(cast, contract, proposal):
    page = cast.bram.get(line_path(proposal)).content.decode()
    assert "Jaarregel 2026 indienen" in page
    assert "940,17" in page
    for person in (cast.carla, cast.dirk):
        assert "Jaarregel 2026" not in person.get(line_path(proposal)).content.decode()
    cast.bram.post(f"{line_path(proposal)}stap/", {"step": "submit_year", "year_line": str(proposal.pk)})
    assert seen(proposal).status == LineStatus.SUBMITTED
    cast.bram.post(f"{line_path(proposal)}stap/", {"step": "withdraw_year", "year_line": str(proposal.pk)})
    assert seen(proposal).status == LineStatus.CONCEPT


def test_others_submit_nothing(cast, contract, proposal):
    step = {"step": "submit_year", "year_line": str(proposal.pk)}
    path = f"{line_path(proposal)}stap/"
    assert second_contractor().post(path, step).status_code == 404
    for person in (cast.alice, cast.carla, cast.dirk, cast.frank, auditor_of(cast.bram)):
        assert person.post(path, step).status_code == 403
    assert seen(proposal).status == LineStatus.CONCEPT


def test_the_verifier_finds_it_in_the_list_approves_it_and_takes_it_back(cast, contract, proposal):
    submitted(cast, proposal)
    listed = cast.dirk.get("beoordelen/").content.decode()
    assert "jaarregel over 2026" in listed
    path = f"beoordelen/jaar/{proposal.pk}/"
    page = cast.dirk.get(path)
    assert page.status_code == 200
    assert "940,17" in page.content.decode()
    form = {"verdict": "approve", "shown": page.context["shown"]}
    answer = cast.dirk.post(path, form)
    assert answer.status_code == 302
    assert seen(proposal).status == LineStatus.APPROVED
    after = cast.dirk.get(answer.url.removeprefix(cast.dirk.url(""))).content.decode()
    assert "Jaarregel 2026" in after
    assert cast.dirk.post(path, form).status_code == 422
    cast.dirk.post(f"beoordelen/terugdraaien/jaarregel/{proposal.pk}/")
    with owner():
        assert YearLine.objects.live().get().status == LineStatus.SUBMITTED


def test_a_stale_page_decides_nothing(cast, contract, proposal):
    submitted(cast, proposal)
    answer = cast.dirk.post(f"beoordelen/jaar/{proposal.pk}/", {"verdict": "approve", "shown": f"{proposal.pk}.0"})
    assert answer.status_code == 422
    assert "intussen gewijzigd" in answer.content.decode()
    assert seen(proposal).status == LineStatus.SUBMITTED


def test_a_page_older_than_the_verdict_of_a_colleague_says_who_gave_it(cast, contract, proposal, daan):
    submitted(cast, proposal)
    path = f"beoordelen/jaar/{proposal.pk}/"
    older = {"verdict": "approve", "shown": daan.get(path).context["shown"]}
    judged(cast, proposal)
    answer = daan.post(path, older)
    assert answer.status_code == 422
    assert f"{cast.dirk.user.name} keurde het goed (" in answer.content.decode()


def test_a_question_about_the_year_is_answered_on_the_page_of_the_person(cast, contract, proposal):
    submitted(cast, proposal)
    with owner():
        fields = shown.as_fields([YearLine.objects.get(pk=proposal.pk)])
    path = f"beoordelen/jaar/{proposal.pk}/"
    cast.dirk.post(path, {"verdict": "return", "said": "Waarom zoveel in maart?", "shown": fields})
    page = cast.bram.get(line_path(proposal)).content.decode()
    assert "Waarom zoveel in maart?" in page
    assert "jaarregel 2026:" in page
    cast.bram.post(f"{line_path(proposal)}antwoord/", {"answer": "Spoedklus"})
    assert seen(proposal).status == LineStatus.SUBMITTED


def test_a_question_about_the_year_that_reaches_nobody_says_so(cast, contract, proposal):
    submitted(cast, proposal)
    with owner():
        Responsible.objects.filter(contract=contract).delete()
        cast.bram.user.is_active = False
        cast.bram.user.save()
    path = f"beoordelen/jaar/{proposal.pk}/"
    said = {"verdict": "return", "said": "Kloppen de maanden?", "shown": cast.dirk.get(path).context["shown"]}
    page = cast.dirk.post(path, said, follow=True).content.decode()
    assert seen(proposal).status == LineStatus.RETURNED
    assert f"Niemand bij {cast.bram.organisation.name} kan een mail krijgen" in page


def test_an_approved_year_that_changed_waits_to_be_revised(cast, contract, owner):
    line, months = uneven(cast, contract)
    propose(cast, on=NEXT_DAY)
    with owner():
        found = YearLine.objects.get()
    submitted(cast, found)
    judged(cast, found)
    # March goes back: without its excess nothing is left to settle.
    with act(cast.dirk) as acting:
        verification.undo(
            Chosen(line.pk, with_deployment=False, statement_ids=(months[0].pk,)), by=acting, at=timezone.now()
        )
    assert seen(found).value_now == 0
    page = cast.dirk.get(f"beoordelen/jaar/{found.pk}/")
    text = page.content.decode()
    assert "Waarde herzien" in text
    answer = cast.dirk.post(f"beoordelen/jaar/{found.pk}/", {"verdict": "approve", "shown": page.context["shown"]})
    assert answer.status_code == 302
    with owner():
        assert sum(one.value for one in YearLine.objects.approved()) == 0
        assert (seen(found).value, YearLine.objects.live().get().value) == (OF_YEAR, 0)


def test_who_may_see_it_in_the_list(cast, contract, proposal):
    submitted(cast, proposal)
    path = f"beoordelen/jaar/{proposal.pk}/"
    for person in (cast.alice, cast.bram, cast.carla, cast.esra):
        assert person.get(path).status_code == 403, person.user.name
        assert person.post(path, {"verdict": "approve"}).status_code == 403
    assert cast.frank.get(path).status_code == 404
    assert cast.frank.post(path, {"verdict": "approve"}).status_code == 404
    assert seen(proposal).status == LineStatus.SUBMITTED
