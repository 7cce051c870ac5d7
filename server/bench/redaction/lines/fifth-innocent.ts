// Innocent lines of the fifth round: models, versions, laws, scores, hotlines, prices of offers, lockers of any house.

export const FIFTH_INNOCENT = `
iPhone 15 Pro Max 256GB 到手价9999元
信用卡挂失请拨95588
根据《民法典》第1165条、第1179条
Node 24.21.0，npm 11.3.0
HTTP 502 Bad Gateway，重试3次
考试成绩：语文92，数学118，英语105
配件料号 8C0035190A
GB/T 37964-2019 标准
存在快递柜
放快递柜就行
我在门口快递柜等你
东西存在超市前台了
存在问题，需要整改
存在以下3个风险
会议时间 14:30-16:00，3楼会议室
股票600519今天涨2.3%
邮编310012
尺寸1920x1080，刷新率144Hz
步骤1、2、3完成后进入第4步
学分绩点3.82/4.0
血压135/85，血糖6.1
CT值-120HU，层厚1.25mm
春节放假2月16日至2月23日
git commit 9fceb02d0ae598e95dc970b74767f19372d61af8
监听 0.0.0.0:8080
文档见 https://docs.example.com/guide/install
SLA 99.95%
line 233, in main
工作日9:00-18:00
油价92号7.68元/升
外卖配送费3元起
A座和B座之间
每天8000步，消耗320千卡
请到2楼缴费
四六级成绩 532 分
招聘3-5年经验，年龄35岁以下
入职满1年享5天年假
色号 #FF8800
房间温度26度
违约金按日万分之五
本月话费账单已生成，请登录APP查看
您的快递已到站，请及时领取
满意请评5星
Version 10.0.19045 is out of support
The flight lands at 18:45 at gate B12
Sales grew from 1.2M to 3.4M
We open 9-5, Mon-Fri
call 911 in an emergency
电话会议改到周三
身份证要带原件
请填写手机号和地址
IP电话、IP地址都不能改
取件码在短信里
住址变更需要户口本
请按1查询，按2办理，按0转人工
信号RSRP -98dBm，SINR 12
限额5万/日
白细胞6.8×10^9/L
心率72次/分，呼吸18次/分
期末考试6月28日至30日
物理作业第88页第3题
双12大促，8折起
快递存在门口就行
存在柜子里
存在哪个柜
一单元停水
公司成立于2008年，员工1200人
KPI完成率102%
岗位编码看JD
端口445、3389关闭
Log4j 2.17.1
TLS 1.3，AES-256-GCM
ping 超时 4 次
错误代码：10060
磁盘剩余12.5GB，共500GB
劳动合同法第39条
ISO 27001:2022
中国电信2026年3月11日公告
BTC 突破 88000
比分 88:82
身高175，体重70
航班MU5331，登机口C12
导航还有3.2公里
轮胎225/45R18
屏幕6.78英寸 2K 120Hz
WiFi 7，蓝牙5.4
货号DN8820-101
批号20260311A
生产日期2026.03.11
国药准字H20033127
优惠券码不可叠加
第18届
We have 1,200 employees in 33 countries
Release 2026.3.1-hotfix2
Order before 3pm for same-day delivery
The meeting is in room B12 at 10
Dial 999 in an emergency
10.5 x 20.3 cm
2+2=4
生于忧患，死于安乐
一五一十地说
五一放假5天
八一建军节
您好，请问是要咨询续保吗
12345已受理，5个工作日内答复
发货地义乌，默认中通
酒店早餐7:00-9:30，2楼餐厅
免费托运23kg
抽卡保底80抽
诉讼时效3年
试用期工资不低于80%
2026-03-11 10:22:31 INFO started in 3.31 seconds
pid 88203 exited with code 1
docker run -p 8080:80 nginx:1.25
build #882
光功率-23.5dBm
新台币汇率4.41
Order more than 3 items and save 20%
Temperature is 33.1 C
Top 10 movies of 2025
Score: 88-82
$9.99/month after trial
RFC 9110
密码不能为空
密码强度：中
订单已发货
快递一般3天到
身份证号应为18位
邮箱已被注册
地址写到门牌号
2栋和3栋之间的广场
A区排队
存在前台
存在驿站要收费吗
十二生肖
七十二变
三分之一
八点半开会
1990年代
3·15晚会
007也不行
4K 60Hz
CPI 2.1%
每位98，酒水另计
停车费5元/小时，20元封顶
5G信号覆盖率99.2%
上网流量剩余12.5GB
CT需预约，排到下周三
贷款年化4.2%
定投每月500
工位在3楼A区
九年义务教育
第2节课数学
漏洞编号CNVD-2026-08820
共发现 88 个风险
UUID 550e8400-e29b-41d4-a716-446655440000
线程数 200，队列 1000
整车运价2.8元/公里
预计3天后到
HS编码 8517130000
Our hours are 9am to 5pm
See page 33, table 8
My son is in grade 3
10% discount until March 31
About 1,500 people came
三三两两
五颜六色
身高一米七五
三点一刻
豆瓣8.8
A股3300点
房贷利率3.3
京沪高速K1203
光年9.46万亿公里
1+1=2
H2O和CO2
IPX8防水
i9-14900K
Model 3
东风-41
GB 2760
IEEE 802.11ax
存在即合理
存在主义
存档3号位
快递放前台即可
驿站几点关门
柜子满了放不下
订单金额不含高速费
身份证原件带来即可
社保断缴3个月影响大
积分1288分可兑换话费
路由器支持WiFi6，2.4G和5G双频
拍下48小时内发货
赠品数量有限，送完1000份为止
四级425分过
96110来电请接听
build 2026.0311.1022
MySQL 8.0.36 端口3306
HTTP 404 /favicon.ico
GC pause 203ms
1773195751
at com.a.b.C$1.run(C.java:203)
0b101010
translate(-50%,-50%)
en-US
H.265 4K@60fps
±0.5℃
1/3杯
5·20快乐
1对1辅导
90后00后
4S店
B2B、O2O
A+轮融资
G7峰会
R22制冷剂
C30混凝土
M12螺栓
380V三相
E27灯头
DDR4-3200
approx 3,300 units
9 out of 10
iOS 18.3.1 and Android 15
Route 66
World War 2
查询流量发送CXLL到10086
查快递打95338
医保12393
3月22日下雨
22楼有餐厅
均价2.2万
1.5L装
i5-12400F
build 220447
端口8080
第22条
ISO 14001
批次20260311
10:22出发
A22登机口
2单元门口
5层以上
血压130/85
第4名
2204人参加
-5℃
a1b2
H1业绩
42码鞋
24小时营业
四季如春
七匹狼
十全十美
万能表
存在感
存在风险
存在柜台
放驿站
记一下啊，三点开会
最后一题不会
八个8是什么意思
少了5个
上次那个方案
美国的签证难
点进去填
twice a week
记好了
前面路口右转
后面还有2个
后面2026年的计划
余下20分钟
`
