import { isAgeFile } from '../src/containers/age-file.ts'
import { openZipPackage } from '../src/containers/zip.ts'
import { ProofError } from '../src/index.ts'
import type { Language } from '../src/package/package.ts'
import type { Verdict } from '../src/verify/verdict.ts'
import { verifyPackage } from '../src/verify/verify.ts'
import { findingText } from '../src/words/finding-words.ts'
import { type Chosen, chosenOf } from './chosen.ts'
import { element } from './elements.ts'
import { type Pins, pinsOf } from './pins.ts'
import { PREVIEW_ROWS, report } from './report.ts'
import { WORDS, type Word } from './words.ts'

// The verifier as one page. Its policy (default-src 'none') gives it no network; it runs verifyPackage as the command line does.

type Status = { word: Word | null; refused: boolean; detail: (language: Language) => string }
const QUIET: Status = { word: null, refused: false, detail: () => '' }

let language: Language = navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en'
let file: File | null = null
let status: Status = QUIET
let verdict: Verdict | null = null
/** The file that the verdict is of. */
let chosen: Chosen | null = null
/** Counts the checks begun, so that only the last one's answer is shown. */
let run = 0

const fields = {
  file: element('input', {
    type: 'file',
    id: 'file',
    class: 'unseen',
    // a file of age is said what to do with
    accept: '.zip,.age,application/zip',
    'aria-labelledby': 'package',
  }),
  password: element('input', {
    type: 'password',
    id: 'password',
    autocomplete: 'off',
    'aria-describedby': 'password-hint',
  }),
  key: element('textarea', { id: 'key', rows: '2', spellcheck: 'false', 'aria-describedby': 'key-hint' }),
}

function word(key: Word): string {
  return WORDS[key][language]
}

/** Draws everything anew; the fields themselves stay, with what was typed into them. */
function draw(): void {
  document.documentElement.lang = language
  document.title = `存真 Cunzhen · ${word('title')}`
  const other = element('button', { type: 'button', lang: language === 'zh' ? 'en' : 'zh' }, word('language'))
  other.addEventListener('click', () => {
    language = language === 'zh' ? 'en' : 'zh'
    draw()
  })
  const print = element('button', { type: 'button' }, word('print'))
  print.addEventListener('click', () => window.print())
  const title = element('h1', {}, element('span', {}, '存真 Cunzhen'), word('title'))
  const main = element('main', {}, element('p', { class: 'offline' }, word('offline')), form())
  if (verdict !== null && chosen !== null) main.append(report(verdict, language, chosen))
  document.body.replaceChildren(element('header', {}, title, other, print), main, element('footer'))
}

function form(): HTMLFormElement {
  const made = element('form', {}, packageField(), passwordField(), keyField(), submit())
  made.addEventListener('submit', (event) => {
    event.preventDefault()
    void check()
  })
  return made
}

function packageField(): HTMLElement {
  const drop = element(
    'div',
    { class: 'drop wide' },
    element('span', { class: 'label', id: 'package' }, word('package')),
    fields.file,
    element('label', { for: 'file', class: 'button' }, word('choose')),
    element('span', { class: file === null ? 'hint' : 'chosen' }, file === null ? word('drop') : file.name),
  )
  drop.addEventListener('dragover', (event) => {
    event.preventDefault()
    drop.classList.add('over')
  })
  drop.addEventListener('dragleave', () => drop.classList.remove('over'))
  drop.addEventListener('drop', (event) => {
    event.preventDefault()
    const [dropped] = event.dataTransfer?.files ?? []
    if (dropped !== undefined) choose(dropped)
  })
  return drop
}

function passwordField(): HTMLElement {
  const show = element(
    'button',
    { type: 'button', 'aria-pressed': String(fields.password.type === 'text') },
    word('show'),
  )
  show.addEventListener('click', () => {
    fields.password.type = fields.password.type === 'text' ? 'password' : 'text'
    show.setAttribute('aria-pressed', String(fields.password.type === 'text'))
  })
  return element(
    'div',
    {},
    element('label', { for: 'password' }, word('password')),
    element('div', { class: 'inline' }, fields.password, show),
    element('p', { class: 'hint', id: 'password-hint' }, word('passwordHint')),
  )
}

