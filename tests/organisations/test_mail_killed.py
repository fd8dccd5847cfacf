"""Real workers, killed with SIGKILL while they send: no mail is lost, and one that goes twice keeps its Message-ID."""

import random
import time
from email import message_from_bytes

from django.db import transaction

from organisations import outbox
from organisations.models import OutboxMessage
from tests.database import owner
from tests.stack import running, wait_until

MAILS = 30
KILLS = 4
#: A lease of 60 seconds has to lapse after the last kill.
PATIENCE = 150


def delivered(folder) -> dict[str, list[str]]:
    """Recipients by Message-ID, over all mail that was caught."""
    found: dict[str, list[str]] = {}
    for file in folder.glob("*.eml"):
        message = message_from_bytes(file.read_bytes())
        found.setdefault(message["Message-ID"], []).append(message["To"])
    return found


def test_no_mail_is_lost_when_workers_are_killed(in_scratch):
    chance = random.Random(20)  # noqa: S311 -- when to kill
    with running(app_url=in_scratch.portal_url, owner_url=in_scratch.owner_url, demo=False) as stack:
        with transaction.atomic():
            sent = [
                outbox.queue_text("proef", to=f"nr{number}@demo.example", subject=f"Nr {number}", text="Dag")
                for number in range(MAILS)
            ]
        expected = {message.message_id: f"nr{number}@demo.example" for number, message in enumerate(sent)}
        for _kill in range(KILLS):
            time.sleep(chance.uniform(0.5, 3))
            stack.kill("default")
            stack.start("default")
        wait_until(lambda: expected.keys() <= delivered(stack.mail_folder).keys(), PATIENCE, "all mail")
        arrived = delivered(stack.mail_folder)
        assert arrived.keys() == expected.keys()
        for message_id, recipients in arrived.items():
            assert set(recipients) == {expected[message_id]}
        with owner():
            wait_until(
                lambda: not OutboxMessage.objects.filter(done_at__isnull=True).exists(), PATIENCE, "all rows done"
            )
            assert OutboxMessage.objects.count() == MAILS
