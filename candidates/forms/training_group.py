import uuid
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.file.pages import name_of
from candidates.models import Enrolment, TrainingGroup
from candidates.models.training import MOST_SEATS
from candidates.training import shown
from candidates.training.groups import GroupEntry, version
from candidates.training.running import Result
from candidates.training.seats import Reason
from candidates.training_choices import DropoutReason, Outcome, PassOverReason
from organisations.form_fields import DateField, TextField
from organisations.shown_forms import ShownForm

NUMERIC = {"inputmode": "numeric", "autocomplete": "off", "class": "num"}
USUAL_SEATS = 12
#: Over, and nobody said yet how: a choice only for who stands so.
_JUST_ENDED = "ended"
_WHOLE = _("Vul een heel getal in.")


class GroupForm(ShownForm):
    """When a group is, where, and for how many."""

    use_required_attribute = False

    name = TextField(
        label=_("Naam van de groep"),
        max_length=120,
        help_text=_("Bijvoorbeeld: voorjaar 2027, Delfzijl."),
        error_messages={"required": _("Vul een naam in.")},
    )
    starts_on = DateField(label=_("Eerste dag"))
    ends_on = DateField(label=_("Laatste dag"))
    seats = forms.IntegerField(
        label=_("Plaatsen"),
        min_value=1,
        max_value=MOST_SEATS,
        initial=USUAL_SEATS,
        widget=forms.TextInput(attrs=NUMERIC),
        error_messages={
            "required": _("Vul het aantal plaatsen in."),
            "invalid": _WHOLE,
            "min_value": _("Vul 1 of meer in."),
            "max_value": _("Een groep heeft hoogstens 60 plaatsen."),
        },
    )
    place = TextField(label=_("Waar"), max_length=200, required=False)
    benefit_kept = forms.BooleanField(label=_("Met behoud van uitkering"), required=False)
    benefit_reason = TextField(
        label=_("Waarom mag het langer dan de grens?"),
        max_length=500,
        required=False,
        help_text=_("Geldt voor iedereen in de groep die over de grens gaat. Schrijf niets over gezondheid."),
    )

    def __init__(self, *args: Any, group: TrainingGroup | None = None, **kwargs: Any) -> None:
        if group is not None:
            kwargs["initial"] = {name: getattr(group, name) for name in GroupEntry.__slots__}
            kwargs["initial"]["shown"] = version(group)
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("De laatste dag ligt voor de eerste dag. Verander een van de twee."))
        return data

    def entered(self) -> GroupEntry:
        return GroupEntry(**{name: self.cleaned_data[name] for name in GroupEntry.__slots__})


class OfferForm(forms.Form):
    """Why somebody gets a seat while others come first; only asked for when that is so."""

    hide_optional = True

    reason = forms.ChoiceField(
        label=_("Slaat u iemand over? Waarom?"),
        required=False,
        choices=[("", _("Niemand overgeslagen")), *PassOverReason.choices],
        help_text=_("Wie dichterbij woont of langer klaar is, gaat voor. De reden komt in de verantwoording."),
    )
    text = TextField(
        label=_("Toelichting"),
        max_length=500,
        required=False,
        help_text=_("Nodig bij een andere reden. Schrijf niets over gezondheid en noem geen namen."),
    )

    def given(self) -> Reason:
        return Reason(self.cleaned_data["reason"], self.cleaned_data["text"])


class CancelForm(forms.Form):
    reason = TextField(
        label=_("Waarom gaat de groep niet door?"),
        max_length=500,
        error_messages={"required": _("Schrijf op waarom de groep niet doorgaat.")},
    )


def attended() -> forms.IntegerField:
    """How much of the lessons somebody attended, as a percentage."""
    outside = _("Vul 0 tot en met 100 in.")
    return forms.IntegerField(
        label=_("Aanwezig (%)"),
        required=False,
        min_value=0,
        max_value=100,
        widget=forms.TextInput(attrs=NUMERIC),
        error_messages={"invalid": _WHOLE, "min_value": outside, "max_value": outside},
    )


