import re
from datetime import timedelta
from threading import Barrier, Thread
from urllib.parse import urlencode

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from organisations import invitations, tenancy
from organisations.choices import Purpose, Role
from organisations.invitations import AlreadyMemberError, NoLongerOpenError, accept_as_new_user, invite
from organisations.models import Invitation, Membership, Organisation, OutboxMessage, Region, User
from tests.cast import log_in
from tests.factories.organisations import MembershipFactory, OrganisationFactory, UserFactory

PASSWORD = "een-lang-wachtwoord"
NEW = {"name": "Nina de Boer", "password": PASSWORD}


def newest_link(owner) -> str:
    """The path in the newest mail."""
    with owner():
        text = OutboxMessage.objects.order_by("-created_at", "-id")[0].payload["text"]
    return re.search(r"https?://[^/]+(/uitnodiging/\S+)", text)[1]


@pytest.fixture
def invited(cast, owner):
    """Nina is invited to Gemeente Groningen by Alice."""
    data = {"name": "Nina", "email": "Nina@Groningen.example", "role": Role.MEMBER}
    assert cast.alice.post("uitnodigingen/nieuw/", data).status_code == 302
    return newest_link(owner)


def bare(answer) -> str:
    """A page without what differs from one request to the next."""
    return re.sub(r'(csrftoken": |csrfmiddlewaretoken" value=)"[^"]+"', "", answer.content.decode())


def demote(person, role, owner) -> None:
    """Give a member another role, and his organisation another administrator."""
    with owner():
        MembershipFactory(organisation=person.organisation, role=Role.ADMINISTRATOR)
        Membership.objects.filter(user=person.user).update(role=role)


def only(owner) -> Invitation:
    with owner():
        return Invitation.objects.get()


