"""Deals with hospitals, with their histories."""

from decimal import Decimal

from tongxin.demo.facts import End, OpportunityFact, Step

DEALS: tuple[OpportunityFact, ...] = (
    OpportunityFact(
        key="imaging", account="yaohe_main", name="總院影像中心汰換案", amount=186_000_000, started=-230,
        source="ACCOUNT",
        steps=(
            Step("ANALYSIS", -189, "影像部完成需求訪談"),
            Step("CHARTER", -156, "院務會議同意立項"),
            Step("SELECTION", -125, "邀四家簡報"),
            Step("CHARTER", -97, "年度預算重審，財務處要求補總持有成本", "BUDGET"),
            Step("SELECTION", -69, "重審通過，金額不變"),
            Step("TENDER", -7, "採購公告，截止日17:00"),
        ),
        window=(25, 46), next_step=("補齊電磁相容檢測報告與原廠授權書", 4),
        rivals=(("宏珀醫電", True, "維護合約到明年3月"), ("拓銳影像", False, "資安說明會第一家報到")),
        contacts=(
            ("jian", "DECISION_MAKER"), ("pei", "APPROVER"), ("wen", "APPROVER"), ("you", "USER"),
            ("youzb", "USER"), ("kang", "USER"), ("deng", "TECHNICAL_EXPERT"), ("luo", "TECHNICAL_EXPERT"),
            ("fu", "PURCHASER"),
        ),
        lines=(("MR3", 2), ("PACS", 1), ("CARE", 1)),
        team=(("bids", "BID"), ("member", "SOLUTION"), ("service", "SERVICE")),
        values={
            "price_floor": Decimal(171_500_000), "margin_percent": Decimal("23.5"),
            "description": "兩台3T磁振造影與影像平台，含舊機移除、屏蔽改善與五年維護選項。",
        },
    ),
    OpportunityFact(
        key="ultrasound", account="yaohe_east", name="東嶺分院超音波聯合採購", amount=35_000_000, started=-70,
        source="VISIT", steps=(Step("ANALYSIS", -41),), window=(60, 150),
        rivals=(("聖岳儀器", True, "現有七台"),), contacts=(("hsieh", "DECISION_MAKER"), ("mo", "USER")),
        lines=(("US9", 8),),
    ),
    OpportunityFact(
        key="ctcare", account="yaohe_south", name="南濱分院CT維護續約", amount=42_000_000, started=-80,
        steps=(Step("ANALYSIS", -60), Step("CHARTER", -45), Step("SELECTION", -24, "條款開始逐條確認")),
        window=(20, 78), next_step=("線上確認保固與停機罰則條款", 0),
        contacts=(("tu", "PURCHASER"), ("gu", "USER"), ("ruan", "APPROVER")), lines=(("CARE", 4),),
        team=(("service", "FULFILMENT"), ("finance", "FINANCE")),
        values={"margin_percent": Decimal("31.0")},
    ),
    OpportunityFact(
        key="planning", account="yaohe_cancer", name="放射治療計畫系統", amount=60_000_000, started=-210,
        steps=(
            Step("ANALYSIS", -180), Step("CHARTER", -150), Step("SELECTION", -118), Step("TENDER", -96),
            Step("TEST", -75, "第一輪模體測試"),
            Step("SELECTION", -62, "劑量驗算介面規格改版，需重提方案", "SPECIFICATION"),
            Step("TENDER", -40), Step("TEST", -13, "第二輪模體測試，介面已改"),
        ),
        window=(30, 60), next_step=("交第二輪測試報告並約結果會", 2),
        rivals=(("拓銳影像", False, "只報軟體"),),
        contacts=(("yan", "DECISION_MAKER"), ("tao", "TECHNICAL_EXPERT"), ("pei", "APPROVER")),
        team=(("member", "SOLUTION"),),
    ),
    OpportunityFact(
        key="mammo", account="muyang", name="乳房攝影汰換", amount=35_000_000, started=-66,
        source="CUSTOMER_REQUEST", steps=(Step("ANALYSIS", -50), Step("CHARTER", -29)), window=(90, 160),
        next_step=("回覆斷層合成規格的差異表", -2), rivals=(("宏珀醫電", True, "現有機已11年"),),
        contacts=(("pu", "USER"), ("le", "PURCHASER"), ("zhan", "DECISION_MAKER")),
    ),
    OpportunityFact(
        key="mobile", account="beiyuan", name="移動式X光統購", amount=55_000_000, started=-120,
        source="TENDER_NOTICE",
        steps=(Step("ANALYSIS", -101), Step("CHARTER", -80), Step("SELECTION", -47), Step("TENDER", -11)),
        window=(14, 35), next_step=("繳交押標金", -1),
        rivals=(("拓銳影像", False, "去年同案最低價"), ("聖岳儀器", False, "")),
        contacts=(("mu", "PURCHASER"), ("yin", "DECISION_MAKER"), ("fang", "TECHNICAL_EXPERT")),
        lines=(("MX2", 10),), team=(("bids", "BID"),), values={"price_floor": Decimal(50_200_000)},
    ),
    OpportunityFact(
        key="checkup", account="mingchuan", name="健檢影像判讀平台", amount=14_000_000, started=-48,
        source="EXHIBITION", steps=(Step("ANALYSIS", -22),), window=(80, 140),
        next_step=("請謝經理引薦第二位窗口", 4), contacts=(("xie", "USER"),), lines=(("PACS", 1),),
    ),
    OpportunityFact(
        key="campus", account="lingan", name="第二院區影像規劃", amount=79_000_000, started=-140,
        steps=(
            Step("ANALYSIS", -121), Step("CHARTER", -92), Step("SELECTION", -58),
            Step("CHARTER", -12, "預算重審，立項書要附使用者簽認", "BUDGET"),
        ),
        window=(120, 210), next_step=("立項書草稿會", 9), rivals=(("凱晟資訊", True, "主張先換資訊系統"),),
        contacts=(("ge", "DECISION_MAKER"), ("mei", "USER"), ("qin", "USER"), ("sha", "PURCHASER")),
        team=(("member", "SOLUTION"),),
    ),
    OpportunityFact(
        key="cathlab", account="hongen", name="心導管室更新", amount=38_000_000, started=-34,
        steps=(Step("ANALYSIS", -16),), window=(110, 180), next_step=("心臟內科需求訪談", 3),
        contacts=(("bo", "USER"), ("shu", "TECHNICAL_EXPERT"), ("qu", "PURCHASER")),
        rivals=(("Halden Systems", True, "服務合約到期"),),
    ),
    OpportunityFact(
        key="fieldtest", account="hongen", name="超音波場測", amount=29_000_000, started=-112,
        steps=(
            Step("ANALYSIS", -95), Step("CHARTER", -77), Step("SELECTION", -55), Step("TENDER", -34),
            Step("TEST", -13),
        ),
        window=(10, 30), next_step=("場測第二輪，帶心臟探頭", 1),
        contacts=(("shu", "DECISION_MAKER"), ("niu", "USER"), ("qu", "PURCHASER")), lines=(("US9", 6),),
        rivals=(("聖岳儀器", False, "第一輪影像評分同分"),), team=(("service", "SERVICE"),),
    ),
    OpportunityFact(
        key="emergency", account="yaohe_main", name="急診CT擴充", amount=48_000_000, started=-330,
        steps=(
            Step("ANALYSIS", -300), Step("CHARTER", -268), Step("SELECTION", -230), Step("TENDER", -190),
            Step("TEST", -160), Step("PURCHASE", -138),
        ),
        end=End("WON", -120, "交期與在地應用支援勝出"), rivals=(("宏珀醫電", True, ""),),
        contacts=(("jian", "DECISION_MAKER"), ("you", "USER")), lines=(("CT128", 1),),
    ),
    OpportunityFact(
        key="platform1", account="hongen", name="影像平台第一期", amount=22_000_000, started=-260,
        steps=(
            Step("ANALYSIS", -235), Step("CHARTER", -205), Step("SELECTION", -170), Step("TENDER", -128),
            Step("TEST", -98), Step("PURCHASE", -74),
        ),
        end=End("WON", -60, "試用期間零停機"), rivals=(("凱晟資訊", False, "首年免收年費"),),
        contacts=(("ji", "APPROVER"), ("shu", "DECISION_MAKER")), lines=(("PACS", 1),),
    ),
    OpportunityFact(
        key="mri_lost", account="muyang", name="磁振造影汰換", amount=88_000_000, started=-250,
        source="TENDER_NOTICE",
        steps=(Step("ANALYSIS", -215), Step("CHARTER", -180), Step("SELECTION", -120), Step("TENDER", -70)),
        end=End("LOST", -45, "最後一輪對手再降5%，我方到授權底價為止", "PRICE", "拓銳影像"),
        rivals=(("拓銳影像", False, "最後一輪再降5%"), ("宏珀醫電", True, "")),
        contacts=(("zhan", "DECISION_MAKER"), ("le", "PURCHASER")), values={"price_floor": Decimal(84_000_000)},
    ),
    OpportunityFact(
        key="theatre", account="lingan", name="手術室影像整合", amount=26_000_000, started=-190,
        steps=(Step("ANALYSIS", -150), Step("CHARTER", -110)),
        end=End("DROPPED", -75, "院方把手術室案併入第二院區，原案撤回"), contacts=(("mei", "USER"),),
    ),
)  # fmt: skip
