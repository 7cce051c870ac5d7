// Of the eleventh round, sixth batch: display names of one character, of a flat, of a wish (README.md; roster-lines.ts says how).

export const ROSTER_NICKNAMES = `
# 1 微信群昵称
@a 风 | 冯程
@b 不想起床🛌 | 卜想
@c Z | 曾子墨
@d 一叶知秋 | 叶秋
@e 西西里🌴 | 奚丽
{a:风}：收到
@{a:风} 明天带伞
{b:不想起床}又迟到了
{c:Z}说方案过了
{d:知秋}姐，合同扫描件发我
{e:西西里}去哪玩了
{a:冯程}、{d:叶秋}值班
{e:西西}，拼车吗
"{c:Z}"邀请"{b:不想起床🛌}"加入了群聊
{c:子墨}的作文获奖了
{b:卜想}请假
{e:丽姐}带队
{a:程哥}，{d:秋姐}，下周见
引用 {a:风} 的消息
今天风真大
~Z字形走位
# 2 公司全员群
@a 总经办-蒲松 | 蒲总
@b 行政 古月 | 月月
@c 市场部_Cherry | 程樱
@d IT小哥 | 艾提
@e 产品@老K | 柯凯
@f 实习生小满 | 满天星
{a:蒲总}发言
{b:古月}订饭
{c:Cherry}和{d:IT小哥}对接
{e:老K}，需求评审
{f:小满}，打印一下
{a:蒲松}签字
{b:月月}，快递
{c:程樱}拍照
{d:艾提}重装系统
{e:柯凯}的周报
{f:满天星}转正
{e:K哥}威武
{c:樱樱}，海报
{c:市场部_Cherry}：收到
{a:松哥}，车停哪
~古月胡
樱花开了
松树
# 3 邻里
@a 302陈姐 | 陈婉
@b 楼上小夫妻 | 路明
@c 卖菜的老葛 | 葛根
@d 收废品老丁 | 丁大力
{a:陈姐}，水管修好了
{a:302陈姐}家没人
{b:路明}敲门
{c:老葛}，白菜多少钱
{d:老丁}来收纸箱
{a:陈婉}网购
{c:葛根}涨价
{d:大力}哥，搬冰箱
{d:丁大力}电话多少
{b:明哥}，车挪一下
{a:婉姐}，借点盐
{b:小路}，你家漏水
葛根粉
~大力丸
# 4 Remote team
@a Zoe | Zoë Laurent
@b Ben Carter | ben.c#
@c 李雷 | Lei Li | leil#
@d 韩梅梅 | May Han
@e Q | Quentin Fox
{a:Zoe} and {b:Ben} shipped it
{c:Lei} reviewed {d:May}'s PR
{e:Q} is on leave
{e:Quentin} will be back Monday
{a:Zoë}: done
{b:Benjamin} called in
{c:Li Lei} owns the repo
{d:May Han} wrote tests
{d:梅梅}，合并一下
{c:雷哥}看看日志
{b:ben.c} left
{a:Laurent} signed
{e:Q. Fox}
{c:leil} pushed
{b:Mr. Carter}, hello
Q1 results are in
# 5 病友群
@a 坚强的小草 | 曹坚
@b 向日葵花开 | 向葵
@c 老顾(肝移植) | 顾长生
@d 燕燕妈妈 | 燕子飞
{a:小草}今天复查
{b:向日葵}化疗第三次
{c:老顾}出院了
{d:燕燕}体温降了
{d:燕燕妈}，别担心
{a:曹坚}的报告
{c:顾长生}捐了两千
{c:长生}叔，多休息
{b:葵姐}加油
{a:坚哥}，挺住
{d:燕燕妈妈}谢谢大家
{c:顾叔}，药买到了
~小草青青
长生不老
~向日葵籽
# 6 象棋群
@a 车马炮 | 车前
@b 象飞田 | 田飞
@c 过河卒 | 卒子
@d 将军 | 蒋钧
{a:车马炮}让一子
{b:田飞}赢了
{c:过河卒}悔棋
{d:蒋钧}认输
{b:飞哥}，复盘
{a:车前}来一局
{d:小蒋}开局不错
{d:将军}，再来
{b:老田}不服
飞象过河
`
