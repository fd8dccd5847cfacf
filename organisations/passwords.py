"""The rules for passwords, said in plain words. The rules themselves are Django's."""

from django.contrib.auth import password_validation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class LongEnough(password_validation.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return _("Dit wachtwoord is te kort. Neem er minstens %(length)d tekens voor.") % {"length": self.min_length}

    def get_help_text(self) -> str:
        return _("Minstens %(length)d tekens. Een zin van een paar woorden is goed te onthouden.") % {
            "length": self.min_length
        }


class NotYourName(password_validation.UserAttributeSimilarityValidator):
    def get_error_message(self) -> str | Promise:  # type: ignore[override]
        return _("Dit wachtwoord lijkt te veel op uw naam of e-mailadres.")

    def get_help_text(self) -> str | Promise:  # type: ignore[override]
        return _("Niet uw naam of e-mailadres.")


class NotCommon(password_validation.CommonPasswordValidator):
    def get_error_message(self) -> str | Promise:  # type: ignore[override]
        return _("Dit wachtwoord gebruiken te veel mensen. Kies iets dat niemand raadt.")

    def get_help_text(self) -> str | Promise:  # type: ignore[override]
        return _("Geen wachtwoord dat veel mensen gebruiken.")


class NotOnlyDigits(password_validation.NumericPasswordValidator):
    def get_error_message(self) -> str | Promise:  # type: ignore[override]
        return _("Dit wachtwoord bestaat alleen uit cijfers. Gebruik ook letters.")

    def get_help_text(self) -> str | Promise:  # type: ignore[override]
        return _("Niet alleen cijfers.")
