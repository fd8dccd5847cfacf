"""Steps of the ladder in the browser: planned and recorded by who awards, answered by the contractor."""

import datetime as dt
import re
import uuid

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations import tenancy
from organisations.choices import Role
from organisations.models import OutboxMessage
from tenders import steps
from tenders.choices import DocumentKind, LadderKind, PartyRole, Side, StepState
from tenders.models import ContractParty, Document, LadderStep, Responsible
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.tenders import ContractFactory
from tests.tenders.colleagues import colleague_of

TODAY = timezone.localdate()


def day(date):
    return date.strftime("%d-%m-%Y")


@pytest.fixture
def contract(cast, owner):
    """Nothing done in its first year, so at risk."""
    with owner():
        contract = ContractFactory(
            authority=cast.alice.organisation,
            contractor=cast.bram.organisation,
            werkplein=cast.carla.organisation,
            awarded_on=TODAY - dt.timedelta(days=400),
            starts_on=TODAY - dt.timedelta(days=365),
            ends_on=TODAY + dt.timedelta(days=365),
        )
        for side, email in ((Side.CONTRACTOR, "bram@demo.example"), (Side.AUTHORITY, "alice@demo.example")):
            Responsible.objects.create(contract=contract, side=side, name=email.split("@")[0].title(), email=email)
        return contract


@pytest.fixture
def step(owner, contract, cast):
    with owner():
        return make_step(contract, cast, LadderKind.RECOVERY_PLAN)


def make_step(contract, cast, kind, **values):
    values = {"planned_on": TODAY + dt.timedelta(days=30), "agenda": "- wie er bij komt"} | values
    return LadderStep.objects.create(
        contract=contract, kind=kind, made_by=cast.alice.user, made_for=cast.alice.organisation, **values
    )


def path(contract, rest=""):
    return f"contracten/{contract.pk}/stappen/{rest}"


def mails(owner):
    with owner():
        return [(one.name, one.payload["to"]) for one in OutboxMessage.objects.order_by("created_at", "id")]


def reread(owner, step):
    with owner():
        return LadderStep.objects.get(pk=step.pk)


def test_who_awards_plans_what_is_proposed_and_the_contractor_hears(cast, owner, contract):
    page = cast.alice.get(path(contract)).content.decode()
    assert "Herinnering sturen" in page
    assert "Actie nodig" in page
    data = {"kind": "reminder", "planned_on": day(TODAY), "agenda": "Het loopt achter", "skipped_reason": "onnodig"}
    assert cast.alice.post(path(contract, "nieuw/"), data).status_code == 302
    with owner():
        step = LadderStep.objects.get(contract=contract)
    assert (step.kind, step.state, step.made_by_id, step.made_for_id) == (
        LadderKind.REMINDER,
        StepState.PLANNED,
        cast.alice.user.pk,
        cast.alice.organisation.pk,
    )
    assert step.skipped_reason == ""
    assert mails(owner) == [("step_planned", "bram@demo.example")]
    for person in (cast.bram, cast.carla, cast.dirk, cast.esra):
        assert "Het loopt achter" in person.get(path(contract)).content.decode()


def test_a_planned_step_leads_to_its_letter_first_and_to_the_outcome_once_its_day_is_past(cast, owner, contract):
    def leads_to():
        page = cast.alice.get(path(contract)).content.decode()
        address, word = re.search(r'--primary-action"\s+href="([^"]*)">([^<]*)', page).groups()
        return address.partition(f"{contract.pk}/")[2], word

    with owner():
        step = make_step(contract, cast, LadderKind.REMINDER, planned_on=TODAY)
    assert leads_to() == (f"stukken/brief/reminder/?stap={step.pk}", "Brief maken")
    with owner():
        letter = Document.objects.create(
            contract=contract,
            step=step,
            organisation=cast.alice.organisation,
            kind=DocumentKind.REMINDER,
            title="Herinnering",
            made_by=cast.alice.user,
        )
    assert leads_to() == (f"stukken/{letter.pk}/", "Brief versturen")
    with owner():
        Document.objects.filter(pk=letter.pk).update(sent_at=timezone.now())
    assert leads_to() == (f"stappen/{step.pk}/uitkomst/", "Uitkomst vastleggen")
    with owner():
        letter.delete()
        LadderStep.objects.filter(pk=step.pk).update(planned_on=TODAY - dt.timedelta(days=1))
    assert leads_to() == (f"stappen/{step.pk}/uitkomst/", "Uitkomst vastleggen")


