import { useMutation, useQuery } from '@tanstack/react-query'
import { Checkbox, Input, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { count } from '../../figures.ts'
import { ActForm } from '../../ui/act-form.tsx'
import { Box } from '../../ui/box.tsx'
import { Field } from '../../ui/parts.tsx'
import { toast } from '../../ui/toast.tsx'
import type { Subject } from '../../wire.ts'
import { wordOf } from '../../words.ts'
import { isReason, ReasonField } from './reason-field.tsx'
import { splitPlanQuery } from './subject-queries.ts'

/** Accounts and identifiers that are somebody else's: which, whose, what changes, why. */
export function SplitBox({
  subject,
  chosen = [],
  close,
  done,
}: {
  subject: Subject
  /** Chosen already, where the box was opened from an account's row. */
  chosen?: readonly number[]
  close: () => void
  done: () => void
}) {
  const { t } = useTranslation()
  const [participants, setParticipants] = useState<number[]>([...chosen])
  const [identifiers, setIdentifiers] = useState<string[]>([])
  const [to, setTo] = useState<'nobody' | 'other'>('nobody')
  const [name, setName] = useState('')
  const [reason, setReason] = useState('')
  const plan = useQuery({ ...splitPlanQuery(subject.id, participants), enabled: participants.length > 0 })
  const split = useMutation({
    mutationFn: () =>
      api.send(`/api/subjects/${subject.id}/split`, {
        participants,
        identifiers,
        name: to === 'other' ? name.trim() : null,
        reason: reason.trim(),
      }),
    onSuccess: () => {
      toast(t('split.done'))
      done()
    },
  })
  const isChosen = participants.length + identifiers.length > 0
  const isComplete = isChosen && isReason(reason) && (to === 'nobody' || name.trim() !== '')
  return (
    <Box open title={t('split.title', { name: subject.name })} onCancel={close} width={560}>
      <ActForm
        act={t('split.act')}
        isReady={isComplete}
        busy={split.isPending}
        error={plan.error ?? split.error}
        send={() => split.mutate()}
        close={close}
      >
        <Checkbox.Group
          className="stack"
          value={participants}
          onChange={(numbers) => setParticipants(numbers)}
          options={subject.participants.map((one) => ({
            value: one.no,
            label: `${wordOf(t, 'platforms', one.platform)} · ${one.account} · ${one.name}`,
          }))}
        />
        {subject.identifiers.length > 0 ? (
          <Checkbox.Group
            className="stack"
            value={identifiers}
            onChange={(ids) => setIdentifiers(ids)}
            options={subject.identifiers.map((one) => ({
              value: one.id,
              label: `${t(`identifiers.kinds.${one.kind}`)} · ${one.hint}`,
            }))}
          />
        ) : null}
        <Radio.Group
          value={to}
          onChange={(event) => setTo(event.target.value === 'other' ? 'other' : 'nobody')}
          options={[
            { value: 'nobody', label: t('split.nobody') },
            { value: 'other', label: t('split.other') },
          ]}
        />
        {to === 'other' ? (
          <Field label={t('customers.name')}>
            {(control) => (
              <Input {...control} value={name} maxLength={100} onChange={(event) => setName(event.target.value)} />
            )}
          </Field>
        ) : null}
        {plan.data ? (
          <p role="status">
            {t('split.talks', {
              before: count(plan.data.conversations.before),
              stays: count(plan.data.conversations.stays),
              leaves: count(plan.data.conversations.leaves),
            })}
          </p>
        ) : null}
        <ReasonField value={reason} change={setReason} />
      </ActForm>
    </Box>
  )
}
