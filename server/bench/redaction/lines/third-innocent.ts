// Innocent lines of the third round: goods, words with a surname in them, places, versions, times, sums of none.

export const THIRD_INNOCENT = `
今天天气不错，适合出去走走
王者荣耀更新到S35赛季了
老干妈和康师傅哪个好吃
张家界和黄山你选哪个
周末去石家庄还是李家沱
小米14 Pro 16+512GB 多少钱一台
iPhone 15 Pro Max 256G 有货吗
版本号 v2.13.4 build 20240307
系统升级到Windows 11 23H2
会议时间改到14:30-16:00
2024-03-07 14:22:10 网络异常
第3季第12集好看
比分是 21:18 21:19
他一万个不愿意
江山易改，本性难移
马到成功，万事如意
高高兴兴上班，平平安安回家
白费力气，不如不做
成龙配套的设备什么时候到
方便面还剩三包
安静一点，孩子睡了
常年有效的套餐有哪些
于是我们就走了
何必呢，退一步海阔天空
谢谢您的支持，祝您生活愉快
田园风光真好
金银花泡水喝
李子熟了，苹果还没
白萝卜胡萝卜都要
马上到，等我五分钟
车厘子三斤装
鲁迅先生的文章真好
上海黄浦江游船几点开
北京西站怎么走
南京长江大桥通车了
明天坐G7342次去上海虹桥
CA1831航班延误两小时
MU5137几点起飞
3月8日妇女节放假半天
双十一预售开始了
满300减50，可叠加
5G套餐都有哪些
流量用完了自动降速
请提供一下您的身份证号码
麻烦说下您的手机号
您的姓名和地址请补充一下
密码不要告诉任何人
验证码请勿泄露给他人
请输入六位数字密码
忘记密码怎么办
我的邮箱满了
QQ音乐会员怎么退
微信支付失败了
打开微信扫一扫
银行卡丢了怎么挂失
护照过期了怎么办
车牌照要下周才能拿到
10086是移动客服
请拨打110报警
12345热线打不通
12306买票太难
3.1415926535
共计128页，第37页
身高175，体重68公斤
血压120/80，心率72
血糖5.6mmol/L
体温36.5度正常
GB/T 22239-2019 标准
ISO 9001:2015认证
RTX 4090显卡
MX-2024型打印机
HP LaserJet M1136
型号：BCD-525WKPZM(E)
尺码XL，颜色藏青
商品编号没有了吗
圆周率后面是多少
1+1=2
A4纸5包
第12届三中全会
十九大报告第三章
《民法典》第1024条
凌晨3点20分下单
2024年第一季度
18K金戒指
100%棉
分辨率2560x1600
500毫升装
三心二意，七上八下
四川人不怕辣
七匹狼男装打折
十月怀胎不容易
九牛一毛而已
小心地滑
小学三年级数学
小哥你到哪了
老师好，作业交了
老板，来碗面
阿姨辛苦了
师傅到了打我电话
医生说多喝水
经理不在，明天来
周大福的项链
王老吉两箱
张小泉剪刀
同仁堂的药
杨国福麻辣烫
沙县小吃
香飘飘奶茶
特斯拉Model Y降价
比亚迪汉EV续航
雷克萨斯ES
路易威登新款
香奈儿5号
欧莱雅洗面奶
舒肤佳香皂
阿迪达斯三叶草
麦当劳第二份半价
星巴克买一送一
华盛顿大学录取通知
牛津词典第9版
曼彻斯特德比
巴塞罗那赢了
哈利波特第七部
林肯公园的歌
中国平安保险怎么样
文三路堵车了
人民广场站换乘2号线
朝阳公园开放到几点
陆家嘴房价还在涨
下沙那边有地铁吗
楼上漏水，找物业
三楼会议室借一下
前台说要登记
门卫不让进
那个谁，把表发我
都是自己人，别客气
余额不足，请充值
金额不对，麻烦核实
退款要几天到账
价格有点贵
买三送一
今年双十二没意思
凭小票退换
工资还没发
明天发工资吗
订单显示已签收但没收到
快递三天没动了
没有物流信息
订单还没发货
宁波银行理财收益多少
江南布衣的裙子
温柔一点好吗
许多人都这么说
全部都要
应该可以的
时间来不及了
公司年会定在下周五
解决了，谢谢
水电费一起交
米饭多给点
连接超时，请重试
包装破了
单独下单
别买那家，坑
华为Mate60 Pro的麒麟芯片
红米K70至尊版
戴尔灵越14
联想小新Pro16
任天堂Switch
高德地图导航
滴滴打车
海底捞排队
大众点评4.8分
The weather in London is great today
Will do, thanks a lot
May I call you tomorrow morning?
I need to reset my password
What is your date of birth?
Please confirm your phone number
The meeting is at 3:30 pm
Version 2.13.4 was released on 7 March
Windows 11 23H2 update failed
iPhone 15 Pro Max is out of stock
Room service closes at 11
Turn left at the bank
Mark it as done and bill them later
Rose wine or white?
Jack of all trades
Washington beat Dallas 21-18
Call 911 in an emergency
It costs around nothing
Ford Focus 2019 for sale
Johnson & Johnson shampoo
the Morgan Stanley app is down
Add 2 cups of flour
Page 37 of 128
Chapter 12, verse 4
Error 0x80070057
ISO 9001:2015
RTX 4090 Ti
Flight BA249 is delayed
See you on Sunday
Happy Christmas everyone
Ubuntu 22.04 LTS
Best,
Mark all as read
Will the store open on Monday?
The Hilton is fully booked
Chrome 120.0.6099 crashed
Add salt and pepper
My flight lands at 18:45
Frankly I don't care
Page not found
Python 3.12 is out
May is a busy month
今天开盘跌了三个点
我想改签明天上午的车
白天信号不好，晚上还行
毛衣起球怎么处理
游戏账号被封了怎么申诉
沈阳到大连多久
温度调到26度
常温奶两箱
鲁菜和川菜哪个好
包子两笼，豆浆三杯
韩式烤肉不错
金融街那边新开了店
项目下周三评审
安卓14更新失败
这个月话费超了
请问几点下班
宝马X5保养一次多少
东方明珠门票怎么买
文件夹里第3份
马路对面就是超市
花园小区物业几点上班
李子坝轻轨穿楼
祝您生日快乐
高峰期限流
容量500G够用
水星路由器怎么设置
骆驼牌冲锋衣
广东话怎么讲
石榴籽一样紧紧抱在一起
范围是1到100
平板电脑保修两年
华住会积分过期
房间号是多少
何时发货
第二届进博会
单价太高了
关于退款的说明
`
