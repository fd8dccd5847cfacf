"""No citizen service number is kept from a text that people type: each field for free text refuses it.

A field that is none says so here. Text that is typed outside a form goes through a use case that refuses it.
"""

import importlib
import pkgutil
import re
from pathlib import Path

import pytest
from django import forms
from django.conf import settings

from organisations.citizen_numbers import refuse_citizen_number
from tests.architecture.test_source import PACKAGES

HERE = Path(settings.BASE_DIR)
#: Texts that are no prose: codes, addresses, a colour, three letters.
NO_FREE_TEXT = {
    "accent",
    "code",
    "cpv",
    "email",
    "initials",
    "kvk",
    "stand_in_email",
    #: What the login provider of an organisation calls itself and what it serves.
    "acr_values",
    "client_id",
    "domains",
    "issuer",
    #: Columns with such numbers are taken out of a payroll table before it is kept.
    "pasted",
}
#: Fields of pages without a form: which use case refuses what is typed there.
BY_USE_CASE = {
    "said": "steps.take, organisations.refused, samples.judge, agreements, same_person",
    "reason": "check_said, plans.decline, certificates, same_person",
    "evidence_reason": "evidence.opening by check_said",
    "answer": "on_behalf.answer by steps.take",
}


def form_classes() -> list[type[forms.BaseForm]]:
    for package in PACKAGES:
        root = importlib.import_module(package)
        for module in pkgutil.walk_packages(root.__path__, f"{package}."):
            if re.search(r"\bforms?\b|_forms?\b|views", module.name):
                importlib.import_module(module.name)
    found: list[type[forms.BaseForm]] = []
    waiting = list(forms.BaseForm.__subclasses__())
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        if one.__module__.split(".")[0] in PACKAGES:
            found.append(one)
    return sorted(set(found), key=lambda one: f"{one.__module__}.{one.__qualname__}")


def test_every_field_for_free_text_refuses_a_citizen_number():
    open_ones = [
        f"{form.__module__}.{form.__qualname__}.{name}"
        for form in form_classes()
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, forms.CharField)
        and not field.widget.is_hidden
        and not isinstance(field, (forms.EmailField, forms.UUIDField, forms.URLField))
        and not isinstance(field.widget, forms.PasswordInput)
        and name not in NO_FREE_TEXT
        and refuse_citizen_number not in field.validators
    ]
    assert open_ones == []


def test_every_text_area_of_a_page_without_a_form_has_its_use_case():
    names = {
        name
        for page in (HERE / "templates").rglob("*.html")
        if "django" not in page.parts
        for name in re.findall(r'<textarea[^>]*?name="([^"]+)"', page.read_text(), re.DOTALL)
    }
    assert names
    assert names <= BY_USE_CASE.keys()


@pytest.mark.parametrize("text", ["123456782", "BSN 1234.56.782.", "1234\u200b56782", "١٢٣٤٥٦٧٨٢"])
def test_a_citizen_number_is_found_in_whatever_it_is_written(text):
    with pytest.raises(forms.ValidationError, match="burgerservicenummer"):
        refuse_citizen_number(text)


@pytest.mark.parametrize("text", ["123456789", "0612345678", "KVK 12345678", "2026-01-15", "1234567820", "€ 1.250,50"])
def test_other_numbers_may_stand_in_a_text(text):
    refuse_citizen_number(text)
