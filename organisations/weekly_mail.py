"""The weekly mail: on Monday one mail for each reader, with what came in for him since the one before.

What has been dealt with in the meantime is left out, and when nothing is left there is no mail. A Monday on which
the portal was down is made up for on the next day.
"""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.utils import timezone

from organisations.mail_choices import page_in
from organisations.models import HeldMail
from organisations.outbox import queue_mails
from organisations.upkeep import Chore
from organisations.workplaces import start_link

#: Of these pages (path with query), the ones whose work is done: ``check(region_id=…, pages=…)``.
Done = Callable[..., set[str]]
_done: dict[str, Done] = {}


def register(checks: Mapping[str, Done]) -> None:
    """Called once by each app that is ready: for its templates, what tells whether a mail of it has become moot."""
    _done.update(checks)


def send_weekly(*, region_id: uuid.UUID, on: date) -> int:
    """Mail everybody of the region what was held for him before this week; returns how many mails.

    Who works in several regions gets his with the first of them.
    """
    monday = timezone.make_aware(datetime.combine(on - timedelta(days=on.weekday()), time.min))
    held = list(
        HeldMail.objects.filter(at__lt=monday, organisation__organisation_regions__region_id=region_id)
        .select_related("user", "organisation")
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("at", "pk")
    )
    moot = _moot(held, region_id)
    readers: dict[tuple[uuid.UUID, uuid.UUID], list[HeldMail]] = defaultdict(list)
    for one in held:
        if (one.template, _page_of(one)) not in moot:
            readers[one.user_id, one.organisation_id].append(one)
    HeldMail.objects.filter(pk__in=[one.pk for one in held]).delete()
    return queue_mails("weekly", [_mail(mails) for mails in readers.values()])


def _mail(mails: list[HeldMail]) -> tuple[str, dict[str, object]]:
    first = mails[0]
    # Of the same page one line: the last word about it.
    by_page = {_page_of(one): one.subject for one in mails}
    link = start_link(first.organisation_id)
    return first.user.email, {
        "name": first.user.name,
        "organisation": first.organisation.name,
        "rows": [{"subject": subject, "link": urljoin(settings.PUBLIC_URL, page)} for page, subject in by_page.items()],
        "link": link,
        "mail_choices_url": page_in(link),
    }


def _page_of(one: HeldMail) -> str:
    """Without the host: the portal may have moved to another address since the mail was held."""
    return urlsplit(one.link)._replace(scheme="", netloc="").geturl()


def _moot(held: Iterable[HeldMail], region_id: uuid.UUID) -> set[tuple[str, str]]:
    pages = defaultdict(set)
    for one in held:
        pages[one.template].add(_page_of(one))
    return {
        (template, page)
        for template, here in pages.items()
        if template in _done
        for page in _done[template](region_id=region_id, pages=here)
    }


CHORE = Chore("organisations.weekly_mail", send_weekly)
