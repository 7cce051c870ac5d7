import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { requestQuery } from '../../api/queries.ts'
import { useMe } from '../../session.ts'
import { ConfirmBox } from '../../ui/confirm-box.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { Facts, Shape, Tag } from '../../ui/parts.tsx'
import { toast } from '../../ui/toast.tsx'
import { VerdictButton } from '../../ui/verdict-button.tsx'
import { When } from '../../ui/when.tsx'
import type { RequestView } from '../../wire.ts'
import { wordOf } from '../../words.ts'
import { PapersPanel } from '../papers/papers-panel.tsx'
import { RequestLine } from './request-line.tsx'
import { ScopeFacts } from './scope-facts.tsx'
import { RiskTag, StateTag } from './state-tag.tsx'

/** `listed`: the state that the list last knew; when it differs, the request has moved and is read again. */
export function RequestDetail({ id, listed }: { id: string; listed: RequestView['state'] | undefined }) {
  const request = useMovingRequest(id, listed)
  if (request.isPending) return <Shape lines={12} />
  if (request.isError) return <ProblemNote error={request.error} retry={() => request.refetch()} />
  return <Detail request={request.data} />
}

export function useMovingRequest(id: string, listed: RequestView['state'] | undefined) {
  const request = useQuery(requestQuery(id))
  const { refetch, data } = request
  const moved = listed !== undefined && data !== undefined && listed !== data.state
  useEffect(() => {
    if (moved) refetch()
  }, [moved, refetch])
  return request
}

function Detail({ request }: { request: RequestView }) {
  const { t } = useTranslation()
  return (
    <div className="stack">
      <header className="spread">
        <div className="row">
          <h2 className="number">{request.number}</h2>
          <StateTag state={request.state} />
          <RiskTag risk={request.risk} />
          <span className="quiet">{t('requests.by_at', { name: request.requesterName })}</span>
          <When at={request.askedAt} />
        </div>
        <Acts request={request} />
      </header>
      <section className="panel" aria-label={t('requests.stages')}>
        <RequestLine request={request} />
      </section>
      {request.grantId && request.state === 'granted' ? <Granted request={request} /> : null}
      <div className="columns">
        <section className="panel">
          <h2>{t('requests.what')}</h2>
          <ScopeFacts request={request} />
        </section>
        <div className="stack">
          <Consents request={request} />
          <Decisions request={request} />
          <Timeline request={request} />
        </div>
      </div>
      <PapersPanel about={{ of: 'requests', id: request.id }} />
    </div>
  )
}

function Granted({ request }: { request: RequestView }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const me = useMe()
  const grant = request.grantId ?? ''
  const isMine = request.requesterId === me.person.id
  return (
    <div className="note note-accent">
      <div className="note-text">
        <strong>{t('requests.granted')}</strong>{' '}
        {isMine ? t('requests.granted_what') : t('requests.granted_to', { name: request.requesterName })}
      </div>
      <div className="row">
        {isMine ? (
          <Button type="primary" onClick={() => navigate({ to: '/search', search: { permit: grant } })}>
            {t('requests.search_inside')}
          </Button>
        ) : null}
        {request.can.export?.allowed ? (
          <Link to="/exports/new" search={{ grant }}>
            {t('requests.prepare_export')}
          </Link>
        ) : null}
      </div>
    </div>
  )
}

/** Reasons that never go away again for this viewer: the act is left out rather than shown for ever closed. */
const NEVER: readonly string[] = ['not_requester', 'not_open']

