"""The joint plans of the demo world, in the customer's own language."""

from dataclasses import dataclass

from tongxin.demo.facts import Day


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row: who of theirs and of ours answers for it, what shows that it is done, and its days where they are fixed."""

    name: str
    length: int
    theirs: str = ""
    ours: str = ""
    evidence: str = ""
    first: Day | None = None
    done: Day | None = None
    internal: bool = False
    returned: tuple[Day, str, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFact:
    """A plan of a project: its rows wait one for the other.

    Attributes:
        project: index in `project_facts.PROJECTS`.
        days: closed or worked days of its own: name, kind, first and last day.
        link: to whom a link went, and when.
        proposal: row's place, last day, what they say, and who says it.
    """

    project: int
    name: str
    calendar: str
    zone: str
    starts: Day
    rows: tuple[Row, ...]
    days: tuple[tuple[str, str, Day, Day], ...]
    link: tuple[str, Day]
    proposal: tuple[int, Day, str, str] | None = None


PLANS: tuple[PlanFact, ...] = (
    PlanFact(
        project=0, name="影像中心汰換推進計畫", calendar="TW", zone="Asia/Taipei", starts=-60,
        rows=(
            Row(name="現場調查與屏蔽室量測", length=5, theirs="you", ours="service", evidence="量測報告第二版", first=-58, done=-52),
            Row(name="資安章節複審", length=10, theirs="deng", ours="member", evidence="資訊室簽核單", first=-50, done=-38,
                returned=(-45, "日誌保存期限與院方規範不符", 4)),
            Row(name="底價與讓步條件內部核定", length=3, ours="kam", first=-20, done=-16, internal=True),
            Row(name="採購公告與領標", length=10, theirs="luo", ours="kam", evidence="公告影本"),
            Row(name="評選與決標", length=15, theirs="jian", ours="kam", evidence="決標公告"),
            Row(name="第一梯次裝機（三樓）", length=30, theirs="kang", ours="service", evidence="裝機完成單、輻射偵測報告"),
            Row(name="第二梯次裝機（一樓）", length=30, theirs="kang", ours="service", evidence="裝機完成單、輻射偵測報告"),
            Row(name="資料移轉與教育訓練", length=10, theirs="you", ours="member", evidence="受訓名冊、移轉比對表"),
            Row(name="驗收", length=5, theirs="jian", ours="kam", evidence="驗收紀錄"),
            Row(name="正式啟用", length=0, theirs="jian", ours="kam"),
        ),
        days=(("院慶停機日", "CLOSED", 120, 121),),
        link=("游醫師（影像醫學部）", -12),
        proposal=(7, 206, "第二梯次請避開評鑑週，訓練順延三天。", "游醫師"),
    ),
    PlanFact(
        project=1, name="昆山院区框架采购推进计划", calendar="BOTH", zone="Asia/Shanghai", starts=-50,
        rows=(
            Row(name="样机试用", length=10, theirs="qi", ours="east2", evidence="试用记录", first=-48, done=-36,
                returned=(-44, "工程师迟到，当天排程取消", 5)),
            Row(name="技术答疑", length=5, theirs="ren", ours="east", evidence="答疑纪要", first=-24, done=-18),
            Row(name="投标文件内部复核", length=3, ours="east", internal=True),
            Row(name="开标与评审", length=10, theirs="ren", ours="east", evidence="中标公告"),
            Row(name="首批到货与安装", length=20, theirs="qi", ours="east2", evidence="到货单、安装报告"),
            Row(name="操作培训", length=5, theirs="qi", ours="east2", evidence="培训签到表"),
            Row(name="首批验收", length=5, theirs="ren", ours="east", evidence="验收报告"),
        ),
        days=(("院区盘点", "CLOSED", 60, 61),),
        link=("任主任（设备科）", -9),
    ),
    PlanFact(
        project=2, name="Renewal until going live", calendar="WEEK", zone="Europe/London", starts=-40,
        rows=(
            Row(name="Migration rehearsal", length=8, theirs="lindqvist", ours="service", evidence="Comparison of 2,000 studies",
                first=-36, done=-23),
            Row(name="Budget paper", length=10, theirs="okafor", ours="kam3", evidence="Minutes of the budget meeting"),
            Row(name="Contract", length=15, theirs="okafor", ours="kam3", evidence="Signed contract"),
            Row(name="Discount limits", length=2, ours="kam3", internal=True),
            Row(name="Installation of the new platform", length=25, theirs="lindqvist", ours="service", evidence="Installation report"),
            Row(name="Migration of all studies", length=20, theirs="lindqvist", ours="service", evidence="Comparison table, signed"),
            Row(name="Training of both shifts", length=10, theirs="okafor", ours="service", evidence="List of who was trained"),
            Row(name="Going live", length=0, theirs="okafor", ours="kam3"),
        ),
        days=(("Change freeze", "CLOSED", 36, 40),),
        link=("Dr Okafor", -6),
        proposal=(2, 58, "Our lawyers need until then.", "C. Okafor"),
    ),
)  # fmt: skip
