// Players, singers and makers of games whom Chinese texts call by a word in Latin letters that is nothing else (Grubby, Faker, Rooney).
// Written for this detector. Lower case.

export const LATIN_PEOPLE: ReadonlySet<string> = new Set(
  `
grubby infi lyn fov madfrog xiaot sase lucifron satiini zacard elakeduck evenstar showtime gostop magicyang yumiko oov iloveoov jaedong bisu jangbi kal
garimto intotherain nestea fruitdealer marineking polt ryung taeja leenock idra huk naniwa thorzain stephano whitera nerchio demuslim dimaga tossgirl dendi xboct puppey lightofheaven arteezy
merlini akke admiralbulldog icefrog guinsoo yaphets yyf zsmj longdd kuroky ppd eternalenvy sumail notail jerax faker bengi uzi clearlove weixiao misaya caomei
xiaohu mlxg theshy rookie jackeylove baolan doinb lwx gimgoon zywoo dupreeh coldzera olofmeister ksharp carmack molyneux miyamoto kojima bleszinski newell kotick morhaime metzen
chilton riccitiello gerstmann schafer mechner garriott bushnell iwata aonuma sakurai kamiya mikami inafune ueda nomura sakaguchi uematsu itagaki eminem rihanna beyonce britney kanye
jayz akon bieber selena taeyang gdragon seungri daesung taeyeon tiffany yoona sooyoung hyoyeon seohyun sica krystal sulli leeteuk heechul hankyung yesung kangin shindong sungmin
eunhyuk donghae siwon ryeowook kyuhyun jaejoong yoochun junsu yunho onew taemin jonghyun baekhyun chanyeol sehun luhan jungkook jimin jhope taehyung jennie jisoo angelababy jolin
leehom hita kimi makiyo utada lebron iverson tmac durant giannis doncic jokic messi ronaldo neymar mbappe haaland kaka ronaldinho zidane beckham rooney totti
buffon drogba gerrard lampard xavi iniesta puyol casillas robben ribery lahm klose ballack schweinsteiger podolski nadal federer djokovic sharapova phelps thooo sonik lovecd werra
xlord sonkie somnus sylar iceiceice chalice setsu sansheng xnova bulba waytosexy xcalibur lanaya vigoss artstyle blackr alwayswannafly ramzes noone rodjer matumba pieliedie handsken limmp
chessie zfreek micke
`
    .trim()
    .split(/\s+/),
)
