import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { count } from '../../figures.ts'
import { ConfirmBox } from '../../ui/confirm-box.tsx'
import { Note } from '../../ui/note.tsx'
import { Tag } from '../../ui/parts.tsx'
import { toast } from '../../ui/toast.tsx'
import { VerdictButton } from '../../ui/verdict-button.tsx'
import { When } from '../../ui/when.tsx'
import type { ExportView } from '../../wire.ts'
import { PreviewPane } from './preview-pane.tsx'
import { OriginalBox, type OriginalKey, ReasonBox, ReleaseBox, SecondBox } from './release-boxes.tsx'

type Item = ExportView['checklist'][number]
type Box = 'release' | 'second' | 'refuse' | 'withdraw' | 'reason' | { original: OriginalKey }

const isOriginal = (key: Item['key']): key is OriginalKey =>
  key === 'scope_to_conversation_id' || key === 'sealed_medium_record'

/** Before anybody takes a package: the checklist, the look at what leaves, the second approval, counsel's yes or no. */
export function ReleasePanel({ of }: { of: ExportView }) {
  const { t } = useTranslation()
  const [box, setBox] = useState<Box | null>(null)
  const close = () => setBox(null)
  return (
    <section className="panel stack" aria-label={t('release.title')}>
      <h2>{t('release.title')}</h2>
      {isTakenBack(of) ? (
        <Note tone="red" title={t('release.taken_back')}>
          {t('release.taken_back_means')}
        </Note>
      ) : null}
      {of.state === 'awaiting_release' ? <p>{t('release.lead')}</p> : null}
      <Bulk of={of} />
      {of.checklist.length > 0 ? <Checklist of={of} ask={(key) => setBox({ original: key })} /> : null}
      <PreviewPane of={of} />
      <Acts of={of} open={setBox} />
      <Said of={of} />
      {box === 'release' ? <ReleaseBox of={of} close={close} /> : null}
      {box === 'second' ? <SecondBox of={of} close={close} /> : null}
      {box === 'reason' ? <ReasonBox of={of} close={close} /> : null}
      {box === 'refuse' || box === 'withdraw' ? <EndBox of={of} verb={box} close={close} /> : null}
      {typeof box === 'object' && box !== null ? <OriginalBox of={of} item={box.original} close={close} /> : null}
    </section>
  )
}

/** Its recipient may have begun to take it. */
function isTakenBack({ state, decisions }: ExportView): boolean {
  return state === 'awaiting_release' && decisions.at(-1)?.what === 'withdrawn'
}

/** Why it is bulk, and what the policy asks for because of that. */
function Bulk({ of }: { of: ExportView }) {
  const { t } = useTranslation()
  if (of.weight === null || of.weight.why.length === 0) return null
  const { why, subjects, rows, over } = of.weight
  const figures = { subjects: count(subjects), rows: count(rows ?? 0), over: count(over) }
  return (
    <Note
      tone="ink"
      title={t('release.bulk', { why: why.map((one) => t(`release.bulk_why.${one}`, figures)).join(t('words.and')) })}
    >
      {t('release.bulk_means')}
      {of.bulkReason === null ? null : <div>{t('release.because', { reason: of.bulkReason })}</div>}
    </Note>
  )
}

