"""What is typed about a region: its words, its colour, and at the start its municipalities."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.urls import resolve
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.form_fields import TextField
from organisations.house_style import ACCENT, READABLE, HouseStyle, HouseStyleError, least_contrast, readable_shade
from organisations.models import Municipality, Region
from organisations.region_words import NOT_IN_A_WORD
from organisations.rounding import half_up
from organisations.templatetags.formatting import number

_COLOUR = re.compile(r"#[0-9a-f]{6}")
_LINE = re.compile(r"(?:(?P<code>GM\d{4})\b\s*)?(?P<name>.*)", re.IGNORECASE)
#: What stands first in addresses that are of no region, and in those of the operator after ``regios/``.
_TAKEN = frozenset({"account", "demo", "nieuw", "static", "stijl", "uitnodiging", "werk"})


class ColourBox(forms.TextInput):
    input_type = "color"


class ColourField(forms.CharField):
    """One colour; empty is the portal's own. ``proposal``: a shade that people can read, of one that they cannot."""

    proposal = ""

    def __init__(self, **kwargs: Any) -> None:
        usual: dict[str, Any] = {"max_length": 7, "required": False, "widget": ColourBox()}
        super().__init__(**(usual | kwargs))

    def prepare_value(self, value: Any) -> Any:
        return value or ACCENT

    def clean(self, value: Any) -> str:
        colour = super().clean(value).strip().lower()
        if colour in {"", ACCENT}:
            return ""
        if not _COLOUR.fullmatch(colour):
            raise ValidationError(_("Kies een kleur, of vul hem in als %(example)s.") % {"example": ACCENT})
        try:
            return HouseStyle(colour).accent
        except HouseStyleError as error:
            self.proposal = readable_shade(colour)
            told = {
                "contrast": number(half_up(least_contrast(colour), 1), 1),
                "needed": number(READABLE, 1),
                "proposal": self.proposal,
            }
            raise ValidationError(
                _(
                    "Deze kleur is te licht: letters zijn niet goed te lezen (contrast %(contrast)s, nodig is %(needed)s)."
                    " Kies donkerder. %(proposal)s is dezelfde kleur en kan wel."
                )
                % told
            ) from error


class WordField(TextField):
    """What a region calls something: it stands in sentences and mails, in which no sign may mean something."""

    default_validators = [
        *TextField.default_validators,
        RegexValidator(
            NOT_IN_A_WORD, gettext_lazy("Gebruik letters, cijfers, spaties en streepjes."), inverse_match=True
        ),
    ]

    def to_python(self, value: Any) -> str:
        return " ".join((super().to_python(value) or "").split())


