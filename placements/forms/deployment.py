import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms import ModelChoiceField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.form_fields import ChoiceCards, DateField, HoursField, PersonNameField, TextField
from organisations.templatetags.formatting import date_nl, euro0
from placements.models import DeployedPerson, Deployment
from placements.shown import typed_version
from placements.stating.lifecycle import DeploymentDetails
from tenders.block_finder import can_ask, evidence_of, find
from tenders.choices import BlockKind
from tenders.models import Block, Contract

HOURS_IN_A_WEEK = 60


class KnownPersonField(ModelChoiceField):
    def label_from_instance(self, person: DeployedPerson) -> str:
        return f"{person.name}, {date_nl(person.birth_date)}"


class DeploymentForm(forms.Form):
    """A person of the company ``company_id`` at work on ``contract``. A person put to work before need not be typed again."""

    #: As on the page, so that the summary of errors reads from top to bottom.
    field_order = (
        "known",
        "name",
        "birth_date",
        "starts_on",
        "ends_on",
        "hours_per_week",
        "permanent",
        "block",
        "candidate_reference",
        "person_informed",
    )
    #: A name or a known person: which of the two is said by the errors, not by 'optional' beside each.
    hide_optional = True

    known = KnownPersonField(
        label=_("Eerder opgevoerd"),
        queryset=DeployedPerson.objects.none(),
        required=False,
        empty_label=_("Nieuwe persoon"),
    )
    name = PersonNameField(
        label=_("Naam"),
        required=False,
        help_text=_("Zoals op de loonstrook. Geen burgerservicenummer."),
    )
    birth_date = DateField(label=_("Geboortedatum"), required=False)
    block = ModelChoiceField(
        label=_("Waarvoor telt deze persoon mee?"),
        queryset=Block.objects.none(),
        widget=ChoiceCards,
        empty_label=None,
        error_messages={"required": _("Kies wat voor deze persoon geldt.")},
    )
    starts_on = DateField(label=_("Eerste werkdag"), error_messages={"required": _("Vul de eerste werkdag in.")})
    ends_on = DateField(label=_("Laatste werkdag"), error_messages={"required": _("Vul de laatste werkdag in.")})
    hours_per_week = HoursField(
        label=_("Afgesproken uren per week"),
        max_digits=5,
        max_value=HOURS_IN_A_WEEK,
        error_messages={
            "required": _("Vul de afgesproken uren in."),
            **dict.fromkeys(("max_digits", "max_whole_digits", "max_value"), _("Vul hoogstens 60 uur per week in.")),
        },
    )
    permanent = forms.BooleanField(label=_("De persoon heeft een vast contract"), required=False)
    person_informed = forms.BooleanField(
        label=_("De persoon weet dat u deze gegevens doorgeeft"),
        required=False,
        help_text=_("Nodig om in te dienen. Een concept kunt u zonder bewaren."),
    )
    candidate_reference = TextField(
        label=_("Kandidaatnummer"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Alleen als het Werkplein u een nummer gaf. Anders laat u dit leeg."),
    )
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    #: What the form began with, so that a line that changed meanwhile is not overwritten.
    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(
        self,
        contract: Contract,
        *,
        company_id: uuid.UUID,
        deployment: Deployment | None = None,
        submitting: bool = False,
        answering: bool = False,
        again: bool = False,
        data: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        """``answering``: the questions were just answered, so what they lead to wins from what was chosen before.

        ``again``: a person of the company is put to work once more, so nobody is asked who it is.
        """
        blocks = list(contract.tariff.blocks.filter(kind=BlockKind.FULL_TIME_YEAR).order_by("position", "label", "pk"))
        self.finding = find(blocks, data or {})
        self.asks_questions = can_ask(blocks)
        super().__init__(data=self._with_found(data, answering=answering), **kwargs)
        self._blocks = {str(block.pk): block for block in blocks}
        self.company_id = company_id
        self.contract = contract
        self.deployment = deployment
        self.submitting = submitting
        self._choose(
            "block", contract.tariff.blocks.filter(kind=BlockKind.FULL_TIME_YEAR).order_by("position", "label", "pk")
        )
        notes = {str(block.pk): _note(block) for block in blocks}
        self.fields["block"].widget.notes = notes
        if again and deployment is None:
            del self.fields["known"]
        elif deployment is None:
            people = DeployedPerson.objects.filter(contractor_id=company_id, region_id=contract.region_id)
            self._choose("known", people.order_by("name", "birth_date", "pk"))
        else:
            del self.fields["known"]
            self._name_stands(deployment.person.name)
        del self.fields["shown" if deployment is None else "token"]

    @property
    def found_key(self) -> str:
        """The block to which the answers lead, for the form to carry: a later choice by hand differs from it."""
        return str(self.finding.block.pk) if self.finding.block else ""

    @property
    def chosen_block(self) -> Block | None:
        return self._blocks.get(str(self["block"].value() or ""))

    @property
    def needed_evidence(self) -> list[str]:
        """What the chosen block will need, in words."""
        return evidence_of(self.chosen_block) if self.chosen_block else []

    @property
    def list_is_open(self) -> bool:
        """Whether the list of all blocks stands open: chosen from by hand, to choose from, or with an error."""
        chosen, found = self.chosen_block, self.finding.block
        by_hand = self.is_bound and chosen is not None and chosen != found
        several = self.finding.has_ended and found is None
        return not self.asks_questions or by_hand or several or "block" in self.errors

    def _with_found(self, data: Mapping[str, Any] | None, *, answering: bool) -> Mapping[str, Any] | None:
        """What was sent, with the block to which the answers lead, unless another one was chosen by hand since."""
        if data is None or not self.finding.has_ended:
            return data
        chosen, by_answers = data.get("block", ""), data.get("block_by_answers", "")
        if not answering and chosen not in ("", by_answers):
            return data
        changed = data.copy()  # type: ignore[attr-defined]
        changed["block"] = self.found_key
        return cast("Mapping[str, Any]", changed)

    def _choose(self, name: str, queryset: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, ModelChoiceField)  # noqa: S101 - for the type checker
        field.queryset = queryset

    def _name_stands(self, name: str) -> None:
        """What came in before, also by a data package, where any text names a person."""
        field = self.fields["name"]
        assert isinstance(field, PersonNameField)  # noqa: S101 - for the type checker
        field.stands = name

    def clean_birth_date(self) -> date | None:
        birth_date: date | None = self.cleaned_data["birth_date"]
        if birth_date is not None and birth_date >= timezone.localdate():
            raise ValidationError(_("Vul een geboortedatum in die geweest is."))
        return birth_date

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        known = data.get("known")
        if known is not None:
            data["name"], data["birth_date"] = known.name, known.birth_date
        else:
            if not (data.get("name") or "").strip() and "name" not in self.errors:
                self.add_error("name", _("Vul een naam in."))
            if data.get("birth_date") is None and "birth_date" not in self.errors:
                self.add_error("birth_date", _("Vul een geboortedatum in."))
        first, last, born = data.get("starts_on"), data.get("ends_on"), data.get("birth_date")
        if first and born and first < born:
            self.add_error("starts_on", _("De eerste werkdag ligt voor de geboortedatum. Controleer beide dagen."))
        if first and last and last < first:
            self.add_error("ends_on", _("De laatste werkdag ligt voor de eerste werkdag. Verander een van de twee."))
        if self.submitting and not data.get("person_informed"):
            self.add_error("person_informed", _("Indienen kan pas als de persoon hiervan weet."))
        return data

    def details(self) -> DeploymentDetails:
        data = self.cleaned_data
        return DeploymentDetails(
            name=data["name"],
            birth_date=data["birth_date"],
            block=data["block"],
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            hours_per_week=data["hours_per_week"],
            permanent=data["permanent"],
            person_informed=data["person_informed"],
            candidate_reference=data["candidate_reference"].strip(),
        )


class AnswerForm(forms.Form):
    answer = TextField(
        label=_("Uw antwoord"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Vul uw antwoord in.")},
    )


def initial_of(deployment: Deployment) -> dict[str, Any]:
    """What stands in the form of a line that is corrected."""
    return {
        "name": deployment.person.name,
        "birth_date": deployment.person.birth_date,
        "block": deployment.block_id,
        "starts_on": deployment.starts_on,
        "ends_on": deployment.ends_on,
        "hours_per_week": deployment.hours_per_week,
        "permanent": deployment.permanent,
        "person_informed": deployment.person_informed,
        "candidate_reference": deployment.candidate_reference,
        "shown": typed_version(deployment),
    }


def _note(block: Block) -> str:
    worth = _("%(amount)s per voltijdjaar") % {"amount": euro0(block.value)}
    if block.max_months is None:
        return f"{worth}"
    return _("%(worth)s, hoogstens %(months)s maanden") % {"worth": worth, "months": block.max_months}
