// Invented lines of chats, text messages and service desks; « and » stand around what must not be readable, ⏎ parts two messages.

/** Class → lines. */
export const NAMES: Readonly<Record<string, string>> = {
  name: `
我叫«张伟»
我是«李晓燕»，之前联系过
找一下«王建国»
«刘洋»在吗
«陈思雨»你好，我是客服
收件人：«周文斌»
联系人«赵丽颖»
«孙志强»让我来的
麻烦转告«吴美玲»，明天开会
«欧阳明辉»经理您好
跟«司马青»说一下
这单是«诸葛云飞»负责的
户名：«冯建军»
姓名:«蒋雪»
@«韩雪梅» 看一下
«沈佳怡»发的图
客户«曹振华»投诉
«彭小军»和«罗婷»都同意了
经办人 «梁永健»
谢谢你不是人，«谢丽丽»才是
租客«唐一鸣»
我老公«许志安»签的字
我妈«董桂芳»的卡
医生«于海涛»说没事
«张偉明»先生
聯絡人：«陳志豪»
«黃美珍»小姐您好
«買買提·艾力»不在
«阿依古丽·买买提»的快递
«迪丽热巴»的签名照
«次仁卓玛»来过
«魏晨曦»(«13912345678»)
«张三丰»同学
«田甜»，你到了吗
转给«邓超群»500元
«贾玉»说她不来
被告«石磊»
乘机人«姜一诺»
«苏轼涵»妈妈你好
孩子叫«杜子腾»
«崔健»老师布置的作业
患者«潘玉莲»，女，63岁
持卡人«方国栋»
«熊大伟»刚加了你好友
"«夏雨荷»"撤回了一条消息
你通过扫描二维码邀请"«顾晓曼»"加入群聊
«廖凡»拍了拍«江疏影»
法人代表：«龚建平»
业务员：«万海»
«高飞»他们昨天走的
`,
  'name by title': `
«张总»您好
«老王»说行
«小李»你来一下
«王姐»帮我看看
«陈哥»在不在
«李老师»
«赵经理»让你回电
«刘女士»您好
«周先生»来电
«孙阿姨»
«吴局»
«郑工»改一下图
«钱医生»
«阿强»到了没
«阿珍»爱上了谁
«小张»跟«老刘»去仓库了
«林太太»
«何律师»的意见
«黄师傅»几点到
«徐主任»批了
«马老板»结账
«胡同学»
«高总监»
«张队»
«许院长»
«婷婷»说她不去了
«舟哥»今晚喝酒
«强子»你回我一下
«燕子姐»
«张某某»
«王五爷»
`,
  'name in English': `
Hi «Sarah», thanks for calling
this is «John Smith» from accounting
«Emily Zhang» will join later
Dear Mr. «Robert Johnson»,
Best regards,⏎«Michael Brown»
Regards, «Anna»
@«David» can you check?
I'm «Priya Patel»
my name is «Carlos Mendes»
spoke with Mrs. «Thompson» yesterday
Please ask «Kevin» to call me back
«Jessica»: on my way
cc «Tom», «Jerry Liu»
thanks «mike»!
hey «olivia» are u there
Customer: «Wei Zhang»
account holder «Mary-Jane O'Connor»
Dr. «Ahmed Hassan» signed off
I talked to «Li Wei» on the phone
Hello, «Zhang Xiaoming» here
sincerely, «Dmitri Volkov»
«Liam» said he'd refund me
with kind regards «Sophie Müller»
agent «Nguyen Van An» helped me
from: «Chen», «Xiaolei»
«Alice» and «Bob» both agreed
attn «Grace Kim»
«JAMES WILSON»
Sir/Madam, I am «Fatima Al-Sayed», order not received
can I speak to «Daniel»?
his name's «Oleg»
let «Jenny» know
«Lucy» told «Mark» about it
forwarded by «Hannah Lee»
it's «Chris» btw
`,
  'Latin name in Chinese': `
«Kevin»说方案改了
找«Lily»要合同
@«Tony» 老师
«Amy»姐帮忙看下
问下«Jack»
«David»哥在吗
我是«Cindy»，法务部的
«Michael Wang»约了三点
把«Eric»拉进群
«Vivian»：好的
«zhangwei»刚离职
«Zhang Wei»的邮件收到了
«Lucas»你那边ok吗
发给«Jessica»了
«Andy Liu»已加入会议
跟«Peter»确认过
«Alex»经理说行
让«sam»明天来
«Sophia»老师
`,
  'name from abroad': `
«约翰·史密斯»先生
«玛丽亚»女士来访
«迈克尔»说可以
«安德烈·伊万诺夫»的护照
«史密斯»律师
«艾哈迈德»已付款
«卡洛斯»和«罗伯特»开会
«田中太郎»先生
«铃木一郎»到了
«佐藤美咲»小姐
«金秀贤»到店
«朴志勋»
`,
}
