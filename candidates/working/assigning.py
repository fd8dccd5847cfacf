"""Who helps whom: one new registration with all that is decided about it, or several files to one coach. With its undo."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from candidates import back_office, lifecycle
from candidates.access import candidates_of
from candidates.choices import AssignmentKind, CandidateState, TaskKind
from candidates.models import Assignment, Candidate
from candidates.working import to_do
from candidates.working.call_day import check_day
from candidates.working.to_do import Task
from organisations.access import acts_for_coordination_point
from organisations.choices import OrganisationKind, Role
from organisations.models import Membership, OrganisationRegion
from organisations.refused import Refused
from organisations.tenancy import Acting

#: As many files at once as one page can answer for in a second.
MOST_AT_ONCE = 500
#: What a decision can change, and its undo gives back.
_KEPT = ("state", "state_since", "ready_since", "coach_id", "werkplein_id", "target_group", "call_by")


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a new registration. ``to`` is the next state, ``caller_id`` who calls when that is not the coach."""

    to: str
    coach_id: uuid.UUID | None
    werkplein_id: uuid.UUID | None
    target_group: str
    call_by: date | None
    caller_id: uuid.UUID | None = None
    reason: str = ""
    note: str = ""


def coaches_for(acting: Acting) -> list[Membership]:
    """Who can be a coach for this member's candidates: colleagues, and for the back office whoever works at a Werkplein.

    Own colleagues first. One query.
    """
    own = {acting.organisation_id}
    people = Membership.objects.current().filter(user__is_active=True).exclude(role=Role.AUDITOR)
    if acts_for_coordination_point(acting):
        werkpleinen = OrganisationRegion.objects.filter(
            region_id__in=acting.region_ids, organisation__kind=OrganisationKind.WERKPLEIN
        )
        people = people.filter(organisation_id__in=werkpleinen.values("organisation_id")) | people.filter(
            organisation_id__in=own
        )
    else:
        people = people.filter(organisation_id__in=own)
    found = people.select_related("user", "organisation").order_by("user__name", "pk")
    return sorted(found, key=lambda one: one.organisation_id not in own)


@transaction.atomic
def triage(acting: Acting, candidate_id: uuid.UUID, decision: Decision, *, on: date, at: datetime) -> Assignment:
    """Decide about a new registration: who helps, who calls by when, and what comes next."""
    candidate = next(iter(_locked(acting, [candidate_id])), None)
    if candidate is None or candidate.coach_id is not None or candidate.state != CandidateState.REGISTERED:
        raise Refused(_("Een collega heeft deze aanmelding intussen al opgepakt."))
    coach = _coach(acting, decision.coach_id)
    check_day(decision.call_by, on=on)
    before = _values(candidate)
    candidate.target_group = decision.target_group
    candidate.call_by = decision.call_by
    if acts_for_coordination_point(acting):
        candidate.werkplein_id = _werkplein(acting, decision.werkplein_id, coach)
    candidate.coach_id = coach.user_id if coach else None
    candidate.save(update_fields=["target_group", "call_by", "werkplein", "coach"])
    if decision.to != candidate.state:
        candidate = lifecycle.move(acting, candidate.pk, to=decision.to, on=on, at=at, reason=decision.reason)
    made = _call_task(acting, candidate, decision, coach, on=on, at=at)
    change = _change(candidate, before, task_id=made)
    return _kept(acting, AssignmentKind.TRIAGE, [change], region_id=candidate.region_id, at=at)


@transaction.atomic
def give_to(acting: Acting, candidate_ids: Iterable[uuid.UUID], coach_id: uuid.UUID, *, at: datetime) -> Assignment:
    """Make somebody the coach of these candidates, all of them or none; who was erased needs no coach."""
    ids = list(dict.fromkeys(candidate_ids))
    if len(ids) > MOST_AT_ONCE:
        raise Refused(_("Kies hooguit 500 kandidaten tegelijk. Zoek of filter eerst."))
    coach = _coach(acting, coach_id)
    candidates = _locked(acting, ids)
    if not candidates or coach is None:
        raise Refused(_("Kruis minstens één kandidaat aan."))
    changes = []
    for candidate in candidates:
        if candidate.coach_id == coach.user_id:
            continue
        before = _values(candidate)
        candidate.coach_id = coach.user_id
        if coach.organisation.kind == OrganisationKind.WERKPLEIN and acts_for_coordination_point(acting):
            candidate.werkplein_id = coach.organisation_id
        candidate.save(update_fields=["coach", "werkplein"])
        changes.append(_change(candidate, before))
    if not changes:
        raise Refused(_("%(name)s is al de coach.") % {"name": coach.user.name})
    return _kept(acting, AssignmentKind.COACH, changes, region_id=candidates[0].region_id, at=at)


