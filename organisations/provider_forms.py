"""Forms for logging in by the provider of an organisation."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organisations import outside
from organisations.choices import ProviderSecondFactor, ProviderUse
from organisations.forms import EmailAddressField
from organisations.login_provider import PUBLIC_MAIL
from organisations.models import LoginProvider

_SECRET_MISSING = _("Vul het secret in dat bij deze inlogdienst hoort.")
_MISSING = {"required": _("Vul dit in.")}
_DOMAIN = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
_MOST = 20


class ByOrganisationForm(forms.Form):
    email = EmailAddressField(label=_("E-mailadres van uw werk"))


class ListOfWords(forms.CharField):
    """Words with a comma, a space or a line end between them."""

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        words = re.split(r"[\s,;]+", super().to_python(value) or "")
        return [one for one in dict.fromkeys(words) if one]

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value


class LoginProviderForm(forms.ModelForm):
    """What the administrator of the organisation fills in; the secret is kept and never shown again."""

    use_required_attribute = False

    issuer = forms.CharField(
        label=_("Adres van de inlogdienst (issuer)"),
        max_length=300,
        help_text=_("Begint met https://. Bij Microsoft Entra ID: https://login.microsoftonline.com/uw-tenant-ID/v2.0"),
        error_messages=_MISSING,
    )
    client_id = forms.CharField(label=_("Client-ID"), max_length=200, error_messages=_MISSING)
    client_secret = forms.CharField(
        label=_("Client-secret"),
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _SECRET_MISSING},
    )
    domains = ListOfWords(
        label=_("Maildomeinen van uw organisatie"),
        help_text=_("Wat achter de @ staat, bijvoorbeeld groningen.nl. Meer dan één? Zet er een komma tussen."),
        error_messages=_MISSING,
    )
    second_factor = forms.ChoiceField(
        label=_("Wanneer telt dit als inloggen in twee stappen?"),
        choices=ProviderSecondFactor.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies wanneer dit telt.")},
    )
    acr_values = ListOfWords(
        label=_("Waarden van acr die als twee stappen tellen"),
        required=False,
        help_text=_("Alleen nodig als uw inlogdienst twee stappen zo meldt. Anders blijft dit leeg."),
    )
    use = forms.ChoiceField(
        label=_("Wie logt zo in?"),
        choices=ProviderUse.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies wie zo inlogt.")},
    )

    class Meta:
        model = LoginProvider
        fields = ["issuer", "client_id", "domains", "second_factor", "acr_values", "use"]

    def __init__(self, *args: Any, own_domains: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own_domains = own_domains
        row = self.instance
        self._before = (row.issuer, row.client_id)
        self.is_new = not row.client_secret
        if self.is_new:
            self.fields.pop("use")
            self.initial["domains"] = sorted(own_domains - PUBLIC_MAIL)
        else:
            self.fields["client_secret"].required = False
            self.fields["client_secret"].help_text = _(
                "Er is een secret bewaard. Vul alleen iets in om het te vervangen."
            )

    @property
    def is_another_provider(self) -> bool:
        return (self.instance.issuer, self.instance.client_id) != self._before

    def clean_issuer(self) -> str:
        issuer = self.cleaned_data["issuer"].strip()
        if not outside.is_allowed(issuer) or "?" in issuer or "#" in issuer:
            raise ValidationError(_("Vul een openbaar adres in dat met https:// begint, zonder ? of #."))
        return issuer

    def clean_domains(self) -> list[str]:
        domains = [one.lower().removeprefix("@") for one in self.cleaned_data["domains"]]
        if len(domains) > _MOST:
            raise ValidationError(_("Vul hoogstens %(most)s domeinen in.") % {"most": _MOST})
        for one in domains:
            if not _DOMAIN.fullmatch(one):
                raise ValidationError(_("‘%(domain)s’ is geen maildomein.") % {"domain": one})
            if one in PUBLIC_MAIL:
                raise ValidationError(
                    _("Bij %(domain)s kan iedereen een adres hebben. Vul een domein van uw organisatie in.")
                    % {"domain": one}
                )
            if one not in self.own_domains:
                raise ValidationError(
                    _(
                        "Nog niemand van uw organisatie heeft in het portaal een adres bij %(domain)s. Nodig eerst iemand uit."
                    )
                    % {"domain": one}
                )
        return domains

    def clean_acr_values(self) -> list[str]:
        values = self.cleaned_data["acr_values"]
        if len(values) > _MOST or any(len(one) > 200 for one in values):  # noqa: PLR2004 - as the column
            raise ValidationError(_("Vul hoogstens %(most)s korte waarden in.") % {"most": _MOST})
        return values

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        another = (values.get("issuer"), values.get("client_id")) != self._before
        if not self.is_new and values.get("issuer") != self._before[0] and not values.get("client_secret"):
            self.add_error("client_secret", _SECRET_MISSING)
        if values.get("use", ProviderUse.OFF) != ProviderUse.OFF and not another and not self.instance.tested_at:
            self.add_error("use", _("Test eerst de koppeling. Daarna kunt u die aanzetten."))
        if another and "use" in values:
            values["use"] = ProviderUse.OFF
        return values
