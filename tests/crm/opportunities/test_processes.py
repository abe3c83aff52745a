import pytest
from tests.factories import AT, make_account, make_actor

from tongxin.audit.models import AuditEvent
from tongxin.common.errors import Conflict, Denied, Missing, StaleVersion
from tongxin.crm.accounts.labels import LabelRefused
from tongxin.crm.opportunities import processes as domain
from tongxin.crm.opportunities.models import Opportunity, Process, Stage
from tongxin.crm.opportunities.processes import ProcessRefused
from tongxin.crm.opportunities.reference import STAGES, ensure_reference_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss():
    return make_actor(roles=["ADMINISTRATOR"])


@pytest.fixture
def process() -> Process:
    ensure_reference_data(at=AT)
    return domain.default_process()


@pytest.fixture
def stages(process) -> list[Stage]:
    return list(domain.stages_of(process))


def changes() -> dict:
    return AuditEvent.objects.order_by("-pk")[0].changes


def other_process(boss, *, stages: int = 1) -> Process:
    made = domain.add_process(actor=boss, at=AT, labels={"en": "Renewal"})
    for number in range(stages):
        domain.add_stage(
            actor=boss, at=AT, process=made, labels={"en": f"Step {number}"}, our_labels={}, probability=10
        )
    return made


@pytest.mark.requirement("R3.2")
def test_the_default_process_is_the_customers_with_ours_beside_it(process, stages):
    assert [stage.labels["zh-hant"] for stage in stages] == [
        *("調研", "分析", "立項", "選購", "投標", "測試", "採購"),
    ]
    assert [stage.labels["zh-hans"] for stage in stages] == [
        *("调研", "分析", "立项", "选购", "投标", "测试", "采购"),
    ]
    assert all(stage.our_label and stage.our_labels["en"] for stage in stages)
    chances = [stage.probability for stage in stages]
    assert chances == sorted(chances)
    assert ensure_reference_data(at=AT) == 0
    assert len(STAGES) == len(stages)


def test_before_the_reference_data_there_is_no_default():
    with pytest.raises(Missing):
        domain.default_process()


def test_processes_and_stages_are_read_by_uid(process, stages):
    assert domain.get_process(process.uid) == process
    assert domain.get_stage(stages[0].uid) == stages[0]
    for read in (domain.get_process, domain.get_stage):
        with pytest.raises(Missing):
            read("nothing")


class TestProcess:
    def test_a_new_one_is_not_in_use_until_it_has_stages(self, boss, process):
        made = other_process(boss, stages=0)
        assert (made.code, made.is_active, made in domain.active_processes()) == ("RENEWAL", False, False)
        with pytest.raises(ProcessRefused, match="PROCESS_WITHOUT_STAGES"):
            domain.change_process(actor=boss, at=AT, process=made, values={"is_active": True})

    def test_another_one_becomes_the_default(self, boss, process):
        made = other_process(boss)
        domain.change_process(actor=boss, at=AT, process=made, values={"is_active": True, "is_default": True})
        assert domain.default_process() == made
        process.refresh_from_db()
        assert not process.is_default
        assert list(domain.all_processes()) == [made, process]

    def test_there_is_always_a_default_and_it_is_in_use(self, boss, process):
        for values, code in (
            ({"is_default": False}, "DEFAULT_NEEDED"),
            ({"is_active": False}, "DEFAULT_INACTIVE"),
        ):
            with pytest.raises(ProcessRefused, match=code):
                domain.change_process(actor=boss, at=AT, process=process, values=values)
        with pytest.raises(ProcessRefused, match="DEFAULT_INACTIVE"):
            domain.change_process(actor=boss, at=AT, process=other_process(boss), values={"is_default": True})

    def test_its_name_changes_with_a_row_in_the_log_and_the_present_version(self, boss, process):
        domain.change_process(actor=boss, at=AT, process=process, values={"labels": {"en": "Buying"}})
        assert changes()["labels"][1] == {"en": "Buying"}
        count = AuditEvent.objects.count()
        domain.change_process(actor=boss, at=AT, process=process, values={"labels": {"en": "Buying"}})
        assert AuditEvent.objects.count() == count
        with pytest.raises(StaleVersion):
            domain.change_process(
                actor=boss, at=AT, process=process, values={"labels": {"en": "X"}}, expected_version=1
            )
        with pytest.raises(LabelRefused):
            domain.change_process(actor=boss, at=AT, process=process, values={"labels": {}})
        with pytest.raises(ProcessRefused, match="FIELD_UNKNOWN"):
            domain.change_process(actor=boss, at=AT, process=process, values={"code": "X"})
        assert str(process) == "Buying"


