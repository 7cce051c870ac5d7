import { isObject, member, readJson, Unreadable } from '../syntax/json-value.ts'
import { headLooksLikeSlack, looksLikeSlack } from './slack.ts'
import type { Format, PartHead } from './source.ts'

/** Which format a source is in, by what it holds; null: none that explains itself. */
export function detectFormat(names: readonly string[], heads: readonly PartHead[]): Format | null {
  if (looksLikeSlack(names)) return 'slack'
  for (const head of heads) {
    const format = detectPart(head)
    if (format) return format
  }
  return null
}

/** CSV and plain JSON lines need a mapping: they never explain themselves. */
function detectPart(head: PartHead): Format | null {
  const text = head.text.trimStart()
  if (text.startsWith('<')) return /<(smses|calls|alllogs)[\s>/]/.test(text) ? 'sms_backup_restore' : null
  if (!/^[[{]/.test(text)) return null
  if (headLooksLikeSlack(head)) return 'slack'
  return looksLikeWecom(text) ? 'wecom' : null
}

function looksLikeWecom(text: string): boolean {
  for (const line of text.split('\n').slice(0, 20)) {
    const value = readJson(Buffer.from(line.replace(/,\s*$/, '')))
    if (value instanceof Unreadable || !isObject(value)) continue
    if (Array.isArray(member(value, 'chatdata'))) return true
    return (
      typeof member(value, 'msgid') === 'string' &&
      ('msgtype' in value || 'action' in value || 'encrypt_chat_msg' in value)
    )
  }
  return (
    /^\{[^[]{0,2000}"chatdata"\s*:\s*\[/.test(text) ||
    (/"msgid"\s*:\s*"/.test(text) && /"(msgtype|action)"\s*:\s*"/.test(text))
  )
}
