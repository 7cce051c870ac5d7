import './phone.css'
import { element } from '../plain/element.ts'
import { minuteOf } from '../time.ts'

// Demo house only: the customer's telephone, as a page. It shows the text messages that the house has sent, so that one
// can follow the link and read the code that no member of staff ever sees.

interface Message {
  at: number
  text: string
}

const LINK = /(https?:\/\/\S+)/
const root = document.getElementById('phone') ?? document.body
const list = element('ol', { 'aria-live': 'polite' })
const isEnglish = navigator.language.toLowerCase().startsWith('en')
const title = isEnglish ? 'Messages (the customer’s phone, demo)' : '短信（演示：客户的手机）'
let shown = -1

document.documentElement.lang = isEnglish ? 'en' : 'zh-CN'
document.title = title
root.append(element('main', {}, element('h1', {}, title), list))

function draw(messages: Message[]): void {
  if (messages.length === shown) return
  shown = messages.length
  const empty = element('li', { class: 'none' }, isEnglish ? 'No messages yet' : '还没有短信')
  list.replaceChildren(
    ...(messages.length === 0
      ? [empty]
      : messages.map((one) =>
          element(
            'li',
            {},
            element('time', {}, minuteOf(one.at)),
            element('p', {}, ...one.text.split(LINK).map(linked)),
          ),
        )),
  )
  list.lastElementChild?.scrollIntoView({ block: 'end' })
}

/** Full stops and brackets after a link belong to the sentence, not to the link. */
function linked(part: string): Node | string {
  if (!LINK.test(part)) return part
  const href = part.replace(/[.,;)。，；）】」]+$/u, '')
  const rest = part.slice(href.length)
  const link = element('a', { href, rel: 'noreferrer' }, href)
  return rest === '' ? link : element('span', {}, link, rest)
}

/** The demo's own call: `{ messages: [{ at, text }] }`. Each is drawn as text, whatever it holds; oldest first. */
function messagesIn(answer: unknown): Message[] {
  const list: unknown = typeof answer === 'object' && answer !== null && 'messages' in answer ? answer.messages : answer
  return Array.isArray(list) ? (list as Message[]).toSorted((a, b) => a.at - b.at) : []
}

async function look(): Promise<void> {
  try {
    const response = await fetch('/phone-api/messages', { cache: 'no-store' })
    const answer: unknown = response.ok ? await response.json() : []
    draw(messagesIn(answer))
  } catch {
    // The demo has stopped or not started yet: look again, as a phone without reception would.
  }
  setTimeout(look, 1500)
}

look()
