"""The people the demo company meets at its customers; all of them are invented."""

from typing import Any

from tongxin.demo.facts import PersonFact

_P = PersonFact


def _at(mail: str = "", **more: Any) -> dict[str, Any]:
    return {"email": f"{mail}.example", **more} if mail else more


PEOPLE: tuple[PersonFact, ...] = (
    # 曜禾
    _P("wen", "溫紹衡", "yaohe", "院長", level="BOARD", values=_at(
        "wen@yaohe", form_of_address="溫院長", note="重視檢查等候天數，開場先談數據。")),
    _P("pei", "裴慧君", "yaohe", "財務長", "財務處", "EXECUTIVE", "wen", values=_at(
        "pei@yaohe", form_of_address="裴財務長", judgement="只看總持有成本；對一次性折讓沒有興趣。")),
    _P("jian", "簡伯鈞", "yaohe_main", "醫務副院長", "院長室", "EXECUTIVE", "wen", values=_at(
        "jian@yaohe", form_of_address="簡副院長", phone="02-5550-1008")),
    _P("you", "游靖堯", "yaohe_main", "影像醫學部主任", "影像醫學部", boss="jian", values=_at(
        "you@yaohe", form_of_address="游主任", mobile="0900-000-101", judgement="擁護我方，願意在評選會說明臨床評估。")),
    _P("kang", "康詠晴", "yaohe_main", "放射技術組長", "影像醫學部", "SPECIALIST", "you", values=_at("kang@yaohe")),
    _P("youzb", "尤振邦", "yaohe_main", "神經外科主任", "神經外科", boss="jian", values=_at(
        "youzb@yaohe", form_of_address="尤主任", note="與影像部對3T開機時段意見相左。")),
    _P("deng", "鄧書豪", "yaohe_main", "資訊室主任", "資訊室", boss="jian", values=_at(
        "deng@yaohe", form_of_address="鄧主任", judgement="對資安保留；拿得出弱點掃描報告就會放行。")),
    _P("luo", "駱冠廷", "yaohe_main", "醫工室主任", "醫工室", boss="jian", values=_at("luo@yaohe")),
    _P("fu", "傅婉柔", "yaohe_main", "採購組組長", "總務室", boss="pei", values=_at(
        "fu@yaohe", phone="02-5550-1021", form_of_address="傅組長")),
    _P("cheng", "程思媛", "yaohe_main", "資訊室工程師", "資訊室", "SPECIALIST", "deng"),
    _P("ruan", "阮柏宇", "yaohe_south", "南濱分院院長", level="EXECUTIVE", boss="wen"),
    _P("tu", "涂雅筑", "yaohe_south", "採購組長", "總務組", boss="ruan", values=_at("tu@yaohe")),
    _P("gu", "辜仲謙", "yaohe_south", "影像科主任", "影像科", boss="ruan"),
    _P("hsieh", "解孟哲", "yaohe_east", "東嶺分院副院長", level="EXECUTIVE", boss="wen"),
    _P("mo", "莫怡安", "yaohe_east", "超音波室技術長", "影像科", "SPECIALIST", "hsieh"),
    _P("yan", "嚴敬之", "yaohe_cancer", "放射腫瘤科主任", "放射腫瘤科", boss="jian", values=_at("yan@yaohe")),
    _P("tao", "陶芝儀", "yaohe_cancer", "醫學物理師", "放射腫瘤科", "SPECIALIST", "yan"),
    _P("pan", "潘信宏", "yaohe_main", "資訊室主任", "資訊室", left=-210, values=_at(
        note="離職後到顧問公司，仍常與鄧主任往來。")),
    # 泓恩
    _P("ji", "紀承德", "hongen", "執行長", level="BOARD", values=_at("ji@hongen", form_of_address="紀執行長")),
    _P("shu", "舒曼珊", "hongen", "影像部主任", "影像部", boss="ji", values=_at("shu@hongen")),
    _P("bo", "柏彥廷", "hongen", "心臟內科主任", "心臟內科", boss="ji"),
    _P("qu", "屈麗雯", "hongen", "採購處處長", "採購處", "EXECUTIVE", "ji", values=_at("qu@hongen")),
    _P("niu", "鈕家豪", "hongen", "超音波技術組長", "影像部", "SPECIALIST", "shu"),
    # 嶺岸
    _P("kuang", "匡國棟", "lingan", "院長", level="BOARD"),
    _P("ge", "葛蕙如", "lingan", "行政副院長", "院長室", "EXECUTIVE", "kuang", since=-75, values=_at(
        "ge@lingan", form_of_address="葛副院長", note="新到任，要求立項書附使用者簽認。")),
    _P("mei", "梅啟明", "lingan", "放射科主任", "放射科", boss="ge", values=_at("mei@lingan")),
    _P("sha", "沙昱文", "lingan", "總務室組長", "總務室", boss="ge"),
    _P("qin", "覃佩珊", "lingan", "護理部督導", "護理部", boss="ge"),
    # 沐陽、北原、明川
    _P("zhan", "湛若水", "muyang", "院長", level="BOARD"),
    _P("pu", "蒲嘉玲", "muyang", "乳房中心主任", "乳房中心", boss="zhan", values=_at("pu@muyang")),
    _P("le", "樂天佑", "muyang", "採購課長", "總務部", boss="zhan"),
    _P("yin", "尹德華", "beiyuan", "副院長", level="EXECUTIVE", values=_at("yin@beiyuan")),
    _P("mu", "穆欣怡", "beiyuan", "聯合採購召集人", "採購中心", boss="yin", values=_at(
        "mu@beiyuan", phone="07-555-2200", form_of_address="穆召集人")),
    _P("fang", "房志遠", "beiyuan", "醫工組長", "醫工組", "SPECIALIST", "yin"),
    _P("xie", "謝昀芝", "mingchuan", "健檢中心經理", "健檢中心", values=_at("xie@mingchuan", mobile="0900-000-201")),
    # 鼎峰
    _P("ding", "丁崇岳", "dingfeng", "董事長", level="BOARD", values=_at("ding@dingfeng", form_of_address="丁董")),
    _P("hua", "華永盛", "dingfeng", "集團採購長", "集團採購", "EXECUTIVE", "ding", values=_at("hua@dingfeng")),
    _P("shi", "石維新", "dingfeng_precision", "總經理", level="EXECUTIVE", boss="ding"),
    _P("che", "車明翰", "dingfeng_taichung", "廠長", level="EXECUTIVE", boss="shi", values=_at("che@dingfeng")),
    _P("ban", "班若琳", "dingfeng_taichung", "品保經理", "品保部", boss="che", values=_at(
        "ban@dingfeng", judgement="數據說話；誤判率是她的底線。")),
    _P("ying", "應國安", "dingfeng_tainan", "廠長", level="EXECUTIVE", boss="shi"),
    _P("lan", "藍永康", "dingfeng_tainan", "設備課長", "設備課", boss="ying"),
    _P("mao", "毛慶宇", "dingfeng_motor", "副總經理", level="EXECUTIVE", boss="ding"),
    _P("nie", "聶可欣", "dingfeng_motor", "製程研發經理", "研發處", boss="mao", values=_at("nie@dingfeng")),
    _P("guan", "管仲達", "dingfeng_tainan", "品保課長", "品保課", boss="ying",
       moved=(-50, "dingfeng_motor", "品質總監")),
    # 晟曜、綠湧、恆岳
    _P("zong", "宗景行", "shengyao", "先進封裝處處長", "先進封裝處", "EXECUTIVE", values=_at("zong@shengyao")),
    _P("bei", "貝思齊", "shengyao", "設備工程經理", "設備工程部", boss="zong", values=_at("bei@shengyao")),
    _P("du", "堵文彥", "shengyao", "採購副理", "採購部", values=_at("du@shengyao")),
    _P("long", "龍采薇", "luyong", "營運長", level="EXECUTIVE"),
    _P("xi", "奚志明", "hengyue", "製造協理", "製造處", "EXECUTIVE", values=_at("xi@hengyue")),
    _P("yong", "雍美琪", "hengyue", "品管經理", "品管部", boss="xi"),
    # abroad
    _P("harlow", "Margaret Harlow", "westhaven", "Chief Executive", level="BOARD", values=_at("harlow@westhaven")),
    _P("okafor", "Chidi Okafor", "westhaven", "Chief Information Officer", "IT", "EXECUTIVE", "harlow", -60,
       values=_at("okafor@westhaven", form_of_address="Dr Okafor", note="Came from a Halden site.")),
    _P("lindqvist", "Sara Lindqvist", "westhaven", "Head of Radiology", "Radiology", boss="harlow"),
    _P("brennan", "Tom Brennan", "westhaven", "CIO", "IT", "EXECUTIVE", "harlow", left=-62),
    _P("alvarez", "Elena Alvarez", "northgate", "VP Quality", "Quality", "EXECUTIVE", values=_at("alvarez@northgate")),
    _P("kim", "Jun-ho Kim", "northgate", "Test Engineer", "Quality", "SPECIALIST", "alvarez"),
    # 澜江
    _P("fan", "范立群", "lanjiang", "集团副总裁", "总裁办", "EXECUTIVE", values=_at("fan@lanjiang", form_of_address="范总")),
    _P("shao", "邵文静", "lanjiang", "采购中心主任", "采购中心", boss="fan", values=_at("shao@lanjiang")),
    _P("ren", "任远航", "lanjiang_medical", "设备管理部经理", "设备管理部", boss="fan", values=_at("ren@lanjiang")),
    _P("qi", "祁玉兰", "lanjiang_medical", "影像科主任", "影像科", boss="fan"),
    _P("yue", "岳鹏程", "lanjiang_auto", "工艺总监", "工艺部", "EXECUTIVE", "fan", values=_at("yue@lanjiang")),
    _P("sang", "桑雨晴", "lanjiang_auto", "采购经理", "采购部", boss="yue"),
)  # fmt: skip

# Posts that stand vacant: account, title, department, key of the person whose post stands above.
VACANT_POSTS: tuple[tuple[str, str, str, str], ...] = (
    ("yaohe_main", "資訊安全長", "資訊室", "jian"),
    ("dingfeng_taichung", "自動化課長", "設備課", "che"),
)
