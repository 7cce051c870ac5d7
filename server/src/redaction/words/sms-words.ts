// Words of English SMS and chats, from Singapore to Mumbai, that often stand where a name could and with a capital: Kk, Tmr, Huh, Sis.
// Written for this detector. Lower case.

export const SMS_WORDS: ReadonlySet<string> = new Set(
  `
tmr tml tmrw tmw tdy ytd nvm kk kkk yea yeah yeap yeps yup yupz yep ya yar yah nah nope huh wa wah wow wth wtf wts imma gonna wanna gotta lemme gimme haha hahaha hahahaha hehe hehehe heehee hiak lol lols lmao rofl
omg omfg aiyo aiya aiyah alamak eh ehh oi oei oh ohh ooh oops hm hmm hmmm mm mmm erm er um uh haiz haix hais sian sia siao liao zzz zz chiobu shiok kiasu paiseh chillin chilling sleeping studying nasi goreng bbq machan macha bestie pao oo ja ba ek kisi koi lah la leh lor loh meh mah hor ah den dun dunno wat wad oso osso jus juz izzit isit
sis sista bro bros dude dudes babe babes baby bb darling honey dear dears dearie love luv sweetie hun mum mom mummy mommy dad daddy papa mama pa ma sir maam prof cher princess prince boss ladies gentlemen folks mate man girl boy kid kids
gd nite nites morn mornin cya ttyl brb btw thx tks thanx thanks thnx tq ty pls plz plse msg sms hp ps fwd fw re rt ok okay okie okies okay okk can cannot cant shld wld cld abt frm bcoz coz cos cus cuz sry soz congrats congratulations always never forever noon health money people ppl someone anyone nobody invitation weird funny crazy cool nice great sure
emo omw otw atm lunch dinner supper breakfast lect lecture tut tutorial exam exams proj project lab sch school hse house mrt bus cab taxi rice noodles milo kopi teh prata mins hr hrs sec secs
kya kyu kyun kaise kaisa kahan kab kar karo karna ka ki ke ko kabhi itna bhai yaar yar hai hain hua ho mera tera mujhe tujhe tum aap main hum nahi nahin acha accha theek chal chalo abhi kal aaj raha rahi rahe se me mein par pe aur ya na haan ji lo lena dena de do
apa siapa mana kat saya aku awak kamu dia kita tak ada nak tau tahu boleh dah belum lagi jom makan tidur kerja rumah esok semalam terima kasih sama selamat pagi petang malam hari raya
khana khane khaya peena pani ghar jana jao jata jaye gaya gayi gaye aaya aaye aayi aao aaja kaha kahan kahin kabhi din raat ladki ladka ladke ladki larki larka shadi dost pyar dil bat baat bata batao bol bolo suno dekh dekho dekhne chutti likhne seekh pata maa pita bachey bachon garib ameer mehmaan ujala shaan zid zaruri jabki iske uske unki unka apna apne apki apka humse tere meri mere teri bethe bna bana banao banana kr rha rhe rhi hn hun hoga hogi tha thi ho gyi gya liye liya diya diye leke saath sath wala wali wale kuch koi sab bahut bohot thoda zyada jaldi dheere phir fir lekin magar agar toh bhi hi bas sirf aisi aisa kaisi waisa yahan wahan udhar idhar upar niche andar bahar bade chota accha bura sahi galat naya purana garmi sardi paisa rupaye lakh crore beta beti bhaiya bhabhi didi chacha mama mausi nana nani dada dadi dur bn patni masjid mandir taxi sikh nirash banda talas
simi simisai cui hiong hoh sibei siong jialat jio bojio lepak steady bom sai kena kana kenna tahan cannot lj knn kns ccb sotong blur bodoh gila babi pokkai gahmen ah jio goondu sedap pau bao laksa rendang satay roti canai kaya toast dalao shag sabo arrow ponteng tabao dabao chope kiasi tiko hum boleh kopi
po opo hindi naman lang siya kami tayo kayo sila ako ikaw mo ko ang mga sa para kasi pero ayaw gusto salamat maganda umaga gabi ingat
abeg wetin dey wahala oya sabi una dem wey oga chop wan sef biko nawa
asante sana karibu habari sawa pole kesho leo jambo hapana ndiyo sawubona unjani yebo ngiyabonga siyabonga sharp lekker braai ja nee dankie
ei ey hah hahah ahaha wahaha lolol kekeke xd hehehehe muack muacks muah ummah mmuah hugs kisses
dis dat wid tht ths thru tho tru luk gud nyt mrng gn gm gnite sweet swt drms dreams hpy bday wrd frnd frend frndz fren frens
`
    .trim()
    .split(/\s+/),
)
