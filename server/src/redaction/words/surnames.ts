// Words that names are made of. Frozen here; the roster decides which of them are looked for.

/** Surnames of one character, roughly by number of bearers (simplified). */
export const SURNAMES = new Set(
  '王李张刘陈阎傅萧杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛洪郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季赖代裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由习占洛竺荀郗蔚寿庾莘蒯隗訾逄甯鄂仉雒璩',
)

/** Rare, or words in the first place: surnames only where a roster says that somebody bears them. */
export const ROSTER_SURNAMES = new Set(
  '常丘苑庹忻恽桓濮萨钮靖巢蓟宓岐羌佴俎呙妫揣琚皋眭睢矫禚笪綦缑茆菅谯蹇邴郅郏酆麴韶钦贝昌贲诸羿汲糜蓬钭贡扶宰郦郤宦暨弘禄殳夔厍乜逄郇郄佀肇隽冮',
)

export const COMPOUND_SURNAMES = new Set(
  '欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 长孙 宇文 司徒 夏侯 端木 百里 独孤 南宫 轩辕 钟离 闻人 澹台 公冶 宗政 濮阳 淳于 单于 太叔 申屠 仲孙 鲜于 闾丘 司空 亓官 司寇 颛孙 巫马 漆雕 乐正 壤驷 拓跋 夹谷 宰父 谷梁 段干 东郭 呼延 羊舌 梁丘 左丘 赫连 万俟 第五'.split(
    ' ',
  ),
)

/** What people put behind a surname, longest first. */
export const TITLES: readonly string[] =
  '董事长 总经理 副经理 检察官 副主任 秘书长 副局长 副院长 副校长 副处长 副科长 副市长 副县长 副部长 副书记 副总裁 副教授 副所长 工程师 护士长 辅导员 教导员 指导员 老太太 老爷子 副行长 副队长 副厂长 总监 先生 女士 小姐 太太 夫人 经理 老师 主任 主管 阿姨 爷爷 奶奶 大爷 大妈 大哥 大姐 医生 大夫 律师 教授 博士 校长 院长 局长 处长 科长 部长 厂长 店长 队长 班长 组长 行长 所长 站长 镇长 村长 书记 秘书 会计 警官 法官 师傅 同学 同志 老板 护士 客服 司机 某某 主席 市长 县长 区长 乡长 省长 委员 司令 政委 团长 连长 排长 营长 参谋 司长 厅长 庭长 台长 社长 馆长 段长 船长 机长 舰长 首长 老太 老汉 师父 掌柜 老总 副总 助理 教练 导演 导师 医师 药师 技师 讲师 叔叔 伯伯 婶婶 大叔 大婶 大伯 大嫂 姐姐 哥哥 妈妈 爸爸 姑娘 管家 顾问 公公 婆婆 舅舅 嫂子 专员 干事 探长 法师 道长 嬷嬷 公子 探员 保安 师姐 师兄 学姐 学长 老哥 老弟 总 工 哥 姐 叔 姨 伯 婶 嫂 董 老 妈 爸 某 太 导 局 队 处'.split(
    ' ',
  )

/** Behind a name of the roster these are a title too. */
export const MORE_TITLES: readonly string[] = [
  ...'编剧 编辑 主编 总裁 记者 摄影 主播 楼长 中介 房东 保洁 家长 师母 师娘 姥姥 姥爷 小哥 代表 厨师 大厨 督导 警官 同事 支书 居士 住持 网格员 骑手 店员 领班 保姆 月嫂 护工 大律师 大神 大佬 宝宝 学妹 学弟 师妹 师弟 师叔 妹妹 弟弟 妹子 小妹 小弟 老婆 老公 媳妇 大侠 大爹 大娘 大舅 大姑 老大 老二 老三 老四 老五 老六 老幺 姑姑 姑妈 姑父 姨妈 姨父 舅妈 伯母 伯父 婶子 嫂子'.split(
    ' ',
  ),
  ...'兄爷律',
]

/** Behind a surname where somebody is spoken to, or speaks: 谢店，; 刘院说. */
export const SHORT_TITLES = new Set('店院校所科部厂站镇村行秘警检书法处局队')

/** Before a surname: 老王, 小王, 阿王. */
export const NICKS = new Set('老小阿')

