import type { Language } from '../src/package.ts'
import { timeCell } from '../src/render.ts'
import type { Check, Verdict } from '../src/verdict.ts'
import {
  ANCHORING_WORDS,
  anchoringLines,
  CHECK_WORDS,
  completenessText,
  findingText,
  VERDICT_WORDS,
} from '../src/verdict-words.ts'
import { element } from './elements.ts'
import { WORDS, type Word } from './words.ts'

// The verdict as a page: large answer, facts, each check in a row, the masked rows.

export const PREVIEW_ROWS = 500
const MARKS = { passed: '✓', failed: '✗', skipped: '–' } as const

export function report(verdict: Verdict, language: Language): HTMLElement {
  const word = (key: Word): string => WORDS[key][language]
  const words = VERDICT_WORDS[verdict.verdict]
  const answer = element(
    'section',
    { class: `verdict ${verdict.verdict}` },
    element('h2', { tabindex: '-1', id: 'verdict' }, words.title[language]),
    element('p', {}, words.text[language]),
    facts(verdict, language),
  )
  const checks = element('ol', { class: 'checks' }, ...verdict.checks.map((check) => checkRow(check, language)))
  const parts = [answer, element('h3', {}, word('checks')), checks]
  if (verdict.preview.length > 0) parts.push(...rowsTable(verdict, language))
  return element('div', {}, ...parts)
}

function facts(verdict: Verdict, language: Language): HTMLElement {
  const word = (key: Word): string => WORDS[key][language]
  const list = element('dl')
  const add = (key: Word, value: string): void => {
    list.append(element('dt', {}, word(key)), element('dd', {}, value))
  }
  const { manifest, signer } = verdict
  if (manifest !== null) {
    add('house', `${manifest.house.name} · ${manifest.house.origin}`)
    add('number', manifest.export.number)
    if (manifest.export.caseNo !== '') add('caseNo', manifest.export.caseNo)
    add('at', timeCell(manifest.export.at, manifest.export.zone))
    add('rows', String(verdict.rows))
    add('masked', String(verdict.maskedCharacters))
    add('ledger', String(manifest.ledger.size))
    const { zone } = manifest.export
    add(
      'completeness',
      completenessText(verdict.completeness, language, (time) => timeCell(time, zone)),
    )
    const vouching = anchoringLines(verdict.anchoring, language, (time) => timeCell(time, zone))
    add('anchoring', [ANCHORING_WORDS[verdict.anchoring.state][language], ...vouching].join('\n'))
  }
  if (signer !== null) add('signer', `${signer} · ${word(verdict.pinned ? 'pinned' : 'unpinned')}`)
  return list
}

function checkRow(check: Check, language: Language): HTMLElement {
  const word = (key: Word): string => WORDS[key][language]
  const words = CHECK_WORDS[check.id]
  const state = `${word(check.state)} · ${check.count}`
  const details = element(
    'div',
    {},
    element('p', {}, `${word('proves')}${language === 'zh' ? '：' : ': '}${words.proves[language]}`),
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
    element('div', { class: 'name' }, words.title[language], element('span', { class: 'state' }, state)),
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
  const rows = verdict.preview.map((cells) =>
    element('tr', {}, ...ORDER.map((column) => element('td', { class: columnClass(column) }, cells[column] ?? ''))),
  )
  const table = element('table', {}, element('thead', {}, head), element('tbody', {}, ...rows))
  return [
    element('h3', { id: 'rows' }, word('table')),
    element('p', { class: 'hint' }, `${count}${language === 'zh' ? '。' : '. '}${word('legend')}`),
    // a region that scrolls must be reachable by keyboard
    element('div', { class: 'sheet', tabindex: '0', role: 'region', 'aria-labelledby': 'rows' }, table),
  ]
}

function columnClass(column: number): string {
  if (column === BODY_COLUMN) return 'body'
  return column === DIGEST_COLUMN ? 'digest' : ''
}
