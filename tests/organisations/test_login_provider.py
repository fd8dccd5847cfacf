"""Logging in by the provider of an organisation: who gets in, what he gets at, and every way that an attacker has tried."""

import json
import time
from urllib.parse import parse_qsl, urlsplit

import jwt
import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from organisations import openid, sealed
from organisations.choices import ProviderSecondFactor, ProviderUse
from organisations.models import LoginProvider, Membership, ProvidedIdentity
from organisations.two_steps import were_two_steps
from tests.factories.organisations import MembershipFactory, UserFactory
from tests.openid_provider import CLIENT, KEY, OTHER_KEY, SECRET, serving

PASSWORD = "een-lang-wachtwoord"
LOG_IN = "/inloggen/organisatie/"


@pytest.fixture(scope="module")
def running():
    with serving() as one:
        yield one


@pytest.fixture
def provider(running):
    cache.clear()
    running.tell_the_truth()
    return running


@pytest.fixture
def wire(provider, owner):
    """Let the members of this person's organisation log in by the provider."""

    def one(person, **more) -> LoginProvider:
        facts = {
            "use": ProviderUse.CHOICE,
            "issuer": provider.issuer,
            "client_id": CLIENT,
            "client_secret": sealed.seal(SECRET),
            "domains": ["demo.example"],
            "tested_at": timezone.now(),
        } | more
        with owner():
            return LoginProvider.objects.create(organisation=person.organisation, **facts)

    return one


def choose(client, email, *, provider=None, **more):
    """The answer to who chose a provider: of the choices for his address this one, or the first."""
    provider = provider or client.post(LOG_IN, {"email": email}).context["choices"][0].id
    return client.post(LOG_IN, {"email": email, "provider": str(provider), **more})


def leave(client, email, **more) -> str:
    """The address at the provider that the browser is sent to."""
    page = choose(client, email, **more)
    assert page.status_code == 200, page.content.decode()
    return page["Refresh"].removeprefix("0; url=")


def come_back(client, provider, address):
    back = urlsplit(provider.log_in(address))
    return client.get(f"{back.path}?{back.query}")


def log_in(provider, email, **more):
    client = Client()
    return client, come_back(client, provider, leave(client, email, **more))


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


class TestWhoGetsIn:
    def test_a_member_gets_to_the_page_that_was_asked_for(self, cast, provider, wire):
        wire(cast.alice)
        asked = cast.alice.url("leden/?sort=name")
        client, answer = log_in(provider, "Alice@Demo.example", next=asked)
        assert answer["Location"] == asked
        assert client.get(asked).status_code == 200
        assert client.session["_auth_user_id"] == str(cast.alice.user.pk)

    def test_the_address_of_the_provider_says_nothing_secret(self, cast, provider, wire):
        wire(cast.alice)
        asked = dict(parse_qsl(urlsplit(leave(Client(), "alice@demo.example")).query))
        assert set(asked) == {
            *("response_type", "scope", "client_id", "redirect_uri", "state", "nonce", "login_hint"),
            *("code_challenge", "code_challenge_method"),
        }
        assert asked["redirect_uri"].endswith("/inloggen/organisatie/terug/")

    def test_an_address_without_provider_stays_here(self, cast, provider, wire):
        wire(cast.alice, use=ProviderUse.OFF)
        for email in ("alice@demo.example", "wie@elders.example"):
            page = Client().post(LOG_IN, {"email": email})
            assert page.status_code == 422
            assert "Met dit adres kan dat hier niet" in page.content.decode()
            assert email in page.content.decode()

    def test_of_two_organisations_with_one_domain_one_is_chosen(self, cast, provider, wire):
        wire(cast.alice)
        bram = wire(cast.bram)
        page = Client().post(LOG_IN, {"email": "bram@demo.example"})
        assert cast.alice.organisation.name in page.content.decode()
        client = Client()
        answer = come_back(client, provider, leave(client, "bram@demo.example", provider=bram.pk))
        assert answer["Location"] == cast.bram.url()

    def test_the_mail_may_come_from_the_userinfo_of_the_same_person(self, cast, provider, wire):
        wire(cast.alice)
        provider.claims = {"email": None, "email_verified": None, "sub": "a"}
        provider.userinfo = {"sub": "a", "email": "alice@demo.example", "email_verified": True}
        assert is_in(log_in(provider, "alice@demo.example")[0])
        provider.userinfo["sub"] = "b"
        assert not is_in(log_in(provider, "alice@demo.example")[0])


