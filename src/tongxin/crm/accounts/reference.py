"""What the dictionaries hold before an administrator edits them: code, zh-Hant, zh-Hans, English."""

from collections.abc import Mapping

from tongxin.crm.accounts.choices import DictionaryKind

Default = tuple[str, str, str, str]

TIERS: tuple[Default, ...] = (
    ("STRATEGIC", "策略客戶", "战略客户", "Strategic"),
    ("KEY", "重點客戶", "重点客户", "Key"),
    ("GROWTH", "成長客戶", "成长客户", "Growth"),
    ("MAINTAIN", "維持客戶", "维持客户", "Maintain"),
    ("PROSPECT", "潛在客戶", "潜在客户", "Prospect"),
)
SEGMENTS: tuple[Default, ...] = (
    ("PUBLIC_SECTOR", "政府機關", "政府机关", "Public sector"),
    ("STATE_OWNED", "國營事業", "国有企业", "State-owned enterprise"),
    ("ENTERPRISE", "大型企業", "大型企业", "Large enterprise"),
    ("MID_SIZED", "中型企業", "中型企业", "Mid-sized company"),
    ("INSTITUTION", "醫院與學校", "医院与学校", "Hospitals and schools"),
    ("CHANNEL", "通路與經銷", "渠道与经销", "Channel and distribution"),
)
REGIONS: tuple[Default, ...] = (
    ("TW_NORTH", "台灣北部", "台湾北部", "Northern Taiwan"),
    ("TW_CENTRE", "台灣中部", "台湾中部", "Central Taiwan"),
    ("TW_SOUTH", "台灣南部", "台湾南部", "Southern Taiwan"),
    ("TW_EAST", "台灣東部與離島", "台湾东部与离岛", "Eastern Taiwan and islands"),
    ("CN_EAST", "華東", "华东", "East China"),
    ("CN_SOUTH", "華南", "华南", "South China"),
    ("CN_NORTH", "華北", "华北", "North China"),
    ("CN_WEST", "西部", "西部", "Western China"),
    ("ASIA", "亞洲其他地區", "亚洲其他地区", "Rest of Asia"),
    ("AMERICAS", "美洲", "美洲", "Americas"),
    ("EMEA", "歐洲、中東與非洲", "欧洲、中东与非洲", "Europe, Middle East and Africa"),
)
INDUSTRIES: tuple[Default, ...] = (
    ("SEMICONDUCTOR", "半導體", "半导体", "Semiconductors"),
    ("ELECTRONICS", "電子零組件", "电子元器件", "Electronic components"),
    ("MACHINERY", "機械設備", "机械设备", "Machinery"),
    ("AUTOMOTIVE", "汽車", "汽车", "Automotive"),
    ("CHEMICALS", "化工與材料", "化工与材料", "Chemicals and materials"),
    ("ENERGY", "電力與能源", "电力与能源", "Power and energy"),
    ("CONSTRUCTION", "營造與不動產", "建筑与房地产", "Construction and property"),
    ("FOOD", "食品", "食品", "Food"),
    ("RETAIL", "零售", "零售", "Retail"),
    ("TRANSPORT", "運輸與物流", "运输与物流", "Transport and logistics"),
    ("FINANCE", "金融", "金融", "Finance"),
    ("TELECOMMUNICATIONS", "電信", "电信", "Telecommunications"),
    ("SOFTWARE", "軟體", "软件", "Software"),
    ("TECHNOLOGY", "資訊科技", "信息技术", "Technology"),
    ("MEDICAL", "醫療", "医疗", "Medical"),
    ("EDUCATION", "教育", "教育", "Education"),
    ("GOVERNMENT", "政府", "政府", "Government"),
    ("SERVICES", "專業服務", "专业服务", "Services"),
    ("MARKETING", "行銷", "营销", "Marketing"),
    ("EMPLOYMENT", "人力資源", "人力资源", "Employment"),
    ("ENTERTAINMENT", "休閒娛樂", "休闲娱乐", "Entertainment"),
)
REVERSAL_CAUSES: tuple[Default, ...] = (
    ("BUDGET", "預算變動", "预算变动", "Budget changed"),
    ("SPECIFICATION", "規格變更", "规格变更", "Specification changed"),
    ("DECISION_MAKER", "決策者異動", "决策者变动", "Decision maker changed"),
    ("PURCHASING_RULE", "採購方式改變", "采购方式改变", "Way of purchasing changed"),
    ("COMPETITOR", "競爭對手介入", "竞争对手介入", "Competitor stepped in"),
    ("TEST", "測試未通過", "测试未通过", "Test not passed"),
    ("POSTPONED", "客戶專案延後", "客户项目延后", "Customer project postponed"),
    ("OURS", "我方準備不足", "我方准备不足", "We were not ready"),
    ("IMPORT", "匯入所載", "导入所载", "From the import"),
    ("OTHER", "其他", "其他", "Other"),
)
LOSS_REASONS: tuple[Default, ...] = (
    ("PRICE", "價格", "价格", "Price"),
    ("SPECIFICATION", "規格不符", "规格不符", "Specification not met"),
    ("RELATIONSHIP", "關係不足", "关系不足", "Relationship too weak"),
    ("INCUMBENT", "沿用現任供應商", "沿用在位供应商", "Stayed with the incumbent"),
    ("DELIVERY", "交期", "交期", "Delivery time"),
    ("QUALIFICATION", "供應商資格不符", "供应商资质不符", "Supplier qualification missing"),
    ("TOO_LATE", "太晚介入", "介入太晚", "Came too late"),
    ("NO_BUDGET", "客戶沒有預算", "客户没有预算", "Customer has no budget"),
    ("CANCELLED", "客戶取消專案", "客户取消项目", "Customer cancelled the project"),
    ("OTHER", "其他", "其他", "Other"),
)
SOURCES: tuple[Default, ...] = (
    ("ACCOUNT", "既有客戶經營", "既有客户经营", "Existing account"),
    ("CUSTOMER_REQUEST", "客戶主動詢問", "客户主动询问", "Customer asked"),
    ("REFERRAL", "引薦", "引荐", "Referral"),
    ("TENDER_NOTICE", "招標公告", "招标公告", "Tender notice"),
    ("VISIT", "拜訪", "拜访", "Visit"),
    ("EXHIBITION", "展覽與研討會", "展会与研讨会", "Exhibition or seminar"),
    ("PARTNER", "合作夥伴", "合作伙伴", "Partner"),
    ("WEBSITE", "網站", "网站", "Website"),
    ("OTHER", "其他", "其他", "Other"),
)
ENTRIES: Mapping[DictionaryKind, tuple[Default, ...]] = {
    DictionaryKind.TIER: TIERS,
    DictionaryKind.SEGMENT: SEGMENTS,
    DictionaryKind.REGION: REGIONS,
    DictionaryKind.INDUSTRY: INDUSTRIES,
    DictionaryKind.REVERSAL_CAUSE: REVERSAL_CAUSES,
    DictionaryKind.LOSS_REASON: LOSS_REASONS,
    DictionaryKind.SOURCE: SOURCES,
}