class TestInviting:
    def test_an_administrator_invites(self, cast, owner, invited):
        invitation = only(owner)
        assert (invitation.email, invitation.role) == ("nina@groningen.example", "member")
        assert invitation.organisation_id == cast.alice.organisation.pk
        assert invitation.expires_at - invitation.created_at == timedelta(days=14)
        token = invited.strip("/").split("/")[-1]
        assert invitation.token_hash == tenancy.hash_token(token)
        assert token not in str(list(Invitation.objects.values()))

    @pytest.mark.parametrize("role", [Role.MEMBER, Role.AUDITOR])
    def test_who_is_no_administrator_may_not(self, cast, owner, role):
        demote(cast.alice, role, owner)
        data = {"name": "Nina", "email": "nina@groningen.example", "role": Role.MEMBER}
        assert cast.alice.get("uitnodigingen/nieuw/").status_code == 403
        assert cast.alice.post("uitnodigingen/nieuw/", data).status_code == 403
        with owner():
            assert not Invitation.objects.exists()

    def test_frank_gets_the_page_of_an_address_that_is_not_there(self, cast, owner, invited):
        there, nowhere = only(owner).pk, "00000000-0000-7000-8000-000000000000"
        for path in ("opnieuw", "intrekken"):
            strange = cast.frank.client.post(cast.alice.url(f"uitnodigingen/{there}/{path}/"))
            own = cast.frank.post(f"uitnodigingen/{there}/{path}/")
            missing = cast.frank.post(f"uitnodigingen/{nowhere}/{path}/")
            assert strange.status_code == own.status_code == missing.status_code == 404
            assert bare(own) == bare(missing)
        assert cast.frank.client.get(cast.alice.url("uitnodigingen/nieuw/")).status_code == 404
        assert only(owner).withdrawn_at is None

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"email": "nina"}, "Vul een e-mailadres in, zoals naam@bedrijf.nl."),
            ({"email": ""}, "Vul een e-mailadres in."),
            ({"name": ""}, "Vul een naam in."),
            ({"role": ""}, "Kies een rol."),
            ({"role": "owner"}, "Selecteer een geldige keuze."),
            ({"email": "ALICE@demo.example"}, "Wie dit e-mailadres heeft, hoort al bij deze organisatie."),
        ],
    )
    def test_bad_input_is_refused_in_words(self, cast, owner, changes, words):
        data = {"name": "Nina", "email": "nina@groningen.example", "role": Role.MEMBER} | changes
        answer = cast.alice.post("uitnodigingen/nieuw/", data)
        assert answer.status_code == 422
        assert words in answer.content.decode()
        with owner():
            assert not Invitation.objects.exists()
            assert not OutboxMessage.objects.exists()

    def test_inviting_again_renews_the_one_that_is_open(self, cast, owner, invited):
        data = {"name": "Nina de Boer", "email": "nina@groningen.example", "role": Role.AUDITOR}
        cast.alice.post("uitnodigingen/nieuw/", data)
        page = cast.alice.get("leden/").content.decode()
        assert "was uitgenodigd als medewerker en wordt meekijker. De link in de eerdere mail" in page
        cast.alice.post("uitnodigingen/nieuw/", data)
        page = cast.alice.get("leden/").content.decode()
        assert "wordt meekijker" not in page
        assert "Er gaat een nieuwe uitnodiging naar nina@groningen.example" in page
        assert (only(owner).name, only(owner).role) == ("Nina de Boer", "auditor")
        assert Client().get(invited).status_code == 404
        assert Client().get(newest_link(owner)).status_code == 200

    def test_resending_makes_a_new_link(self, cast, owner, invited):
        with owner():
            Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
        assert Client().get(invited).status_code == 410
        assert cast.alice.post(f"uitnodigingen/{only(owner).pk}/opnieuw/").status_code == 302
        assert newest_link(owner) != invited
        assert Client().get(invited).status_code == 404
        assert Client().get(newest_link(owner)).status_code == 200

    def test_a_member_may_not_resend_or_withdraw(self, cast, owner, invited):
        demote(cast.alice, Role.MEMBER, owner)
        for path in ("opnieuw", "intrekken"):
            assert cast.alice.post(f"uitnodigingen/{only(owner).pk}/{path}/").status_code == 403
        assert only(owner).withdrawn_at is None

    def test_two_authorities_invite_the_first_of_a_contractor_apart(self, cast, owner):
        with owner():
            contractor = OrganisationFactory(contractor=True)
            other = MembershipFactory(organisation=OrganisationFactory(name="Gemeente Midden"), role=Role.MEMBER)
        for user, organisation in ((cast.alice.user, cast.alice.organisation), (other.user, other.organisation)):
            with tenancy.acting_for(user_id=user.pk, organisation_id=organisation.pk):
                invite(
                    region_id=cast.region.pk,
                    organisation_id=contractor.pk,
                    email="baas@demo.example",
                    name="Baas",
                    role=Role.ADMINISTRATOR,
                    invited_by_id=user.pk,
                    invited_from_id=organisation.pk,
                    landing_path=f"/werk/{contractor.pk}/contracten/",
                    at=timezone.now(),
                )
                assert Invitation.objects.filter(organisation=contractor).count() == 1
        with owner():
            assert Invitation.objects.count() == 2

    @pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example/", "evil", "/\\evil.example"])
    def test_a_landing_path_stays_on_the_portal(self, path):
        with pytest.raises(ValueError, match="not a path"):
            invitations._own_path(path)


