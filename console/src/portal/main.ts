import './portal.css'
import { element, fill } from '../plain/element.ts'
import { dayOf, exactOf, lastInside, rangeOf } from '../time.ts'
import type { ConsentPage } from '../wire.ts'
import { type Answer, readConsent, readHouseName, sendAnswer, tokenOf, withdraw } from './calls.ts'
import { en, purposes, zh } from './words.ts'

// The customer's page: who asks and for what, then yes or no, then the code. One question at a time, usable by thumb and
// by keyboard; nothing is stored on the phone, and nothing but the answer is sent.

type Step = 'who' | 'choose' | 'code' | 'withdraw'

const root = document.getElementById('portal') ?? document.body
const token = tokenOf(window.location)
let language: 'zh' | 'en' = navigator.language.toLowerCase().startsWith('en') ? 'en' : 'zh'
let page: ConsentPage | null = null
let houseName: string | null = null
let trouble: 'no_link' | 'offline' | 'unwell' | null = token === null ? 'no_link' : null
let step: Step = 'who'
let choice: 'agree' | 'refuse' = 'agree'
let typed = ''
let mistake: 'wrong_code' | 'too_many' | 'problem' | 'offline' | null = null
let busy = false

const words = () => (language === 'zh' ? zh : en)

function draw(): void {
  const w = words()
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  document.title = w.title
  root.replaceChildren(
    element(
      'header',
      {},
      element('strong', {}, page?.houseName ?? houseName ?? w.title),
      element(
        'button',
        { type: 'button', class: 'language', lang: language === 'zh' ? 'en' : 'zh-CN', onclick: switchLanguage },
        w.language,
      ),
    ),
    element('main', { 'aria-live': 'polite' }, ...content()),
  )
  const heading = root.querySelector<HTMLElement>('h1')
  heading?.focus({ preventScroll: true })
}

function content(): Node[] {
  const w = words()
  if (trouble !== null) {
    const retry =
      trouble !== 'no_link' ? element('button', { type: 'button', class: 'big', onclick: open }, w.again) : null
    return [
      title(w[`${trouble}_title`]),
      para(fill(w[trouble], { house: houseName ?? w.we })),
      ...(retry ? [retry] : []),
    ]
  }
  if (page === null) return [element('p', { role: 'status' }, w.loading)]
  if (page.state === 'requested') return { who, choose, code: enterCode, withdraw: who }[step](page)
  if (step === 'withdraw' && page.state === 'agreed') return takeBack(page)
  return result(page)
}

const title = (text: string) => element('h1', { tabindex: '-1' }, text)
const para = (text: string, look = '') => element('p', look ? { class: look } : {}, text)

function who(of: ConsentPage): Node[] {
  const w = words()
  return [
    progress(1),
    title(w.who_title),
    para(fill(w.who, { house: of.houseName })),
    facts(of),
    para(w.kept),
    para(fill(w.answer_by, { day: dayOf(of.expiresAt) })),
    official(of),
    big(w.next, () => go('choose')),
  ]
}

function choose(of: ConsentPage): Node[] {
  const w = words()
  const pick = (answer: 'agree' | 'refuse') => () => {
    choice = answer
    go('code')
  }
  return [
    progress(2),
    title(w.choose_title),
    para(w.choose),
    // Both answers look alike: no colour and no size leads to one of them.
    element('div', { class: 'choice' }, big(w.agree, pick('agree')), big(w.refuse, pick('refuse'))),
    official(of),
    small(w.back, () => go('who')),
  ]
}

function enterCode(): Node[] {
  const w = words()
  return [
    progress(3),
    title(w.code_title),
    para(w[`you_chose_${choice}`], 'chosen'),
    para(w.code),
    codeForm(w.send, (code) => sendAnswer(token ?? '', code, choice)),
    small(w.back, () => go('choose')),
  ]
}

function takeBack(_of: ConsentPage): Node[] {
  const w = words()
  return [
    title(w.withdraw_title),
    para(w.withdraw_why),
    big(busy ? w.sending : w.withdraw, takeBackNow),
    para(mistake ? w[mistake] : '', 'mistake'),
    small(w.back, () => go('who')),
  ]
}

