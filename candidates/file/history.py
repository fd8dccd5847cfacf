"""Everything that happened to a file, newest first: steps, contacts, intakes, and what was changed in it by whom.

What stood in a field before comes from the history that triggers keep (decision 0005). Seven queries.
"""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.choices import CandidateState, Source, TargetGroup
from candidates.file.contacts import contacts_of
from candidates.file.shown import contact_title, day_of
from candidates.models import Assessment, Candidate, CandidateIdentity, CandidateStep
from organisations.choices import Sector
from organisations.models import Organisation, User
from organisations.templatetags.formatting import date_nl

#: What is told when it changes; how somebody stands and when he is called have logs of their own.
_IDENTITY = ("first_name", "last_name", "birth_date", "email", "phone")
_FACTS = (
    *("registered_on", "source", "registrant", "target_group", "municipality", "sector", "wanted_work"),
    *("werkplein_id", "coach_id"),
)
_CHOICES: dict[str, Any] = {"target_group": TargetGroup, "sector": Sector, "source": Source}


@dataclass(frozen=True, slots=True)
class Happening:
    at: datetime
    title: str
    sub: str = ""

    def item(self, candidate: Candidate) -> dict[str, Any]:
        """For the timeline."""
        when = day_of(candidate, timezone.localdate(self.at))
        return {"when": when, "title": self.title, "sub": self.sub, "state": "past"}


def happenings(candidate: Candidate) -> list[Happening]:
    """All of them, newest first."""
    found = [*_steps(candidate), *_contacts(candidate), *_assessments(candidate), *_changes(candidate)]
    return sorted(found, key=lambda one: one.at, reverse=True)


def _steps(candidate: Candidate) -> Iterator[Happening]:
    for one in CandidateStep.objects.filter(candidate=candidate).select_related("by", "organisation"):
        title = str(CandidateState(one.to_state).label)
        yield Happening(one.at, _("Stand: %(state)s") % {"state": title}, _sub(one.reason, one.by, one.organisation))


def _contacts(candidate: Candidate) -> Iterator[Happening]:
    for one in contacts_of(candidate):
        yield Happening(one.at, contact_title(one), _sub(one.note, one.by, one.organisation))


def _assessments(candidate: Candidate) -> Iterator[Happening]:
    rows = Assessment.objects.filter(candidate=candidate, closed_at__isnull=False)
    for one in rows.select_related("done_by", "organisation"):
        title = _("%(kind)s afgerond") % {"kind": one.get_kind_display()}
        yield Happening(one.closed_at or one.begun_at, title, _sub("", one.done_by, one.organisation))


def _changes(candidate: Candidate) -> Iterator[Happening]:
    """What was changed in the file, one line for all that changed at once."""
    identity_events: Any = CandidateIdentity.pgh_event_model.objects  # type: ignore[attr-defined]
    fact_events: Any = Candidate.pgh_event_model.objects  # type: ignore[attr-defined]
    # The key of the identity itself; a file whose identity is gone has no such history left.
    identity = getattr(candidate, "identity", None)
    by_identity = list(identity_events.filter(pgh_obj_id=identity.pk).order_by("pgh_id")) if identity else []
    by_facts = list(fact_events.filter(pgh_obj_id=candidate.pk).order_by("pgh_id"))
    names = _names(by_facts)
    for events, fields, model in ((by_identity, _IDENTITY, CandidateIdentity), (by_facts, _FACTS, Candidate)):
        for before, after in pairwise(events):
            parts = [_part(model, name, before, after, names) for name in fields if _differ(name, before, after)]
            if parts:
                yield Happening(after.pgh_created_at, _("Gewijzigd"), f"{'; '.join(parts)}. {_by(after)}".strip())


def _differ(name: str, before: Any, after: Any) -> bool:
    return bool(getattr(before, name) != getattr(after, name))


def _part(model: Any, name: str, before: Any, after: Any, names: dict[uuid.UUID, str]) -> str:
    label = str(model._meta.get_field(name.removesuffix("_id")).verbose_name)  # noqa: SLF001 - the public way to a field
    known = {"coach": _("coach"), "werkplein": _("Werkplein")}
    return _("%(what)s: %(before)s → %(after)s") % {
        "what": known.get(label, label),
        "before": _value(name, getattr(before, name), names),
        "after": _value(name, getattr(after, name), names),
    }


def _value(name: str, value: Any, names: dict[uuid.UUID, str]) -> str:
    if value in {None, ""}:
        return _("leeg")
    if isinstance(value, uuid.UUID):
        return names.get(value, _("onbekend"))
    if name in _CHOICES:
        return str(_CHOICES[name](value).label)
    return date_nl(value) if hasattr(value, "year") else str(value)


def _names(events: Iterable[Any]) -> dict[uuid.UUID, str]:
    """Of coaches and Werkpleinen that stood in the file. Two queries."""
    rows = list(events)
    coaches = {one.coach_id for one in rows if one.coach_id}
    places = {one.werkplein_id for one in rows if one.werkplein_id}
    found = dict(User.objects.filter(pk__in=coaches).values_list("pk", "name"))
    return found | dict(Organisation.objects.filter(pk__in=places).values_list("pk", "name"))


def _by(event: Any) -> str:
    context = event.pgh_context or {}
    return ", ".join(one for one in (context.get("name"), context.get("organisation_name")) if one)


def _sub(said: str, by: User | None, organisation: Organisation | None) -> str:
    maker = ", ".join(str(one) for one in (by.name if by else "", organisation.name if organisation else "") if one)
    return ". ".join(part for part in (said.rstrip("."), maker) if part)
