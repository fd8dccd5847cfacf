"""Whom a tender can name as its contact: colleagues, or somebody else by name."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from organisations.choices import Role
from organisations.models import Membership
from organisations.tenancy import Acting

SOMEONE_ELSE, NOBODY = "ander", ""


class Contacts:
    """The colleagues of the member, and how the form says who is meant. One query."""

    def __init__(self, acting: Acting) -> None:
        members = (
            Membership.objects.current()
            .exclude(role=Role.AUDITOR)
            .filter(organisation_id=acting.organisation_id, user__is_active=True)
            .select_related("user")
            .order_by("user__name", "pk")
        )
        self._colleagues = {str(one.pk): (one.user.name, one.user.email) for one in members}
        self.choices: list[tuple[str, Any]] = [(key, name) for key, (name, _email) in self._colleagues.items()]
        self.choices.append((SOMEONE_ELSE, _("Iemand anders")))
        #: The member himself, as far as he is one of them.
        self.own = next((str(one.pk) for one in members if one.user_id == acting.user_id), SOMEONE_ELSE)

    def choice_of(self, name: str, email: str) -> str:
        """The answer that stands for this person."""
        if not (name or email):
            return NOBODY
        return next((key for key, known in self._colleagues.items() if known == (name, email)), SOMEONE_ELSE)

    def chosen(self, values: dict[str, Any], which: str) -> tuple[str, str]:
        """Name and address of who was chosen, or typed beside it."""
        answer = values[which]
        if answer in self._colleagues:
            return self._colleagues[answer]
        if answer == SOMEONE_ELSE:
            return values[f"{which}_name"] or "", values[f"{which}_email"] or ""
        return "", ""
