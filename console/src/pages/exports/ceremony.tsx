import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { grantsQuery } from '../../api/queries.ts'
import { useVerdict } from '../../session.ts'
import { ConfirmBox } from '../../ui/confirm-box.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { toast } from '../../ui/toast.tsx'
import { isOpenTo, VerdictButton } from '../../ui/verdict-button.tsx'
import type { ExportView } from '../../wire.ts'
import { GrantFacts } from './grant-facts.tsx'

/** The second person: sees what will leave, and lets it run or not. Never the one who prepared it. */
export function Ceremony({ of }: { of: ExportView }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [declining, setDeclining] = useState(false)
  // who prepares exports does not decline one but takes it back
  const no = isOpenTo(useVerdict('export.ask')) ? 'withdraw' : 'decline'
  const act = useMutation({
    mutationFn: (verb: 'confirm' | 'decline') => api.send(`/api/exports/${of.id}/${verb}`),
    onSuccess: (_answer, verb) => {
      toast(t(`exports.did_${verb === 'decline' ? no : verb}`))
      setDeclining(false)
      queries.invalidateQueries({ queryKey: ['export', of.id] })
      queries.invalidateQueries({ queryKey: ['exports'] })
    },
  })
  return (
    <section className="panel stack">
      <h2>{t('exports.two_persons')}</h2>
      <p>
        {t(of.can.confirm?.allowed ? 'exports.two_persons_why' : 'exports.two_persons_waits', {
          name: of.executorName,
        })}
      </p>
      <Basis of={of} />
      {declining ? null : <ProblemNote error={act.error} />}
      <div className="row row-end">
        <VerdictButton danger verdict={of.can.decline} onClick={() => setDeclining(true)}>
          {t(`exports.${no}`)}
        </VerdictButton>
        <VerdictButton
          type="primary"
          verdict={of.can.confirm}
          loading={act.isPending && act.variables === 'confirm'}
          onClick={() => act.mutate('confirm')}
        >
          {t('exports.confirm')}
        </VerdictButton>
      </div>
      {declining ? (
        <ConfirmBox
          title={t(`exports.${no}_title`, { number: of.number })}
          consequence={t(`exports.${no}_means`)}
          act={t(`exports.${no}`)}
          busy={act.isPending}
          error={act.error}
          confirm={() => act.mutate('decline')}
          close={() => setDeclining(false)}
        />
      ) : null}
    </section>
  )
}

/** By what it leaves, for the one who checks it: the request has the scope word for word. */
function Basis({ of }: { of: ExportView }) {
  const { t } = useTranslation()
  const mayList = useVerdict('grant.list')?.allowed ?? false
  const grants = useQuery({ ...grantsQuery, enabled: mayList })
  const grant = grants.data?.find(({ id }) => id === of.grantId)
  return (
    <>
      {grant ? <GrantFacts of={grant} columns={2} /> : null}
      <p>
        <Link to="/requests/$id" params={{ id: of.requestId }}>
          {t('exports.see_request')}
        </Link>
      </p>
    </>
  )
}
