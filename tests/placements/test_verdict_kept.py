"""While a line is judged: what was filled in stays, the last verdict can be undone, and one's own entries are others'."""

import re
from decimal import Decimal

import pytest
from django.utils import timezone

from organisations.choices import Role
from placements.choices import LineStatus
from placements.models import EvidenceFile, HoursStatement, RevaluationTask, Transition, YearLine
from placements.stating import hours
from placements.verifying import verification
from tenders.models import RegionPolicy
from tests.cast import Person, log_in
from tests.database import owner
from tests.factories.organisations import MembershipFactory
from tests.factories.placements import ContributionFactory
from tests.placements.test_evidence import sent
from tests.placements.test_reversals import approved, asked
from tests.placements.test_year_lines import judged, propose, submitted, uneven
from tests.placements.workspace import APRIL, act, contract_of, logged, seen, stated

HTMX = {"HX-Request": "true"}


@pytest.fixture
def contract(cast):
    return contract_of(cast)


@pytest.fixture
def waiting(cast, contract):
    line = logged(cast.bram, contract)
    return line, stated(cast.bram, line), stated(cast.bram, line, APRIL)


def text_of(answer) -> str:
    return " ".join(answer.content.decode().replace("\xa0", " ").split())


def form_of(person, path, **values):
    page = person.get(path).content.decode()
    return values | {"shown": re.findall(r'name="shown" value="([^"]+)"', page)}


def ticked(page: str) -> set[str]:
    return set(re.findall(r'name="(?:statement|deployment)"\s+value="([^"]+)" checked', page))


def above(cast, amount) -> None:
    with owner():
        RegionPolicy.objects.filter(region=cast.region).update(second_eyes_above=amount)


def entered_by(person, **about) -> None:
    with owner():
        Transition(from_status="", to_status="submitted", user=person.user, **about).save(force_insert=True)


def colleague_of(person, name="Doutzen") -> Person:
    with owner():
        member = MembershipFactory(organisation=person.organisation, role=Role.MEMBER)
        member.user.name = name
        member.user.save()
    one = Person(member.user, person.organisation)
    log_in(one)
    return one


class TestWhatWasFilledIn:
    def form(self, cast, line, march, **values):
        return form_of(
            cast.dirk,
            f"beoordelen/inzet/{line.pk}/",
            deployment="1",
            statement=str(march.pk),
            ready="Klopt het loon?",
            said="En wat",
            **values,
        )

    def stays(self, page: str, march) -> None:
        assert ticked(page) == {"1", str(march.pk)}
        assert re.search(r'<textarea[^>]*name="said"[^>]*>En wat</textarea>', page)

    def test_stays_when_the_evidence_is_opened(self, cast, waiting):
        line, march, _april = waiting
        sent(cast.bram, line)
        path = f"beoordelen/inzet/{line.pk}/"
        opened = self.form(cast, line, march, verdict="evidence", evidence_reason="Beoordelen van deze regel")
        page = text_of(cast.dirk.post(path, opened))
        self.stays(page, march)
        assert "Bekijken" in page
        assert 'aria-label="Bewijsstukken" tabindex="-1" data-focus' in page
        assert {seen(march).status, seen(line).status} == {LineStatus.SUBMITTED}

    def test_stays_when_the_reason_to_open_it_says_nothing(self, cast, waiting):
        line, march, _april = waiting
        sent(cast.bram, line)
        answer = cast.dirk.post(
            f"beoordelen/inzet/{line.pk}/", self.form(cast, line, march, verdict="evidence", evidence_reason="x")
        )
        assert answer.status_code == 422
        self.stays(text_of(answer), march)
        assert "Bekijken<" not in answer.content.decode()

    def test_stays_when_the_name_is_opened(self, cast, waiting):
        line, march, _april = waiting
        path = f"beoordelen/inzet/{line.pk}/naam/"
        answer = cast.dirk.post(path, self.form(cast, line, march, reason="Bewijs vergelijken"))
        self.stays(text_of(answer), march)
        assert "A. Voorbeeld" in text_of(answer)
        assert answer["HX-Push-Url"] == "false"
        short = cast.dirk.post(path, self.form(cast, line, march, reason="x"))
        assert short.status_code == 422
        self.stays(text_of(short), march)
        assert "minstens 10 tekens" in text_of(short)
        assert "A. Voorbeeld" not in text_of(short)

    def test_stays_when_the_line_changed_meanwhile(self, cast, waiting):
        line, march, april = waiting
        older = self.form(cast, line, march, verdict="approve")
        stated(cast.bram, line, paid=80)
        answer = cast.dirk.post(f"beoordelen/inzet/{line.pk}/", older)
        assert answer.status_code == 422
        self.stays(text_of(answer), march)
        assert seen(april).status == LineStatus.SUBMITTED

    def test_the_chosen_sentence_stays_chosen(self, cast, waiting):
        line, march, _april = waiting
        page = cast.dirk.get(f"beoordelen/inzet/{line.pk}/").content.decode()
        sentence = re.findall(r'<option value="([^"]+)">', page)[0]
        form = self.form(cast, line, march, reason="Bewijs vergelijken") | {"ready": sentence}
        page = cast.dirk.post(f"beoordelen/inzet/{line.pk}/naam/", form).content.decode()
        assert f'<option value="{sentence}" selected>' in page

    def test_a_fresh_page_has_everything_ticked(self, cast, waiting):
        line, march, april = waiting
        page = cast.dirk.get(f"beoordelen/inzet/{line.pk}/").content.decode()
        assert ticked(page) == {"1", str(march.pk), str(april.pk)}


