from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.form_fields import ChoiceCards, DateField, TextField, Words
from tenders.choices import LadderKind, ShortfallDecision, StepState
from tenders.models import LadderStep

KIND_NOTES: Mapping[str, Words] = {
    LadderKind.REMINDER: _("een brief of bericht: het schiet nog niet op"),
    LadderKind.CONVERSATION: _("bespreken wat er tegenhoudt en wie er helpt"),
    LadderKind.RECOVERY_PLAN: _("de opdrachtnemer zegt wat hij doet, en wanneer het klaar is"),
    LadderKind.HEARING: _("de kant van de opdrachtnemer, voordat er wordt besloten"),
    LadderKind.SHORTFALL: _("inhouden of kwijtschelden, met de reden"),
}


class StepForm(forms.Form):
    """A step to plan."""

    kind = forms.ChoiceField(label=_("Welke stap?"), choices=LadderKind.choices, widget=ChoiceCards(notes=KIND_NOTES))
    planned_on = DateField(
        label=_("Op welke dag?"),
        help_text=_("Bij een herstelplan: de dag waarop de achterstand moet zijn ingelopen."),
    )
    agenda = TextField(
        label=_("Waar gaat het over?"),
        help_text=_("De opdrachtnemer leest dit. Het staat ook in de brief."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    skipped_reason = TextField(
        label=_("Waarom eerder dan gebruikelijk?"),
        help_text=_("Alleen als u een stap overslaat of eerder zet dan wordt voorgesteld."),
        max_length=300,
        required=False,
    )


class OutcomeForm(forms.Form):
    """What came of a step; which questions there are depends on its kind."""

    done_on = DateField(label=_("Wanneer was het?"))
    met = forms.TypedChoiceField(
        label=_("Is het herstelplan nagekomen?"),
        choices=[("yes", _("Ja, nagekomen")), ("no", _("Nee, niet nagekomen"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies of het herstelplan is nagekomen.")},
    )
    decision = forms.ChoiceField(
        label=_("Wat gebeurt er met het tekort?"),
        help_text=_("De bedragen volgen bij de afrekening."),
        choices=ShortfallDecision.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies wat er met het tekort gebeurt.")},
    )
    outcome = TextField(
        label=_("Wat kwam eruit?"),
        help_text=_("De opdrachtnemer leest dit. Na het bewaren staat het vast."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, step: LadderStep, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if step.kind != LadderKind.RECOVERY_PLAN:
            del self.fields["met"]
        if step.kind != LadderKind.SHORTFALL:
            del self.fields["decision"]
        else:
            self.fields["outcome"].label = _("Op welke grond?")
            self.fields["outcome"].help_text = _(
                "Welke inspanning is bewezen, of waarom niet. De opdrachtnemer leest dit. Na het bewaren staat het vast."
            )


class WithdrawForm(forms.Form):
    reason = TextField(label=_("Waarom gaat de stap niet door?"), max_length=300)
    seen = forms.CharField(widget=forms.HiddenInput)


class ViewForm(forms.Form):
    """What the contractor thinks of a step. ``seen`` is what stood there when he began."""

    view = TextField(
        label=_("Uw zienswijze"),
        help_text=_("In uw eigen woorden: wat hebt u gedaan, wat hield u tegen, wat is er nodig?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)


def may_still_answer(step: LadderStep) -> bool:
    """The contractor's view is asked until the outcome stands."""
    return step.state != StepState.WITHDRAWN and step.recorded_at is None