class TestAccepting:
    def test_a_new_account_logs_in_and_lands_where_the_invitation_says(self, cast, owner, invited):
        with owner():
            Invitation.objects.update(landing_path="/hulp/")
        client = Client()
        page = client.get(invited)
        assert "Welkom bij Gemeente Groningen" in page.content.decode()
        assert 'value="Nina"' in page.content.decode()
        answer = client.post(invited, NEW)
        assert (answer.status_code, answer["Location"]) == (302, "/hulp/")
        assert client.get(cast.alice.url("leden/")).status_code == 200
        user = User.objects.get(email="nina@groningen.example")
        assert (user.name, user.check_password(PASSWORD)) == ("Nina de Boer", True)
        assert EmailAddress.objects.get(user=user).verified
        with owner():
            membership = Membership.objects.get(user=user)
        assert (membership.role, membership.organisation_id) == ("member", cast.alice.organisation.pk)

    def test_without_a_landing_path_it_is_the_start_of_the_workspace(self, cast, owner, invited):
        assert Client().post(invited, NEW)["Location"] == cast.alice.url()

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"name": " "}, "Vul een naam in."),
            ({"password": "kort"}, "te kort"),
            ({"password": "123456789012"}, "bestaat alleen uit cijfers"),
            ({"password": "nina@groningen"}, "lijkt te veel op uw naam of e-mailadres"),
            ({"password": ""}, "Kies een wachtwoord."),
        ],
    )
    def test_a_bad_password_or_name_is_refused_in_words(self, owner, invited, changes, words):
        answer = Client().post(invited, NEW | changes)
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert only(owner).accepted_at is None

    @pytest.mark.parametrize(
        ("field", "status", "words"),
        [
            ("accepted_at", 410, "Deze uitnodiging is al gebruikt"),
            ("withdrawn_at", 410, "Deze uitnodiging is ingetrokken"),
            ("expires_at", 410, "Deze uitnodiging is verlopen"),
            (None, 404, "Deze link werkt niet"),
        ],
    )
    def test_a_dead_link_says_why_and_does_nothing(self, owner, invited, field, status, words):
        link = invited if field else "/uitnodiging/verzonnen/"
        with owner():
            Invitation.objects.update(**({field: timezone.now() - timedelta(minutes=1)} if field else {}))
            before = User.objects.count()
        for answer in (Client().get(link), Client().post(link, NEW)):
            assert answer.status_code == status
            assert words in answer.content.decode()
        assert User.objects.count() == before

    def test_an_existing_account_logs_in_first_and_then_joins(self, cast, owner, invited):
        with owner():
            user = UserFactory(email="nina@groningen.example", name="Nina Oud")
        client = Client()
        page = client.get(invited).content.decode()
        assert "U hebt al een account" in page
        assert f"?next={invited}" in page
        assert client.post(invited, NEW).status_code == 200
        assert only(owner).accepted_at is None
        client.force_login(user)
        assert "Meedoen" in client.get(invited).content.decode()
        assert client.post(invited)["Location"] == cast.alice.url()
        user.refresh_from_db()
        assert user.name == "Nina Oud"
        with owner():
            assert Membership.objects.filter(user=user, organisation=cast.alice.organisation).count() == 1

    def test_another_account_cannot_take_the_invitation(self, cast, owner, invited):
        for answer in (cast.bram.client.get(invited), cast.bram.client.post(invited, NEW)):
            assert answer.status_code == 409
            assert "nina@groningen.example" in answer.content.decode()
        assert only(owner).accepted_at is None
        with owner():
            assert not Membership.objects.filter(user=cast.bram.user, organisation=cast.alice.organisation).exists()

    def test_a_member_who_was_invited_again_keeps_his_role(self, cast, owner, invited):
        with owner():
            user = UserFactory(email="nina@groningen.example")
            MembershipFactory(user=user, organisation=cast.alice.organisation, role=Role.AUDITOR)
        client = Client()
        client.force_login(user)
        assert client.post(invited).status_code == 302
        with owner():
            assert Membership.objects.get(user=user).role == Role.AUDITOR
        assert only(owner).accepted_at is not None

    def test_the_link_shows_nothing_but_its_own_row(self, cast, owner, invited):
        cast.bram.post("uitnodigingen/nieuw/", {"name": "X", "email": "x@demo.example", "role": Role.MEMBER})
        with tenancy.link(invited.strip("/").split("/")[-1]):
            assert [row.email for row in Invitation.objects.all()] == ["nina@groningen.example"]
            assert [row.name for row in Organisation.objects.all()] == ["Gemeente Groningen"]

    def test_who_needs_a_second_factor_sets_it_up_before_seeing_anything(self, cast, owner):
        cast.dirk.post("uitnodigingen/nieuw/", {"name": "D", "email": "d@demo.example", "role": Role.MEMBER})
        client = Client()
        landing = client.post(newest_link(owner), NEW)["Location"]
        assert landing == cast.dirk.url()
        answer = client.get(landing)
        assert answer["Location"] == f"/account/2fa/totp/activate/?{urlencode({'next': landing})}"
        page = client.get(answer["Location"])
        assert page.status_code == 200, "who just chose a password is not asked for it again"


