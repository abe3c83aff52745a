import pytest
from tests.factories import AT, make_account, make_actor

from tongxin.crm.opportunities.models import Opportunity, Process, Stage
from tongxin.crm.stakeholders.actions import create_person


@pytest.fixture
def kam():
    return make_actor()


@pytest.fixture
def account(kam):
    return make_account(kam.user, name="曜禾醫療")


@pytest.fixture
def person(kam, account):
    return create_person(actor=kam, at=AT, full_name="尤振邦", account=account, title="主任")


@pytest.fixture
def make_deal(db):
    def make(account, name="影像中心汰換案", **more):
        process, _ = Process.objects.get_or_create(
            code="TEST", defaults={"labels": {"en": "Test"}, "created_at": AT, "updated_at": AT}
        )
        stage, _ = Stage.objects.get_or_create(
            process=process,
            code="FIRST",
            defaults={"labels": {"en": "First"}, "position": 1, "created_at": AT, "updated_at": AT},
        )
        return Opportunity.objects.create(
            name=name,
            account=account,
            process=process,
            stage=stage,
            stage_since=AT,
            owner=account.owner,
            created_at=AT,
            updated_at=AT,
            **more,
        )

    return make
