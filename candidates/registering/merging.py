"""Two files about one person become one: field by field as somebody chose, with all that belongs to them; and back.

What belongs to the file that goes is moved by the database, over all tables that refer to it (candidates 0006): apps above
this one too, which it does not know.
"""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, connection, models, transaction
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates.models import Candidate, CandidateIdentity, CandidateMerge, CandidateProfile
from organisations.refused import Refused, check_said
from organisations.tenancy import Acting

Together = tuple[type[models.Model], str | Promise, tuple[str, ...]]

#: What is chosen together, with its name on the screen: the first field is shown. The municipality holds as at the
#: registration, and a state without its date says nothing.
_TOGETHER: tuple[Together, ...] = (
    (CandidateIdentity, gettext_lazy("Voornaam"), ("first_name",)),
    (CandidateIdentity, gettext_lazy("Achternaam"), ("last_name",)),
    (CandidateIdentity, gettext_lazy("Geboortedatum"), ("birth_date",)),
    (CandidateIdentity, gettext_lazy("Telefoon"), ("phone",)),
    (CandidateIdentity, gettext_lazy("E-mailadres"), ("email",)),
    (
        Candidate,
        gettext_lazy("Aanmelding"),
        ("registered_on", "municipality", "source", "registrant", "registrant_organisation"),
    ),
    (Candidate, gettext_lazy("Doelgroep"), ("target_group",)),
    (Candidate, gettext_lazy("Werkplein"), ("werkplein",)),
    (Candidate, gettext_lazy("Soort werk"), ("wanted_work",)),
    (Candidate, gettext_lazy("Sector"), ("sector",)),
    (Candidate, gettext_lazy("Stand"), ("state", "state_since", "ready_since")),
    (Candidate, gettext_lazy("Coach"), ("coach",)),
    (Candidate, gettext_lazy("Bellen voor of op"), ("call_by", "wants_call")),
)
_NOT_OF_PROFILE = {"id", "candidate", "region", "saved_at", "saved_by"}
_LATEST = "last_contact_on"


@dataclass(frozen=True, slots=True)
class Part:
    """Fields that are chosen together, as they stand in each of the files; ``prefers_gone`` where only that one knows."""

    key: str
    label: str | Promise
    model: type[models.Model]
    fields: tuple[str, ...]
    kept: models.Model
    gone: models.Model

    @property
    def prefers_gone(self) -> bool:
        return _is_blank(self.kept, self.fields[0]) and not _is_blank(self.gone, self.fields[0])


def files(candidates: QuerySet[Candidate]) -> QuerySet[Candidate]:
    """Files with all that can be chosen from."""
    return candidates.select_related("identity", "profile", "werkplein", "coach", "registrant_organisation")


def parts(kept: Candidate, gone: Candidate) -> list[Part]:
    """What differs between the files, and so has to be chosen."""
    found = []
    for model, label, fields in [*_TOGETHER, *_profile_fields()]:
        mine, theirs = _row(kept, model), _row(gone, model)
        if mine is None or theirs is None:
            continue
        if any(_plain(mine, name) != _plain(theirs, name) for name in fields):
            found.append(Part(f"{model._meta.model_name}-{fields[0]}", label, model, fields, mine, theirs))  # noqa: SLF001 - the public way to a model's name
    return found


