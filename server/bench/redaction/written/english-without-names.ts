// English of chats, SMS, logs, headings and menus that names nobody and often looks as if it did, for the training of the English tagger;
// nobody's real messages. Mandarin, Hindi and Malay in Latin letters among it.

export const WITHOUT_NAMES = `
lol ok la see u later
去 Starbucks 买杯咖啡
在 Register Office 交表
发到 Finance 的邮箱
Admin office 说下周才行
Registry office 关门了
Canteen 那边等
打开 Settings 里的 Privacy
用 Postman 调一下接口
用 Jenkins 跑一下
装个 Docker 再说
上 Amazon 买
在 Orchard 逛街
坐 MRT 去 Bugis
去 Clementi 见
部署到 Staging
看 Grafana 的图
Redis 和 Kafka 都挂了
今天 Meeting 取消
Marina Bay walk
Jurong East and Tampines Mall
Boon Lay hawker centre
Bishan, Yishun and Sengkang
Bukit Batok blocked
Toa Payoh clinic
Krispy Kreme outlet
Dunkin Donuts near the gate
Hugo Boss suit
Charles & Keith sale
Paris Baguette opening
Ben & Jerry
Pizza Hut or Burger King
Ivy League schools
Jasmine tea and Rose wine
Carmen and Aida, the opera
Alexa, stop
Otto cycle engine
Ada Lovelace Day
Newton's law and Maxwell's equations
Lion King musical
Prince of Persia
Bangkok and Hanoi offices
Dhaka and Delhi flights
Lagos, Nairobi and Accra
Errno 13
Errno: 2
DBS PayLah down
Villa Verde condo
Chillin at home
Chiobu sia
Ban him
Oo ok
Pao or dumpling
Nasi lemak
haha can can
dun worry lah
wah so shiok sia
alamak forgot my umbrella
aiyo why like that
aiyah nvm
wat time u reach
dunno leh maybe tmr
Kk noted
Kk go slp le
Kk see u
Yea?
Yea ok
Yea me going back
Ya lor
Ok lor
Jus woke up
Jus reach home
Haiz so sian
Haha ya man
Den how?
Den reach le
Wa so fast
Wa like that also can
Wth
Weird
Sis, i've sent it
Hi Sis, where r u
Hi Bro, long time
Hi Dear, had your lunch?
Hi Mum, coming home soon
Hi Dad, call me
Hi Prof, may I ask about the essay
u eat already or not?
later got lect at LT27
tmr got tut then lab
sorry jus woke up
erm not sure yet
okie thanx
gd nite sweet dreams
me at home liao
izzit true?
emo la
so fast li hai
wo ye bu zhi dao
ni zai na li
wo men qu chi fan ba
hao de mei wen ti
Hao Jiu Bu Jian
Wo Ai Ni
Ni Hao Ma
Zhu Ni Sheng Ri Kuai Le
Shi Jian Guo De Hen Kuai
Wo Xiang Yao De Bu Shi Zhe Yang
kya kar rahe ho
kya hua yaar
mujhe nahi pata
Aap Kaise Ho
Kal Milte Hain
Main Ghar Ja Raha Hu
Har Din Naya Din Hota Hai
Happy Diwali To You And Your Family
mje kuch lena hai
wo aa k beth gai
teri maa kasam
apa khabar
saya tak tahu
esok jumpa ya
terima kasih banyak
Selamat Hari Raya
Gong Xi Fa Cai
Bugis got sale
Meet at Clementi MRT
Orchard or Vivo?
see u at The Warren
meet at The Heeren later
going to Sentosa tmr
Orchard Road is jammed
Raffles Place is crowded
Victoria Station is closed
King's Cross is busy
St. James Park at 3
Queen Street is blocked
we are in Berkeley
Akron is boring
set your Callertune now
Press star to copy the Ringtone
Watching Friends on tv
American Idol finale
Jane Eyre essay due
Do you like Gatsby?
Johnny English is on tv
Romeo and Juliet tickets
don think abt it
don worry
ed time of arrival
jinx it
Someone stole our milo
drank milo and bread
hope u get well soon
sam same but different
a mason jar
max 3 pax
min 2 pax
mark my words
bill pls
can bill me first
Frank discussion needed
Be frank with me
Bob up and down
Jack up the price
Jade green paint
Ruby red lipstick
Amber alert level
Rose gold colour
Lilac White tiles
Ivory White or Olive Green?
Rose petals everywhere
Rice or noodles?
Rice!
Olive oil is finished
Ginger tea please
Pepper and salt
Basil leaves
Ruby, Python and Java
Ruby on Rails upgrade
Rust and Ruby jobs
the Apollo service is down
Apollo cluster restarted
Hermes queue is backed up
Atlas and Titan env are ready
Phoenix release is late
Athena query timed out
Zeus node rebooted
the Orion build failed
Project Mercury kickoff
Jenkins is red
the Jenkins job failed
Jenkins, Travis and Circle
Maven build broken
Gradle wrapper
Tomcat restart
Kafka lag is high
Kibana dashboard
Grafana is slow
Jira and Trello
Postman collection
Jasper report
Cassandra ring
Stripe webhook failed
Watson API
Ada code base
Pascal case
Marks and Spencer gift card
Best Buy deals
Thanks & Best Regards
Thanks and Regards
Warm Regards
Best Wishes
Kind Regards
Yours Truly
Good Morning All
Good Evening Sir
Please Sir
Dear Sir or Madam
Hi Team
Hi Everyone
Hi There
Hello World
Dear Valued Customer
Dear Colleagues
Rich text editor
Art class at 5
Miles to go
Dean's list
Grace period ends soon
Faith in humanity restored
Joy to the world
Sunny with a chance of rain
Summer intake closes
Autumn sale
Chip shortage
Drew a diagram
Sue the vendor
SHE'S GONNA SUE ME
Pat on the back
Dawn of a new era
Chase the supplier
Hunter and gatherer
Cook the rice
Baker wanted
Tenant wanted
Carter Street
Young and old
Long queue at Lane 3
Lane Closed Ahead
Stone wall
Page Not Found
Price List
Day Shift, Night Shift
West Wing, Level 2
North Tower lobby
Park Lane
Wood panel
Guest Wi-Fi
Admin Login
Getting Started
Known Issues And Limitations
Table of Contents
Executive Summary
Lessons Learned
Root Cause Analysis
Action Items
Next Steps
Open Questions
Change Log
Out Of Office
Lost And Found
Access Denied
Connection Refused
Team Alpha vs Team Bravo
Galaxy Buds and Pixel Watch
Surface Pro, Lenovo Yoga
Tesla Model Y
Honda Jazz, Toyota Camry
Mercedes Benz C class
Nissan Juke
Ford Fiesta
Man Utd vs Arsenal
Real Madrid won
Liverpool won 3-1
Chelsea lost
Santa Claus is coming
Father Christmas
Mother Teresa quote
Mother's Day lunch
Uncle Sam wants you
Deutsche Bank
Morgan Stanley
Bank of America
Lehman Brothers
Oxford Street
Cambridge exam
Lincoln Memorial
Washington Post
Houston office
Austin Texas
Charlotte airport
Jordan and Egypt trip
Georgia is lovely
Virginia plant
Florence and Milan
Sydney harbour
Adelaide branch
Victoria Harbour
Madison Square
Kingston stick
Madeira cake
Sienna van
`
