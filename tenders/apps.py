from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TendersConfig(AppConfig):
    name = "tenders"
    verbose_name = _("Aanbestedingen")

    def ready(self) -> None:
        from organisations.handover import register  # noqa: PLC0415 -- models are not loaded earlier
        from tenders.handover import RESPONSIBILITIES  # noqa: PLC0415 -- as above

        register(RESPONSIBILITIES)
