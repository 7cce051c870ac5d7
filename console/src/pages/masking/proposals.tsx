import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { ConfirmBox } from '../../ui/confirm-box.tsx'
import { Note } from '../../ui/note.tsx'
import { toast } from '../../ui/toast.tsx'
import { VerdictButton } from '../../ui/verdict-button.tsx'
import { When } from '../../ui/when.tsx'
import type { MaskingPolicies } from '../../wire.ts'
import { wordOf } from '../../words.ts'
import { kindWords } from './looser.ts'
import { maskingQuery } from './queries.ts'

type Proposal = MaskingPolicies['proposals'][number]

/** Looser rules that wait for a second person; nothing of them is in force before. */
export function Proposals({ of }: { of: MaskingPolicies }) {
  const { t } = useTranslation()
  if (of.proposals.length === 0) return null
  return (
    <section className="panel stack" aria-label={t('masking.proposals')}>
      <h2>{t('masking.proposals')}</h2>
      {of.proposals.map((one) => (
        <Waiting key={one.id} of={one} now={of.policies.find(({ recipient }) => recipient === one.recipient)} />
      ))}
    </section>
  )
}

function Waiting({ of, now }: { of: Proposal; now: MaskingPolicies['policies'][number] | undefined }) {
  const { t } = useTranslation()
  const [asked, setAsked] = useState<'approve' | 'decline' | null>(null)
  const wanted = of.rules ?? now?.pack ?? {}
  const changed = Object.keys(wanted).filter((kind) => wanted[kind] !== now?.rules[kind])
  // one's own proposal is not declined but taken back
  const isOwn = of.can.approve?.reason === 'own_proposal'
  const word = (rule: string | undefined) => wordOf(t, 'masking.rules', rule ?? '')
  return (
    <div className="stack stack-tight mask-proposal">
      <h3>
        {t(`masking.recipients.${of.recipient}`)} · {t('masking.looser', { kinds: kindWords(t, of.looser) })}
      </h3>
      <ul className="mask-changes">
        {changed.map((kind) => (
          <li key={kind}>
            {t('masking.from_to', {
              kind: wordOf(t, 'masking.kinds', kind),
              from: word(now?.rules[kind]),
              to: word(wanted[kind]),
            })}
          </li>
        ))}
      </ul>
      <p className="quiet">
        {of.by} · <When at={of.at} /> · {t('masking.because', { reason: of.reason })}
      </p>
      {of.isStale ? <Note tone="ink">{t('masking.stale')}</Note> : null}
      <div className="row row-end">
        <VerdictButton danger verdict={of.can.decline} onClick={() => setAsked('decline')}>
          {t(isOwn ? 'masking.take_back' : 'masking.decline')}
        </VerdictButton>
        {of.isStale ? null : (
          <VerdictButton type="primary" verdict={of.can.approve} onClick={() => setAsked('approve')}>
            {t('masking.approve')}
          </VerdictButton>
        )}
      </div>
      {asked === null ? null : <EndBox of={of} verb={asked} isOwn={isOwn} close={() => setAsked(null)} />}
    </div>
  )
}

function EndBox({
  of,
  verb,
  isOwn,
  close,
}: {
  of: Proposal
  verb: 'approve' | 'decline'
  isOwn: boolean
  close: () => void
}) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const end = useMutation({
    mutationFn: (reason: string) => api.send(`/api/masking/proposals/${of.id}/${verb}`, { reason }),
    onSuccess: () => {
      toast(t(verb === 'approve' ? 'masking.changed' : isOwn ? 'masking.taken_back' : 'masking.declined'))
      queries.invalidateQueries({ queryKey: maskingQuery.queryKey })
      close()
    },
  })
  const word = verb === 'decline' && isOwn ? 'take_back' : verb
  return (
    <ConfirmBox
      title={t(`masking.${word}_title`)}
      consequence={t(`masking.${word}_means`)}
      act={t(`masking.${word}`)}
      reason={t('masking.reason')}
      calm={verb === 'approve'}
      busy={end.isPending}
      error={end.error}
      confirm={(reason) => end.mutate(reason)}
      close={close}
    />
  )
}
