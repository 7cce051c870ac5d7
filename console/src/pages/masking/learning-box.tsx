import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { count } from '../../figures.ts'
import { ActForm } from '../../ui/act-form.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { Copyable, Field, Shape, Tag } from '../../ui/parts.tsx'
import { toast } from '../../ui/toast.tsx'
import { When } from '../../ui/when.tsx'
import type { LearningState } from '../../wire.ts'
import { learningQuery } from './queries.ts'

/** Whether the scorer of names learns from what people said of surface forms, from how many, and the switch. */
export function LearningBox() {
  const { t } = useTranslation()
  const learning = useQuery(learningQuery)
  return (
    <section className="panel stack" aria-label={t('learning.title')}>
      <div className="spread">
        <h2>{t('learning.title')}</h2>
        {learning.data ? (
          <Tag tone={learning.data.on ? 'accent' : 'plain'}>{t(learning.data.on ? 'learning.on' : 'learning.off')}</Tag>
        ) : null}
      </div>
      <p className="quiet">{t('learning.means')}</p>
      {learning.isPending ? <Shape lines={2} /> : null}
      <ProblemNote error={learning.error} retry={() => learning.refetch()} />
      {learning.data ? <State of={learning.data} /> : null}
    </section>
  )
}

function State({ of }: { of: LearningState }) {
  const { t } = useTranslation()
  return (
    <>
      <p>
        {of.names + of.none === 0
          ? t('learning.nothing')
          : t(of.on ? 'learning.from' : 'learning.from_off', { names: count(of.names), none: count(of.none) })}{' '}
        {of.version === null ? null : <span className="quiet">{t('learning.version')} </span>}
        {of.version === null ? null : <Copyable value={of.version} label={t('learning.version')} />}
      </p>
      {of.at === null ? null : (
        <p className="quiet">
          <When at={of.at} /> · {t('learning.switched', { by: of.by ?? '', reason: of.reason ?? '' })}
        </p>
      )}
      <Turn on={!of.on} />
    </>
  )
}

function Turn({ on }: { on: boolean }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const turn = useMutation({
    mutationFn: () => api.send<LearningState>('/api/masking/learn', { on, reason }),
    onSuccess: () => {
      setReason('')
      toast(t('learning.turned'))
      queries.invalidateQueries({ queryKey: learningQuery.queryKey })
    },
  })
  return (
    <ActForm
      act={t(on ? 'learning.turn_on' : 'learning.turn_off')}
      needs="masking.learn"
      isReady={reason.trim().length >= 4}
      busy={turn.isPending}
      error={turn.error}
      send={() => turn.mutate()}
      close={reason === '' ? null : () => setReason('')}
    >
      <Field label={t('masking.reason')} hint={t('masking.reason_hint')}>
        {(control) => (
          <Input
            {...control}
            value={reason}
            maxLength={500}
            autoComplete="off"
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
    </ActForm>
  )
}
