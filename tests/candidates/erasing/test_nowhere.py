"""A candidate who asks for it is found nowhere any more: tables, mails, files, logs."""

import datetime as dt
import logging
from types import SimpleNamespace

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.test import Client
from django.utils import timezone

from candidates.models import Candidate, TrainingCost, TrainingPlan
from candidates.training_choices import CostState, PlanMeasure
from exchange.models import BulkFile, BulkJob
from organisations import outbox
from organisations.models import OutboxMessage
from organisations.tasks import deliver_mail
from placements.models import CandidateRequest
from reporting.models import Story
from tests.candidates.erasing.traces import FIRST, LAST, MAIL, NAME, PHONE, WORDS, asked, erased, plant
from tests.database import owner
from tests.everywhere import tables_with
from tests.factories.candidates import CandidateFactory
from tests.factories.organisations import UserFactory
from tests.factories.training import CostFactory, GroupFactory, ProgrammeFactory
from tests.placements.workspace import act, contract_of

pytestmark = pytest.mark.django_db


def test_she_is_found_nowhere_any_more(cast, candidate):
    session = plant(cast, candidate)
    before = tables_with(*WORDS)
    assert {"candidates_candidateidentity", "candidates_documentcontent", "organisations_outboxmessage"} <= before
    assert {"candidates_candidateidentityevent", "candidates_candidateevent", "placements_placementevent"} <= before
    erased(cast, candidate)
    assert tables_with(*WORDS) == set()
    left = SessionStore(session_key=session)
    assert left.get("_messages") is None
    assert left["other"] == "blijft"
    with owner():
        assert [one.name for one in BulkFile.objects.all()] == ["twee.csv"]


def test_her_name_goes_out_of_groups_invoices_and_other_notes_about_business(cast, candidate):
    """Also where a rule wants words to differ, and where a decision about an invoice stands."""
    shared = {
        "supplier": f"Coach {NAME}",
        "invoice_on": dt.date(2020, 1, 31),
        "amount": "100.00",
        "entered_by": cast.dirk.user,
    }
    with owner():
        programme = ProgrammeFactory(
            region=cast.region, code=f"X {NAME}", name=f"Lessen van {NAME}", provider=NAME, goal=NAME, entry=NAME,
            certificate=NAME,
        )  # fmt: skip
        other = ProgrammeFactory(region=cast.region, code=f"X {LAST}, {FIRST}")
        group = GroupFactory(
            programme=programme, name=f"Groep van {NAME}", place=f"Bij {NAME}", state="cancelled",
            cancelled_reason=f"{NAME} kwam niet",
        )  # fmt: skip
        costs = [
            CostFactory(programme=programme, group=group, invoice_number=number, **shared)
            for number in (NAME, f"{LAST}, {FIRST}")
        ]
        costs.append(CostFactory(programme=programme, invoice_number=f"F {NAME}", **shared))
        TrainingCost.objects.filter(pk=costs[2].pk).update(state=CostState.WITHDRAWN)
        TrainingPlan.objects.create(
            region=cast.region, measure=PlanMeasure.values[0], year=2044, quarter=1, number=1, source=f"Mail van {NAME}"
        )
        CandidateRequest.objects.create(
            region=cast.region, contract=contract_of(cast), contractor=cast.bram.organisation, work=f"Werk voor {NAME}",
            place=f"Bij {NAME}", number=1, starts_on=dt.date(2020, 1, 1), hours_per_week=8, asked_by=cast.bram.user,
        )  # fmt: skip
    erased(cast, candidate)
    assert tables_with(FIRST, LAST) == set()
    with owner():
        for one in (programme, other, group, *costs):
            one.refresh_from_db()
    assert (group.name, group.cancelled_reason) == ("Groep van (gewist)", "(gewist) kwam niet")
    assert [programme.code, other.code] == [f"X (gewist {str(one.pk)[-8:]})" for one in (programme, other)]
    numbers = [one.invoice_number.removeprefix("F ") for one in costs]
    assert numbers == [f"(gewist {str(one.pk)[-8:]})" for one in costs]
    assert (programme.provider, costs[2].state) == ("(gewist)", CostState.WITHDRAWN)


