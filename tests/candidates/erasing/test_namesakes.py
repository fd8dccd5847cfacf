"""Whoever is called like somebody who was erased keeps his name and his mail, also a colleague; elsewhere all stays."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from exchange.models import BulkFile, BulkJob, ImportedRow
from organisations.models import HeldMail, OutboxMessage, SavedView, User
from organisations.tasks import deliver_mail
from placements.models import ConditionCheck, Placement, PlacementFile, PlacementTerm, Transition
from tenders.models import Message
from tests.candidates.erasing.traces import FIRST, LAST, MAIL, NAME, erased
from tests.database import owner
from tests.factories.candidates import CandidateFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.placements import DeploymentFactory
from tests.factories.placing import PlacementFactory
from tests.factories.tenders import ContractFactory

pytestmark = pytest.mark.django_db

SAID = f"Gebeld over {NAME}"


def said_in(region, person, authority) -> dict[str, list[str]]:
    """What colleagues of a region say in rows about somebody else; returns its texts by table."""
    on, at = dt.date(2026, 6, 1), timezone.now()
    by = {"by": person.user, "organisation": person.organisation}
    with owner():
        job = PlacementFactory(candidate=CandidateFactory(region=region, state="placed"), end_note=SAID)
        PlacementTerm.objects.create(placement=job, kind="extended", agreed_on=on, reason=SAID, **by)
        ConditionCheck.objects.create(
            placement=job, condition="wage", verdict="met", rule_met=True, seen="contract", note=SAID, seen_on=on, **by
        )
        contract = ContractFactory(region=region, authority=authority)
        line = DeploymentFactory(contract=contract)
        Transition.objects.create(deployment=line, to_status="approved", note=SAID)
        Message.objects.create(contract=contract, organisation=person.organisation, user=person.user, text=SAID)
        HeldMail.objects.create(user=person.user, organisation=person.organisation, template="x", subject=SAID)
        SavedView.objects.create(
            user=person.user, organisation=person.organisation, page="kandidaten", name=SAID, query=f"q={FIRST}+{LAST}"
        )
        done = BulkJob.objects.create(
            region=region, organisation=person.organisation, requested_by=person.user, kind="package_out",
            status="ready", title=SAID, files_until=dt.date(2030, 1, 1),
        )  # fmt: skip
        BulkFile.objects.create(
            job=done, role="result", name=f"{FIRST}_{LAST}.csv", content=b"x", size=1, sha256="0" * 64, made_at=at
        )
        ImportedRow.objects.create(
            job=done, table_name="tenders_contract", row_id=contract.pk, made=False, label=SAID,
            before={"title": SAID}, fingerprint="0",
        )  # fmt: skip
        OutboxMessage.objects.create(
            kind="mail", name="x", message_id=f"<{region.code}@demo.example>",
            payload={"to": person.user.email, "subject": SAID, "text": SAID},
        )  # fmt: skip
    return texts_of(region, person)


def texts_of(region, person) -> dict[str, list[str]]:
    with owner():
        jobs = Placement.objects.filter(region=region)
        found = {
            "file": PlacementFile.objects.filter(placement__in=jobs).values_list("end_note"),
            "term": PlacementTerm.objects.filter(placement__in=jobs).values_list("reason"),
            "check": ConditionCheck.objects.filter(placement__in=jobs).values_list("note"),
            "step": Transition.objects.filter(deployment__region=region).values_list("note"),
            "message": Message.objects.filter(contract__region=region).values_list("text"),
            "held": HeldMail.objects.filter(user=person.user).values_list("subject"),
            "view": SavedView.objects.filter(user=person.user).values_list("name", "query"),
            "job": BulkJob.objects.filter(region=region).values_list("title"),
            "result": BulkFile.objects.filter(job__region=region).values_list("name"),
            "row": ImportedRow.objects.filter(job__region=region).values_list("label", "before"),
            "mail": OutboxMessage.objects.filter(payload__to=person.user.email).values_list("payload"),
        }
        return {table: sorted(str(row) for row in rows.order_by("pk")) for table, rows in found.items()}


def test_a_name_goes_out_of_the_texts_of_one_region_alone(cast, candidate):
    before = said_in(cast.other_region, cast.frank, cast.strangers["municipality"].organisation)
    assert all(LAST in str(texts) for texts in before.values()), before
    ours = said_in(cast.region, cast.dirk, cast.alice.organisation)
    assert all(LAST in str(texts) for texts in ours.values())
    erased(cast, candidate)
    assert texts_of(cast.other_region, cast.frank) == before
    left = texts_of(cast.region, cast.dirk)
    assert {table for table, texts in left.items() if LAST in str(texts)} == set()
    assert cast.dirk.user.email in str(left["mail"])


def test_a_colleague_of_that_name_gets_his_mail_and_she_gets_none(cast, candidate):
    """His address is her name with a point in it; hers is known."""
    with owner():
        user = User.objects.get(pk=cast.carla.user.pk)
        user.email = f"{FIRST}.{LAST}@werkplein.example".lower()
        user.save()
        stranger = MembershipFactory(
            user__email=f"{LAST}@elders.example", organisation=OrganisationFactory(region=cast.other_region)
        )
        for number, to in enumerate((user.email, MAIL.upper(), stranger.user.email)):
            OutboxMessage.objects.create(
                kind="mail", name="x", message_id=f"<{number}@demo.example>",
                payload={"to": to, "subject": f"Over {NAME}", "text": "Er is een nieuwe vraag."},
            )  # fmt: skip
    erased(cast, candidate)
    with owner():
        mails = list(OutboxMessage.objects.filter(kind="mail", name="x").order_by("message_id"))
    for one in mails:
        deliver_mail(outbox_id=str(one.pk))
    assert [(message.to, message.subject) for message in mail.outbox] == [
        ([user.email], "Over (gewist)"),
        ([stranger.user.email], f"Over {NAME}"),
    ]
    assert mails[1].error == "its reader was erased"
