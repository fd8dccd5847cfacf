from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.form_fields import TextField
from organisations.models import new_id
from tenders.letters import Addressee, Draft
from tenders.models.region_text import BODY_LENGTH, SUBJECT_LENGTH

ADDRESS_LINES = 4


class LetterForm(forms.Form):
    """A letter before it is made. ``document_id`` makes that sending the form twice gives one letter."""

    organisation = TextField(label=_("Aan"), max_length=200)
    name = TextField(label=_("Ter attentie van"), max_length=120, required=False)
    lines = TextField(
        label=_("Adres"),
        help_text=_("Hoogstens vier regels."),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    subject = TextField(label=_("Onderwerp"), max_length=SUBJECT_LENGTH)
    body = TextField(
        label=_("Tekst"),
        help_text=_("Laat een regel leeg voor een nieuwe alinea. Begin een regel met een streepje voor een lijst."),
        max_length=BODY_LENGTH,
        widget=forms.Textarea(attrs={"rows": 22}),
    )
    document_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, draft: Draft, **kwargs: Any) -> None:
        initial = {
            "organisation": draft.addressee.organisation,
            "name": draft.addressee.name,
            "lines": "\n".join(draft.addressee.lines),
            "subject": draft.subject,
            "body": draft.body,
            "document_id": new_id(),
        }
        super().__init__(*args, **kwargs)
        self.initial = initial

    def clean_lines(self) -> tuple[str, ...]:
        lines = tuple(line.strip() for line in self.cleaned_data["lines"].splitlines() if line.strip())
        if len(lines) > ADDRESS_LINES:
            raise forms.ValidationError(_("Een adres heeft hoogstens vier regels."), code="too_many_lines")
        return lines

    def addressee(self) -> Addressee:
        cleaned = self.cleaned_data
        return Addressee(cleaned["organisation"], cleaned["name"], cleaned["lines"])
