"""Links with which somebody opens his own page: made, found, opened, ended. Only their hash is kept."""

import secrets
import uuid
from datetime import datetime, timedelta

from candidates.choices import OwnPageWay
from candidates.models import OwnPage
from organisations import tenancy
from organisations.models import Region

#: How long a link works. That of the browser goes on a computer that others may use as well.
WORKS_FOR = {
    OwnPageWay.BROWSER: timedelta(days=1),
    OwnPageWay.MAIL: timedelta(days=14),
    OwnPageWay.SMS: timedelta(days=14),
}


def new_token() -> str:
    return secrets.token_urlsafe(32)


def new_link(
    candidate_id: uuid.UUID,
    *,
    region_id: uuid.UUID,
    way: OwnPageWay,
    at: datetime,
    made_by_id: uuid.UUID | None = None,
    token: str = "",
) -> str:
    """Let this candidate's page be opened from now on by the token that is returned; ``token`` if it is known already.

    As a member who works the file, as ``system(UPKEEP)``, or right after somebody began his own file in ``public``.
    """
    token = token or new_token()
    OwnPage(
        region_id=region_id,
        candidate_id=candidate_id,
        way=way,
        token_hash=tenancy.hash_token(token),
        made_by_id=made_by_id,
        made_at=at,
        expires_at=at + WORKS_FOR[way],
    ).save(force_insert=True)
    return token


def find(token: str, *, at: datetime) -> OwnPage | None:
    """The page that this link opens, with its candidate and region; inside ``tenancy.link(token)``.

    None for a link that does not exist, is over, was ended, or whose file is gone.
    """
    rows = OwnPage.objects.working(at=at).select_related("candidate", "region")
    return rows.filter(token_hash=tenancy.hash_token(token)).first()


def was_of(token: str) -> Region | None:
    """The region of a link that the portal once gave, also where it opens nothing any more; inside ``tenancy.link``.

    None for one that nobody knows, and for who was erased: of him no link is left.
    """
    given = OwnPage.objects.select_related("region").filter(token_hash=tenancy.hash_token(token)).first()
    return given.region if given else None


def note_opened(page: OwnPage, *, at: datetime) -> None:
    """Remember when a link was first used; inside ``tenancy.link``."""
    if page.opened_at is None:
        OwnPage.objects.filter(pk=page.pk, opened_at__isnull=True).update(opened_at=at)
        page.opened_at = at


def end(page: OwnPage, *, at: datetime) -> None:
    """The link opens nothing any more; inside ``tenancy.link``."""
    OwnPage.objects.filter(pk=page.pk, ended_at__isnull=True).update(ended_at=at)