class TestAttacks:
    def test_who_names_a_domain_alone_is_sent_nobody_who_did_not_choose(self, cast, provider, wire):
        """One member with an address there was enough to get everybody with such an address on a page of one's own."""
        wire(cast.alice, issuer="https://login.dief.example/realm")
        pages = [Client().post(LOG_IN, {"email": email}) for email in ("alice@demo.example", "niemand@demo.example")]
        for page in pages:
            assert "Refresh" not in page
            assert cast.alice.organisation.name in page.content.decode()
            assert '<span class="cast__role">login.dief.example</span>' in page.content.decode()
        assert [page.context["choices"] for page in pages[:1]] == [page.context["choices"] for page in pages[1:]]

    def test_a_provider_of_another_domain_is_not_chosen(self, cast, provider, wire):
        wire(cast.alice)
        bram = wire(cast.bram, domains=["elders.example"])
        page = choose(Client(), "alice@demo.example", provider=bram.pk)
        assert "Refresh" not in page
        assert [one.name for one in page.context["choices"]] == [cast.alice.organisation.name]

    def test_asking_often_is_said_beside_the_field(self, cast, provider, settings):
        settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
        client = Client()
        client.post(LOG_IN, {"email": "alice@demo.example"})
        page = client.post(LOG_IN, {"email": "alice@demo.example"})
        assert page.status_code == 429
        assert "te vaak" in page.context["form"].errors["email"][0]

    @pytest.mark.parametrize(
        "lie",
        [
            {"email_verified": False},
            {"email_verified": None},
            {"email": None},
            {"email": "frank@demo.example"},
            {"email": "alice@demo.example@elders.example"},
            {"email": "alice@elders.example"},
            {"aud": "another-client"},
            {"aud": [CLIENT, "another-client"]},
            {"azp": "another-client"},
            {"iss": "https://login.elders.example"},
            {"nonce": "of-before"},
            {"nonce": None},
            {"exp": int(time.time()) - 3600},
            {"sub": None},
            {"sub": "x" * 300},
            {"sub": "a\x00b"},
            {"email": "alice@demo.example\x00"},
        ],
    )
    def test_what_is_not_proven_opens_nothing(self, cast, provider, wire, lie):
        wire(cast.alice)
        provider.claims = lie
        client, answer = log_in(provider, "alice@demo.example")
        assert answer.status_code == 403
        assert "Noem dan dit kenmerk" in answer.content.decode()
        assert not is_in(client)
        assert not ProvidedIdentity.objects.exists()

    @pytest.mark.parametrize(
        "sign",
        [
            lambda claims: jwt.encode(claims, OTHER_KEY, "ES256", {"kid": "1"}),
            lambda claims: jwt.encode(claims, None, "none"),
            lambda claims: jwt.encode(claims, "geheim" * 6, "HS256", {"kid": "1"}),
            lambda claims: jwt.encode(claims, KEY, "ES256", {"kid": "unknown"}),
            lambda _claims: "no.token",
        ],
    )
    def test_a_signature_of_somebody_else_opens_nothing(self, cast, provider, wire, sign):
        wire(cast.alice)
        provider.sign = sign
        assert not is_in(log_in(provider, "alice@demo.example")[0])

    def test_the_provider_of_another_organisation_cannot_say_that_somebody_is_alice(self, cast, provider, wire):
        wire(cast.bram)
        client, answer = log_in(provider, "alice@demo.example")
        assert "hoort niemand bij" in answer.content.decode()
        assert not is_in(client)

    def test_an_answer_is_good_for_once_and_for_the_browser_that_asked(self, cast, provider, wire):
        wire(cast.alice)
        client = Client()
        back = urlsplit(provider.log_in(leave(client, "alice@demo.example")))
        stranger = Client()
        leave(stranger, "alice@demo.example")
        for other in (Client(), stranger):
            assert other.get(f"{back.path}?{back.query}").status_code == 403
            assert not is_in(other)
        assert client.get(f"{back.path}?{back.query}").status_code == 302
        client.logout()
        assert "verlopen of al gebruikt" in client.get(f"{back.path}?{back.query}").content.decode()

    def test_the_code_of_another_browser_is_of_no_use(self, cast, provider, wire):
        """The state is one's own, the code is stolen: the verifier and the nonce do not fit."""
        wire(cast.alice)
        client, victim = Client(), Client()
        own = dict(parse_qsl(urlsplit(provider.log_in(leave(client, "alice@demo.example"))).query))
        stolen = dict(parse_qsl(urlsplit(provider.log_in(leave(victim, "alice@demo.example"))).query))
        answer = client.get(LOG_IN + "terug/", {"state": own["state"], "code": stolen["code"]})
        assert answer.status_code == 403
        assert not is_in(client)

    def test_a_changed_issuer_ends_what_was_begun_and_what_was_linked(self, cast, provider, wire, owner):
        row = wire(cast.alice)
        assert is_in(log_in(provider, "alice@demo.example")[0])
        client = Client()
        address = leave(client, "alice@demo.example")
        with owner():
            LoginProvider.objects.filter(pk=row.pk).update(issuer="https://login.elders.example")
        answer = come_back(client, provider, address)
        assert "zijn net veranderd" in answer.content.decode()
        assert not is_in(client)

    def test_an_answer_of_another_provider_is_refused(self, cast, provider, wire):
        wire(cast.alice)
        client = Client()
        back = urlsplit(provider.log_in(leave(client, "alice@demo.example")))
        assert client.get(f"{back.path}?{back.query}&iss=https://login.elders.example").status_code == 403

    def test_a_half_done_log_in_of_somebody_else_frees_no_session_of_the_provider(self, cast, provider, wire, owner):
        """Of whom the session is and by whom that was said stood apart: the second name took the first one's bounds away."""
        wire(cast.alice)
        with owner():
            MembershipFactory(user=cast.alice.user, organisation=cast.bram.organisation)
            anna = UserFactory(email="anna@demo.example")
            MembershipFactory(user=anna, organisation=cast.alice.organisation)
        Authenticator.objects.create(user=anna, type="totp", data={"secret": sealed.seal("x")})
        client, _ = log_in(provider, "alice@demo.example")
        provider.claims = {"amr": ["pwd"]}
        answer = come_back(client, provider, leave(client, "anna@demo.example"))
        assert answer["Location"].startswith("/account/2fa/authenticate/")
        assert client.get(cast.bram.url("leden/")).status_code == 302
        assert not is_in(client)

    def test_who_left_neither_gets_in_nor_stays_in(self, cast, provider, wire, owner):
        wire(cast.alice)
        client, _ = log_in(provider, "alice@demo.example")
        with owner():
            MembershipFactory(organisation=cast.alice.organisation, role="administrator")
            Membership.objects.filter(user=cast.alice.user).update(ended_at=timezone.now())
        assert client.get(cast.alice.url("leden/")).status_code == 404
        assert not is_in(log_in(provider, "alice@demo.example")[0])

    def test_an_account_that_is_off_or_has_an_address_to_confirm_stays_shut(self, cast, provider, wire, owner):
        wire(cast.alice)
        with owner():
            address = EmailAddress.objects.create(user=cast.alice.user, email="alice@demo.example", verified=False)
        assert not is_in(log_in(provider, "alice@demo.example")[0])
        with owner():
            address.delete()
            type(cast.alice.user).objects.filter(pk=cast.alice.user.pk).update(is_active=False)
        assert not is_in(log_in(provider, "alice@demo.example")[0])

    def test_an_address_given_on_is_somebody_else_until_an_administrator_lets_go(self, cast, provider, wire, owner):
        wire(cast.alice)
        log_in(provider, "alice@demo.example")
        provider.claims = {"sub": "the-next-with-this-address"}
        _, answer = log_in(provider, "alice@demo.example")
        assert "eerst van een ander account" in answer.content.decode()
        with owner():
            path = f"leden/{Membership.objects.get(user=cast.alice.user).pk}/losmaken/"
        shown = cast.alice.get(path.removesuffix("losmaken/")).content.decode()
        assert f'action="{cast.alice.url(path)}"' in shown
        assert cast.frank.client.post(cast.alice.url(path)).status_code == 404
        assert cast.bram.client.post(cast.bram.url(path)).status_code == 404
        assert cast.alice.client.post(cast.alice.url(path)).status_code == 302
        assert is_in(log_in(provider, "alice@demo.example")[0])


