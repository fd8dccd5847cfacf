"""The summary above a form: each error led by its label, in the order in which the page asks."""

import re
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Template

from candidates.forms.occupation import OccupationForm
from candidates.forms.registration import RegistrationForm
from candidates.forms.training_cost import CostForm
from candidates.forms.training_programme import ProgrammeForm
from placements.forms.deployment import DeploymentForm
from placements.forms.vacancy import OfferForm
from reporting.forms.spending import SpendingForm
from tenders.forms.firm import FirmForm
from tenders.forms.party import PartyForm
from tenders.forms.policy import PolicyForm

TEMPLATES = Path(settings.BASE_DIR) / "templates"


class Asking(forms.Form):
    name = forms.CharField(label="Hoe heet u?", error_messages={"required": "Vul uw naam in."})
    town = forms.CharField(label="Gemeente", error_messages={"required": "Kies uw gemeente."})


def test_a_question_needs_no_colon_after_its_mark():
    page = Template("{% load components %}{% form_errors form %}").render(Context({"form": Asking({})}))
    assert "Hoe heet u? Vul uw naam in." in page
    assert "Gemeente: Kies uw gemeente." in page


@pytest.mark.parametrize(
    ("template", "form"),
    [
        ("placements/vacancy_offer.html", OfferForm),
        ("placements/deployment_create.html", DeploymentForm),
        ("candidates/registration_create.html", RegistrationForm),
        ("candidates/occupation_form.html", OccupationForm),
        ("candidates/programme_form.html", ProgrammeForm),
        ("candidates/cost_create.html", CostForm),
        ("reporting/_spending_fields.html", SpendingForm),
        ("tenders/_firm_fields.html", FirmForm),
        ("tenders/party_create.html", PartyForm),
        ("tenders/policy_edit.html", PolicyForm),
    ],
)
def test_errors_stand_in_the_order_of_the_page(template, form):
    asked = [name for name in dict.fromkeys(fields_of(template)) if name in form.base_fields]
    assert len(asked) > 5
    order = [name for name in form.field_order if name in asked]
    assert order == [name for name in asked if name in order]
    assert set(order) == set(asked)


def fields_of(template: str) -> list[str]:
    """The fields of ``form`` on a page and the parts that it takes in, from top to bottom."""
    text = (TEMPLATES / template).read_text()
    text = re.sub(
        r'{% include "([^"]+)"[^%]*%}',
        lambda part: " ".join(f"{{{{ form.{name}.as_field_group }}}}" for name in fields_of(part[1])),
        text,
    )
    return re.findall(r"\bform\.([a-z_0-9]+)\.as_field_group", text)
