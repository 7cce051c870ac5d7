// Innocent lines of the tenth round: Singlish, Hindi, Malay, Pidgin, programs, brands called after people.

export const TENTH_ENGLISH_INNOCENT = `
Your OTP request has been received.
Please restart the router and wait two minutes.
The Singapore office will be closed on Deepavali.
wah lau eh the queue so long
can lah, no problem one
aiyah forget it lor
siao ah, so expensive for one bubble tea
i go makan first, later talk
dun liddat leh
walao the bus never come
alamak i forgot my ez-link
ok can, tmr same time same place
steady bom pi pi
shiok sia the laksa
kena sai again today
chope seat for me at the hawker centre
so paiseh, i forgot to bring wallet
lepak at void deck after school?
bojio la you all
gg.com fail my paper liao
Haha okie see ya then
Muacks! Sleep tight
Yup yup reaching soon
Heehee so cute la
Hmmm dunno leh u decide
Okok noted with thanks
Lol wtf man
Yah lor, cannot tahan
Meh, whatever
Oops wrong window
Brb shower
Np, ttyl
Omg yesss finally
Huh? Since when?
Aww thats sweet
Ugh Mondays
Dinner at Jurong Point or Vivo?
Meet at Orchard MRT, exit B
Going Sentosa this weekend, want to come?
The flight to Kuala Lumpur is delayed
Is the Starbucks at Raffles Place open on Sunday?
KFC or McDonalds?
My Samsung hang again
Bought the new Xiaomi from Lazada
Watched Inception again last night
Netflix and chill
Upgrade to Windows 11 failed with 0x80070002
Please see the Confluence page for the runbook
We use Jenkins, Jira and Grafana
Kafka consumer lag is back to normal
Redis went OOM, restarting now
Docker image pushed to ECR
The Oracle license expires in March
Rebase onto main and force push
Flaky test, re-running
Spark job took four hours
Can we move this to Notion?
Let's park this until Q3
LGTM
PTAL
WFH today, bad cold
Sprint review at 4 in the Everest room
Terraform plan shows no changes
Python 3.12 breaks the build
Merry Christmas everyone!
Happy Diwali to you and family
Selamat Hari Raya!
Gong xi fa cai, huat ah
Eid Mubarak to all
Good Friday is a holiday
Chal theek hai, kal milte hain
Kya hua? Sab theek?
Acha ok, main nikal raha hoon
Arre yaar kitna time lagega
Kuch nahi, bas timepass
Haan bolo, sun raha hoon
Abhi nahi baad mein karte hain
Bahut garmi hai aaj
Khana khaya kya?
Jaldi aao, sab wait kar rahe
I wan dey go market
How far? Wetin dey happen
No wahala, e go better
Abeg no vex
Sawa sawa, tutaonana kesho
Sawubona, unjani?
Lekker braai this weekend
Ag shame man
Crikey what a stinker
No worries mate
Cheers, will do
Ta very much
Cuppa?
The Thames is very high today
Arsenal lost again, gutted
Liverpool vs Chelsea at 5.30
Victoria line suspended between Brixton and Oxford Circus
Paris is lovely in spring
Georgia peaches are on offer
April showers again
See you in June
May I have your account number please?
Will do, thanks
Grace period ends tomorrow
Mark as read
Bill me later
Frank feedback welcome
Rose wine or white?
Hope this helps
Joy to the world
Faith in humanity restored
Chase the invoice please
Jack up the price why not
Drew a blank on that one
Pat on the back for everyone
Sue them
Sunny with a chance of rain
Summer sale up to 70% off
Dawn raid on the warehouse
Ivy on the wall needs trimming
Olive oil, ginger and basil please
Crystal clear
Amber alert lifted
Ruby on Rails upgrade pending
Violet or indigo for the button?
Melody of the song is stuck in my head
Miles to go before I sleep
Lance the boil
Rich in vitamin C
The Gordian knot
Murphy's law strikes again
Occam's razor, keep it simple
Moore's law is dead
Bluetooth won't pair with my Honda
Dyson vacuum for sale, like new
Ikea closes at 10
Levi's jeans half price at Macy's
Wendy's is hiring
McAfee subscription expired
Johnson & Johnson recall notice
Ford Fiesta 2014, low mileage
Mercedes or BMW?
Visa and Mastercard accepted
American Express not accepted
Santa is coming to town
Jesus, what a day
Buddha bowl with extra tofu
Allah knows best
Inshallah we will be there
Alhamdulillah all good
God bless you
Shakespeare in the park tonight
Kind regards, Customer Care Team
Thanks, The Support Desk
Yours faithfully, Management
Dear Sir/Madam, I wish to complain
Dear Valued Customer, your bill is ready
Dear Team, please note the new timings
Hi all, quick reminder about timesheets
Hello there!
Hi dear, how are you?
Hey babe, miss you
Hey sexy
Good nite sweetie
Bro come faster
Sis you there?
Uncle, one kopi peng
Aunty how much for the kangkong?
Boss, two teh tarik
Sir please confirm
Madam kindly check
这个 feature 先 hold 一下
Deadline 是 Friday，大家 push 一下
帮我 book 一个 meeting room
老板说 budget 不够
今天 OT 到几点
我的 laptop 又 hang 了
Zoom link 发一下
这个 bug 在 Android 上复现不了
周末去 Causeway Bay 行街
Starbucks 买一送一
PPT 我晚点发
Happy birthday 呀！
OK 啦，没问题
Bye bye, 早点 rest
Reply STOP to unsubscribe
Dial *100# to check balance
Balance: low. Top up now.
Your parcel is out for delivery.
Track your package online.
Doctor says rest for two days
Nurse changed the dressing
Teacher never give homework
Mum is cooking rendang
Papa fetch me from tuition
Grandma fell but she is okay
My boss is on leave
Cousin coming over from Ipoh
Neighbour's dog bark whole night
Landlord wants the deposit back
The plumber is here
Security will call you
HR said no
Legal is reviewing the draft
Finance has approved the budget
IT reset the password
Ops is on it
Your case has been escalated to our specialist team.
Kindly restart the modem and check the LOS light.
No signal in Bukit Panjang since morning
Wa today rain until like that
Aiya dun care him la
ok lor up to u
wah shag, just finish lab
so sian, lect so boring
can dabao one chicken rice?
k see you there
kopi o siew dai one
u eat alr anot
jia lat liao, deadline tmr
huat ah!!!
knn the aircon spoil again
buay tahan the heat
act blur live longer
Take bus 174 from Newton
The Pinnacle at Duxton is nice
Flight from Zurich delayed by fog
Weekend in Lisbon, anyone?
I love Kyoto in autumn
Our Nairobi branch is closed today
Heathrow is a mess
Macbook won't charge
Got the Pixel or the Galaxy?
Spotify down again?
Ordering from Deliveroo
Lunch at Nando's?
Greggs sausage roll please
Tesco or Sainsbury's?
Primark had nothing
Zara sale starts Friday
New Dua song is out
Watching Stranger Things
Finished Elden Ring finally
Postgres vacuum is running
Helm chart updated
Ansible playbook failed on step 3
Kibana dashboard link pls
Sentry is noisy today
Sonar says coverage dropped
Bumped Django to 5.1
React hooks are confusing
Vite build is faster
Cypress tests flaky
merge conflicts everywhere
deploy freeze from Monday
Approved. Ship it.
Nit: rename this variable
cc @here
Any update on this?
Following
+1
Bump
Thanks both!
Thank you so much, really appreciate it
Sorry for the late reply
Noted with thanks
Best, Accounts Team
Regards, Admin
Dear Hiring Manager
Dear Occupant
Hello Customer Care
Hi Support
Hi Team
Good evening everyone
Happy New Year!
Happy Chinese New Year
Happy Thaipusam
Merdeka!
Ramadan Kareem
Jai Hind
Namaste
Satsriakal
Vanakkam
Accha theek hai
Kal milte hai
Tum kahan ho?
Kitne baje aana hai?
Mujhe nahi pata
Paise bhej diye
Gaadi kharab ho gayi
Bijli nahi aa rahi
Bas karo yaar
Dekhte hain
Kamusta ka na?
Ingat ka
Nasaan ka na?
Sige, kita tayo bukas
Apa khabar?
Boleh tolong tak?
Dah makan belum?
Terima kasih banyak
Nanti saya call balik
How body?
I dey come
You don chop?
E don do
Habari ya asubuhi?
Ke a leboga
Enkosi kakhulu
Baie dankie
Totsiens
G'day
Bring a plate to the barbie
Fancy a pint?
Innit though
Knackered today
Mind the gap
Bank holiday Monday
Boxing Day sales
Bonfire Night
Hanging out in Shoreditch
Man United drew
Real Madrid won
Lakers tonight
Wimbledon final
Grand Prix on Sunday
Premier League table
Brent crude is up
Dow Jones fell
Nikkei rallied
Fed kept rates
Tesla earnings
Brexit again
Obamacare changes
Marshall amp for sale
Gibson guitar, mint
Kenwood mixer
Bosch drill
Siemens washing machine
Philips kettle
Rolex or Omega?
Gucci bag fake
Chanel No 5
Jo Malone candle
Victoria's Secret
Abercrombie jeans
Jack Wills hoodie
Ted Baker shirt
Sally Hansen polish
Johnny Walker black label
Captain Morgan spiced
Jim Beam and coke
Earl Grey, no milk
Granny Smith apples
Mary Jane shoes
Bloody Mary please
Shirley Temple for the kid
Caesar salad
Eggs Benedict
Peking duck
Lea & Perrins
Uncle Ben's rice
Ben and Jerry's
Dr Martens boots
Mr Bean rerun
Mrs Doubtfire is on
Miss World
Miss you
Madam, please hold
Sir, your order is ready
Boss, can I take leave?
My brother is an idiot
My sister just called
Teacher is angry
Doctor on duty
The captain announced a delay
Pastor will visit
Sister in ward 4 is strict
这个 PR 谁来 review
明天 demo 前 freeze code
去 Orchard 吃饭
在 Raffles Place 等
用 Terraform 起环境
买了 Dyson 吹风机
看了 Oppenheimer
住在 Tampines
KPI 又改了
Teams 会议链接
`