class TestWhatHeGetsAt:
    def test_the_work_of_that_organisation_and_nothing_of_the_account_itself(self, cast, provider, wire, owner):
        wire(cast.alice)
        with owner():
            MembershipFactory(user=cast.alice.user, organisation=cast.bram.organisation)
        client, answer = log_in(provider, "alice@demo.example")
        assert answer["Location"] == cast.alice.url()
        assert str(cast.bram.organisation.pk) not in client.get("/organisaties/").content.decode()
        assert 'href="/organisaties/"' not in client.get(cast.alice.url("leden/")).content.decode()
        other = client.get(cast.bram.url("leden/"))
        assert (other.status_code, other.context["why"]) == (403, "other")
        for path in ("2fa/totp/activate/", "2fa/webauthn/add/", "password/change/", "email/", "2fa/recovery-codes/"):
            assert client.get(f"/account/{path}").status_code == 403, path
        assert client.post("/account/email/", {"email": "dief@elders.example", "action_add": ""}).status_code == 403

    def test_a_later_log_in_with_the_own_account_opens_the_rest(self, cast, provider, wire, owner):
        wire(cast.alice)
        with owner():
            cast.alice.user.set_password(PASSWORD)
            cast.alice.user.save()
        client, _ = log_in(provider, "alice@demo.example")
        client.post("/account/logout/")
        client.post("/account/login/", {"login": "alice@demo.example", "password": PASSWORD})
        assert client.get("/account/password/change/").status_code == 200

    def test_logging_out_says_where_one_may_still_be_logged_in(self, cast, provider, wire):
        wire(cast.alice)
        client, _ = log_in(provider, "alice@demo.example")
        answer = client.post("/account/logout/", follow=True)
        assert cast.alice.organisation.name in answer.content.decode()
        assert not is_in(client)

    @pytest.mark.parametrize(
        ("rule", "amr", "opens"),
        [
            ("told", ["pwd", "mfa"], True),
            ("told", ["pwd"], False),
            ("always", [], True),
            ("never", ["mfa"], False),
        ],
    )
    def test_the_coordination_point_needs_two_steps_of_one_of_both(self, cast, provider, wire, rule, amr, opens):
        wire(cast.dirk, second_factor=rule)
        provider.claims = {"amr": amr}
        client, _ = log_in(provider, cast.dirk.user.email)
        page = client.get(cast.dirk.url("leden/"), follow=True)
        assert page.status_code == (200 if opens else 403)
        assert opens or "meldde geen twee stappen" in page.content.decode()

    def test_who_has_a_second_step_here_is_asked_for_it_unless_the_provider_asked_for_two(self, cast, provider, wire):
        wire(cast.alice)
        Authenticator.objects.create(user=cast.alice.user, type="totp", data={"secret": sealed.seal("x")})
        assert is_in(log_in(provider, "alice@demo.example")[0])
        provider.claims = {"amr": ["pwd"]}
        client, answer = log_in(provider, "alice@demo.example")
        assert answer["Location"].startswith("/account/2fa/authenticate/")
        assert not is_in(client)

    def test_turning_it_off_ends_the_sessions_of_it(self, cast, provider, wire, owner):
        row = wire(cast.alice)
        client, _ = log_in(provider, "alice@demo.example")
        with owner():
            LoginProvider.objects.filter(pk=row.pk).update(use=ProviderUse.OFF)
        assert client.get(cast.alice.url("leden/")).context["why"] == "changed"

    def test_only_by_provider_leaves_a_way_in_for_an_administrator_with_a_second_factor(
        self, cast, provider, wire, owner
    ):
        wire(cast.alice, use=ProviderUse.ONLY)
        with owner():
            anna = UserFactory(email="anna@demo.example")
            MembershipFactory(user=anna, organisation=cast.alice.organisation)
        client = Client()
        client.force_login(anna)
        assert client.get(cast.alice.url("leden/")).context["why"] == "only"
        assert cast.alice.get("leden/").status_code == 200
        assert log_in(provider, "anna@demo.example")[0].get(cast.alice.url("leden/")).status_code == 200


