// Of the eleventh round, second batch: minorities, compound surnames, siblings, Hong Kong, Taiwan, names that are words (README.md).

export const ROSTER_SIBLINGS = `
# 1 新疆分公司
@a 阿里木·吐尔逊 | 阿里木
@b 古丽娜尔·艾山 | 古丽 | guli99#
@c 马晓燕 | 马姐
@d 迪力夏提 | 迪总
{a:阿里木}，明天几点到乌鲁木齐
{b:古丽娜尔}的报销单没贴发票
{a:阿里木·吐尔逊}同志被评为先进
{a:阿里木吐尔逊}已签到
{b:古丽}，中午抓饭去不去
{c:马姐}，{b:古丽娜尔·艾山}找你
{d:迪总}批了没
{d:迪力夏提}在开会
{c:晓燕}把表发我
{a:吐尔逊}老师傅手艺好
{c:马晓燕}、{a:阿里木}、{d:迪力夏提}去喀什出差
{a:阿里木江}别迟到
@{b:古丽} 客户催了
{b:古丽姐}，货单改一下
阿里巴巴开店
马路边上等
古城丽江
# 2 藏区支教
@a 扎西多吉 | 扎西老师
@b 卓玛 | 次仁卓玛
@c 拉姆 | 拉姆同学
@d 李援藏 | 李校长
{a:扎西}老师下课了
{a:扎西多吉}的学生获奖
{b:卓玛}，你阿妈来看你
{b:次仁卓玛}考上县中了
{c:拉姆}感冒
{a:多吉}，球借我
{d:李校长}，煤快烧完了
{d:援藏}兄，物资到了
{b:卓玛}和{c:拉姆}住一个宿舍
{d:李援藏}：明天停课
{b:次仁}的奶奶走了
{a:扎西老师}，作业写完了
@{d:李校长} 路通了
# 3 欧阳家的装修
@a 欧阳建 | 欧阳先生
@b 上官婉婷 | 婉婷
@c 令狐冲冲 | 冲冲
@d 尉迟恭 | 尉迟师傅
{a:欧阳先生}，水电验收
{b:婉婷}说要改颜色
{b:上官婉婷}付定金
{c:冲冲}，墙纸量好没
{d:尉迟师傅}打孔
{d:尉迟}下午来
{a:欧阳}大哥，钥匙给谁
{b:上官}小姐不满意
{c:令狐冲冲}负责安装
{d:尉迟恭}的工钱
{a:欧阳建}、{b:上官婉婷}夫妇
{b:上官}，瓷砖你定
{c:令狐}，电钻借我
{a:老欧阳}抽烟
{b:婷姐}，地漏堵了
{a:ouyangjian} 发来图片
{c:Linghu Chongchong}
{d:Yuchi}师傅
~上官方网站查
和平公园
太阳从西边出来
恭喜发财
# 4 兄弟姐妹
@a 陈国强 | 大哥
@b 陈国富 | 二哥
@c 陈国英 | 三姐
@d 陈国民 | 老幺
@e 陈志鹏 | 鹏鹏
{a:国强}出钱，{b:国富}出力
{c:国英}，妈的药取了
{d:国民}什么时候回来
{a:陈国强}和{b:陈国富}去上坟
{c:三姐}，{d:老幺}又借钱
{a:大哥}，{b:二哥}，除夕聚
{e:志鹏}，叫你爸接电话
{e:鹏鹏}考研过了
{a:强哥}，{b:富哥}
{c:英姐}做的腊肉
{d:陈国民}转我五千
{e:陈志鹏}的婚礼
{b:陈老二}就是抠
{c:陈国英}（签字）
国民经济
国富民强
英语作业
鹏程万里
# 5 李家双胞胎
@a 李子涵 | 涵涵
@b 李子轩 | 轩轩
@c 李建业 | 李爸爸
@d 周老师 | 周冬雨雨
{a:子涵}，{b:子轩}，吃饭
{a:涵涵}画画第一名
{b:李子轩}跑步摔了
{c:李爸爸}，请来一趟
{d:周老师}，{a:李子涵}请假
{c:建业}，双胞胎学费
{b:轩轩}妈妈
{d:周冬雨雨}老师布置作业
{a:李子涵}{b:李子轩}两个都打疫苗
{c:李建业}交了两份
{a:小涵}，收玩具
{d:冬雨}老师真好
李子两块一斤
子弹头
内涵段子
~建业路
冬雨绵绵
# 6 Backend team
@a Emily Carter | emilyc#
@b Tom O'Brien | tobrien#
@c Raj Patel | raj
@d Lucía Fernández | Lucia
@e Will Park | wpark#
{a:Emily}, can you take a look?
{b:Tom} is out today
{c:Raj} merged the PR
{d:Lucía} and {e:Will} will pair on this
{a:Emily Carter} scheduled a meeting
{b:Tom O'Brien} has left the channel
{e:Will Park} approved
Thanks {c:Raj}!
{d:Lucia} wrote the migration
{d:Lucia Fernandez} is the owner
{a:emilyc}: deploy at 5?
{e:wpark} rebased
I talked to {a:Emily} yesterday and she agrees with {c:Raj}
{a:Em}, any update?
{c:R. Patel} signed
assigned to {c:Raj Patel}
On Mon, {e:Will} wrote:
reported by {b:T. O'Brien}
{b:Tommy}, lunch?
{e:WILL}!!!
{a:Ms. Carter}, your package arrived
# 7 Sales EU
@a Hans Müller | hmueller#
@b Chloé Dubois | Chloe
@c Marco Rossi | marco.rossi#
@d Anna Kowalska | annak#
@e Zhao Min | 赵敏 | Minnie
{a:Hans}, the customer in Bonn called
{b:Chloé} is on leave
{b:Chloe} will be back Thursday
{c:Marco} sent the quote
{d:Anna} and {a:Hans} fly to Lyon
{a:Hans Müller} / {b:Chloé Dubois}
{a:Hans Mueller} signed
{a:Mr. Müller} called
{c:Rossi} owes us a report
{e:Minnie}, invoice please
{e:Zhao Min} translated it
{e:Ms. Zhao} confirmed
{d:Anna Kowalska} <anna.k@example.com>
{c:marco.rossi}: done
{e:赵敏}姐，帮忙看下
Best, {d:Anna}
{c:MARCO ROSSI}
{d:A. Kowalska}
hansel and gretel
# 8 港企同事
@a 陳大文 | Chan Tai Man | David Chan
@b 李美玲 | May Lee
@c 黃家強 | Wong Ka Keung
@d 林小姐 | Lam Siu Yee
{a:大文}，份報告搞掂未
{b:May}話下晝開會
{c:家強}去咗深圳
{d:林小姐}搵你
{a:David Chan} is on leave
{b:May Lee} approved
{c:Wong Ka Keung}
{d:Lam Siu Yee}簽收
{a:Chan Tai Man} 的身份證
{a:Mr Chan} called
{c:Mr Wong} is late
{d:Miss Lam} please call back
{c:阿強}，食飯
{b:美玲}姐
{a:陳生}，你好
{c:Ka Keung}，收到請覆
{b:李美玲}經理
{c:黃生}唔喺度
~大文件傳唔到
文具店
林蔭道
# 9 台北辦公室
@a 蔡依珊 | Tsai Yi-Shan | 珊珊
@b 許志豪 | Hsu Chih-Hao
@c 謝承翰 | Hsieh Cheng-Han | 小翰
@d 張淑芬 | Chang Shu-Fen
{a:依珊}，發票開了嗎
{b:志豪}出差中
{c:承翰}哥幫忙
{d:淑芬}姐退休
{a:Tsai Yi-Shan}
{b:Hsu Chih-Hao} joined
{c:Hsieh Cheng-Han} 的護照
{d:Chang Shu-Fen}
{a:珊珊}請客
{c:小翰}買咖啡
{b:許先生}來電
{d:張小姐}確認
{c:謝承翰}、{b:許志豪}加班
{a:蔡經理}核准
{b:Chih-Hao}, please sign
{d:張淑芬}_收據.pdf
{c:谢承翰}
{a:Yi-Shan Tsai}
珊瑚礁
志氣高
承諾書
芬多精
# 10 单字名
@a 王磊 | 石头哥
@b 李静 | 静静
@c 刘洋 | 洋葱
@d 陈晨 | 晨晨
@e 张帅 | 帅帅
{a:王磊}，{c:刘洋}，搬桌子
{b:静}，帮我带杯水
{b:李静}生日
{c:洋葱}又迟到
{d:晨晨}，{d:陈晨}，别睡了
{e:帅帅}相亲去了
{a:磊}哥，{e:帅}哥，打牌
{a:石头哥}，车钥匙
{b:静姐}煲汤
{c:洋}洋，{e:张帅}的快递
{d:小陈}早班
{a:磊子}，{c:洋子}
{e:小张}，{b:小李}
{d:晨}，你今天几点下班
{a:大磊}打球
{c:阿洋}，球衣
{e:张帅}真帅
静静地坐着
早晨好
磊落
静一静
# 11 名字像词
@a 高兴 | 高经理
@b 马力 | 马工
@c 温馨 | 馨馨
@d 安心 | 安姐
@e 万方 | 万总
{a:高兴}，你的快递
{b:马力}修好了机器
{c:温馨}，花到了
{d:安心}，表格填完没
{e:万方}签合同
{a:高兴}和{b:马力}值班
让{d:安心}去一趟
{c:馨馨}煮咖啡
{a:高经理}，{e:万总}，请入座
找{c:温馨}拿钥匙
{b:马工}，{d:安姐}
{e:万方}的车停门口
{c:温馨}说她不来了
{a:高兴}的病历
@{d:安心} 在吗
{b:马力}：收到
请{e:万方}到前台
客户{a:高兴}投诉
今天真高兴
~温馨提示
~请您安心
万方数据下载论文
大家都很高兴
# 12 诊所
@a 向医生 | 向阳
@b 白护士 | 白洁
@c 患者 丁香 | 丁香
@d 患者 云朵 | 云朵
{a:向医生}，下一位
{c:丁香}，过敏史有吗
{b:白洁}打针
{d:云朵}复查
{b:白护士}，{c:丁香}的单子
{a:向阳}开药
{d:云朵}的化验单
{c:丁香}妈妈
{b:小白}值夜
{a:向大夫}坐诊
{d:云女士}预约了
患者{c:丁香}，女，29岁
{b:洁姐}，棉球没了
洁净车间
白白胖胖
# 13 西南项目
@a 沙马拉且 | 拉且
@b 吉克阿木 | 阿木
@c 罗国忠 | 罗书记
@d 阿依古丽 | 阿依
{a:沙马拉且}当村医
{b:吉克阿木}养羊
{c:罗书记}，合作社账
{d:阿依}绣花
{b:阿木}，羊跑了
{a:拉且}，疫苗到了
{d:阿依古丽}带货
{c:罗国忠}来调研
{c:国忠}书记
{b:吉克}家盖房
{a:沙马}医生
{c:老罗}，{b:阿木}喝酒
木头
忠诚
`