class TestTogether:
    def test_of_two_who_open_the_link_at_once_one_joins(self, in_scratch):
        with tenancy.system(Purpose.SETUP, region_id=Region.objects.get(code="groningen").pk):
            organisation = Organisation.objects.create(name="X", kind="contractor")
            made = invite(
                region_id=Region.objects.get(code="groningen").pk,
                organisation_id=organisation.pk,
                email="een@demo.example",
                name="Een",
                role=Role.ADMINISTRATOR,
                invited_by_id=None,
                invited_from_id=None,
                at=timezone.now(),
            )
        token = made.link.rstrip("/").split("/")[-1]
        start, results = Barrier(4), []

        def accept():
            start.wait()
            try:
                with tenancy.link(token):
                    results.append(accept_as_new_user(token, at=timezone.now(), **NEW)[0].email)
            except NoLongerOpenError as error:
                results.append(type(error))
            finally:
                connection.close()

        threads = [Thread(target=accept) for _ in range(4)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        assert sorted(map(str, results)) == sorted(map(str, ["een@demo.example"] + [NoLongerOpenError] * 3))
        assert User.objects.filter(email="een@demo.example").count() == 1


class TestCommand:
    def call(self, *args, capsys):
        call_command("invite", *args)
        return capsys.readouterr().out.strip()

    def test_it_prints_and_mails_the_link(self, cast, owner, capsys):
        link = self.call("nina@groningen.example", "--organisation=gem-groningen", "--region=groningen", capsys=capsys)
        assert link.endswith(newest_link(owner))
        assert only(owner).role == Role.ADMINISTRATOR
        assert Client().post(newest_link(owner), NEW)["Location"] == cast.alice.url()

    def test_the_first_operator_comes_in_on_an_empty_installation(self, db, owner, capsys):
        self.call("olga@demo.example", "--operator", capsys=capsys)
        client = Client()
        landing = client.post(newest_link(owner), NEW)["Location"]
        with owner():
            operator = Organisation.objects.get(kind="platform_operator")
        assert landing == f"/werk/{operator.pk}/"

    @pytest.mark.parametrize(
        ("args", "words"),
        [
            (["nina"], "not an e-mail address"),
            (["n@demo.example"], "Name --organisation and --region"),
            (["n@demo.example", "--organisation=x", "--region=nergens"], "no region nergens"),
            (["n@demo.example", "--organisation=x", "--region=groningen"], "knows no organisation x"),
            (["alice@demo.example", "--organisation=gem-groningen", "--region=groningen"], "hoort al bij"),
        ],
    )
    def test_it_says_what_is_wrong(self, cast, owner, args, words):
        with pytest.raises(CommandError, match=words):
            call_command("invite", *args)
        with owner():
            assert not OutboxMessage.objects.exists()


def test_inviting_a_member_is_refused_in_the_use_case(cast):
    alice = cast.alice
    with (
        tenancy.acting_for(user_id=alice.user.pk, organisation_id=alice.organisation.pk),
        pytest.raises(AlreadyMemberError),
    ):
        invite(
            region_id=cast.region.pk,
            organisation_id=alice.organisation.pk,
            email=" Alice@demo.example",
            name="",
            role=Role.MEMBER,
            invited_by_id=alice.user.pk,
            invited_from_id=alice.organisation.pk,
            at=timezone.now(),
        )


def test_a_demo_log_in_does_not_survive_into_another_account(cast):
    log_in(cast.dirk)
    cast.dirk.client.force_login(cast.esra.user)
    assert "demo_login" not in cast.dirk.client.session