class TestWhenItFails:
    @pytest.mark.parametrize(
        ("about", "sentence"),
        [
            ({"issuer": "https://login.elders.example"}, "niet goed ingesteld"),
            ({"token_endpoint": "https://10.0.0.1/token"}, "niet goed ingesteld"),
            ({"authorization_endpoint": None}, "niet goed ingesteld"),
        ],
    )
    def test_a_provider_that_is_set_wrong(self, cast, provider, wire, about, sentence):
        wire(cast.alice)
        provider.about = about
        answer = choose(Client(), "alice@demo.example")
        assert answer.status_code == 403
        assert sentence in answer.content.decode()

    def test_a_provider_that_is_down(self, cast, provider, wire):
        wire(cast.alice, issuer="http://localhost:9")
        answer = choose(Client(), "alice@demo.example")
        assert "geeft geen antwoord" in answer.content.decode()
        assert answer["X-Request-Reference"] in answer.content.decode()

    def test_who_was_somebody_else_there_can_be_another_the_next_time(self, cast, provider, wire):
        """Without it the provider, where one is still logged in, sends the same person back again and again."""
        wire(cast.alice)
        provider.claims = {"email": "nobody@demo.example"}
        client, _ = log_in(provider, "alice@demo.example")
        assert parse_qsl(urlsplit(leave(client, "alice@demo.example")).query)[-1] == ("prompt", "login")
        assert "prompt=" not in leave(client, "alice@demo.example")

    def test_a_wrong_secret_and_a_log_in_that_was_stopped(self, cast, provider, wire):
        wire(cast.alice, client_secret=sealed.seal("another"))
        _, answer = log_in(provider, "alice@demo.example")
        assert "niet goed ingesteld" in answer.content.decode()
        client = Client()
        leave(client, "alice@demo.example")
        answer = client.get(LOG_IN + "terug/", {"error": "access_denied"})
        assert "U bent niet ingelogd bij" in answer.content.decode()


