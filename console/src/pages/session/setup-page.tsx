import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { setupQuery } from '../../api/queries.ts'
import { useMe } from '../../session.ts'
import { exactOf } from '../../time.ts'
import { ProblemNote } from '../../ui/note.tsx'
import { Facts, Field, PageHead, Shape } from '../../ui/parts.tsx'
import { NotYet } from '../../ui/verdict-button.tsx'
import type { ConfirmKit, Setup } from '../../wire.ts'
import { askedGroups, tidyGroup } from './kit.ts'
import './session.css'

type Kit = NonNullable<Setup['kit']>

/** First start: print the recovery kit, then prove that it is on paper by typing two groups back. */
export function SetupPage() {
  const { t } = useTranslation()
  const setup = useQuery(setupQuery)
  if (setup.isPending) return <Shape lines={10} style={{ padding: 24 }} />
  if (setup.isError) {
    return (
      <div className="page">
        <ProblemNote error={setup.error} retry={() => setup.refetch()} />
      </div>
    )
  }
  return (
    <div className="page setup">
      <PageHead title={t('setup.title')} lead={<span className="no-print">{t('setup.lead')}</span>} />
      {setup.data.kit ? <KitSteps kit={setup.data.kit} /> : <p>{t('setup.done')}</p>}
    </div>
  )
}

function KitSteps({ kit }: { kit: Kit }) {
  const { t } = useTranslation()
  const [printed, setPrinted] = useState(false)
  return (
    <div className="stack">
      <KitPaper kit={kit} />
      <div className="row no-print">
        <Button
          type={printed ? 'default' : 'primary'}
          size="large"
          onClick={() => {
            window.print()
            setPrinted(true)
          }}
        >
          {t('setup.print')}
        </Button>
        {printed ? null : (
          <Button size="large" onClick={() => setPrinted(true)}>
            {t('setup.by_hand')}
          </Button>
        )}
      </div>
      {printed ? <ConfirmForm kit={kit} /> : null}
    </div>
  )
}

function KitPaper({ kit }: { kit: Kit }) {
  const { t } = useTranslation()
  const me = useMe()
  return (
    <section className="kit panel" aria-label={t('setup.kit')}>
      <h2>{t('setup.kit_of', { house: me.house.name })}</h2>
      <p>{t('setup.kit_what')}</p>
      <ol className="kit-groups">
        {kit.groups.map((group, i) => (
          <li key={group}>
            <span className="quiet">{i + 1}</span>
            <code>{group}</code>
          </li>
        ))}
      </ol>
      <Facts
        columns={1}
        of={[
          [t('setup.house_id'), <code key="id">{kit.houseId}</code>],
          [t('setup.made'), exactOf(kit.made)],
          [t('setup.keyring'), <code key="digest">{kit.keyringDigest}</code>],
        ]}
      />
      <p>{t('setup.kit_keep')}</p>
    </section>
  )
}

/** Which two groups are asked is chosen here by chance; the server checks what was typed against the key. */
function ConfirmForm({ kit }: { kit: Kit }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [asked] = useState(() => askedGroups(kit.groups.length, Math.random))
  const [typed, setTyped] = useState<Record<string, string>>({})
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const isComplete = asked.every((n) => tidyGroup(typed[n] ?? '') !== '')
  const send = async () => {
    setBusy(true)
    setError(null)
    try {
      const input: ConfirmKit = { groups: Object.fromEntries(asked.map((n) => [String(n), tidyGroup(typed[n] ?? '')])) }
      await api.send('/api/setup/kit', input)
      await queries.invalidateQueries({ queryKey: ['setup'] })
      navigate({ to: '/' })
    } catch (problem) {
      setError(problem)
    }
    setBusy(false)
  }
  return (
    <form
      className="panel stack no-print"
      onSubmit={(event) => {
        event.preventDefault()
        if (isComplete && !busy) send()
      }}
    >
      <h2>{t('setup.prove')}</h2>
      <p className="quiet">{t('setup.prove_how')}</p>
      <div className="fields">
        {asked.map((n) => (
          <Field key={n} label={t('setup.group', { n })}>
            {(control) => (
              <Input
                {...control}
                className="mono"
                value={typed[n] ?? ''}
                onChange={(event) => setTyped({ ...typed, [n]: event.target.value })}
                autoComplete="off"
                spellCheck={false}
              />
            )}
          </Field>
        ))}
      </div>
      <ProblemNote error={error} />
      <div className="row">
        {isComplete ? (
          <Button type="primary" htmlType="submit" loading={busy}>
            {t('setup.confirm')}
          </Button>
        ) : (
          <NotYet>{t('setup.confirm')}</NotYet>
        )}
      </div>
    </form>
  )
}
