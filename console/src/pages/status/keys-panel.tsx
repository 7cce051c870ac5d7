import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { houseQuery } from '../../api/queries.ts'
import { count, percent } from '../../figures.ts'
import { useVerdict } from '../../session.ts'
import { ConfirmBox } from '../../ui/confirm-box.tsx'
import { Facts, Meter, Tag } from '../../ui/parts.tsx'
import { toast } from '../../ui/toast.tsx'
import { VerdictButton } from '../../ui/verdict-button.tsx'
import { When } from '../../ui/when.tsx'
import type { HouseStatus } from '../../wire.ts'
import { wordOf } from '../../words.ts'

/** Who keeps the master key, which register key is in force, and how the house is reached. */
export function KeysPanel({ of }: { of: HouseStatus }) {
  const { t } = useTranslation()
  const [isAsking, setIsAsking] = useState(false)
  const verdict = useVerdict('house.rotate_keys')
  const { keys } = of
  return (
    <section className="panel stack">
      <div className="spread">
        <h2>{t('status.keys')}</h2>
        {keys.progress ? null : (
          <VerdictButton verdict={verdict} size="small" onClick={() => setIsAsking(true)}>
            {keys.isRotating ? t('status.rotate_on') : t('status.rotate')}
          </VerdictButton>
        )}
      </div>
      <Facts
        columns={1}
        of={[
          [t('status.provider'), t(`status.providers.${keys.provider}`)],
          [
            t('status.rotated'),
            keys.rotatedAt === null ? t('status.never_rotated') : <When key="rotated" at={keys.rotatedAt} />,
          ],
          [t('status.generation'), count(keys.generation)],
          [t('status.tls'), <Tls key="tls" of={of.tls} />],
        ]}
      />
      <Rotation of={keys} />
      {isAsking ? <Rotate close={() => setIsAsking(false)} /> : null}
    </section>
  )
}

function Tls({ of }: { of: HouseStatus['tls'] }) {
  const { t } = useTranslation()
  if (of.ends !== 'here') return t(`status.tls_ends.${of.ends}`)
  if (of.validUntil === null) return <Tag tone="ink">{t('status.tls_unreadable')}</Tag>
  return (
    <>
      {t('status.tls_ends.here')} <When at={of.validUntil} />
    </>
  )
}

function Rotation({ of }: { of: HouseStatus['keys'] }) {
  const { t } = useTranslation()
  if (of.progress) {
    const { done, total } = of.progress
    const said = t('status.rotating', { done: count(done), total: count(total) })
    return (
      <div className="stack stack-tight" role="status">
        <p>{said}</p>
        <Meter value={percent(done, total)} label={said} />
      </div>
    )
  }
  if (of.isRotating) {
    const why = of.problem === null ? '' : wordOf(t, 'problems.what', of.problem)
    return (
      <p>
        <Tag tone="ink">{t('status.rotation_stopped')}</Tag> {why}
      </p>
    )
  }
  return of.isBridged ? <p className="quiet">{t('status.bridged')}</p> : null
}

function Rotate({ close }: { close: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const rotate = useMutation({
    mutationFn: (because: string) => api.send('/api/house/rotate-keys', { because }),
    onSuccess: () => {
      toast(t('status.rotation_begun'))
      queries.invalidateQueries({ queryKey: houseQuery.queryKey })
      close()
    },
  })
  return (
    <ConfirmBox
      title={t('status.rotate_title')}
      consequence={t('status.rotate_means')}
      reason={t('status.rotate_reason')}
      calm
      act={t('status.rotate')}
      busy={rotate.isPending}
      error={rotate.error}
      confirm={(because) => rotate.mutate(because)}
      close={close}
    />
  )
}