/** Everyday words that begin like 老/小/阿 and surname, or like surname and title. Simplified; compared from their first character. */
export const NOT_NICKS = [
  '小程序',
  '小时',
  '小费',
  '小于',
  '小区',
  '小米',
  '小心',
  '小车',
  '小路',
  '小计',
  '小单',
  '小包',
  '小龙虾',
  '小白',
  '小康',
  '小花',
  '小毛病',
  '小金额',
  '小高层',
  '小石头',
  '小叶',
  '小方块',
  '小安装',
  '小古',
  '小令',
  '小余额',
  '小鱼',
  '小燕子',
  '小牛',
  '小麦',
  '小国',
  '小平台',
  '小强度',
  '小利',
  '小门',
  '小班',
  '小相',
  '小容',
  '小薄',
  '小豆',
  '小海',
  '小普',
  '小农',
  '小管',
  '小和',
  '小满',
  '小众',
  '小成本',
  '小关',
  '小元',
  '小于等于',
  '老师',
  '老实',
  '老板',
  '老牛',
  '老路',
  '老年',
  '老是',
  '老成',
  '老乡',
  '老化',
  '老爷',
  '老相',
  '老国',
  '老花',
  '老海',
  '老和',
  '老信',
  '老游',
  '老白干',
  '老规',
  '老石',
  '老古',
  '阿里',
  '阿门',
  '阿利',
  '阿明',
]
export const NOT_TITLED = [
  '古董',
  '林林总总',
  '老林',
  '施工',
  '包工',
  '单工',
  '高工',
  '高师',
  '全总',
  '应总',
  '曾经理解',
  '和总',
  '成工',
  '时总',
  '连老',
  '向老',
  '安老',
  '平老',
  '古老',
  '阳总',
  '位老',
  '和老',
  '都老',
  '那老',
  '但老',
  '于老',
  '由总',
]
/** A title that goes on like this is none: 金总额, 各项工作. */
export const NOT_AFTER_TITLE: Readonly<Record<string, string>> = {
  总: '额量数体部共计分算和结之成收决会行',
  工: '作艺程业人会资商地厂具期序匠行信龄伤间农件',
  老: '龄年化实板师',
  某: '些种个一',
  伯: '乐',
  妈: '妈',
  董: '事',
  太: '多少大小平阳过空子爷后极好难贵太监守',
  导: '航致演师游购入出弹体管向电热论读员',
  局: '部长势面限域子促内外中里',
  队: '伍列友长员里形服旗',
  处: '理于置处分罚方在境长女处事世所',
}
/** Surnames that are also words between other words: one-character titles behind them are not believed (和工作, 于某些). */
export const LINKING_SURNAMES = new Set('于和项但都那由为从相有全应时向安范区国规')
/** 任总经理 behind these is 担任总经理. */
export const NOT_BEFORE_SURNAME = new Set('担出就兼历')

/** Display names that name nobody: never looked for, never masked. Folded. */
export const NOBODY = new Set(
  '客服 系统 系统消息 系统通知 通知 管理员 群主 群公告 机器人 微信团队 文件传输助手 服务通知 公众号 企业微信 订阅号 用户 客户 顾客 匿名 匿名用户 未知 未知用户 我 自己 本人 你 访客 游客 测试 会员 店铺 官方 官方客服 售后 售后客服 售前 人工客服 在线客服 智能客服 小助手 助手 admin administrator system systemmessage bot slackbot robot user customer service support customerservice customersupport me self you unknown unknownuser null undefined none test tester guest anonymous helpdesk info notification notice group team channel general random everyone here all agent operator'.split(
    ' ',
  ),
)

/** Real names that are everyday words: looked for only where the words around leave no doubt. Folded. */
export const WORDS_AS_NAMES = new Set(
  '高兴 马上 安静 常常 方便 成功 平安 和平 温暖 黄河 黄山 长江 江山 关心 关系 安全 安排 安心 高手 高度 高速 高峰 高山 万一 万能 明天 明白 明星 向前 向上 方向 方面 方法 华为 时间 时候 毛病 全部 全国 全面 任何 任务 陆续 应该 应用 连续 连接 申请 申明 同意 许多 许可 计划 计算 支持 支付 管理 解决 解释 单位 单独 单纯 单号 钱包 商品 商家 于是 关于 关注 易错 常见 常用 温度 石头 红包 花费 费用 杜绝 宁静 宁愿 严重 严格 顾客 顾问 习惯 白天 白云 白色 黄金 金额 金融 金色 文件 文化 文字 文章 路上 路线 程序 程度 温馨 成本 成为 成都 成长 安装 时代 时尚 夏天 夏季 云南 云端 海南 海外 江南 江西 江苏 雷达 雷电 康复 强大 强烈 国家 国际 国庆 元旦 元素 公平 公开 公司 公告 平台 平时 平常 相信 相关 来电 来源 信息 信用 信任 初始 利息 利益 居然 居民 智能 幸福 富有 由于 但是 终于 阳光 加油 微笑 晴天 你好 谢谢 快乐 开心 小丑 努力 再见 路人 朋友 同事 老板 宝贝 亲爱 天使 简单 自由 时光 往事 记忆 回忆 生活 人生 未来 梦想 希望'.split(
    ' ',
  ),
)
/** The same in English: found only with a capital, or behind @. */
export const ENGLISH_WORDS_AS_NAMES = new Set(
  'will mark grace may june april august rose faith hope joy bill rob jack frank pat sue dawn art gene drew chase hunter ray dean miles rich guy max page young long best wise day price cook king bishop baker green white black brown gray stone bush wood field hill lake park rivers west east north south cash case china paris chance iris ivy amber ruby pearl crystal daisy lily sky sunny star angel earl duke prince major sandy rusty dusty buddy sonny christian noble penny'.split(
    ' ',
  ),
)
/** Characters that given names are made of: a display name of two of them is looked for like a whole name. */
export const GIVEN = new Set(
  '伟芳娜敏静丽强磊军洋勇艳杰娟涛超秀霞刚桂英华文玉兰萍红鹏飞辉梅琳婷雪琪欣怡雨梓涵宇轩浩然嘉佳慧颖倩莉莎娅丹妮蓉薇莲菊凤燕琴玲珍珠翠娥婉晴晓曦晨阳旭东建国志斌波宁峰龙虎彪豪俊逸哲睿博翔泽皓昊天铭鑫森淼焱亮宏伦健康毅帆瑞祥瑶璐璇珊茜菲萱蕾蕊诗思语梦月萌悦心彤童可琦洁倪冰莹岚芸芝芬茹荷菁若依一诺子墨沐辰奕苏乐希恩熙锦荣昌盛武成斐庆生福贵平全发财根水火土金木林春夏秋冬雯琦雅娇芷蔓峻航朗骏霖枫桐楠柏杉晟昱昕晖炜烨煜灿璟琛瑾瑜珂玥玮钰锋钧妍婧媛婕姗娴曼芮芙茉菡',
)
