// Of the third round: places, names and English lines (README.md).

/** Class → lines. */
export const THIRD_WORDS: Readonly<Record<string, string>> = {
  'third round, places': `
寄到«浙江省杭州市西湖区文三路398号东信大厦12楼1203室»
地址：«文三路398号»
我家«翠苑三区15幢2单元501»
«3-2-502»漏水了
«12幢1单元801室»业主投诉噪音
住«余杭区良渚街道杜城村6组27号»
«湖南省湘潭县石潭镇古云村大塘组»
«玉泉校区7舍312»
宿舍«紫荆公寓5号楼604B床»
放«翠苑菜鸟驿站»就行
«西溪诚园小区东门丰巢柜»
«滨江区江南大道588号恒鑫大厦主楼17层»
公司在«陆家嘴环路1000号恒生银行大厦38F»
«九龙旺角弥敦道688号旺角中心一期1205室»
«香港湾仔轩尼诗道28号8楼C座»
«台北市大安区忠孝东路四段100巷5弄8号3楼之2»
«新北市板橋區文化路一段188號12樓»
«澳门氹仔成都街濠景花园25座8楼F»
«Room 1203, Building 5, No. 398 Wensan Road, Xihu District, Hangzhou»
«内蒙古锡林郭勒盟西乌珠穆沁旗巴拉嘎尔高勒镇罕乌拉街3号»
«新疆喀什地区疏附县托克扎克镇7村3组»
«和平里七区甲12号楼3门402»
«静安区南京西路1266弄18号602室»
«北京西路1399弄5支弄3号»
«文三西路与古翠路交叉口东北角100米»快递车坏了
门牌«甲37号-2»
车停«B2层C区118号车位»
我住«仁和苑二期九号楼十七层一七零三»
«西二旗大街39号院5号楼»取件
«人民医院住院部6号楼12层25床»
«大塘新村18排6号»
«四季青服装市场2楼A2-118»
«高新区软件园二路6号楼 A 座 903»
«崇明县堡镇财贸村1队»
«塔院小区朗秋园8号楼6单元101»
地址：«宁波市海曙区中山西路118号鼓楼大厦B座1502»
收货«江北区孔浦街道文教路72弄15号403室»
«鄞州区首南街道学士路655号科信大厦A座9楼»
送«桂花苑7幢2单元1101»
家住«慈溪市观海卫镇卫山村三区42号»
«奉化溪口镇上白村下山头18号»
老家«安徽省阜阳市临泉县杨桥镇姜寨村王庄38号»
快递放«桂花苑南门丰巢柜»
宿舍«西校区12号楼305»
公司«钱湖南路8号行政楼201»
«深圳市南山区粤海街道科苑路15号科兴科学园A3栋12层1201»
«香港九龙观塘道388号创纪之城1期22楼2205室»
«台中市西屯区台湾大道三段99号»
我家在«四明路和百丈路路口»
«5-2-604»的空调坏了
`,
  'third round, names': `
微博 @«一只爱吃鱼的猫»
我叫«沈砚秋»，来开户
机主«欧阳慧»
联系人：«司徒敏仪»
患者«尉迟建国»，男，52岁
«上官云»老师您好
«迪丽努尔·买买提»的快递
«扎西顿珠»办理停机
«乌云其其格»同学家长
«巴特尔»来电说没收到
«李浩»你好，你的件到了
«邓珂»女士，您的预约已确认
尊敬的«贾文博»先生
«马可欣»、«洪宇»、«韩一诺»三位同学没交作业
@«何佳怡» @«龚启明» 进群改备注
此致 敬礼 «薛承恩»
经办人 «盛夏»
主治医师：«田甜»
签收人：«高兴»
来访人«钟意»
叫«毛毛»妈妈接电话
户主«母国庆»
«仝晓燕»和«亓明»的名字系统打不出来
投保人«覃桂兰»，被保人«韦金花»
請«鄭婉君»小姐回電
«黃詠詩»，你好
«林 晓 雨»
姓名：«张　三丰»
«王»总，合同发您了
«张»工在现场
«李»局明天开会
«刘»处和«陈»科都同意
«陈»老师，孩子今天请假
«赵»大夫的号还有吗
«周»师傅您到哪了
«吴»姐帮我看看
«孙»阿姨拿快递
«欧阳»主任不在
«小王»去送货
«老李头»又来闹
«阿强»说不干了
«强子»你在哪
«胖哥»借我两百
«小雯»晚上加班
«婷婷»，妈到了
«阿Ken»今天没来
«Vivian»姐，报表发了
«Tony»老师剪头发不错
«陈David»和«Linda»开会
«Kevin Zhou»负责这个项目
收件人 «Zhang Xiaoyu»
«zhangwei»刚才打来
«LI Mingze»的护照
«Chan Tai Man»，香港人
«WONG Siu-ming»预约明天
«Lin Chih-ling»女士
«约翰»是外教
«玛丽亚·冈萨雷斯»来访
«山田太郎»先生订房
«金贤洙»是韩国同事
«阮氏梅»的签证
«林晓雨»，«13577889900»，«文三路398号3幢2单元501»
收：«朱丽叶» «136 7788 9900» «翠苑一区8幢» 邮编310012
【顺达快递】«郭»先生，快件«SF1029384756102»已到«翠苑一区»，取件码«5-1-3302»
我«曹建华»，卡号«6222021208001234567»，转«500元»给«曹»总
办理人«宋玉兰»身份证«330102196512120028»
乘客«潘越»/«E23456789»，航班MU5137
客户«郝运来»，尾号7712，投诉宽带慢
«葛优优»妈妈电话«15888776655»
姓名«段誉名»性别男民族汉住址«云南省大理市下关镇泰安路2号»
【蓝海医院】«夏雨荷»您好，您预约的3月8日«秦»医生专家号
租客«冯晓东»，押一付三«7200元»，打«贺兰»卡上
订房人«Sophie Laurent»，护照«19AB12345»
机主«仇晓琳»，号码«15066237719»，证件«330203198804125521»
收件人：«屠思齐»
我是«忻雨桐»，报一下故障
«毕文浩»先生您好，您的宽带已开通
请«洪秀芬»到3号窗口
«闻人静»的快递到了
患者«章国梁»明天手术
班长«陆子昂»说明天考试
«次仁旺堆»办理入住
«阿依努尔·吐尔逊»的身份证拍一下
今天值班：«蒋薇»、«裘立»、«毛建华»
@«水瓶座的阿May» 快看群公告
抄送«龚雪莹»
联系«老葛»，他有钥匙
«小娄»请假了
«阿芬»带孩子去
«燕子»你到了吗
«卢»经理批了
«戚»主任签字
«沙»师傅修的
«魏»大姐，菜放门口了
«莫»阿姨的药
«俞»总和«柴»工一起去
«Jessie»帮我订会议室
跟«Leo»说一声
«Wu Jiahao»的机票
«Lau Wing Yan»，香港客户
«安德烈»是俄罗斯外教
«卡洛斯·门德斯»签到
«木村静香»入住1208
姓名«池晓峰»电话«18868899001»
法人：«江涛»
业主«万里»反映楼道灯坏
«卜一凡»妈妈您好
«欧阳修远»同学的校服
申请人«郎朗月»提交材料
乘机人：«QIU/XIAOLIN»
«邱晓琳»（«Qiu Xiaolin»）
麻烦转给«辛迪»
«臧克非»欠我«两千块»
«丁一»收
`,
  'third round, English': `
Hi, this is «Margaret O'Connell» calling about my bill
My number is «(415) 555-0134», call after 5
Call me on «+44 7700 900123»
reach me at «415.555.0134 ext 22»
cell: «4155550134»
my phone is «four one five, 555, 0134»
SSN «078-05-1120»
card «4111 1111 1111 1111» exp 09/27 cvv «123»
amex «3782-822463-10005»
email «m.oconnell@example.org»
write to «john dot smith at example dot com»
«jane_doe [at] mail [dot] co [dot] uk»
your code is «482913»
OTP: «739201». Do not share it.
Use «G-582013» to verify your account
password: «hunter2!»
my pin's «4471»
user «mocon88» pass «Blue$ky9»
I live at «1600 Elm Street, Apt 4B, Springfield, IL 62704»
ship to «22 Baker St, London NW1 6XE»
deliver to «P.O. Box 1187, Austin TX 78701»
«Flat 3, 10 Downing Close, Leeds LS1 4AP»
our office: «350 Fifth Avenue, 34th Floor, New York, NY 10118»
DOB «03/07/1990»
born on «March 7, 1990»
my date of birth is «7th of March 1990»
passport «X1234567»
US passport number «123456789»
driver license «D1234567»
tracking number «1Z999AA10123456784»
USPS «9400 1118 9922 3859 1234 56»
invoice «INV-2024-00931»
case number «CS0048217»
ticket «INC0012345» is still open
refund of «45 dollars»
«203.0.113.77» keeps hitting the login page
from «2001:db8:85a3::8a2e:370:7334»
mac «00:1B:44:11:3A:B7»
IMEI: «356938035643809»
reset here «https://acme.example/reset?token=9f8e7d6c5b4a»
«https://zoom.example/j/9182736455?pwd=a1B2c3»
IBAN «GB29 NWBK 6016 1331 9268 19»
routing 021000021 account «000123456789»
wechat id «mary_oc90»
my QQ is «281736455»
Regards, «Daniel Hughes»
Dear «Mrs. Whitaker», your appointment is confirmed
Dear «Priya Raghunathan»
«Tom» and «Alice» will join
please ask «Xiaoyu» to sign
«Wei Zhang» approved it
meeting with «Chan Siu Ming» tomorrow
cc «Bob», «Carla» and «Lee»
Patient: «Okonkwo, Adaeze»
- «J. R. Whitfield», Claims
Hey «mike», did you get it?
thanks «Sarah»!
This is agent «Brandon», how can I help?
«Dr. Patel» will see you at 3
signed «Hannah van der Berg»
spoke to «Muhammad Al-Rashid» at the branch
«Nguyen Thi Mai» collected the parcel
plate «7ABC123»
meter no «0098761234»
employee ID «E00732»
membership «8812-3345-901»
Call me at «(650) 555-0199»
My cell's «650-555-0199»
UK line «+44 161 496 0000»
mail me: «rachel_kim(at)example.com»
Hi «Thomas», any update?
«Mr. Okafor» is waiting
«Elena Petrova»
«Ahmed bin Khalid» called twice
card number «5500 0000 0000 0004»
SSN: «219-09-9999»
your passcode is «993 120»
password is «Sunny#2020»
I live at «48 Maple Ave, Unit 6, Dayton, OH 45402»
«9 Victoria Road, Oxford OX4 2AB»
DOB: «1988-04-12»
I was born «April 12, 1988»
passport «C01X00T47»
tracking «1Z12345E0205271688»
IP «198.51.100.23»
account number «4000123456»
ask «Xinyi» about it
`,
}
