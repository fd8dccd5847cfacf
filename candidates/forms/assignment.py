"""Who becomes the coach, and what is decided about somebody new."""

import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from candidates.choices import CandidateState, TargetGroup
from candidates.models import Candidate
from candidates.working.assigning import Decision
from candidates.working.call_day import wrong_day
from organisations.form_fields import DateField, NumberedRadios, TextField, give_keys
from organisations.models import Membership, Organisation
from organisations.tenancy import Acting

#: Instead of a coach: the Werkplein chooses one.
NOBODY = "niemand"
_NEXT = [
    (CandidateState.INTAKE.value, _("Door naar de intake")),
    (CandidateState.REGISTERED.value, _("Eerst bellen, dan kiezen")),
    (CandidateState.ON_HOLD.value, _("Even niet beschikbaar")),
    (CandidateState.WITHDRAWN.value, _("Stopt: wij doen hier niets mee")),
]


#: The key that leads to a field, for who works without a mouse; what comes next has the numbers of its answers.
_KEYS = {"coach": "c", "werkplein": "w", "caller": "b", "call_by": "d", "target_group": "u", "note": "o"}


def people(memberships: Sequence[Membership], *, acting: Acting) -> list[tuple[str, str]]:
    """People to choose from: of another organisation with its name, oneself as such."""
    found: dict[uuid.UUID, str] = {}
    for one in memberships:
        if one.user_id == acting.user_id:
            name = str(_("Ikzelf (%(name)s)") % {"name": one.user.name})
        elif one.organisation_id == acting.organisation_id:
            name = one.user.name
        else:
            name = f"{one.user.name}, {one.organisation.name}"
        found.setdefault(one.user_id, name)
    return [(str(key), name) for key, name in found.items()]


class CoachForm(forms.Form):
    """Whose candidates they become."""

    coach = forms.ChoiceField(label=_("Coach"), error_messages={"required": _("Kies wie de coach wordt.")})

    def __init__(self, data: Any = None, *, acting: Acting, memberships: Sequence[Membership]) -> None:
        super().__init__(data)
        choices = people(memberships, acting=acting)
        self.fields["coach"].choices = [("", _("Kies een collega")), *choices]  # type: ignore[attr-defined]


class TriageForm(forms.Form):
    """Everything that is decided about somebody new, filled in as it mostly goes."""

    coach = forms.ChoiceField(label=_("Wie wordt de coach?"), required=False)
    werkplein = forms.ChoiceField(label=_("Werkplein"), required=False)
    caller = forms.ChoiceField(label=_("Wie belt?"), required=False)
    call_by = DateField(
        label=_("Bellen voor of op"),
        required=False,
        error_messages={"invalid": _("Vul een datum in, zoals 31-3-2027.")},
    )
    target_group = forms.ChoiceField(
        label=_("Doelgroep"), required=False, choices=[("", _("Weten we nog niet")), *TargetGroup.choices]
    )
    to = forms.ChoiceField(label=_("En dan?"), choices=_NEXT, widget=NumberedRadios)
    note = TextField(
        label=_("Opmerking"),
        required=False,
        max_length=200,
        help_text=_(
            "Wie belt, leest dit. Stopt iemand, of kan iemand even niet: dan is dit de reden. "
            "Zet hier niets over gezondheid."
        ),
    )
    hide_optional = True

    def __init__(
        self,
        data: Any = None,
        *,
        candidate: Candidate,
        acting: Acting,
        memberships: Sequence[Membership],
        werkpleinen: Sequence[Organisation] | None,
        on: date,
        last_coach: str = "",
        contact_days: int,
    ) -> None:
        """``werkpleinen`` None: who acts keeps it at his own. ``last_coach``: who got the one before, or ``NOBODY``."""
        choices = people(memberships, acting=acting)
        keys = {key for key, _name in choices}
        mine = "" if last_coach == NOBODY else str(acting.user_id)
        promised = candidate.call_by or candidate.registered_on + timedelta(days=contact_days)
        initial = {
            "coach": last_coach if last_coach in keys else mine,
            "werkplein": str(candidate.werkplein_id or ""),
            "call_by": max(promised, on),
            "target_group": candidate.target_group,
            "to": CandidateState.INTAKE.value,
        }
        super().__init__(data, initial=initial)
        self.on = on
        nobody = _("Het Werkplein kiest") if werkpleinen else _("Kies een collega")
        self.fields["coach"].choices = [("", nobody), *choices]  # type: ignore[attr-defined]
        self.fields["caller"].choices = [("", _("De coach")), *choices]  # type: ignore[attr-defined]
        if werkpleinen is None:
            del self.fields["werkplein"]
        else:
            named = [(str(one.pk), one.name) for one in werkpleinen]
            self.fields["werkplein"].choices = [("", _("Geen")), *named]  # type: ignore[attr-defined]
        give_keys(self, _KEYS)

    def clean_call_by(self) -> date | None:
        day: date | None = self.cleaned_data["call_by"]
        if said := wrong_day(day, on=self.on):
            raise ValidationError(said)
        return day

    def clean(self) -> dict[str, Any] | None:
        values = super().clean() or self.cleaned_data
        to, coach = values.get("to"), values.get("coach")
        if to in CandidateState.with_reason():
            if not values.get("note", "").strip():
                self.add_error("note", _("Schrijf op waarom."))
            if to == CandidateState.WITHDRAWN and values.get("caller"):
                self.add_error("caller", _("Wie stopt, wordt niet meer gebeld. Zet dit terug op ‘De coach’."))
        elif not coach and (to == CandidateState.INTAKE or not values.get("werkplein")):
            self.add_error("coach", _("Kies wie de coach wordt."))
        return values

    def decision(self) -> Decision:
        values = self.cleaned_data
        stops = values["to"] in CandidateState.with_reason()
        note = values["note"].strip()
        return Decision(
            to=values["to"],
            coach_id=_key(values["coach"]),
            werkplein_id=_key(values.get("werkplein", "")),
            target_group=values["target_group"],
            call_by=None if values["to"] == CandidateState.WITHDRAWN else values["call_by"],
            caller_id=_key(values["caller"]),
            reason=note if stops else "",
            note="" if stops else note,
        )


def _key(value: str) -> uuid.UUID | None:
    return uuid.UUID(value) if value else None
