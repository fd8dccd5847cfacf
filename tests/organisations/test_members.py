import re
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations import members, tenancy
from organisations.choices import Role
from organisations.models import Membership, User
from tenders.choices import Side
from tenders.models import Responsible
from tests.factories.organisations import MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.tenders import ContractFactory


def colleague(person, owner, *, role=Role.MEMBER, **user) -> Membership:
    with owner():
        return MembershipFactory(organisation=person.organisation, user=UserFactory(**user), role=role)


def membership(person, owner) -> Membership:
    with owner():
        return Membership.objects.get(user=person.user, organisation=person.organisation)


def names_on(page) -> list[str]:
    return re.findall(r'leden/[0-9a-f-]{36}/">([^<]+)</a><span class="cell-sub">', page.content.decode())


class TestList:
    def test_it_shows_colleagues_and_nobody_else(self, cast, owner):
        colleague(cast.alice, owner, name="Anna", email="anna@demo.example")
        gone = colleague(cast.alice, owner, name="Gijs Vertrokken")
        with owner():
            Membership.objects.filter(pk=gone.pk).update(ended_at=timezone.now())
        page = cast.alice.get("leden/").content.decode()
        assert "anna@demo.example" in page
        for other in ("Gijs Vertrokken", "carla@", "dirk@", "bram@", "frank@"):
            assert other not in page

    def test_a_member_reads_without_buttons(self, cast, owner):
        colleague(cast.alice, owner, role=Role.ADMINISTRATOR)
        with owner():
            Membership.objects.filter(user=cast.alice.user).update(role=Role.AUDITOR)
        page = cast.alice.get("leden/")
        assert page.status_code == 200
        assert "/uitnodigingen/" not in page.content.decode()
        assert f"/leden/{membership(cast.alice, owner).pk}/" not in page.content.decode()

    def test_frank_gets_404(self, cast):
        assert cast.frank.client.get(cast.alice.url("leden/")).status_code == 404

    def test_search_role_and_order(self, cast, owner):
        colleague(cast.alice, owner, name="Zoë", email="z@demo.example", role=Role.AUDITOR)
        colleague(cast.alice, owner, name="Anna", email="anna@demo.example")
        assert names_on(cast.alice.get("leden/")) == ["Alice", "Anna", "Zoë"]
        assert names_on(cast.alice.get("leden/?sort=-name")) == ["Zoë", "Anna", "Alice"]
        assert names_on(cast.alice.get("leden/?search=zOë")) == ["Zoë"]
        assert names_on(cast.alice.get("leden/?role=auditor")) == ["Zoë"]

    @pytest.mark.parametrize("query", ["?role=koning", "?page=nul", "?sort=wachtwoord"])
    def test_bad_queries_break_nothing(self, cast, query):
        assert cast.alice.get(f"leden/{query}").status_code == 200

    def test_the_number_of_queries_does_not_grow(self, cast, owner):
        few = queries_with(cast.alice, owner, colleagues=2)
        assert queries_with(cast.alice, owner, colleagues=20) == few <= 3 + 5


def queries_with(person, owner, *, colleagues: int) -> int:
    """Queries for the list with so many more colleagues; statements about transactions are not counted."""
    for _ in range(colleagues):
        colleague(person, owner)
    with CaptureQueriesContext(connection) as queries:
        assert person.get("leden/").status_code == 200
    asked = [query["sql"] for query in queries.captured_queries]
    return len([sql for sql in asked if not sql.startswith(("SAVEPOINT", "RELEASE", "SELECT set_config"))])