class TestEvidence:
    def test_has_a_key_and_the_viewer_a_way_back(self, cast, waiting):
        line, march, _april = waiting
        sent(cast.bram, line)
        path = f"beoordelen/inzet/{line.pk}/?soort=inzet"
        page = cast.dirk.get(path).content.decode()
        assert re.search(r'id="bewijs-openen"[^>]*data-key="e"', page)
        form = form_of(cast.dirk, path, statement=str(march.pk), verdict="evidence", evidence_reason="Beoordelen regel")
        page = cast.dirk.post(path, form).content.decode()
        (link,) = re.findall(r'href="([^"]+)" data-key="e"', page)
        viewer = cast.dirk.client.get(link).content.decode()
        assert re.search(rf'href="{re.escape(cast.dirk.url(path))}"\s+data-key="Escape"', viewer)
        assert "Terug naar de lijst" in viewer
        with owner():
            file = EvidenceFile.objects.get()
        outside = f"bewijs/{file.pk}/?terug=https://kwaad.example/"
        assert "Terug naar de lijst" not in cast.dirk.get(outside).content.decode()
        assert "Terug naar de lijst" not in cast.bram.get(f"bewijs/{file.pk}/").content.decode()


class TestUndo:
    def test_is_there_after_a_step_on_and_after_a_refused_verdict(self, cast, contract):
        first, second = (logged(cast.bram, contract, name=name) for name in ("A. Eerste", "B. Tweede"))
        third = logged(cast.bram, contract, name="C. Derde")
        path = f"beoordelen/inzet/{first.pk}/"
        form = form_of(cast.dirk, path, deployment="1", verdict="approve", next=f"inzet.{second.pk}")
        after = cast.dirk.post(path, form).url.removeprefix(cast.dirk.url())
        page = cast.dirk.get(after).content.decode()
        (on,) = re.findall(rf'href="[^"]*(beoordelen/inzet/{third.pk}/\?[^"]*)"[^>]*data-key="j"', page)
        assert f"{first.pseudonym}" in cast.dirk.get(on).content.decode()
        assert "Ongedaan maken" in cast.dirk.get(on).content.decode()
        refused = cast.dirk.post(after, form_of(cast.dirk, after, deployment="1", verdict="return", said=""))
        assert refused.status_code == 422
        assert "Ongedaan maken" in refused.content.decode()

    def test_stands_on_the_line_that_was_judged_as_long_as_it_can(self, cast, waiting):
        line, march, april = waiting
        path = f"beoordelen/inzet/{line.pk}/"
        chosen = {"deployment": "1", "statement": [str(march.pk), str(april.pk)]}
        form = form_of(cast.dirk, path, **chosen, verdict="return", said="Klopt het begin wel?")
        assert cast.dirk.post(path, form).status_code == 302
        assert "Ongedaan maken" in cast.dirk.get(path).content.decode()
        with act(cast.bram) as acting:
            hours.state_hours({line.pk: Decimal(80)}, month=march.month, by=acting, on=APRIL, at=timezone.now())
        stated(cast.bram, line, paid=80)
        for one in (path, f"beoordelen/?na=inzet.{line.pk}"):
            assert "Ongedaan maken" not in cast.dirk.get(one).content.decode()

    @pytest.mark.parametrize("verdict", ["return", "reject"])
    def test_a_reason_of_a_few_letters_is_refused(self, cast, waiting, verdict):
        line, _march, _april = waiting
        path = f"beoordelen/inzet/{line.pk}/"
        answer = cast.dirk.post(path, form_of(cast.dirk, path, deployment="1", verdict=verdict, said="Nee"))
        assert answer.status_code == 422
        assert "minstens 10 tekens" in text_of(answer)
        assert seen(line).status == LineStatus.SUBMITTED

    def test_after_the_first_approval_of_a_month_it_names_the_person_and_the_month(self, cast, waiting):
        line, march, _april = waiting
        with act(cast.dirk) as acting:
            verification.approve(verification.Chosen(line.pk, True), by=acting, at=timezone.now())  # noqa: FBT003
        above(cast, 1000)
        with act(cast.dirk) as acting:
            chosen = verification.Chosen(line.pk, with_deployment=False, statement_ids=(march.pk,))
            verification.approve(chosen, by=acting, at=timezone.now())
        page = text_of(cast.dirk.get(f"beoordelen/?na=inzet.{line.pk}"))
        assert f"{line.pseudonym}, maart 2026 wacht nu op een tweede beoordelaar" in page