class RegionLookForm(forms.ModelForm):
    """What a region is called, what it calls others, and its colour."""

    accent = ColourField(
        label=gettext_lazy("Kleur"),
        help_text=gettext_lazy(
            "Voor knoppen, links, grafieken, brieven en rapporten. De lichte en donkere tinten volgen vanzelf."
        ),
    )
    initials = forms.RegexField(
        r"^[^\W\d_]{1,3}$",
        label=gettext_lazy("Letters in het beeldmerk"),
        help_text=gettext_lazy("Een tot drie letters linksboven op elke pagina. Leeg: het teken van het portaal."),
        required=False,
        max_length=3,
        error_messages={"invalid": gettext_lazy("Vul een tot drie letters in.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    class Meta:
        model = Region
        fields = (
            "name",
            "werkplein_article",
            "werkplein_label",
            "werkplein_plural",
            "coordination_article",
            "coordination_label",
            "accent",
            "initials",
        )
        field_classes = {
            "name": TextField,
            "werkplein_label": WordField,
            "werkplein_plural": WordField,
            "coordination_label": WordField,
        }
        labels = {
            "name": gettext_lazy("Naam van de regio"),
            "werkplein_article": gettext_lazy("Lidwoord van het kantoor"),
            "werkplein_label": gettext_lazy("Het kantoor voor werk heet"),
            "werkplein_plural": gettext_lazy("Meer van die kantoren heten"),
            "coordination_article": gettext_lazy("Lidwoord van het punt"),
            "coordination_label": gettext_lazy("Het punt voor social return heet"),
        }
        error_messages = {
            name: {"required": gettext_lazy("Vul een naam in.")}
            for name in ("name", "werkplein_label", "werkplein_plural", "coordination_label")
        }

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())

    def clean_initials(self) -> str:
        return str(self.cleaned_data["initials"]).upper()

    @property
    def proposal(self) -> str:
        """The colour that would do, when the one that was chosen does not."""
        return str(self.fields["accent"].proposal) if "accent" in self.errors else ""  # type: ignore[attr-defined]


class MunicipalitiesField(TextField):
    """A municipality a line: its name, and its code when the portal does not know it yet."""

    def __init__(self, **kwargs: Any) -> None:
        usual: dict[str, Any] = {"widget": forms.Textarea(attrs={"rows": 8}), "max_length": 20_000}
        super().__init__(**(usual | kwargs))

    def clean(self, value: Any) -> list[Municipality]:
        lines = [" ".join(line.split()) for line in super().clean(value).splitlines()]
        read = [self._municipality(line, row) for row, line in enumerate(lines, 1) if line]
        faults = [one for one in read if isinstance(one, str)]
        if faults:
            raise ValidationError(faults)
        once: dict[str, Municipality] = {}
        for one in read:
            if isinstance(one, Municipality):
                once.setdefault(one.code, one)
        return list(once.values())

    @cached_property
    def _known(self) -> dict[str, Municipality]:
        return {one.code: one for one in Municipality.objects.order_by("code")}

    def _municipality(self, line: str, row: int) -> Municipality | str:
        found = _LINE.fullmatch(line)
        code = (found["code"] or "").upper() if found else ""
        name = found["name"].strip(" ,;-") if found else line
        if code:
            known = self._known.get(code)
            if known is None and name:
                return Municipality(code=code, name=name[:80])
            if known is None:
                return _("Regel %(row)s: zet de naam achter %(code)s.") % {"row": row, "code": code}
            if name and name.casefold() != known.name.casefold():
                told = {"row": row, "code": code, "known": known.name, "name": name}
                return _("Regel %(row)s: %(code)s is %(known)s en niet %(name)s.") % told
            return known
        same = [
            one for one in self._known.values() if one.name.casefold() == name.casefold() and one.valid.upper is None
        ]
        if len(same) == 1:
            return same[0]
        told = {"row": row, "name": name}
        return (
            _("Regel %(row)s: zet de gemeentecode voor %(name)s, zoals GM0014 Groningen. Die code staat op cbs.nl.")
            % told
        )


class MunicipalitiesForm(forms.Form):
    municipalities = MunicipalitiesField(
        label=gettext_lazy("Gemeenten erbij"),
        help_text=gettext_lazy(
            "Een gemeente per regel, met de code ervoor: GM0080 Leeuwarden. U kunt een lijst plakken."
        ),
        error_messages={"required": gettext_lazy("Zet op elke regel een gemeente.")},
    )


class NewRegionForm(RegionLookForm):
    """Everything to begin a region with; only its name has to be filled in."""

    code = forms.SlugField(
        label=gettext_lazy("Naam in het webadres"),
        max_length=40,
        required=False,
        help_text=gettext_lazy(
            "Kleine letters zonder spaties. Leeg: die maken wij van de naam. Later verandert dit niet meer."
        ),
        error_messages={"invalid": gettext_lazy("Gebruik alleen letters, cijfers en streepjes.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    like = forms.ModelChoiceField(
        label=gettext_lazy("Begin met beleid en tarief van"),
        queryset=Region.objects.none(),
        required=False,
        empty_label=gettext_lazy("Het standaardtarief van het portaal"),
        help_text=gettext_lazy("De regio krijgt een eigen kopie. Die wijzigt zij daarna zelf."),
        error_messages={"invalid_choice": gettext_lazy("Kies een regio uit de lijst.")},
    )
    municipalities = MunicipalitiesField(
        label=gettext_lazy("Gemeenten van de regio"),
        required=False,
        help_text=gettext_lazy(
            "Een gemeente per regel, met de code ervoor: GM0080 Leeuwarden. U kunt een lijst plakken."
        ),
    )

    field_order = ["name", "code", "like", "municipalities"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        like: Any = self.fields["like"]
        like.queryset = Region.objects.filter(set_up_at__isnull=False).order_by("name")

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"] or slugify(self.data.get("name", ""))[:40]).lower()
        if not code:
            return code
        if (
            code in _TAKEN
            or "region_code" not in resolve(f"/{code}/").kwargs
            or Region.objects.filter(code=code).exists()
        ):
            raise ValidationError(_("Er is al een regio met dit webadres. Kies een ander."))
        return code
