"""What somebody tells of himself by his link after registering: one small step after another, each of them optional.

Inside ``tenancy.link``. What a coach noted is shown, and changed, by a link that is proven to be his own; the link that
the browser kept shows what was typed there.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates.choices import TaskKind
from candidates.models import Candidate, CandidateDocument, CandidateProfile, CandidateTask, OwnCv
from organisations.refused import Refused

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Step:
    """One page: its name in the address, what it asks, what it keeps, and what somebody wants to be called about."""

    code: str
    title: Words
    note: Words
    fields: tuple[str, ...]
    about: Words
    picture: str


STEPS = (
    Step(
        "uren",
        gettext_lazy("Hoeveel uur per week wilt u werken?"),
        "",
        ("hours_from", "hours_to"),
        gettext_lazy("hoeveel uur"),
        "hours",
    ),
    Step(
        "dagen",
        gettext_lazy("Op welke dagen kunt u werken?"),
        gettext_lazy("U mag meer dan één dag kiezen."),
        ("days",),
        gettext_lazy("welke dagen"),
        "calendar",
    ),
    Step(
        "reizen",
        gettext_lazy("Hoe ver wilt u reizen?"),
        "",
        ("travel", "transport"),
        gettext_lazy("reizen naar het werk"),
        "bicycle",
    ),
    Step(
        "rijbewijs",
        gettext_lazy("Hebt u een rijbewijs?"),
        gettext_lazy("U mag meer dan één antwoord kiezen."),
        ("licences",),
        gettext_lazy("rijbewijs"),
        "licence",
    ),
    Step(
        "diplomas",
        gettext_lazy("Hebt u een diploma of certificaat?"),
        gettext_lazy("Kies wat u hebt. U mag meer dan één antwoord kiezen."),
        ("certificates",),
        gettext_lazy("diploma’s en certificaten"),
        "certificate",
    ),
    Step(
        "beroepen",
        gettext_lazy("Welk beroep past bij u?"),
        gettext_lazy("U mag meer dan één antwoord kiezen. Weet u het niet? Sla deze vraag dan over."),
        ("occupations",),
        gettext_lazy("welk beroep past"),
        "search",
    ),
    Step(
        "nederlands",
        gettext_lazy("Hoe goed is uw Nederlands?"),
        "",
        ("speaks", "reads", "writes"),
        gettext_lazy("Nederlands"),
        "talk",
    ),
    Step(
        "cv",
        gettext_lazy("Hebt u een cv?"),
        gettext_lazy("In een cv staat welk werk u deed, en wat u leerde."),
        (),
        gettext_lazy("een cv maken"),
        "document",
    ),
)
BY_CODE = {one.code: one for one in STEPS}


def after(code: str) -> Step | None:
    """The step that follows; None after the last."""
    place = STEPS.index(BY_CODE[code]) + 1
    return STEPS[place] if place < len(STEPS) else None


def told(candidate: Candidate) -> tuple[CandidateProfile | None, set[str]]:
    """What is kept as far as this link shows it, and the steps that have an answer. Three queries."""
    profile = CandidateProfile.objects.filter(candidate=candidate).first()
    done = {one.code for one in STEPS if profile and any(getattr(profile, name) for name in one.fields)}
    if (
        CandidateDocument.objects.standing().filter(candidate=candidate, kind="cv").exists()
        or OwnCv.objects.filter(candidate=candidate).exists()
    ):
        done.add("cv")
    return profile, done


@transaction.atomic
def save(candidate: Candidate, values: Mapping[str, Any], *, at: datetime) -> None:
    """Keep what was answered on one page; the rest stays as it was."""
    profile = CandidateProfile.objects.filter(candidate=candidate).first()
    is_new = profile is None
    profile = profile or CandidateProfile(candidate=candidate, region_id=candidate.region_id)
    for name, value in values.items():
        setattr(profile, name, value)
    profile.saved_at, profile.saved_by = at, None
    if not is_new:
        profile.save(update_fields=[*values, "saved_at", "saved_by"])
        return
    try:
        with transaction.atomic():
            profile.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(
            _("Uw coach vulde dit al voor u in. Vraag uw eigen pagina aan om het te veranderen, of kies ‘Bel mij’.")
        ) from error


def ask_call(candidate: Candidate, step: Step, *, has_phone: bool, due: date, on: date, at: datetime) -> None:
    """Have somebody call about this, or mail who has no telephone; once a day."""
    helper, _name = helper_of()
    if helper is None:
        return
    what = _("Wil gebeld worden over: %(about)s") if has_phone else _("Wil gemaild worden over: %(about)s")
    task = CandidateTask(
        region_id=candidate.region_id,
        candidate=candidate,
        kind=TaskKind.CALL,
        what=what % {"about": step.about},
        due_on=due,
        organisation_id=helper,
        origin=f"own:{step.code}:{on.isoformat()}",
        made_at=at,
    )
    try:
        with transaction.atomic():
            task.save(force_insert=True)
    except IntegrityError as error:
        if "candidate_task_once_of_origin" not in str(error):
            raise


def helper_of() -> tuple[uuid.UUID | None, str]:
    """The organisation that helps the candidate of this link, and its name if that is a Werkplein. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name, is_werkplein FROM candidates_helper_by_link()")
        row = cursor.fetchone()
    if row is None:
        return None, ""
    return row[0], row[1] if row[2] else ""
