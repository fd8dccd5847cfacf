"""From whom an import comes, and what that means for what it may say and how it is told about."""

import uuid
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_NEW = _("Ingelezen met een gegevenspakket")
_CHANGED = _("Gewijzigd met een gegevenspakket")


@dataclass(frozen=True, slots=True)
class Sender:
    """``authority_id`` is that of an authority, which brings its own contracts and no others.

    ``knows_people``: may compare who a candidate is with what he brings. For the programme bureau that would tell it.
    """

    user_id: uuid.UUID | None = None
    authority_id: uuid.UUID | None = None
    knows_people: bool = True
    #: Sent by somebody at work: a tender goes its way as it does in the portal. A package brings what once was.
    keeps_course: bool = False
    reason_new: str | Promise = _NEW
    reason_changed: str | Promise = _CHANGED