async function takeBackNow(): Promise<void> {
  if (busy) return
  busy = true
  draw()
  settle(await withdraw(token ?? ''))
}

/** Shows what the house answered; a mistake stays on the page where it was made. */
function settle(answer: Answer): void {
  busy = false
  typed = ''
  mistake = null
  if (answer.ok) {
    page = answer.page
    step = 'who'
  } else if (answer.why === 'no_link') inTrouble('no_link')
  else mistake = answer.why
  draw()
  if (mistake) document.getElementById('code')?.focus()
}

function result(of: ConsentPage): Node[] {
  const w = words()
  if (of.state === 'requested') return []
  return [
    title(w[`${of.state}_title`]),
    para(w[of.state]),
    facts(of),
    para(fill(w.receipt, { number: of.requestNumber, time: exactOf(of.answeredAt ?? of.expiresAt) }), 'receipt'),
    official(of),
    ...(of.state === 'agreed' ? [small(w.withdraw, () => go('withdraw'))] : []),
  ]
}

function facts(of: ConsentPage): HTMLElement {
  const w = words()
  const rows: [string, string][] = [
    [w.purpose, purposes[language][of.purpose] ?? of.purpose],
    [w.period, rangeOf(of.from, of.to)],
    [w.until, fill(w.until_day, { day: dayOf(lastInside(of.useUntil)) })],
    [w.number, of.requestNumber],
  ]
  return element(
    'dl',
    {},
    ...rows.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))),
  )
}

function official(of: ConsentPage): HTMLElement {
  const w = words()
  return element(
    'aside',
    {},
    // a house that names no number has none to be called at; the message said who asks
    of.officialPhone === ''
      ? null
      : element(
          'p',
          {},
          w.doubt,
          ' ',
          element('a', { href: `tel:${of.officialPhone.replace(/[^\d+]/g, '')}` }, of.officialPhone),
        ),
    element('p', {}, w.never),
  )
}

const progress = (n: number) => element('p', { class: 'progress' }, fill(words().question_of, { n: String(n) }))
const big = (text: string, act: () => void) => element('button', { type: 'button', class: 'big', onclick: act }, text)
const small = (text: string, act: () => void) =>
  element('button', { type: 'button', class: 'small', onclick: act }, text)

function codeForm(act: string, send: (code: string) => ReturnType<typeof sendAnswer>): HTMLElement {
  const w = words()
  const input = element('input', {
    id: 'code',
    name: 'code',
    inputmode: 'numeric',
    autocomplete: 'one-time-code',
    maxlength: '6',
    pattern: '[0-9]{6}',
    required: true,
    'aria-describedby': 'mistake',
    oninput: () => {
      input.value = input.value.replace(/\D/g, '').slice(0, 6)
      typed = input.value
    },
  })
  input.value = typed
  const submit = async (event: Event) => {
    event.preventDefault()
    if (busy || typed.length !== 6) return
    busy = true
    draw()
    settle(await send(typed))
  }
  return element(
    'form',
    { onsubmit: submit },
    element('label', { for: 'code' }, w.code_label),
    input,
    element('p', { id: 'mistake', class: 'mistake', role: 'alert' }, mistake ? w[mistake] : ''),
    element('button', { type: 'submit', class: 'big', ...(busy ? { disabled: true } : {}) }, busy ? w.sending : act),
  )
}

function go(next: Step): void {
  step = next
  typed = ''
  mistake = null
  draw()
  window.scrollTo(0, 0)
}

function switchLanguage(): void {
  language = language === 'zh' ? 'en' : 'zh'
  draw()
}

async function open(): Promise<void> {
  if (token === null) return inTrouble('no_link')
  trouble = null
  draw()
  const answer = await readConsent(token)
  if (answer.ok) page = answer.page
  else inTrouble(answer.why === 'offline' || answer.why === 'no_link' ? answer.why : 'unwell')
  draw()
}

/** Without a request on the page, the page still says whose it is and whom to call. */
async function inTrouble(why: NonNullable<typeof trouble>): Promise<void> {
  trouble = why
  draw()
  houseName ??= await readHouseName()
  draw()
}

open()