class TestStage:
    def test_a_new_one_stands_at_the_end(self, boss, process, stages):
        made = domain.add_stage(
            actor=boss,
            at=AT,
            process=process,
            labels={"en": "Acceptance", "zh-hant": "驗收"},
            our_labels={"en": "Hand over"},
            probability=100,
        )
        assert (made.code, made.position, made.our_labels) == ("ACCEPTANCE", len(stages), {"en": "Hand over"})

    @pytest.mark.parametrize("probability", [-1, 101])
    def test_a_probability_is_a_percentage(self, boss, process, stages, probability):
        with pytest.raises(ProcessRefused, match="PROBABILITY_RANGE"):
            domain.add_stage(
                actor=boss,
                at=AT,
                process=process,
                labels={"en": "X"},
                our_labels={},
                probability=probability,
            )
        with pytest.raises(ProcessRefused, match="PROBABILITY_RANGE"):
            domain.change_stage(actor=boss, at=AT, stage=stages[0], values={"probability": probability})

    def test_names_and_probability_change(self, boss, stages):
        stage = stages[0]
        domain.change_stage(
            actor=boss,
            at=AT,
            stage=stage,
            values={"labels": {"en": "Look"}, "our_labels": {"en": " "}, "probability": 7},
        )
        assert (stage.label, stage.our_label, stage.probability) == ("Look", "", 7)
        assert changes()["probability"] == [5, 7]
        count = AuditEvent.objects.count()
        domain.change_stage(actor=boss, at=AT, stage=stage, values={"probability": 7})
        assert AuditEvent.objects.count() == count

    def test_the_order_changes_with_a_row_in_the_log(self, boss, process, stages):
        codes = [stage.code for stage in stages]
        domain.place_stage(actor=boss, at=AT, stage=stages[-1], position=0)
        assert [stage.code for stage in domain.stages_of(process)] == [codes[-1], *codes[:-1]]
        assert changes() == {"order": [codes, [codes[-1], *codes[:-1]]]}
        count = AuditEvent.objects.count()
        domain.place_stage(actor=boss, at=AT, stage=domain.get_stage(stages[-1].uid), position=-3)
        assert AuditEvent.objects.count() == count

    def test_one_in_use_is_switched_off_but_never_deleted(self, boss, process, stages):
        Opportunity.objects.create(
            name="Deal",
            account=make_account(),
            process=process,
            stage=stages[1],
            stage_since=AT,
            created_at=AT,
            updated_at=AT,
        )
        assert not domain.can_remove_stage(stages[1])
        with pytest.raises(Conflict, match="STAGE_IN_USE"):
            domain.remove_stage(actor=boss, at=AT, stage=stages[1])
        domain.change_stage(actor=boss, at=AT, stage=stages[1], values={"is_active": False})
        assert stages[1] not in domain.active_stages_of(process)
        assert Opportunity.objects.get().stage == stages[1]

    def test_one_that_only_history_knows_is_in_use_too(self, boss, process, stages):
        from tongxin.crm.opportunities.models import StageEntry

        deal = Opportunity.objects.create(
            name="Deal",
            account=make_account(),
            process=process,
            stage=stages[1],
            stage_since=AT,
            created_at=AT,
            updated_at=AT,
        )
        StageEntry.objects.create(
            opportunity=deal,
            kind="FORWARD",
            stage=stages[1],
            from_stage=stages[0],
            entered_at=AT,
            created_at=AT,
        )
        assert domain.is_in_use(stages[0])
        assert not domain.is_in_use(stages[2])

    def test_one_never_used_is_deleted_with_a_row_in_the_log(self, boss, process, stages):
        assert domain.can_remove_stage(stages[2])
        domain.remove_stage(actor=boss, at=AT, stage=stages[2])
        assert domain.stages_of(process).count() == len(stages) - 1
        event = AuditEvent.objects.order_by("-pk")[0]
        assert (event.object_label, event.params["object_labels"]) == (stages[2].code, stages[2].labels)

    def test_the_last_one_of_a_process_in_use_stays(self, boss, process, stages):
        for stage in stages[1:]:
            domain.remove_stage(actor=boss, at=AT, stage=stage)
        with pytest.raises(Conflict, match="LAST_STAGE"):
            domain.remove_stage(actor=boss, at=AT, stage=stages[0])
        with pytest.raises(Conflict, match="LAST_STAGE"):
            domain.change_stage(actor=boss, at=AT, stage=stages[0], values={"is_active": False})

    def test_the_last_one_of_a_process_not_in_use_may_go(self, boss, process):
        (stage,) = domain.stages_of(other_process(boss))
        domain.remove_stage(actor=boss, at=AT, stage=stage)


def test_administrators_only(process, stages):
    kam = make_actor()
    for attempt in (
        lambda: domain.add_process(actor=kam, at=AT, labels={"en": "X"}),
        lambda: domain.change_process(actor=kam, at=AT, process=process, values={"is_active": True}),
        lambda: domain.add_stage(
            actor=kam, at=AT, process=process, labels={"en": "X"}, our_labels={}, probability=1
        ),
        lambda: domain.change_stage(actor=kam, at=AT, stage=stages[0], values={"probability": 1}),
        lambda: domain.place_stage(actor=kam, at=AT, stage=stages[0], position=1),
        lambda: domain.remove_stage(actor=kam, at=AT, stage=stages[0]),
    ):
        with pytest.raises(Denied):
            attempt()