@transaction.atomic
def undo(acting: Acting, assignment_id: uuid.UUID, *, on: date, at: datetime) -> Assignment:
    """Give the files back what stood there, where nothing changed since."""
    own = Assignment.objects.filter(organisation_id=acting.organisation_id, made_by_id=acting.user_id)
    done = own.select_for_update(of=("self",), no_key=True).get(pk=assignment_id)
    if done.undone_at is not None:
        raise Refused(_("Dit is al ongedaan gemaakt."))
    changes = {uuid.UUID(one["candidate"]): one for one in done.changes}
    back = 0
    for candidate in _locked(acting, changes, all_of_them=False):
        change = changes[candidate.pk]
        if _values(candidate) != change["after"]:
            continue
        if candidate.state == CandidateState.WITHDRAWN:
            to_do.open_calls_again(acting, candidate, done_at=done.made_at)
        _put_back(acting, candidate, change["before"], on=on, at=at)
        if change["task"]:
            to_do.withdraw(uuid.UUID(change["task"]), by=acting, at=at)
        back += 1
    if not back:
        raise Refused(_("Hier is daarna nog iets aan veranderd. Ongedaan maken kan niet meer."))
    done.undone_at, done.undone_by_id, done.kept = at, acting.user_id, len(changes) - back
    done.save(update_fields=["undone_at", "undone_by", "kept"])
    return done


def last_of(acting: Acting, assignment_id: uuid.UUID) -> Assignment | None:
    """One's own decision, as long as it can be undone."""
    own = Assignment.objects.filter(organisation_id=acting.organisation_id, made_by_id=acting.user_id)
    return own.filter(pk=assignment_id, undone_at__isnull=True).first()


def _put_back(acting: Acting, candidate: Candidate, before: dict[str, Any], *, on: date, at: datetime) -> None:
    if candidate.state != before["state"]:
        state = CandidateState(before["state"])
        lifecycle.write_step(
            acting, candidate, to=state, on=max(on, candidate.state_since), at=at, reason=_("Ongedaan gemaakt")
        )
    fields = {name: _read(name, before[name]) for name in _KEPT}
    for name, value in fields.items():
        setattr(candidate, name, value)
    candidate.save(update_fields=[name.removesuffix("_id") for name in fields])


def _locked(acting: Acting, ids: Iterable[uuid.UUID], *, all_of_them: bool = True) -> Sequence[Candidate]:
    """Those of them about whom something can be decided: not who was erased."""
    wanted = list(ids)
    rows: Any = candidates_of(acting).filter(pk__in=wanted).select_for_update(of=("self",), no_key=True)
    found = list(rows.order_by("pk"))
    if all_of_them and len(found) < len(wanted):
        raise Candidate.DoesNotExist
    return [one for one in found if one.anonymised_at is None]


def _coach(acting: Acting, user_id: uuid.UUID | None) -> Membership | None:
    if user_id is None:
        return None
    found = next((one for one in coaches_for(acting) if one.user_id == user_id), None)
    if found is None:
        raise Refused(_("Deze persoon kan geen coach zijn van uw kandidaten."))
    return found


def _werkplein(acting: Acting, werkplein_id: uuid.UUID | None, coach: Membership | None) -> uuid.UUID | None:
    """The Werkplein of a coach who works at one; else the chosen one."""
    if coach is not None and coach.organisation.kind == OrganisationKind.WERKPLEIN:
        return coach.organisation_id
    if werkplein_id is not None and werkplein_id not in {
        one.pk for one in back_office.werkpleinen_in(*acting.region_ids)
    }:
        raise Refused(_("Dit Werkplein werkt niet in uw regio. Kies een Werkplein van uw regio."))
    return werkplein_id


def _call_task(
    acting: Acting, candidate: Candidate, decision: Decision, coach: Membership | None, *, on: date, at: datetime
) -> uuid.UUID | None:
    """A task for whoever calls instead of the coach, or when there is something to say about the call.

    Without either it is for whoever at the Werkplein takes it up.
    """
    if candidate.state == CandidateState.WITHDRAWN:
        return None
    caller = _coach(acting, decision.caller_id) or coach
    somebody_else = decision.caller_id is not None and (coach is None or decision.caller_id != coach.user_id)
    if not (somebody_else or decision.note):
        return None
    organisation_id = caller.organisation_id if caller else candidate.werkplein_id or acting.organisation_id
    task = Task(
        what=decision.note or _("Bellen over de aanmelding"),
        due_on=decision.call_by or on,
        kind=TaskKind.CALL,
        organisation_id=organisation_id,
        user_id=caller.user_id if caller else None,
    )
    return to_do.add(acting, candidate, task, at=at).pk


def _values(candidate: Candidate) -> dict[str, Any]:
    return {name: _written(getattr(candidate, name)) for name in _KEPT}


def _written(value: Any) -> str | None:
    return None if value is None else value.isoformat() if isinstance(value, date) else str(value)


def _read(name: str, value: str | None) -> Any:
    if value is None or not name.endswith(("_id", "_since", "call_by")):
        return value
    return uuid.UUID(value) if name.endswith("_id") else date.fromisoformat(value)


def _change(candidate: Candidate, before: dict[str, Any], *, task_id: uuid.UUID | None = None) -> dict[str, Any]:
    return {
        "candidate": str(candidate.pk),
        "before": before,
        "after": _values(candidate),
        "task": str(task_id) if task_id else None,
    }


def _kept(
    acting: Acting, kind: AssignmentKind, changes: list[dict[str, Any]], *, region_id: uuid.UUID, at: datetime
) -> Assignment:
    return Assignment.objects.create(
        region_id=region_id,
        organisation_id=acting.organisation_id,
        kind=kind,
        changes=changes,
        made_by_id=acting.user_id,
        made_at=at,
    )
