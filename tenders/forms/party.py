from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.form_fields import DateField
from tenders.choices import PartyRole
from tenders.forms.entry_fields import KvkField, OneLine
from tenders.parties import PartyEntry

ROLES = [
    (PartyRole.SUBCONTRACTOR.value, _("Onderaannemer: werkt voor de opdrachtnemer")),
    (PartyRole.PARTNER.value, _("Combinant: won de opdracht samen met de opdrachtnemer")),
]


class PartyForm(forms.Form):
    """A company that carries out the contract with the contractor, and whom to write to there."""

    use_required_attribute = False
    #: As on the page, so that the summary of errors reads from top to bottom.
    field_order = ("kvk", "name", "role", "joined_on", "note", "contact_name", "contact_email")

    kvk = KvkField(
        label=_("KVK-nummer"), max_length=20, error_messages={"required": _("Vul het KVK-nummer van het bedrijf in.")}
    )
    name = OneLine(
        label=_("Naam van het bedrijf"),
        max_length=200,
        required=False,
        help_text=_("Alleen nodig als het bedrijf hier nog niet bekend is."),
    )
    role = forms.ChoiceField(
        label=_("Hoe doet het bedrijf mee?"),
        choices=ROLES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies hoe het bedrijf meedoet.")},
    )
    joined_on = DateField(label=_("Vanaf"), error_messages={"required": _("Vul de eerste dag in.")})
    contact_name = OneLine(
        label=_("Contactpersoon"), max_length=120, error_messages={"required": _("Vul een contactpersoon in.")}
    )
    contact_email = forms.EmailField(
        label=_("E-mailadres"),
        help_text=_("Hier gaat de uitnodiging heen."),
        error_messages={"required": _("Vul een e-mailadres in.")},
    )
    note = OneLine(
        label=_("Wat doet het bedrijf?"),
        max_length=300,
        required=False,
        help_text=_("Bijvoorbeeld: het grondwerk. Ook de opdrachtgever leest dit."),
    )

    def entry(self) -> PartyEntry:
        data = self.cleaned_data
        return PartyEntry(**data | {"role": PartyRole(data["role"])})


class PartyEndForm(forms.Form):
    """The last day on which a company may add anybody."""

    use_required_attribute = False

    left_on = DateField(label=_("Laatste dag"), error_messages={"required": _("Vul de laatste dag in.")})

    def last_day(self) -> date:
        day: date = self.cleaned_data["left_on"]
        return day