def test_a_jump_needs_a_reason(cast, owner, contract):
    data = {"kind": "hearing", "planned_on": day(TODAY), "agenda": "", "skipped_reason": ""}
    refused = cast.dirk.post(path(contract, "nieuw/"), data)
    assert refused.status_code == 422
    assert "Deze stap komt eerder dan gebruikelijk. Leg uit waarom." in refused.content.decode()
    assert mails(owner) == []
    assert cast.dirk.post(path(contract, "nieuw/"), data | {"skipped_reason": "Op verzoek"}).status_code == 302
    assert "Op verzoek" in cast.bram.get(path(contract)).content.decode()


def test_one_step_is_open_at_a_time(cast, owner, contract, step):
    data = {"kind": "conversation", "planned_on": day(TODAY), "agenda": "", "skipped_reason": "Toch"}
    refused = cast.alice.post(path(contract, "nieuw/"), data)
    assert refused.status_code == 422
    assert "Er staat al een stap open." in refused.content.decode()
    with owner():
        assert LadderStep.objects.count() == 1


def test_the_outcome_stands_once_it_is_recorded(cast, owner, contract, step):
    shown = cast.dirk.get(path(contract, f"{step.pk}/uitkomst/")).content.decode()
    seen = steps.version_of(reread(owner, step))
    assert seen in shown
    assert "Is het herstelplan nagekomen?" in shown
    data = {"done_on": day(TODAY), "outcome": "Twee begonnen", "seen": seen}
    assert cast.dirk.post(path(contract, f"{step.pk}/uitkomst/"), data).status_code == 422
    assert cast.dirk.post(path(contract, f"{step.pk}/uitkomst/"), data | {"met": "no"}).status_code == 302
    done = reread(owner, step)
    assert (done.state, done.met, done.outcome, done.recorded_by_id) == (
        StepState.DONE,
        False,
        "Twee begonnen",
        cast.dirk.user.pk,
    )
    page = cast.bram.get(path(contract)).content.decode()
    assert "Niet nagekomen" in page
    assert "Hoor en wederhoor plannen" in page
    again = cast.alice.post(path(contract, f"{step.pk}/uitkomst/"), data | {"met": "yes", "outcome": "Toch wel"})
    assert again.status_code == 422
    assert "intussen gewijzigd" in again.content.decode()
    assert reread(owner, step).outcome == "Twee begonnen"
    with pytest.raises(DatabaseError, match="stands"), transaction.atomic(), owner():
        LadderStep.objects.filter(pk=step.pk).update(outcome="Anders")


def test_a_decision_about_the_shortfall_has_its_ground(cast, owner, contract):
    with owner():
        step = make_step(contract, cast, LadderKind.SHORTFALL)
    address = path(contract, f"{step.pk}/uitkomst/")
    data = {"done_on": day(TODAY), "outcome": "", "decision": "waive", "seen": steps.version_of(reread(owner, step))}
    assert cast.alice.post(address, data).status_code == 422
    assert cast.alice.post(address, data | {"outcome": "Bewezen inspanning", "decision": ""}).status_code == 422
    assert cast.alice.post(address, data | {"outcome": "Bewezen inspanning"}).status_code == 302
    page = cast.bram.get(path(contract)).content.decode()
    assert "Kwijtschelden om bewezen inspanning" in page
    assert "Naar de afrekening" in page


