import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { importQuery, isMoving } from '../../api/queries.ts'
import { bytes, count, percent } from '../../figures.ts'
import { MINUTE, SECOND } from '../../time.ts'
import { Note, ProblemNote } from '../../ui/note.tsx'
import { Facts, Meter, Shape, type Tone } from '../../ui/parts.tsx'
import { When } from '../../ui/when.tsx'
import type { Import } from '../../wire.ts'
import { knowsWord, wordOf } from '../../words.ts'
import { isSettled, missingBytes } from './balance.ts'
import { Equation } from './equation.tsx'
import { ImportControls } from './import-controls.tsx'
import { formatWord, ImportState } from './import-words.tsx'
import { Quarantine } from './quarantine.tsx'

export function ImportDetail({ id }: { id: string }) {
  const one = useQuery(importQuery(id))
  if (one.isPending) return <Shape lines={10} />
  if (one.isError) return <ProblemNote error={one.error} retry={() => one.refetch()} />
  return <Detail of={one.data} />
}

function Detail({ of }: { of: Import }) {
  const { t } = useTranslation()
  const missing = missingBytes(of.counts)
  // what is not known before the end is not said to be none
  const notYet = t(isSettled(of.state) ? 'words.none' : 'intake.not_yet')
  return (
    <div className="stack">
      <header className="spread">
        <div className="row">
          <h2>{of.fileName}</h2>
          <ImportState state={of.state} />
        </div>
        <div className="row no-print">
          <ImportControls of={of} />
        </div>
      </header>
      <Relatives of={of} />
      {isMoving(of) || of.state === 'paused' ? <Progress of={of} /> : null}
      {of.problem ? (
        <Note tone={TONES[of.state] ?? 'red'} title={wordOf(t, 'problems.what', of.problem)}>
          {of.state !== 'cancelled' && knowsWord('problems.todo', of.problem) ? (
            <p>{wordOf(t, 'problems.todo', of.problem)}</p>
          ) : null}
          {of.state === 'finished' ? null : <p>{t(`intake.problem_${AFTER[of.state] ?? 'failed'}`)}</p>}
        </Note>
      ) : null}
      <section className="panel">
        <h2>{t('intake.accounted')}</h2>
        <Equation counts={of.counts} state={of.state} large />
        {of.state === 'finished' ? (
          <p className={missing === 0 ? 'quiet' : 'field-error'}>
            {t(missing === 0 ? 'intake.bytes_whole' : 'intake.bytes_missing', {
              all: bytes(of.counts.bytes),
              parsed: count(of.counts.parsedBytes),
              quarantined: count(of.counts.quarantinedBytes),
              missing: count(missing),
            })}
          </p>
        ) : null}
      </section>
      <section className="panel">
        <h2>{t('intake.about')}</h2>
        <Facts
          of={[
            [t('intake.format'), formatWord(t, of)],
            [t('intake.encoding'), of.encoding ?? notYet],
            [t('intake.origin'), of.origin || t('words.none')],
            [t('intake.size'), of.totalBytes === 0 ? notYet : sizeWord(of.totalBytes)],
            [t('intake.undated'), count(of.counts.undated)],
            [
              t('intake.attached'),
              t('intake.attached_of', { kept: count(of.counts.attached), missing: count(of.counts.attachedMissing) }),
            ],
            [t('intake.rate'), t('intake.per_second', { n: count(of.perSecond) })],
            [t('intake.started'), <When key="s" at={of.startedAt} />],
            [t('intake.finished'), of.finishedAt === null ? notYet : <When key="f" at={of.finishedAt} />],
          ]}
        />
        {isSettled(of.state) ? <p className="quiet gaps">{gapWords(t, of)}</p> : null}
      </section>
      <Reasons of={of} />
      <Quarantine of={of} />
    </div>
  )
}

function sizeWord(size: number): string {
  return size < 1024 ? bytes(size) : `${bytes(size)} (${count(size)} B)`
}

function gapWords(t: TFunction, of: Import): string {
  if (!of.gapsKnowable) return t('intake.gaps_unknown')
  if (of.gaps.length === 0) return t('intake.gaps_none')
  return of.gaps.map((gap) => t('intake.gap', { what: gap.what, n: count(gap.missing) })).join(t('words.and'))
}

function Progress({ of }: { of: Import }) {
  const { t } = useTranslation()
  const { part, secondsLeft: left } = of
  return (
    <section className="panel stack" aria-live="off">
      <div className="spread">
        <strong>{t(`intake.states.${of.state}`)}</strong>
        <span>
          {bytes(of.counts.bytes)} / {bytes(of.totalBytes)} · {t('intake.per_second', { n: count(of.perSecond) })}
          {left === null
            ? ''
            : ` · ${left * SECOND < 2 * MINUTE ? t('intake.seconds_left', { n: left }) : t('intake.minutes_left', { n: Math.ceil(left / 60) })}`}
        </span>
      </div>
      <Meter value={percent(of.counts.bytes, of.totalBytes)} label={t('intake.progress')} />
      {part && part.of > 1 ? (
        <div className="spread quiet">
          <span>{t('intake.part_of', { no: count(part.no), of: count(part.of), name: part.name })}</span>
          <span>
            {bytes(part.bytes)} / {bytes(part.totalBytes)}
          </span>
        </div>
      ) : null}
      <p className="quiet">{t(of.state === 'paused' ? 'intake.paused' : 'intake.may_leave')}</p>
    </section>
  )
}

/** What ended an import without being a failure of it. */
const TONES: Partial<Record<Import['state'], Tone>> = { finished: 'plain', cancelled: 'plain' }
/** What is true of the rest of it. */
const AFTER: Partial<Record<Import['state'], 'cancelled' | 'interrupted'>> = {
  cancelled: 'cancelled',
  interrupted: 'interrupted',
}

/** The imports that this one goes on with, that go on with it, and whose quarantine it read. */
function Relatives({ of }: { of: Import }) {
  const { t } = useTranslation()
  const relatives: [word: string, id: string | null][] = [
    [t('intake.continues'), of.continues],
    [t('intake.continued_by'), of.continuedBy],
    [t('intake.rereads'), of.rereads],
  ]
  return relatives.map(([word, id]) =>
    id === null ? null : (
      <p key={word} className="quiet">
        {t('words.pair', { name: word })}
        <Link to="/intake/$id" params={{ id }}>
          {t('intake.see_import')}
        </Link>
      </p>
    ),
  )
}

/** Why items are in quarantine, in the order of how many. */
function Reasons({ of }: { of: Import }) {
  const { t } = useTranslation()
  const reasons = of.reasons.toSorted((a, b) => b.items - a.items)
  if (reasons.length === 0) return null
  return (
    <section className="panel">
      <h2>{t('intake.why')}</h2>
      <Facts
        of={reasons.map((one) => [wordOf(t, 'quarantine', one.reason), `${count(one.items)} · ${bytes(one.bytes)}`])}
      />
      {of.resolved > 0 ? <p className="quiet">{t('intake.resolved', { n: count(of.resolved) })}</p> : null}
    </section>
  )
}