function keyField(): HTMLElement {
  return element(
    'div',
    {},
    element('label', { for: 'key' }, word('key')),
    fields.key,
    element('p', { class: 'hint', id: 'key-hint' }, word('keyHint')),
  )
}

function submit(): HTMLElement {
  const text = status.word === null ? '' : word(status.word) + status.detail(language)
  return element(
    'div',
    { class: 'wide' },
    element('button', { class: 'primary' }, word('check')),
    element('p', { class: status.refused ? 'status refused' : 'status', role: 'status' }, text),
  )
}

function choose(picked: File): void {
  file = picked
  verdict = null
  status = QUIET
  draw()
  void check()
}

async function check(): Promise<void> {
  const mine = ++run
  verdict = null
  say('checking', false)
  await painted()
  const answer = await judge()
  if (mine !== run) return
  if ('verdict' in answer) {
    verdict = answer.verdict
    chosen = answer.chosen
    status = QUIET
  } else status = answer
  draw()
  if (verdict !== null) document.getElementById('verdict')?.focus()
  else if (status.word === 'password_needed' || status.word === 'wrong_password') fields.password.focus()
}

function say(key: Word, refused: boolean): void {
  status = { word: key, refused, detail: () => '' }
  draw()
}

/** Lets the browser show what was drawn before the long work begins. */
function painted(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 30))
}

async function judge(): Promise<{ verdict: Verdict; chosen: Chosen } | Status> {
  const refuse = (key: Word): Status => ({ word: key, refused: true, detail: () => '' })
  const own = file
  if (own === null) return refuse('noFile')
  let pins: Pins
  try {
    pins = pinsOf(fields.key.value)
  } catch {
    return refuse('bad_key')
  }
  try {
    if (await isAgeFile(own)) return refuse('age_file')
    const reader = await openZipPackage(own, fields.password.value === '' ? null : fields.password.value)
    const judged = await verifyPackage(reader, { ...pins, preview: PREVIEW_ROWS })
    return { verdict: judged, chosen: await chosenOf(own) }
  } catch (error) {
    if (!(error instanceof ProofError)) return refuse('unreadable')
    return refusedZip(error)
  }
}

function refusedZip(error: ProofError): Status {
  const { code } = error
  if (code === 'password_needed' || code === 'wrong_password') return { word: code, refused: true, detail: () => '' }
  if (
    code === 'too_many_files' ||
    code === 'bad_file_name' ||
    code === 'duplicate_file' ||
    code === 'file_too_large' ||
    code === 'compression_ratio' ||
    code === 'aside_in_zip'
  ) {
    return { word: 'refused', refused: true, detail: (shown) => findingText({ code, file: '' }, shown) }
  }
  return { word: 'unreadable', refused: true, detail: () => '' }
}

/** A verdict is about the password and keys it was reached with: where they change, it goes, and so does a check that still runs. */
function outdate(): void {
  run += 1
  if (verdict === null && status.word !== 'checking') return
  verdict = null
  status = { word: 'changed', refused: false, detail: () => '' }
  // not drawn anew: whoever types would be put out of the field
  const told = document.querySelector('.status')
  if (told !== null) told.textContent = word('changed')
  for (const part of document.querySelectorAll('main > form ~ *')) part.remove()
}

for (const typed of [fields.password, fields.key]) typed.addEventListener('input', outdate)
fields.file.addEventListener('change', () => {
  const [chosen] = fields.file.files ?? []
  if (chosen !== undefined) choose(chosen)
})
// a file dropped beside the field must not make the browser leave the page
for (const name of ['dragover', 'drop'] as const) window.addEventListener(name, (event) => event.preventDefault())
draw()
