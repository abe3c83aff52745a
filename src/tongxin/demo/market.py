"""What the demo company sells, against whom, and what money was worth."""

from tongxin.demo.facts import Day

# code, name, series, list price in TWD
PRODUCTS: tuple[tuple[str, str, str, int], ...] = (
    ("MR3", "衡澤3T磁振造影系統", "醫療影像", 78_000_000),
    ("CT128", "衡澤128切電腦斷層", "醫療影像", 36_000_000),
    ("US9", "衡澤U9超音波", "醫療影像", 4_200_000),
    ("MX2", "衡澤移動式X光機", "醫療影像", 5_500_000),
    ("PACS", "衡澤影像平台", "影像軟體", 14_000_000),
    ("CARE", "全責維護合約（一年）", "服務", 10_500_000),
    ("ICT", "衡澤工業電腦斷層", "工業檢測", 16_000_000),
    ("XIN", "衡澤在線X光檢測機", "工業檢測", 8_600_000),
    ("LINE", "自動化檢測模組", "工業檢測", 3_200_000),
)

# name, strengths, weaknesses, how it prices
COMPETITORS: tuple[tuple[str, str, str, str], ...] = (
    (
        "宏珀醫電",
        "裝機量大，影像部熟悉操作介面；維護人力在地。",
        "介接彈性低，資安證明要向原廠申請，常要兩個月。",
        "主機價低，維護費第三年起調高。",
    ),
    ("拓銳影像", "價格積極，交期短。", "臨床應用支援不足，場測資料少。", "開標前最後一輪常再降5%。"),
    ("聖岳儀器", "超音波探頭種類齊全。", "軟體平台委外，改版慢。", "搭售探頭，整案折讓高。"),
    ("凱晟資訊", "掌握醫院HIS，資訊室信任。", "沒有自有影像設備。", "以年費計，首年免收。"),
    (
        "Halden Systems",
        "Global reference sites, strong remote service.",
        "Slow local support.",
        "Rarely below list.",
    ),
    ("辰阔科技", "本地交付快，定制能力强。", "精度验证报告不完整。", "低价切入，后期加价。"),
)

# currency, day from which it holds, units of TWD
RATES: tuple[tuple[str, Day, str], ...] = (
    ("USD", -540, "32.05"),
    ("USD", -360, "32.48"),
    ("USD", -180, "31.92"),
    ("USD", -60, "32.21"),
    ("USD", -7, "32.16"),
    ("CNY", -540, "4.43"),
    ("CNY", -360, "4.47"),
    ("CNY", -180, "4.45"),
    ("CNY", -60, "4.52"),
    ("CNY", -7, "4.50"),
)