function Checklist({ of, ask }: { of: ExportView; ask: (key: OriginalKey) => void }) {
  const { t } = useTranslation()
  const done = of.checklist.filter(({ state }) => state !== 'missing').length
  const label = t('release.passed', { done, all: of.checklist.length })
  return (
    <div className="stack stack-tight">
      <h3>{label}</h3>
      <ul className="checklist" aria-label={label}>
        {of.checklist.map(({ key, state, paper }) => (
          <li key={key}>
            <Tag tone={state === 'missing' ? 'ink' : state === 'done' ? 'accent' : 'plain'}>
              {t(`release.item_states.${state}`)}
            </Tag>
            <span>
              {t(`release.items.${key}`)} {paper === null ? null : <b className="number">{paper}</b>}
              {state === 'missing' ? <div className="quiet">{t(`release.how.${key}`)}</div> : null}
            </span>
            {state === 'missing' && isOriginal(key) && of.can.original?.allowed ? (
              <Button size="small" onClick={() => ask(key)}>
                {t('release.original')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** What keeps a yes from being said now, in words beside the button. */
function Obstacle({ of, verb }: { of: ExportView; verb: 'release' | 'second' }) {
  const { t } = useTranslation()
  const reason = of.can[verb]?.reason ?? null
  if (reason === 'preview_needed') return <p className="obstacle">{t('release.needs_preview')}</p>
  if (reason !== 'checklist_incomplete') return null
  const missing = of.checklist.filter(({ state }) => state === 'missing').map(({ key }) => t(`release.items.${key}`))
  return <p className="obstacle">{t('release.missing', { items: missing.join(t('words.and')) })}</p>
}

const THEIRS: readonly string[] = ['step_up_needed', 'preview_needed', 'checklist_incomplete']
const isTheirs = (verdict: ExportView['can'][string] | undefined) =>
  verdict !== undefined && (verdict.allowed || THEIRS.includes(verdict.reason ?? ''))

function Acts({ of, open }: { of: ExportView; open: (box: Box) => void }) {
  const { t } = useTranslation()
  const { release, second, refuse, withdraw, reason } = of.can
  const verbs = (['second', 'release'] as const).filter((verb) => isTheirs(of.can[verb]))
  const hasAct = verbs.length > 0 || refuse?.allowed || withdraw?.allowed || reason?.allowed
  if (!hasAct) return of.state === 'awaiting_release' ? <p className="quiet">{t('release.nobody_yet')}</p> : null
  return (
    <div className="stack stack-tight">
      {verbs.map((verb) => (
        <Obstacle key={verb} of={of} verb={verb} />
      ))}
      <div className="row row-end">
        {reason?.allowed ? <Button onClick={() => open('reason')}>{t('release.state_reason')}</Button> : null}
        {withdraw?.allowed ? (
          <Button danger onClick={() => open('withdraw')}>
            {t('release.withdraw')}
          </Button>
        ) : null}
        {refuse?.allowed ? (
          <Button danger onClick={() => open('refuse')}>
            {t('release.refuse')}
          </Button>
        ) : null}
        {verbs.includes('second') ? (
          <VerdictButton type="primary" size="large" verdict={second} onClick={() => open('second')}>
            {t('release.second')}
          </VerdictButton>
        ) : null}
        {verbs.includes('release') ? (
          <VerdictButton type="primary" size="large" verdict={release} onClick={() => open('release')}>
            {t('release.release')}
          </VerdictButton>
        ) : null}
      </div>
    </div>
  )
}

function Said({ of }: { of: ExportView }) {
  const { t } = useTranslation()
  if (of.decisions.length === 0) return null
  return (
    <div className="stack stack-tight">
      <h3>{t('release.said')}</h3>
      <ol className="said-of-it">
        {of.decisions.map((said) => (
          <li key={`${said.what}-${said.at}`}>
            <strong>{t(`release.what.${said.what}`)}</strong> {said.byName ?? t('release.by_house')} ·{' '}
            <When at={said.at} />
            {said.ledgerIndex === null ? null : (
              <span className="quiet"> · {t('papers.entry', { index: said.ledgerIndex })}</span>
            )}
            {said.byName === null || said.reason === '' ? null : <div className="quiet">{said.reason}</div>}
          </li>
        ))}
      </ol>
    </div>
  )
}

function EndBox({ of, verb, close }: { of: ExportView; verb: 'refuse' | 'withdraw'; close: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const end = useMutation({
    mutationFn: (reason: string) => api.send(`/api/exports/${of.id}/${verb}`, { reason }),
    onSuccess: () => {
      toast(t(verb === 'refuse' ? 'release.did_refuse' : 'release.withdrawn'))
      queries.invalidateQueries({ queryKey: ['export', of.id] })
      queries.invalidateQueries({ queryKey: ['exports'] })
      close()
    },
  })
  return (
    <ConfirmBox
      title={t(`release.${verb}_title`, { number: of.number })}
      consequence={t(`release.${verb}_means`)}
      act={t(`release.${verb}`)}
      reason={t('release.reason')}
      busy={end.isPending}
      error={end.error}
      confirm={(reason) => end.mutate(reason)}
      close={close}
    />
  )
}
