// Of the eighth round, second batch, written after the first was mended (README.md; roster-lines.ts says how they are written).

export const ROSTER_FRESH = `
# 1 装维
@a 赵国栋
@b 钱雨桐 | 桐桐
@c 孙立峰 | sunlf#
{a:赵国栋}师傅在小区门口等您
{a:国栋}，分纤箱打不开
{a:栋哥}今天装了九户
{a:赵工}说要换皮线
{b:雨桐}姐，用户改约明天
{b:桐桐}，工单派错网格了
{b:钱雨桐}电话一直占线
{c:立峰}带熔接机来一趟
{c:孙立峰}已销障
{c:sunlf} 结单
{c:Sun Lifeng}
{c:老孙}，你那边几点完
{c:lifeng.sun}@isp.example
栋梁之材
用户{-:赵国强}要求赔偿
{-:孙丽}也要报装
{c:峰哥}说杆路断了
{a:小赵}先去
{b:钱姐}核一下端口
{a:ZhaoGuodong} 上线
{a:zgd}的回单没传
{b:qianyt}处理
{b:yutong}的工号被锁
# 2 直播客服
@a 阿布都热依木·艾山
@b 周舟 | 粥粥
@c 柳如烟
{b:粥粥}的直播间卡了
{b:周舟}说违规被封
{b:舟舟}申诉通过了
{c:柳如烟}提现失败
{c:如烟}姐，实名没过
{c:柳女士}绑的卡注销了
{c:烟姐}开播了没
{a:阿布都热依木}来电
{a:艾山}的名字系统录不全
{a:阿布都热依木·艾山}实名成功
{c:liuruyan}进了直播间
{b:zhouzhou}刷了礼物
{b:Zhou Zhou}
{c:小柳}，截图发我
主播{c:柳如烟}、运营{b:周舟}
泛舟湖上
{b:老周}在剪片子
# 3 公积金
@a 戴安娜 | Diana
@b 柏松
@c 关羽飞
{a:Diana}, the client called again
{a:Diana Dai} sent the form
{a:安娜}资料齐了吗
{a:戴小姐}补一份承诺书
{b:柏松}先生，提取到账了
{b:松哥}帮忙复印
{b:柏先生}材料缺页
{b:bosong}预审通过
{b:Bai Song}？还是{b:Bo Song}
{c:关羽飞}办理贷款
{c:羽飞}，带上离婚证
{c:关先生}明天来
{c:飞飞}排到了吗
{c:guanyufei}网上申请
{c:关 羽 飞}
窗口{b:柏松}值守
{a:戴安娜}在二楼
Ms. {a:Dai} is here
{c:GUAN YUFEI}
# 4 班级
@a 梁思成明
@b 沐沐 | 李沐阳
@c 果果 | 陈果
@d 王老师 | 王雅琴
{b:沐沐}没带水杯
{b:李沐阳}得了小红花
{b:沐阳}妈妈，放学来接
{c:果果}和{b:沐沐}坐一起
水果果盘准备好
{c:陈果}小朋友过敏
{d:王老师}，今天作业是什么
{d:雅琴}老师辛苦了
{d:王雅琴}布置了作文
{d:琴姐}，家长会几点
请{c:果果}家长缴费
{b:阳阳}咳嗽两天了
{c:小果}跑步第一
{b:muyang}的英语卡片
{b:沐沐}爸爸签到
{c:果果}奶奶来接
@{d:王老师} 收到
{d:wangyq}发了通知
{c:chenguo}打卡
效果果然好
# 5 4S店
@a 常远
@b 成龙军
@c 解晓东
@d 石榴 | 石留
常常远程服务
{a:常远}提车
{a:常先生}保养
{a:远哥}，车漆有划痕
道路漫长远处有灯
{b:成龙军}投诉
{b:龙军}的发票
{b:成先生}要退订金
{c:解先生}试驾
{c:解晓东}贷款批了
{c:晓东}，上牌资料
{c:xiexiaodong}@mail.example
{c:东哥}等通知
解决晓得了
{d:石榴}姐接待
{d:石留}签字
{d:留留}请假
销售{d:石榴}，客户{a:常远}
{a:changyuan}到店
{a:chang.yuan}
{b:chenglongjun}
# 6 外贸
@a Robert Zhang | Rob
@b Sophia Müller
@c Ahmed Hassan
@d 林曼妮 | Mandy
{a:Rob}, pls confirm the PI
{a:Robert} replied
Mr. {a:Zhang}? no, {a:Robert Zhang}
{a:Zhang, Robert}
{a:R. Zhang} signed
{b:Sophia} asked for samples
{b:Müller} complained
{b:sophia.mueller}@x.example
{b:Sophia Muller} paid
{c:Ahmed} wants a discount
{c:Hassan}说货款月底付
{c:AHMED HASSAN}
{c:A. Hassan}
{d:Mandy}跟进一下
{d:Mandy Lin} is on leave
{d:mandy}在吗
{d:曼妮}，报价单
{d:林曼妮}的客户
{d:妮妮}去展会了
{d:linmanni}
{d:Mandy姐}
{a:Rob}'s order
{b:Sophia}说ok
# 7 社区医院
@a 宁静
@b 向前进
@c 成功
@d 康健
请保持宁静
{a:宁静}护士打针不疼
{a:宁护士}，换床
{a:静姐}下夜班
{b:向前进}大爷量血压
{b:前进}大爷来了
{b:老向}的药开好了
手术很成功
{c:成功}的病历
患者{c:成功}，男
{c:成先生}复查
{d:康健}医生门诊
{d:康医生}出诊
{d:康主任}会诊
{d:健哥}帮我看片子
~失败是成功之母
挂号：{b:向前进}
家属{a:宁静}签字
{d:kangjian}登录HIS
{c:chenggong}取号
# 8 夜班运维
@a 龙飞 | longfei
@b 云烟 | yunyan
@c 安澜
@d 马到功
{a:longfei} restarted nginx
{a:龙飞}在机房
{a:飞哥}，磁盘满了
{a:飞总}已知悉
过眼云烟
{b:云烟}巡检
{b:yunyan}@oncall
{b:烟烟}换班
{c:安澜}升级固件
{c:澜姐}在吗
{c:anlan}提工单
{c:AnLan} approve
{c:安工}确认
{d:马到功}开权限
马到功成
{d:马工}远程
{d:到功}打电话
/home/{a:longfei}/logs
user={b:yunyan}
{d:madaogong}
{d:马哥}吃夜宵
# 9 小区业主
@a 302-老郑 | 郑国安
@b 1201小鹿妈 | 鹿鸣
@c 物业-小蔡 | 蔡文博
@d 楼长吴姐
{a:老郑}家漏水
{a:郑国安}不同意加装电梯
{a:国安}叔签字了
{b:小鹿妈}，快递在我这
{b:鹿鸣}投了反对票
{c:小蔡}来修门禁
{c:蔡文博}，物业费多少
{c:文博}，水压太低
{c:蔡经理}解释一下
{d:吴姐}通知停水
{d:楼长吴姐}发公告
@{d:楼长吴姐} 收到
@{c:物业-小蔡} 灯坏了
{a:郑叔}遛狗不牵绳
{c:博哥}来了
{a:302-老郑}退群
{-:老吴}开锁电话多少
# 10 理财
@a 贺新春
@b 富强 | 强强
@c 金融
@d 余额宝 | 于娥
{a:贺新春}赎回了基金
{a:贺总}要见客户经理
{a:新春}兄，收益多少
{b:富强}追加投资
{b:富先生}风险测评
{b:强强}，合同签好了
强强联合
{c:金融}先生的工单
{c:金先生}投诉
{d:于娥}的余额
{d:娥姐}来网点
{d:于女士}，您好
{a:hexinchun}
{b:fuqiang}登录失败
{d:yu'e}
{d:Yu E}
客户经理{b:富强}
# 11 剧组
@a 海涛
@b 江山
@c 花满楼 | 花花
@d 第五名扬
{a:海涛}导演喊停
{a:涛哥}收工
{b:江山}改剧本
~江山如画
{b:江编剧}在吗
{b:山哥}，盒饭
{c:花满楼}进组
{c:花花}化妆
花花世界
{c:花姐}走位
{c:满楼}，威亚准备
{d:第五名扬}是摄影
{d:名扬}，换镜头
{d:第五老师}开机
{d:第五}，备电池
第五名是谁
{d:diwumingyang}
{a:haitao}
{c:huamanlou}
{b:jiangshan}发文件
通告单：{a:海涛}、{b:江山}、{c:花满楼}
# 12 港澳台
@a 歐陽振樺
@b 鄭繡聞 | Sammi
@c 吳珺茹
@d 許智鞍 | 安仔
{a:欧阳生}，您好
{a:振樺}哥未返工
{a:振桦}的收件地址
{a:欧阳振桦}
{b:Sammi}話唔得
{b:绣闻}姐
{b:郑绣闻}已签收
{c:珺茹}訂咗枱
{c:吳小姐}你好
{c:吴珺茹}小姐
{c:茹姐}開會
{d:安仔}搞掂未
{d:許智鞍}
{d:许智鞍}
{d:智鞍}，收到
{d:許生}
{d:阿安}食飯
# 13 微商
@a 糖糖~代理 | 唐梦洁
@b 💕小幸运💕 | 邢云
@c 大力水手 | 李大力
@d 木子李 | 李木子
{a:糖糖}补货了
{a:梦洁}亲，发圆通
{a:唐梦洁}的地址
{a:糖糖~代理}升级了
{b:小幸运}下单
{b:邢云}要退货
{b:云姐}补差价
{c:大力水手}拼单
{c:大力}，快付款
{c:李大力}的快递
{c:力哥}要两箱
{d:木子李}晒图
{d:木子}，好评返现
{d:李木子}返现
@{b:💕小幸运💕} 已发货
{a:洁姐}，结账
{a:糖姐}，新款到了吗
{d:limuzi}
{b:xingyun}
# 14 法院
@a 闻人博
@b 乐山水
@c 查理 | 查经理
@d 申请
@e 牛魔王 | 牛默
{a:闻人博}申请执行
{a:闻人先生}到庭
{a:闻人}的代理人
{b:乐山水}答辩
{b:乐先生}缺席
乐山大佛
{c:查理}举证
{c:查经理}质证
{c:查先生}上诉
{d:申请}人姓名就叫{d:申请}
{d:申先生}，补正
{e:牛默}撤诉
{e:牛魔王}发来语音
{e:牛先生}调解
{b:yueshanshui}
{c:zhali}
{a:wenrenbo}
{a:闻人 博}
原告{a:闻人博}，被告{e:牛默}
# 15 采购群
@a 张建华
@b 张建国
@c 刘洋
@d 刘阳
@e 马云飞
{a/b:张总}批了吗
{a:建华}总说可以
{b:建国}总还没回
{a/b:建总}? 谁
{a:张建华}与{b:张建国}
{c/d:liuyang}签收
{c:刘洋}、{d:刘阳}
{c/d:刘工}去现场
{c:洋哥}和{d:阳哥}
{e:云飞}议价
{e:马云飞}
{-:马云}的公司
{e:飞哥}
{a:zhangjianhua}
{b:zhangjg}
{a:zhangjh}
{c/d:小刘}
{e:马经理}
{a/b:建哥}在哪
{c/d:ly}已到
远渡重洋
{e:mayf}
{-:张建军}来送样品
{a/b:老张}同意
# 16 语音转写
@a 冷月 | 冷主管
@b 于是之
@c 陆续
@d 卫生巾厂-卫红
喂，{a:冷主管}在吗
{a:冷月}不在，我是{c:陆续}
~订单陆续到了
{c:陆先生}是吧
对，大陆的陆，{c:陆续}
{b:于是之}先生预约了
{b:于先生}没接
{d:卫红}厂长打来的
{d:红姐}问发货
{d:卫厂长}急
{a:月姐}说可以
{a:冷姐}批了
{c:小陆}记录
{a:lengyue}
{d:weihong}发邮件
{b:yushizhi}
转给{a:冷月}
`