def test_her_mail_is_not_sent_and_one_about_her_goes_without_her_name(cast, candidate):
    plant(cast, candidate)
    erased(cast, candidate)
    with owner():
        mails = list(OutboxMessage.objects.filter(kind="mail", name="x").order_by("message_id"))
    for one in mails:
        deliver_mail(outbox_id=str(one.pk))
    assert [message.to for message in mail.outbox] == [["x@demo.example"]]
    assert mail.outbox[0].subject == "Over (gewist)"


@pytest.mark.parametrize("shared", [False, True])
def test_her_last_name_goes_with_initial_or_title_unless_others_have_it_as_well(cast, candidate, shared):
    said = f"Samen met W. {LAST}, mevrouw {LAST} belt; {FIRST}_{LAST}.pdf"
    with owner():
        other = CandidateFactory(
            region=cast.region,
            registrant=f"Mevrouw {LAST}",
            wanted_work=said,
            identity__last_name=LAST if shared else "Bos",
        )
        job = BulkJob.objects.create(
            region=cast.region, organisation=cast.dirk.organisation, requested_by=cast.dirk.user, kind="package_out",
            status="ready", title=f"{FIRST}_{LAST}.zip", files_until=dt.date(2030, 1, 1),
        )  # fmt: skip
        for name in (f"{FIRST}_{LAST}.zip", f"{LAST}_{FIRST}.zip"):
            BulkFile.objects.create(
                job=job, role="result", name=name, content=b"x", size=1, sha256="0" * 64, made_at=timezone.now()
            )
    erased(cast, candidate)
    with owner():
        other.refresh_from_db()
        job.refresh_from_db()
        assert not BulkFile.objects.exists()
    assert job.title == "(gewist).zip"
    if shared:
        assert (other.registrant, other.wanted_work) == (f"Mevrouw {LAST}", said.replace(f"{FIRST}_{LAST}", "(gewist)"))
    else:
        assert (other.registrant, other.wanted_work) == ("(gewist)", "Samen met (gewist), (gewist) belt; (gewist).pdf")


def test_somebody_else_with_half_her_name_stays_as_he_is(cast, candidate):
    with owner():
        other = CandidateFactory(
            region=cast.region, identity__first_name=FIRST, identity__last_name="Jansen", wanted_work="Bovenkamp bv"
        )
    erased(cast, candidate)
    with owner():
        kept = Candidate.objects.select_related("identity").get(pk=other.pk)
    assert (kept.identity.first_name, kept.identity.last_name, kept.wanted_work) == (FIRST, "Jansen", "Bovenkamp bv")


def test_logs_name_nobody(cast, candidate, caplog):
    plant(cast, candidate)
    with caplog.at_level(logging.DEBUG):
        erased(cast, candidate)
    said = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("django.db"))
    assert "erased person of candidate" in said
    for word in WORDS:
        assert word.casefold() not in said.casefold()


def test_redis_is_told_numbers_only(cast, candidate, monkeypatch, django_capture_on_commit_callbacks):
    told = []
    monkeypatch.setattr(
        outbox, "current_app", SimpleNamespace(send_task=lambda *args, **given: told.append((args, given)))
    )
    with django_capture_on_commit_callbacks(execute=True):
        with act(cast.dirk):
            outbox.queue_text("x", to=MAIL, subject=NAME, text=f"Bel {PHONE}")
        asked(cast.dirk, candidate)
    assert len(told) == 2
    assert not [word for word in WORDS if word.casefold() in str(told).casefold()]


def test_her_name_goes_out_of_a_story_that_everybody_read(cast, candidate):
    with owner():
        colleague = UserFactory()
        story = Story.objects.create(
            region=cast.region, title=f"{NAME} bouwt weer", text=f"Elke dag om zes uur op, zegt {NAME}.",
            consent_given_on=dt.date(2020, 1, 5), consent_how="mail", written_by=cast.esra.user,
        )  # fmt: skip
        Story.objects.filter(pk=story.pk).update(approved_at=timezone.now(), approved_by=colleague)
    page = "/groningen/resultaten/"
    assert NAME in Client().get(page).content.decode()
    erased(cast, candidate)
    with owner():
        story.refresh_from_db()
    assert "bouwt weer" in story.title
    assert NAME not in story.title + story.text
    assert LAST not in Client().get(page).content.decode()
