import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { mappingsQuery } from '../../api/queries.ts'
import { ActForm } from '../../ui/act-form.tsx'
import { Box } from '../../ui/box.tsx'
import { Note, ProblemNote } from '../../ui/note.tsx'
import { Field } from '../../ui/parts.tsx'
import type { Format, Import, Reread } from '../../wire.ts'
import { wordOf } from '../../words.ts'
import { needsMapping } from './mapping.ts'
import { ZoneField } from './zone-field.tsx'
import { asksZone, CHINA } from './zones.ts'

const AS_BEFORE = 'as_before'

/** Quarantine is read again by today's importers: as before, or corrected, as what it really is. */
export function RereadBox({ of, reason, close }: { of: Import; reason: string | null; close: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const formats = Object.keys(t('import_form.hints', { returnObjects: true })) as Format[] // as in the import form
  const [format, setFormat] = useState<Format | null>(null)
  const [mappingId, setMappingId] = useState<string | null>(null)
  const [zone, setZone] = useState(CHINA)
  const saved = useQuery(mappingsQuery)
  const fitting = (saved.data ?? []).filter((one) => one.format === format)
  const mapping = fitting.find((one) => one.id === mappingId)?.mapping ?? null
  const reread = useMutation({
    mutationFn: () => {
      const how = format === null ? {} : { format, mapping, zone: asksZone(format) ? zone : null }
      const body: Reread = { importId: of.id, reason, ...how }
      return api.send<Import>('/api/intake/quarantine/rerun', body)
    },
    onSuccess(made) {
      void queries.invalidateQueries({ queryKey: ['imports'] })
      void queries.invalidateQueries({ queryKey: ['import', of.id] })
      void queries.invalidateQueries({ queryKey: ['quarantine', of.id] })
      close()
      void navigate({ to: '/intake/$id', params: { id: made.id } })
    },
  })
  return (
    <Box open title={t('intake.reread_title')} onCancel={close} width={520}>
      <ActForm
        act={t('intake.reread')}
        needs="intake.reread"
        isReady={!needsMapping(format) || mapping !== null}
        busy={reread.isPending}
        error={reread.error}
        send={() => reread.mutate()}
        close={close}
      >
        <p>
          {reason === null
            ? t('intake.reread_all')
            : t('intake.reread_some', { reason: wordOf(t, 'quarantine', reason) })}
        </p>
        <p className="quiet">{t('intake.reread_what')}</p>
        <Field
          label={t('intake.reread_as')}
          hint={format === null ? t('intake.reread_as_hint') : t(`import_form.hints.${format}`)}
        >
          {({ id, 'aria-describedby': described }) => (
            <Select
              id={id}
              aria-describedby={described}
              showSearch={{ optionFilterProp: 'label' }}
              value={format ?? AS_BEFORE}
              options={[
                { value: AS_BEFORE, label: t('intake.reread_as_before') },
                ...formats.map((one) => ({ value: one, label: t(`formats.${one}`) })),
              ]}
              onChange={(value) => {
                setFormat(formats.find((one) => one === value) ?? null)
                setMappingId(null)
              }}
            />
          )}
        </Field>
        {needsMapping(format) && saved.data && fitting.length === 0 ? (
          <Note tone="plain">{t('intake.reread_no_mapping')}</Note>
        ) : null}
        {needsMapping(format) && fitting.length > 0 ? (
          <Field label={t('mapping.saved')}>
            {({ id }) => (
              <Select
                id={id}
                value={mappingId}
                placeholder={t('mapping.saved_pick')}
                options={fitting.map((one) => ({ value: one.id, label: one.name }))}
                onChange={setMappingId}
              />
            )}
          </Field>
        ) : null}
        <ProblemNote error={saved.error} retry={() => saved.refetch()} />
        {format !== null && asksZone(format) ? (
          <ZoneField hint={t('import_form.zone_hint')} value={zone} change={setZone} />
        ) : null}
      </ActForm>
    </Box>
  )
}