class TestSettings:
    PAGE = "organisatie/inloggen/"

    def facts(self, provider, **more) -> dict:
        return {
            "issuer": provider.issuer,
            "client_id": CLIENT,
            "client_secret": SECRET,
            "domains": "demo.example",
            "second_factor": ProviderSecondFactor.TOLD,
            "acr_values": "",
        } | more

    def kept(self, owner) -> LoginProvider:
        with owner():
            return LoginProvider.objects.get()

    def test_from_nothing_to_in_use(self, cast, provider, owner):
        alice = cast.alice.client
        assert alice.post(cast.alice.url(self.PAGE), self.facts(provider)).status_code == 302
        kept = self.kept(owner)
        assert (kept.use, sealed.unseal(kept.client_secret)) == ("off", SECRET)
        page = alice.get(cast.alice.url(self.PAGE)).content.decode()
        assert SECRET not in page
        assert kept.client_secret not in page
        early = alice.post(cast.alice.url(self.PAGE), self.facts(provider, client_secret="", use="choice"))
        assert "Test eerst de koppeling" in early.content.decode()

        address = alice.post(cast.alice.url(self.PAGE + "proef/"))["Refresh"].removeprefix("0; url=")
        answer = come_back(alice, provider, address)
        assert answer["Location"] == cast.alice.url(self.PAGE)
        page = alice.get(answer["Location"]).content.decode()
        assert "De koppeling werkt" in page
        assert "Dit telt als inloggen in twee stappen" in page
        assert not ProvidedIdentity.objects.exists()

        done = alice.post(cast.alice.url(self.PAGE), self.facts(provider, client_secret="", use="choice"))
        assert done.status_code == 302
        assert self.kept(owner).use == "choice"
        alice.post(cast.alice.url(self.PAGE), self.facts(provider, client_id="another", use="choice"))
        assert (self.kept(owner).use, self.kept(owner).tested_at) == ("off", None)

    def test_a_session_of_before_it_was_off_does_not_live_again(self, cast, provider, wire):
        wire(cast.alice)
        client, _ = log_in(provider, "alice@demo.example")
        for use in (ProviderUse.OFF, ProviderUse.CHOICE):
            kept = cast.alice.client.post(cast.alice.url(self.PAGE), self.facts(provider, client_secret="", use=use))
            assert kept.status_code == 302
        assert client.get(cast.alice.url("leden/")).context["why"] == "changed"
        client, _ = log_in(provider, "alice@demo.example")
        again = self.facts(provider, client_secret="", use=ProviderUse.ONLY)
        assert cast.alice.client.post(cast.alice.url(self.PAGE), again).status_code == 302
        assert client.get(cast.alice.url("leden/")).status_code == 200

    def test_testing_it_often_has_to_wait(self, cast, provider, settings):
        settings.ACCOUNT_RATE_LIMITS = {"provider_try": "1/5m/user"}
        cast.alice.client.post(cast.alice.url(self.PAGE), self.facts(provider))
        assert "Refresh" in cast.alice.client.post(cast.alice.url(self.PAGE + "proef/"))
        answer = cast.alice.client.post(cast.alice.url(self.PAGE + "proef/"), follow=True)
        assert "U probeerde het te vaak" in answer.content.decode()

    def test_a_try_that_fails_says_why_and_proves_nothing(self, cast, provider, owner):
        cast.alice.client.post(cast.alice.url(self.PAGE), self.facts(provider))
        provider.claims = {"email_verified": False}
        address = cast.alice.client.post(cast.alice.url(self.PAGE + "proef/"))["Refresh"].removeprefix("0; url=")
        come_back(cast.alice.client, provider, address)
        assert "bevestigt niet" in cast.alice.get(self.PAGE).content.decode()
        assert self.kept(owner).tested_at is None

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"client_secret": "van een ander"}, "dit client-ID en dit secret"),
            ({"issuer": "/elders"}, "vinden wij de inlogdienst niet"),
        ],
    )
    def test_who_tries_is_told_which_setting_is_wrong_until_he_changes_it(self, cast, provider, wrong, sentence):
        if "issuer" in wrong:
            wrong = {"issuer": provider.issuer + wrong["issuer"]}
        cast.alice.client.post(cast.alice.url(self.PAGE), self.facts(provider, **wrong))
        left = cast.alice.client.post(cast.alice.url(self.PAGE + "proef/"))
        if "Refresh" in left:
            come_back(cast.alice.client, provider, left["Refresh"].removeprefix("0; url="))
        assert sentence in cast.alice.get(self.PAGE).content.decode()
        assert cast.alice.client.post(cast.alice.url(self.PAGE), self.facts(provider, use="off")).status_code == 302
        assert sentence not in cast.alice.get(self.PAGE).content.decode()

    @pytest.mark.parametrize(
        ("field", "value", "sentence"),
        [
            ("issuer", "http://login.example.nl", "https://"),
            ("issuer", "https://192.168.1.4", "https://"),
            ("issuer", "https://login.example.nl/?x=1", "zonder ?"),
            ("domains", "gmail.com", "kan iedereen een adres hebben"),
            ("domains", "elders.example", "Nodig eerst iemand uit"),
            ("domains", "geen domein", "is geen maildomein"),
            ("domains", "", "Vul dit in"),
            ("client_secret", "", "Vul het secret in"),
        ],
    )
    def test_a_mistake_is_said_beside_the_field(self, cast, provider, field, value, sentence):
        page = cast.alice.client.post(cast.alice.url(self.PAGE), self.facts(provider, **{field: value}))
        assert page.status_code == 422
        assert any(sentence in error for error in page.context["form"].errors[field])
        assert not LoginProvider.objects.exists()

    def test_it_is_for_administrators_of_that_organisation(self, cast, provider, wire, owner):
        wire(cast.alice)
        with owner():
            anna = UserFactory(email="anna@demo.example")
            MembershipFactory(user=anna, organisation=cast.alice.organisation)
        member = Client()
        member.force_login(anna)
        assert member.get(cast.alice.url(self.PAGE)).status_code == 403
        assert cast.frank.client.get(cast.alice.url(self.PAGE)).status_code == 404
        assert provider.issuer not in cast.frank.get(self.PAGE).content.decode()
        assert cast.frank.client.post(cast.frank.url(self.PAGE + "proef/")).status_code == 404

    def test_its_secret_goes_along_when_the_key_changes(self, cast, provider, wire, owner, settings):
        before = settings.SECRET_KEY
        wire(cast.alice)
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "the-key-of-after-long-enough", [before]
        call_command("reseal")
        settings.SECRET_KEY_FALLBACKS = []
        assert sealed.unseal(self.kept(owner).client_secret) == SECRET


@pytest.mark.parametrize(
    ("rule", "methods", "context", "were"),
    [
        ("told", ["mfa"], "", True),
        ("told", ["pwd", "otp"], "", True),
        ("told", ["pin", "hwk"], "", True),
        ("told", ["pwd", "pin"], "", False),
        ("told", ["otp", "sms"], "", False),
        ("told", ["pwd", "rba"], "", False),
        ("told", [], "", False),
        ("told", [], "urn:loa3", True),
        ("told", [], "urn:loa2", False),
        ("never", ["mfa"], "urn:loa3", False),
        ("always", [], "", True),
    ],
)
def test_which_methods_are_two_steps(rule, methods, context, were):
    assert were_two_steps(rule, methods=methods, context=context, contexts=["urn:loa3"]) is were


def test_this_provider_says_of_itself_what_the_standard_asks(provider):
    """Or the tests above prove nothing."""
    assert json.loads(json.dumps(provider.configuration()))["issuer"] == openid.discover(provider.issuer).issuer
