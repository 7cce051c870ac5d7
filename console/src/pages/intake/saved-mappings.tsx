import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Input, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { mappingsQuery } from '../../api/queries.ts'
import { useVerdict } from '../../session.ts'
import { ProblemNote } from '../../ui/note.tsx'
import { Field } from '../../ui/parts.tsx'
import { toast } from '../../ui/toast.tsx'
import { NotYet, VerdictButton } from '../../ui/verdict-button.tsx'
import type { Mapping, NewMapping, SavedMapping } from '../../wire.ts'
import { fitting, isMapped, type TableFormat } from './mapping.ts'

interface Shown {
  format: TableFormat
  columns: string[]
  value: Mapping
  change: (mapping: Mapping) => void
  /** The columns and what they hold: between what was kept before and the keeping of this one. */
  children: ReactNode
}

/** Mappings that were made before, to be used again, and this one, to be kept for the next time. */
export function SavedMappings({ format, columns, value, change, children }: Shown) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const saved = useQuery(mappingsQuery)
  const [chosen, setChosen] = useState<string | null>(null)
  const verdict = useVerdict('intake.mapping')
  const known = (saved.data ?? []).filter((one) => one.format === format)
  const remove = useMutation({
    mutationFn: (id: string) => api.remove(`/api/intake/mappings/${id}`),
    onSuccess() {
      setChosen(null)
      toast(t('mapping.removed'))
      return queries.invalidateQueries({ queryKey: ['mappings'] })
    },
  })
  const choose = (id: string | undefined) => {
    const found = known.find((one) => one.id === id)
    setChosen(found?.id ?? null)
    if (found) change(found.mapping)
  }
  return (
    <div className="stack">
      <Field label={t('mapping.saved')}>
        {({ id }) => (
          <div className="row">
            <Select
              id={id}
              allowClear
              value={chosen}
              placeholder={t(known.length > 0 ? 'mapping.saved_pick' : 'mapping.saved_none')}
              disabled={known.length === 0}
              options={fitting(known, columns).map(({ one, fits }) => ({
                value: one.id,
                label: fits ? `${one.name} · ${t('mapping.fits')}` : one.name,
              }))}
              onChange={choose}
              style={{ minWidth: 260 }}
            />
            {chosen === null ? null : (
              <VerdictButton verdict={verdict} loading={remove.isPending} onClick={() => remove.mutate(chosen)}>
                {t('mapping.remove')}
              </VerdictButton>
            )}
          </div>
        )}
      </Field>
      <ProblemNote error={saved.error ?? remove.error} />
      {children}
      {isMapped(value) ? (
        <Save made={{ format, mapping: value, columns }} onSaved={(one) => setChosen(one.id)} />
      ) : null}
    </div>
  )
}

function Save({ made, onSaved }: { made: Omit<NewMapping, 'name'>; onSaved: (one: SavedMapping) => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const verdict = useVerdict('intake.mapping')
  const [name, setName] = useState('')
  const save = useMutation({
    mutationFn: () => api.send<SavedMapping>('/api/intake/mappings', { ...made, name: name.trim() }),
    async onSuccess(one) {
      toast(t('mapping.saved_done'))
      setName('')
      await queries.invalidateQueries({ queryKey: ['mappings'] })
      onSaved(one)
    },
  })
  const isNamed = name.trim() !== ''
  return (
    <>
      <Field label={t('mapping.save_name')} hint={t('mapping.save_hint')}>
        {(control) => (
          <div className="row">
            <Input
              {...control}
              value={name}
              maxLength={80}
              autoComplete="off"
              onChange={(event) => setName(event.target.value)}
            />
            {isNamed ? (
              <VerdictButton verdict={verdict} loading={save.isPending} onClick={() => save.mutate()}>
                {t('mapping.save')}
              </VerdictButton>
            ) : (
              <NotYet>{t('mapping.save')}</NotYet>
            )}
          </div>
        )}
      </Field>
      <ProblemNote error={save.error} />
    </>
  )
}
