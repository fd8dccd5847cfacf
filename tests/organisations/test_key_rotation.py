"""Another SECRET_KEY: with the old one among the fallbacks nobody notices, and after `reseal` it can go."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.core import signing
from django.core.management import CommandError, call_command
from django.test import Client

from organisations import sealed
from organisations.models import OutboxMessage
from organisations.open_forms import stamp
from organisations.sealed import UnreadableError

PASSWORD = "een-heel-lang-wachtwoord"
BEFORE, AFTER = "the-key-of-before-long-enough", "the-key-of-after-long-enough"


@pytest.fixture
def alice(cast, owner, settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = BEFORE, []
    with owner():
        user = cast.alice.user
        user.set_password(PASSWORD)
        user.save()
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def log_in(user) -> Client:
    client = Client()
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    return client


def code_of(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))


def rotate(settings) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = AFTER, [BEFORE]


def take_away(settings) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = AFTER, []


def test_who_was_logged_in_stays_so_also_when_the_old_key_goes_later(cast, alice, settings):
    client = log_in(alice)
    assert client.get(cast.alice.url("leden/")).status_code == 200
    rotate(settings)
    assert client.get(cast.alice.url("leden/")).status_code == 200
    take_away(settings)
    assert client.get(cast.alice.url("leden/")).status_code == 200  # his session was written anew with the key of today


def test_who_was_away_in_between_logs_in_again(cast, alice, settings):
    client = log_in(alice)
    take_away(settings)
    assert client.get(cast.alice.url("leden/"))["Location"].startswith("/account/login/")


def test_a_mailed_link_for_a_new_password_still_works(alice, owner, settings):
    client = Client()
    client.post("/account/password/reset/", {"email": alice.email})
    with owner():
        mail = OutboxMessage.objects.latest("created_at").payload["text"]
    path = re.search(rf"{re.escape(settings.PUBLIC_URL)}(/\S+)", mail)[1]
    rotate(settings)
    assert client.get(path)["Location"].endswith("-set-password/")


def test_what_a_page_signed_before_is_taken_after(settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = BEFORE, []
    signed = signing.Signer(salt="x").sign("een formulier")
    stamped = stamp()
    rotate(settings)
    assert signing.Signer(salt="x").unsign(signed) == "een formulier"
    assert stamp() != stamped
    take_away(settings)
    with pytest.raises(signing.BadSignature):
        signing.Signer(salt="x").unsign(signed)


class TestSecondFactor:
    @pytest.fixture
    def secret(self, alice):
        client = log_in(alice)
        secret = client.get("/account/2fa/totp/activate/").context["form"].secret
        client.post("/account/2fa/totp/activate/", {"code": code_of(secret)})
        return secret

    def gets_in(self, user, code: str) -> bool:
        client = log_in(user)
        Authenticator.objects.filter(user=user).update(last_used_at=None)
        client.post("/account/2fa/authenticate/", {"code": code})
        return client.session.get("_auth_user_id") == str(user.pk)

    def kept(self, user) -> dict[str, str]:
        return {one.type: one.data.get("secret") or one.data["seed"] for one in Authenticator.objects.filter(user=user)}

    def test_neither_secret_nor_seed_lies_open_in_the_database(self, alice, secret):
        assert set(self.kept(alice)) == {"totp", "recovery_codes"}
        for kept in self.kept(alice).values():
            assert kept.startswith(sealed.MARK)
            assert secret not in kept

    def test_it_works_on_with_the_old_key_among_the_fallbacks(self, alice, secret, settings):
        codes = RecoveryCodes(Authenticator.objects.get(user=alice, type="recovery_codes")).get_unused_codes()
        rotate(settings)
        assert self.gets_in(alice, codes[0])
        assert not any(sealed.is_sealed_anew(kept) for kept in self.kept(alice).values() if kept)

    def test_after_resealing_the_old_key_can_go(self, alice, secret, settings, capsys):
        codes = RecoveryCodes(Authenticator.objects.get(user=alice, type="recovery_codes")).get_unused_codes()
        rotate(settings)
        call_command("reseal")
        assert "2 second factors were sealed anew" in capsys.readouterr().out
        take_away(settings)
        assert all(sealed.is_sealed_anew(kept) for kept in self.kept(alice).values())
        assert self.gets_in(alice, codes[0])
        assert not self.gets_in(alice, codes[0])
        call_command("reseal")
        assert "0 second factors" in capsys.readouterr().out

    def test_a_secret_from_before_anything_was_sealed_works_and_gets_sealed(self, alice, secret, settings):
        one = Authenticator.objects.get(user=alice, type="totp")
        one.data = {"secret": secret}
        one.save()
        assert totp.TOTP(Authenticator.objects.get(pk=one.pk)).validate_code(code_of(secret)) in {True, False}
        call_command("reseal")
        kept = Authenticator.objects.get(pk=one.pk).data["secret"]
        assert kept.startswith(sealed.MARK)
        assert sealed.unseal(kept) == secret

    def test_a_key_that_went_too_early_is_told_and_nothing_is_changed(self, alice, secret, settings):
        before = self.kept(alice)
        take_away(settings)
        with pytest.raises(CommandError, match="is not in SECRET_KEY or SECRET_KEY_FALLBACKS any more"):
            call_command("reseal")
        assert self.kept(alice) == before
        settings.SECRET_KEY_FALLBACKS = [BEFORE]
        call_command("reseal")
        assert all(sealed.is_sealed_anew(kept) for kept in self.kept(alice).values())


def test_what_is_sealed_reads_with_its_key_only(settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = BEFORE, []
    kept = sealed.seal("geheim")
    assert (sealed.unseal(kept), sealed.unseal("open")) == ("geheim", "open")
    assert sealed.seal("geheim") != kept
    take_away(settings)
    with pytest.raises(UnreadableError):
        sealed.unseal(kept)
