import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { exportQuery } from '../../api/queries.ts'
import { bytes, count, percent } from '../../figures.ts'
import { Note, ProblemNote } from '../../ui/note.tsx'
import { Copyable, Facts, Shape } from '../../ui/parts.tsx'
import { StageLine, type Stop } from '../../ui/stage-line.tsx'
import { When } from '../../ui/when.tsx'
import type { ExportView } from '../../wire.ts'
import { wordOf } from '../../words.ts'
import { PapersPanel } from '../papers/papers-panel.tsx'
import { Ceremony } from './ceremony.tsx'
import { Copies } from './copies.tsx'
import { ExportState } from './export-state.tsx'
import { ReleasePanel } from './release-panel.tsx'
import { Failed, Progress } from './run.tsx'
import { Take, Verify } from './take.tsx'

export function ExportDetail({ id }: { id: string }) {
  const one = useQuery(exportQuery(id))
  if (one.isPending) return <Shape lines={10} />
  if (one.isError) return <ProblemNote error={one.error} retry={() => one.refetch()} />
  return <Detail of={one.data} />
}

function Detail({ of }: { of: ExportView }) {
  const { t } = useTranslation()
  // what is not known before the end is not said to be none
  const isUnderway = of.state === 'awaiting_monitor' || of.state === 'running'
  const notMade = t(isUnderway ? 'exports.not_made' : 'exports.never_made')
  return (
    <div className="stack">
      <header className="row">
        <h2 className="number">{of.number}</h2>
        <ExportState state={of.state} />
        <span className="quiet">{t('exports.from_grant', { grant: of.grantNumber, caseNo: of.caseNo })}</span>
        {of.state === 'awaiting_monitor' ? null : (
          <Link to="/requests/$id" params={{ id: of.requestId }}>
            {t('exports.see_request')}
          </Link>
        )}
      </header>
      <section className="panel" aria-label={t('exports.steps')}>
        <ExportLine of={of} />
      </section>
      {of.state === 'awaiting_monitor' ? <Ceremony of={of} /> : null}
      {of.state === 'running' ? <Progress of={of} /> : null}
      {of.state === 'failed' ? <Failed of={of} /> : null}
      {of.state === 'declined' ? (
        <Note tone="red" title={t('exports.declined')}>
          {t('exports.declined_why')}
        </Note>
      ) : null}
      <section className="panel">
        <h2>{t('exports.package')}</h2>
        <Facts
          of={[
            [t('exports.executor'), of.executorName],
            [t('exports.monitor'), of.monitorName ?? t('exports.waiting')],
            [t('exports.formats'), of.formats.map((one) => t(`exports.format_names.${one}`)).join(t('words.and'))],
            [t('exports.names'), t(`exports.name_ways.${of.names}`)],
            [t('masking.recipient'), t(`masking.recipients.${of.recipient}`)],
            [
              t('exports.sealed'),
              of.ageRecipient === null
                ? t('exports.sealed_password')
                : t('exports.sealed_age', { key: of.ageRecipient }),
            ],
            ...(of.bulkReason === null || !isUnderway
              ? []
              : [[t('release.bulk_reason_field'), of.bulkReason] as [string, string]]),
            [t('exports.rows'), of.rows === null ? notMade : count(of.rows)],
            [t('exports.masked'), of.maskedSpans === null ? notMade : count(of.maskedSpans)],
            [t('exports.size'), of.bytes === null ? notMade : bytes(of.bytes)],
            [
              t(of.sha256 === null && !isUnderway ? 'exports.ended' : 'exports.finished'),
              of.finishedAt === null ? notMade : <When key="f" at={of.finishedAt} />,
            ],
          ]}
        />
        {of.sha256 === null ? null : (
          <p className="sha">
            <span className="quiet">SHA-256</span> <Copyable value={of.sha256} label="SHA-256" />
          </p>
        )}
        <CompletenessLine of={of} />
        {of.state === 'ready' && of.problem !== null ? (
          <p className="quiet">{wordOf(t, 'problems.what', of.problem)}</p>
        ) : null}
      </section>
      {of.state === 'refused' ? (
        <Note tone="red" title={t('release.refused')}>
          {t('release.refused_why')}
        </Note>
      ) : null}
      {of.checklist.length > 0 || of.decisions.length > 0 ? <ReleasePanel of={of} /> : null}
      {of.state === 'ready' ? <Take of={of} /> : null}
      {of.state === 'ready' ? <Verify of={of} /> : null}
      {of.finishedAt !== null && (of.sha256 !== null || of.copies.length > 0) ? <Copies of={of} /> : null}
      {of.sha256 === null ? null : <PapersPanel about={{ of: 'exports', id: of.id }} />}
    </div>
  )
}

