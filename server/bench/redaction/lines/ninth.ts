// Of the ninth round: English and mixed lines of service desks, SMS and work chats (README.md). A message a line, ⏎ between messages.

export const NINTH: Readonly<Record<string, string>> = {
  'ninth round, English from everywhere': `
Hi, this is «Rebecca Thornton» from accounts, can someone call me back on «+44 7700 900461»?
pls ask «Siti Nurhaliza binte Rahman» to sign the form before noon
FYI «Priya Raghunathan» is on leave till Thursday, cover is «Deepak»
«Dr. Amara Osei» will see you at 3pm
@«marcus_lee» can you look at the alert in prod?
«Zhang Weijie» hasn't replied to my mail
the new hire, «Ahmed Al-Mansouri», starts Monday
signed by «K. Subramaniam»
my son «Oliver» is sick so i'm working from home
«Auntie Rosnah» say the parcel not here yet leh
«Ah Seng» ask u call him back
Assignee: «Hannah Kowalczyk»
Customer name: «GARETH PUGH»
«Ravi»'s laptop won't boot, can IT come to level 3
i think «Beth» already merged it
«Prof Lindqvist» emailed about the dataset
Cheers, «Dave»
hello my name is «Nkechi» and i need help with my order
is «Puan Aishah» in today?
«Sir Geoffrey Blythe» chairs the board
meeting notes: «Pedro», «Ingrid», «Mwangi», me
who is «Cormac Doyle»? he has root on the box
let me check with «Chee Keong» first
«Sheikh Khalid» flight delay 2 hrs
Ms «Khoo Swee Lian» has no outstanding bills
got it from «Liz» in HR
«Vincent Chua» 说 deploy 要推迟
客户 «Mr. Henderson» 要求退款
今天 «Sherry» 请假，找 «Derek» approve
我 boss «Anthony Kwok» 不同意
给 «Chloe Bennett» 发 offer letter
contact «deepak_r84@gmail.com» asap
it's «jason dot lim at gmail dot com»
email «sales(at)brightpath(dot)sg» for quote
cc <«o.farouk@gulfbridge.ae»>
发到 «tinawu at qq dot com»
«priya@raghu.in» bounced
mailto:«ingrid.b@havn.no»
call «+65 9123 4567» now
hp no: «8765 4321»
mobile «07700 900 982»
ring me on «0161 496 0345» after 5
«646-555-0199» is my direct line
whatsapp «+60 12-345 6789»
my malaysia no «012-3456789»
reach him on «98200 12345», mumbai number
call HK office «2345 6789»
ozzie mobile «0412 345 678»
NZ: «+64 21 123 4567»
Paris: «+33 6 12 34 56 78»
japan cell «090-1234-5678»
Dubai «+971 50 123 4567»
«+62 812 3456 7890» jakarta
korea «010-1234-5678»
打我 «+65 8123 4567» 或者 whatsapp
China mobile «+86 138 0013 8000»
sms me «0044 7700 900123»
deliver to «221B Baker Street, London NW1 6XE»
ship to «48 Leicester Rd, Loughborough, LE11 2AG»
i live at «1600 Amphitheatre Pkwy, Mountain View, CA 94043»
my place «350 W 42nd St Apt 12B, New York, NY 10036»
pick up from «Blk 123 Ang Mo Kio Ave 6 #08-1234 S(560123)»
office at «10 Collyer Quay, #15-01 Ocean Financial Centre, Singapore 049315»
HK addr: «Flat B, 12/F, Tower 3, Lohas Park, Tseung Kwan O»
deliver «Unit 7, 22 Harbour Street, Sydney NSW 2000»
parcel for «The Old Rectory, Church Lane, Little Wenham IP7 5QE»
crew going to «9 Lorong 23 Geylang #04-11»
billing address «4801 S Congress Ave, Suite 210, Austin TX 78745»
我住 «Blk 302 Woodlands St 31 #10-99»
postcode is «SW1A 2AA»
her passport is «533401372» (UK)
PP# «K01234567» issued Jakarta
my indian passport «Z3344556»
card number «4111 1111 1111 1111» exp 09/28 cvv «372»
amex «3782 822463 10005»
mastercard ending... full one is «5105105105105100»
刷卡 «4242424242424242» 失败
pay into «DE89370400440532013000» please
my account at DBS «012-345678-9»
routing 021000021 account number «000123456789»
SSN «078-05-1120»
social security number: «457 55 5462»
my ic «S9876543F»
MyKad «900101-14-5678»
NI number «QQ 12 34 56 C»
Aadhaar «2345 6789 0123»
HKID «A123456(7)»
hkid is «Z683365(5)»
driver's license no. «D1234567» (CA)
身份证是新加坡的 «T0123456G»
plate no «SJX4521B» parked illegally
my car is «LK19 XYZ», blue golf
lorry «WXY 4589» hit the barrier
车牌 «粤B12345» at carpark B
can't ping «10.0.3.115» from vpn
«2001:db8:85a3::8a2e:370:7334» unreachable
mac «00:1A:2B:3C:4D:5E» not in dhcp
switch shows «001a.2b3c.4d5e»
pwd=«S3cr3t_99»
the wifi pass is «bluefish77»
Your verification code is «7741»
one time passcode «90 21 55»
PIN is «4821»
the door code is «2580#»
user admin pass «P@ssw0rd1»
密码是 «abc@9981» 记得改
date of birth: «7 July 1991»
d.o.b. «03.09.72»
birthday «14 Feb 1999»
dob «19900412»
he owes me «$450»
transfer «S$3,200» by friday
«RM 250» only la
charged me «29.90 dollars» twice
deposit «SGD 1800» received
«£20k» bonus
price «¥35,000» via paypal
转账 «USD 3000» 到账了吗
order #«114-3941689-8772232»
track: «RB123456789SG»
awb «784-12345675»
booking ref «XK7P2Q»
case no «CS0048213»
ref no: «20261123-00871»
return label «JD0002233445566»
订单 «SG20261123778812» 还没到
reservation «HMABCD1234» airbnb
DHL waybill «JD014600006281230000»
cust «Gurpreet Singh» hp «9012 3344» add «Blk 9 Haig Road #12-345»
name: «Isabella Rossi», card «4000056655665556», amount «$89.95»
«Bob Marley Jr.» wants to cancel, order «A-55821»
My name's «Ng Hui Ling», IC «S8812345J», I forgot my PIN
«Leong Mei Fong», 33, from «Taman Melawati 5/3, 53100 KL»
the nurse «Adaeze» gave him the wrong dose
lunch w «Gerald» n «Pei Shan» later
«Mei» u there?
hey «Shanice»! long time no see
dun tell «Wei Jie» k
n then «Darren» fell off the chair lol
happy bday «Jia Hao»!!!
our trainer is «Coach Delgado»
landlord is «Mr. Ho Chi Keung»
emergency contact: «Grace Muthoni» (wife) «+254 712 345678»
escalated by «T. Nakamura»
c/o «Winston Greaves»
On Tue, Nov 3, 2026 «Harriet Blum» wrote:
[10:32] «Emeka Obi»: server's back
«Candice Wee» has left the group
merged by «Aoife Brennan»
ask «Ibrahim Yusuf» for the badge
«Zheng Xiaoyun» 老师的 slides 在 drive
跟 «Melissa» sync 一下
Good day, «Mr Pang Choon Hwee» called regarding his broadband, callback «8233 9017»
Ticket #4471 assigned to «Konstantin Belyaev»
morning «Rupert», the demo is at 10
Mdm «Chew Lai Peng», 71, fell at the void deck of «Blk 118 Bukit Merah View»
the new intern «Xiaohan» sits beside «Marlene»
eh «Jun Kai» ah, lend me ur notes leh
dunno why «Valerie» never reply me
«Hazwani» tertinggal her card at counter
Yours faithfully,⏎«P. K. Ramanathan»
«Kwadwo» has joined #incident-204
thanks @«Philippa»
insured: «Margarethe Olafsdatter»
Claimant «Terrence O'Malley» states that he slipped
my cousin «Ikram» will collect it
my wife «Huong» is the joint holder
«Yeo Zi Xuan» 的 laptop 坏了
«Brandon Seow» 说他明天 WFH
@«Daphne» 帮我 review 一下
老板 «Mr. Takeda» 下周来 visit
今天 standup «Joshua» 没来
write to «wanjala at kenyadesk dot co dot ke»
my address is «darryl99@ymail.com»
forwarded to «ops+night@harbourline.io»
邮箱 «brandon.seow@hydra.sg» 收不到
call me at «+65-6224-8891»
hp «9655 1820» after 6pm
Office: «6338 1192» ext 14
landline «0117 496 0388»
US toll number «(312) 555-0143»
fax «1-718-555-0177»
my digi no is «016-778 2290»
whatsapp «+91 80501 22910»
aussie mobile «0433 918 227»
NZ mobile «022 918 7741»
handy «0151 2345 6789»
«+44 (0)20 7946 0773»
seoul cell «010-5512-9033»
Manila «+63 917 551 2290»
kenya mobile «0722 551 229»
HR 的电话 «+65 6771 2290» 打不通
deliver to «Blk 62 Telok Blangah Heights #14-227»
office: «80 Robinson Road #10-01A Singapore 068898»
my house is «27 Jalan Mawar, Singapore 808132»
«Unit 4, Forge Works, 88 Mill Lane, Leeds LS10 2QA»
she lives at «19 Marlborough Crescent, Newcastle NE1 4EE»
new address: «2208 N Clark St, Unit 5, Chicago, IL 60614»
ship: «PO Box 4471, Reno NV 89505»
«Unit 2301, 23/F, Tower 1, Admiralty Centre, 18 Harcourt Road»
stay at «No. 15, Jalan SS2/24, 47300 Petaling Jaya»
house at «Lorong Maarof 4, Bangsar»
«Hauptstrasse 14, 10827 Berlin»
«Flat 402, Sai Krupa, MG Road, Pune 411001»
地址 «Blk 231 Hougang Street 21 #05-77» 二楼
passport number is «561882904»
Australian passport «PA1234567»
card «4539 1488 0343 6467» got charged twice
here is my cc: «374245455400126»
iban is «IE29 AIBK 9311 5212 3456 78»
acct no. «0391882714»
sort code «40-47-84»
NRIC: «S8371902H»
ic number «F8829103N»
ic «791130-08-5521»
ssn «536904399»
national insurance «SR123456A»
HKID no: «R1928830»
pan no «CKRPS8821Q»
身份证号 «S7719203J»
vehicle «GBE 2290 C» left its lights on
plate number «BX19 OLR»
rego «DKT 44W»
the black honda «JQL 2290»
server «10.22.8.119» unreachable
ipv6 «fe80::1ff:fe23:4567:890a»
device mac «a4-5e-60-d1-02-9c» blocked
PW: «Zx9!kkLm»
guest wifi pw «welcome2sg»
your code is «88 12 04»
passcode: «190233»
locker code «4471»
gate code «#1190»
DOB «1 Jan 1970»
Born: «12 Dec 2001»
b'day on «22 Feb»
she was born in «1948»
birthdate «1999/03/08»
he still owe me «$30» leh
paid «RM1,200» deposit
«A$75» per head
invoice for «INR 45,500»
transferred «SGD 4,471.20»
退款 «SGD 128»
Order ID: «SG-88120-33»
awb «618-77192003»
booking «Z8QK2L»
case «00771920»
policy «P771920334»
PO «PO-2026-4471»
meter number «E77192003»
staff id «77192»
Hi, «Mr Jayasuriya» here, unit «#15-302», my intercom is faulty
«Chong Sze Hui» from Finance needs the GST report
«Nadine» and «Ruben» are both OOO
daughter «Yasmeen» «8199 2031»
«Cik Norlela» paid «RM450.00» yesterday
my number changed, now «9055 1298»
«(415) 555-0190» is the front desk
HK office «+852 2810 4471»
sydney rep «0455 219 873»
dubai «+971 4 331 2290»
NRIC «S7204418B»
hkid «P918273(4)»
ni number «PW 22 91 30 B»
card «5425 2334 3010 9903» exp 11/27
OCBC account «688-204471-001»
plate «LN69 KDR»
ship to «9 Lower Kent Ridge Road #03-14, Singapore 119085»
deliver: «1450 Rue Guy, Montreal QC H3H 2L5»
send it to «77 Massachusetts Ave, Cambridge, MA 02139»
«Level 9, 90 Collins Street, Melbourne VIC 3000»
password: «Mango-tree88»
ssh root@«203.0.113.9»
mac «5C:F9:38:A1:07:BE»
born «1974-02-28»
refund «$64.50» pls
wired «GBP 7,300»
tracking «RR442190871SG»
case «CAS-0099124»
email «yasmeen.k@outlook.sg»
«val.kruse@kruse-logistik.de»
thks «Yasmeen»
@«Nadine» can u approve
跟 «Valentina» 开会
新同事叫 «Ebenezer»
[09:41] «Tobias Lange»: restarted
«Farhan» where u at
lunch with «Zhi Wei» n gang
wa «Kok Hwa» so rich
`,
}
