// Of the eighth round: namesakes, and the third batch, scored before anything more was mended (README.md; roster-lines.ts says how they are written).

export const ROSTER_ALIKE = `
# 28 同名同姓
@a 李娜
@b 李娜
@c 李军
@d 陈军
{a/b:李娜}说的
{a/b:李姐}? 哪个李姐
{c/d:军哥}
{c:李军}和{d:陈军}
{c/d:阿军}
{d:小陈}
{c:李军}来了
{d:陈军}走了
{d:老陈}在
{a/b/c:小李}
{a/b/c:李总}
{a/b:娜娜}
{d:陈总}
{c/d:军军}
军人优先
{a/b:lina}
{c:lijun}
{d:chenjun}
{c/d:jun}哥
# 29 夫妻店
@a 夏明
@b 夏明明
@c 夏明亮
{a:夏明}老板
{b:夏明明}收银
{c:夏明亮}送货
{a/b/c:夏老板}
{b:明明}
今夏明显热了
{c:明亮}来电
{a/b/c:老夏}
{a/b/c:小明}? 你说谁
{a/b/c:明哥}
{a:xiaming}
{b:xiamingming}
{c:xia mingliang}
灯很明亮
{a:夏 明}
{b:夏明明}和{a:夏明}
# 30 长句
@a 叶知秋 | 秋秋
@b 童年 | 童童
@c 时光
@d 单雄信
一叶知秋
{a:叶知秋}把上次说的那份合同的扫描件和原件都寄到了总部，麻烦查收
{b:童年}小姐的工单升级了
{c:时光}先生，您预约的是下午
{d:单雄信}借我的账号登了一下
{d:shanxiongxin}
{d:老单}明天到
{d:单总}说买单
{d:雄信}呀
{a:知秋}老师好
{b:童年}：在的
{b:童姐}不在
{c:时总}你好
{a:秋秋}感冒了
秋天秋高气爽
{d:单先生}您的单子
{a:叶姐}，{d:单哥}找你
# 31 出租车
@a 胡一刀
@b 白云飞
@c 江小白
@d 可可 | 柯可
{a:胡师傅}，到哪了
{a:胡一刀}接单
一刀切
{a:一刀}兄
{b:白云飞}取消订单
{b:云飞}，上车
{b:飞哥}靠谱
{b:白师傅}您好
{c:江小白}乘客
{d:可可}在机场
{d:柯可}打车
{d:柯小姐}忘了包
{d:可可姐}
{a:胡司机}态度好
{b:bai yunfei}
{c:jiangxiaobai}
{a:胡 一 刀}
{b:白\u200b云\u200d飞}
乘客{d:柯可}，司机{a:胡一刀}
# 32 客服群日常
@a 田甜 | 甜甜圈
@b 向阳
@c 温暖
@d 舒畅
{a:田甜}排班表
{a:甜甜圈}下班了
{a:甜姐}走了
{a:甜甜}来一下
{b:向阳}今天早班
{b:向哥}请吃饭
{c:温暖}值晚班
~天气温暖
{c:暖暖}接电话
{c:温姐}在
{d:舒畅}质检
{d:舒姐}打分
{d:畅畅}加班
{d:小舒}外呼
{b:小向}投诉
{a:tiantian}登录了
{c:wennuan}登录了
{b:xiangyang}登录了
座席：{d:舒畅}/{c:温暖}
坐席{b:向阳}为您服务
# 1 宽带投诉
@a 马晓琳
@b 高建设 | gaojs#
@c 段誉之
客户{a:马晓琳}来电反映晚上网速慢
{a:马女士}说测速只有二十兆
{b:高建设}，麻烦上门看看
{b:建设}说明天上午能去
国家建设需要人才
{b:高师傅}到了吗
{a:晓琳}姐，师傅在路上
{b:gaojs}已接单
{c:段誉之}在后台查端口
{c:誉之}，光衰多少
{c:段工}回复负二十七
{b:gaojianshe}完成工单
{a:琳姐}给了好评
{c:小段}归档
满意度回访：{a:马晓琳}，非常满意
{a:maxiaolin}@mail.example
她说再慢就要换运营商
# 2 门店
@a 卢小燕 | 燕子
@b 谭咏
@c 方便 | 方姐
@d 佟大为民
{a:燕子}早班，{b:谭咏}晚班
{a:小燕}把体验机摆好
{a:卢小燕}销量第一
{b:谭店长}开会
{b:咏哥}盘库存
{c:方姐}，这个月任务多少
您方便的话来一趟
{d:佟大为民}请年假
{d:佟哥}走了没
{a:卢姐}帮忙贴膜
大为改观
{b:tanyong}登录CRM
{a:xiaoyan.lu}@store.example
{b:老谭}请大家喝奶茶
# 3 物流
@a 覃海波
@b 庞统一
@c 葛根
@d 阿依古丽·吐尔逊
{a:覃海波}的货卡在南宁
{a:海波}，加急一下
{a:波哥}卸货了
{a:qinhaibo}
{b:庞统一}签收异常
{b:庞先生}拒收
{b:老庞}改地址了
{c:葛根}师傅在装车
葛根粉有货吗
{c:葛师傅}电话多少
{d:阿依古丽}的包裹到乌鲁木齐了
{d:吐尔逊}来取
{d:阿依古丽·吐尔逊}本人签收
{b:pangty}提交了异常单
司机{a:覃海波}，押运{c:葛根}
{a:覃总}催款
# 4 研发
@a 尤里 | Yuri
@b 秦始明 | qinsm
@c 丁一
@d 温柔 | wenrou
{a:Yuri} reviewed the PR
{a:尤里}说接口超时
{b:qinsm} fixed it
{b:秦始明}合代码
{b:始明}，单测挂了
{b:秦工}看一下
{c:丁一}写文档
{c:一哥}在吗
{d:温柔}做前端
{d:wenrou}提测
{d:柔姐}改样式
{c:dingyi}的分支
{c:Ding Yi} assigned
{b:Qin Shiming} commented
{b:shiming.qin} commented
{a:Yuri}那边好了
git log --author={b:qinsm}
{-:秦明}不在我们组
周一丁字路口见
# 5 租客群
@a 白展堂
@b 佟湘玉 | 佟掌柜
@c 吕秀才
@d 郭芙蓉 | 小郭
{b:佟掌柜}涨房租了
{a:展堂}，水管爆了
{a:老白}去修
{c:秀才}交电费
{c:吕秀才}欠两个月
{d:小郭}搬家
{d:芙蓉}的猫跑了
出水芙蓉
{d:郭芙蓉}退押金
{b:湘玉}姐，宽限几天
{a:白展堂}和{c:吕秀才}合租
{b:佟姐}发通知
{c:秀才}说下周给
{d:guofurong}支付成功
{a:Bai Zhantang}
{b:tongxy}
{b:佟湘玉}：好的
{d:蓉蓉}晚安
# 6 投诉升级
@a 夏侯淳
@b 严格
@c 胡说
@d Catherine Liu | 刘凯琳
{a:夏侯淳}先生要求书面道歉
{a:夏侯先生}在线等
{a:淳哥}别生气
{b:严经理}批示
{b:严总}同意赔付
{c:胡说}女士投诉骚扰电话
{c:胡女士}已回访
{d:Catherine}翻译了材料
{d:Catherine Liu} attended
{d:凯琳}发邮件
{d:刘凯琳}跟进
{d:C. Liu}
{d:Liu, Catherine}
{a:xiahouchun}
{d:琳琳}转达
客户{c:胡说}要求回电
`
