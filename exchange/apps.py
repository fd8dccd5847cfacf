from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    name = "exchange"
    verbose_name = _("Uitwisseling")

    def ready(self) -> None:
        from exchange import payroll, referrals  # noqa: PLC0415 -- as above
        from exchange.jobs import discard_old_files  # noqa: PLC0415 -- models are not loaded earlier
        from exchange.jobs.forgetting import FILES_OF_JOBS, forget_payroll, forget_referrals  # noqa: PLC0415 -- as above
        from organisations import erasing, upkeep  # noqa: PLC0415 -- as above

        erasing.register_files("exchange.BulkFile", FILES_OF_JOBS)
        erasing.register_copies("exchange.ReferralUpload", forget_referrals)
        erasing.register_copies("exchange.PayrollUpload", forget_payroll)
        upkeep.register(upkeep.Chore("exchange.old_files", discard_old_files))
        upkeep.register(upkeep.Chore("exchange.old_payroll", payroll.discard_old_rows))
        upkeep.register(upkeep.Chore("exchange.old_referrals", referrals.discard_old_rows))
