"""A company keeps its own vacancies; coordination point and Werkplein those of the region; nobody else any."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.refused import Refused
from placements.models import Proposal
from placements.vacancies import keeping
from placements.vacancy_choices import ProposalState
from placements.vacancy_list import VacancyTable
from tests.database import owner
from tests.factories.placements import ProposalFactory, VacancyFactory
from tests.placements.vacancies.working import LIST, NEW, filled_in, occupation_of, text_of, vacancies
from tests.placements.workspace import act, auditor_of, contract_of
from tests.tenders.colleagues import colleague_of

pytestmark = pytest.mark.django_db
EVERY_COLUMN = {"kolommen": list(VacancyTable.base_columns)}
ON = timezone.localdate()


def made(cast, **values):
    with owner():
        return VacancyFactory(**({"region": cast.region, "employer_organisation": cast.bram.organisation} | values))


def here(vacancy, rest=""):
    return f"{LIST}{vacancy.pk}/{rest}"


def press(person, vacancy, step):
    return text_of(person.post(here(vacancy), {"step": step}, follow=True))


def test_a_company_puts_a_vacancy_online_at_once(cast):
    form = cast.bram.get(NEW).context["form"]
    assert (form["contact_name"].value(), form["contact_email"].value()) == (
        cast.bram.user.name,
        cast.bram.user.email,
    )
    answer = cast.bram.post(NEW, filled_in(employer="Iemand anders"), follow=True)
    assert "staat online" in text_of(answer)
    (vacancy,) = vacancies()
    assert (vacancy.state, vacancy.employer_organisation_id, vacancy.employer) == (
        "vacancy_open",
        cast.bram.organisation.pk,
        cast.bram.organisation.name,
    )
    assert (vacancy.rules, vacancy.hours_from, vacancy.hours_to) == (["hours", "travel"], 32, 40)
    # The next one begins with where this one was.
    assert cast.bram.get(NEW).context["form"]["place"].value() == "Haven"


def test_a_form_that_is_sent_twice_makes_one(cast):
    token = str(cast.bram.get(NEW).context["form"]["token"].value())
    for _time in range(2):
        cast.bram.post(NEW, filled_in(token=token))
    assert len(vacancies()) == 1


@pytest.mark.parametrize("who", ["dirk", "carla"])
def test_who_mediates_makes_one_for_an_employer(cast, who):
    person = getattr(cast, who)
    assert person.post(NEW, filled_in()).status_code == 422
    person.post(NEW, filled_in(employer="Bakkerij De Halm", step="concept"))
    person.post(NEW, filled_in(organisation=str(cast.bram.organisation.pk)))
    assert [(one.state, one.employer, one.employer_organisation_id) for one in vacancies()] == [
        ("vacancy_concept", "Bakkerij De Halm", None),
        ("vacancy_open", cast.bram.organisation.name, cast.bram.organisation.pk),
    ]


def test_a_company_of_elsewhere_is_no_employer_here(cast):
    from organisations.choices import OrganisationKind  # noqa: PLC0415

    stranger = cast.strangers[OrganisationKind.CONTRACTOR].organisation
    with act(cast.dirk) as dirk, pytest.raises(Refused, match="werkt niet in de regio"):
        keeping.enter(
            dirk,
            region_id=cast.region.pk,
            employer=keeping.Employer(stranger),
            entry=_entry(),
            publish=True,
            at=timezone.now(),
            on=ON,
        )


def _entry(**changes):
    from placements.vacancies.entry import VacancyEntry  # noqa: PLC0415

    facts = {"title": "Werk", "municipality": "GM0014", "sector": "other", "hours_from": 8, "hours_to": 16}
    return VacancyEntry(**(facts | changes))


def test_who_may_and_who_may_not(cast):
    vacancy = made(cast)
    other = made(
        cast, employer_organisation=None, employer="Bakkerij De Halm", created_by=cast.dirk.user, title="Bakker"
    )
    for person, sees in ((cast.bram, False), (cast.carla, True), (cast.dirk, True)):
        page = text_of(person.get(LIST))
        assert ("Hulp bij steigerbouw" in page, "Bakker" in page) == (True, sees)
        assert person.get(here(other)).status_code == (200 if sees else 404)
        assert person.get(here(vacancy)).status_code == 200
    for stranger in (cast.frank, *cast.strangers.values()):
        assert stranger.get(here(vacancy)).status_code in {403, 404}
        assert "steigerbouw" not in text_of(stranger.get(LIST))
    for outsider in (cast.alice, cast.esra):
        for address in (LIST, NEW, here(vacancy), here(vacancy, "wijzigen/"), here(vacancy, "sluiten/")):
            assert outsider.get(address).status_code == 403
    auditor = auditor_of(cast.bram)
    assert auditor.get(here(vacancy)).status_code == 200
    for address in (NEW, here(vacancy, "wijzigen/"), here(vacancy, "sluiten/")):
        assert auditor.get(address).status_code == 403
    assert auditor.post(here(vacancy), {"step": "holds"}).status_code == 403
    # Rules are adapted by who mediates.
    assert cast.bram.get(here(vacancy, "regels/")).status_code == 403


def test_from_concept_to_filled_and_back(cast):
    vacancy = made(cast, state="vacancy_concept", published_at=None)
    assert "staat online" in press(cast.bram, vacancy, "publish")
    assert "Dat kan niet meer" in press(cast.bram, vacancy, "publish")
    answer = cast.bram.post(here(vacancy, "sluiten/"), {"step": "fill", "hired": ""})
    assert (answer.status_code, vacancies()[0].state) == (422, "vacancy_open")
    cast.bram.post(here(vacancy, "sluiten/"), {"step": "fill", "hired": "2"})
    (now,) = vacancies()
    assert (now.state, now.hired, now.closed_because, now.closed_at is not None) == (
        "vacancy_filled",
        2,
        "filled",
        True,
    )
    assert "al gesloten" in text_of(cast.bram.get(here(vacancy, "sluiten/")))
    assert "weer online" in press(cast.bram, vacancy, "reopen")
    (now,) = vacancies()
    assert (now.state, now.hired, now.closed_because) == ("vacancy_open", None, "")
    cast.bram.post(here(vacancy, "sluiten/"), {"step": "close", "because": "no_answer"})
    assert vacancies()[0].state == "vacancy_open"
    cast.bram.post(here(vacancy, "sluiten/"), {"step": "close", "because": "not_needed"})
    assert vacancies()[0].closed_because == "not_needed"
    assert "als concept" in press(cast.bram, vacancy, "copy")
    first, second = vacancies()
    assert (second.state, second.title, second.reference != first.reference) == ("vacancy_concept", first.title, True)
    assert second.file.contact_name == first.file.contact_name


def test_a_reopened_vacancy_has_no_last_day_behind_it(cast):
    vacancy = made(cast, state="vacancy_closed", closes_on=ON - dt.timedelta(days=1))
    press(cast.bram, vacancy, "reopen")
    assert vacancies()[0].closes_on is None


def test_change_says_that_it_holds_and_a_stale_page_writes_nothing_over(cast):
    vacancy = made(cast, asked_at=timezone.now())
    shown = cast.bram.get(here(vacancy, "wijzigen/")).context["form"]["shown"].value()
    cast.dirk.post(here(vacancy, "wijzigen/"), filled_in(shown=shown, places="7"))
    assert vacancies()[0].asked_at is None
    answer = cast.bram.post(here(vacancy, "wijzigen/"), filled_in(shown=shown, places="3"))
    assert (answer.status_code, vacancies()[0].places) == (422, 7)
    again = answer.context["form"]["shown"].value()
    cast.bram.post(here(vacancy, "wijzigen/"), filled_in(shown=again, places="3"))
    assert vacancies()[0].places == 3


def test_rules_without_a_fact_ask_nothing(cast):
    must = {f"must_{name}": "on" for name in ("certificates", "licence", "occupation", "sector")}
    cast.bram.post(NEW, filled_in(**must))
    cast.bram.post(NEW, filled_in(**must, certificates="VCA basis\nVCA basis\nHeftruck", licence="b"))
    first, second = vacancies()
    assert first.rules == ["hours", "sector", "travel"]
    assert second.rules == ["hours", "sector", "certificates", "licence", "travel"]
    assert second.certificates == ["VCA basis", "Heftruck"]


def test_a_coordinator_adapts_the_rules_and_the_facts_stay(cast):
    occupation = occupation_of(cast)
    vacancy = made(cast, occupation=occupation, rules=["hours", "occupation", "travel"])
    page = cast.dirk.get(here(vacancy, "regels/"))
    assert "Steigerbouwer" in text_of(page)
    cast.dirk.post(here(vacancy, "regels/"), {"must_travel": "on", "shown": page.context["form"]["shown"].value()})
    (now,) = vacancies()
    assert (now.rules, now.occupation_id, now.title) == (["travel"], occupation.pk, vacancy.title)
    stale = cast.carla.post(here(vacancy, "regels/"), {"shown": page.context["form"]["shown"].value()})
    assert (stale.status_code, vacancies()[0].rules) == (422, ["travel"])


def test_a_contract_is_of_its_employer(cast):
    own = contract_of(cast, ends_on=ON + dt.timedelta(days=300))
    cast.bram.post(NEW, filled_in(contract=str(own.pk)))
    (vacancy,) = vacancies()
    assert (vacancy.sroi, vacancy.file.contract_id) == (True, own.pk)
    answer = cast.dirk.post(NEW, filled_in(employer="Bakkerij De Halm", contract=str(own.pk)))
    assert (answer.status_code, "doet niet mee" in text_of(answer)) == (422, True)


def test_counts_of_proposals_are_of_what_the_reader_may_see(cast):
    vacancy = made(cast)
    with owner():
        for state in (ProposalState.SHORTLISTED, ProposalState.ASKED, ProposalState.AGREED):
            ProposalFactory(vacancy=vacancy, state=state, candidate__region=cast.region)
        assert Proposal.objects.count() == 3
    assert "Op de lijst" not in text_of(cast.bram.get(here(vacancy)))
    assert "Voorgesteld" in text_of(cast.bram.get(here(vacancy)))
    assert "Op de lijst" in text_of(cast.dirk.get(here(vacancy)))


def test_the_list_narrows_and_takes_as_many_queries_for_many_rows(cast):
    made(cast, title="Metselaar", state="vacancy_submitted", published_at=None)
    for _row in range(2):
        made(cast)
    assert text_of(cast.dirk.get(LIST)).index("Metselaar") < text_of(cast.dirk.get(LIST)).index("steigerbouw")
    assert "Metselaar" not in text_of(cast.dirk.get(f"{LIST}?stand=vacancy_open&zoek=steiger"))
    assert "Metselaar" in text_of(cast.dirk.get(f"{LIST}?zoek=metsel&gemeente=GM0014&sort=-title"))
    counted = {}
    for person in (cast.dirk, cast.bram):
        with CaptureQueriesContext(connection) as few:
            assert person.get(LIST, data=EVERY_COLUMN).status_code == 200
        counted[person.user.name] = len(few)
    for _row in range(27):
        made(cast)
    for person in (cast.dirk, cast.bram):
        with CaptureQueriesContext(connection) as many:
            person.get(LIST, data=EVERY_COLUMN)
        assert len(many) <= counted[person.user.name]


def test_a_colleague_keeps_it_too(cast):
    vacancy = made(cast)
    assert "blijft online" in press(colleague_of(cast.bram), vacancy, "holds")
