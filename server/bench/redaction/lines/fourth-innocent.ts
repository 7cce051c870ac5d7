// Innocent lines of the fourth round: service talk, goods, places, scores, words with a surname in them.

export const FOURTH_INNOCENT = `
您好，请问有什么可以帮您？
这个套餐每月有30GB流量和500分钟通话
您的星级是四星，有效期到2024年12月31日
好的，请您稍等，正在为您查询
请问还有其他可以帮到您的吗
拨打10086按3再按1转人工
感谢您的来电，再见
双卡双待，Type-C接口，5000毫安电池
麻烦您重启一下光猫，等指示灯变绿
亲，满199包邮哦，偏远地区除外
S码偏小，建议您拍L码，身高175体重70左右
这款面料是95%棉5%氨纶
发货后一般3到5天到
亲亲，给个五星好评吧
国道G107封路了，走京港澳高速
明天最高温32度，最低24度，东南风3级
阿里云服务器2核4G，带宽5M
docker run -p 8080:80 nginx:1.25
报错 Error 404 not found
ping 延迟 32ms，丢包 0%
第12页第3行有错别字
习题3.4的第2小题答案是B
语文118，数学135，英语126
本周值日：一组二组
运动会4x100米接力第一名
血压130/85，心率72，体温36.8
阿莫西林0.25g，一日三次，饭后服
空腹血糖6.1偏高，注意饮食
王牌对王牌今晚八点
白沙烟两条，茅台一瓶
马路对面有家周黑鸭
金融街那边堵得要死
石榴和柿子都熟了
何时能修好？
高度重视，马上处理
常规检查而已，不用紧张
温水送服，忌辛辣
方圆十里没有加油站
单位组织体检，时间另行通知
安全第一，预防为主
毛利率28.5%，同比上升1.2个百分点
项目编号待定，预算控制在合理范围
于情于理都该去一趟
易碎品，轻拿轻放
江小白和青岛啤酒哪个便宜
雷阵雨转多云，记得带伞
华为Mate 60 Pro+ 16GB+512GB 雅川青
全场8折，会员再享95折
花呗分期3期免息
小哥哥你好呀，在吗
宝宝辅食几个月添加
老板，来两份酸菜鱼，微辣
老师好，请问家长会几点开始
司机师傅前面路口停一下
我妈说晚上吃饺子
姐妹们冲啊，最后三小时
Please hold while I transfer your call
Your data plan resets on the 1st of each month
Turn off the modem for 30 seconds and try again
The store is open 9am-6pm Monday to Saturday
Version 3.2.1 fixes the login issue
May I help you with anything else?
I will check with the back office and update you
Hope you have a great weekend, cheers
The train from Manchester to Leeds is delayed by 20 minutes
Samsung Galaxy S23 Ultra 256GB in black
Will you be home on Sunday morning?
Mark the ticket as resolved please
长沙到张家界高铁三个小时
万达广场三楼新开了一家海底捞
平安保险和人寿哪个好
京东自营比淘宝贵一点
周五下午三点，腾讯会议
凯旋门有什么好玩的
宁可慢一点，不要出错
您好，请问您要咨询什么业务呢
您的驾驶证还有三个月到期，可以提前换领
工作日9:00-17:00，周末休息
您当前排队人数12人，预计等待4分钟
航班CZ6345将于14:25在B12登机口登机
请把行李放到传送带上，谢谢配合
科二考五项：倒库、侧方、坡道、直角、曲线
轮胎型号225/55R17，胎压2.4
机油5W-30全合成，建议8000公里更换
麻烦给个好评哈，返现不支持
白菜三毛一斤，萝卜五毛
今天股市跌了2.3%，沪指报3021点
基金定投每月500起
车厢里禁止吸烟
金桥路堵车，绕行吧
武侯祠门票多少
应急管理局发布橙色预警
段落格式首行缩进两个字符
莫名其妙扣了我流量
左边第二个窗口取号
祝您一路平安，旅途愉快
常规保养包括换机油机滤
管道疏通，电话预约
成年人才能参加
田径队训练改到操场
计算机二级报名下周截止
文具盒、练习册各一套
安静点，自习课呢
党员学习资料已上传
党校培训两天
双人床1.8米，送床垫
毛巾、牙刷自备
云南过桥米线真香
温度计坏了，换一个
方便的话帮我带瓶水
高血压药不能停
白血病和贫血不一样
石膏固定六周
钱包丢了去失物招领处
金额不对请联系收银台
全麦面包配牛奶
应该是系统延迟，稍等再看
包厢满了，大厅可以吗
比亚迪秦PLUS DM-i 冠军版
理想L7和问界M7对比
苹果15还是华为P60
谷歌浏览器打不开
Please allow 5-7 business days for the refund
Our office will be closed on Monday for the public holiday
Tap Settings > General > Reset to continue
Can you send me the link again please
Flight BA117 now boarding at gate B34
The meeting is moved to Thursday at 2:30pm in Room 5
Premier League: Arsenal 3-1 Chelsea
Happy New Year to you and your family!
I'd like a large latte with oat milk
Check the Jenkins build #4471, it failed at step 3
Python 3.11 and Node 20 are supported
Black Friday deals start at midnight
Rose gold or midnight black?
施工期间请绕行
宁静的夜晚适合看书
和平饭店在外滩
向日葵开了
连续签到七天送积分
您可以通过营业厅或掌厅办理销户
资费以当地公告为准
晚上去江边走走吧
孩子爱吃石榴不爱吃李子
明早跑步还是游泳
万一下雨就改室内
管道煤气改天然气
马路上全是积水
我家狗狗绝育了
左转两百米就是加油站
金银花泡茶降火
这段路限速60
方便面和火腿肠各一箱
会议纪要已发群文件
成本控制在预算内
祝大家周末愉快
谢谢理解与支持
何必当初呢
白天不懂夜的黑
黄豆炖猪蹄真香
应届生优先，薪资面议
钟点工一小时多少
常温牛奶还是冰的
单位食堂今天有红烧肉
温馨提示：请保管好随身物品
党支部会议改期
古城一日游几点出发
项目进度已到80%
计划下月初上线
高兴就好
严禁携带易燃易爆物品
向左滑动删除
连接超时，请检查网络
毛衣起球怎么办
关节疼要不要拍片
车位已满，请停B区
米饭再来一碗
柏油路面刚铺好
石桥下面水很深
牛奶过敏不能喝
房贷利率又降了
Your order has been shipped
Please rate your experience from 1 to 5
Turn left at the church then straight on
The Wi-Fi will be down between 2 and 4am
Grace period ends on Friday
Mark your calendars for May 4
Can you resend the invoice as PDF?
I'm on my way, 10 mins
See you at Victoria station
Chase bank closes at 5
Rich chocolate cake recipe
`
