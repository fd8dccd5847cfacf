"""A page that is older than the verdict of a colleague: who was first, and what was typed stays to copy."""

import re

import pytest
from django.utils import timezone

from organisations.choices import Role
from organisations.models import Membership, OrganisationRegion
from placements.choices import LineStatus
from placements.models import Deployment
from placements.verifying import verification
from placements.verifying.verification import Chosen
from tenders.models import Block
from tests.cast import Person, log_in
from tests.database import owner
from tests.factories.organisations import MembershipFactory
from tests.factories.placements import ContributionFactory
from tests.placements.workspace import APRIL, MARCH, act, contract_of, logged, seen, stated

TOGETHER = "beoordelen/samen/"


@pytest.fixture
def daan(cast) -> Person:
    """A second verifier at the coordination point."""
    with owner():
        member = MembershipFactory(organisation=cast.dirk.organisation, role=Role.MEMBER)
        member.user.name = "Daan Wierda"
        member.user.save()
    person = Person(member.user, cast.dirk.organisation)
    log_in(person)
    return person


@pytest.fixture
def contract(cast):
    return contract_of(cast)


def form_of(person, path, **values):
    page = person.get(path).content.decode()
    return values | {"shown": re.findall(r'name="shown" value="([^"]+)"', page)}


def text_of(answer) -> str:
    assert answer.status_code == 422
    return answer.content.decode()


@pytest.mark.parametrize(
    ("verdict", "said"),
    [("approve", "keurde het goed"), ("return", "stuurde het terug met een vraag"), ("reject", "keurde het af")],
)
def test_the_second_reads_who_decided_what_and_keeps_his_text(cast, daan, contract, verdict, said):
    line = logged(cast.bram, contract)
    month = stated(cast.bram, line)
    path = f"beoordelen/inzet/{line.pk}/"
    chosen = {"deployment": "1", "statement": str(month.pk)}
    older = form_of(daan, path, **chosen, verdict="return", said="Klopt het begin?")
    first = form_of(cast.dirk, path, **chosen, verdict=verdict, said="Staat er al op")
    assert cast.dirk.post(path, first).status_code == 302
    text = text_of(daan.post(path, older))
    assert f"{cast.dirk.user.name} {said} (" in text
    assert re.search(r"<textarea[^>]*readonly[^>]*>Klopt het begin\?</textarea>", text)
    assert "Klopt het begin?" not in cast.bram.get(f"inzet/{line.pk}/").content.decode()


def test_without_a_reason_it_says_that_the_line_waits_no_more(cast, daan, contract):
    line = logged(cast.bram, contract)
    path = f"beoordelen/inzet/{line.pk}/"
    older = {verdict: form_of(daan, path, deployment="1", verdict=verdict, said="") for verdict in ("return", "reject")}
    with act(cast.dirk) as acting:
        verification.approve(Chosen(line.pk, True), by=acting, at=timezone.now())  # noqa: FBT003
    for form in older.values():
        text = text_of(daan.post(path, form))
        assert f"{cast.dirk.user.name} keurde het goed" in text
        assert "Schrijf op" not in text
        assert "niet-verstuurd" not in text


def test_one_month_of_two_says_it_beside_the_text(cast, daan, contract):
    line = logged(cast.bram, contract)
    month = stated(cast.bram, line)
    path = f"beoordelen/inzet/{line.pk}/"
    older = form_of(daan, path, deployment="1", statement=str(month.pk), verdict="return", said="Klopt het begin?")
    with act(cast.dirk) as acting:
        verification.approve(Chosen(line.pk, True), by=acting, at=timezone.now())  # noqa: FBT003
    text = text_of(daan.post(path, older))
    assert f"{cast.dirk.user.name} keurde het goed" in text
    assert "Klopt het begin?" in text
    assert seen(month).status == LineStatus.SUBMITTED