def test_a_request_in_the_list_has_the_keys_on_and_back(cast, contract):
    line, (march,) = approved(cast, contract)
    before = logged(cast.bram, contract, name="A. Ervoor")
    (request,) = asked(cast, line, [march])
    after = logged(cast.bram, contract_of(cast), name="B. Daarna")
    listed = cast.dirk.get("beoordelen/").content.decode()
    (path,) = set(re.findall(rf'href="[^"]*(beoordelen/verzoeken/{request.pk}/\?[^"]*)"', listed))
    page = cast.dirk.get(path).content.decode()
    steps = dict(re.findall(r'inzet/([0-9a-f-]+)/"\s+data-key="([jk])"', page))
    assert set(steps) <= {str(before.pk), str(after.pk)}
    assert "j" in steps.values()
    assert 'data-key="j"' not in cast.dirk.get(f"beoordelen/verzoeken/{request.pk}/").content.decode()
    refused = cast.dirk.post(path, {"verdict": "refuse", "said": ""})
    assert refused.status_code == 422
    assert re.search(r'class="notice notice--bad form-errors"[^>]*data-focus', refused.content.decode())
    assert 'href="#said"' in refused.content.decode()
    # A verdict that leads to a page of its own goes there as a whole.
    path = f"beoordelen/inzet/{after.pk}/"
    form = form_of(cast.dirk, path, deployment="1", verdict="approve", next=f"verzoek.{request.pk}")
    answer = cast.dirk.post(path, form, headers=HTMX)
    assert f"beoordelen/verzoeken/{request.pk}/" in answer["HX-Redirect"]
    assert "Ongedaan maken" in cast.dirk.client.get(answer["HX-Redirect"]).content.decode()


def test_of_a_month_that_went_back_meanwhile_the_verifier_reads_which_and_why(cast, waiting):
    line, march, april = waiting
    with owner():
        type(line).objects.filter(pk=line.pk).update(status=LineStatus.APPROVED)
        type(line.block).objects.filter(pk=line.block_id).update(evidence=[])
    before = form_of(cast.dirk, "beoordelen/samen/", line=[str(line.pk)])
    with act(cast.bram) as acting:
        hours.withdraw_hours(april.pk, by=acting, at=timezone.now())
    answer = cast.dirk.post("beoordelen/samen/", before)
    page = text_of(cast.dirk.client.get(answer.url))
    assert (seen(march).status, seen(april).status) == (LineStatus.APPROVED, LineStatus.CONCEPT)
    assert "1 regel in één keer" in page
    assert f"{line.pseudonym}, april 2026 niet: Dit wacht niet meer op een oordeel" in page


