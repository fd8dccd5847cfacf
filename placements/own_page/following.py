"""What a worker does with what somebody did on his page: his coach gets a task and a mail, and what must end ends."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from candidates.choices import TaskKind
from candidates.models import Candidate
from candidates.registering import duplicates
from candidates.registering.registration import call_day
from candidates.working import coaches, to_do
from placements.own_page import leaving, sending


@transaction.atomic
def follow(asked: Mapping[str, str], *, outbox_id: str, on: date, at: datetime) -> None:
    """``asked`` as ``opened.follow`` left it; as ``system(UPKEEP)``. Done once, however often a worker begins."""
    found = Candidate.objects.select_related("identity", "region", "coach").filter(
        pk=asked["candidate_id"], merged_into=None, anonymised_at=None
    )
    candidate = found.first()
    if candidate is None:
        return
    if asked["what"] == "erase":
        leaving.carry_on(candidate, on=on, at=at)
        return
    if asked["what"] == "changed":
        duplicates.note([candidate.pk], due=call_day(candidate.region_id, on=on))
        if asked.get("moved"):
            sending.end_others(uuid.UUID(asked["page_id"]), candidate.pk, at=at)
        return
    words = {
        "stopped": _("Stopte zelf, op zijn eigen pagina. Kijk of er nog iets moet"),
        "wrong": asked.get("said", ""),
        "not_me": _("De link naar Mijn pagina kwam bij iemand anders aan. Kijk nummer en mailadres na"),
    }
    _tell(candidate, words[asked["what"]], origin=f"own_page:{outbox_id}", on=on, at=at)


def _tell(candidate: Candidate, what: str, *, origin: str, on: date, at: datetime) -> None:
    by = coaches.taken_up_by(candidate)
    if by is None or candidate.tasks.filter(origin=origin).exists():
        return
    task = to_do.Task(
        what=what[:200],
        due_on=call_day(candidate.region_id, on=on),
        organisation_id=by[0],
        user_id=by[1],
        kind=TaskKind.OTHER,
        origin=origin,
    )
    to_do.add(None, candidate, task, at=at)
    coaches.tell("own_page_said", [candidate], link_for=_tasks)


def _tasks(organisation_id: object) -> str:
    return urljoin(settings.PUBLIC_URL, reverse("candidates:task_list", args=[organisation_id]))
