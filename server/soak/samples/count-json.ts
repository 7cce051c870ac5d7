// Exports that are JSON, counted with JSON.parse and nothing else.

/** Null: not JSON, or none of the lists is there. */
export type CountText = (text: string, name: string) => number | null

type Bag = Record<string, unknown>

const isBag = (value: unknown): value is Bag => typeof value === 'object' && value !== null && !Array.isArray(value)
const lengthOf = (value: unknown): number => (Array.isArray(value) ? value.length : 0)

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    return undefined
  }
}

/** Elements of every list called `key` that hangs on the root, however deep, but not inside an element of such a list. */
export function elementsOf(key: string): CountText {
  return (text) => {
    const root = parsed(text)
    if (root === undefined) return null
    let found: number | null = null
    const walk = (value: unknown): void => {
      if (Array.isArray(value)) for (const each of value) walk(each)
      else if (isBag(value)) {
        for (const [name, inner] of Object.entries(value)) {
          if (name === key && Array.isArray(inner)) found = (found ?? 0) + inner.length
          else walk(inner)
        }
      }
    }
    walk(root)
    return found
  }
}

export const rootElements: CountText = (text) => {
  const root = parsed(text)
  return Array.isArray(root) ? root.length : null
}

/** Lines that are not empty. */
export const filledLines: CountText = (text) => text.split('\n').filter((line) => line.trim() !== '').length

/** One JSON value per line, or one array, or one object. */
export const linesOrElements: CountText = (text) => {
  const root = parsed(text)
  if (Array.isArray(root)) return root.length
  return root === undefined ? filledLines(text, '') : 1
}

/** A day of a Slack export, or one message by itself. Lists of users and channels hold no messages. */
export const slack: CountText = (text, name) => {
  if (
    /(^|\/)(users|channels|groups|dms|mpims|integration_logs|canvases|file_conversations|huddle_transcripts)\.json$/.test(
      name,
    )
  )
    return null
  const root = parsed(text)
  if (Array.isArray(root)) return root.length
  if (!isBag(root)) return null
  return Array.isArray(root.messages) ? root.messages.length : root.type === 'message' ? 1 : null
}

/** Answers of GetChatData or of the zone, one list of messages, or one of these per line; a line that is no JSON is one. */
export const wecom: CountText = (text) => {
  const root = parsed(text)
  if (root !== undefined) return wecomIn(root)
  if (!/^\ufeff?\s*[[{]/.test(text)) return null // a file that a message carries
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines.reduce((sum, line) => sum + (wecomIn(parsed(line)) ?? 1), 0)
}

function wecomIn(root: unknown): number | null {
  if (Array.isArray(root)) return root.length
  if (!isBag(root)) return null
  const list = root.chatdata ?? root.msg_list
  return Array.isArray(list) ? list.length : 1
}

/** Callbacks, one per line; or the answer of "get message history", whose items are the messages. */
export const feishu: CountText = (text, name) => elementsOf('items')(text, name) ?? linesOrElements(text, name)

/** QQ: messages, and one more for each that says when, or that, it was taken back; OneBot's events by their types. */
export const qqMessages: CountText = (text, name) => {
  const oneBot = text.match(/"(?:message|notice|request)_type"\s*:/g)?.length
  if (oneBot) return oneBot
  const listed = elementsOf('messages')(text, name)
  const takenBack = text.match(/"recallTime"\s*:\s*"[1-9]\d*"|"recalled"\s*:\s*true/g)?.length ?? 0
  return listed === null ? null : listed + takenBack
}

/** Mattermost bulk export: posts, their replies beside them. */
export const mattermost: CountText = (text) => {
  let count = 0
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue
    const root = parsed(line)
    if (!isBag(root)) count += 1
    else if (root.type === 'post' || root.type === 'direct_post') {
      const post = root[root.type]
      count += 1 + (isBag(post) ? lengthOf(post.replies) : 0)
    }
  }
  return count
}

/** ChatLab: a list of messages, or lines that say what they are. */
export const chatlab: CountText = (text, name) => {
  const listed = elementsOf('messages')(text, name)
  if (listed !== null) return listed
  return text.split('\n').filter((line) => /"_type"\s*:\s*"message"/.test(line)).length
}

/** Elements that have a body: lists of teams, channels and people have none. */
export const teams: CountText = (text) => {
  const root = parsed(text)
  const listed = Array.isArray(root) ? root : isBag(root) && Array.isArray(root.value) ? root.value : null
  return listed === null ? null : listed.filter((one) => isBag(one) && ('Body' in one || 'body' in one)).length
}
