"""The pages of proposals: for the coach what waits, for an employer whom the candidate let him know, for nobody else."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from candidates.choices import CandidateState
from organisations.models import ReadLog, new_id
from placements import mediation_urls
from placements.models import Placement
from placements.vacancy_choices import ProposalState
from tests.architecture.addresses import PLAIN, QUERIES, workspace_addresses
from tests.database import owner
from tests.factories.organisations import OrganisationFactory
from tests.factories.tenders import ContractFactory
from tests.placements.mediation.proposals import SECRETS, mails, now, proposal, secretive, vacancy_of, work_off
from tests.placements.mediation.seekers import seeker
from tests.placements.workspace import auditor_of

pytestmark = pytest.mark.django_db
HIDDEN = [ProposalState.SHORTLISTED, ProposalState.ASKED, ProposalState.DECLINED, ProposalState.WITHDRAWN]
SHOWN = [ProposalState.AGREED, ProposalState.MEETING, ProposalState.HIRED]
#: Every address that takes a step with one proposal.
STEPS = [
    *("vragen/", "herinneren/", "antwoord/", "speeddate/"),
    *("kennismaking/", "aannemen/", "afwijzen/", "intrekken/"),
]
TEXT = "Werkte tien jaar in de bouw en begint graag vroeg."


def path_of(one, step=""):
    return f"voorstellen/{one.pk}/{step}"


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def tomorrow():
    return f"{timezone.localdate() + dt.timedelta(days=1):%d-%m-%Y}"


class TestWho:
    def test_the_coach_and_the_coordination_point_see_it_and_leave_a_line(self, cast):
        one = proposal(cast, ProposalState.ASKED)
        for person in (cast.carla, cast.dirk):
            for path in ("voorstellen/", path_of(one)):
                answer = person.get(path)
                assert answer.status_code == 200
                assert "Zilverberg" in words(answer)
        with owner():
            assert ReadLog.objects.filter(subject_id=one.candidate_id).count() == 4

    @pytest.mark.parametrize("state", SHOWN)
    def test_the_employer_sees_who_said_yes_and_leaves_a_line(self, cast, state):
        one = proposal(cast, state)
        assert "Quirijn Zilverberg" in words(cast.bram.get("voorstellen/"))
        page = words(cast.bram.get(path_of(one)))
        assert "Quirijn Zilverberg" in page
        assert one.introduction in page
        with owner():
            assert ReadLog.objects.filter(subject_id=one.candidate_id, user=cast.bram.user).count() == 2

    def test_nobody_else(self, cast):
        one = proposal(cast, ProposalState.AGREED)
        for person in (cast.alice, cast.esra):
            assert person.get("voorstellen/").status_code == 403
            assert person.get(path_of(one)).status_code == 403
        for person in cast.strangers.values():
            assert "Zilverberg" not in words(person.get("voorstellen/"))
            assert person.get(path_of(one)).status_code in {403, 404}

    def test_another_company_of_the_region_sees_nothing(self, cast):
        with owner():
            other = OrganisationFactory(contractor=True, region=cast.region)
        one = proposal(cast, ProposalState.AGREED, vacancy=vacancy_of(cast, employer_organisation=other))
        assert cast.bram.get(path_of(one)).status_code == 404
        assert "Zilverberg" not in words(cast.bram.get("voorstellen/"))

    def test_who_only_reads_takes_no_step(self, cast):
        one = proposal(cast, ProposalState.AGREED)
        for member in (cast.bram, cast.carla):
            reader = auditor_of(member)
            page = reader.get(path_of(one))
            assert page.status_code == 200
            assert "aannemen/" not in page.content.decode()
            assert reader.post(path_of(one, "aannemen/")).status_code == 403

    @pytest.mark.parametrize("state", ProposalState.values)
    @pytest.mark.parametrize("who", ["bram", "carla"])
    def test_an_auditor_reads_what_his_colleagues_read_and_writes_nothing(self, cast, who, state):
        one = proposal(cast, state)
        member = getattr(cast, who)
        reader = auditor_of(member)
        pages = ["voorstellen/", path_of(one)]
        if who == "carla":
            pages.append(f"dossiers/{one.candidate_id}/werk/")
        for path in pages:
            answer = reader.get(path)
            assert answer.status_code == member.get(path).status_code
            # Beside the search of the frame and the filters nothing can be sent.
            forms = re.findall(r'<form[^>]*method="post"[^>]*action="([^"]*)"', answer.content.decode(), re.DOTALL)
            assert not [action for action in forms if "voorstellen/" in action or "/werk/intrekken/" in action]
        before = now(one).state
        for path in [*(path_of(one, step) for step in STEPS), f"dossiers/{one.candidate_id}/werk/intrekken/"]:
            assert reader.post(path, {"because": "paused", "chosen": [str(one.pk)]}).status_code == 403
        assert reader.post("voorstellen/downloaden/", {"bestandssoort": "csv"}).status_code == 403
        assert now(one).state == before

    @pytest.mark.parametrize("step", ["vragen/", "herinneren/", "antwoord/", "intrekken/", "speeddate/"])
    def test_what_the_coach_does_no_employer_does(self, cast, step):
        one = proposal(cast, ProposalState.AGREED)
        assert cast.bram.post(path_of(one, step)).status_code == 403


class TestNobodyTellsTheEmployer:
    """No name, number, row, count, title or mail before the yes and after a no, on no address of his workspace."""

    @pytest.mark.parametrize("state", [*HIDDEN, ProposalState.REFUSED])
    def test_no_address_of_his_workspace(self, cast, state):
        vacancy = vacancy_of(cast)
        one = proposal(cast, state, vacancy=vacancy)
        place = {
            "vacancy_id": vacancy.pk,
            "proposal_id": one.pk,
            "candidate_id": one.candidate_id,
            "token": "x" * 43,
            "region_code": cast.region.code,
        }
        tried, other = 0, new_id()
        for address in workspace_addresses():
            asked = {*address.parameters, *(name for _word, name in QUERIES.get(address.name, ()))}
            url = address.url(
                cast.bram.organisation.pk, {name: place.get(name, PLAIN.get(name, other)) for name in asked}
            )
            answer = cast.bram.client.get(url)
            if answer.status_code != 200 or answer.streaming:
                continue
            tried += 1
            text = answer.content.decode(errors="ignore").replace(url, "")
            for secret in (*SECRETS, one.candidate.reference):
                assert secret not in text, f"{address.name} tells {secret}"
            if state in HIDDEN:
                assert str(one.pk) not in text, f"{address.name} knows the proposal"
        assert tried > 20
        assert cast.bram.get(path_of(one)).status_code == (200 if state == ProposalState.REFUSED else 404)

    @pytest.mark.parametrize("state", HIDDEN)
    def test_no_row_and_no_count(self, cast, state):
        vacancy = vacancy_of(cast)
        empty = words(cast.bram.get("voorstellen/"))
        start = words(cast.bram.get(""))
        proposal(cast, state, vacancy=vacancy)
        assert words(cast.bram.get("voorstellen/")) == empty
        assert words(cast.bram.get("")) == start

    def test_after_his_no_the_page_knows_nobody(self, cast):
        one = proposal(cast, ProposalState.AGREED)
        answer = cast.bram.post(path_of(one, "afwijzen/"), {"reason": "experience", "note": ""}, follow=True)
        text = answer.content.decode()
        assert "U ziet niet meer wie" in text
        assert one.introduction not in text
        for secret in SECRETS:
            assert secret not in text
            assert secret not in cast.bram.get("voorstellen/?stand=proposal_refused").content.decode()

    def test_every_step_that_there_is_is_tried(self):
        assert {f"voorstellen/<uuid:proposal_id>/{step}" for step in ("", *STEPS)} == {
            str(one.pattern) for one in mediation_urls.urlpatterns if "<uuid:proposal_id>" in str(one.pattern)
        }

    def test_search_by_a_hidden_name_finds_nothing(self, cast):
        proposal(cast, ProposalState.REFUSED)
        assert cast.bram.get("voorstellen/?zoek=Zilverberg").context["table"].paginator.count == 0

    def test_no_mail_names_anybody(self, cast):
        who = secretive(cast)
        one = proposal(cast, ProposalState.SHORTLISTED, candidate=who)
        data = {"introduction": TEXT, "answer_by": tomorrow()}
        assert cast.carla.post(path_of(one, "vragen/"), data).status_code == 302
        cast.carla.post(path_of(one, "antwoord/"), {"wants": "ja"})
        work_off()
        cast.carla.post(path_of(one, "intrekken/"), {"because": "other", "note": "Gaat een opleiding doen."})
        work_off()
        of_employer = [text for name, _to, text in mails() if "employer" in name]
        assert len(of_employer) >= 2
        assert not [text for text in of_employer if any(one in text for one in (*SECRETS, who.reference))]


class TestCoach:
    def test_what_waits_for_him_stands_first_with_a_word_for_the_deadline(self, cast):
        today = timezone.localdate()
        proposal(cast, ProposalState.AGREED, candidate=seeker(cast, identity__first_name="Wacht"))
        proposal(
            cast,
            ProposalState.ASKED,
            candidate=seeker(cast, identity__first_name="Laat"),
            answer_by=today - dt.timedelta(days=2),
        )
        proposal(cast, ProposalState.SHORTLISTED, candidate=seeker(cast, identity__first_name="Vraag"))
        proposal(cast, ProposalState.REFUSED, candidate=seeker(cast, identity__first_name="Voorbij"))
        answer = cast.carla.get("voorstellen/")
        names = [row.record.who.split()[0] for row in answer.context["table"].page.object_list]
        assert names[2:] == ["Wacht", "Voorbij"]
        assert set(names[:2]) == {"Laat", "Vraag"}
        assert "antwoord was voor of op" in words(answer)
        assert "Vraag de kandidaat" in words(answer)
        assert cast.carla.get("voorstellen/?wacht=nu").context["table"].paginator.count == 2

    def test_bad_input_stays_with_a_sentence_beside_it(self, cast):
        one = proposal(cast, ProposalState.SHORTLISTED)
        data = {"introduction": "Quirijn kan alles in de bouw.", "answer_by": tomorrow()}
        answer = cast.carla.post(path_of(one, "vragen/"), data)
        assert answer.status_code == 422
        assert "Zet hier de naam van de kandidaat niet in" in words(answer)
        assert "Quirijn kan alles in de bouw." in answer.content.decode()

    def test_asks_and_writes_down_the_answer(self, cast):
        one = proposal(cast, ProposalState.SHORTLISTED)
        cast.carla.post(path_of(one, "vragen/"), {"introduction": TEXT, "answer_by": tomorrow()})
        assert cast.carla.post(path_of(one, "antwoord/"), {"wants": "nee"}).status_code == 422
        cast.carla.post(path_of(one, "antwoord/"), {"wants": "nee", "reason": "pay"})
        assert (now(one).state, now(one).file.decline_reason) == ("candidate_declined", "pay")

    def test_a_reason_beside_a_no_is_not_said_to_be_needless(self, cast):
        page = words(cast.carla.get(path_of(proposal(cast, ProposalState.ASKED))))
        assert "Waarom niet?" in page
        assert "Waarom niet? (hoeft niet)" not in page

    def test_a_mistake_in_a_form_that_is_gone_leads_to_how_it_stands(self, cast):
        one = proposal(cast, ProposalState.AGREED)
        for step, typed in (("antwoord/", {"wants": "nee"}), ("vragen/", {"introduction": ""})):
            said = cast.carla.post(path_of(one, step), typed, follow=True)
            assert (said.status_code, "Dit voorstel is intussen veranderd" in words(said)) == (200, True)
        assert cast.frank.post(path_of(one, "antwoord/"), {"wants": "nee"}).status_code == 404
        assert now(one).state == "agreed"

    def test_a_step_that_somebody_overtook_says_so(self, cast):
        one = proposal(cast, ProposalState.DECLINED)
        answer = cast.carla.post(path_of(one, "aannemen/"), follow=True)
        assert "intussen veranderd" in words(answer)

    def test_taken_on_opens_the_form_of_a_placement_with_what_is_known(self, cast):
        vacancy = vacancy_of(cast, hours_from=24, hours_to=32, sroi=True)
        one = proposal(cast, ProposalState.HIRED, vacancy=vacancy, candidate=secretive(cast, state="proposed"))
        other = proposal(cast, ProposalState.ASKED, candidate=one.candidate)
        assert "Plaatsing vastleggen" in words(cast.carla.get(path_of(one)))
        path = f"plaatsingen/nieuw/{one.candidate_id}/?voorstel={one.pk}"
        form = cast.carla.get(path).context["form"]
        assert form.initial["organisation"] == cast.bram.organisation.pk
        assert (form.initial["hours_per_week"], form.initial["sroi"]) == (None, True)
        assert "24 tot en met 32 uur" in str(form.fields["hours_per_week"].help_text)
        data = {
            "organisation": str(cast.bram.organisation.pk),
            "sector": "construction",
            "starts_on": tomorrow(),
            "hours_per_week": "32",
            "contract_form": "own",
            "wage_replaces_benefit": "ja",
            "sroi": "on",
            "token": str(form.initial["token"]),
        }
        answer = cast.carla.post(path, data)
        assert answer.status_code == 302, answer.context["form"].errors
        kept = now(one)
        with owner():
            assert kept.placement == Placement.objects.get(candidate=one.candidate)
        assert kept.candidate.state == CandidateState.PLACED
        assert now(other).state == "proposal_withdrawn"

    def test_the_one_number_of_hours_of_a_vacancy_is_filled_in(self, cast):
        one = proposal(cast, ProposalState.HIRED, vacancy=vacancy_of(cast, hours_from=32, hours_to=32))
        form = cast.carla.get(f"plaatsingen/nieuw/{one.candidate_id}/?voorstel={one.pk}").context["form"]
        assert form.initial["hours_per_week"] == 32

    def test_the_contract_of_the_vacancy_goes_along(self, cast):
        one, contract = _hired_on_contract(cast, werkplein=cast.carla.organisation)
        answer = cast.carla.get(f"plaatsingen/nieuw/{one.candidate_id}/?voorstel={one.pk}")
        assert answer.context["form"]["contract"].value() == contract.pk
        assert contract.title in words(answer)
        assert "dat u hier niet kunt kiezen" not in words(answer)

    def test_a_contract_that_cannot_be_chosen_is_said(self, cast):
        one, contract = _hired_on_contract(cast, werkplein=None)
        text = words(cast.carla.get(f"plaatsingen/nieuw/{one.candidate_id}/?voorstel={one.pk}"))
        assert contract.title not in text
        assert f"Vacature {one.vacancy.reference} hoort bij een contract" in text
        assert "Vraag het Coördinatiepunt Social Return" in text


def _hired_on_contract(cast, **values):
    with owner():
        contract = ContractFactory(
            region=cast.region, authority=cast.alice.organisation, contractor=cast.bram.organisation, **values
        )
    vacancy = vacancy_of(cast, sroi=True, file__contract=contract)
    return proposal(cast, ProposalState.HIRED, vacancy=vacancy), contract


class TestEmployer:
    def test_plans_moves_and_takes_on(self, cast):
        one = proposal(cast, ProposalState.AGREED)
        data = {"day": tomorrow(), "clock": "14:30", "place": "Kadeweg 1"}
        assert cast.bram.post(path_of(one, "kennismaking/"), data).status_code == 302
        assert "14.30" in words(cast.bram.get(path_of(one)))
        cast.bram.post(path_of(one, "kennismaking/"), data | {"clock": "15:00"})
        assert "15.00" in words(cast.bram.get(path_of(one)))
        cast.bram.post(path_of(one, "aannemen/"))
        assert now(one).state == "hired"
        assert "Kennismaking verzet" in words(cast.carla.get(path_of(one)))

    @pytest.mark.parametrize(
        ("data", "said"),
        [
            ({}, "Vul de dag van de kennismaking in."),
            ({"day": "1-1-2020", "clock": "14:30", "place": "Kadeweg"}, "Dit moment is al geweest."),
            ({"day": "1-1-2099", "clock": "14:30", "place": "Kadeweg"}, "meer dan een half jaar vooruit"),
            ({"day": "1-1-2027", "clock": "half drie", "place": "Kadeweg"}, "Vul de tijd in als 14:30."),
        ],
    )
    def test_a_meeting_that_cannot_be_says_why(self, cast, data, said):
        one = proposal(cast, ProposalState.AGREED)
        answer = cast.bram.post(path_of(one, "kennismaking/"), data)
        assert answer.status_code == 422
        assert said in words(answer)

    def test_a_no_has_a_reason(self, cast):
        one = proposal(cast, ProposalState.AGREED)
        assert cast.bram.post(path_of(one, "afwijzen/"), {}).status_code == 422
        answer = cast.bram.post(path_of(one, "afwijzen/"), {"reason": "other", "note": ""})
        assert "Schrijf op waarom het niet doorgaat." in words(answer)

    def test_hears_when_all_places_are_taken(self, cast):
        vacancy = vacancy_of(cast, places=1)
        proposal(cast, ProposalState.HIRED, vacancy=vacancy)
        other = proposal(cast, ProposalState.AGREED, vacancy=vacancy, candidate=seeker(cast))
        assert "Alle plaatsen zijn vervuld" in words(cast.bram.get(path_of(other)))


@pytest.mark.parametrize("who", ["carla", "bram"])
def test_as_many_queries_at_three_as_at_thirty(cast, who):
    person = getattr(cast, who)
    vacancy = vacancy_of(cast, places=99)
    counts = []
    for more in (3, 22):
        for _each in range(more):
            proposal(cast, ProposalState.AGREED, vacancy=vacancy, candidate=seeker(cast))
        person.get("voorstellen/")
        with CaptureQueriesContext(connection) as queries:
            assert person.get("voorstellen/").status_code == 200
        counts.append(sum(not one["sql"].startswith(("SAVEPOINT", "RELEASE", "SELECT set_config")) for one in queries))

    assert counts[0] == counts[1] <= 3 + 5
