"""Deals with factories and abroad, with their histories."""

from decimal import Decimal

from tongxin.demo.facts import End, OpportunityFact, Step

DEALS: tuple[OpportunityFact, ...] = (
    OpportunityFact(
        key="inline", account="dingfeng_taichung", name="台中廠在線X光檢測", amount=26_000_000, started=-90,
        source="REFERRAL", steps=(Step("ANALYSIS", -70), Step("CHARTER", -52), Step("SELECTION", -21)),
        window=(30, 70), next_step=("與班經理對誤判率試算", 2),
        contacts=(("che", "DECISION_MAKER"), ("ban", "TECHNICAL_EXPERT"), ("hua", "PURCHASER")),
        lines=(("XIN", 3),), rivals=(("Halden Systems", False, "只報單價"),), team=(("member", "SOLUTION"),),
        values={"margin_percent": Decimal("27.0")},
    ),
    OpportunityFact(
        key="stator", account="dingfeng_motor", name="馬達定子自動化檢測線", amount=64_000_000, started=-170,
        steps=(
            Step("ANALYSIS", -148), Step("CHARTER", -120), Step("SELECTION", -84),
            Step("CHARTER", -60, "新任品質總監要求重寫檢測項目", "DECISION_MAKER"),
            Step("SELECTION", -38), Step("TENDER", -9),
        ),
        window=(20, 45), next_step=("送技術標與節拍驗證影片", 5), rivals=(("Halden Systems", False, ""),),
        contacts=(("mao", "DECISION_MAKER"), ("guan", "APPROVER"), ("nie", "TECHNICAL_EXPERT"), ("hua", "PURCHASER")),
        lines=(("LINE", 12), ("ICT", 1)), team=(("bids", "BID"), ("member", "SOLUTION")),
        values={"price_floor": Decimal(58_500_000)},
    ),
    OpportunityFact(
        key="package", account="shengyao", name="先進封裝X光檢測機12台", amount=3_400_000, currency="USD",
        started=-200,
        steps=(
            Step("ANALYSIS", -178), Step("CHARTER", -150), Step("SELECTION", -122), Step("TENDER", -90),
            Step("TEST", -66), Step("SELECTION", -44, "微凸塊漏檢3顆，改鏡頭再測", "TEST"),
            Step("TENDER", -28), Step("TEST", -10),
        ),
        window=(25, 55), next_step=("第二輪樣品300片盲測", 1),
        contacts=(("zong", "DECISION_MAKER"), ("bei", "TECHNICAL_EXPERT"), ("du", "PURCHASER")),
        rivals=(("Halden Systems", True, "現有20台"),), team=(("member", "SOLUTION"),),
        values={"margin_percent": Decimal("19.5")},
    ),
    OpportunityFact(
        key="storage", account="luyong", name="儲能櫃焊道巡檢", amount=18_000_000, started=-26, source="WEBSITE",
        window=(120, 240), contacts=(("long", "DECISION_MAKER"),),
    ),
    OpportunityFact(
        key="casting", account="hengyue", name="壓鑄件工業CT", amount=32_000_000, started=-85,
        steps=(Step("ANALYSIS", -63), Step("CHARTER", -33)), window=(70, 130),
        next_step=("寄缺陷分級樣張給雍經理", -6), lines=(("ICT", 2),),
        contacts=(("xi", "DECISION_MAKER"), ("yong", "USER")), rivals=(("辰阔科技", False, "低價試用"),),
    ),
    OpportunityFact(
        key="tainan", account="dingfeng_tainan", name="台南廠首台檢測機", amount=15_000_000, started=-180,
        steps=(
            Step("ANALYSIS", -160), Step("CHARTER", -140), Step("SELECTION", -112), Step("TEST", -70),
            Step("PURCHASE", -45),
        ),
        end=End("WON", -30, "誤判率低於目標，廠長直接核定"), lines=(("XIN", 1),),
        contacts=(("ying", "DECISION_MAKER"), ("lan", "USER")),
    ),
    OpportunityFact(
        key="foup", account="shengyao", name="晶圓盒外觀檢測", amount=900_000, currency="USD", started=-280,
        steps=(Step("ANALYSIS", -240), Step("CHARTER", -200), Step("SELECTION", -150)),
        end=End("LOST", -100, "不支援客戶的機械手介面", "SPECIFICATION", "Halden Systems"),
        rivals=(("Halden Systems", True, ""),), contacts=(("bei", "TECHNICAL_EXPERT"),),
    ),
    OpportunityFact(
        key="renewal", account="westhaven", name="Image platform renewal, six clinics", amount=1_250_000,
        currency="USD", started=-95, steps=(Step("ANALYSIS", -75), Step("CHARTER", -50), Step("SELECTION", -20)),
        window=(35, 80), next_step=("Send Dr Okafor the downtime record of two years", 1),
        contacts=(("okafor", "DECISION_MAKER"), ("lindqvist", "USER"), ("harlow", "APPROVER")),
        rivals=(("Halden Systems", False, "Known to the new CIO"),),
        team=(("service", "FULFILMENT"),), lines=(("PACS", 1),),
    ),
    OpportunityFact(
        key="pilot", account="northgate", name="Inline CT pilot", amount=480_000, currency="USD", started=-40,
        source="EXHIBITION", steps=(Step("ANALYSIS", -18),), window=(60, 120),
        next_step=("Agree on the sample set with Jun-ho", -3), contacts=(("kim", "TECHNICAL_EXPERT"), ("alvarez", "DECISION_MAKER")),
        lines=(("ICT", 1),),
    ),
    OpportunityFact(
        key="remote", account="westhaven", name="Remote service contract", amount=210_000, currency="USD",
        started=-220, steps=(Step("ANALYSIS", -200), Step("SELECTION", -160), Step("PURCHASE", -140)),
        end=End("WON", -130, "Response times proven in the trial"), contacts=(("lindqvist", "DECISION_MAKER"),),
    ),
    OpportunityFact(
        key="framework", account="lanjiang_medical", name="昆山院区影像设备框架采购", amount=12_600_000,
        currency="CNY", started=-150,
        steps=(Step("ANALYSIS", -128), Step("CHARTER", -99), Step("SELECTION", -61), Step("TENDER", -14, "招标公告已发布")),
        window=(12, 40), next_step=("提交投标保证金与偏离表", 2), source="TENDER_NOTICE",
        contacts=(("shao", "PURCHASER"), ("fan", "DECISION_MAKER"), ("ren", "TECHNICAL_EXPERT"), ("qi", "USER")),
        rivals=(("辰阔科技", False, "商务分领先"),), team=(("east2", "SOLUTION"),),
        values={"price_floor": Decimal(11_700_000)},
    ),
    OpportunityFact(
        key="battery", account="lanjiang_auto", name="电池壳体在线检测", amount=5_200_000, currency="CNY",
        started=-105,
        steps=(
            Step("ANALYSIS", -88), Step("CHARTER", -67), Step("SELECTION", -41),
            Step("CHARTER", -17, "产线节拍改为45秒，方案重做", "SPECIFICATION"),
        ),
        window=(60, 110), next_step=("重新提交节拍方案", -4), contacts=(("yue", "DECISION_MAKER"), ("sang", "PURCHASER")),
        rivals=(("辰阔科技", True, ""),), lines=(("XIN", 2),),
    ),
    OpportunityFact(
        key="weld", account="lanjiang_auto", name="焊缝检测改造", amount=3_100_000, currency="CNY", started=-240,
        steps=(Step("ANALYSIS", -205), Step("SELECTION", -150)),
        end=End("LOST", -90, "采购沿用集团旧关系，技术评审未参与", "RELATIONSHIP", "辰阔科技"),
        rivals=(("辰阔科技", True, ""),), contacts=(("sang", "PURCHASER"),),
    ),
)  # fmt: skip
