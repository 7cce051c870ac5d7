// Of the ninth round: what stands in English logs, headings, chats and SMS and is nobody's (README.md).

export const NINTH_INNOCENT = `
The build failed on main again, rolling back
Our Singapore office is closed on Monday for Deepavali
Traceback (most recent call last):
TypeError: Cannot read properties of undefined (reading 'map')
kubectl get pods -n payments
Upgrade to Node 24.21.0 before Friday
Chrome 142 broke our login page
Meeting moved to Wednesday at 10
May I know when the system will be up?
Mark it as done please
Grant access to the shared drive
The Jenkins pipeline is red
AWS us-east-1 has an outage
iPhone 15 Pro Max back in stock
Error code 0x80070057
Windows 11 23H2 update KB5031455 installed
RTX 4090 out of stock
page 214 of the manual
Q3 results are due
Merry Christmas and a happy New Year
Thank You For Your Patience
Terms and Conditions Apply
Executive Summary
Known Issues And Limitations
How To Reset Your Password
Password must contain at least 8 characters
Please enter your PIN on the keypad
The verification code has expired
what is the order status
tracking page is down
New York is cold in January
London and Paris flights are full
We use Slack, Jira and Confluence
Johnson & Johnson recall notice
Ben & Jerry's in the freezer
Harley Davidson meetup
Victoria Station is closed
Raffles Place MRT
St. Patrick's Day party
lol ok la see u later
dun worry lah
wah so shiok sia
Aiyo why like that
Dunno leh maybe tmr
Ok lor
U eat already or not?
Later got lect at LT27
Sorry jus woke up
Erm not sure yet
Gd nite sweet dreams
Den how?
Izzit true?
Meet at Clementi MRT
NUS exam timetable out
Macs for lunch?
American Idol finale tonight
Harry Potter and the Order of the Phoenix
Liverpool won 3-1
Happy birthday!!
Dear Customer
To whom it may concern
Hi team, quick update
Regards
Subject: Re: Maintenance window
Closes #88, see also PR #91
git rebase -i HEAD~3
docker run -p 8080:80 nginx:1.25
0.0.0.0:8080 already in use
max_connections = 200
CPU at 95%
latency p99 240ms
5 GB left
Score 21-19, 21-17
24/7 support
ISO 27001 audit
Section 230
Article 5 of GDPR
Python, Java and Ruby
Angular vs React
Adobe Photoshop
Call 911 in an emergency
dial 999
Click Save
Log out and log in again
Permission Denied
Segmentation fault (core dumped)
panic: runtime error: index out of range [5] with length 3
WARN [main] o.s.b.Application - slow startup
INFO  HikariPool-1 - Start completed.
if (err != nil) { return err }
import numpy as np
def handle_request(self, request):
{"status":"ok","count":12}
sha256 mismatch
Android 15 Vanilla Ice Cream
Team Alpha vs Team Bravo
Project Phoenix kickoff
Atlas cluster scaled up
Hermes queue is backed up
Monday blues
Sunny today
April showers
Hope this helps
Faith in humanity restored
Rose gold colour
Jade green paint
Summer intake closes
Be frank with me
Jack up the price
Pat on the back
Drew a diagram
Rich text editor
Miles to go
Chase the supplier
这个 feature 下周 release
帮我 check 一下 log
打开 Chrome 的 DevTools
部署到 staging 环境
Excel 表格发我
用 Postman 测一下接口
PPT 做好了吗
New Year 快乐
上 GitHub 提个 issue
CI 又红了
This Is A Test
Out Of Office
Made in China
Whole Foods run
Fire Drill at noon
China Mobile outage
Hong Kong dollar is pegged
Deutsche Bahn strike
He said yes
Nobody knows
Tell your doctor
Engineer on site
amount of data
a dozen eggs
4 pax for dinner
Level 3 support
Unit tests pass
Restarting the payment gateway now
Rolling restart of Elasticsearch nodes
    at async Promise.all (index 0)
Exception in thread "main" java.util.NoSuchElementException
fatal: not a git repository
ls -la /var/log/nginx
chmod 755 deploy.sh
pip install pandas==2.2.1
Fixed in release 7.19.2
Patch Tuesday is next week
MacBook Air M3 arrived
Lenovo ThinkPad X1 Carbon
Sony WH-1000XM5
closed on Good Friday
Deepavali holiday notice
August payroll
Sept invoices are late
May Day rally
flight to Melbourne at 6
Manchester is rainy
Sydney Opera House tour
Marina Bay Sands
Gardens by the Bay
Jurong East MRT
Great World City
Standard Chartered app down
HSBC and Citibank
Grab or Gojek?
Shopee 11.11 sale
DBS PayLah not working
Paris Baguette opening
Hugo Boss suit
Dunkin Donuts
Toast Box
Old Chang Kee
chicken rice or laksa
bo liao
sabo king sia
jialat la
Why u so liddat
wait long long
Sure or not
Can meh
Siao ah
Okay lor see how
Ooh nice
Hmm okay
Bye bye
Good luck for exam
On the way
Running late
Noted with thanks
Please advise
FYI only
See attached
Please See Below
Do Not Reply
Unsubscribe
System Maintenance Tonight
Two-Factor Authentication
OTP will be sent by SMS
token expired
secret santa at 4
card declined
plate of noodles
order now
ticket price up
page 3 of 10
10 years of service
80% done
3 x 4 = 12
5 stars
Block C is dark
Level 12 pantry
Lane 7
floor plan
Ivy League
Pearl earrings
Prince of Persia
King size bed
Olive garden lunch
Oracle and Salesforce
Jenkins and Docker
Ruby gem
Carmen opera
Cortana off
Maxwell equations
Pascal triangle
Fourier transform
Turing test
Nobel Prize
Premier League table
Spiderman and Batman
Game of Thrones
Lion King musical
这个 bug 在 iOS 上 reproduce 不了
把 PR merge 了
走 VPN 进去
Merry Christmas 大家
Deployment to Oregon region finished
undefined is not a function
Chrome Dev Summit
Canon EOS R6
Nike Air Force 1
Qatar Airways to Doha
Old Trafford
Causeway Bay MTR
Times Square
Golden Gate Bridge
Feb invoice overdue
Thanksgiving sale
All Hands meeting
Statement of Work
Frequently Asked Questions
Service Level Agreement
Thank you and have a nice day
Good to know
Sounds good
lah lah lah
huh seriously
omg so cute
ok bro noted
boss one kopi
chicken chop 2 pax
Blk party at void deck
pin the message
key findings
secret recipe
card games
born to run
call me maybe
3 to 5 working days
page 9
Gate B12
v2.4.1-rc3
Baskin Robbins
下午 Meeting room 3
这个 Feature flag 关掉
`