def test_a_stale_window_overwrites_nothing(cast, owner, contract, step):
    """The contractor answers while the outcome is being typed: who types reads the answer first."""
    seen = steps.version_of(reread(owner, step))
    data = {"view": "Wij hebben drie mensen gesproken.", "seen": ""}
    assert cast.bram.post(path(contract, f"{step.pk}/zienswijze/"), data).status_code == 302
    for end, more in (
        ("uitkomst/", {"met": "no", "outcome": "Niets", "done_on": day(TODAY)}),
        ("intrekken/", {"reason": "Niet"}),
    ):
        refused = cast.alice.post(path(contract, f"{step.pk}/{end}"), more | {"seen": seen})
        assert refused.status_code == 422
        assert "intussen gewijzigd" in refused.content.decode()
    kept = reread(owner, step)
    assert (kept.state, kept.contractor_view) == (StepState.PLANNED, "Wij hebben drie mensen gesproken.")


@pytest.mark.parametrize(
    ("end", "data"),
    [
        ("uitkomst/", {"met": "no", "outcome": "Niets gedaan", "done_on": day(TODAY)}),
        ("intrekken/", {"reason": "Niet nodig"}),
    ],
)
def test_after_a_stale_window_the_page_can_be_saved(cast, owner, contract, step, end, data):
    stale = steps.version_of(reread(owner, step))
    with owner():
        LadderStep.objects.filter(pk=step.pk).update(agenda="- iets anders")
    refused = cast.alice.post(path(contract, f"{step.pk}/{end}"), data | {"seen": stale})
    assert refused.status_code == 422
    assert "iets anders" in refused.content.decode()
    form = refused.context["form"]
    again = {name: form[name].value() for name in (*data, "seen")}
    assert {name: again[name] for name in data} == data
    assert cast.alice.post(path(contract, f"{step.pk}/{end}"), again).status_code == 302
    assert reread(owner, step).state != StepState.PLANNED


def test_a_view_is_saved_on_top_of_that_of_a_colleague_once_it_was_read(cast, owner, contract, step):
    address = path(contract, f"{step.pk}/zienswijze/")
    cast.bram.post(address, {"view": "Van een collega", "seen": ""})
    refused = cast.bram.post(address, {"view": "Van mij", "seen": ""})
    assert refused.status_code == 422
    assert "Van een collega" in refused.content.decode()
    form = refused.context["form"]
    assert form["view"].value() == "Van mij"
    assert cast.bram.post(address, {"view": "Van mij", "seen": form["seen"].value()}).status_code == 302
    assert reread(owner, step).contractor_view == "Van mij"


def test_a_step_is_headed_by_the_day_it_was_done(cast, owner, contract):
    with owner():
        make_step(contract, cast, LadderKind.CONVERSATION, state=StepState.DONE, done_on=TODAY, outcome="Goed")
    page = cast.alice.get(path(contract))
    (item,) = page.context["steps"]
    assert item["on"] == TODAY
    assert "Gepland op" in page.content.decode()


def test_the_contractor_gives_his_view_until_the_outcome_is_recorded(cast, owner, contract, step):
    address = path(contract, f"{step.pk}/zienswijze/")
    assert "Zienswijze geven" in cast.bram.get(path(contract)).content.decode()
    assert cast.bram.post(address, {"view": "", "seen": ""}).status_code == 422
    assert cast.bram.post(address, {"view": "Eén regel", "seen": ""}).status_code == 302
    assert cast.bram.post(address, {"view": "Te laat gezien", "seen": ""}).status_code == 422
    assert cast.bram.post(address, {"view": "Twee regels", "seen": "Eén regel"}).status_code == 302
    given = reread(owner, step)
    assert (given.contractor_view, given.contractor_view_by_id) == ("Twee regels", cast.bram.user.pk)
    assert mails(owner) == [("step_view", "alice@demo.example")] * 2
    assert "Twee regels" in cast.alice.get(path(contract)).content.decode()
    data = {"met": "yes", "outcome": "Gehaald", "done_on": day(TODAY), "seen": steps.version_of(given)}
    assert cast.alice.post(path(contract, f"{step.pk}/uitkomst/"), data).status_code == 302
    closed = cast.bram.post(address, {"view": "Nog iets", "seen": "Twee regels"})
    assert closed.status_code == 422
    assert "al vastgelegd" in closed.content.decode()
    assert reread(owner, step).contractor_view == "Twee regels"
    assert "Zienswijze" not in cast.bram.get(path(contract)).content.decode().replace("Zienswijze van de", "")


