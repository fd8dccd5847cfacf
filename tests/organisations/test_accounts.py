"""Logging in and what belongs to it, as far as it is ours: redirects, mails, second factor, limits."""

import re
from urllib.parse import quote, urlencode

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client

from organisations.models import Membership, OutboxMessage, User
from tests.factories.organisations import MembershipFactory

PASSWORD = "een-lang-wachtwoord"


@pytest.fixture(autouse=True)
def _no_limits_from_another_test():
    cache.clear()


@pytest.fixture
def alice(cast, owner):
    """Alice with a password, not logged in."""
    with owner():
        user = User.objects.get(pk=cast.alice.user.pk)
        user.set_password(PASSWORD)
        user.save()
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def log_in(client, email="alice@demo.example", password=PASSWORD, **more):
    return client.post("/account/login/", {"login": email, "password": password, **more})


def mails(owner) -> list[dict]:
    with owner():
        return [row.payload for row in OutboxMessage.objects.order_by("created_at", "id")]


class TestLogIn:
    def test_the_only_organisation_is_where_it_leads(self, cast, alice):
        assert log_in(Client())["Location"] == cast.alice.url()

    def test_capitals_in_the_address_do_not_matter(self, cast, alice):
        assert log_in(Client(), email="Alice@Demo.Example")["Location"] == cast.alice.url()

    def test_who_has_two_chooses(self, cast, owner, alice):
        with owner():
            MembershipFactory(user=alice, organisation=cast.bram.organisation)
        client = Client()
        assert log_in(client)["Location"] == "/organisaties/"
        page = client.get("/organisaties/").content.decode()
        assert f'href="{cast.alice.url()}"' in page
        assert f'href="{cast.bram.url()}"' in page
        assert str(cast.frank.organisation.pk) not in page
        work = client.get(cast.alice.url("leden/")).content.decode()
        assert 'href="/organisaties/"' in work

    def test_who_has_none_is_told_so(self, cast, owner, alice):
        with owner():
            MembershipFactory(organisation=cast.alice.organisation, role="administrator")
            Membership.objects.filter(user=alice).update(ended_at=alice.date_joined)
        client = Client()
        assert log_in(client)["Location"] == "/organisaties/"
        assert "U hoort nu bij geen organisatie" in client.get("/organisaties/").content.decode()

    def test_the_page_that_was_asked_for_comes_next(self, cast, alice):
        client = Client()
        asked = client.get(cast.alice.url("leden/"))["Location"]
        assert asked == f"/account/login/?next={cast.alice.url('leden/')}"
        assert log_in(client, next=cast.alice.url("leden/"))["Location"] == cast.alice.url("leden/")

    @pytest.mark.parametrize(
        "evil", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
    )
    def test_another_site_does_not(self, cast, alice, evil):
        assert log_in(Client(), next=evil)["Location"] == cast.alice.url()

    def test_an_address_without_account_gets_the_same_answer(self, alice):
        wrong = log_in(Client(), password="iets-heel-anders")
        unknown = log_in(Client(), email="niemand@demo.example", password="iets-heel-anders")
        assert wrong.status_code == unknown.status_code == 200
        assert wrong.context["form"].errors == unknown.context["form"].errors != {}

    def test_guessing_is_slowed_down(self, alice):
        client = Client()
        for _ in range(6):
            log_in(client, password="fout-geraden-1")
        answer = log_in(client)
        assert "_auth_user_id" not in client.session
        assert answer.status_code in {200, 429}

    def test_who_asks_for_a_password_again_and_again_reads_what_to_do(self, alice):
        client = Client()
        answers = [client.post("/account/password/reset/", {"email": alice.email}) for _ in range(6)]
        assert answers[-1].status_code == 429
        assert "Wacht vijf minuten" in answers[-1].content.decode()

    def test_nobody_signs_up_by_himself(self, db):
        answer = Client().post("/account/signup/", {"email": "x@x.nl", "password1": PASSWORD, "password2": PASSWORD})
        assert "Alleen op uitnodiging" in answer.content.decode()
        assert not User.objects.exists()

    def test_htmx_is_sent_to_the_log_in_page_and_back_to_where_it_was(self, cast):
        headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{cast.alice.url('leden/')}"}
        answer = Client().get(cast.alice.url("leden/?search=x"), headers=headers)
        assert answer.status_code == 204
        assert answer["HX-Redirect"] == f"/account/login/?next={cast.alice.url('leden/')}"

    def test_who_pressed_a_button_comes_back_at_the_page_it_stood_on(self, cast, alice):
        """The address of the button takes nothing but the button: after logging in it answered with nothing at all."""
        members, button = cast.alice.url("leden/?zoek=x"), cast.carla.url("dossiers/coach/")
        asked = Client().post(button, headers={"Referer": f"http://testserver{members}"})["Location"]
        assert asked == f"/account/login/?next={quote(members)}"
        for elsewhere in ({}, {"Referer": "https://evil.example/werk/"}):
            assert Client().post(button, headers=elsewhere)["Location"] == "/account/login/?next=/"

    def test_an_address_of_a_button_says_that_it_is_no_page(self, cast):
        answer = cast.carla.get("dossiers/coach/")
        assert answer.status_code == 405
        assert "Dit adres is geen pagina" in answer.content.decode()
        assert f'href="{cast.carla.url()}"' in answer.content.decode()
        assert "Inloggen" not in answer.content.decode()


