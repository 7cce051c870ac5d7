// More English sentences for the training of the English tagger: tickets, chats and SMS as they are written in Singapore, India, Africa
// and Europe; nobody's real messages. {w}: a given name from anywhere, {v}: a surname from anywhere, {z}: a full name as Chinese people
// write it in Latin letters, {y}: its given part; {g}, {l}, {a}, {c}: as in english-sentences.ts. ⏎: the end of a line.

export const CHATS = `
Assignee: {w} {v}
Reporter: {w} {v}
Reviewer: {z}
Owner: {z}
merged by {w} {v}
reviewed by {z}
escalated by {w}
closed by {w} {v}, reopened by {z}
review requested from {w}
pair with {w} on the migration
pairing with {w} and {w} tomorrow
interview with {w} {v} at 11
call with {z} at 3
lunch with {w} n {w} later
lunch w {y} n {w}
shadowing {w} this week
handover from {w} to {w} at 0600
Handover: {w} {v} -> {z}
on call: {w}, backup {w}
on-call this week is {w}
standup notes: {w}, {w}, {w}, me
meeting notes: {w}, {w} and {w}
Attendees: {w} {v}, {z}, {w} {v}, {z}
Present: {z}, {z}, {z}
Absent: {w} {v}
{z} - absent; {z} - present
{v}, {w} - present
next of kin {w} {v}
next of kin: {z} (wife)
emergency contact {w} {v}
landlord is {w} {v}
our trainer is {w} {v}
{w} {v} (finance) approved it yesterday
{w} {v} (HR) is away
{z} (IT) will drop by
{w} {v} from accounts called
{w} from legal wants a word
{w} {v} called twice about her refund
{w} {v} lost his access card again
{w} {v} has root on the box
who is {w} {v}?
do you know {w} {v}?
is {z} in today?
is {w} around?
anyone seen {w}?
the caller said she's {w}, no last name given
caller says he is {w}
she's called {w}
he goes by {w}
let me check with {y} first
let me check with {w}
i will check with {z}
got it from {w} in HR
get {w} to sign it
give it to {w}
send it to {w} first
forward to {w} {v} and {z}
please forward this to {z}
spoke to {z}, she agrees
thanks to {w} {v} for the patch
kudos to {w} and {w}
congrats {w} on the promo
welcome {w} {v} to the team!
{w} {v} joined the channel
{z} joined the channel
{z} has left the group
{w} {v} has left the conversation
[10:32] {w} {v}: server's back
[09:15] {z}: on it
12:01 {w}: brb
> {w} {v}: shall we ship it?
On Tue, Nov 3 {w} {v} wrote:
On Monday {z} wrote:
From: {w} {v}
To: {z}
Cc: {w} {v}; {z}
{w} {v}⏎Senior Engineer
{z}⏎Finance Manager
Regards,⏎{z}
Thanks & Regards,⏎{w} {v}
Brgds⏎{w}
{z} NRIC ends 567A
{w} {v}, 33, from the east side
{w} {v} hp on file
cust {w} {v} wants to cancel
cust {z} complain no signal
customer {z} has no outstanding bills
{z} paid by cheque
{z}'s contract ended
{w}'s laptop cannot boot
{w} {v}'s account is locked
{y}'s birthday next wk
{y} n i share a room
{y} and i share a room in hostel
eh {w} u reach already anot?
eh {y} u coming?
oi {w} where u
yo {w}, u free tmr?
yo {y}
hey {w} long time no see
hi {y}, can meet at 5?
wei {y} come down la
{w} u there?
{y} u there?
tell {y} to wait
dun tell {y} k
ask {y} call me
then {w} fell off the chair lol
n then {w} cry lol
i saw {w} at bugis with her bf
saw {y} at the canteen jus now
{w} bro thanks ah
thanks {y} ah
where's {w}? prof asking
{w} say he late
{y} say cannot make it
{w} oso going
me {w} n {w} going sch
teacher rang about {w}
the nurse {w} gave him the wrong dose
{w} {v} presenting at 2
{w} {v} appointed to the board
{w} {v} resigned in 2019
the plaintiff, {w} {v}, alleges breach
defendant {w} {v}
passenger {w} {v} missed boarding
patient {w} {v} discharged
student {z} passed
my neighbour {w} complained
my colleague {z} can help
my friend {y} is coming too
my boss {w} not happy
my roommate {w} snores
his sister {w} lives in {c}
hello this is {z} speaking
this is {w} {v} from the bank
it's {w} here
its {y} here
i am {z}, i booked a table
I'm {w} {v}, we met at the fair
My name's {z}
name {z}, unit 5
sign up under {w} {v}
booking under {z}
reserved for {w} {v}
table for {w} at 7
parcel for {w} {v}
delivered to {z}
c/o {w} {v}
attn: {w} {v}
attn {z}
Sold to: {w} {v}
{w}: ok can
{y}: haha
{w} {v}: noted
{z}: thanks
Have you been to a {w} {v} concert?
The {w} {v} version came out later
{w} {v} of Acme Ltd will speak
{w} {v} lives at {a}
{w} {v} flew to {c}
everyone calls me {w}
people call me {w}
Directed by: {w} {v}
Name:    {w} {v}
{w} {v}⏎⏎{a}
my name is {w} {v} but everyone calls me {w}
{w} shouted at {w}
My name is {w} R {v}
{w} J {v} signed here
{w} T. {v} will be talking in {c}
{w} K {v} lives at {a}
{w} {v}⏎Acme GmbH⏎{a}
> {w} {v}⏎> {a}
Unlike the {v} novel, it is short
the {v} case is closed
{v} has been with us since 2004
{w} is very reliable
{w}, {w}, {w} and {w} are in
{w}: who is there?
{w}, can I speak to you?
Escalation from {w} {v}, night desk
Call from {w} {v}
Message from {z}
Request by {w} {v}
looping in {w} {v} and {w} {v}
adding {w} {v} and {z} for visibility
insured: {w} {v}
Witness 2: {w} {v}
Tenant 1: {z}
Driver: {w} {v}
Guarantor: {w} {v}
Beneficiary is {z}
he introduced himself as {w}
she signed as {w} {v}
signed as {w}
{w} {v} submitted the leave form
{w} submitted it late
{w} {v} is the registered owner
{w} {v} is the joint holder
{w} is the owner
{w} lost her card at the counter
{w} {v} left her bag
{w} ask if the lorry come already
{w} ask u to call
{y} where r u now? we at the food court
{y} where are you
{w} has joined #incident-204
{w} has joined the call
{w} has left the room
[14:22:10] {w}: deploy is green
[14:25] {w} {v}: done
14:22 {w} {v} > ok
On 3 Nov 2026 at 14:02, {w} {v} <mail> wrote:
{w} {v} <mail>
{z} <mail> wrote:
抄送{g}，{g}，{g}
抄送 {g}、{w} 和 {z}
@{g} 看一下
问下{g}
问一下 {w}
告诉{g}别来了
叫{g}过来
{g}，你来一下
和{g}一起
跟 {w} 确认一下
找{w}拿钥匙
{w}说不行
{w} 那边 confirm 了
客户 {w} {v} 要求退款
客户{z}投诉
{z} 的 laptop 坏了
{w} {v} 的 contract 到期了
请联系 {w} {v}
今天 {w} 请假，找 {g} approve
我 boss {w} {v} 不同意
Best,⏎{w}
Warm regards,⏎{w} {v}
Yours faithfully,⏎{w} {v}
Sent by {w}
{w}, can you reset my token?
can {w} pls reset it?
could {w} {v} call back?
will {w} be there?
does {w} know?
has {w} {v} paid?
{w} {v}, 71, fell at home
{w} {v} aged 40 was arrested
interpreter: {w} {v}
Spoke w/ {w} re invoice
met {w} and {w} {v} at the fair
{w} {v} will collect it
my cousin {w} will collect it
my supervisor {w} said ok
resident {w} {v} reported it
{w} sits beside {w}
{w} & {w} are getting married
{w}/{w} to confirm
{w}, {w} & {w} approved
ask {w} or {w}
{w} or {w} will know
neither {w} nor {w} came
{w} resigned
{w} replied
{w} approved
{w} disagreed
{w} {v} replied to your post
{w} tagged you
`
