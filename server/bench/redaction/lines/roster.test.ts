import { describe, expect, it } from 'vitest'
import { buildRoster, detectThrough, type Finding } from '#redaction'
import { ROSTER_ABROAD } from './roster-abroad.ts'
import { ROSTER_ALIKE } from './roster-alike.ts'
import { ROSTER_CLUBS } from './roster-clubs.ts'
import { ROSTER_DESKS } from './roster-desks.ts'
import { ROSTER_EIGHTH_MIXED } from './roster-eighth-mixed.ts'
import { ROSTER_FIFTH_DESKS } from './roster-fifth-desks.ts'
import { ROSTER_FIFTH_LIFE } from './roster-fifth-life.ts'
import { ROSTER_FOURTH_DESKS } from './roster-fourth-desks.ts'
import { ROSTER_FOURTH_LIFE } from './roster-fourth-life.ts'
import { ROSTER_FOURTH_MORE } from './roster-fourth-more.ts'
import { ROSTER_FOURTH_WORK } from './roster-fourth-work.ts'
import { ROSTER_FRESH } from './roster-fresh.ts'
import { ROSTER_HOUSEHOLDS } from './roster-households.ts'
import { conversationsOf, type Mark } from './roster-lines.ts'
import { ROSTER_NICKNAMES } from './roster-nicknames.ts'
import { ROSTER_OFFICES } from './roster-offices.ts'
import { ROSTER_PEOPLE } from './roster-people.ts'
import { ROSTER_SEVENTH_TALK } from './roster-seventh-talk.ts'
import { ROSTER_SIBLINGS } from './roster-siblings.ts'
import { ROSTER_SIXTH_DESKS } from './roster-sixth-desks.ts'
import { ROSTER_SIXTH_LIFE } from './roster-sixth-life.ts'
import { ROSTER_STRANGERS } from './roster-strangers.ts'
import { ROSTER_TEAMS } from './roster-teams.ts'
import { ROSTER_VILLAGES } from './roster-villages.ts'

const conversations = conversationsOf(
  ROSTER_DESKS +
    ROSTER_PEOPLE +
    ROSTER_ALIKE +
    ROSTER_FRESH +
    ROSTER_FOURTH_DESKS +
    ROSTER_FOURTH_WORK +
    ROSTER_FOURTH_LIFE +
    ROSTER_FOURTH_MORE +
    ROSTER_FIFTH_DESKS +
    ROSTER_FIFTH_LIFE +
    ROSTER_SIXTH_DESKS +
    ROSTER_SIXTH_LIFE +
    ROSTER_SEVENTH_TALK +
    ROSTER_EIGHTH_MIXED +
    ROSTER_ABROAD +
    ROSTER_CLUBS +
    ROSTER_HOUSEHOLDS +
    ROSTER_NICKNAMES +
    ROSTER_OFFICES +
    ROSTER_SIBLINGS +
    ROSTER_STRANGERS +
    ROSTER_TEAMS +
    ROSTER_VILLAGES,
)

/** 叔 of 建国叔: who somebody is said to be tells no name. */
const TITLE = /^(?:叔|姐|哥|兄|先生|女士|阿姨|姨|妈|老师)$/

function isHidden(text: string, { start, end }: Mark, findings: readonly Finding[]): boolean {
  let at = start
  for (const finding of findings) if (finding.start <= at && finding.end > at) at = finding.end
  const rest = text.slice(at, end)
  return !/[\p{L}\p{N}]/u.test(rest) || (at > start && TITLE.test(rest))
}

const isName = ({ kind }: Finding): boolean => kind === 'name' || kind === 'account'

describe.each(conversations)('$title', ({ entries, lines }) => {
  const roster = buildRoster('lines', entries)
  const people = new Set<unknown>(entries.map(({ person }) => person))
  const texts = lines.map(({ text }) => text)
  const found = detectThrough(texts, { point: 'release', roster })
  const onScreen = detectThrough(texts, { point: 'review', roster })

  it('leaves nothing of anybody of its roster', () => {
    const leaks = lines.flatMap(({ text, marks }, i) =>
      marks.filter((mark) => mark.who.length > 0 && !isHidden(text, mark, found[i] ?? [])).map(() => text),
    )
    expect(leaks).toEqual([])
  })

  it('takes nobody for somebody else', () => {
    const wrong = lines.flatMap(({ text, marks }, i) =>
      marks.flatMap(({ start, end, who }) =>
        (found[i] ?? [])
          .filter((one) => one.start < end && one.end > start && people.has(one.person))
          .filter(({ person }) => !who.some((one) => one === person))
          .map(({ person }) => `${person}: ${text}`),
      ),
    )
    expect(wrong).toEqual([])
  })

  it('takes no word for somebody', () => {
    const nobody = lines.map((line, i) => ({ ...line, i })).filter(({ marks }) => marks.length === 0)
    const alarms = nobody.filter(({ i, tooMuch }) => ((tooMuch ? onScreen : found)[i] ?? []).some(isName))
    expect(alarms.map(({ text }) => text)).toEqual([])
  })
})
