import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { ActForm } from '../../ui/act-form.tsx'
import { Field } from '../../ui/parts.tsx'
import type { ConnectorKind, ConnectorMade, NewConnector } from '../../wire.ts'
import { HoursField } from './hours-field.tsx'
import { secretsOf } from './how-to.ts'
import { SecretFields } from './secret-fields.tsx'
import { TextField } from './text-field.tsx'

const KINDS: readonly ConnectorKind[] = ['http', 'dingtalk', 'feishu', 'slack', 'mattermost', 'folder']

interface Input {
  name: string
  kind: ConnectorKind
  platform: string
  origin: string
  silenceHours: number
  folder: string
  typed: Record<string, string>
}

const EMPTY: Input = {
  name: '',
  kind: 'http',
  platform: 'generic',
  origin: '',
  silenceHours: 24,
  folder: '',
  typed: {},
}

/** What is sent; null while something that this kind needs is not filled in. */
function bodyOf({ name, kind, platform, origin, silenceHours, folder, typed }: Input): NewConnector | null {
  const secrets = secretsOf(kind, typed)
  if (name.trim() === '' || secrets === null || (kind === 'folder' && folder.trim() === '')) return null
  const own = kind === 'http' ? { platform } : kind === 'folder' ? { folder: folder.trim() } : {}
  return { name: name.trim(), kind, origin, silenceHours, secrets, ...own }
}

/** A new connector: how it sends, what it is called, and what its platform gave. */
export function ConnectorForm({ made, close }: { made: (made: ConnectorMade) => void; close: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [input, setInput] = useState(EMPTY)
  const body = bodyOf(input)
  const create = useMutation({
    mutationFn: (given: NewConnector) => api.send<ConnectorMade>('/api/connectors', given),
    onSuccess: async (answer) => {
      await queries.invalidateQueries({ queryKey: ['connectors'] })
      made(answer)
    },
  })
  return (
    <ActForm
      panel
      act={t('connectors.new')}
      needs="connector.manage"
      isReady={body !== null}
      busy={create.isPending}
      error={create.error}
      send={() => body && create.mutate(body)}
      close={close}
    >
      <h2>{t('connectors.new')}</h2>
      <p className="quiet">{t('connectors.new_how')}</p>
      <Fields of={input} set={(next) => setInput((before) => ({ ...before, ...next }))} />
    </ActForm>
  )
}

function Fields({ of, set }: { of: Input; set: (next: Partial<Input>) => void }) {
  const { t } = useTranslation()
  const { kind } = of
  const text = (name: 'name' | 'platform' | 'folder' | 'origin', most: number) => (
    <TextField
      label={t(`connectors.${name}`)}
      hint={t(`connectors.${name}_hint`)}
      most={most}
      value={of[name]}
      change={(value) => set({ [name]: value })}
    />
  )
  return (
    <>
      <Field label={t('connectors.kind')} hint={t(`connectors.kind_hints.${kind}`)}>
        {(control) => (
          <Select
            {...control}
            value={kind}
            options={KINDS.map((value) => ({ value, label: t(`connectors.kinds.${value}`) }))}
            onChange={(next) => set({ kind: next })}
          />
        )}
      </Field>
      {text('name', 100)}
      {kind === 'http' ? text('platform', 40) : null}
      {kind === 'folder' ? text('folder', 500) : null}
      {text('origin', 200)}
      <SecretFields kind={kind} typed={of.typed} change={(typed) => set({ typed })} />
      <HoursField value={of.silenceHours} change={(silenceHours) => set({ silenceHours })} />
    </>
  )
}