@transaction.atomic
def merge(
    acting: Acting, *, kept_id: uuid.UUID, gone_id: uuid.UUID, taken: Collection[str], reason: str, at: dt.datetime
) -> CandidateMerge:
    """Make one file of two. ``taken`` are the keys of the parts for which the file that goes is right."""
    reason = check_said(reason, otherwise=_("Schrijf op waarom dit dezelfde persoon is."))
    kept, gone = _locked(kept_id, gone_id)
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for part in parts(kept, gone):
        if part.key in taken:
            _take_over(part.kept, part.gone, part.fields, before, after)
    if gone.last_contact_on and (kept.last_contact_on is None or kept.last_contact_on < gone.last_contact_on):
        _take_over(kept, gone, (_LATEST,), before, after)
    gone.merged_into = kept
    gone.save(update_fields=["merged_into"])
    made = CandidateMerge.objects.create(
        region_id=kept.region_id,
        kept=kept,
        gone=gone,
        reason=reason,
        before=before,
        after=after,
        organisation_id=acting.organisation_id,
        merged_by_id=acting.user_id,
        merged_at=at,
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT candidates_carry_merge(%s)", [made.pk])
    made.refresh_from_db()
    return made


@transaction.atomic
def undo(acting: Acting, merge_id: uuid.UUID, *, reason: str, at: dt.datetime) -> list[str]:
    """Make two files of one again, as they were before; what somebody changed or added since stays as it is.

    What comes back are the names of fields that stay, as somebody changed them since.
    """
    reason = check_said(reason, otherwise=_("Schrijf op waarom u dit terugdraait."))
    made = merges_of(acting).get(pk=merge_id)
    # In one order, as a merge locks them: by two at once neither waits for the other.
    held: Any = Candidate.objects.select_for_update(of=("self",), no_key=True)
    both = {one.pk: one for one in held.filter(pk__in=(made.kept_id, made.gone_id)).order_by("pk")}
    kept, gone = both[made.kept_id], both[made.gone_id]
    made.refresh_from_db(fields=["undone_at"])
    # The files may have been merged anew since; that is another merge.
    if made.undone_at is not None:
        raise Refused(_("Dit is al teruggedraaid."))
    if kept.merged_into_id is not None:
        raise Refused(_("Het dossier is daarna zelf samengevoegd. Draai dat eerst terug."))
    gone.merged_into = None
    gone.save(update_fields=["merged_into"])
    changed = [label for model, label, fields in _of(made) if not _put_back(kept, model, fields, made)]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT candidates_undo_merge(%s, %s, %s)", [made.pk, reason, at])
    except IntegrityError as error:
        if "training_group_not_overfull" not in str(error):
            raise
        raise Refused(
            _("De plaats die deze persoon in een scholingsgroep had, is intussen van iemand anders. Maak eerst plaats.")
        ) from error
    return [str(label) for label in changed]


def merges_of(acting: Acting) -> QuerySet[CandidateMerge]:
    """Merges of files the member works with, the newest first."""
    return (
        CandidateMerge.objects.filter(region_id__in=acting.region_ids)
        .select_related("kept__identity", "gone__identity", "merged_by", "undone_by", "organisation")
        .order_by("-merged_at", "-pk")
    )


def _locked(kept_id: uuid.UUID, gone_id: uuid.UUID) -> tuple[Candidate, Candidate]:
    if kept_id == gone_id:
        raise Refused(_("Dit is twee keer hetzelfde dossier."))
    both = (kept_id, gone_id)
    # In one order, whoever goes into whom.
    held: Any = Candidate.objects.standing().filter(anonymised_at=None).select_for_update(of=("self",), no_key=True)
    locked = {one.pk for one in held.filter(pk__in=both).order_by("pk")}
    if len(locked) != len(both):
        raise Refused(_("Een van deze dossiers is intussen samengevoegd of gewist, of u werkt er niet meer mee."))
    found = files(Candidate.objects.filter(pk__in=both)).in_bulk()
    kept, gone = found[kept_id], found[gone_id]
    if kept.region_id != gone.region_id:
        raise Refused(_("Deze dossiers horen bij verschillende regio’s."))
    return kept, gone


def _take_over(
    kept: models.Model, gone: models.Model, fields: Iterable[str], before: dict[str, Any], after: dict[str, Any]
) -> None:
    names = list(fields)
    for name in names:
        field: Any = kept._meta.get_field(name)  # noqa: SLF001 - the public way to a field
        key = f"{kept._meta.model_name}.{name}"  # noqa: SLF001 - as above
        before[key], after[key] = _plain(kept, name), _plain(gone, name)
        setattr(kept, field.attname, getattr(gone, field.attname))
    kept.save(update_fields=names)


def _of(made: CandidateMerge) -> list[tuple[type[models.Model], str | Promise, list[str]]]:
    """The parts of which something was taken over, with those fields."""
    latest: Together = (Candidate, gettext_lazy("Laatste contact"), (_LATEST,))
    found: list[tuple[type[models.Model], str | Promise, list[str]]] = []
    for model, label, fields in [*_TOGETHER, *_profile_fields(), latest]:
        names = [name for name in fields if f"{model._meta.model_name}.{name}" in made.before]  # noqa: SLF001 - as above
        if names:
            found.append((model, label, names))
    return found


def _put_back(kept: Candidate, model: type[models.Model], fields: list[str], made: CandidateMerge) -> bool:
    """The part as it was before; not where somebody changed it since."""
    row = _row(kept, model)
    keys = {name: f"{model._meta.model_name}.{name}" for name in fields}  # noqa: SLF001 - as above
    if row is None or any(_plain(row, name) != made.after[key] for name, key in keys.items()):
        return False
    for name, key in keys.items():
        field: Any = row._meta.get_field(name)  # noqa: SLF001 - as above
        target = field.target_field if field.is_relation else field
        setattr(row, field.attname, target.to_python(made.before[key]))
    row.save(update_fields=fields)
    return True


def _profile_fields() -> list[Together]:
    fields = CandidateProfile._meta.concrete_fields  # noqa: SLF001 - the public list of fields
    return [(CandidateProfile, one.verbose_name, (one.name,)) for one in fields if one.name not in _NOT_OF_PROFILE]


def _row(candidate: Candidate, model: type[models.Model]) -> models.Model | None:
    if model is Candidate:
        return candidate
    found: models.Model | None = getattr(candidate, "identity" if model is CandidateIdentity else "profile", None)
    return found


def _plain(row: models.Model, name: str) -> Any:
    """The value as JSON has it."""
    field: Any = row._meta.get_field(name)  # noqa: SLF001 - the public way to a field
    value = getattr(row, field.attname)
    if value is None or isinstance(value, (str, bool, int)):
        return value
    return [str(one) for one in value] if isinstance(value, list) else str(value)


def _is_blank(row: models.Model, name: str) -> bool:
    return _plain(row, name) in (None, "", [])
