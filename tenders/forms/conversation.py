from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.form_fields import DateField, TextField
from tenders.choices import MessageKind

CONTACTS = [one for one in MessageKind if one != MessageKind.MESSAGE]


class MessageForm(forms.Form):
    """A message to the other sides, or a note for colleagues. ``message`` and ``seen`` go with the page, unseen."""

    text = TextField(
        label=_("Uw bericht"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Schrijf eerst een bericht.")},
    )
    internal = forms.BooleanField(
        label=_("Alleen voor mijn organisatie"),
        required=False,
        help_text=_("De andere kanten zien dit bericht dan niet en krijgen geen mail."),
    )
    message = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.UUIDField(widget=forms.HiddenInput, required=False)


class ContactForm(MessageForm):
    """A contact that took place outside the portal."""

    kind = forms.ChoiceField(label=_("Soort contact"), choices=[(one.value, one.label) for one in CONTACTS])
    took_place_on = DateField(label=_("Wanneer?"))
    with_whom = TextField(
        label=_("Met wie?"),
        max_length=200,
        error_messages={"required": _("Vul in met wie het contact was.")},
    )
    first_contact = forms.BooleanField(
        label=_("Dit was het eerste contact tussen opdrachtnemer en Werkplein"), required=False
    )

    field_order = ("kind", "took_place_on", "with_whom", "text", "first_contact", "internal")

    def __init__(self, *args: Any, today: date, awarded_on: date, asks_first_contact: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.awarded_on = awarded_on
        self.fields["text"].label = _("Wat is er besproken?")
        self.fields["text"].error_messages["required"] = _("Schrijf op wat er is besproken.")
        if not asks_first_contact:
            del self.fields["first_contact"]

    def clean_took_place_on(self) -> date:
        day: date = self.cleaned_data["took_place_on"]
        if day > self.today:
            raise forms.ValidationError(_("Deze dag moet nog komen."), code="future")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        day = cleaned.get("took_place_on")
        if cleaned.get("first_contact") and day is not None and day < self.awarded_on:
            self.add_error("took_place_on", _("Het eerste contact is op of na de dag van de gunning."))
        return cleaned
