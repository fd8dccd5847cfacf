"""Contracts for which someone answers pass to his successor when he leaves."""

import uuid

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from organisations.handover import Work
from organisations.models import User
from tenders.choices import Side
from tenders.models import Responsible


def _own_side(organisation_id: uuid.UUID) -> QuerySet[Responsible]:
    return Responsible.objects.filter(
        Q(side=Side.AUTHORITY, contract__authority_id=organisation_id)
        | Q(side=Side.CONTRACTOR, contract__contractor_id=organisation_id)
        | Q(side=Side.WERKPLEIN, contract__werkplein_id=organisation_id)
    )


def _count(organisation_id: uuid.UUID, user: User) -> int:
    own = _own_side(organisation_id)
    return own.filter(Q(email__iexact=user.email) | Q(stand_in_email__iexact=user.email)).count()


def _hand_over(organisation_id: uuid.UUID, leaver: User, successor: User) -> None:
    own = _own_side(organisation_id)
    own.filter(email__iexact=leaver.email).update(name=successor.name, email=successor.email)
    own.filter(stand_in_email__iexact=leaver.email).update(stand_in_name=successor.name, stand_in_email=successor.email)
    # Nobody is his own stand-in.
    own.filter(email__iexact=successor.email, stand_in_email__iexact=successor.email).update(
        stand_in_name="", stand_in_email=""
    )


RESPONSIBILITIES = Work(
    title=_("contracten waarvoor deze persoon aanspreekpunt is"), count=_count, hand_over=_hand_over
)
