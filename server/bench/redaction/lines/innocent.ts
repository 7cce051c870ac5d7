// Invented lines in which nothing sensitive stands, though it looks like it: versions, prices, models, scores, idioms that hold surnames,
// brands, cities, words that English names are too.

export const INNOCENT = `
版本号 3.14.159.26
升级到 v10.0.19045.3803 了吗
iPhone 15 Pro Max 256G
型号 DX-7788-2211
螺丝 M8x120 每盒 500 个
2024年5月12日 14:30 开会
明天上午10:30-11:45
比分 21:19 21:17
比赛打了 3:2，加时 108:104
股价从 12.35 跌到 11.98
π约等于3.1415926535
尺寸 1200×600×750
分辨率 1920x1080
车次G1234，9车12F
航班 MU5137 延误
CA1501 登机口 C23
地铁10号线
101路公交
第三百二十一章
我等你一千年一万年
一万个不愿意
万一下雨怎么办
一五一十地说
不管三七二十一
九九八十一
二十四小时营业
一二三四五六七八九十
一三五七八十腊，三十一天永不差
零零七
九一一事件
三六零浏览器
王者荣耀开黑吗
李子多少钱一斤
王子公主
白云山风景很好
黄河入海流
高山流水
江河湖海
马上就到
马到成功
张灯结彩
张口就来
李代桃僵
周而复始
周末愉快
周一见
吴侬软语
郑重声明
钱不够了
孙子兵法读过吗
赵州桥
万事如意
何必呢
何况是你
何乐而不为
于是我就走了
于心不忍
方便的时候回我
方法不对
方圆十里
高兴极了
高端大气上档次
高清无码
石头剪刀布
石家庄
江苏浙江
江湖救急
金额不对
金光闪闪
余额不足
余生请多指教
安全第一
安静一点
安卓手机
常见问题
常回家看看
成功了
成本价
程序崩溃了
陈年老酒
陈列柜
田园风光
白天不行
白白浪费
乐意之至
和平饭店
和气生财
温度23.5度
温馨提示
温暖如春
明天见
明明是你错了
文件发我
文明礼貌
向前走
向日葵
包子铺
包邮吗亲
包裹到了
路上堵车
路过而已
任何人
任务完成
任性
毛毛雨
毛病真多
云南白药
云计算
严重超时
华为手机
小米14
苹果汁
奔驰宝马
阿里巴巴
张裕葡萄酒
王老吉
老干妈
李宁运动鞋
周大福
周黑鸭
马应龙
康师傅方便面
郎酒
老凤祥
海底捞
星巴克
麦当劳
特斯拉
老师好
老板结账
小姐姐你好
阿姨洗铁路
哥们儿
小心点
小区门口
小时候
老地方见
老样子
大哥大嫂过年好
大方一点
宝贝收到了
亲，在的呢
亲爱的顾客您好
尊敬的用户
先生您好
女士您好
客服MM在吗
谢谢老板
谢谢啦
谢绝还价
许多人
许久不见
曾经沧海
曾几何时
都江堰
施工中
施主请留步
连衣裙
连续三天
水果店
水电费交了
时间不多了
时候不早了
应该可以
应届生
原来如此
原价多少
平时不忙
平安到家
平安银行
强烈推荐
强制退出
项目延期
项链不错
苗条
花木兰电影好看
花生酱
葛根粉
龙井茶
龙年大吉
凤凰古城
柳暗花明
梅花三弄
竹篮打水
雪中送炭
冰雪聪明
春暖花开
秋高气爽
冬瓜汤
夏天到了
孔雀东南飞
孟婆汤
诸葛亮借箭
曹操到了
红楼梦
林黛玉倒拔垂杨柳
孙悟空
Please wait for 30 minutes
Version 2.10.4 released on Monday
See you in May
Will do, thanks
Mark my words
Grace period ends soon
Bill is due on Friday
Can you frank the letter
Hope this helps
I'm sorry to hear that
Good morning
Thank you for your patience
The Rose garden opens at 9
Apple and Microsoft shares fell
Paris is lovely in spring
Jack of all trades
Happy Christmas
Let me check that for you
room temperature is 20
chapter 12 section 3.4.5
ISO 9001:2015
RFC 2119
ISBN 978-7-111-12345-6
error code 0x80070057
HTTP 404
UTC+8
build 20240512.3
size 10-12-14
SKU 100-200
Model X-100
Q3 2024
24/7 support
2.4G wifi连不上
5G信号
4K高清
A4纸
B超做了吗
C罗进球了
H5页面
O型血
T恤
U盘
X光
快递一般3-5天
发货后48小时
共12345人参与
播放量1234567
点赞 99999
人口 1412120000
一年365天
邮编 100000
区号 021
热量 1200 千卡
体重 65.5 公斤
血压 120/80
心率 72
考了 98.5 分
满 300 减 50 活动
第 5 栏第 3 行
北京时间
上海人真多
去杭州玩
南京路步行街
中山公园
人民广场
鼓楼区
东门
五道口
三里屯
国贸
长江大桥
去趟医院
学校门口
超市见
`
