"""The demo company's customers; all of them are invented."""

from tongxin.demo.facts import AccountFact, PurchasingFact
from tongxin.demo.words import Native

_MEDICAL = {"segment": "INSTITUTION", "industry": "MEDICAL", "country": "TW"}
_CHINA = {"currency": "CNY", "country": "CN", "region": "CN_EAST"}
_YAOHE_TEAM = (
    ("member", "SOLUTION"),
    ("service", "FULFILMENT"),
    ("bids", "BID"),
    ("executive", "SPONSOR"),
    ("reader", "OTHER"),
)

ACCOUNTS: tuple[AccountFact, ...] = (
    AccountFact(
        key="yaohe", name="曜禾醫療體系", owner="kam", team=_YAOHE_TEAM,
        aliases=(("曜禾", "SHORT"), (Native("曜禾医疗体系"), "SIMPLIFIED")),
        values={
            **_MEDICAL, "name_latin": "Yaohe Health System", "kind": "GROUP", "tier": "STRATEGIC",
            "region": "TW_NORTH", "website": "https://yaohe.example", "employees": 6200, "founded_year": 1987,
            "situation": "曜禾正把四個院區的影像設備集中汰換，年底前先決定總院的兩台3T磁振造影與影像平台。我方在技術與臨床上領先，"
            "落後在資安證據與服務達成率；財務長在意總持有成本，已兩個月沒有見面。",
        },
    ),
    AccountFact(
        key="yaohe_main", name="曜禾總院", owner="kam", parent="yaohe", team=_YAOHE_TEAM,
        values={
            **_MEDICAL, "tier": "STRATEGIC", "region": "TW_NORTH", "employees": 3100,
            "tax_id_kind": "TW", "tax_id": "00000103", "phone": "02-5550-1000",
        },
    ),
    AccountFact(
        key="yaohe_south", name="曜禾南濱分院", owner="kam", parent="yaohe", team=_YAOHE_TEAM,
        values={**_MEDICAL, "tier": "KEY", "region": "TW_SOUTH", "employees": 1400},
    ),
    AccountFact(
        key="yaohe_east", name="曜禾東嶺分院", owner="kam", parent="yaohe", team=_YAOHE_TEAM,
        values={**_MEDICAL, "tier": "GROWTH", "region": "TW_EAST", "employees": 760, "kind": "SITE"},
    ),
    AccountFact(
        key="yaohe_cancer", name="曜禾癌症中心", owner="kam", parent="yaohe", team=_YAOHE_TEAM,
        values={**_MEDICAL, "tier": "KEY", "region": "TW_NORTH", "employees": 520, "kind": "SITE"},
    ),
    AccountFact(
        key="hongen", name="泓恩醫院集團", owner="kam",
        team=(("member", "SOLUTION"), ("service", "FULFILMENT"), ("reader", "OTHER")),
        values={
            **_MEDICAL, "kind": "GROUP", "tier": "KEY", "region": "TW_CENTRE", "employees": 2800,
            "situation": "超音波場測第二輪成敗會帶到心導管室。影像平台第一期已驗收，對方願意當推薦客戶。",
        },
    ),
    AccountFact(
        key="lingan", name="嶺岸大學附設醫院", owner="kam", team=(("member", "SOLUTION"), ("bids", "BID")),
        values={
            **_MEDICAL, "name_latin": "Ling'an University Hospital", "tier": "KEY", "region": "TW_NORTH",
            "employees": 2400, "fiscal_year_start": 8,
            "situation": "第二院區預算重審，規劃退回立項。新任副院長重視使用者參與，先把放射科與護理部的需求寫進立項書。",
        },
    ),
    AccountFact(
        key="muyang", name="沐陽醫院", owner="kam", team=(("bids", "BID"),),
        values={**_MEDICAL, "tier": "GROWTH", "region": "TW_SOUTH", "employees": 880},
    ),
    AccountFact(
        key="beiyuan", name="北原聯合醫院", owner="kam", team=(("bids", "BID"), ("service", "SERVICE")),
        values={**_MEDICAL, "tier": "GROWTH", "region": "TW_SOUTH", "employees": 1250},
    ),
    AccountFact(
        key="mingchuan", name="明川健檢", owner="kam",
        values={
            **_MEDICAL, "segment": "MID_SIZED", "tier": "PROSPECT", "region": "TW_NORTH", "employees": 140,
            "situation": "只認識謝昀芝經理一個人。她說院長室今年會另派人看資訊案，請她引薦第二位窗口。",
        },
    ),
    AccountFact(
        key="dingfeng", name="鼎峰工業集團", owner="kam2",
        team=(("member", "SOLUTION"), ("service", "FULFILMENT"), ("executive", "SPONSOR")),
        aliases=(("鼎峰", "SHORT"), ("Dingfeng Industries", "LATIN")),
        values={
            "kind": "GROUP", "tier": "STRATEGIC", "segment": "ENTERPRISE", "industry": "MACHINERY",
            "region": "TW_CENTRE", "country": "TW", "employees": 9400, "founded_year": 1974,
            "situation": "集團今年要把目檢人力減三成。台南廠首台檢測機驗收後，台中廠與電機事業部都在看同一套數據。",
        },
    ),
    AccountFact(
        key="dingfeng_precision", name="鼎峰精密股份有限公司", owner="kam2", parent="dingfeng",
        team=(("member", "SOLUTION"), ("service", "FULFILMENT")),
        values={
            "tier": "STRATEGIC", "segment": "ENTERPRISE", "industry": "MACHINERY", "region": "TW_CENTRE",
            "country": "TW", "employees": 3300, "tax_id_kind": "TW", "tax_id": "00000244",
        },
    ),
    AccountFact(
        key="dingfeng_taichung", name="鼎峰精密台中廠", owner="kam2", parent="dingfeng_precision",
        team=(("member", "SOLUTION"),),
        values={"kind": "SITE", "tier": "KEY", "industry": "MACHINERY", "region": "TW_CENTRE", "country": "TW"},
    ),
    AccountFact(
        key="dingfeng_tainan", name="鼎峰精密台南廠", owner="kam2", parent="dingfeng_precision",
        team=(("service", "SERVICE"),),
        values={"kind": "SITE", "tier": "KEY", "industry": "MACHINERY", "region": "TW_SOUTH", "country": "TW"},
    ),
    AccountFact(
        key="dingfeng_motor", name="鼎峰電機股份有限公司", owner="kam2", parent="dingfeng",
        team=(("member", "SOLUTION"), ("bids", "BID")),
        values={
            "tier": "KEY", "segment": "ENTERPRISE", "industry": "ELECTRONICS", "region": "TW_NORTH",
            "country": "TW", "employees": 2100, "tax_id_kind": "TW", "tax_id": "00000384",
        },
    ),
    AccountFact(
        key="shengyao", name="晟曜半導體股份有限公司", owner="kam2", team=(("member", "SOLUTION"),),
        aliases=(("Shengyao Semiconductor", "LATIN"),),
        values={
            "short_name": "晟曜半導體", "tier": "KEY", "segment": "ENTERPRISE", "industry": "SEMICONDUCTOR",
            "region": "TW_SOUTH", "country": "TW", "employees": 5200, "currency": "USD",
            "tax_id_kind": "TW", "tax_id": "00000521",
        },
    ),
    AccountFact(
        key="luyong", name="綠湧能源", owner="kam2",
        values={"tier": "PROSPECT", "segment": "MID_SIZED", "industry": "ENERGY", "region": "TW_SOUTH",
                "country": "TW", "employees": 310},
    ),
    AccountFact(
        key="hengyue", name="恆岳汽車零組件", owner="kam2", team=(("member", "SOLUTION"),),
        values={"tier": "GROWTH", "segment": "MID_SIZED", "industry": "AUTOMOTIVE", "region": "TW_CENTRE",
                "country": "TW", "employees": 960},
    ),
    AccountFact(
        key="westhaven", name="Westhaven Imaging Ltd", owner="kam3", team=(("service", "FULFILMENT"),),
        aliases=((Native("威斯海文影像"), "TRADITIONAL"),),
        values={
            "tier": "KEY", "segment": "MID_SIZED", "industry": "MEDICAL", "region": "EMEA", "country": "GB",
            "currency": "USD", "employees": 430, "fiscal_year_start": 4, "website": "https://westhaven.example",
            "situation": "Six clinics run on our image platform. The renewal is decided by the new CIO, "
            "who came from a Halden site.",
        },
    ),
    AccountFact(
        key="northgate", name="Northgate Robotics Inc.", owner="kam3",
        values={
            "tier": "PROSPECT", "segment": "MID_SIZED", "industry": "MACHINERY", "region": "AMERICAS",
            "country": "US", "currency": "USD", "employees": 220,
        },
    ),
    AccountFact(
        key="lanjiang", name="澜江控股集团", owner="east", team=(("east2", "SOLUTION"),),
        aliases=((Native("瀾江控股集團"), "TRADITIONAL"), ("Lanjiang Holdings", "LATIN")),
        values={
            **_CHINA, "kind": "GROUP", "tier": "STRATEGIC", "segment": "ENTERPRISE", "industry": "MEDICAL",
            "employees": 12800,
            "situation": "集团采购中心今年统一框架采购，昆山院区先行。技术评审我方第一，商务分落后辰阔科技。",
        },
    ),
    AccountFact(
        key="lanjiang_medical", name="澜江医疗器械（苏州）有限公司", owner="east", parent="lanjiang",
        team=(("east2", "SOLUTION"),),
        values={**_CHINA, "tier": "STRATEGIC", "segment": "ENTERPRISE", "industry": "MEDICAL",
                "short_name": "澜江医疗", "tax_id_kind": "CN", "tax_id": "91000000MA0000017D"},
    ),
    AccountFact(
        key="lanjiang_auto", name="澜江工业自动化（东莞）有限公司", owner="east", parent="lanjiang",
        team=(("east2", "SOLUTION"),),
        values={**_CHINA, "region": "CN_SOUTH", "tier": "GROWTH", "segment": "ENTERPRISE",
                "industry": "MACHINERY", "short_name": "澜江自动化", "tax_id_kind": "CN",
                "tax_id": "91000000MA00000258"},
    ),
)  # fmt: skip

PURCHASING_GROUPS: tuple[PurchasingFact, ...] = (
    PurchasingFact(
        name="南部醫院影像聯合採購",
        note="三家醫院合併採購移動式X光與乳房攝影，由北原主辦；規格由三院影像部輪流召集。",
        accounts=("beiyuan", "muyang", "yaohe_south"),
    ),
)
