// Of the tenth round: names in English and mixed lines of service desks, work chats, SMS and mails (README.md).

/** Class → lines, a message behind each ⏎. */
export const TENTH_ENGLISH: Readonly<Record<string, string>> = {
  'tenth round, names in English speech': `
Hi, this is «Farhana» from billing, I'm following up on your case opened on Monday.
Good morning «Mr. Oyelaran», your replacement router will ship today.
Customer «Joanne Teo» called at 3pm, says her line is down again since the storm.
Pls call back «Mdm Rokiah» at «9182 4471» after lunch, she only speaks Malay
Agent notes: cust «Delphine Marchetti» verified by DOB and last 4. Wants waiver.
Spoke w/ «Gurpreet Sahota» re: duplicate charge. Refunded «$48.20». Closing.
Escalating to T2 – cx «Ibrahim Kalu» threatens chargeback
Thank you for contacting us, «Ms Sandhya». Is there anything else I can help you with?
Caller identified himself as «Patrick O'Dwyer», account holder's son.
Ticket reopened by «keiko.tanabe@fernwell.example» - still cannot log in
Kindly revert to «Mr Subramaniam» on the pending KYC docs.
Dear «Anjali», greetings of the day! Your complaint has been resolved.
fyi «Rohit» is OOO till Thursday, ping «Meenakshi» for approvals
@«deepak.nair» can you look at the failing job?
can someone sanity check this? «Zsofia» said the numbers look off
lgtm, but let «Bartek» have a look too
«Priyanka» and «Wei Ling» will be joining the call from the KL side
Kudos to «Thabo» for catching that regression 🎉
Standup: «Noor» – finished migration, «Caoimhe» – blocked on infra
merging once «Hyun-woo» approves
I asked «Esther» to rotate the key, she hasn't replied
who's on call tonight? -> «Lakshmi»
«Sipho»'s PR is still open from last sprint
cc «Fatima Zahra», «Olumide», «Grainne»
Root cause: intern «Kelvin» pushed to main directly
let's loop in «Siobhan» from legal before we reply
EOD handover: «Marek» has the pager
«Yusuf» approved the change at 14:02
Shoutout to «Ngozi Adichukwu» for the onboarding docs!
just dm «xiaoyu_lin» she has the figma link
eh «Jia Hui» u reach alrdy? i at mrt liao
oi «ah beng» where u hide my charger sia
«Mei Fen» say she cmi today, fever
Can tell «Kok Wai» the supper at 10 one not 9
wah «Aidil» really siao one, go run in the rain
My mum ask u whether «Uncle Seng» coming for CNY lunch
lend me ur notes leh «shermaine», prof so fast
Aiyo «Mrs Pillai» scold the whole class again
u see «Hui Ting» ig story anot? so power
jio «Faizal» also la, more ppl more fun
k lor, u ask «ah lian» first, she pay last time
sorry got work, u go with «Zhi Hao» first k
«Desmond» say can settle, dun need worry
happy bday «Nurul»!! stay awesome babe
Yo «Brandon» this is me new number, old one dead «8123 7740»
Hey «Clara», running 10 late, order for me?
It's «Tunde». Call me when you land.
Mum, «Aunty Bimpe» is at the gate, should I open?
luv u «Sadie» xx see u friday
Hiya is that «Bronwyn»? Got your number off «Rhys»
Did «Hamish» leave his jumper at yours??
Yaar «Karthik» ne bola tha 5 baje, where is everyone
bhai «Sameer» ko bol dena I will be late
«Pooja didi» kal aa rahi hai na?
arre «Neha», send the pics from last night na
Kindly do the needful and inform «Shri Venkatesh Iyer» immediately.
As discussed with «Ramesh ji», please find the revised quotation.
Sir, my son «Aarav» was absent due to fever. Kindly excuse.
Respected «Kulkarni madam», I request leave for two days.
Father's name: «Mahadev Prasad Tiwari»
PFA the offer letter of «Ms. Shruti Deshpande», DOJ 1st July.
«Mr. Chow Tsz Kin» of Block C reported water seepage from upstairs.
Please ask «Ka Yan» to confirm the booking with the cha chaan teng.
Dear «Miss Leung», pls collect your parcel at the concierge before 9pm.
«Wing Sze» will be on AL from 3 to 7, «Calvin Mak» will cover.
Thx «Cherry»! will get back to u by cob
«Kwok Sir» said we need to bring our HKID for the visa run
有冇人見過 «Jasper»? He left his laptop at the counter
«Winnie» 话 deadline 改咗 to Friday
麻烦«Vivian»帮忙 follow up 一下这个 case
今晚 dinner 约了 «Marcus» 和 «Eunice»，你来不来
«Jonathan» 说他的 account 被 lock 了，帮他 reset 一下
请把合同发给 «Stephanie Quek» review，谢谢
@«Terence» 你那边 demo 准备好了吗
刚跟 «Rajesh» 开完会，scope 又变了
«Dr. Amrita Sen»'s clinic will be closed on 12 August.
The patient, «Leonard Whitcombe», was admitted at 02:15.
Nurse «Abigail» said visiting hours end at eight.
Next of kin: «Marguerite Dubois» (wife)
Witness «Charles Abernathy» stated that the van was blue.
Plaintiff «Helga Brandt» seeks damages of «EUR 12,500».
Signed for by «T. Moyo» at reception.
Left with neighbour («Mrs Applegate»).
Your driver «Mohd Hafiz» is arriving in a white Myvi, plate «WXY 4412».
«Suresh» is 2 min away. Look for a grey Toyota Vios.
Hi «Kim», your order #«884120937» is out for delivery.
Dear Parent, «Ethan» did not attend school today. Please call «020 7946 0812».
Hi «Oluwaseun», your balance is low. Recharge now.
Reminder: appointment with «Dr Lindqvist» on 4 May 9.30am. Reply C to cancel.
From: «Agnieszka Wrona» <«a.wrona@polmark.example»>
Best regards,⏎«Tobias Kellermann»⏎Senior Account Manager
Kind regards,⏎«Chidi»
Cheers, «Lachlan»
Sent from my iPhone⏎On Tue, «Beatriz Fonseca» wrote:
Hi «Hendrik»,⏎⏎Attached is the invoice. Amount due: «£1,204.00».
Dear «Prof. Adeyemi»,⏎I am writing to ask for an extension.
Yours sincerely,⏎«Geraldine Foo»⏎(for Management)
To whom it may concern, «Piotr Zielinski» has worked here since 2014.
«Louise» asked if we could move the review to next week.
I'll be out on Friday; please contact «Matthias» in my absence.
Please welcome «Ayesha Siddiqua», who joins the finance team today.
«Camille» has resigned. Her last day is the 30th.
Could you add «Jorge» to the distribution list?
We met with «Svetlana» and her manager, «Dmitri Volkov», yesterday.
My supervisor, «Anneliese», can confirm the dates.
The car is registered to «Babatunde Fashola-Cole».
I am «Rosalind», you wrote to my husband last week.
my name is «prakash» and my bill is wrong
name «linda yeo», nric «S8812345F», cant login to app
This is regarding my late father «George Pemberton».
account under «HUSSEIN ABDI WARSAME», pls check
MR TAN BOON HUAT pls reply «TAN BOON HUAT»
«NURUL IZZAH BINTI KAMARUDIN» IC «880412-14-5566»
Beneficiary: «Wanjiru Kamau», M-Pesa «0722 518 903»
send it to «24 Jalan Kenari 5, Bandar Puchong Jaya, 47100 Puchong»
drop off at «Blk 328 Clementi Ave 2 #07-214» can?
pickup: «No. 17, 4th Cross, Indiranagar, Bengaluru 560038»
Deliver to «Unit 5, 221 Moreland Road, Coburg VIC 3058» attn «Dimitra»
my wifi pw is «Kopi-O-kosong88»
OTP is «448 201», don't share with anyone
login «tmbeki», password «Sunny#Day7»
whatsapp me «+60 12-773 4490» ask for «Ah Fook»
Call «+234 803 555 0147» for «Mama Chioma»
Emergency contact «Hone Tamatea» «021 555 380»
«Trang» from the Hanoi office can translate for us.
Met «Nguyen Thi Thu Ha» at the expo; she wants samples.
«Somchai»'s flight is delayed, he lands at 22:40
Ask «Putri» or «Bayu» to print the banners.
«Maria Clara Santos» paid the deposit in cash.
Kuya «Jun» said the jeep is full na
Ate «Liza», paki send po the receipt
«Ahmed bin Rashid» is our contact in Muscat
«Kwabena» no dey house, call am later
abeg tell «Chinedu» say I dey come
«Zanele» and the kids are coming for Heritage Day braai
oupa «Piet» is in hospital again
Do you know if «Reuben» still works here?
I owe «Saoirse» an apology.
That was so «Dennis», always late
ok «jane»
«Ben»?
no reply from «xin yi» yet
with «Hasan» now, call you back
is «mike» coming or not
ya la «keith» treat, dun worry
see u at «joel»'s place at 8
bro «irfan» u free tmr?
«Auntie Pei Shan» cooked curry, come eat
«Harpreet» aunty passed away yesterday, funeral at 4.
INFO login ok user=«mvandermerwe» ip=«10.4.18.77»
Assigned to: «Kristjan Tamm»
Requester: «Yolanda Mbatha»
Approved by «Ritesh M.» on 03/02
commit by «Eoin Gallagher» <«eoin@tidewrack.example»>
hi team, «Mallory» here
Hello «Xiomara» :)
@«faye» @«reza» thoughts?
thanks «sandeep»!
ty «Jules» 🙏
sorry «Ginny» I misread
+1 to what «Oskar» said
per «Henrietta»: no deploys on Friday
As «Mr Kipchoge» pointed out, the meter was replaced in May.
I don't trust «Vanessa», she told everyone
«Gareth» reckons it's the fuse
tell your sister «Keziah» I said hi
Her maid name is «Siti Aminah»
my bf «Ryan» and i broke up
teacher «Serene» said no class on mon
coach «Hafizuddin» wants everyone at 6am
Pastor «Emeka» will pray for you
Capt. «Rodrigues» has the manifest
your cousin «Tarek» is driving us
Morning «Rekha», the technician will be with you between 2 and 4.
Caller «Olga Petrenko» disputes the roaming fee of «$31.90».
Cust name: «Wee Kian Meng». Line barred since Tuesday.
Chat transferred to «Adaobi» from the fraud team.
Hello, my name is «Tshepo» and I'm calling about my policy.
Pls update records, customer has changed name to «Ingrid Solheim-Bakke»
Rang «Mrs Abernethy» twice, no answer. Will try again at 5.
Complainant «Dato' Rahmat» insists on speaking with a director.
The delivery was signed by «Kaveesha», our receptionist.
Please be informed that «Ms. Thilini Perera» is on maternity leave.
Follow-up with «Farrukh» re: SIM swap on «0300 5512784»
«Vusi» says the meter reading is wrong
@«Annika» could you paste the stack trace?
@«tomasz_k» your branch is 40 commits behind
thx «Pavithra», deploying now
«Nils» broke prod again 😂
huge thanks to «Ayaan» and «Bruna» for covering the weekend
I'll pair with «Anouk» after lunch
who owns this service? I think it's «Dragomir»
PR #482 by «Shauna Keogh», reviewed by «Ikaika»
moving this to «Chidera»'s queue
«Emiliano» left a comment on the doc
welcome aboard «Nandini»! 🎉
«Jaspreet» mentioned that the API key expired
waiting on «Lucille» to sign off
not sure why «Ximo» closed it
«Rui» here, joining from mobile
OOO: «Philippa» (back Monday), «Gintaras» (sick)
let me check with «Ebba» first
fwd from «Kwame Osei-Tutu»: budget is frozen
eh «Yi Xuan» where r u, we at foodcourt alr
«Jun Wei» and «Pei Ying» not coming, got tuition
tell «fiona» dun bring so much stuff la
wa «alvin» scold u ah? jialat
my cousin «Zi Ning» getting married next month
u ask «Mr Nathan» for extension anot
«Ah Girl» say she wan eat chicken rice
sat go «Su Fen» hse for steamboat
lol «bryan» kena caught sleeping in lect
«Xin Hui»: can help me chope seat?
Hi «auntie Lay Hoon», this is «Kelly»'s mum
later meet «marcus» at dhoby ghaut
Got see «Guan Hao» anot? He owe me lunch
Hey it's «Imogen», new number!
mum says hi to «Callum» x
Is «Tegan» still with «Luca»?
running late, tell «Fergus» to start
Miss you loads «Elspeth» xx
Nan's asking if «Jonty» is eating enough
Got a lift off «Siân»
pick up «Mabel» from nursery pls
nah «Jamal» aint coming
yo tell «Deshawn» i got his jacket
«Marisol» wants to know if u like tamales
«Grandpa Joe» fell again
«Sunita ji» ke ghar kal puja hai
«Anil bhai», cylinder kab aayega?
Please intimate «Dr. Bhattacharjee» regarding the fees
The candidate «Mr. Abhijeet Ranade» is shortlisted for round two.
My mother «Smt. Kamala Devi» holds a joint account
Kindly contact «Mr. Faizan» at «98450 12277»
«Harshita» ma'am has uploaded the marks
Neighbour «Pinky» aunty is complaining about noise
«Vikrant» bro, send the notes na
«Jignesh Shah» s/o «Kantilal Shah»
«Wong Siu Fung» moved out of Flat 8C last month.
«Miss Ng» (mother of «Cheuk Hei») called in sick for him.
«Ivy Lau» from the MO will send someone up
Dear «Patrick», as per our tel con, pls find the DN attached
阿 «Ken» 話佢唔嚟
«Carmen» 姐 already paid the deposit
«Samson Yiu» will bring the keys to the site at noon
Plz remind «Yan Yan» to bring her swimming cap
今天 «Derek» 生日，大家在 card 上签个名
«Michelle» 说 invoice 已经发了
下午 «Jeremy» 和 «Sharon» 来面试
你有 «Nicole» 的 email 吗
跟 «Prakash» 对一下接口
«Benjamin»，帮我看看这个 PR
老板让 «Cindy» 去 London 出差
收件人 «Alicia Chong»，«+65 9088 1245»
Dr «Oyebanji» will see you now.
Baby «Amelie» was born at 06:12, 3.2kg.
Prescribed by «Dr. Ruth Wanyama»
Room 7: «Mr Fernando Lacerda», nil by mouth
Physio for «Mrs. Kowalczyk» cancelled
The deceased, «Arthur Penhaligon», left two sons.
Before «Justice Okonjo-Bright»
«Leticia Quispe» testified that she never signed it.
Between «Harold Finch» (landlord) and «Min-seo Kang» (tenant)
Heard before Magistrate «Devlin»
Your rider is «Ashraful». He'll call on arrival.
Hi «Gosia»! Your table for 4 is confirmed.
Dear Parents of «Rania», fees are due.
Form teacher «Mdm Zuraidah» will collect the forms.
«Coach Bram» cancelled training
School nurse called: «Finnian» has a fever
Yours, «Perpetua»
Warm regards,⏎«Aurelien Castel»⏎Head of Sales
Rgds «Kah Meng»
On 3 Mar 2024, at 10:14, «Wolfgang Reuter» wrote:
To: «Ludmila Havel» <«lhavel@stavba.example»>
Bcc «Oriol»
invite «Yewande» too
«Cosmin» resigned?
Interview panel: «Hilde», «Tarik» and me
Reporting to «Nicolette van Rooyen»
I live with my sister «Odalys»
My daughter «Mei-Lin» starts school today
her ex «Dwight» keeps texting her
the plumber, «Stan», fixed it in ten minutes
landlord «Mr Kyriakou» increased the rent
I bumped into «Beatrix» at the market
remember «Giles»? he's a vicar now
«Noor Hidayah» has passed her driving test
«SURESH KUMAR A/L MUNIANDY» (IC «770318-08-5321»)
Payee «NWACHUKWU CHISOM» acct «0123456789»
reset pw for «nkosi.t@lumora.example»
«Mama Nkechi» don close shop
«Oga Femi» dey vex
«Bwana Otieno» amelipa
«Kuya Dodong» na-late daw
«Tita Baby» nagluto ng adobo
si «Jhoanna» na lang tanungin mo
«Mas Joko» sudah sampai?
«Pak Hendro» minta laporan hari ini
kak «Wani» cakap esok cuti
«Abang Mat» jual durian
`,
}
