// How people write what a filter looks for: lines `words it stands for > spellings`, both with `|` between; the words stand
// for themselves too. Only other spellings of the same thing, never other things. Everything is folded before it is
// compared, so 加V and 加ｖ are one; the plus signs ➕ and + are not and stand here. A spelling of up to four Latin letters
// or digits is looked for as a whole word (vx, not in vxlan), with separators too (q q, not in iraq qatar).
//
// Where they come from (each spelling from at least one):
//   - counted in the public corpora that this project is tested on: fraudulent short messages (FBS SMS dataset: 加微, 加我微,
//     家微, 微同, 薇信, 维信, 加维, 叩叩, 支付保, 红苞, 发漂, 发飘, 反现) and live comments of a video site (加威, v号, 口口,
//     扣1, 企鹅, 球球, 秋秋, 绿泡泡, 私我, 私戳, 小窗, 桃宝, zfb, tb)
//   - rules that several published moderation projects use for the same purpose (威信, 薇信, 徽信, v信, vx, wx, 伽v, 夹v, 加徽,
//     ➕v, 抠抠, 斯聊, 丝我, si我), read in 2026; of version 2: 威❤, 徽❤, 维❤, 卫❤, v➕, v芯, weichat, q❤, 扣q, q群, q号,
//     扣群, and 个, 下, 你 between 加 and what is added
//   - the picture of the thing, by its Chinese name in Unicode's CLDR: ☎ 电话, 📞 电话听筒, 📱 手机, 🧧 红包, 🐧 企鹅
//   - the same words with a separator between their characters (微.信, 微 信, q.q, v x, 加 v)
// Version 2. An answer tells the spellings it was expanded to, so an older one stays explainable.
export const EVASIVE_TABLE = `
微信|wechat|weixin > 威信|薇信|徽信|徵信|维信|卫信|危信|薇芯|微芯|微❤|薇❤|薇❤️信|威❤|徽❤|维❤|卫❤|v芯|v➕|weichat|v x|w x|v.x|w.x|薇 信|威 信|v 信|加 v|加 微|加个微|加下微|加你微|加个v|加下v|加你v|微xin|wei信|v信|v.信|v-信|vx|wx|w信|v❤|微 信|微.信|微-信|微*信|微/信|微·信|绿泡泡|加微|加薇|加威|加维|加徽|加v|加vx|加wx|+v|+vx|+微|+薇|➕v|➕vx|➕微|➕薇|十v|十微|伽v|夹v|伽微|家微|加我微|加我v|v号|v我|微同|vx号|wx号
加微信|加v|加vx > 加微|加薇|加威|加维|加徽|加卫|加薇信|加威信|加徽信|加维信|加wx|加v信|加个v|加个微|加下v|加下微|加你v|加你微|加 v|加 微|加个微信|加下微信|加你微信|加个vx|加下vx|加我微|加我v|加我vx|加我微信|伽v|夹v|伽微|夹微|家微|+v|+vx|+wx|+微|+薇|+微信|➕v|➕vx|➕wx|➕微|➕薇|➕微信|十v|十vx|十微|十薇|添加微|扫微|扫v|➕我|微同
qq|扣扣 > q号|q群|扣群|q❤|扣q|🐧|加我q|加我扣|加个q|q q|q.q|q-q|扣扣号|口口|叩叩|抠抠|扣1|企鹅|企鹅号|球球|秋秋|蔻蔻|加q|+q|➕q|加扣|+扣|扣号|qiu qiu
支付宝|alipay > 支付保|支付寶|之付宝|吱付宝|支负宝|zfb|z付宝|支fu宝|支付bao|支.付.宝|支 付 宝
淘宝|taobao > 掏宝|逃宝|桃宝|陶宝|tb|tao宝|淘bao|淘.宝|淘 宝|某宝
银行卡 > 银行咔|银hang卡|银行ka|yhk|银彳亍卡|银.行.卡|银 行 卡
转账|转帐 > 转涨|转帳|zhuan账|转zhang|zz|转.账|转 账
红包 > 🧧|红苞|洪包|hong包|红bao|hb|红.包|红 包
私聊|私我 > 司聊|思聊|丝聊|斯聊|sl|si聊|si我|丝我|思我|私戳|小窗|私.聊
手机号|手机号码 > 📱|手鸡号|手机hao|sj号|sjh|shouji号|手 机 号|手.机.号
电话 > ☎|📞|电.话|电 话|点话|dianhua|dh|电hua
返利|返现 > 反利|反现|fan利|返li|返.利|返 现|fx
贷款 > 袋款|代款|带款|货款|dai款|贷kuan|dk|贷.款|贷 款
赌博 > 堵博|赌搏|du博|赌bo|菠菜|赌.博
发票 > 发漂|发飘|发嫖|发piao|fa票|fp|发.票|发 票
`
