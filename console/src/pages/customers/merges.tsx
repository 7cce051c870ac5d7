import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { useVerdict } from '../../session.ts'
import { ConfirmBox } from '../../ui/confirm-box.tsx'
import { Tag } from '../../ui/parts.tsx'
import { VerdictButton } from '../../ui/verdict-button.tsx'
import { When } from '../../ui/when.tsx'
import type { Merge, Subject } from '../../wire.ts'

/** Who turned out to be this customer, by whom and why; each can be taken back. */
export function Merges({ subject, changed }: { subject: Subject; changed: () => void }) {
  const { t } = useTranslation()
  const undoVerdict = useVerdict('subject.undo_merge')
  const [undoing, setUndoing] = useState<Merge | null>(null)
  const undo = useMutation({
    mutationFn: ({ id, reason }: { id: string; reason: string }) =>
      api.send(`/api/subjects/merges/${id}/undo`, { reason }),
    onSuccess: () => {
      setUndoing(null)
      changed()
    },
  })
  if (subject.merges.length === 0) return null
  return (
    <section className="panel stack">
      <h2>{t('merge.history')}</h2>
      <ul className="account-list">
        {subject.merges.map((one) => (
          <li key={one.id} className="spread">
            <span>
              <b>{one.gone.name}</b> <span className="quiet">{one.by}</span> <When at={one.at} />
              <br />
              <span className="quiet">{one.reason}</span>
              {one.undone ? (
                <>
                  <br />
                  <Tag>{t('merge.undone')}</Tag> <span className="quiet">{one.undone.by}</span>{' '}
                  <When at={one.undone.at} /> <span className="quiet">{one.undone.reason}</span>
                </>
              ) : null}
            </span>
            {one.undone ? null : (
              <VerdictButton size="small" verdict={undoVerdict} onClick={() => setUndoing(one)}>
                {t('merge.undo')}
              </VerdictButton>
            )}
          </li>
        ))}
      </ul>
      {undoing ? (
        <ConfirmBox
          title={t('merge.undo_title', { name: undoing.gone.name })}
          consequence={t('merge.undo_means')}
          act={t('merge.undo')}
          reason={t('customers.reason')}
          busy={undo.isPending}
          error={undo.error}
          confirm={(reason) => undo.mutate({ id: undoing.id, reason })}
          close={() => setUndoing(null)}
        />
      ) : null}
    </section>
  )
}
