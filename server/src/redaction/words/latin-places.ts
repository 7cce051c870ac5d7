// Places, peoples, languages, cars and festivals in Latin letters that stand where a name could, word by word. Written for this detector. Lower case.

export const LATIN_PLACES: ReadonlySet<string> = new Set(
  `
kuala lumpur ipoh penang johor bahru melaka malacca klang petaling jaya puchong subang shah alam seremban kuching sabah sarawak langkawi putrajaya cyberjaya selangor perak kedah kelantan terengganu pahang
changi tampines bedok bugis orchard jurong clementi woodlands yishun sengkang punggol hougang serangoon bishan toa payoh khatib sembawang sentosa geylang katong novena dhoby ghaut kallang paya lebar simei pasir ris lavender redhill tiong bahru bukit timah batok panjang merah choa marina raffles vivocity vivo ion plaza singapura holland buona vista harbourfront
kowloon mongkok tsim tsui causeway lantau aberdeen admiralty shenzhen macau taipei kaohsiung hsinchu taichung
mumbai delhi bangalore bengaluru chennai kolkata hyderabad pune ahmedabad jaipur lucknow kanpur nagpur indore bhopal patna kochi cochin trivandrum coimbatore mysore mysuru goa gurgaon gurugram noida chandigarh punjab gujarat kerala karnataka maharashtra tamil nadu bihar haryana assam odisha telangana andhra pradesh rajasthan himachal kashmir dhaka karachi lahore islamabad colombo kathmandu
lagos abuja ibadan kano accra kumasi nairobi mombasa kampala kigali lusaka harare gaborone durban johannesburg joburg pretoria soweto cairo dakar dar salaam addis ababa
jakarta bandung surabaya bali yogyakarta medan manila cebu davao quezon makati hanoi saigon danang phuket chiang pattaya yangon mandalay phnom penh vientiane
barcelona lisbon porto amsterdam rotterdam brussels vienna prague warsaw krakow budapest athens stockholm oslo copenhagen helsinki dublin cork galway belfast edinburgh glasgow cardiff manchester birmingham liverpool leeds bristol brighton brixton soho camden oxford cambridge zurich geneva milan munich hamburg frankfurt cologne istanbul ankara doha riyadh jeddah muscat kuwait bahrain
melbourne brisbane perth adelaide canberra auckland wellington christchurch toronto vancouver montreal ottawa calgary seattle portland atlanta miami vegas philadelphia phoenix detroit manhattan brooklyn queens hollywood
malay malaysian singaporean filipino tagalog indonesian thai vietnamese burmese hindi urdu bengali telugu marathi gujarati punjabi kannada malayalam cantonese hokkien teochew hakka mandarin arab persian turkish swahili zulu xhosa yoruba igbo hausa afrikaans dutch polish czech hungarian greek swedish norwegian finnish portuguese brazilian mexican irish scottish welsh english muslim muslims hindu hindus christian christians buddhist buddhists catholic jewish
allah krishna buddha ganesh shiva jehovah satan santa
myvi vios civic corolla camry prius alphard axia saga waja perodua proton hyundai kia mazda suzuki toshiba panasonic philips dyson lenovo xenon
deepavali diwali holi eid ramadhan vesak pongal onam hari raya cny halloween thanksgiving easter hanukkah
parent parents student students tenant tenants resident residents member members management registry finance helpdesk reception concierge landlord neighbour neighbor cousin uncle aunty auntie aunt grandma grandpa kuya ate kakak abang adik
`
    .trim()
    .split(/\s+/),
)
