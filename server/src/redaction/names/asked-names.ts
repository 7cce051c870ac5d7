import { isNobody } from '../english/english-cues.ts'
import type { Finding } from '../text/finding.ts'
import { normalise } from '../text/normal.ts'
import { readingText } from '../text/reading-text.ts'
import { isPerson } from './slot-names.ts'

// The message before asked for a name or a date of birth: what begins the answer is one, whatever it is made of. For bytes that leave.

/** How much of either message is looked at. */
const NEAR = 80

const ASKS_NAME =
  /(?:姓名|名字|叫什么|叫啥|怎么称呼|如何称呼|怎么叫|贵姓|尊姓|户名|机主|收件人|收货人|联系人|持卡人|写谁|找谁|哪位|是谁|谁啊|谁呀|全名|大名|真名|报一?下名)[\u4e00-\u9fff]{0,8}[?？吗呢吧:：。!~ ]{0,4}$/
const NAME_AGAIN =
  /^(?:(?:是的?|就|写的?|叫|姓|我的?|我是|我叫|名字|姓名|户名|收件人|联系人|机主|他|她|您好|你好|好的|哦|嗯|恩|呃|那个|,|:| ){0,4})(?<v>[\u4e00-\u9fff](?:[\u4e00-\u9fff]|·(?=[\u4e00-\u9fff])){1,5}?)(?=$|[\n ,。!;、(]|女士|先生|\d|的[\u4e00-\u9fff]字?)/d
const ASKS_NAME_EN =
  /(?:(?:full|first|last|your|his|her|the|account|card) ?(?:holder'?s? )?name\b|name, please|(?:and )?you are|who are you|who(?:'s| is| am i) (?:this|speaking|talking|calling|it)|spell (?:that|it|your))[^?\n]{0,50}[?.:]?\s*$/i
const LEAD_EN =
  /^(?:(?:it['’]?s|it is|this is|i['’]?m|i am|my name is|my name['’]s|name['’]s|the name is|sure|yes|yeah|yep|ok|okay|hi|hello|of course|certainly)[,.! ]{1,3}){0,3}/i
const NAME_EN =
  /^(?<v>\p{Lu}[\p{L}'’-]{1,20}(?: \p{Lu}[\p{L}'’.-]{0,20}){0,3})(?=\s*$|[,;!\n(]|\.(?:\s|$)| (?:here|speaking|and|from)(?!\p{L}))/u
const ASKS_BIRTH =
  /(?:date of birth|(?<![a-z])d\.?o\.?b(?![a-z])|birth ?da(?:y|te)|born|出生日期|出生年月|出生|生日|哪年生|多大)[^?\n]{0,40}[?.:吗呢]?\s*$/i
const DATE =
  /(?<![\d.])(?:\d{1,2}[/.\- ]\d{1,2}[/.\- ](?:19|20)?\d{2}|(?:19|20)\d{2}[/.\-年 ]{1,2}\d{1,2}[/.\-月 ]{1,2}\d{1,2}[日号]?|(?:19|20)\d{6}|\d{1,2}(?:st|nd|rd|th)? (?:of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6},? (?:19|20)?\d{2}|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)?\d{2})(?!\d)/i

const CONFIDENCE = 0.8

/** What a text tells because of the question before it. */
export function answered(before: string, text: string): Finding[] {
  if (before === '' || text === '') return []
  const asked = readingText(normalise(before.slice(-NEAR))).plain
  const found: Finding[] = []
  if (ASKS_NAME.test(asked)) addName(text, found)
  if (ASKS_NAME_EN.test(asked)) addEnglish(text, found)
  if (ASKS_BIRTH.test(asked)) {
    const date = DATE.exec(text.slice(0, NEAR))
    if (date !== null) found.push(findingAt('birthday', date.index, date.index + date[0].length))
  }
  return found
}

function addName(text: string, found: Finding[]): void {
  const normal = normalise(text.slice(0, NEAR))
  const { plain } = readingText(normal)
  const [start = 0, end = 0] = NAME_AGAIN.exec(plain)?.indices?.groups?.v ?? []
  if (end === 0 || !isPerson(plain.slice(start, end), true)) return
  found.push(findingAt('name', normal.from[start] ?? 0, normal.to[end - 1] ?? 0))
}

function addEnglish(text: string, found: Finding[]): void {
  const lead = LEAD_EN.exec(text.slice(0, NEAR))?.[0].length ?? 0
  const name = NAME_EN.exec(text.slice(lead, lead + NEAR))?.groups?.v
  if (name === undefined || name.split(' ').some((word) => isNobody([word], 'is', ''))) return
  found.push(findingAt('name', lead, lead + name.length))
}

function findingAt(kind: 'name' | 'birthday', start: number, end: number): Finding {
  const atoms: number[] = []
  for (let i = start; i < end; i += 1) atoms.push(i, i + 1)
  const one: Finding = { start, end, kind, confidence: CONFIDENCE, atoms }
  return kind === 'name' ? { ...one, person: null, form: 'full' } : one
}
