"""What an employer hears of his vacancy: a firm by a link of its own, a company of the portal in its workspace."""

import secrets
from typing import Any

from django.conf import settings
from django.urls import reverse

from organisations import tenancy
from organisations.models import Region
from organisations.outbox import queue_mail
from placements.models import Vacancy, VacancyFile


def new_token() -> str:
    return secrets.token_urlsafe(32)


def link_of(token: str) -> str:
    return settings.PUBLIC_URL + reverse("placements:vacancy_own", args=[token])


def ask_address(file: VacancyFile, token: str, *, region: Region) -> None:
    """Ask whoever typed this address to follow the link. Nothing else that he typed stands in it: it may be a stranger's."""
    queue_mail("vacancy_address", to=file.contact_email, context={"link": link_of(token), "region": region.name})


def tell(vacancy: Vacancy, file: VacancyFile, template: str, **context: Any) -> bool:
    """Queue this mail; False where there is no address. By a link an earlier one stops working."""
    if not file.contact_email:
        return False
    if vacancy.employer_organisation_id is None:
        token = new_token()
        file.token_hash = tenancy.hash_token(token)
        file.save(update_fields=["token_hash"])
        link = link_of(token)
    else:
        here = {"organisation_id": vacancy.employer_organisation_id, "vacancy_id": vacancy.pk}
        link = settings.PUBLIC_URL + reverse("placements:vacancy_detail", kwargs=here)
    region = Region.objects.get(pk=vacancy.region_id)
    queue_mail(
        template,
        to=file.contact_email,
        context={
            "vacancy": vacancy,
            "name": file.contact_name,
            "region": region.name,
            "offer_url": settings.PUBLIC_URL + reverse("placements:vacancy_offer", args=[region.code]),
            "link": link,
            "is_firm": vacancy.employer_organisation_id is None,
            **context,
        },
    )
    return True


def tell_former_address(vacancy: Vacancy, file: VacancyFile, former: str) -> None:
    """Say at the old address that mail goes elsewhere from now on."""
    if former and former.lower() != file.contact_email.lower():
        queue_mail("vacancy_address_changed", to=former, context={"vacancy": vacancy})
