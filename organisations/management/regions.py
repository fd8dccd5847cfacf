"""The region a command is about, by its code."""

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from organisations.models import Region


def region_by_code(code: str) -> Region:
    try:
        return Region.objects.get(code=code)
    except Region.DoesNotExist:
        codes = ", ".join(Region.objects.order_by("code").values_list("code", flat=True))
        raise CommandError(
            _("Regio %(code)s bestaat niet. Er zijn: %(codes)s.") % {"code": code, "codes": codes}
        ) from None
