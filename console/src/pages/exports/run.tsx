import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { count, percent } from '../../figures.ts'
import { ConfirmBox } from '../../ui/confirm-box.tsx'
import { Note, ProblemNote } from '../../ui/note.tsx'
import { Meter } from '../../ui/parts.tsx'
import { toast } from '../../ui/toast.tsx'
import { VerdictButton } from '../../ui/verdict-button.tsx'
import type { ExportView } from '../../wire.ts'
import { wordOf } from '../../words.ts'

/** An export that runs: how far it is, and its end before its time. */
export function Progress({ of }: { of: ExportView }) {
  const { t } = useTranslation()
  const done = of.rows ? percent(of.doneRows, of.rows) : 0
  // the rows are not all of it: formats, proofs and the house's own check come after them
  const areRowsDone = of.rows !== null && of.doneRows >= of.rows
  return (
    <section className="panel stack" aria-live="polite">
      <div className="spread">
        <strong>{t('exports.running')}</strong>
        <span>
          {of.rows === null
            ? t('exports.finding_rows')
            : t('exports.rows_of', { n: count(of.doneRows), all: count(of.rows) })}
        </span>
      </div>
      {of.rows === null ? null : <Meter value={done} label={t('exports.running')} />}
      {areRowsDone ? <p>{t('exports.after_rows')}</p> : null}
      <div className="spread">
        <p className="quiet">{t('exports.may_leave')}</p>
        <Cancel of={of} />
      </div>
    </section>
  )
}

function Cancel({ of }: { of: ExportView }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [asking, setAsking] = useState(false)
  const cancel = useMutation({
    mutationFn: () => api.send(`/api/exports/${of.id}/cancel`),
    onSuccess: () => {
      toast(t('exports.did_cancel'))
      queries.invalidateQueries({ queryKey: ['export', of.id] })
      queries.invalidateQueries({ queryKey: ['exports'] })
    },
  })
  return (
    <>
      <VerdictButton danger verdict={of.can.cancel} onClick={() => setAsking(true)}>
        {t('exports.cancel')}
      </VerdictButton>
      {asking ? (
        <ConfirmBox
          title={t('exports.cancel_title', { number: of.number })}
          consequence={t('exports.cancel_means')}
          act={t('exports.cancel')}
          busy={cancel.isPending}
          error={cancel.error}
          confirm={() => cancel.mutate()}
          close={() => setAsking(false)}
        />
      ) : null}
    </>
  )
}

/** One that failed or was cancelled: what happened, and how to try again. */
export function Failed({ of }: { of: ExportView }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const retry = useMutation({
    mutationFn: () => api.send(`/api/exports/${of.id}/retry`),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['export', of.id] }),
  })
  const again = (
    <VerdictButton verdict={of.can.retry} loading={retry.isPending} onClick={() => retry.mutate()}>
      {t('acts.again')}
    </VerdictButton>
  )
  if (of.problem === 'cancelled')
    return (
      <Note tone="plain" title={t('exports.cancelled')} act={again}>
        <p>{t('exports.cancelled_why')}</p>
        <ProblemNote error={retry.error} />
      </Note>
    )
  return (
    <Note tone="red" title={t('exports.failed')} act={again}>
      {of.problem ? <p>{wordOf(t, 'problems.what', of.problem)}</p> : null}
      <p>{t('exports.failed_todo')}</p>
      <ProblemNote error={retry.error} />
    </Note>
  )
}