def test_nobody_puts_words_in_the_contractors_mouth(cast, owner, contract, step):
    who = {"user_id": cast.alice.user.pk, "organisation_id": cast.alice.organisation.pk}
    with pytest.raises(DatabaseError, match="himself"), tenancy.acting_for(**who):
        LadderStep.objects.filter(pk=step.pk).update(contractor_view="Wij zijn tevreden")
    with tenancy.acting_for(**who), connection.cursor() as cursor:
        cursor.execute("SELECT tenders_give_view(%s, 'Wij zijn tevreden', '')", [step.pk])
        assert cursor.fetchone() == ("",)
    assert reread(owner, step).contractor_view == ""


def test_a_step_is_withdrawn_with_a_reason(cast, owner, contract, step):
    address = path(contract, f"{step.pk}/intrekken/")
    seen = steps.version_of(reread(owner, step))
    assert cast.alice.post(address, {"reason": "", "seen": seen}).status_code == 422
    assert cast.alice.post(address, {"reason": "De uren zijn er al", "seen": seen}).status_code == 302
    assert mails(owner) == [("step_withdrawn", "bram@demo.example")]
    assert "De uren zijn er al" in cast.bram.get(path(contract)).content.decode()
    assert "Herinnering sturen" in cast.alice.get(path(contract)).content.decode()


def test_who_may_and_who_may_not(cast, owner, contract, step):
    auditor = colleague_of(cast.alice, role=Role.AUDITOR)
    ends = ["nieuw/", f"{step.pk}/uitkomst/", f"{step.pk}/intrekken/"]
    for end in ends:
        for person in (cast.bram, cast.carla, cast.esra, auditor):
            assert person.get(path(contract, end)).status_code == 403
            assert person.post(path(contract, end), {"reason": "x"}).status_code == 403
    for person in (cast.alice, cast.dirk, cast.carla, cast.esra, auditor):
        assert person.post(path(contract, f"{step.pk}/zienswijze/"), {"view": "x"}).status_code == 403
    for end in ["", *ends]:
        assert cast.frank.get(path(contract, end)).status_code == 404
        if end:
            assert cast.frank.post(path(contract, end), {"reason": "x", "seen": "x"}).status_code == 404
    assert reread(owner, step).state == StepState.PLANNED


def test_a_partner_sees_no_steps(cast, owner, contract, step):
    with owner():
        partner = MembershipFactory(organisation=OrganisationFactory(contractor=True)).organisation
        ContractParty.objects.create(
            contract=contract, organisation=partner, role=PartyRole.PARTNER, joined_on=contract.starts_on
        )
        user = partner.memberships.first().user
    with tenancy.acting_for(user_id=user.pk, organisation_id=partner.pk):
        assert not LadderStep.objects.exists()
    member = type(cast.bram)(user, partner)
    member.client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert member.get(path(contract)).status_code == 404
    assert member.post(path(contract, f"{step.pk}/zienswijze/"), {"view": "x", "seen": ""}).status_code == 404
    assert member.get(f"contracten/{contract.pk}/stukken/").status_code == 200


def test_a_step_of_another_contract_is_not_there(cast, owner, contract, step):
    with owner():
        other = ContractFactory(authority=cast.alice.organisation, contractor=cast.bram.organisation)
    for end in (f"{step.pk}/uitkomst/", f"{step.pk}/intrekken/", f"{uuid.uuid4()}/uitkomst/"):
        assert cast.alice.get(path(other, end)).status_code == 404
    assert cast.bram.get(path(other, f"{step.pk}/zienswijze/")).status_code == 404


def test_as_many_queries_for_many_steps(cast, owner, contract):
    counts = []
    for number in (3, 30):
        with owner():
            while LadderStep.objects.count() < number:
                make_step(contract, cast, LadderKind.REMINDER, state=StepState.DONE, done_on=TODAY, outcome="Gedaan")
        with CaptureQueriesContext(connection) as queries:
            assert cast.alice.get(path(contract)).status_code == 200
        counts.append(len([one for one in queries.captured_queries if "SAVEPOINT" not in one["sql"]]))
    assert counts[0] == counts[1] <= 12
