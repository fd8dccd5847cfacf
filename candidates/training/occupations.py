import uuid
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _

from organisations.models import Occupation
from organisations.refused import Refused
from organisations.tenancy import Acting


@dataclass(frozen=True, slots=True)
class Profile:
    """What is asked of somebody who does this work, and what everybody may read of it."""

    name: str
    sector: str
    summary: str
    certificates: list[str]
    driving_licence: bool
    hours_from: int | None
    hours_to: int | None
    circumstances: str
    tasks: list[str]
    needs: str
    wage_from: Decimal | None
    wage_to: Decimal | None
    wage_source: str
    wage_on: date | None
    picture: str
    is_public: bool


def all_of(acting: Acting) -> QuerySet[Occupation]:
    return Occupation.objects.filter(region_id__in=acting.region_ids)


@transaction.atomic
def add(acting: Acting, *, region_id: uuid.UUID, profile: Profile) -> Occupation:
    """A new occupation; its code comes from its name."""
    if region_id not in acting.region_ids:
        raise Refused(_("U werkt niet in deze regio. Kies een regio waarin u werkt."))
    return _written(Occupation(region_id=region_id, code=slugify(profile.name)[:60] or "beroep"), profile)


@transaction.atomic
def change(acting: Acting, occupation_id: uuid.UUID, *, profile: Profile) -> Occupation:
    return _written(_locked(acting, occupation_id), profile)


@transaction.atomic
def retire(acting: Acting, occupation_id: uuid.UUID, *, on: date | None) -> Occupation:
    """Use it no more from this day on; with no day it is in use again."""
    occupation = _locked(acting, occupation_id)
    occupation.retired_on = on
    occupation.save(update_fields=["retired_on"])
    return occupation


def _locked(acting: Acting, occupation_id: uuid.UUID) -> Occupation:
    return all_of(acting).select_for_update(of=("self",), no_key=True).get(pk=occupation_id)


def _written(occupation: Occupation, profile: Profile) -> Occupation:
    for name in Profile.__slots__:
        setattr(occupation, name, getattr(profile, name))
    try:
        with transaction.atomic():
            occupation.save()
    except IntegrityError as error:
        if "occupation_code_unique" in str(error):
            raise Refused(
                _("Er is al een beroep met deze naam. Kies een andere naam, of gebruik dat beroep.")
            ) from error
        raise
    return occupation