class ResultForm(ShownForm):
    """How it ended for one of the group; begins with what most of them get."""

    use_required_attribute = False
    hide_optional = True

    outcome = forms.ChoiceField(
        label=_("Uitkomst"), required=False, choices=[("", _("Gaat nog door")), *Outcome.choices]
    )
    ended_on = DateField(label=_("Laatste dag"), required=False)
    dropout_reason = forms.ChoiceField(label=_("Waarom gestopt"), required=False)
    attendance = attended()

    def __init__(self, data: Any = None, *, enrolment: Enrolment, name: str, on: date) -> None:
        initial = _result_of(enrolment, on=on) | {"shown": shown.version(enrolment)}
        super().__init__(data, prefix=f"d{enrolment.pk.hex}", initial=initial)
        #: Somebody else changed it since this form was shown; then the form is a new one, of what stands now.
        self.is_newer = False
        self.enrolment, self.on = enrolment, on
        if enrolment.ended_on and not enrolment.outcome:
            outcome = self.fields["outcome"]
            assert isinstance(outcome, forms.ChoiceField)  # noqa: S101 - for the type checker
            outcome.choices = [*ResultForm.base_fields["outcome"].choices, (_JUST_ENDED, _("Nog geen uitkomst"))]  # type: ignore[attr-defined]
        # In the table the heading of the column is the label; who it is about is said with it.
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label}, {name}"
        reason = self.fields["dropout_reason"]
        assert isinstance(reason, forms.ChoiceField)  # noqa: S101 - for the type checker
        reason.choices = dropout_choices(enrolment)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        check_result(self, data, started_on=self.enrolment.started_on, on=self.on)
        if data.get("ended_on") and not data.get("outcome") and "outcome" not in self.errors:
            said = _("Gaat nog door: dan hoort hier geen laatste dag. Maak het veld leeg of kies een uitkomst.")
            self.add_error("ended_on", said)
        return data

    def result(self) -> Result:
        return result_of(self.enrolment.pk, self.cleaned_data)


def dropout_choices(enrolment: Enrolment) -> list[tuple[str, Any]]:
    """The reasons to choose from, and the one that a data package brought."""
    choices: list[tuple[str, Any]] = [("", _("Niet gestopt")), *DropoutReason.choices]
    own = enrolment.dropout_reason
    return choices if own in dict(choices) else [*choices, (own, own)]


def check_result(form: forms.Form, data: dict[str, Any], *, started_on: date, on: date) -> None:
    """What an outcome needs, and between which days it can lie."""
    outcome, ended_on = data.get("outcome"), data.get("ended_on")
    if outcome and not ended_on and "ended_on" not in form.errors:
        form.add_error("ended_on", _("Vul de laatste dag in."))
    if not outcome:
        return
    if ended_on and ended_on < started_on:
        form.add_error("ended_on", _("Dit ligt voor de eerste dag. Kies de eerste dag of later."))
    elif ended_on and ended_on > on:
        form.add_error("ended_on", _("Deze dag komt nog. Kies vandaag of een dag ervoor."))
    if outcome == Outcome.DROPOUT and not data.get("dropout_reason"):
        form.add_error("dropout_reason", _("Kies waarom."))


def result_of(enrolment_id: uuid.UUID, data: dict[str, Any]) -> Result:
    outcome = data["outcome"]
    return Result(
        enrolment_id,
        "" if outcome == _JUST_ENDED else outcome,
        data["ended_on"] if outcome else None,
        data["dropout_reason"] if outcome == Outcome.DROPOUT else "",
        data["attendance"],
        data.get("certificate_name"),
        data["shown"],
    )


def result_forms(enrolments: Iterable[Enrolment], *, on: date, data: Any = None) -> list[ResultForm]:
    return [ResultForm(data, enrolment=one, name=name_of(one.candidate), on=on) for one in enrolments]


def renewed(forms_sent: Iterable[ResultForm], changed: Collection[uuid.UUID], *, on: date) -> list[ResultForm]:
    """The same forms, but for who was changed by somebody else the one of what stands now."""
    fresh = {
        one.pk: one for one in Enrolment.objects.filter(pk__in=changed).select_related("group", "candidate__identity")
    }
    made = {key: ResultForm(enrolment=one, name=name_of(one.candidate), on=on) for key, one in fresh.items()}
    for form in made.values():
        form.is_newer = True
    return [made.get(form.enrolment.pk, form) for form in forms_sent]


def _result_of(enrolment: Enrolment, *, on: date) -> dict[str, Any]:
    """What was written down; for who still goes on, a certificate once the last day of the group has come."""
    over = enrolment.group is not None and enrolment.group.ends_on <= on
    if enrolment.ended_on is None and enrolment.group is not None:
        return {
            "outcome": Outcome.CERTIFICATE if over else "",
            "ended_on": enrolment.group.ends_on if over else None,
            "attendance": enrolment.attendance,
        }
    return {
        "outcome": enrolment.outcome or (_JUST_ENDED if enrolment.ended_on else ""),
        "ended_on": enrolment.ended_on,
        "dropout_reason": enrolment.dropout_reason,
        "attendance": enrolment.attendance,
    }
