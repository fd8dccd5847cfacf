"""The pages of placements: Carla and Dirk work, Bram sees his own, Alice, Esra and Frank nothing."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from candidates.models import Candidate
from organisations.choices import OrganisationKind
from organisations.models import ReadLog, new_id
from placements.models import ConditionCheck, Deployment, Placement
from tenders.models import Contract
from tests.factories.candidates import CandidateFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.placing import PlacementFactory
from tests.placements.workspace import auditor_of, contract_of, logged

FIXED = 3
TODAY = dt.date(2026, 11, 2)
_real = timezone.localdate
NAME = "Sanne Voorbeeldstra"


@pytest.fixture(autouse=True)
def early_november(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda value=None: TODAY if value is None else _real(value))


@pytest.fixture
def candidate(cast, owner):
    with owner():
        return CandidateFactory(
            state="placed",
            werkplein=cast.carla.organisation,
            identity__first_name="Sanne",
            identity__last_name="Voorbeeldstra",
            identity__birth_date=dt.date(1990, 3, 4),
        )


@pytest.fixture
def placement(cast, owner, candidate):
    with owner():
        return PlacementFactory(
            candidate=candidate,
            employer=cast.bram.organisation.name,
            employer_organisation=cast.bram.organisation,
            ends_on=dt.date(2027, 3, 1),
            sroi=True,
        )


def form(**values):
    return {
        "organisation": "",
        "employer": "Bakkerij De Halm",
        "sector": "other",
        "occupation": "",
        "starts_on": "2-11-2026",
        "ends_on": "1-5-2027",
        "hours_per_week": "24,5",
        "contract_form": "own",
        "wage_replaces_benefit": "ja",
        "contract": "",
        "token": str(new_id()),
    } | values


def page(person, path):
    return person.get(path).content.decode()


class TestWhoSees:
    """For each address one who may, one who may not, and Frank."""

    def test_the_list_by_role(self, cast, placement):
        assert NAME in page(cast.carla, "plaatsingen/")
        assert NAME in page(cast.dirk, "plaatsingen/")
        bram = page(cast.bram, "plaatsingen/")
        assert placement.candidate.reference in bram
        assert "Voorbeeldstra" not in bram
        assert cast.alice.get("plaatsingen/").status_code == cast.esra.get("plaatsingen/").status_code == 403
        frank = page(cast.frank, "plaatsingen/")
        assert placement.candidate.reference not in frank
        assert "Voorbeeldstra" not in frank

    def test_the_page_by_role(self, cast, placement):
        path = f"plaatsingen/{placement.pk}/"
        carla = page(cast.carla, path)
        assert "Duurzame uitstroom" in carla
        assert cast.carla.url(f"dossiers/{placement.candidate_id}/") in carla
        bram = page(cast.bram, path)
        assert "Kandidaat opvoeren" in bram
        for hidden in ("Voorbeeldstra", "Duurzame uitstroom", "uitkering", "Beëindigen", "dossiers/"):
            assert hidden not in bram
        for person, status in ((cast.alice, 403), (cast.esra, 403), (cast.frank, 404)):
            assert person.get(path).status_code == status
        assert cast.frank.get(path).content.decode().count(NAME) == 0

    @pytest.mark.parametrize(
        "step",
        ["verbeteren", "verlengen", "beeindigen", "weghalen", "voorwaarde/wage", "naam-delen", "toch-niet-beeindigd"],
    )
    def test_only_who_works_the_file_does_anything(self, cast, owner, placement, step):
        path = f"plaatsingen/{placement.pk}/{step}/"
        posted = {"reason": "Dat mag hier niet", "agreed": "ja", "ended_on": "1-11-2026", "then": "ready"}
        others = (cast.alice, cast.bram, cast.esra, auditor_of(cast.carla))
        for person, status in (*((other, 403) for other in others), (cast.frank, 404)):
            assert person.post(path, posted).status_code == status
            if step not in {"naam-delen", "toch-niet-beeindigd"}:
                assert person.get(path).status_code == status
        with owner():
            after = Placement.objects.get(pk=placement.pk)
        assert (after.candidate_agreed_on, after.ended_on) == (None, None)

    def test_placing_is_for_who_works_the_file(self, cast, owner, candidate):
        path = f"plaatsingen/nieuw/{candidate.pk}/"
        others = (cast.alice, cast.bram, cast.esra, auditor_of(cast.carla))
        for person, status in (*((other, 403) for other in others), (cast.frank, 404)):
            assert person.get(path).status_code == status
            assert person.post(path, form()).status_code == status
        with owner():
            assert not Placement.objects.exists()

    def test_another_werkplein_sees_nothing(self, cast, owner, placement):
        with owner():
            elsewhere = OrganisationFactory(werkplein=True)
            Candidate.objects.filter(pk=placement.candidate_id).update(werkplein=elsewhere)
        assert cast.carla.get(f"plaatsingen/{placement.pk}/").status_code == 404

    def test_the_file_of_the_candidate_shows_his_work(self, cast, placement):
        path = f"dossiers/{placement.candidate_id}/werk/"
        assert placement.employer in page(cast.carla, path)
        for person, status in ((cast.alice, 403), (cast.bram, 403), (cast.esra, 403), (cast.frank, 404)):
            assert person.get(path).status_code == status


class TestReadLog:
    def lines(self, owner):
        with owner():
            seen = ReadLog.objects.filter(subject="candidate")
            return list(seen.order_by("at", "pk").values_list("user__name", "subject_id", "reason"))

    def test_each_person_seen_is_a_line(self, cast, owner, placement):
        cast.carla.get("plaatsingen/")
        cast.carla.get(f"plaatsingen/{placement.pk}/")
        assert self.lines(owner) == [
            ("Carla", placement.candidate_id, "Lijst van plaatsingen"),
            ("Carla", placement.candidate_id, "Plaatsing"),
        ]

    def test_an_employer_leaves_a_line_only_of_a_name(self, cast, owner, placement):
        cast.bram.get("plaatsingen/")
        cast.bram.get(f"plaatsingen/{placement.pk}/")
        assert self.lines(owner) == []

        cast.carla.post(f"plaatsingen/{placement.pk}/naam-delen/", {"agreed": "ja"})
        assert NAME in page(cast.bram, f"plaatsingen/{placement.pk}/")
        assert self.lines(owner) == [("Bram", placement.candidate_id, "Plaatsing")]

    def test_of_an_authority_as_employer_no_name_is_offered(self, cast, owner, placement):
        with owner():
            Placement.objects.filter(pk=placement.pk).update(employer_organisation=cast.alice.organisation)
        text = page(cast.carla, f"plaatsingen/{placement.pk}/")
        assert "nooit een naam: het is een overheid" in text
        assert "naam-delen" not in text
        answer = cast.carla.post(f"plaatsingen/{placement.pk}/naam-delen/", {"agreed": "ja"}, follow=True)
        assert "ziet nu wie de kandidaat is" not in answer.content.decode()
        with owner():
            assert Placement.objects.get(pk=placement.pk).candidate_agreed_on is None

    def test_a_page_is_refused_when_the_log_cannot_be_written(self, cast, owner, placement):
        with owner(), connection.cursor() as cursor:
            cursor.execute(
                "ALTER TABLE organisations_readlog ADD CONSTRAINT full_up CHECK (subject <> 'candidate') NOT VALID"
            )
        cast.carla.client.raise_request_exception = False
        for path in ("plaatsingen/", f"plaatsingen/{placement.pk}/"):
            answer = cast.carla.get(path)
            assert answer.status_code == 500
            assert "Voorbeeldstra" not in answer.content.decode()


class TestDoing:
    def test_place_with_few_words(self, cast, owner, candidate):
        with owner():
            Candidate.objects.filter(pk=candidate.pk).update(state="ready")
        answer = cast.carla.post(f"plaatsingen/nieuw/{candidate.pk}/", form())
        with owner():
            made = Placement.objects.select_related("file").get()
            candidate.refresh_from_db()
        assert (answer.status_code, answer.url) == (302, cast.carla.url(f"plaatsingen/{made.pk}/"))
        assert (str(made.hours_per_week), made.file.wage_replaces_benefit, made.sroi) == ("24.50", True, False)
        assert candidate.state == "placed"

    def test_errors_stand_by_the_field_and_nothing_is_lost(self, cast, owner, candidate):
        answer = cast.carla.post(
            f"plaatsingen/nieuw/{candidate.pk}/", form(employer="", ends_on="1-10-2026", wage_replaces_benefit="")
        )
        text = answer.content.decode()
        assert answer.status_code == 422
        for sentence in ("Kies een werkgever uit de lijst", "ligt voor de eerste werkdag", "Kies ja of nee"):
            assert sentence in text
        assert 'value="24,5"' in text
        with owner():
            assert not Placement.objects.exists()

    def test_a_contract_brings_its_company_along(self, cast, owner, candidate):
        contract = contract_of(cast)
        cast.carla.post(f"plaatsingen/nieuw/{candidate.pk}/", form(employer="", contract=str(contract.pk)))
        with owner():
            made = Placement.objects.get()
        assert (made.employer_organisation_id, made.contract_id, made.sroi) == (
            cast.bram.organisation.pk,
            contract.pk,
            True,
        )

    def test_who_cannot_see_the_contract_leaves_it_where_it_is(self, cast, owner, placement):
        with owner():
            contract = contract_of(cast, werkplein=OrganisationFactory(werkplein=True))
            Placement.objects.filter(pk=placement.pk).update(contract=contract)
        text = page(cast.carla, f"plaatsingen/{placement.pk}/verbeteren/")
        shown = re.search(r'name="shown" value="([^"]*)"', text)[1]
        assert "een contract dat u niet kunt zien" in text
        sent = form(organisation=str(cast.bram.organisation.pk), employer="", reason="Ander aantal uren", shown=shown)
        assert cast.carla.post(f"plaatsingen/{placement.pk}/verbeteren/", sent).status_code == 302
        with owner():
            after = Placement.objects.get(pk=placement.pk)
        assert (after.contract_id, str(after.hours_per_week)) == (contract.pk, "24.50")

    def test_extend_end_and_undo(self, cast, owner, placement):
        path = f"plaatsingen/{placement.pk}/"
        early = cast.carla.post(
            path + "verlengen/", {"ends_on": "1-2-2027", "agreed_on": "1-11-2026", "reason": "Contract verlengd"}
        )
        assert (early.status_code, "na het einde" in early.content.decode()) == (422, True)
        cast.carla.post(
            path + "verlengen/", {"ends_on": "", "agreed_on": "1-11-2026", "reason": "Nu een vast contract"}
        )
        cast.carla.post(path + "beeindigen/", {"ended_on": "30-10-2026", "reason": "other_job", "then": "ready"})
        text = page(cast.carla, path)
        assert "Verlengd: zonder einde" in text
        assert "Ander werk gevonden" in text
        cast.carla.post(path + "toch-niet-beeindigd/")
        with owner():
            after = Placement.objects.select_related("candidate").get(pk=placement.pk)
        assert (after.ends_on, after.ended_on, after.candidate.state) == (None, None, "placed")

    def test_what_is_said_of_the_file_is_so(self, cast, owner, placement):
        path = f"plaatsingen/{placement.pk}/"

        def told(step, **posted):
            return cast.carla.post(path + step, posted, follow=True).content.decode()

        ending = {"ended_on": "30-10-2026", "reason": "other_job", "then": "ready"}
        with owner():
            other = PlacementFactory(candidate=placement.candidate, employer="Slagerij Vos")
        assert "Er is nog ander werk: het dossier blijft zoals het is." in told("beeindigen/", **ending)
        assert "teruggedraaid. Het dossier staat op ‘Geplaatst’." in told("toch-niet-beeindigd/")
        with owner():
            other.delete()
        assert "dan staat er een taak" in told("beeindigen/", **ending | {"ended_on": "3-11-2026"})
        told("toch-niet-beeindigd/")
        assert "dan staat er een taak" not in told("beeindigen/", **ending)
        with owner():
            Candidate.objects.filter(pk=placement.candidate_id).update(state="diagnosis")
        text = told("toch-niet-beeindigd/")
        assert "Het einde is teruggedraaid." in text
        assert "Het dossier staat nog op ‘Diagnose’. Kijk of dat klopt." in text

    def test_a_check_stands_beside_the_rule(self, cast, owner, placement):
        path = f"plaatsingen/{placement.pk}/voorwaarde/wage/"
        assert "geen uitkering meer nodig" in page(cast.carla, path)
        sent = {"verdict": "not_met", "seen": "payslip", "seen_on": "1-11-2026", "note": "Blijft een aanvulling"}
        answer = cast.carla.post(path, sent)
        assert answer.url == cast.carla.url(f"plaatsingen/{placement.pk}/") + "#duurzaam"
        with owner():
            check = ConditionCheck.objects.get()
        assert (check.verdict, check.rule_met, check.by_id) == ("not_met", True, cast.carla.user.pk)
        assert "Dit is anders dan in het dossier" in page(cast.dirk, f"plaatsingen/{placement.pk}/")

    def test_a_condition_that_is_none_is_not_found(self, cast, placement):
        assert cast.carla.get(f"plaatsingen/{placement.pk}/voorwaarde/zomaar/").status_code == 404

    def test_a_placement_past_its_end_asks_what_became_of_it(self, cast, owner, placement):
        with owner():
            Placement.objects.filter(pk=placement.pk).update(ends_on=dt.date(2026, 10, 1))
        assert "Is het werk verlengd of gestopt?" in page(cast.carla, f"plaatsingen/{placement.pk}/")
        assert NAME in page(cast.carla, "plaatsingen/?stand=placement_overdue")
        assert NAME not in page(cast.carla, "plaatsingen/?stand=placement_ended")

    def test_who_has_no_name_is_shown_by_number_once(self, cast, placement):
        title = page(cast.bram, "plaatsingen/").split("</caption>")[1]
        number = placement.candidate.reference
        assert re.sub(r"<[^>]+>|\s", "", title).count(number) == 1

    def test_a_line_with_the_number_of_somebody_else_is_marked_for_who_verifies(self, cast, placement):
        contract = contract_of(cast)
        number = placement.candidate.reference.lower()
        logged(cast.bram, contract, name="Piet Anders", birth_date=dt.date(1990, 3, 4), candidate_reference=number)
        path = f"plaatsingen/{placement.pk}/"
        assert "kandidaatnummer van iemand anders" in page(cast.dirk, path)
        for person in (cast.bram, cast.carla):
            assert "van iemand anders" not in page(person, path)
        assert "Nog niet opgevoerd" not in page(cast.bram, path)

    def test_a_first_day_outside_the_contract_is_told(self, cast, owner, placement):
        with owner():
            contract = contract_of(cast)
            Placement.objects.filter(pk=placement.pk).update(
                contract=contract, starts_on=contract.starts_on - dt.timedelta(days=1)
            )
        assert "ligt buiten het contract" in page(cast.dirk, f"plaatsingen/{placement.pk}/")
        with owner():
            Placement.objects.filter(pk=placement.pk).update(starts_on=contract.starts_on)
        assert "ligt buiten het contract" not in page(cast.dirk, f"plaatsingen/{placement.pk}/")

    def test_a_contract_is_chosen_by_its_days_and_not_long_after_its_end(self, cast, owner, candidate):
        contract = contract_of(cast)
        path = f"plaatsingen/nieuw/{candidate.pk}/"
        assert f"{contract.starts_on:%Y} – " in page(cast.carla, path)
        with owner():
            Contract.objects.filter(pk=contract.pk).update(ends_on=TODAY - dt.timedelta(days=93))
        assert str(contract.pk) not in page(cast.carla, path)

    def test_search_by_name_finds_only_where_the_name_may_be_seen(self, cast, placement):
        assert placement.candidate.reference in page(cast.carla, "plaatsingen/?zoek=voorbeeldstra")
        assert placement.candidate.reference not in page(cast.bram, "plaatsingen/?zoek=voorbeeldstra")


class TestOnAContract:
    """What is known of the placement is not asked again."""

    def opened(self, cast, contract, placement):
        return page(cast.bram, f"inzet/nieuw/?contract={contract.pk}&placement={placement.pk}")

    def value(self, text, name):
        tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', text)[0]
        found = re.search(r'value="([^"]*)"', tag)
        return found[1] if found else ""

    def test_all_of_it_where_the_candidate_agreed(self, cast, owner, placement):
        contract = contract_of(cast)
        cast.carla.post(f"plaatsingen/{placement.pk}/naam-delen/", {"agreed": "ja"})
        text = self.opened(cast, contract, placement)
        assert {name: self.value(text, name) for name in ("name", "birth_date", "starts_on", "ends_on")} == {
            "name": NAME,
            "birth_date": "04-03-1990",
            "starts_on": "01-09-2026",
            "ends_on": "01-03-2027",
        }
        assert self.value(text, "hours_per_week") == "32"
        assert self.value(text, "candidate_reference") == placement.candidate.reference

    def test_no_name_where_he_did_not(self, cast, placement):
        text = self.opened(cast, contract_of(cast), placement)
        assert (self.value(text, "name"), self.value(text, "birth_date")) == ("", "")
        assert self.value(text, "candidate_reference") == placement.candidate.reference
        assert "Voorbeeldstra" not in text

    def test_a_placement_elsewhere_is_not_found(self, cast, owner, placement):
        contract = contract_of(cast)
        with owner():
            other = OrganisationFactory(kind=OrganisationKind.CONTRACTOR)
            Placement.objects.filter(pk=placement.pk).update(employer_organisation=other)
        path = f"inzet/nieuw/?contract={contract.pk}&placement={placement.pk}"
        assert cast.bram.get(path).status_code == 404

    def test_line_and_placement_show_each_other(self, cast, owner, placement):
        contract = contract_of(cast)
        assert placement.candidate.reference in page(cast.bram, "inzet/nieuw/")
        with owner():
            block = contract.tariff.blocks.filter(kind="full_time_year").first()
        sent = {
            "name": NAME,
            "birth_date": "4-3-1990",
            "block": str(block.pk),
            "starts_on": "1-9-2026",
            "ends_on": "1-3-2027",
            "hours_per_week": "32",
            "candidate_reference": placement.candidate.reference,
            "person_informed": "on",
            "action": "submit",
            "token": str(new_id()),
        }
        cast.bram.post(f"inzet/nieuw/?contract={contract.pk}&placement={placement.pk}", sent)
        with owner():
            line = Deployment.objects.get()
        for person in (cast.bram, cast.carla, cast.dirk):
            assert f"inzet/{line.pk}/" in page(person, f"plaatsingen/{placement.pk}/")
            assert f"plaatsingen/{placement.pk}/" in page(person, f"inzet/{line.pk}/")
        assert placement.candidate.reference not in page(cast.bram, "inzet/nieuw/")


@pytest.mark.parametrize(("path", "most"), [("plaatsingen/", 6 + 1), ("plaatsingen/?zoek=sanne", 6 + 1)])
def test_the_list_takes_as_many_queries_for_three_as_for_thirty(cast, owner, path, most):
    """Six of the list, its views among them, and one line in the read log for all of the page."""

    def count():
        with CaptureQueriesContext(connection) as taken:
            assert cast.dirk.get(path).status_code == 200
        return len([one for one in taken if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))])

    with owner():
        for _number in range(3):
            PlacementFactory(candidate__identity__first_name="Sanne")
    few = count()
    with owner():
        for _number in range(27):
            PlacementFactory(candidate__identity__first_name="Sanne")
    assert count() == few <= FIXED + most


def test_the_page_takes_no_more_queries_than_a_page_may(cast, owner, placement):
    with owner():
        for _number in range(3):
            PlacementFactory(candidate=placement.candidate)
    for person in (cast.carla, cast.dirk, cast.bram):
        with CaptureQueriesContext(connection) as taken:
            assert person.get(f"plaatsingen/{placement.pk}/").status_code == 200
        asked = [one for one in taken if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]
        assert len(asked) <= FIXED + 9 + 1, [one["sql"][:150] for one in asked]


def test_who_has_work_by_a_package_needs_no_appointment(cast, owner, placement):
    with owner():
        talked = {"state": "diagnosis", "last_contact_on": TODAY, "coach": cast.carla.user}
        Candidate.objects.filter(pk=placement.candidate_id).update(**talked)
    assert placement.candidate.reference not in page(cast.carla, "dossiers/?rij=zonder")
    with owner():
        Placement.objects.filter(pk=placement.pk).update(ended_on=TODAY - dt.timedelta(days=1), end_reason="term")
    assert placement.candidate.reference in page(cast.carla, "dossiers/?rij=zonder")


def test_who_worked_past_the_agreed_end_stands_in_a_queue(cast, owner, placement):
    assert placement.candidate.reference not in page(cast.carla, "dossiers/?rij=einde")
    with owner():
        Placement.objects.filter(pk=placement.pk).update(ends_on=TODAY - dt.timedelta(days=1))
    assert placement.candidate.reference in page(cast.carla, "dossiers/?rij=einde")
    with owner():
        Placement.objects.filter(pk=placement.pk).update(ended_on=TODAY, end_reason="term")
    assert placement.candidate.reference not in page(cast.carla, "dossiers/?rij=einde")