/** That nothing of the scope was left out, as the verifier found when the package was made; and what that cannot mean. */
function CompletenessLine({ of }: { of: ExportView }) {
  const { t } = useTranslation()
  if (of.completeness === null)
    return of.sha256 === null ? null : <p className="quiet">{t('exports.complete.unknown')}</p>
  const { state, rows, conversations, otherKinds, outside, byPeople, sealedAt, size } = of.completeness
  if (state !== 'proven') return <Note tone="red" title={t('exports.complete.not')} />
  return (
    <Note
      tone="accent"
      title={t('exports.complete.proven', { rows: count(rows), conversations: count(conversations) })}
    >
      {t('exports.complete.seal', { size: count(size ?? 0), outside: count(outside) })}{' '}
      {sealedAt === null ? null : <When at={sealedAt} />}
      {otherKinds > 0 ? <div>{t('exports.complete.others', { n: count(otherKinds) })}</div> : null}
      {byPeople ? <div>{t('exports.complete.people')}</div> : null}
      <div className="quiet">{t('exports.complete.limits')}</div>
    </Note>
  )
}

const MADE: ExportView['state'][] = ['awaiting_release', 'ready', 'refused', 'expired', 'destroyed']

function ExportLine({ of }: { of: ExportView }) {
  const { t } = useTranslation()
  const past = (now: ExportView['state'], done: ExportView['state'][]): Stop['state'] =>
    of.state === now ? 'now' : done.includes(of.state) ? 'done' : 'next'
  const confirm: Stop['state'] =
    of.state === 'declined' ? 'no' : past('awaiting_monitor', ['running', 'failed', ...MADE])
  const run: Stop['state'] = of.state === 'failed' ? 'no' : past('running', MADE)
  const release: Stop['state'] =
    of.state === 'refused' ? 'no' : past('awaiting_release', ['ready', 'expired', 'destroyed'])
  const ready: Stop['state'] = ['ready', 'expired', 'destroyed'].includes(of.state) ? 'done' : 'next'
  const stop = (
    key: 'prepare' | 'confirm' | 'run' | 'release' | 'ready',
    state: Stop['state'],
    under?: Stop['under'],
  ): Stop => ({
    key,
    state,
    name: t(`exports.step.${key}`),
    word: t(`words.stop_${state}`),
    under,
  })
  return (
    <StageLine
      label={t('exports.steps')}
      stops={[
        stop('prepare', 'done', of.executorName),
        stop('confirm', confirm, of.monitorName ?? undefined),
        stop('run', run, of.state === 'running' && of.rows ? `${percent(of.doneRows, of.rows)} %` : undefined),
        stop('release', release, release === 'done' ? releaserOf(of) : undefined),
        stop('ready', ready, of.finishedAt && ready === 'done' ? <When at={of.finishedAt} /> : undefined),
      ]}
    />
  )
}

/** Whose yes counts: one that was taken back is no longer anybody's. */
function releaserOf({ decisions }: ExportView): string | undefined {
  return decisions.findLast(({ what }) => what === 'released')?.byName ?? undefined
}
