import {
  type CountText,
  chatlab,
  elementsOf,
  feishu,
  filledLines,
  linesOrElements,
  mattermost,
  qqMessages,
  rootElements,
  slack,
  teams,
  wecom,
} from './count-json.ts'
import { actiance, csvRows, imessage, phoneLog, smsBackup } from './count-tables.ts'
import { irc, line, qq, signal, welink, whatsapp } from './count-text.ts'
import type { NaivePart } from './open-naively.ts'

// How many messages an export holds, by a count that shares no code with the importers: they are not even imported here.

const first =
  (...counts: CountText[]): CountText =>
  (text, name) => {
    for (const count of counts) {
      const found = count(text, name)
      if (found !== null) return found
    }
    return null
  }
const messages = elementsOf('messages')

/** By the name of the format that was detected; a format that is not named here is guessed at. */
const COUNTERS: readonly [RegExp, CountText][] = [
  [/slack/, slack],
  [/telegram|discord|weflow|napcat/, messages],
  [/whatsapp/, whatsapp],
  [/wecom/, wecom],
  [/feishu|lark/, feishu],
  [/welink/, welink],
  [/chatlab/, chatlab],
  [/qq/, first(qqMessages, qq)],
  [/wechat/, first(messages, linesOrElements)],
  [/sms_backup/, smsBackup],
  [/sms_ie|dingtalk/, linesOrElements],
  [/gateway|carrier|aliyun/, first(elementsOf('SmsSendDetailDTO'), csvRows)],
  [/calls_csv/, phoneLog],
  [
    /mattermost/,
    (text, name) =>
      /^\s*</.test(text) ? actiance(text, name) : /^\s*\{/.test(text) ? mattermost(text, name) : csvRows(text, name),
  ],
  [/teams/, first(teams, messages)],
  [/signal/, first(messages, signal)],
  [/imessage/, imessage],
  [/irc/, irc],
  [/^line$/, line],
  [/syslog/, filledLines],
  [/rsmf/, elementsOf('events')],
  [/^jsonl$/, linesOrElements],
  [/^csv$/, csvRows],
]

const guess: CountText = first(messages, rootElements, smsBackup, filledLines)

/** Null: nothing in it can be counted as a message. */
export function countMessages(format: string, parts: readonly NaivePart[]): number | null {
  const count = COUNTERS.find(([name]) => name.test(format))?.[1] ?? guess
  const counts = parts.map(({ text, name }) => count(text, name)).filter((found) => found !== null)
  return counts.length === 0 ? null : counts.reduce((sum, one) => sum + one, 0)
}
