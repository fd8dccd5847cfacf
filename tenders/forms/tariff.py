"""A version of the tariff and its blocks, as the coordination point writes them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.utils.translation import gettext_lazy as _

from organisations.form_fields import DateField, DutchDecimalField, EuroField, HoursField, TextField
from organisations.months import add_months
from organisations.templatetags.formatting import date_nl
from tenders.choices import BlockKind, EvidenceKind, Situation
from tenders.forms.entry_fields import OneLine
from tenders.models import Block, Tariff
from tenders.tariff_rules import GUIDANCE, MOST_HOURS, RESERVED, VALUES

_MOST_YEARS_AHEAD = 5
_REQUIRED = {"required": _("Vul dit in.")}
_EMPTY = ("", _("Geen: kies zelf dit bouwblok"))


def _whole(label, *, least: int, most: int, required: bool = False, help_text="") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=required,
        help_text=help_text,
        error_messages={"required": _("Vul dit in."), "invalid": _("Vul een heel getal in.")},
        validators=[
            MinValueValidator(least, _("Vul %(limit_value)s of meer in.")),
            MaxValueValidator(most, _("Vul hoogstens %(limit_value)s in.")),
        ],
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "num", "autocomplete": "off"}),
    )


class VersionForm(forms.Form):
    """From which day a version is to hold, and why it is made."""

    use_required_attribute = False

    valid_from = DateField(
        label=_("Geldt voor contracten die zijn gegund vanaf"),
        help_text=_("Contracten die eerder zijn gegund, houden de tabel van hun eigen dag."),
    )
    note = OneLine(
        label=_("Waarom deze versie?"),
        max_length=300,
        required=False,
        help_text=_("Bijvoorbeeld: bedragen aangepast aan de loonontwikkeling. Iedereen die de tabel ziet, leest dit."),
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def clean_valid_from(self):
        day = self.cleaned_data["valid_from"]
        if day > add_months(self.on, 12 * _MOST_YEARS_AHEAD):
            raise forms.ValidationError(_("Deze dag ligt meer dan vijf jaar vooruit. Controleer het jaartal."))
        return day


class NewVersionForm(VersionForm):
    """The same, and which version it begins as a copy of."""

    like = forms.ChoiceField(label=_("Begin met"), required=False)

    def __init__(self, *args: Any, versions: Sequence[Tariff], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.versions = {str(one.pk): one for one in versions}
        names = [(key, _copy_of(one)) for key, one in self.versions.items()]
        self.fields["like"] = forms.ChoiceField(
            label=_("Begin met"),
            required=False,
            choices=[*names, ("", _("Een lege tabel"))],
            error_messages={"invalid_choice": _("Kies een versie uit de lijst.")},
        )

    def copied(self) -> Tariff | None:
        return self.versions.get(self.cleaned_data["like"])


def _copy_of(tariff: Tariff):
    day = date_nl(tariff.valid_from)
    if tariff.published_at is None:
        return _("een kopie van het concept vanaf %(day)s") % {"day": day}
    return _("een kopie van de tabel vanaf %(day)s") % {"day": day}


class GuidanceForm(forms.Form):
    """What helps to find a block, and what evidence it needs; no value."""

    use_required_attribute = False

    situation = forms.ChoiceField(
        label=_("Bij welk antwoord hoort dit bouwblok?"),
        choices=[_EMPTY, *Situation.choices],
        required=False,
        help_text=_("De opdrachtnemer beantwoordt vragen over de uitkering en komt zo bij dit bouwblok uit."),
    )
    evidence = forms.MultipleChoiceField(
        label=_("Welk bewijs is nodig?"),
        choices=EvidenceKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    explanation = TextField(
        label=_("Uitleg voor de opdrachtnemer"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Bijvoorbeeld waar hij het bewijs kan krijgen."),
    )
    #: What the block was when this form was made.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind != BlockKind.FULL_TIME_YEAR:
            del self.fields["situation"]
        if kind == BlockKind.BONUS:
            del self.fields["evidence"]

    def standing(self) -> list[tuple[str, str]]:
        """Of the fields in which something else was typed, what stands there now, in words."""
        return [(str(self[name].label), _words(self[name])) for name in self.changed_data if name != "seen"]

    def guidance(self) -> dict[str, Any]:
        given = {name: self.cleaned_data.get(name) or "" for name in GUIDANCE}
        return given | {"evidence": sorted(self.cleaned_data.get("evidence") or [])}


class BlockForm(GuidanceForm):
    """A block of a concept: only what counts for its kind is asked."""

    field_order = ("label", "code", "value", "norm_hours", "min_hours", "max_months", "min_age", "permanent", *GUIDANCE)

    label = OneLine(label=_("Naam"), max_length=160, error_messages=_REQUIRED)
    code = forms.CharField(
        label=_("Code"),
        max_length=60,
        error_messages=_REQUIRED,
        help_text=_(
            "Kleine letters, cijfers en _. Aan de code herkennen we een bouwblok in een andere versie: "
            "gebruik dezelfde voor hetzelfde."
        ),
        validators=[RegexValidator(r"^[a-z0-9_]+$", _("Gebruik alleen kleine letters, cijfers en _."))],
    )

    def __init__(self, *args: Any, kind: str, block: Block | None = None, **kwargs: Any) -> None:
        initial = {name: getattr(block, name) for name in ("code", *VALUES, *GUIDANCE)} if block else {}
        super().__init__(*args, kind=kind, initial=initial | kwargs.pop("initial", {}), **kwargs)
        self.kind, self.block = BlockKind(kind), block
        if block is not None:
            del self.fields["code"]
        self.fields |= _fields_of(self.kind)
        self.order_fields(self.field_order)

    def clean_code(self):
        code = self.cleaned_data["code"]
        if code in RESERVED:
            raise forms.ValidationError(_("Deze code heeft het portaal zelf nodig. Kies een andere."))
        return code

    def clean(self):
        super().clean()
        values = self.cleaned_data
        norm, least = values.get("norm_hours"), values.get("min_hours")
        if norm is not None and least is not None and least > norm:
            self.add_error("min_hours", _("Dit is meer dan voltijd. Dan zou niemand meetellen. Kies minder uren."))
        has_ground = values.get("min_age") or values.get("permanent") or "min_age" in self.errors
        if self.kind == BlockKind.BONUS and not has_ground:
            self.add_error("min_age", _("Vul een leeftijd in, of kies dat het om een vast contract gaat."))
        return values

    def values(self) -> dict[str, Any]:
        """All columns of the block."""
        typed = self.cleaned_data
        code = self.block.code if self.block else typed["code"]
        found = {"code": code, "kind": self.kind.value, "label": typed["label"], "permanent": False}
        found |= {name: typed.get(name) for name in ("norm_hours", "min_hours", "max_months", "min_age")}
        if self.kind == BlockKind.BONUS:
            found["permanent"] = bool(typed.get("permanent"))
        # What actual costs are worth stands on the invoice.
        found["value"] = Decimal(1) if self.kind == BlockKind.ACTUAL_COST else typed["value"]
        return found | self.guidance()


class PublishForm(forms.Form):
    """Whether the values have been decided on."""

    confirmed = forms.BooleanField(
        label=_("De bedragen zijn vastgesteld"),
        required=False,
        help_text=_("Zonder vinkje leest iedereen bij de tabel: te bevestigen. Bevestigen kan ook later."),
    )


def _words(bound: forms.BoundField) -> str:
    """The initial value of a field as one reads it."""
    value, field = bound.initial, bound.field
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        chosen = [str(one) for one in value] if isinstance(value, list) else [str(value)]
        value = ", ".join(str(label) for key, label in choices if str(key) in chosen)
    elif isinstance(value, bool):
        value = _("ja") if value else _("nee")
    else:
        value = field.widget.format_value(field.prepare_value(value))
    return str(value) if value not in (None, "") else str(_("leeg"))


def _fields_of(kind: BlockKind) -> dict[str, forms.Field]:
    if kind == BlockKind.FULL_TIME_YEAR:
        return {
            "value": EuroField(label=_("Waarde per voltijdjaar")),
            "norm_hours": HoursField(
                label=_("Voltijd, uur per week"),
                initial=Decimal(36),
                min_value=Decimal("0.01"),
                max_value=MOST_HOURS,
                error_messages={"min_value": _("Vul meer dan 0 uur in.")},
            ),
            "min_hours": HoursField(
                label=_("Telt vanaf, uur per week"),
                initial=Decimal(12),
                max_value=MOST_HOURS,
                help_text=_("Wie minder uren heeft afgesproken, telt niet mee."),
            ),
            "max_months": _whole(
                _("Hoogstens, in maanden"), least=1, most=600, help_text=_("Leeg: een persoon telt onbeperkt mee.")
            ),
        }
    if kind == BlockKind.BONUS:
        return {
            "value": EuroField(label=_("Toeslag per voltijdjaar")),
            "min_age": _whole(_("Vanaf welke leeftijd?"), least=1, most=99),
            "permanent": forms.BooleanField(label=_("Alleen met een vast contract"), required=False),
        }
    if kind == BlockKind.INVOICE_SHARE:
        return {
            "value": DutchDecimalField(
                label=_("Factor op de factuur zonder btw"),
                max_digits=8,
                decimal_places=4,
                help_text=_("1 is het hele bedrag, 0,5 de helft."),
            )
        }
    if kind == BlockKind.PER_HOUR:
        return {"value": EuroField(label=_("Bedrag per uur"))}
    if kind == BlockKind.ONE_OFF:
        return {"value": EuroField(label=_("Bedrag per keer"))}
    return {}
