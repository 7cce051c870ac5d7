// Of the eleventh round, end of the first batch, and the fifth: people from abroad, schools, veterans (README.md; roster-lines.ts says how).

export const ROSTER_ABROAD = `
# 38 跨国项目
@a Ivan Petrov | 伊万
@b 佐藤健 | Sato Ken | 佐藤さん
@c 김민수 | Kim Minsu | 金敏秀
@d Nguyen Thi Lan | 阮氏兰
@e 阿卜杜拉·买买提 | 买买提
{a:Ivan}明天飞北京
{a:伊万}的酒店订了吗
{b:佐藤}先生到机场了
{b:佐藤健}、{c:金敏秀}开会
{c:Kim Minsu}发来邮件
{d:阮氏兰}做翻译
{e:买买提}，烤全羊
{e:阿卜杜拉}请假
{e:阿卜杜拉·买买提}签收
{d:Lan}, please call me
{b:Sato-san} ok
{a:Petrov}先生的护照
{c:민수}씨
{c:김민수} 입장
{a:Mr. Petrov}
{b:佐藤さん}、お疲れ様です
{c:敏秀}，改天聚
{d:Nguyen Thi Lan} left
健康第一
兰州
# 39 短信往来
@a 刘德明 | 13500008888#
@b 姐夫 | 向东
@c 贾宝 | 宝哥
@d 单位王姐 | 王萍
【某银行】{a:刘德明}先生，您尾号8888的账户支出100元
{b:向东}，我是{a:德明}，晚上到
{b:姐夫}，车票买了
{c:宝哥}借的钱还了吗
{d:王姐}，请假条放桌上
{c:贾宝}结婚，{d:萍姐}随多少
{a:明哥}，{b:东哥}，几点钓鱼
{a:老刘}，{d:王萍}找你签字
{c:贾宝}，新年快乐！——{a:刘德明}
【快递】{d:王萍}您的包裹到了
{b:向东}已收款
萍水相逢
宝贝回家
# 40 志愿者
@a 队长 景然 | 景队
@b 志愿者 符文 | 阿文
@c 志愿者 时光 | 光光
@d 志愿者 文静 | 静静
@e 联络员 成功 | 成哥
{a:景队}集合
{b:阿文}发水
{c:时光}拍照
{d:文静}登记
{e:成功}联系车
{a:景然}，{c:光光}，{d:静静}到场
{b:符文}迟到
{e:成哥}，大巴几点
{a:景队长}点名
{e:成功}请联系{d:文静}
{b:文哥}搬桌子
{c:时光}，把{a:景然}的背心带来
~项目成功了
~时光飞逝
~祝你成功
风景然而一般
# 41 家校私聊
@a 石老师 | 石榴花
@b 龚俊杰家长 | 龚平
@c 连心 | 连老师
{a:石老师}，{b:俊杰}今天咳嗽
{b:龚俊杰}作业没交
{c:连老师}教音乐
{b:龚平}：知道了
{a:石榴花}老师
{b:俊杰爸爸}，来一下
{c:连心}，合唱队名单
{b:龚爸}您好
{a:榴花}姐，评优材料
{c:lianxin}上传成功
十指连心
吃石榴
连接失败
# 42 供应商
@a 采购-向阳 | 向阳
@b 供应商尹总 | 尹川
@c 质检 白雪 | 雪雪
@d 仓库 米饭 | 米凡
@e 物流 路遥 | 遥遥
{b:尹总}，货期能不能提前
{a:向阳}下单
{c:白雪}检验不合格
{d:米凡}入库
{e:路遥}发车
{b:尹川}来对账
{d:米饭}，{e:遥遥}，卸货
{a:向经理}出差
{c:雪雪}拍照
{b:老尹}赖账
{a:阳哥}，{c:白姐}说退
发货人：{e:路遥}，收货人：{d:米凡}
{b:Yin Chuan}
{e:luyao}打卡
四川发货
# 43 开黑微信群通知
@a 爱吃鱼的猫 | 余茂
@b 风一样的男子 | 封男
@c 🌙月亮姐姐🌙 | 岳亮
@d 、、晓晓、、 | 邵晓
“{b:风一样的男子}”通过扫描“{a:爱吃鱼的猫}”分享的二维码加入群聊
{c:月亮姐姐}晚安
{d:晓晓}，语音
@{a:爱吃鱼的猫} @{c:🌙月亮姐姐🌙} 上线
{a:余茂}掉线
{c:岳亮}，你号被盗了
{b:封男}上分
{d:邵晓}{a:余茂}双排
{b:风一样}又跑了
{d:晓姐}，开麦
{c:月亮姐}唱歌
{a:猫哥}，别鸽
{b:男哥}冲
今晚月亮真圆
家晓得不
我家猫爱吃鱼
# 44 运维值班
@a 运维-康健 | 康工 | kangjian#
@b DBA 贺兰山 | 贺兰
@c 网络 易水寒 | 易工
@d 值班长 花木 | 花姐
{a:康工}，告警了
{b:贺兰山}重启数据库
{c:易工}查交换机
{d:花姐}，升级窗口
{a:康健}值夜班
{b:贺工}，慢查询
{c:易水寒}：已恢复
{d:花木}登记
{a:kangjian}@10.0.0.1 登录
{a:KangJian}/{c:YiShuihan}
交接人：{a:康健}→{b:贺兰山}
{a:康哥}，{c:小易}，吃宵夜
容易水到渠成
# 45 校友会
@a 会长 蒙牛 | 蒙总
@b 秘书长 计划 | 计秘书
@c 92届 宗国强 | 国强
@d 93届 汤圆 | 圆圆
@e 司仪 解放 | 解哥
{a:蒙总}捐款十万
{b:计秘书}发邀请
{c:国强}兄，到了没
{c:宗国强}发言
{d:圆圆}，座位表
{d:汤圆}订酒店
{e:解放}主持
{e:解哥}，话筒
{b:计划}，名单更新
{c:宗总}，{a:蒙牛}敬酒
{d:汤姐}，礼品
{c:guoqiang}已签到
{c:zong guo qiang}
{e:Xie Fang}
~计划不变
解放路
国强民富
~制定计划书
# 1 International school parents
@a Ms. Thompson | Rachel Thompson
@b Mr. Park | Park Jun-ho | 박준호
@c Olivia's mom | Hannah Wright
@d 刘婉琳 | Wendy Liu
@e Coach Diego | Diego Ramírez
Hi {a:Ms. Thompson}, {d:Wendy} will be late today
{a:Rachel} said the field trip moved to Friday
{b:Mr. Park} can drive four kids
{b:Jun-ho} paid already
{c:Hannah} is bringing snacks
Thanks {e:Coach Diego}!!
{e:Diego} cancelled practice
{d:Wendy Liu} and {c:Hannah Wright} are chaperones
{a:Mrs Thompson} replied to all
{e:Diego Ramirez} 10:32 AM
ok
{d:婉琳}，明天谁接孩子
{d:刘婉琳}妈妈在吗
{b:박준호} 아버님
{e:Ramírez} signed the waiver
{c:H. Wright}
please ask {c:hannah} about the bus
# 2 Fintech standup
@a Arjun Mehta | arjunm#
@b Siobhan Kelly | Siobhan
@c Wang Lei | 王蕾 | Lei
@d Nguyễn Văn Minh | Minh
@e Tatiana Volkova | Таня
{a:Arjun} fixed the retry logic
{b:Siobhan}: blocked on {d:Minh}
{c:Lei} to demo tomorrow
{d:Minh} out sick
{e:Tatiana} asked for access
{a:arjunm} pushed 3 commits
{a:A. Mehta} approved
{c:Wang Lei}, {d:Nguyen Van Minh} - oncall
{e:Таня} завтра будет
{b:Kelly} will present to the board
cc: {e:Tatiana Volkova}; {b:Siobhan Kelly}
> {a:Arjun Mehta} wrote:
> looks good
{c:王蕾}，日报发一下
{c:蕾姐}，数据对不上
# 3 深圳跨境团队
@a 苏嘉豪 | So Ka Ho | Carson
@b 方国华 | Fong Kwok Wah
@c 萧敬儿 | Siu King Yee | Kitty
@d 余文乐园 | Shawn
{a:Carson}跟单，{c:Kitty}审单
{b:国华}哥，柜到盐田未
{b:Fong Kwok Wah} 收货人
{a:So Ka Ho}的回乡证
{c:Kitty}话听日先得
{d:Shawn}开车返香港
{a:嘉豪}，{d:Shawn哥}
{b:方生}，运费点计
{c:敬儿}，入账单
{a:Mr So}, please confirm
{c:萧小姐}请假
{d:文乐}，过磅单
{b:华叔}，饮茶
{c:Kitty Siu}
{a:Carson So}
~国华银行
# 4 部队战友
@a 班长 郎平川 | 郎班
@b 指导员 雷锋涛 | 雷指
@c 新兵 鲍二 | 二子
@d 炊事班 司务长老闫 | 闫守信
{a:郎班}，带队出操
{b:雷指}讲话
{c:二子}被子没叠好
{d:老闫}炖肉
{a:郎平川}退伍五年了
{b:雷锋涛}调到军区
{c:鲍二}站岗
{d:闫守信}采购
{a:平川}，战友聚会
{b:锋涛}指导员好
{d:守信}大哥
{d:司务长}，加个菜
学雷锋
~守信用
一马平川
# 5 转发的聊天记录多行
@a 米诺 | 米总
@b 戚薇薇 | 薇薇
@c 苗圃 | 苗姐
群聊的聊天记录\\n{a:米诺}: 周一交\\n{b:戚薇薇}: 好\\n{c:苗圃}: [图片]
{"from":"{b:戚薇薇}","to":"{c:苗圃}","text":"ok"}
name={a:米诺}&dept=sales
收到{b:薇薇}、{c:苗姐}的材料，{a:米总}说可以
主送：{a:米总}；抄送：{b:戚薇薇}
{c:苗圃}(市场部) 14:05
<b>{a:米诺}</b> 提交了申请
@{b:薇薇} @{c:苗圃} 今天下班前给{a:米总}
｜{a:米诺}｜销售｜杭州｜
1. {b:戚薇薇} 2. {c:苗圃} 3. {a:米诺}
{b:戚 薇 薇}
{b:QI WEIWEI}
{c:ＭＩＡＯ　ＰＵ}
{b:戚薇薇}+{c:苗圃}=王炸
{a:米诺}#{b:薇薇}#
诺言
蔷薇
# 6 闺蜜
@a 宝贝莹莹 | 栾莹
@b 大Lin | 林可欣
@c 笨笨熊🐻 | 熊梦
@d 老公 | 佟磊
{a:莹莹}，出来逛街
{b:大Lin}失恋了
{c:笨笨熊}烫头失败
{d:老公}在加班
{a:栾莹}的生日
{b:可欣}，吃不吃辣
{b:欣欣}哭了
{c:熊梦}和{d:佟磊}是同事
{d:磊磊}给我买包
{c:笨熊}，在干嘛
{a:小莹}，口红借我
{b:Lin}，别喝了
{b:林可欣}报了瑜伽
{c:梦梦}，奶茶店见
{d:佟先生}，您的鲜花
晶莹剔透
笨笨的
梦想成真
# 7 业主维权
@a 楼主 8-1-301 | 蓝翔
@b 律师顾问 印象 | 印律师
@c 开发商 苟总 | 苟富贵
@d 物业 母经理 | 母丹
{a:蓝翔}拉的群
{b:印律师}，起诉费多少
{c:苟总}跑路了
{d:母经理}，电梯年检
{c:苟富贵}欠债
{b:印象}律师明天来
{d:母丹}态度差
{a:翔哥}，横幅做了
{c:老苟}又开新盘
{d:丹姐}，公共收益公示
{b:小印}，起诉状模板
第一印象
母亲节
# 8 姓名里有称谓字
@a 王师傅 | 王太
@b 李先生 | 李工
@c 陈太 | 陈妹
@d 何总管 | 何伯
{a:王太}让修水管
{a:王师傅}修好了
{b:李先生}要发票
{b:李工}出图
{c:陈太}买菜
{c:陈妹}带孩子
{d:何伯}看门
{d:何总管}锁门
太极拳
师傅好
伯乐
先生贵姓
`
