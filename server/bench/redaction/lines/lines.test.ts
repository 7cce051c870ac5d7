import { expect, it } from 'vitest'
import { detectThrough } from '#redaction'
import { ELEVENTH_FORMS } from './eleventh-forms.ts'
import { ELEVENTH_INNOCENT } from './eleventh-innocent.ts'
import { ELEVENTH_PLACES } from './eleventh-places.ts'
import { ELEVENTH_SPEECH } from './eleventh-speech.ts'
import { FIFTH_COUNTERS } from './fifth-counters.ts'
import { FIFTH_DESKS } from './fifth-desks.ts'
import { FIFTH_INNOCENT } from './fifth-innocent.ts'
import { FIFTH_SPEECH } from './fifth-speech.ts'
import { FOURTH } from './fourth.ts'
import { FOURTH_INNOCENT } from './fourth-innocent.ts'
import { INNOCENT } from './innocent.ts'
import { NAMES } from './names.ts'
import { NINTH } from './ninth.ts'
import { NINTH_INNOCENT } from './ninth-innocent.ts'
import { NUMBERS } from './numbers.ts'
import { SECOND, SECOND_INNOCENT } from './second.ts'
import { SEVENTH } from './seventh.ts'
import { SEVENTH_BY_HAND } from './seventh-by-hand.ts'
import { SEVENTH_INNOCENT } from './seventh-innocent.ts'
import { SIXTH, SIXTH_INNOCENT } from './sixth.ts'
import { TENTH_CODES } from './tenth-codes.ts'
import { TENTH_ENGLISH } from './tenth-english.ts'
import { TENTH_ENGLISH_INNOCENT } from './tenth-english-innocent.ts'
import { TENTH_INNOCENT } from './tenth-innocent.ts'
import { TENTH_NUMBERS } from './tenth-numbers.ts'
import { TENTH_PLACES } from './tenth-places.ts'
import { THIRD_INNOCENT } from './third-innocent.ts'
import { THIRD_NUMBERS } from './third-numbers.ts'
import { THIRD_WORDS } from './third-words.ts'
import { WORDS } from './words.ts'

const linesOf = (written: string): string[] => written.split('\n').filter((line) => line !== '')
const shown = (text: string): string[] =>
  (detectThrough([text], { point: 'release' })[0] ?? []).map(({ start, end }) => text.slice(start, end))

/** What is marked and not wholly inside what was found. */
function leaksOf(line: string): string[] {
  const marked = line.split('⏎')
  const texts = marked.map((part) => part.replace(/[«»]/g, ''))
  const found = detectThrough(texts, { point: 'release' })
  return marked.flatMap((part, i) => {
    let marks = 0
    return [...part.matchAll(/«([^»]*)»/g)].flatMap((one) => {
      const start = one.index - marks
      marks += 2
      const [, value = ''] = one
      let at = start
      for (const finding of found[i] ?? []) if (finding.start <= at && finding.end > at) at = finding.end
      return at >= start + value.length ? [] : [value]
    })
  })
}

const LINES = {
  ...NUMBERS,
  ...WORDS,
  ...NAMES,
  ...SECOND,
  ...THIRD_NUMBERS,
  ...THIRD_WORDS,
  ...FOURTH,
  ...FIFTH_COUNTERS,
  ...FIFTH_DESKS,
  ...FIFTH_SPEECH,
  ...SIXTH,
  ...SEVENTH,
  ...NINTH,
  ...TENTH_ENGLISH,
  ...SEVENTH_BY_HAND,
  ...TENTH_NUMBERS,
  ...TENTH_CODES,
  ...TENTH_PLACES,
  ...ELEVENTH_FORMS,
  ...ELEVENTH_PLACES,
  ...ELEVENTH_SPEECH,
}

it.each(Object.entries(LINES))('%s: nothing marked is left', (_name, written) => {
  const leaks = linesOf(written).flatMap((line) => leaksOf(line).map((value) => `${value} in ${line}`))
  expect(leaks).toEqual([])
})

/** Names of stories and firms, words that are names too, and places: a person has to say. */
const NAMED = /王子|王老吉|李宁|花木兰|诸葛亮|林黛玉|孙悟空|^Bill|Rose garden|罗进|南京路|中山公园/

it('innocent lines have no finding but where a name is told', () => {
  const alarms = linesOf(
    `${INNOCENT}\n${SECOND_INNOCENT}\n${THIRD_INNOCENT}\n${FOURTH_INNOCENT}\n${FIFTH_INNOCENT}\n${SIXTH_INNOCENT}\n${SEVENTH_INNOCENT}\n${NINTH_INNOCENT}\n${TENTH_INNOCENT}\n${TENTH_ENGLISH_INNOCENT}\n${ELEVENTH_INNOCENT}`,
  ).filter((line) => !NAMED.test(line) && shown(line).length > 0)
  expect(alarms).toEqual([])
})
