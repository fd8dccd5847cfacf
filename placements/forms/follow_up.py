from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from organisations.form_fields import ChoiceCards, DateField, NumberedCards, PersonNameField, TextField
from placements.choices import AskedOf, WorkAnswer, WorkplaceNow
from placements.follow_ups.answering import Asked
from placements.follow_ups.known import Outcome

NO = "no"


class OutcomeForm(forms.Form):
    """What somebody found out: at work or not, where, and with whom he spoke."""

    use_required_attribute = False
    hide_optional = True

    CANDIDATE, EMPLOYER, NOBODY = "candidate", "employer", "nobody"

    at_work = forms.ChoiceField(
        label=_("Is de kandidaat aan het werk?"),
        widget=NumberedCards(),
        error_messages={"required": _("Kies een antwoord.")},
    )
    workplace_name = TextField(
        label=_("Waar werkt de kandidaat nu?"),
        max_length=200,
        required=False,
        help_text=_("Alleen als het een andere werkgever is. De naam van het bedrijf is genoeg."),
    )
    spoke = forms.ChoiceField(
        label=_("Met wie sprak u?"),
        choices=[
            (CANDIDATE, _("De kandidaat")),
            (EMPLOYER, _("De werkgever")),
            (NOBODY, _("Niemand: ik weet het uit de antwoorden")),
        ],
        initial=CANDIDATE,
        widget=forms.RadioSelect,
    )
    checked_on = DateField(label=_("Op welke dag was dat zo?"))

    def __init__(self, *args: Any, employer: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        at_work = self.fields["at_work"]
        assert isinstance(at_work, forms.ChoiceField)  # noqa: S101 - tells the type
        at_work.choices = [
            (WorkplaceNow.SAME.value, _now("Ja, bij %(employer)s") % {"employer": employer}),
            (WorkplaceNow.OTHER.value, _now("Ja, ergens anders")),
            (NO, _now("Nee, geen werk")),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        said, name = data.get("at_work"), data.get("workplace_name")
        if said == WorkplaceNow.OTHER and not name and "workplace_name" not in self.errors:
            self.add_error("workplace_name", _("Vul in waar de kandidaat werkt."))
        return data

    def outcome(self) -> Outcome:
        data = self.cleaned_data
        said = data["at_work"]
        return Outcome(
            at_work=said != NO,
            workplace="" if said == NO else said,
            workplace_name=data["workplace_name"] if said == WorkplaceNow.OTHER else "",
            checked_on=data["checked_on"],
        )

    @property
    def spoke_candidate(self) -> bool:
        return self.cleaned_data["spoke"] == self.CANDIDATE


class AgainForm(forms.Form):
    """When somebody calls again; without a day the next working day."""

    use_required_attribute = False
    hide_optional = True

    again_on = DateField(label=_("Wanneer belt u weer?"), required=False, help_text=_("Leeg: de volgende werkdag."))


class EmployerContactForm(forms.Form):
    """Whom to ask at the employer."""

    use_required_attribute = False
    hide_optional = True

    name = PersonNameField(label=_("Naam"))
    email = forms.EmailField(
        label=_("E-mailadres"),
        required=False,
        error_messages={"invalid": _("Dit is geen e-mailadres. Een voorbeeld: naam@organisatie.nl.")},
    )
    phone = TextField(label=_("Telefoon"), max_length=20, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and not data.get("email") and not data.get("phone"):
            self.add_error("email", _("Vul een e-mailadres of een telefoonnummer in."))
        return data


class FollowUpAnswerForm(forms.Form):
    """The one question in a mail: where the candidate works, or for the employer whether he still works there."""

    use_required_attribute = False
    hide_optional = True

    said = forms.ChoiceField(label="", widget=ChoiceCards(), error_messages={"required": _("Kies een antwoord.")})
    place = TextField(
        label=_("Waar werkt u nu?"),
        max_length=200,
        required=False,
        help_text=_("Alleen als u ergens anders werkt. De naam van het bedrijf is genoeg."),
    )

    def __init__(self, *args: Any, asked: Asked, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = self.fields["said"]
        assert isinstance(said, forms.ChoiceField)  # noqa: S101 - tells the type
        employer = {"employer": asked.employer}
        if asked.asked == AskedOf.EMPLOYER:
            said.label = _now("Werkt deze persoon nog bij u?")
            said.choices = [
                (WorkAnswer.HERE.value, _now("Ja")),
                (WorkAnswer.GONE.value, _now("Nee, niet meer")),
            ]
            del self.fields["place"]
            return
        said.label = _now("Hebt u nu werk?")
        said.choices = [
            (WorkAnswer.HERE.value, _now("Ja, bij %(employer)s") % employer),
            (WorkAnswer.ELSEWHERE.value, _now("Ja, ergens anders")),
            (WorkAnswer.NOT.value, _now("Nee")),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("said") == WorkAnswer.ELSEWHERE and not data.get("place") and "place" not in self.errors:
            self.add_error("place", _("Vul in waar u nu werkt."))
        return data


def first_values(on: date) -> dict[str, Any]:
    """With what an outcome begins."""
    return {"checked_on": on, "spoke": OutcomeForm.CANDIDATE}
