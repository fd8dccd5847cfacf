"""Mails about a sample: one to each company with what was drawn from its lines, and one when a line is not in order."""

from collections import Counter

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from organisations.outbox import queue_mails
from organisations.tenancy import Acting
from placements import questions
from placements.models import SampleItem
from placements.questions import answers_for
from placements.reviewing.reversal_mails import about_of, path_for_company

LINES = ("deployment__contract", "deployment__contractor", "contribution__contract", "contribution__contractor")


def ask_companies(items: QuerySet[SampleItem]) -> None:
    """Each address gets one mail, however many of its lines were drawn."""
    found = list(items.select_related(*LINES).order_by("pk"))
    number: Counter[tuple[str, str, str]] = Counter()
    addresses: dict[object, list[tuple[str, str]]] = {}
    for item in found:
        line = item.company_line
        at = (line.contract_id, line.contractor_id)
        if at not in addresses:
            addresses[at] = answers_for(line)
        for name, email in addresses[at]:
            number[(email, name, str(line.contractor_id))] += 1
    mails = []
    for (email, name, company_id), lines in number.items():
        path = reverse("placements:sample_answers", kwargs={"organisation_id": company_id})
        told = {"name": name, "lines": lines, "reply_by": found[0].reply_by, "question": found[0].question}
        mails.append((email, told | {"link": f"{settings.PUBLIC_URL}{path}"}))
    queue_mails("sample_asked", mails)


def unheard(acting: Acting, items: QuerySet[SampleItem]) -> list[SafeString]:
    """What to say to who drew: the companies, each with its contract, of which nobody got the mail."""
    words: dict[object, SafeString | None] = {}
    for item in items.select_related(*LINES).order_by("pk"):
        line = item.company_line
        at = (line.contract_id, line.contractor_id)
        if at not in words:
            words[at] = questions.unheard(acting, line)
    return [one for one in words.values() if one]


def tell_not_in_order(item: SampleItem, *, now: object) -> None:
    """``now``: the line that the company corrects."""
    line = item.company_line
    told = {
        "contract": line.contract,
        "about": about_of(item),
        "reason": item.verdict_reason,
        "link": f"{settings.PUBLIC_URL}{path_for_company(item, now=now)}",
    }
    queue_mails("sample_not_in_order", [(email, told | {"name": name}) for name, email in answers_for(line)])
