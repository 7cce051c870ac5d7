import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { requestsQuery } from '../../api/queries.ts'
import { shortDigest } from '../../figures.ts'
import { ProblemNote } from '../../ui/note.tsx'
import { Field, Shape } from '../../ui/parts.tsx'
import { toast } from '../../ui/toast.tsx'
import { NotYet, VerdictButton } from '../../ui/verdict-button.tsx'
import { When } from '../../ui/when.tsx'
import type { Decide, RequestView } from '../../wire.ts'
import { Consents, useMovingRequest } from '../requests/request-detail.tsx'
import { RequestLine } from '../requests/request-line.tsx'
import { ScopeFacts } from '../requests/scope-facts.tsx'
import { RiskTag, StateTag } from '../requests/state-tag.tsx'
import { STAGES } from '../requests/stops.ts'
import { weigh } from './weigh.ts'

export function DecisionView({
  id,
  listed,
  decided,
}: {
  id: string
  listed: RequestView['state'] | undefined
  decided: () => void
}) {
  const request = useMovingRequest(id, listed)
  if (request.isPending) return <Shape lines={12} />
  if (request.isError) return <ProblemNote error={request.error} retry={() => request.refetch()} />
  return <Decision request={request.data} decided={decided} />
}

/** Left what is asked, right what speaks for and against, below the stages and the one act. */
function Decision({ request, decided }: { request: RequestView; decided: () => void }) {
  const { t } = useTranslation()
  return (
    <div className="stack">
      <header className="row">
        <h2 className="number">{request.number}</h2>
        <StateTag state={request.state} />
        <RiskTag risk={request.risk} />
        <span className="quiet">{t('requests.by_at', { name: request.requesterName })}</span>
        <When at={request.askedAt} />
      </header>
      <div className="decision">
        <section className="panel" aria-label={t('inbox.asked')}>
          <h2>{t('inbox.asked')}</h2>
          <ScopeFacts request={request} />
        </section>
        <div className="stack">
          <Weighed request={request} />
          <Consents request={request} />
        </div>
      </div>
      <section className="panel" aria-label={t('requests.stages')}>
        <RequestLine request={request} />
      </section>
      <Ceremony request={request} decided={decided} />
    </div>
  )
}

function Weighed({ request }: { request: RequestView }) {
  const { t } = useTranslation()
  const seen = useInfiniteQuery(requestsQuery('decided'))
  const findings = weigh(request, seen.data?.pages.flatMap((page) => page.requests) ?? [])
  const side = (weight: 'for' | 'against') => findings.filter((one) => one.weight === weight)
  return (
    <section className="panel weighed" aria-label={t('inbox.weighed')}>
      <h2>{t('inbox.ground')}</h2>
      <p>
        <strong>{t(`bases.${request.basis}`)}</strong>
        <br />
        <span className="quiet">{t(`citations.${request.basis}`)}</span>
      </p>
      <h3>{t('inbox.for')}</h3>
      <ul>
        {side('for').map((one) => (
          <li key={one.code} className="finding-for">
            {t(`findings.${one.code}`, one.values)}
          </li>
        ))}
      </ul>
      <h3>{t('inbox.against')}</h3>
      <ul>
        {side('against').map((one) => (
          <li key={one.code} className="finding-against">
            {t(`findings.${one.code}`, one.values)}
          </li>
        ))}
        {side('against').length === 0 ? <li className="quiet">{t('inbox.nothing_unusual')}</li> : null}
      </ul>
    </section>
  )
}

/** Approve or refuse one's own stage, over the scope's digest as seen here. A refusal needs its reason. */
function Ceremony({ request, decided }: { request: RequestView; decided: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [refusing, setRefusing] = useState(false)
  const [reason, setReason] = useState('')
  const stage = STAGES.find((one) => one === request.waitingFor?.stage) ?? STAGES.find((one) => one === request.state)
  const verdict = request.can.decide
  const decide = useMutation({
    mutationFn: (what: 'approve' | 'refuse') => {
      if (stage === undefined) throw new Error('no stage is open: the buttons are not shown')
      const input: Decide = { stage, verdict: what, reason: reason.trim(), scopeDigest: request.scopeDigest }
      return api.send<RequestView>(`/api/requests/${request.id}/decide`, input)
    },
    onSuccess: (answer, what) => {
      toast(t(`inbox.did_${what}`, { number: request.number }))
      if (answer) queries.setQueryData(['request', request.id], answer)
      queries.invalidateQueries({ queryKey: ['requests'] })
      queries.invalidateQueries({ queryKey: ['request', request.id] })
      decided()
    },
  })
  if (stage === undefined) return null
  return (
    <section className="panel ceremony" aria-label={t('inbox.decision')}>
      <div className="spread">
        <h2>{t('inbox.your_stage', { stage: t(`stages.${stage}`) })}</h2>
        <span className="quiet">{t('inbox.signs', { digest: shortDigest(request.scopeDigest) })}</span>
      </div>
      <div className="ceremony-row">
        <Field
          label={t(refusing ? 'inbox.reason_refuse' : 'inbox.reason')}
          hint={refusing ? t('inbox.reason_refuse_hint') : undefined}
        >
          {(control) => (
            <Input.TextArea
              {...control}
              key={refusing ? 'refuse' : 'approve'}
              autoFocus={refusing}
              autoSize={{ minRows: refusing ? 2 : 1, maxRows: 6 }}
              maxLength={4000}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        {refusing ? (
          <div className="row row-end">
            <Button onClick={() => setRefusing(false)}>{t('acts.back')}</Button>
            {reason.trim().length < 2 ? (
              <NotYet>{t('inbox.refuse_now')}</NotYet>
            ) : (
              <Button danger type="primary" loading={decide.isPending} onClick={() => decide.mutate('refuse')}>
                {t('inbox.refuse_now')}
              </Button>
            )}
          </div>
        ) : (
          <div className="row row-end">
            <VerdictButton danger verdict={verdict} onClick={() => setRefusing(true)}>
              {t('inbox.refuse')}
            </VerdictButton>
            <VerdictButton
              type="primary"
              verdict={verdict}
              loading={decide.isPending}
              onClick={() => decide.mutate('approve')}
            >
              {t('inbox.approve', { stage: t(`stages.${stage}`) })}
            </VerdictButton>
          </div>
        )}
      </div>
      <ProblemNote error={decide.error} />
    </section>
  )
}