class TestRevised:
    def test_above_the_amount_a_month_waits_and_that_is_said_twice(self, cast, contract):
        _line, (month,) = approved(cast, contract)
        above(cast, 1000)
        with owner():
            task = RevaluationTask.objects.create(statement=month, new_value=Decimal("3000.00"))
            type(contract).objects.filter(pk=contract.pk).update(ends_on="2026-03-20")
        path = f"beoordelen/herwaardering/{task.pk}/"
        assert "hij wacht daarna op een tweede beoordelaar" in text_of(cast.dirk.get(path))
        answer = cast.dirk.post(path, form_of(cast.dirk, path, verdict="approve"))
        assert "De nieuwe wacht op een tweede beoordelaar" in text_of(cast.dirk.client.get(answer.url))
        above(cast, None)
        with owner():
            task = RevaluationTask.objects.create(statement=month, new_value=Decimal("3000.00"))
        assert "en een nieuwe goedgekeurd" in text_of(cast.dirk.get(f"beoordelen/herwaardering/{task.pk}/"))

    def test_above_the_amount_a_year_waits_too(self, cast, contract):
        _line, _months = uneven(cast, contract)
        propose(cast)
        with owner():
            found = YearLine.objects.get()
        submitted(cast, found)
        judged(cast, found)
        with owner():
            YearLine.objects.filter(pk=found.pk).update(value_now=Decimal("900.00"))
        above(cast, 500)
        path = f"beoordelen/jaar/{found.pk}/"
        assert "hij wacht daarna op een tweede beoordelaar" in text_of(cast.dirk.get(path))
        answer = cast.dirk.post(path, form_of(cast.dirk, path, verdict="approve"))
        assert answer.status_code == 302
        with owner():
            assert YearLine.objects.live().get().status == LineStatus.SUBMITTED
        assert "De nieuwe wacht op een tweede beoordelaar" in text_of(cast.dirk.client.get(answer.url))


class TestOwnEntries:
    def test_a_colleague_judges_them_and_no_button_says_otherwise(self, cast, contract):
        line = logged(cast.bram, contract)
        with owner():
            row = ContributionFactory(contract=contract, submitted_at=timezone.now())
        entered_by(cast.dirk, deployment=line)
        entered_by(cast.dirk, contribution=row)
        colleague = colleague_of(cast.dirk)
        assert text_of(cast.dirk.get("beoordelen/")).count("door uzelf ingevoerd: een collega is aan de beurt") == 2
        assert "door uzelf ingevoerd" not in text_of(colleague.get("beoordelen/"))
        for path in (f"beoordelen/inzet/{line.pk}/", f"beoordelen/invulling/{row.pk}/"):
            page = text_of(cast.dirk.get(path))
            assert "Daarom beoordeelt u het niet" in page
            assert "Dit kunnen nu beoordelen: Doutzen." in page
            assert not re.search(r'data-key="[gtx]"', page)
            assert re.search(r'data-key="g"', text_of(colleague.get(path)))

    def test_of_a_person_only_the_part_that_one_entered_is_closed(self, cast, waiting):
        line, march, april = waiting
        entered_by(cast.dirk, deployment=line, statement=april)
        page = cast.dirk.get(f"beoordelen/inzet/{line.pk}/").content.decode()
        assert ticked(page) == {"1", str(march.pk)}
        assert re.search(rf'value="{april.pk}" disabled', page)
        assert 'data-key="g"' in page
        assert "deels door uzelf ingevoerd" in page

    def test_a_revaluation_too(self, cast, contract):
        line, (month,) = approved(cast, contract)
        entered_by(cast.dirk, deployment=line, statement=month)
        with owner():
            task = RevaluationTask.objects.create(statement=month, new_value=Decimal("3000.00"))
        page = text_of(cast.dirk.get(f"beoordelen/herwaardering/{task.pk}/"))
        assert 'data-key="g"' not in page
        assert "Daarom beoordeelt u het niet" in page
        with owner():
            assert HoursStatement.objects.get(pk=month.pk).reversed_at is None
