import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { ActForm } from '../../ui/act-form.tsx'
import type { Connector, EditConnector } from '../../wire.ts'
import { HoursField } from './hours-field.tsx'
import { secretsOf } from './how-to.ts'
import { SecretFields } from './secret-fields.tsx'
import { TextField } from './text-field.tsx'

/** What may change of a connector: name, hours, and the platform's secrets; those left empty stay as they are. */
export function ConnectorSettings({ connector, close }: { connector: Connector; close: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [name, setName] = useState(connector.name)
  const [silenceHours, setSilenceHours] = useState(connector.silenceHours)
  const [typed, setTyped] = useState<Record<string, string>>({})
  const isTyped = Object.values(typed).some((value) => value.trim() !== '')
  const secrets = isTyped ? secretsOf(connector.kind, typed) : undefined
  const isComplete = name.trim() !== '' && secrets !== null
  const save = useMutation({
    mutationFn: () => {
      const body: EditConnector = { name: name.trim(), silenceHours, ...(secrets && { secrets }) }
      return api.change<Connector>(`/api/connectors/${connector.id}`, body)
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['connectors'] })
      close()
    },
  })
  return (
    <ActForm
      panel
      act={t('acts.save')}
      needs="connector.manage"
      isReady={isComplete}
      busy={save.isPending}
      error={save.error}
      send={() => save.mutate()}
      close={close}
    >
      <TextField label={t('connectors.name')} most={100} value={name} change={setName} />
      <HoursField value={silenceHours} change={setSilenceHours} />
      <SecretFields kind={connector.kind} typed={typed} change={setTyped} hint={t('connectors.secrets_stay')} />
    </ActForm>
  )
}
