import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { count } from '../../figures.ts'
import { useVerdict } from '../../session.ts'
import { ActForm } from '../../ui/act-form.tsx'
import { Box } from '../../ui/box.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { Empty, Field, Shape, Tag } from '../../ui/parts.tsx'
import { toast } from '../../ui/toast.tsx'
import { VerdictButton } from '../../ui/verdict-button.tsx'
import type { Proposal, Subject } from '../../wire.ts'
import { wordOf } from '../../words.ts'
import { isReason, ReasonField } from './reason-field.tsx'
import { proposalsQuery } from './subject-queries.ts'

/** What the house thinks is one person: each with what it rests on, for somebody to confirm or to refuse. */
export function ProposalList({ confirmed }: { confirmed: (subject: Subject) => void }) {
  const { t } = useTranslation()
  const list = useQuery(proposalsQuery)
  const [deciding, setDeciding] = useState<{ of: Proposal; verdict: 'confirm' | 'refuse' } | null>(null)
  const decide = useVerdict('subject.decide')
  if (list.isPending) return <Shape lines={5} />
  if (list.isError) return <ProblemNote error={list.error} retry={() => list.refetch()} />
  const { proposals, open, looked } = list.data
  return (
    <div className="stack proposals">
      <p className="quiet" role="status">
        {t('proposals.looked', { open: count(open), seen: count(looked.seen), of: count(looked.of) })}
      </p>
      {proposals.length === 0 ? <Empty title={t('proposals.none')}>{t('proposals.none_why')}</Empty> : null}
      {proposals.map((one) => (
        <article key={one.id} className="panel stack">
          <header className="spread">
            <span className="row">
              <Tag tone="accent">{t(`proposals.what.${one.what}`)}</Tag>
              <Says of={one} />
            </span>
            <span className="row">
              <VerdictButton size="small" verdict={decide} onClick={() => setDeciding({ of: one, verdict: 'refuse' })}>
                {t('proposals.refuse')}
              </VerdictButton>
              <VerdictButton
                size="small"
                type="primary"
                verdict={decide}
                onClick={() => setDeciding({ of: one, verdict: 'confirm' })}
              >
                {t('proposals.confirm')}
              </VerdictButton>
            </span>
          </header>
          <ul className="account-list">
            {one.participants.map((account) => (
              <li key={account.no}>
                <Tag>{wordOf(t, 'platforms', account.platform)}</Tag> <code>{account.account}</code> {account.name}{' '}
                <span className="quiet">{t('proposals.talks', { count: account.conversations })}</span>
              </li>
            ))}
          </ul>
        </article>
      ))}
      {deciding ? <DecideBox {...deciding} close={() => setDeciding(null)} confirmed={confirmed} /> : null}
    </div>
  )
}

function Says({ of: one }: { of: Proposal }) {
  const { t } = useTranslation()
  const by = t(`proposals.by.${one.by}`)
  if (one.what === 'merge') {
    return <span>{t('proposals.says.merge', { a: one.subject?.name ?? '', b: one.other?.name ?? '', by })}</span>
  }
  if (one.what === 'link') return <span>{t('proposals.says.link', { name: one.subject?.name ?? '', by })}</span>
  return <span>{t('proposals.says.new', { by })}</span>
}

function DecideBox({
  of: one,
  verdict,
  close,
  confirmed,
}: {
  of: Proposal
  verdict: 'confirm' | 'refuse'
  close: () => void
  confirmed: (subject: Subject) => void
}) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const [name, setName] = useState(one.participants.find((each) => /\p{L}/u.test(each.name))?.name ?? '')
  const asksName = verdict === 'confirm' && one.what === 'new'
  const isComplete = isReason(reason) && (!asksName || name.trim() !== '')
  const send = useMutation({
    mutationFn: () =>
      api.send<Partial<Subject>>(`/api/subjects/proposals/${one.id}/${verdict}`, {
        reason: reason.trim(),
        ...(asksName && { name: name.trim() }),
      }),
    onSuccess: (answer) => {
      for (const key of ['proposals', 'subjects', 'subject', 'participants'])
        queries.invalidateQueries({ queryKey: [key] })
      toast(t(verdict === 'confirm' ? 'proposals.confirmed' : 'proposals.refused'))
      close()
      if (verdict === 'confirm') confirmed(answer as Subject) // a confirmation answers with the customer
    },
  })
  return (
    <Box open title={t(`proposals.${verdict}`)} onCancel={close} width={460} destroyOnHidden>
      <ActForm
        act={t(`proposals.${verdict}`)}
        isReady={isComplete}
        busy={send.isPending}
        error={send.error}
        send={() => send.mutate()}
        close={close}
      >
        <p>
          <Says of={one} />
        </p>
        <p className="quiet">{t(`proposals.${verdict}_means`)}</p>
        {asksName ? (
          <Field label={t('customers.name')}>
            {(control) => (
              <Input {...control} value={name} maxLength={100} onChange={(event) => setName(event.target.value)} />
            )}
          </Field>
        ) : null}
        <ReasonField value={reason} change={setReason} autoFocus />
      </ActForm>
    </Box>
  )
}
