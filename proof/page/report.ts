import { digestsOf, type Language } from '../src/package/package.ts'
import { timeCell } from '../src/render/render.ts'
import type { Check, CheckId, Verdict } from '../src/verify/verdict.ts'
import { decisionLines } from '../src/words/decision-words.ts'
import { findingText } from '../src/words/finding-words.ts'
import {
  ANCHORING_WORDS,
  anchoringLines,
  CHECK_WORDS,
  completenessText,
  onTrustText,
  VERDICT_WORDS,
} from '../src/words/verdict-words.ts'
import { type Chosen, clockText } from './chosen.ts'
import { element } from './elements.ts'
import { counted, WORDS, type Word } from './words.ts'

// The verdict as a page: large answer, facts, each check in a row, the masked rows.

export const PREVIEW_ROWS = 500
const MARKS = { passed: '✓', failed: '✗', skipped: '–' } as const

export function report(verdict: Verdict, language: Language, chosen: Chosen): HTMLElement {
  const word = (key: Word): string => WORDS[key][language]
  const words = VERDICT_WORDS[verdict.verdict]
  const answer = element(
    'section',
    { class: `verdict ${verdict.verdict}` },
    element('h2', { tabindex: '-1', id: 'verdict' }, words.title[language]),
    element('p', {}, words.text[language]),
    ...problems(verdict, language),
    facts(verdict, language, chosen),
  )
  const checks = element(
    'ol',
    { class: 'checks' },
    ...verdict.checks.map((check) => checkRow(check, verdict.ok, language)),
  )
  const parts = [answer, element('h3', {}, word('checks')), checks]
  if (verdict.preview.length > 0) parts.push(...rowsTable(verdict, language))
  return element('div', {}, ...parts)
}

/** So many of each check stand at the top; all of them stand with the check. */
const PROBLEMS_SHOWN = 3

/** What is wrong, before anything else. Empty where nothing is. */
function problems(verdict: Verdict, language: Language): HTMLElement[] {
  const failed = verdict.checks.filter(({ state }) => state === 'failed')
  if (failed.length === 0) return []
  const colon = language === 'zh' ? '：' : ': '
  const items = failed.flatMap((check) => {
    const shown = check.findings.slice(0, PROBLEMS_SHOWN)
    const texts = shown.map((finding) => findingText(finding, language))
    if (check.found > shown.length) texts.push(WORDS.more[language].replace('{n}', String(check.found - shown.length)))
    return texts.map((text) => element('li', {}, `${CHECK_WORDS[check.id].title[language]}${colon}${text}`))
  })
  const parts = [element('h3', {}, WORDS.problems[language]), element('ul', { class: 'problems' }, ...items)]
  return verdict.manifest === null ? parts : [...parts, element('p', { class: 'hint' }, WORDS.claimed[language])]
}

function facts(verdict: Verdict, language: Language, chosen: Chosen): HTMLElement {
  const word = (key: Word): string => WORDS[key][language]
  const list = element('dl')
  const add = (key: Word, value: string): void => {
    list.append(element('dt', {}, word(key)), element('dd', {}, value))
  }
  add('file', chosen.name)
  add('fileHash', chosen.sha256)
  add('checkedAt', clockText(chosen.at))
  const { manifest, signer } = verdict
  if (manifest !== null) {
    add('house', `${manifest.house.name} · ${manifest.house.origin}`)
    add('number', manifest.export.number)
    if (manifest.export.caseNo !== '') add('caseNo', manifest.export.caseNo)
    add('at', timeCell(manifest.export.at, manifest.export.zone))
    add('rows', String(verdict.rows))
    add('masked', String(verdict.maskedCharacters))
    add('ledger', String(manifest.ledger.size))
    add('digests', digestsOf(manifest))
    const time = (milliseconds: number): string => timeCell(milliseconds, manifest.export.zone)
    const decided = decisionLines(verdict.decisions, language, time)
    if (decided.length > 0) add('decided', decided.join('\n'))
    add('completeness', completenessText(verdict.completeness, language, time))
    const onTrust = onTrustText(verdict, language)
    if (onTrust !== null) add('onTrust', onTrust)
    const vouching = anchoringLines(verdict.anchoring, language, time)
    add('anchoring', [ANCHORING_WORDS[verdict.anchoring.state][language], ...vouching].join('\n'))
  }
  if (signer !== null) add('signer', `${signer} · ${word(verdict.pinned ? 'pinned' : 'unpinned')}`)
  return list
}

