// Of the eleventh round, first batch: teams, tours, hospitals, shops (README.md; roster-lines.ts says how).

export const ROSTER_TEAMS = `
# 12 English office
@a Michael Chen | Mike | mchen#
@b Sarah Johnson | sarahj#
@c Zhang Wei | 张伟 | David
@d Priya Sharma | priya.s#
Hi {a:Mike}, can you send me the deck?
{b:Sarah} will join at 3pm
Ask {c:David} about the invoice
{d:Priya} is OOO until Monday
Thanks, {a:Michael}
{a:Michael Chen} and {b:Sarah Johnson} approved it
{a:Mr. Chen} called twice
{c:Zhang Wei} left the channel
cc: {d:Priya Sharma}, {c:Wei Zhang}
Let {b:Ms. Johnson} know
Best regards,
{d:Priya}
@{a:mchen} please review
{a:M. Chen} signed the NDA
{b:SARAH}!! come online
{b:S. Johnson} - Legal
{b:Sarah}'s laptop is broken
from: {a:Chen, Michael}
{c:张伟}的签证下来了
{c:伟哥} what's up
We are way behind schedule
Any chance to meet?
# 13 装修群
@a 设计师阿May | 梁美
@b 工长老秦 | 秦大勇
@c 业主方女士 | 方晴
@d 电工小尤 | 尤勇
{b:老秦}，瓷砖到了没
{a:阿May}改了三版图
{c:方女士}要白色橱柜
{d:小尤}明天来布线
{b:秦工}说要加钱
{c:方晴}：我不同意
{a:美美}，效果图发下
{b:大勇}，{d:尤勇}钻坏水管了
{b:秦大勇}的收款码
{c:晴姐}脾气好大
{a:梁美}设计费结了吗
{a:May姐}，插座位置再确认
{d:尤师傅}，开关装反了
@{b:工长老秦} 几点到
{c:晴晴}家在8楼
天晴了再刷外墙
美缝剂要环氧的
勇敢一点砸了重来
这个方案不行
~工长们都在
# 14 健身房
@a 教练Leo | 李奥
@b 会员苏苏 | 苏曼
@c 前台Coco | 可可
@d 汪洋 | 洋洋
{a:Leo}，几点上课
{b:苏苏}体脂降了
{c:Coco}给我留个柜子
{d:洋洋}今天练腿
{a:李教练}排课没
{b:苏曼}续卡一年
{d:汪洋}和{a:李奥}比卧推
{c:可可}，会员卡丢了
{b:曼姐}身材真好
{d:小汪}请了三天假
{b:苏小姐}您的私教课明早九点
{a:Leo教练}请假
{d:wangyang}打卡第30天
一片汪洋
喜气洋洋
奥运会开幕式
# 15 公司行政
@a 人事部-钟灵 | 钟灵
@b 财务 曾琳 | 曾姐
@c 行政小杜 | 杜鹃
@d 彭博 | pengbo#
@e 单婷婷 | 婷婷
{a:钟灵}，入职表发一下
{b:曾姐}报销什么时候到
{c:杜鹃}订了会议室
{d:彭博}还没打卡
{e:单婷婷}转正了
{c:小杜}买水果
{b:曾琳}：发票抬头错了
{a:灵灵}，社保怎么转
{d:博哥}，今天加班吗
{e:婷姐}，{c:鹃儿}，一起拼单
{d:PengBo}登录失败
{b:zenglin}审批通过
{e:shan tingting}
{a:钟经理}出差
“{e:婷婷}”邀请“{d:彭博}”加入了群聊
彭博社报道了
领单子到前台
博士学位证书要原件
# 16 驾校
@a 教练老范 | 范建国 | 13711112222#
@b 学员沫沫 | 夏沫
@c 丁一 | 一一
@d 石头 | 石磊
{a:范教练}，我科二挂了
{a:老范}今天骂人没
{b:沫沫}练倒库
{c:丁一}约了周六
{d:石头}方向打死
{d:石磊}科三过了
{a:范建国}教练13711112222
{b:夏沫}和{c:一一}一车
{a:建国}叔，帮我约考
{d:磊哥}请吃饭
{a:fan jianguo}
{b:小夏}压线了
~石头剪刀布
一一对应
泡沫箱放后备箱
~路边有块石头
一丁点都不能偏
# 17 游戏战队
@a 剑圣 | 叶凌霄
@b 一只小白 | 白敬
@c 暴躁老哥 | 金鹏
@d 木木 | 林木 | mumu_lin#
{a:剑圣}开团
{b:小白}别送了
{b:一只小白}三杀
{c:老哥}稳住
{c:暴躁老哥}退游了
{d:木木}打野
{a:叶凌霄}充了五千
{a:凌霄}，上号
{d:林木}断线
{c:金鹏}你行不行
{c:鹏哥}，带带我
{a:叶神}yyds
{d:mumu_lin}进组
@{d:木木} 来中路
{b:白敬}{c:金鹏}{d:林木}三缺二
小白鞋脏了
~新出的剑圣皮肤
你这人好暴躁
# 18 旅行团
@a 导游小欧阳 | 欧阳雪
@b 司马先生 | 司马亮
@c 诸葛阿姨 | 诸葛琴
@d 团友阿宽 | 关宽
{a:欧阳}，几点集合
{a:欧阳导游}，我房卡丢了
{a:欧阳雪}带你们走
{b:司马先生}还没上车
{b:司马亮}护照忘拿了
{c:诸葛阿姨}晕车
{c:诸葛琴}的座位靠窗
{d:阿宽}，{c:琴姐}找你
{a:小欧阳}，下一站哪里
{b:亮哥}，帮忙拍照
{a:雪儿}导游嗓子哑了
{d:关宽}买了两斤茶叶
{d:宽哥}别买了
{a:ouyang xue}
{b:Sima Liang}
{b:老司马}走丢了
天亮出发
公司马上安排
宽带没信号
弹钢琴的大厅
雪山顶上冷
# 19 小区业主
@a 3栋1单元 江小鱼 | 江小鱼
@b 物业经理 龙飞 | 龙经理
@c 保安队长 熊大 | 熊伟
@d 6-602 毛毛妈 | 毛晓丹
{b:龙经理}，电梯又坏了
{a:江小鱼}家漏水
{c:熊队}，有人乱停车
{d:毛毛妈}，你家狗叫
{c:熊伟}来了没
{b:龙飞}说明天修
{a:小鱼}，借个梯子
{d:晓丹}，快递帮我拿下
{d:毛晓丹}投诉三次了
{b:飞哥}，物业费啥时候交
{a:鱼哥}，下楼打球
{c:大熊}今天夜班
{d:毛女士}反映噪音
@{c:保安队长 熊大} 地下室灯不亮
养了一缸小鱼
熊猫基地好玩
毛毛雨不用伞
江边修路
牡丹开了
# 20 创业团队
@a 雷总 | 雷鸣
@b 合伙人阿杰 | 方世杰
@c 产品姗姗 | 胡珊珊
@d 程序员大刘 | 刘洋 | liuyang.dev#
@e 运营CC | 蔡聪
{a:雷总}，BP改好了
{a:雷鸣}见投资人去了
{b:阿杰}，股权协议看下
{b:世杰}和{c:珊珊}意见不合
{c:胡珊珊}画原型
{c:姗姗}来迟
{d:大刘}，{d:刘洋}，你的绩效表
{d:liuyang}提交了代码
{d:洋哥}加班到12点
{e:CC}写推文
{e:蔡聪}的稿费
{e:小蔡}，海报尺寸
{b:方总}签字了
{b:方世杰}、{a:雷鸣}、{e:蔡聪}均已到场
{c:胡姐}，{d:小刘}，{e:聪聪}开个短会
{a:lei ming}@startup.io
{d:Yang Liu} pushed to main
海洋馆门票
聪明反被聪明误
方案世界一流
~姗姗来迟的春天
# 21 装备采购
@a 吕布衣 | 吕总
@b 施晓峰 | 施工
@c 孔令辉煌 | 孔师傅
@d 严冬梅 | 严姐
{a:吕总}批了预算
{b:施晓峰}去验货
{b:晓峰}，型号不对
{c:孔师傅}修机床
{c:孔令辉煌}上夜班
{d:冬梅}姐，合同编号多少
{d:严姐}，{a:吕布衣}要发票
{b:施工}图纸给我
{a:老吕}下周退休
{d:严冬梅}：已付款
{b:峰哥}在厂里
{c:老孔}，油没了
{a:lvbuyi}登录异常
{d:yan dongmei}
布衣柜拆了
山峰很高
# 22 高校实验室
@a 导师 魏建平 | 魏老师
@b 博士生 余欢 | 欢欢
@c 硕士 贺一凡 | 凡凡
@d 访问学者 Dr. Tanaka | 田中裕子
{a:魏老师}，论文返修意见来了
{a:魏教授}去开会了
{b:余欢}跑完实验
{b:欢欢}，移液枪放哪
{c:一凡}数据错了
{c:贺一凡}{b:余欢}共同一作
{d:田中}老师明天到
{d:Dr. Tanaka}的报告
{d:田中裕子}的签证
{a:建平}兄，基金本子
{a:魏建平}, {b:余欢}, {c:贺一凡}. 某某研究[J].
{a:J. Wei} et al., 2023
{c:贺师兄}，仪器预约了吗
{b:师姐余欢}毕业
{a:老魏}又发火了
{c:Yifan He}
{a:weijianping}@uni.edu.cn
欢迎参观
建平台花了三年
不平凡的一年
大家一起来祝贺
~田中央有个棚子
`
