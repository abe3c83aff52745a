"""The customers' projects of the demo world: what their dossiers say, in the customer's own language."""

from dataclasses import dataclass

from tongxin.demo.facts import Day


@dataclass(frozen=True, slots=True)
class Asked:
    """A requirement: who brought it in, who of theirs and of ours wrote it, when."""

    name: str
    origin: str
    day: Day
    author: str = ""
    helper: str = ""
    kind: str = "FUNCTION"
    weight: str = "MUST"
    rival: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A checkpoint: when, by what, what it came to, what was handed in and what it left open."""

    name: str
    kind: str
    judges: str
    planned: Day
    criteria: str
    held: Day | None = None
    outcome: str = "OPEN"
    reinspect: Day | None = None
    reinspected: Day | None = None
    reinspection: str = "OPEN"
    evidence: tuple[tuple[str, str, Day], ...] = ()
    left_open: tuple[tuple[str, Day], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectFact:
    """A project with everything that hangs on it.

    Attributes:
        owner: who of us keeps it; `member` helps.
        began: when it was recorded.
        days: field → day.
        texts: field → text.
        help: name, kind, done on, days of effort, effect.
        asked: name, who asked, on, days of effort, state, effect.
        papers: name, purpose, version, given on.
        experts: name, organisation, conflict, what shows it.
        needs: name, kind, who told it.
        maturity: area, the four answers (Y, P, N, ?), what shows it.
        gates: name, basis, day of approval.
        versions: day, why, parts stated by the customer, budget from then on.
        pulses: step, kind, who, day, answer (1 to 5), in their words.
        lots: number and name; the deal is for the first.
        asking: step, kind, who and day of the question that waits for its answer by a link.
    """

    account: str
    deal: str
    owner: str
    member: str
    lead: str
    authors: tuple[str, ...]
    name: str
    state: str
    began: Day
    days: dict[str, Day]
    budget: tuple[str, int, str]
    texts: dict[str, str]
    requirements: tuple[Asked, ...]
    checks: tuple[Check, ...]
    help: tuple[tuple[str, str, Day, float, str], ...]
    asked: tuple[tuple[str, str, Day, float, str, str], ...]
    papers: tuple[tuple[str, str, str, Day], ...]
    experts: tuple[tuple[str, str, str, str], ...]
    needs: tuple[tuple[str, str, str], ...]
    maturity: tuple[str, str, str]
    gates: tuple[tuple[str, tuple[str, ...], Day | None], ...]
    versions: tuple[tuple[Day, str, tuple[str, ...], int | None], ...]
    pulses: tuple[tuple[str, str, str, Day, int, str], ...]
    asking: tuple[str, str, str, Day]
    lots: tuple[tuple[str, str], ...] = ()


PROJECTS: tuple[ProjectFact, ...] = (
    ProjectFact(
        account="yaohe_main", deal="imaging", owner="kam", member="member", lead="jian", authors=("you", "deng"),
        name="總院影像中心汰換專案", state="PURCHASING", began=-228,
        days={"starts_on": -225, "charter_on": -156, "purchase_from": -10, "purchase_until": 40, "go_live_on": 210,
              "ends_on": 575},
        budget=("APPROVED", 186_000_000, "TWD"),
        texts={
            "contents": "汰換總院兩台3T磁振造影，並建置跨院區影像平台。\n含既有主機拆除、屏蔽室整修與資料移轉。",
            "steps": "需求訪談與現場調查\n立項與預算審議\n採購與決標\n分兩梯次裝機，期間維持門診量\n資料移轉與教育訓練\n驗收與保固",
            "expected_results": "門診磁振造影等候由21天降到7天。\n每年重掃率由4.2%降到2%以下。\n三年總持有成本降一成。",
            "evaluation_method": "最有利標，總評分法。價格20分，技術與服務80分；外聘委員至少三分之一。",
            "partner_demands": "醫學中心3T實績三件以上、ISO 27001、到場時間四小時內、原廠授權書。",
            "special_requests": "夜間與週末施工；裝機期間提供移動式主機支援急診。",
            "our_part": "協助撰寫第三章技術需求與第五章驗收方法；資安一章由資訊室自行撰寫。",
            "budget_note": "年度預算重審後金額不變，財務處要求補總持有成本。",
            "lots": "兩標分別決標；同一廠商得兩標時合併驗收。",
        },
        requirements=(
            Asked("腦部標準檢查12分鐘內完成", "US", -186, "you", "member", "PERFORMANCE"),
            Asked("重掃率以系統自動統計並可查核", "US", -186, "kang", "member", "PERFORMANCE"),
            Asked("影像平台支援跨院區單一工作清單", "CUSTOMER", -180, "you", "member"),
            Asked("資安事件四小時內通報，日誌保存一年", "CUSTOMER", -150, "deng", "", "STANDARD"),
            Asked("到場維修四小時內，備品在台", "CUSTOMER", -148, "luo", "service", "SERVICE"),
            Asked("七年總持有成本逐年列示", "CUSTOMER", -95, "pei", "kam", "COMMERCIAL"),
            Asked("主機孔徑80公分以上", "RIVAL", -118, "youzb", "", "PERFORMANCE", "SHOULD", "宏珀醫電"),
            Asked("裝機期間急診影像不中斷", "CUSTOMER", -40, "you", "member", "SERVICE"),
            Asked("沿用既有線圈", "UNKNOWN", -110, "", "", "FUNCTION", "COULD"),
        ),
        checks=(
            Check(name="可行性審查", kind="FEASIBILITY", judges="INTERNAL", planned=-165, held=-163, outcome="CONDITIONAL",
                  criteria="電力與空間足夠\n裝機期間門診量不低於八成\n預算來源明確", reinspect=-158, reinspected=-157,
                  reinspection="PASSED",
                  evidence=(("現場調查報告", "1.2", -166), ("電力負載試算", "1.0", -166), ("分梯次裝機計畫", "2.0", -158)),
                  left_open=(("屏蔽室承重複核", -120),)),
            Check(name="方案評選", kind="PROPOSAL", judges="MIXED", planned=34, criteria="影像品質\n維護與到場\n資安與介接\n教育訓練與實績",
                  evidence=(("規格符合表", "0.9", -3), ("資安檢測報告", "2025版", -3))),
            Check(name="電磁相容檢測補件", kind="MILESTONE", judges="EXTERNAL", planned=-4, criteria="第三方檢測報告\n原廠授權書",
                  left_open=(("向實驗室追報告", 3),)),
            Check(name="成果驗收", kind="FINAL", judges="MIXED", planned=215, criteria="等候天數\n重掃率\n資料移轉完整"),
        ),
        help=(
            ("現場調查與電力負載試算", "STUDY", -168, 6, "SHAPED"),
            ("參訪嶺岸大學附設醫院", "VISIT", -176, 2, "ACCESS"),
            ("協助編列七年總持有成本", "BUDGET", -92, 3, "SHAPED"),
            ("立項書技術章草擬", "DRAFTING", -172, 4, "SHAPED"),
        ),
        asked=(
            ("裝機期間提供移動式主機", "jian", -160, 1.5, "GRANTED", "EARLIER"),
            ("夜間施工不加價", "fu", -20, 0.5, "OPEN", "UNKNOWN"),
        ),
        papers=(
            ("3T磁振造影驗收標準", "STANDARD", "3", -170), ("跨院區影像平台解決方案", "SOLUTION", "1.4", -160),
            ("七年總持有成本試算", "STUDY", "2.0", -90),
        ),
        experts=(
            ("宋維彥教授", "臺灣影像醫學會", "NONE_FOUND", "公開資料查核，無廠商顧問職"),
            ("顧平原博士", "瀚辰檢測中心", "POSSIBLE", "兩年前曾受拓銳影像委託檢測"),
        ),
        needs=(
            ("門診等候21天，病人轉往他院", "LATENT", "you"), ("資安稽核缺日誌", "LATENT", "deng"),
            ("一份工作清單看四個院區", "EXPLICIT", "kang"),
        ),
        maturity=("醫學影像採購", "YYPY", "三次大型採購，採購組有評選手冊；資安條款第一次寫。"),
        gates=(
            ("需求確認", ("need",), -170), ("預算核定", ("need", "budget"), -68),
            ("邀標名單", ("need", "partners"), -9), ("決標", ("evaluation", "budget"), None),
        ),
        versions=(
            (-172, "提報院務會議", ("NEED", "REQUIREMENTS"), 180_000_000),
            (-69, "預算重審通過", ("NEED", "REQUIREMENTS", "BUDGET", "PARTNERS"), 186_000_000),
            (-10, "採購公告前定稿", ("NEED", "REQUIREMENTS", "BUDGET", "PARTNERS", "EVALUATION"), None),
        ),
        pulses=(
            ("需求訪談", "MEETING", "you", -200, 4, "問得很細，有聽進去。"),
            ("現場調查與屏蔽室量測", "SERVICE", "you", -150, 5, "資料當天就整理好。"),
            ("現場調查與屏蔽室量測", "SERVICE", "deng", -149, 3, ""),
            ("資安章節說明會", "MEETING", "deng", -100, 2, "日誌保存的問題答得太慢。"),
            ("參訪實績醫院", "MEETING", "you", -60, 5, ""),
            ("資安複審", "MEETING", "deng", -40, 4, "這次帶了原廠的人來，清楚多了。"),
        ),
        asking=("採購公告前說明會", "MEETING", "kang", -4),
        lots=(("1", "3T磁振造影兩台"), ("2", "跨院區影像平台")),
    ),
    ProjectFact(
        account="lanjiang_medical", deal="framework", owner="east", member="east2", lead="ren", authors=("qi", "ren"),
        name="昆山院区影像设备框架采购项目", state="PURCHASING", began=-148,
        days={"starts_on": -145, "charter_on": -99, "purchase_from": -14, "purchase_until": 25, "go_live_on": 160,
              "ends_on": 890},
        budget=("APPROVED", 12_600_000, "CNY"),
        texts={
            "contents": "昆山院区三年影像设备框架采购：DR四台、移动DR六台、超声八台，按需分批下单。",
            "steps": "科室调研\n立项评审\n招标\n签订框架协议\n分三批到货安装\n逐批验收",
            "expected_results": "设备开机率不低于97%。\n单台全周期费用比上一轮降低8%。",
            "evaluation_method": "综合评分法：价格30分，商务20分，技术50分；价格分以最低有效报价为基准价。",
            "partner_demands": "医疗器械经营许可证、同类三甲医院业绩、苏州地区备件库、质保三年。",
            "special_requests": "首批八周内到货；培训在院内进行。",
            "our_part": "参与编写技术参数与验收办法；商务分由采购中心拟定。",
            "budget_note": "集团已批复，按年拨付。",
        },
        requirements=(
            Asked("开机率按月统计并由双方确认", "US", -120, "ren", "east", "SERVICE"),
            Asked("DR平板像素不大于140微米", "US", -118, "qi", "east2", "PERFORMANCE"),
            Asked("框架价三年不上调", "CUSTOMER", -98, "shao", "", "COMMERCIAL"),
            Asked("苏州地区设备件库", "CUSTOMER", -97, "ren", "east", "SERVICE"),
            Asked("须提供本地厂商售后证明", "RIVAL", -60, "shao", "", "PARTNER", "SHOULD", "辰阔科技"),
        ),
        checks=(
            Check(name="立项可行性评审", kind="FEASIBILITY", judges="INTERNAL", planned=-104, held=-103, outcome="PASSED",
                  criteria="科室使用量测算\n三年资金安排", evidence=(("使用量测算表", "1.1", -105),)),
            Check(name="投标文件评审", kind="PROPOSAL", judges="MIXED", planned=14, criteria="商务偏离\n技术偏离\n价格",
                  evidence=(("技术偏离表", "1.0", -2),)),
            Check(name="首批到货验收", kind="MILESTONE", judges="INTERNAL", planned=90, criteria="数量与配置\n开机测试"),
        ),
        help=(("科室使用量测算", "STUDY", -110, 5, "SHAPED"), ("苏州备件库参观", "VISIT", -108, 1, "ACCESS")),
        asked=(("首批八周内到货", "ren", -95, 1, "GRANTED", "SHAPED"),),
        papers=(("DR验收标准", "STANDARD", "2.1", -115), ("开机率统计方案", "SOLUTION", "1.0", -112)),
        experts=(("许工", "苏州医疗设备质检所", "UNKNOWN", ""),),
        needs=(("老设备停机后要等一周备件", "LATENT", "qi"), ("三年内单价固定", "EXPLICIT", "shao")),
        maturity=("影像设备招标", "YYYY", "采购中心有评审办法和专家库，已做过两轮框架采购。"),
        gates=(
            ("需求确认", ("need",), -112), ("立项批复", ("need", "budget"), -98),
            ("发布公告", ("partners", "evaluation"), None),
        ),
        versions=(
            (-114, "提交立项评审", ("NEED", "REQUIREMENTS"), 12_000_000),
            (-99, "集团批复", ("NEED", "REQUIREMENTS", "BUDGET"), 12_600_000),
        ),
        pulses=(
            ("需求访谈", "MEETING", "qi", -120, 4, "准备充分。"),
            ("立项评审材料交付", "DELIVERY", "ren", -95, 4, ""),
            ("样机试用", "TRAINING", "qi", -45, 2, "试用当天工程师迟到，排程全乱了。"),
            ("技术答疑", "MEETING", "ren", -20, 3, ""),
        ),
        asking=("样机复试", "TRAINING", "ren", -3),
        lots=(("01", "DR与移动DR"), ("02", "超声八台")),
    ),
    ProjectFact(
        account="westhaven", deal="renewal", owner="kam3", member="service", lead="okafor", authors=("lindqvist",),
        name="Image platform renewal programme", state="CHARTERED", began=-94,
        days={"starts_on": -92, "charter_on": -50, "purchase_from": 15, "purchase_until": 60, "go_live_on": 200,
              "ends_on": 560},
        budget=("REQUESTED", 1_250_000, "USD"),
        texts={
            "contents": "Renew the image platform of six clinics and move eleven years of studies.\nReaders work from any site.",
            "steps": "Interviews in all clinics\nCharter\nShort list and demonstration\nContract\nMigration clinic by clinic\nAcceptance",
            "expected_results": "Reports within four hours, from nine today.\nNo clinic is without images for more than an hour.",
            "evaluation_method": "Weighted scores: function 40, migration 25, interfaces 15, price 20. Two references are called.",
            "partner_demands": "Two migrations of that size, an escrow of the data format, support in office hours of every clinic.",
            "special_requests": "A fall-back to the old platform for ninety days.",
            "our_part": "We drafted the migration chapter with Radiology.",
            "budget_note": "Applied for; the board decides in the spring round.",
        },
        requirements=(
            Asked("Migration without downtime above one hour", "US", -60, "lindqvist", "kam3", "PERFORMANCE"),
            Asked("Reports can be read from every clinic", "CUSTOMER", -70, "lindqvist", "kam3"),
            Asked("Open interfaces, documented", "CUSTOMER", -45, "okafor", "", "STANDARD"),
            Asked("One vendor for archive and viewer", "RIVAL", -30, "okafor", "", "COMMERCIAL", "SHOULD", "Halden Systems"),
        ),
        checks=(
            Check(name="Feasibility review", kind="FEASIBILITY", judges="INTERNAL", planned=-55, held=-54, outcome="PASSED",
                  criteria="Network between clinics\nStaff for the migration", evidence=(("Network survey", "1.0", -56),)),
            Check(name="Migration trial", kind="MILESTONE", judges="EXTERNAL", planned=-12, held=-11, outcome="FAILED",
                  criteria="Five thousand studies, no loss\nUnder one hour without images",
                  evidence=(("Trial report", "0.8", -11),), left_open=(("Repeat the trial with the private tags", 6),)),
            Check(name="Demonstration and scores", kind="PROPOSAL", judges="MIXED", planned=25, criteria="Function\nMigration\nInterfaces"),
        ),
        help=(("Interviews in six clinics", "STUDY", -80, 5, "SHAPED"), ("Migration trial", "TRIAL", -11, 4, "UNKNOWN")),
        asked=(("Fall-back for ninety days", "okafor", -40, 1, "OPEN", "UNKNOWN"),),
        papers=(("Migration method", "SOLUTION", "1.2", -58), ("Acceptance of migrated studies", "STANDARD", "1.0", -57)),
        experts=(("Dr Elaine Marsh", "Marsh Imaging Advice", "KNOWN", "Advised Halden Systems on a tender last year"),),
        needs=(("Readers drive between clinics for urgent cases", "LATENT", "lindqvist"),),
        maturity=("Image platforms", "PNPN", "First renewal in eleven years; nobody has written a specification before."),
        gates=(("Need agreed", ("need", "requirements"), -56), ("Budget granted", ("need", "budget"), None)),
        versions=((-58, "For the charter board", ("NEED", "REQUIREMENTS"), None),),
        pulses=(
            ("Needs workshop", "MEETING", "okafor", -80, 5, "You asked about our night shifts. Nobody else did."),
            ("Service visit after the outage", "SERVICE", "lindqvist", -70, 3, ""),
            ("Charter review", "MEETING", "okafor", -48, 4, ""),
            ("Migration rehearsal", "DELIVERY", "lindqvist", -21, 4, "Better than the last one."),
        ),
        asking=("Budget meeting", "MEETING", "okafor", -2),
    ),
)  # fmt: skip
