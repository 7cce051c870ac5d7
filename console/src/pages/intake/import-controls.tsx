import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { isMoving } from '../../api/queries.ts'
import { useVerdict } from '../../session.ts'
import { ConfirmBox } from '../../ui/confirm-box.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { VerdictButton } from '../../ui/verdict-button.tsx'
import type { Import } from '../../wire.ts'

/** Pause, go on, cancel: what the server says can be done to this import now. */
export function ImportControls({ of }: { of: Import }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const verdict = useVerdict('intake.control')
  const [asks, setAsks] = useState(false)
  const act = useMutation({
    mutationFn: (what: 'pause' | 'resume' | 'cancel') => api.send<Import>(`/api/intake/imports/${of.id}/${what}`, {}),
    onSuccess(now, what) {
      // an answer to going on, however late, does not close the question whether to cancel
      if (what === 'cancel') setAsks(false)
      queries.setQueryData(['import', now.id], now)
      void queries.invalidateQueries({ queryKey: ['imports'] })
      void queries.invalidateQueries({ queryKey: ['import', of.id] })
      if (now.id !== of.id) void navigate({ to: '/intake/$id', params: { id: now.id } })
    },
  })
  return (
    <>
      {of.canPause ? (
        <VerdictButton verdict={verdict} loading={act.isPending} onClick={() => act.mutate('pause')}>
          {t('intake.pause')}
        </VerdictButton>
      ) : null}
      {of.canResume ? (
        <VerdictButton type="primary" verdict={verdict} loading={act.isPending} onClick={() => act.mutate('resume')}>
          {t('intake.resume')}
        </VerdictButton>
      ) : null}
      {isMoving(of) || of.state === 'paused' ? (
        <VerdictButton danger verdict={verdict} onClick={() => setAsks(true)}>
          {t('intake.cancel')}
        </VerdictButton>
      ) : null}
      {asks ? (
        <ConfirmBox
          title={t('intake.cancel')}
          consequence={t('intake.cancel_what')}
          act={t('intake.cancel')}
          busy={act.isPending}
          error={act.error}
          confirm={() => act.mutate('cancel')}
          close={() => setAsks(false)}
        />
      ) : (
        <ProblemNote error={act.error} />
      )}
    </>
  )
}
