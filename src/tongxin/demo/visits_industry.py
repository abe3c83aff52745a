"""What was said with factories and customers abroad, and what was promised."""

from tongxin.demo.facts import Ours, Theirs, VisitFact

_V = VisitFact

VISITS: tuple[VisitFact, ...] = (
    # 鼎峰
    _V("tainan", -178, "kam2", "VISIT", "應廠長想用一條線試檢測機，藍課長擔心節拍。", ("ying", "lan"), 3),
    _V("tainan", -71, "member", "MEETING", "試車第一週誤判率0.8%，低於目標1.2%。", ("lan", "guan"), 5),
    _V("tainan", -29, "kam2", "VISIT", "廠長核定後請我們把數據寄給台中廠與電機事業部。", ("ying",), 5,
       (Ours("寄試車數據給台中廠", -25, "kam2", kept=-26),)),
    _V("inline", -68, "kam2", "VISIT", "車廠長看過台南廠數據，要一樣的機台，三條線。", ("che",), 4),
    _V("inline", -20, "kam2", "MEETING", "班經理要求用台中廠的料號重算誤判率，否則不簽規格。", ("ban",), 2,
       (Ours("用台中廠料號重算誤判率", 2, "member", "ban"), Theirs("提供三個料號各兩百件樣品", -5, "kam2", "ban")), ("member",)),
    _V("inline", -6, "member", "CALL", "班經理說樣品卡在倉庫，週內會催。", ("ban",), 3),
    _V("stator", -146, "kam2", "VISIT", "毛副總要整線自動化，聶經理擔心換線時間。", ("mao", "nie"), 4),
    _V("stator", -60, "kam2", "CALL", "管仲達由台南廠調任品質總監，要求重寫檢測項目，案子退回立項。", ("guan",), 2,
       (Ours("與管總監重寫檢測項目", -45, "member", kept=-44),)),
    _V("stator", -36, "kam2", "MEETING", "檢測項目定稿，管總監願意讓節拍驗證在台南廠做。", ("guan", "nie"), 4, (), ("member",)),
    _V("stator", -5, "bids", "NOTE", "技術標目錄完成，節拍驗證影片還缺換線一段。", (), None,
       (Ours("補拍換線影片", 3, "member"), Ours("技術標送印", 4, "bids"))),
    _V("dingfeng", -33, "director", "MEETING", "陪周總與丁董、華採購長談集團框架：目檢人力要減三成，願意年度議價。", ("ding", "hua"), 4,
       (Ours("提出集團框架的三年方案", -4, "director", "hua"), Ours("安排丁董參觀總部展示廳", -1, "executive", "ding"), Theirs("給三個事業部的年度需求", 7, "kam2", "hua")), ("executive", "kam2")),
    # 晟曜
    _V("package", -176, "kam2", "VISIT", "宗處長要能看到5微米的空洞，現有機台只能抽檢。", ("zong",), 4),
    _V("package", -44, "kam2", "MEETING", "盲測漏檢三顆微凸塊，宗處長要求換鏡頭再測。", ("zong", "bei"), 2,
       (Ours("換鏡頭並提交分析報告", -30, "member", kept=-31),), ("member",)),
    _V("package", -9, "member", "VISIT", "新鏡頭在設備工程部試跑，貝經理說空洞對比清楚很多。", ("bei",), 5,
       (Theirs("備妥三百片盲測樣品", 1, "kam2", "bei"),)),
    _V("package", -2, "kam2", "CALL", "堵副理先問多台折讓，請他等盲測結果。", ("du",), 3,
       (Ours("確認多台折讓的核決權限", 1, "director", "du"),)),
    _V("foup", -198, "kam2", "VISIT", "貝經理想把晶圓盒外觀檢測接到機械手。", ("bei",), 3),
    _V("foup", -99, "kam2", "NOTE", "檢討：立項時沒有問機械手介面，規格定了才知道不合。", (), 2),
    # 綠湧、恆岳
    _V("storage", -25, "kam2", "CALL", "龍營運長在網站留言，儲能櫃焊道每櫃要拍四百張。", ("long",), 4,
       (Ours("寄儲能焊道檢測案例", -12, "kam2", "long"),)),
    _V("casting", -61, "kam2", "VISIT", "奚協理要把壓鑄件氣孔分級，雍經理提供廢品統計。", ("xi", "yong"), 4),
    _V("casting", -31, "member", "VISIT", "量了六件樣品，分級標準與客戶手冊差一級。", ("yong",), 3,
       (Ours("寄缺陷分級樣張給雍經理", -6, "kam2", "yong"),)),
    # abroad
    _V("remote", -210, "kam3", "CALL", "Sara wants remote help within two hours, weekends included.", ("lindqvist",), 4),
    _V("remote", -131, "kam3", "MEETING", "Signed after the trial: 43 tickets, none above ninety minutes.", ("lindqvist", "brennan"), 5),
    _V("renewal", -74, "kam3", "CALL", "Tom Brennan leaves at the end of the month; his successor is not known.", ("brennan",), 2),
    _V("renewal", -48, "kam3", "MEETING", "First talk with Dr Okafor. He asks for an open comparison and a clean exit clause.", ("okafor",), 2,
       (Ours("Draft an exit clause", -30, "finance", "okafor", kept=-33),)),
    _V("renewal", -19, "kam3", "CALL", "Sara says the clinics do not want a migration in winter. She will tell the board.", ("lindqvist",), 4,
       (Ours("Send the downtime record of two years", 1, "service", "okafor"),
        Theirs("Share the evaluation criteria", -6, "kam3", "okafor"))),
    _V("renewal", 1, "kam3", "MEETING", "Call with Dr Okafor and Margaret Harlow: exit clause and downtime record.", ("okafor", "harlow"), hour=16),
    _V("pilot", -38, "kam3", "VISIT", "Met at the robotics fair; they inspect gear housings by hand.", ("kim",), 4),
    _V("pilot", -17, "kam3", "CALL", "Elena wants a pilot with two hundred parts before the budget round.", ("alvarez", "kim"), 4,
       (Ours("Propose the sample set", -3, "kam3", "kim"), Theirs("Ship two hundred housings", 8, "kam3", "kim"))),
    # 澜江
    _V("framework", -126, "east", "VISIT", "任经理带看昆山院区，三期设备统一采购，先报框架价。", ("ren",), 4),
    _V("framework", -60, "east2", "MEETING", "技术交流会，祁主任认可影像质量，问软件升级是否另收费。", ("qi", "ren"), 4,
       (Ours("回复软件升级政策", -50, "east", "qi", kept=-52),)),
    _V("framework", -13, "east", "CALL", "邵主任说商务分权重四成，辰阔科技报价低。", ("shao",), 2,
       (Ours("提交技术商务偏离表", 2, "east2", "shao"), Theirs("答疑文件", -1, "east", "shao"))),
    _V("framework", -3, "east", "MEETING", "与范总汇报维保网点，他关心二十四小时到场。", ("fan",), 4,
       (Ours("提供华东维保网点名单", 0, "east", "fan"),)),
    _V("battery", -86, "east2", "VISIT", "岳总监看重节拍，现有设备每件六十秒。", ("yue",), 3),
    _V("battery", -17, "east", "CALL", "产线节拍改为四十五秒，方案重做。", ("yue",), 2,
       (Ours("重新提交节拍方案", -4, "east2", "yue"), Theirs("提供新节拍的工艺文件", -10, "east", "sang", kept=-9))),
    _V("weld", -89, "east", "NOTE", "复盘：只见了采购经理，没有见到工艺部，评审时没有人替我们说话。", (), 1),
)  # fmt: skip
