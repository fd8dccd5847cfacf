from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    name = "exchange"
    verbose_name = _("Uitwisseling")

    def ready(self) -> None:
        from exchange.jobs import discard_old_files  # noqa: PLC0415 -- models are not loaded earlier
        from exchange.payroll import discard_old_rows  # noqa: PLC0415 -- as above
        from organisations import upkeep  # noqa: PLC0415 -- as above

        upkeep.register(upkeep.Chore("exchange.old_files", discard_old_files))
        upkeep.register(upkeep.Chore("exchange.old_payroll", discard_old_rows))