def test_of_two_months_that_two_people_judged_each_page_names_its_own_judge(cast, daan, contract):
    line = logged(cast.bram, contract)
    with act(cast.dirk) as acting:
        verification.approve(Chosen(line.pk, True), by=acting, at=timezone.now())  # noqa: FBT003
    march, april = stated(cast.bram, line, MARCH), stated(cast.bram, line, APRIL)
    path = f"beoordelen/inzet/{line.pk}/"
    of_march, of_april = (form_of(daan, path, statement=str(one.pk), verdict="approve") for one in (march, april))
    for judge, one in ((cast.dirk, march), (daan, april)):
        with act(judge) as acting:
            chosen = Chosen(line.pk, with_deployment=False, statement_ids=(one.pk,))
            verification.reject(chosen, reason="Staat er al op", by=acting, at=timezone.now())
    own = "U hebt dit zelf al beoordeeld: u keurde het af ("
    assert f"{cast.dirk.user.name} keurde het af (" in text_of(daan.post(path, of_march))
    assert own in text_of(daan.post(path, of_april))
    assert own in text_of(cast.dirk.post(path, of_march))
    assert f"{daan.user.name} keurde het af (" in text_of(cast.dirk.post(path, of_april))


def test_a_contribution_too_and_ones_own_second_press(cast, daan, contract):
    with owner():
        row = ContributionFactory(contract=contract, submitted_at=timezone.now())
    path = f"beoordelen/invulling/{row.pk}/"
    older = form_of(daan, path, verdict="reject", said="Geen factuur")
    own = form_of(cast.dirk, path, verdict="approve")
    assert cast.dirk.post(path, own).status_code == 302
    text = text_of(daan.post(path, older))
    assert f"{cast.dirk.user.name} keurde het goed" in text
    assert "Geen factuur" in text
    assert "U hebt dit zelf al beoordeeld: u keurde het goed" in text_of(cast.dirk.post(path, own))


def test_together_on_an_older_page_says_how_many_were_done_and_by_whom(cast, daan, contract):
    lines = [logged(cast.bram, contract, name=name) for name in ("A. Eerste", "B. Tweede", "C. Derde")]
    months = [stated(cast.bram, line) for line in lines]
    with owner():
        Deployment.objects.filter(pk__in=[one.pk for one in lines]).update(status=LineStatus.APPROVED)
        Block.objects.filter(pk=lines[0].block_id).update(evidence=[])
    older = form_of(daan, TOGETHER, line=[str(one.pk) for one in lines])
    assert cast.dirk.post(TOGETHER, form_of(cast.dirk, TOGETHER, line=older["line"][:2])).status_code == 302
    with act(cast.dirk) as acting:
        chosen = Chosen(lines[2].pk, with_deployment=False, statement_ids=(months[2].pk,))
        verification.reject(chosen, reason="Staat er al op", by=acting, at=timezone.now())
    answer = daan.post(TOGETHER, older, follow=True)
    text = answer.content.decode()
    assert f"3 regels die u koos waren intussen al beoordeeld door {cast.dirk.user.name}." in text
    assert "Niets om in één keer goed te keuren" in text


def test_together_tells_nothing_of_what_another_verifies(cast, contract):
    line = logged(cast.bram, contract)
    with act(cast.dirk) as acting:
        verification.approve(Chosen(line.pk, True), by=acting, at=timezone.now())  # noqa: FBT003
    text = cast.frank.post(TOGETHER, {"line": [str(line.pk)]}, follow=True).content.decode()
    assert cast.dirk.user.name not in text


def test_together_tells_the_coordination_point_nothing_of_what_an_authority_verifies_itself(cast):
    with owner():
        OrganisationRegion.objects.filter(organisation=cast.alice.organisation).update(verifies_own=True)
        Membership.objects.filter(organisation=cast.alice.organisation).update(verifies=True)
    line = logged(cast.bram, contract_of(cast))
    with act(cast.alice) as acting:
        verification.approve(Chosen(line.pk, True), by=acting, at=timezone.now())  # noqa: FBT003
    own = cast.alice.post(TOGETHER, {"line": [str(line.pk)]}, follow=True).content.decode()
    assert "1 regel die u koos was intussen al beoordeeld door uzelf." in own
    text = cast.dirk.post(TOGETHER, {"line": [str(line.pk)]}, follow=True).content.decode()
    assert cast.alice.user.name not in text
    assert "al beoordeeld door" not in text
