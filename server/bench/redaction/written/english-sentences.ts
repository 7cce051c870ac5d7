// English sentences written for the training of the English tagger: service desks, chats, letters, forms; nobody's real messages. {g}: a
// given name, {l}: a surname, {G} and {L}: the same in capitals, {a}: a street address, {c}: a town. ⏎: the end of a line. Everything else is nobody.

export const ENGLISH = `
Hi {g}, thanks for getting back to me so quickly
Dear {g} {l}, your appointment has been confirmed
Dear Mr. {l}, please find attached the invoice for March
Dear Mrs {l}, we regret to inform you of the delay
Dear Dr. {l}, the results are in
Dear Ms. {l}, thank you for your interest in the position
hello {g} can you call me back when you get a minute
hey {g}, are you around?
Hey {g}! Long time no see
Good morning {g}, how can I help you today?
Good afternoon, this is {g} from customer care
This is {g} {l} calling about my order
My name is {g} {l} and I would like to cancel my subscription
my name is {g} and i cant log in
I'm {g}, the new project manager
I am {g} {l}, account holder
You are now chatting with {g}
You are now connected with {g} {l}.
Agent {g} has joined the conversation
{g} has left the chat
{g}: let me check that for you
{g}: ok thanks
{g} {l}: I was charged twice
Thanks {g}
Thank you {g}, have a great day!
Best regards, {g}
Best regards,⏎{g} {l}
Kind regards,⏎{g}
Sincerely,⏎{g} {l}
Cheers,⏎{g}
{g} {l}⏎{a}⏎{c}
{g} {l}⏎Senior Account Manager
Ship to: {g} {l}, {a}, {c}
Please send the replacement to {a}, {c}
Deliver to {g} {l} at {a}
My address is {a}, {c}
We moved from {a} to {a} last month
I live at {a}
Billing address: {a}⏎{c}
Our office is located at {a}, {c}, second floor
The property at {a} is no longer available
Meet me at {a} around 7
The parcel was left at {a} but I live at {a}
Pick up: {a}; drop off: {a}
Customer name: {g} {l}
Name: {g} {l}
Patient: {l}, {g}
Passenger {g} {l}, seat 14C
Contact person {g} {l}, phone on file
Emergency contact: {g} {l} (mother)
Assigned to {g} {l}
Reported by {g} {l} on Monday
cc {g}, {g} and {g}
Attendees: {g} {l}, {g} {l}, {g} {l}
{g}, {g} and {g} will join the call
Please ask {g} to send me the file
Can you tell {g} that the meeting has moved
I spoke to {g} yesterday and she promised a refund
I spoke with a lady called {g}
The technician, {g}, never showed up
Your driver {g} is arriving now
Your order was delivered by {g}
{g} said the router needs replacing
{g} says hi
{g} is out of office until Monday
{g} isn't answering his phone
{g} and I are going to the airport
ask {g} if she has the keys
tell {g} to call me
is {g} there?
where is {g}?
did {g} pay already?
have you seen {g} today
i think {g} is mad at me
lol {g} is such a clown
happy birthday {g}!!
congrats {g} on the new job
RIP {g} {l}, gone too soon
can't wait to see {g} tonight
watching {g} {l} on tv rn
{g} {l} scored twice in the second half
{g} {l} was named chief executive on Tuesday
Mr {l} declined to comment
Mrs {l} has lived next door for years
according to {l}, the product will ship in spring
{l} told reporters that talks had stalled
{l} et al. describe the method in detail
Judge {l} dismissed the case
Officer {l} wrote the report
Professor {l} teaches physics
Dr. {g} {l} will see you at 3 pm
Nurse {g} took my blood pressure
My wife {g} is also on the account
my son {g} broke the screen
my brother {g} lives abroad
our daughter {g} starts school in September
{g}'s phone is dead
{g}'s laptop won't boot
{l}'s team lost again
This laptop belongs to {g} {l}
Signed by {g} {l}
Approved: {g} {l}
Prepared by {g} {l} for internal use only
Transfer 200 dollars to {g} {l}
Payee {g} {l}
I sent the money to {g} by mistake
The account is in the name of {g} {l}
The card holder is {g} {l}
The tenant, {g} {l}, has given notice
Between {g} {l} (the Seller) and {g} {l} (the Buyer)
Witness: {g} {l}
I, {g} {l}, hereby authorise my bank
{g} {l} v. {l}
@{g} please review
@{g} ping
+1 to what {g} said
as {g} mentioned above
per {g}'s email
hi {g} its {g} from the gym
yo {g} u up
sry {g} my bad
Miss {l} will be your teacher this term
Sir, Mr. {l} is waiting in the lobby
Ticket opened by {g}.{l}
Hello, I would like to know the status of my order please
Your package has shipped and will arrive on Friday
Please reset my password, I am locked out
The app crashes every time I open it on my phone
When will the store in Oxford Street open again?
I bought a Dell laptop and an Apple watch at Best Buy
Amazon Prime is down again
Happy New Year to everyone on the team
See you on Monday in London
The meeting is at 10 AM in Room 204
Terms and Conditions apply
Please press 1 for English
Chase Bank declined the payment
Ford recalled thousands of cars in May
Will you be there in April or June?
Mark the item as returned
Bill the customer at the end of the month
Grant access to the shared folder
The Rose Garden is closed in winter
Chelsea beat Arsenal at Stamford Bridge
Paris is lovely in spring
Version 2 of the Jordan river report
I love Taylor guitars
Thanks a lot, have a nice weekend
Good Morning, Vietnam is my favourite movie
Black Friday deals start Thursday
Great Service, Highly Recommended
The Wi-Fi password is on the Fridge
Call Me Maybe is stuck in my head
Please Note That We Are Closed On Sunday
Error 404 Not Found
Order 4471 contains 3 items
The price went from 20 to 35 dollars
Flight 212 to Denver leaves from gate 14
Chapter 12, page 340
Room 15 is booked from 9 to 11
Version 10.4 fixes 27 bugs
Model Z-300 with 64GB of storage and a leather case
Series 7 dishwasher, stainless steel
The Galaxy Fold comes in Phantom Black
Air Max sneakers, size 42, Wolf Grey
Laptop Pro 14 M3, Space Grey, 16GB
Type C cable, two metres
Class B licence required
Model T replicas are on display
Product: Classic Tee, Colour: Navy, Size: L
Firmware v3.2.1 is now available for download
Written in Python and Java, deployed with Docker
Adobe Photoshop subscription renewal
Mac Mini or Surface Go, which one is better?
Python 3 script by the platform team
Bluetooth speaker, Midnight Blue
{G} {L}
{g} {l}
NAME: {G} {L}
CARDHOLDER {G} {L}
DEAR {G} {L}, YOUR PAYMENT IS OVERDUE
PASSENGER {L}/{G}
{G} {L} SIGNED FOR THE PARCEL
IMPORTANT: PLEASE READ BEFORE USE
FREE SHIPPING ON ALL ORDERS
`
