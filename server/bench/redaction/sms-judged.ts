// What one engineer judged of the names found in unlabelled SMS (NUS SMS; sms.ts). Every finding of each sixth message was read on 2026-11-23, and
// in Chinese every finding of all messages; what was in doubt counts as nobody's. Kept are only forms that name nobody: words, phrases, brands, places,
// gods and figures of films, as they were found. A form that is somebody's in one
// of the messages that the bench reads and nobody's in another is not here.

const CHINESE = `
钱冲 冷丁 王八蛋 万语尽 简居 易经 恩恩 盛元有 帅哥 赵家莘 哄哄 麻拉 沙运会 路向东 东方金柜 金卷 金汉 汉斯 奥比特 阿迪贵 蒙奇 路飞 史努比 帅明天 公卫 关云长 金顿 花哈 易园 周天 谢拉 羊开泰 祝见 国同庆
胡姬花 Clementi 任丘 潘氏凉 俺哥 俺姐 汽车站 李庄来 赵园 花根 祝妈妈 祝爸爸 路远 陆川猪 丁子尺 阴阴 东方红 金马伦 金马仑 金马 车塞 丁加奴 李园 国庆 班开迎 牛背 康寿 唐狮 白教 海溪 莫喊 屈里
莱西良茂 利客来 康德 张表 相册里 车勒 赫莲娜 多谢多谢 谢睡 斯洛克 梅胡 练红歌 洪福顺 斯蒂芬 富达班 任管 谈哈 孔布 莫傻想 包拉 谢谢 麻章 Meeting 问问 刚刚 Shaw 齐天财 阳红岛 李村 羊羊 梅香未
玉枝映 羊光 羊洋 羊光明 羊昌小 羊踏春 钱充 古德猫 通知下三楼财务室人员 陈管庄 Inception 齐人 白班 张卡有 银里 车挺累 温顺 修机台 门关好 普天同 阳历生 冷多 安先 成磨厉 哈干 童牛津 车号量 冷天 班各科
姐斗 车棚 包康 祝远方 高讯 相山 素克 克洛 干混 乐子 白改 麻利 沙澧拉 小雪 小Q 路北 劳烦 梦圆 白存 麻拉烫 金艺 迟明天 和校庆 亚沙 于明天 张图右 周围 羊一百 强龙 焦作玩 小妞 路与政 比格比萨 眼镜 小P
金汉斯 卡里 钱打号 萝莉 小资 那水才 连过年 洛带看 青霞 东东 钱收 都特 路有双 查人 商之都 但陪姑姑 干毛 花花哈 费充 飞龙 马来 钟声 亨通 满好猜 祝新春 哈兔 钱转 Hdb 富喜感 祝明天 小秘 虎航 展护卫 何地
班可加 吉尼斯 祁阳 单子 哈传 明拉 段永恒 小妮 妮子 那雪大 查收 智胜 高数留 左数 巴塞 洋洋 大胡 包盐巴 时守心 钱里 成小猪 华联 马上就妈妈 莫弄 车有空 天一 展最迟 钱用 都重男 祝天天 沈医 科拉 拉拉 纳尼
黄中 强抱行 Pratical 练鬼 迟一点 云顶 马仑 钟要熬 迟点有 文用 班人 班大致 祝中 单已齐 车已开 公管 顾得看 周曰 顾得 贺喜 班多 国图 班心得 牛尾 驮康寿 马院 高得看 贤慧 尚班 时帮我 明天我 高居 迟点
HaoX 玉渊潭 修修 费少收 卡巴 车数发 来建湖 小高 海族 花开得 许明天 莱西利 卡拉 安按 钱紧 关水 游民 钟下才 师勒 Serializable 时特润 恩恩恩 钱一起 包水 元一晚 房方便 pat. 满记甜 桑心 毛孔变
金文泰 练歌 莫整漏 车上太 运来 班明天 AFDSFDS 来洪 余震 路过问 富贵竹 大山 楼中 明有事 巴庄子 花花大 格林 班长发 时侯 游水 花超 月子 一儿 莫紧 梅雨 耶耶 张回来 连蓝 蓝球都 孔布管 锦锐 胖子 敬上
封底 恩哈 白度一 摩儿玛 钱算 高尚点 莫坐 莫依靠 大巴 支架 豆沙 甘甜 晨曦 路一走 那幽梦 迟点再 豆喝 莫误 小财 博兴 羊城通 元堂 金鹰 Paper 建新 华新网 路景 高口 麻麻 Buna 惠存 敬请惠 银充 门吹
南挺冷 曾想 小猪 成真 祝君好 Ha 陈旧 鸿运齐 聚宝盆 沸羊羊 暧羊羊 懒羊羊 羊蹄 龙腾飞 梅香未逝 曲寄 羊关 关大道 宏图 羊首 耀武 羊光明媚 马雄心 瑞羊踏春 花好月 猴子 平装 郑州
Journg EastMRT
`
const ENGLISH = `
Abi
Ami
Ami jani
Break Evrythng
CHODna
Dai ji
Berkley
Din Ka Ujala Shaan Ban
Diwali Aisi Mehmaan Bn
Dulan
Ek Sikh ki Taxi
Funka
Han
Hogolo
Iie
Kabhi Dur
Kar Du.
Kar Du. Patni-Bhosdi
Kope
Ku MTV. Bu Ku
LI LIN
Laxmi Ji
Li
Lilac White
MAHA BODHI
Mr. Moon
Patni-Bhosdi
Shaan Ban
Simi Dai
Wah S
Su
Tu CHODna
WU LU
Yang Zong Bao.
Yeeeah
wang
hoe sie
jiang N
jiang Nan
Nan
kara
xin qiang
杨梅
秀秀
U.P. Sukoon
lena
johnny
ron burgundy
Aaye
Larki
Chutti
khana khane
Bachey Garib.
Garib
Tutti Car
krishna ka
Toshiba
Xenon
simi
Simi
Hall
hall
Tui-tui
Bee H
melody
Woo
Hougang
Take
sam lake
Quotation.
Zaruri H
Pani
Malik Tera Banda Kitna Nirash
Jabki
Ki Zid
Jo Na Ho Apna
Iske
Kahin Masjid
Bethe.
shadi
Molineux
Hardly
Jeez
Neck
Thriller
Thai
Eskimo
Feng shui
Bo simi
Seng kang
Die
Errr
Christians
Mos Burger
sia.wan
dunno.wan
LolI
Tie
`

const words = (text: string): string[] => text.trim().split(/\s+/)
const lines = (text: string): string[] => text.trim().split('\n')

/** Forms that are nobody's, by corpus. */
export const NOBODYS: Readonly<Record<string, ReadonlySet<string>>> = {
  nus_sms_zh: new Set([...words(CHINESE), 'Journg EastMRT']),
  nus_sms_en: new Set(lines(ENGLISH)),
}

/** Findings in each sixth message that were read and are somebody's: what is found beyond them and the forms above was read by nobody. */
export const SOMEBODYS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  nus_sms_zh: { review: 70, release: 105 },
  nus_sms_en: { review: 137, release: 154 },
}