class TestReset:
    def test_the_link_comes_by_the_outbox_and_works_once(self, cast, owner, alice, settings):
        settings.PUBLIC_URL = "https://portaal.example"
        client = Client()
        answer = client.post("/account/password/reset/", {"email": alice.email}, headers={"host": "evil.example"})
        assert answer["Location"] == "/account/password/reset/done/"
        [mail] = mails(owner)
        assert (mail["to"], mail["subject"]) == (alice.email, "Kies een nieuw wachtwoord")
        assert "evil" not in mail["text"]
        path = re.search(r"https://portaal\.example(/\S+)", mail["text"])[1]
        form = client.get(path)["Location"]
        bad = client.post(form, {"password1": "kort", "password2": "kort"})
        assert "Dit wachtwoord is te kort." in bad.content.decode()
        done = client.post(form, {"password1": "heel-ander-wachtwoord", "password2": "heel-ander-wachtwoord"})
        assert done.status_code == 302
        assert log_in(Client(), password="heel-ander-wachtwoord")["Location"] == cast.alice.url()
        assert "Deze link werkt niet meer" in Client().get(path).content.decode()
        assert mails(owner)[-1]["subject"] == "Uw wachtwoord is gewijzigd"

    def test_an_unknown_address_gets_the_same_answer_and_no_mail(self, owner, alice):
        answer = Client().post("/account/password/reset/", {"email": "niemand@demo.example"})
        assert answer["Location"] == "/account/password/reset/done/"
        assert mails(owner) == []

    def test_changing_it_tells_the_owner(self, owner, alice):
        client = Client()
        log_in(client)
        data = {"oldpassword": PASSWORD, "password1": "heel-ander-wachtwoord", "password2": "heel-ander-wachtwoord"}
        assert client.post("/account/password/change/", data).status_code == 302
        [mail] = mails(owner)
        assert mail["subject"] == "Uw wachtwoord is gewijzigd"
        assert "Deed u dit niet zelf?" in mail["text"]


class TestSecondFactor:
    def code(self, secret: str) -> str:
        return totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))

    def test_from_setting_it_up_to_logging_in_with_a_recovery_code(
        self, owner, alice, django_capture_on_commit_callbacks
    ):
        client = Client()
        log_in(client)
        page = client.get("/account/2fa/totp/activate/")
        secret = page.context["form"].secret
        assert client.post("/account/2fa/totp/activate/", {"code": "000000"}).status_code in {200, 422}
        assert not Authenticator.objects.filter(user=alice).exists()
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post("/account/2fa/totp/activate/", {"code": self.code(secret)})
        assert answer["Location"] == "/account/2fa/recovery-codes/"
        assert mails(owner)[0]["subject"] == "De tweede stap staat aan"
        codes = RecoveryCodes(Authenticator.objects.get(user=alice, type="recovery_codes")).get_unused_codes()
        again = Client()
        assert log_in(again)["Location"].startswith("/account/2fa/authenticate/")
        assert "_auth_user_id" not in again.session
        assert again.post("/account/2fa/authenticate/", {"code": codes[0]}).status_code == 302
        assert again.session["_auth_user_id"] == str(alice.pk)

    def test_the_link_of_a_mail_opens_after_setting_it_up_and_after_each_log_in_with_it(self, cast, owner):
        asked = cast.dirk.url("leden/?sort=name")
        client = Client()
        with owner():
            cast.dirk.user.set_password(PASSWORD)
            cast.dirk.user.save()
            EmailAddress.objects.create(user=cast.dirk.user, email=cast.dirk.user.email, verified=True, primary=True)
        log_in(client, email=cast.dirk.user.email, next=asked)
        setting_up = client.get(asked)["Location"]
        secret = client.get(setting_up).context["form"].secret
        codes = client.post(setting_up, {"code": self.code(secret)})["Location"]
        assert f'href="{asked}"' in client.get(codes).content.decode().replace("&amp;", "&")
        again = Client()
        second_step = log_in(again, email=cast.dirk.user.email, next=asked)["Location"]
        recovery = RecoveryCodes(Authenticator.objects.get(user=cast.dirk.user, type="recovery_codes"))
        answer = again.post(second_step, {"code": recovery.get_unused_codes()[0]})
        assert answer["Location"] == asked
        assert again.get(asked).status_code == 200

    @pytest.mark.parametrize("evil", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
    def test_setting_it_up_leads_to_no_other_site(self, alice, evil):
        client = Client()
        log_in(client)
        address = f"/account/2fa/totp/activate/?{urlencode({'next': evil})}"
        secret = client.get(address).context["form"].secret
        codes = client.post(address, {"code": self.code(secret)})["Location"]
        assert codes == "/account/2fa/recovery-codes/"
        assert "evil" not in client.get(f"{codes}?{urlencode({'next': evil})}").content.decode()

    def test_an_administrator_works_without_but_administers_with(self, cast, owner, alice):
        client = Client()
        log_in(client)
        assert client.get(cast.alice.url("leden/")).status_code == 200
        new = cast.alice.url("uitnodigingen/nieuw/")
        assert client.get(new)["Location"] == f"/account/2fa/totp/activate/?{urlencode({'next': new})}"
        posted = client.post(new, {"name": "x", "email": "x@x.nl", "role": "member"})
        assert posted["Location"] == "/account/2fa/totp/activate/"
        assert mails(owner) == []
        assert client.post(cast.alice.url("organisatie/"), {"name": "Gekaapt"}).status_code == 403

    def test_the_coordination_point_sees_nothing_without(self, cast):
        client = Client()
        client.force_login(cast.dirk.user)
        asked = cast.dirk.url("leden/?sort=name")
        assert client.get(asked)["Location"] == f"/account/2fa/totp/activate/?{urlencode({'next': asked})}"