/** Cancel, nudge, send the consent link again: each as far as the server allows it for this viewer. */
function Acts({ request }: { request: RequestView }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [cancelling, setCancelling] = useState(false)
  const act = useMutation({
    mutationFn: (verb: 'cancel' | 'nudge' | 'resend') => api.send(`/api/requests/${request.id}/${verb}`),
    onSuccess: (_answer, verb) => {
      toast(t(`requests.did_${verb}`))
      queries.invalidateQueries({ queryKey: ['request', request.id] })
      queries.invalidateQueries({ queryKey: ['requests'] })
      setCancelling(false)
    },
  })
  const shown = (verb: 'cancel' | 'nudge' | 'resend') =>
    request.can[verb] !== undefined && (request.can[verb].allowed || !NEVER.includes(request.can[verb].reason ?? ''))
  return (
    <div className="row no-print">
      {shown('nudge') ? (
        <VerdictButton
          verdict={request.can.nudge}
          loading={act.isPending && act.variables === 'nudge'}
          onClick={() => act.mutate('nudge')}
        >
          {t('requests.nudge')}
        </VerdictButton>
      ) : null}
      {shown('resend') ? (
        <VerdictButton
          verdict={request.can.resend}
          loading={act.isPending && act.variables === 'resend'}
          onClick={() => act.mutate('resend')}
        >
          {t('requests.resend')}
        </VerdictButton>
      ) : null}
      {shown('cancel') ? (
        <VerdictButton verdict={request.can.cancel} onClick={() => setCancelling(true)}>
          {t('requests.cancel')}
        </VerdictButton>
      ) : null}
      {cancelling ? (
        <ConfirmBox
          title={t('requests.cancel_title', { number: request.number })}
          consequence={t('requests.cancel_means')}
          act={t('requests.cancel')}
          busy={act.isPending}
          error={act.error}
          confirm={() => act.mutate('cancel')}
          close={() => setCancelling(false)}
        />
      ) : (
        <ProblemNote error={act.error} />
      )}
    </div>
  )
}

export function Consents({ request }: { request: RequestView }) {
  const { t } = useTranslation()
  if (request.consents.length === 0) return null
  const tone = { requested: 'plain', agreed: 'accent', refused: 'red', withdrawn: 'red', expired: 'plain' } as const
  return (
    <section className="panel">
      <h2>{t('consent.title')}</h2>
      <ul className="stack">
        {request.consents.map((consent) => (
          <li key={consent.id}>
            <div className="spread">
              <strong>{consent.subjectName}</strong>
              <Tag tone={tone[consent.state]}>{t(`consent.states.${consent.state}`)}</Tag>
            </div>
            <Facts
              columns={1}
              of={[
                [t('consent.sent_to'), consent.sentTo],
                [t('consent.requested'), <When key="r" at={consent.requestedAt} />],
                consent.answeredAt === null
                  ? [t('consent.expires'), <When key="e" at={consent.expiresAt} />]
                  : [t('consent.answered'), <When key="a" at={consent.answeredAt} />],
              ]}
            />
          </li>
        ))}
      </ul>
      <p className="quiet after-facts">{t('consent.never_shown')}</p>
    </section>
  )
}

function Decisions({ request }: { request: RequestView }) {
  const { t } = useTranslation()
  if (request.decisions.length === 0) return null
  return (
    <section className="panel">
      <h2>{t('requests.decisions')}</h2>
      <ul className="decisions">
        {request.decisions.map((one) => (
          <li key={`${one.stage}/${one.at}`}>
            <div className="spread">
              <span>
                <strong>{t(`stages.${one.stage}`)}</strong> {one.byName}
              </span>
              <Tag tone={one.verdict === 'approve' ? 'accent' : 'red'}>{t(`verdicts.${one.verdict}`)}</Tag>
            </div>
            {one.reason ? <p className="pre">{one.reason}</p> : null}
            <p className="quiet">
              <When at={one.at} />
              {one.ledgerIndex === null ? null : ` · ${t('requests.in_ledger', { n: one.ledgerIndex })}`}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Timeline({ request }: { request: RequestView }) {
  const { t } = useTranslation()
  if (request.timeline.length === 0) return null
  return (
    <section className="panel">
      <h2>{t('requests.timeline')}</h2>
      <ol className="timeline">
        {request.timeline.map((one, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a timeline only grows at its end
          <li key={i}>
            <When at={one.at} />
            <span>
              {wordOf(t, 'happenings', one.what)}
              {one.byName ? <span className="quiet"> · {one.byName}</span> : null}
              {one.detail ? (
                <span className="quiet">
                  {' · '}
                  <span className="nowrap">{wordOf(t, 'happening_details', one.detail)}</span>
                </span>
              ) : null}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}