class TestRole:
    def test_an_administrator_changes_it(self, cast, owner):
        anna = colleague(cast.alice, owner)
        assert cast.alice.post(f"leden/{anna.pk}/", {"role": Role.ADMINISTRATOR}).status_code == 302
        with owner():
            anna.refresh_from_db()
        assert anna.role == Role.ADMINISTRATOR

    def test_it_says_who_is_sroi_coordinator(self, cast, owner):
        anna = colleague(cast.alice, owner, name="Anna")
        for verifies, said in (("on", "Anna is nu medewerker en SROI-coördinator."), ("", "Anna is nu medewerker.")):
            data = {"role": Role.MEMBER} | ({"verifies": verifies} if verifies else {})
            assert said in cast.alice.post(f"leden/{anna.pk}/", data, follow=True).content.decode()

    @pytest.mark.parametrize("path", ["leden/{}/", "leden/{}/einde/"])
    def test_who_is_no_administrator_may_not(self, cast, owner, path):
        anna = colleague(cast.alice, owner, role=Role.ADMINISTRATOR)
        with owner():
            Membership.objects.filter(user=cast.alice.user).update(role=Role.MEMBER)
        assert cast.alice.get(path.format(anna.pk)).status_code == 403
        assert cast.alice.post(path.format(anna.pk), {"role": Role.MEMBER}).status_code == 403
        assert membership_of(anna, owner).ended_at is None

    @pytest.mark.parametrize("path", ["leden/{}/", "leden/{}/einde/"])
    def test_frank_and_other_organisations_get_404(self, cast, owner, path):
        anna = colleague(cast.alice, owner)
        for who in (cast.frank, cast.bram, cast.dirk):
            assert who.get(path.format(anna.pk)).status_code == 404
            assert who.post(path.format(anna.pk), {"role": Role.MEMBER}).status_code == 404
            assert who.client.get(cast.alice.url(path.format(anna.pk))).status_code == 404
        assert membership_of(anna, owner).ended_at is None

    @pytest.mark.parametrize("role", ["", "koning"])
    def test_bad_input(self, cast, owner, role):
        anna = colleague(cast.alice, owner)
        assert cast.alice.post(f"leden/{anna.pk}/", {"role": role}).status_code == 422
        assert membership_of(anna, owner).role == Role.MEMBER

    def test_the_last_administrator_stays_one(self, cast, owner):
        own = membership(cast.alice, owner)
        answer = cast.alice.post(f"leden/{own.pk}/", {"role": Role.MEMBER})
        assert answer.status_code == 422
        assert "Dit is de laatste beheerder." in answer.context["form"].errors["role"][0]
        answer = cast.alice.post(f"leden/{own.pk}/einde/")
        assert answer.status_code == 422
        assert "Dit is de laatste beheerder." in answer.content.decode()
        assert membership(cast.alice, owner).role == Role.ADMINISTRATOR


def membership_of(row, owner) -> Membership:
    with owner():
        return Membership.objects.get(pk=row.pk)


