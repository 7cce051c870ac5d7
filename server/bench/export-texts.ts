import { createWriteStream, readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { gunzipSync } from 'node:zlib'
import { sharedData } from '#test/shared'

// What the bench of exports puts into its house: talk of the corpora, in conversations of two thousand messages, and one
// conversation of a thousand messages with a name in each.

const CORPORA = [
  'crosswoz',
  'kdconv',
  'cped',
  'lccc_toy',
  'nus_sms_zh',
  'nus_sms_en',
  'egret_wenda',
  'bili_live_danmaku',
]
/** Lines that one corpus gives, so that none outweighs the others. */
const MOST_OF_ONE = 30_000
const ROWS_A_CONVERSATION = 2000
const FIRST = Date.UTC(2026, 0, 1)
export const NAMED_ROWS = 1000

export const MAPPING = {
  platform: 'talk',
  conversation: 'conv',
  conversationTitle: null,
  sender: 'sender',
  senderName: 'name',
  recipients: null,
  text: 'text',
  time: 'ts',
  kind: null,
  id: ['conv', 'seq'],
  timeFormat: 'ms' as const,
  zone: 480,
}

const SURNAMES = [...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗']
const GIVEN = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛超秀霞刚桂']

/** One of 8,000 names. */
function nameOf(n: number): string {
  const pick = (list: readonly string[], at: number): string => list[at % list.length] ?? ''
  return pick(SURNAMES, n) + pick(GIVEN, Math.floor(n / 20)) + pick(GIVEN, Math.floor(n / 400))
}

/** Lost letters: an export stops at such a text under the policies that ship, whatever its rows cost. */
const UNREADABLE = '\ufffd'

/** Texts of the corpora that can be read, in the order of their files. @throws Error where the shared data is not there */
export function corpusTexts(): string[] {
  const texts: string[] = []
  for (const name of CORPORA) {
    const path = sharedData('corpus', `${name}.jsonl.gz`)
    if (!path)
      throw new Error(`corpus/${name}.jsonl.gz is not there: give --data DIR, the folder that holds data/corpus`)
    const lines = gunzipSync(readFileSync(path)).toString().split('\n', MOST_OF_ONE)
    for (const line of lines) {
      const text = line === '' ? UNREADABLE : String((JSON.parse(line) as { text: string }).text) // corpora are lines of objects
      if (!text.includes(UNREADABLE)) texts.push(text)
    }
  }
  return texts
}

/** Writes `rows` messages of the corpora and NAMED_ROWS with a name in each, as JSON lines. @returns code points of the former */
export async function writeTalk(path: string, rows: number): Promise<number> {
  const texts = corpusTexts()
  let characters = 0
  function* lines(): Generator<string> {
    for (let n = 0; n < rows; n++) {
      const conv = Math.floor(n / ROWS_A_CONVERSATION)
      const speaker = conv * 3 + (n % 7)
      // neighbours stay neighbours: a conversation is a stretch of one corpus
      const text = texts[n % texts.length] ?? ''
      characters += [...text].length
      yield messageOf(`talk-${conv}`, n, `wx_${speaker}`, nameOf(speaker), text)
    }
    for (let n = 0; n < NAMED_ROWS; n++) yield messageOf('named', n, 'wx_named', '客服', namedText(n))
  }
  await pipeline(Readable.from(lines()), createWriteStream(path))
  return characters
}

/** Twenty characters, three of them a name. */
function namedText(n: number): string {
  return `合同已经交给${nameOf(n)}，请您明天上午再来拿`
}

function messageOf(conv: string, seq: number, sender: string, name: string, text: string): string {
  return `${JSON.stringify({ conv, seq, sender, name, text, ts: FIRST + seq * 20_000 })}\n`
}
