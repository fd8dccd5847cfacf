from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from organisations.choices import MailRhythm, MailTopic, OrganisationKind, Role
from organisations.form_fields import ChoiceCards, TextField, Words
from organisations.models import Membership, Organisation, User
from organisations.operator import known_by_kvk

ROLE_NOTES: dict[str, Words] = {
    Role.MEMBER: _("Doet het werk: bekijkt en vult in."),
    Role.ADMINISTRATOR: _("Doet het werk, en bepaalt wie erbij hoort."),
    Role.AUDITOR: _("Bekijkt alles, wijzigt niets."),
}
ROLE_CHOICES = [(Role.MEMBER, _("Medewerker")), (Role.ADMINISTRATOR, _("Beheerder")), (Role.AUDITOR, _("Meekijker"))]

NAME_MISSING = _("Vul een naam in.")
EMAIL_ERRORS = {
    "required": _("Vul een e-mailadres in."),
    "invalid": _("Vul een e-mailadres in, zoals naam@bedrijf.nl."),
}


class EmailAddressField(forms.EmailField):
    """An address in small letters: capitals do not make another person."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "off", "spellcheck": "false"}
        super().__init__(
            error_messages=EMAIL_ERRORS, widget=forms.EmailInput(attrs=attrs), **({"max_length": 254} | kwargs)
        )

    def clean(self, value: Any) -> str:
        return super().clean(value).lower()


class RoleForm(forms.Form):
    role = forms.ChoiceField(
        label=_("Rol"),
        choices=ROLE_CHOICES,
        widget=ChoiceCards(notes=ROLE_NOTES),
        error_messages={"required": _("Kies een rol.")},
    )


class MemberForm(RoleForm):
    """The role of a member, and at an authority whether he verifies its contracts."""

    verifies = forms.BooleanField(
        label=_("SROI-coördinator"),
        required=False,
        help_text=_("Beoordeelt wat opdrachtnemers op uw contracten invullen, als uw organisatie dat zelf doet."),
    )

    def __init__(self, *args: Any, may_verify: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_verify:
            del self.fields["verifies"]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.cleaned_data.get("verifies") and self.cleaned_data.get("role") == Role.AUDITOR:
            self.add_error("verifies", _("Een meekijker wijzigt niets en kan dus niet beoordelen."))
        return cleaned


class InvitationForm(RoleForm):
    name = TextField(
        label=_("Naam"),
        max_length=120,
        error_messages={"required": NAME_MISSING},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = EmailAddressField(label=_("E-mailadres"), help_text=_("Hierheen sturen wij de uitnodiging."))

    field_order = ["name", "email", "role"]


class NewAccountForm(forms.Form):
    """What someone who is invited fills in: the rest is known."""

    name = TextField(
        label=_("Uw naam"),
        max_length=120,
        error_messages={"required": NAME_MISSING},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Kies een wachtwoord"),
        strip=False,
        max_length=200,
        help_text=password_validators_help_text_html,
        error_messages={"required": _("Kies een wachtwoord.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if password := self.cleaned_data.get("password"):
            try:
                validate_password(password, User(email=self.email, name=self.cleaned_data.get("name", "")))
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned


class SuccessorField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return obj.user.name


class EndMembershipForm(forms.Form):
    successor = SuccessorField(
        label=_("Wie neemt het over?"),
        queryset=Membership.objects.none(),
        required=False,
        empty_label=_("Kies een collega"),
        error_messages={"invalid_choice": _("Kies een collega die nu bij de organisatie hoort.")},
    )

    def __init__(self, *args: Any, colleagues: QuerySet[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        successor = self.fields["successor"]
        successor.queryset = colleagues  # type: ignore[attr-defined]


class OrganisationForm(forms.ModelForm):
    class Meta:
        model = Organisation
        fields = ["name"]
        field_classes = {"name": TextField}
        error_messages = {"name": {"required": NAME_MISSING}}


class FirstAdministratorForm(forms.Form):
    name = TextField(label=_("Naam"), max_length=120, error_messages={"required": NAME_MISSING})
    email = EmailAddressField(label=_("E-mailadres"))


class NewOrganisationForm(forms.ModelForm):
    code = forms.SlugField(
        label=_("Code"),
        max_length=60,
        required=False,
        help_text=_(
            "Zo heet de organisatie in gegevensbestanden, bijvoorbeeld gem-groningen. Leeg: die maken wij van de naam."
        ),
        error_messages={"invalid": _("Gebruik alleen letters, cijfers en streepjes.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    administrator_name = TextField(label=_("Naam"), max_length=120, error_messages={"required": NAME_MISSING})
    administrator_email = EmailAddressField(label=_("E-mailadres"))

    class Meta:
        model = Organisation
        fields = ["name", "kind", "kvk"]
        field_classes = {"name": TextField}
        error_messages = {"name": {"required": NAME_MISSING}, "kind": {"required": _("Kies een soort.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        kind.choices = [("", _("Kies een soort")), *_regional_kinds()]  # type: ignore[attr-defined]
        self.fields["kvk"].help_text = _("Staat het bedrijf al in het portaal? Dan doet het ook in deze regio mee.")
        if self.is_bound:
            known = known_by_kvk(self.data.get("kvk", "").strip(), kind=self.data.get("kind", ""))
            for name in ("administrator_name", "administrator_email"):
                # Where people are already, they invite their own colleagues.
                self.fields[name].required = not (known and known.has_members) or self._given_administrator()

    def _given_administrator(self) -> bool:
        return any(self.data.get(name, "").strip() for name in ("administrator_name", "administrator_email"))

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]) or slugify(self.data.get("name", ""))[:60]


class SavedViewForm(forms.Form):
    """The name of a saved view, and who gets it."""

    name = TextField(label=_("Naam van de weergave"), max_length=80, error_messages={"required": NAME_MISSING})
    shared = forms.BooleanField(label=_("Voor iedereen in onze organisatie"), required=False)
    is_default = forms.BooleanField(label=_("Toon deze als ik de lijst open"), required=False)
    hide_optional = True


def _regional_kinds() -> list[tuple[str, Any]]:
    """Every kind but the platform operator, which acts in no region."""
    return [(kind.value, kind.label) for kind in OrganisationKind if kind != OrganisationKind.PLATFORM_OPERATOR]


TOPIC_NOTES: dict[str, Words] = {
    MailTopic.QUESTIONS: _("Er is een vraag over een medewerker, uren of andere invulling, of er is over beslist."),
    MailTopic.REMINDERS: _("Iets is te laat of moet binnenkort: uren, een antwoord, een eerste gesprek, een plan."),
    MailTopic.MESSAGES: _("Iemand schreef in het gesprek bij een contract."),
    MailTopic.PROPOSALS: _("Een voorstel voor een plan of maatwerk, of het antwoord daarop."),
    MailTopic.CHANGES: _("Een bedrag of periode verandert, of iemand anders wordt verantwoordelijk."),
    MailTopic.CALENDAR: _("Een aanbesteding krijgt een andere datum, gaat niet door of is lang niet bijgewerkt."),
}


class MailChoicesForm(forms.Form):
    """For each topic when its mail comes."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, chosen: Mapping[MailTopic, MailRhythm]) -> None:
        super().__init__(data)
        for topic, rhythm in chosen.items():
            self.fields[topic.value] = forms.ChoiceField(
                label=topic.label,
                help_text=str(TOPIC_NOTES[topic]),
                choices=MailRhythm.choices,
                initial=rhythm,
                error_messages={"required": _("Kies wanneer."), "invalid_choice": _("Kies een van de drie.")},
            )

    def rhythms(self) -> dict[MailTopic, MailRhythm]:
        return {topic: MailRhythm(self.cleaned_data[topic.value]) for topic in MailTopic}