class TestEnd:
    def test_a_leaver_without_work_can_go(self, cast, owner):
        anna = colleague(cast.alice, owner, name="Anna")
        page = cast.alice.get(f"leden/{anna.pk}/einde/").content.decode()
        assert "heeft niets in handen" in page
        assert cast.alice.post(f"leden/{anna.pk}/einde/").status_code == 302
        assert membership_of(anna, owner).ended_at is not None
        assert cast.alice.get(f"leden/{anna.pk}/").status_code == 404
        with tenancy.acting_for(user_id=anna.user_id, organisation_id=anna.organisation_id) as acting:
            assert acting is None

    def test_contracts_pass_to_the_successor(self, cast, owner):
        anna = colleague(cast.alice, owner, name="Anna", email="anna@demo.example")
        with owner():
            contract = ContractFactory(
                region=cast.region, authority=cast.alice.organisation, contractor=cast.bram.organisation
            )
            sides = {
                Side.AUTHORITY: {"name": "Anna", "email": "Anna@demo.example"},
                # The same address on another side is not this organisation's to change.
                Side.CONTRACTOR: {"name": "Anna", "email": "anna@demo.example"},
            }
            for side, person in sides.items():
                Responsible.objects.update_or_create(
                    contract=contract,
                    side=side,
                    defaults={**person, "stand_in_name": "Alice", "stand_in_email": "alice@demo.example"},
                )
        page = cast.alice.get(f"leden/{anna.pk}/einde/")
        assert [(work.count, str(work.title)) for work in page.context["in_hand"]] == [
            (1, "contracten waarvoor deze persoon aanspreekpunt is")
        ]
        refused = cast.alice.post(f"leden/{anna.pk}/einde/")
        assert refused.status_code == 422
        assert refused.context["form"].errors["successor"] == ["Kies wie het werk overneemt."]
        heir = membership(cast.alice, owner)
        assert cast.alice.post(f"leden/{anna.pk}/einde/", {"successor": heir.pk}).status_code == 302
        with owner():
            now = {row.side: row for row in Responsible.objects.filter(contract=contract)}
        own, other = now[Side.AUTHORITY], now[Side.CONTRACTOR]
        assert (own.name, own.email, own.stand_in_email) == ("Alice", "alice@demo.example", "")
        assert (other.email, other.stand_in_email) == ("anna@demo.example", "alice@demo.example")
        assert membership_of(anna, owner).ended_at is not None

    def test_a_contractor_hands_over_its_own_side(self, cast, owner):
        boss = colleague(cast.bram, owner, name="Bea", email="bea@demo.example")
        with owner():
            contract = ContractFactory(
                region=cast.region, authority=cast.alice.organisation, contractor=cast.bram.organisation
            )
            Responsible.objects.update_or_create(
                contract=contract, side=Side.CONTRACTOR, defaults={"name": "Bea", "email": "bea@demo.example"}
            )
        heir = membership(cast.bram, owner)
        assert cast.bram.post(f"leden/{boss.pk}/einde/", {"successor": heir.pk}).status_code == 302
        with owner():
            assert Responsible.objects.get(contract=contract, side=Side.CONTRACTOR).email == "bram@demo.example"

    def test_a_successor_is_a_colleague(self, cast, owner):
        anna = colleague(cast.alice, owner)
        with owner():
            reader = MembershipFactory(organisation=cast.alice.organisation, role=Role.AUDITOR)
        for stranger in (membership(cast.frank, owner), membership(cast.dirk, owner), anna, reader):
            answer = cast.alice.post(f"leden/{anna.pk}/einde/", {"successor": stranger.pk})
            assert answer.status_code == 422
            assert "Kies een collega" in str(answer.context["form"].errors["successor"])
        assert membership_of(anna, owner).ended_at is None

    def test_who_ends_his_own_membership_leaves_the_workspace(self, cast, owner):
        colleague(cast.alice, owner, role=Role.ADMINISTRATOR)
        own = membership(cast.alice, owner)
        assert cast.alice.post(f"leden/{own.pk}/einde/")["Location"] == "/"
        assert cast.alice.get("leden/").status_code == 404

    def test_of_two_administrators_who_leave_at_once_one_stays(self, in_scratch):
        with in_scratch.connect(as_owner=True) as outside:
            region = outside.execute("SELECT id FROM organisations_region LIMIT 1").fetchone()[0]
            rows = _two_administrators(outside, region)
        start, results = Barrier(2), []

        def leave(row):
            start.wait()
            try:
                with tenancy.acting_for(user_id=row["user"], organisation_id=row["organisation"]):
                    own = Membership.objects.get(pk=row["membership"])
                    members.end_membership(own, successor=None, at=timezone.now())
                    results.append("left")
            except members.LastAdministratorError:
                results.append("stays")
            finally:
                connection.close()

        threads = [Thread(target=leave, args=[row]) for row in rows]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        assert sorted(results) == ["left", "stays"]


def _two_administrators(outside, region) -> list[dict]:
    """Two administrators of one new organisation, committed."""
    organisation = OrganisationFactory.build(name="X")
    outside.execute(
        "INSERT INTO organisations_organisation (id, name, kind, kvk) VALUES (%s, 'X', 'municipality', '')",
        [organisation.pk],
    )
    made = []
    for number in range(2):
        user = User(email=f"b{number}@demo.example", name=f"B{number}")
        row = Membership(user=user, organisation=organisation)
        outside.execute(
            "INSERT INTO organisations_user (id, email, name, password, is_active, date_joined)"
            " VALUES (%s, %s, %s, '', true, now())",
            [user.pk, user.email, user.name],
        )
        outside.execute(
            "INSERT INTO organisations_membership (id, user_id, organisation_id, role, started_at)"
            " VALUES (%s, %s, %s, 'administrator', now())",
            [row.pk, user.pk, organisation.pk],
        )
        made.append({"user": user.pk, "organisation": organisation.pk, "membership": row.pk})
    outside.commit()
    return made