/** What a check counted; a check of one thing counts nothing worth a word. */
const UNITS: Partial<Record<CheckId, Word>> = {
  container: 'unitFiles',
  stamps: 'unitStamps',
  cosignatures: 'unitCosignatures',
  files: 'unitFiles',
  rows: 'unitRows',
  csv: 'unitRows',
  ledger: 'unitEntries',
  statements: 'unitStatements',
  counts: 'unitConversations',
  completeness: 'unitRecords',
  xlsx: 'unitRows',
  json: 'unitRows',
  rsmf: 'unitFiles',
  load: 'unitFiles',
}

/** Of a package that passed, what was skipped is what it does not carry. */
function stateOf({ id, state, count }: Check, isOk: boolean, language: Language): string {
  const unit = UNITS[id]
  const word = WORDS[state === 'skipped' && isOk ? 'absent' : state][language]
  return unit === undefined || state === 'skipped' ? word : `${word} · ${counted(unit, count, language)}`
}

function checkRow(check: Check, isOk: boolean, language: Language): HTMLElement {
  const word = (key: Word): string => WORDS[key][language]
  const words = CHECK_WORDS[check.id]
  const proves = word(check.state === 'passed' ? 'proves' : 'wouldProve')
  const details = element(
    'div',
    {},
    element('p', {}, `${proves}${language === 'zh' ? '：' : ': '}${words.proves[language]}`),
    element('p', { class: 'not' }, `${word('not')}${language === 'zh' ? '：' : ': '}${words.not[language]}`),
  )
  if (check.findings.length > 0) {
    const items = check.findings.map((finding) => element('li', {}, findingText(finding, language)))
    const more = check.found - items.length
    if (more > 0) items.push(element('li', {}, word('more').replace('{n}', String(more))))
    details.append(element('ul', { class: 'findings' }, ...items))
  }
  return element(
    'li',
    { class: check.state },
    element('span', { class: 'mark', 'aria-hidden': 'true' }, MARKS[check.state]),
    element(
      'div',
      { class: 'name' },
      words.title[language],
      element('span', { class: 'state' }, stateOf(check, isOk, language)),
    ),
    details,
  )
}

/** Columns of the CSV in the order in which a reader wants them: when, who, what first. */
const ORDER = [0, 4, 2, 8, 7, 10, 6, 9, 1, 3, 5, 11, 12, 13, 14, 15]
const BODY_COLUMN = 10
const DIGEST_COLUMN = 15

function rowsTable(verdict: Verdict, language: Language): HTMLElement[] {
  const word = (key: Word): string => WORDS[key][language]
  const count = word('first').replace('{n}', String(verdict.rows)).replace('{shown}', String(verdict.preview.length))
  const head = element(
    'tr',
    {},
    ...ORDER.map((column) => element('th', { scope: 'col' }, verdict.headings[column] ?? '')),
  )
  const wrong = new Set(verdict.checks.flatMap(({ findings }) => findings.map(({ row }) => row)))
  const rows = verdict.preview.map((cells) =>
    element(
      'tr',
      wrong.has(Number(cells[0])) ? { class: 'wrong' } : {},
      ...ORDER.map((column) => element('td', { class: columnClass(column) }, cells[column] ?? '')),
    ),
  )
  const columns = element('colgroup', {}, ...ORDER.map((column) => element('col', { class: `c${column}` })))
  const table = element('table', {}, columns, element('thead', {}, head), element('tbody', {}, ...rows))
  return [
    element('h3', { id: 'rows' }, word('table')),
    element('p', { class: 'hint' }, `${count}${language === 'zh' ? '。' : '. '}${word('legend')}`),
    ...(verdict.ok ? [] : [element('p', { class: 'unproven' }, word('unproven'))]),
    // a region that scrolls must be reachable by keyboard
    element('div', { class: 'sheet', tabindex: '0', role: 'region', 'aria-labelledby': 'rows' }, table),
  ]
}

function columnClass(column: number): string {
  if (column === BODY_COLUMN) return 'body'
  return column === DIGEST_COLUMN ? 'digest' : ''
}
