import { useQuery } from '@tanstack/react-query'
import { Input, Select } from 'antd'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { sendFile } from '../../api/client.ts'
import { ProblemNote } from '../../ui/note.tsx'
import { Field, Shape } from '../../ui/parts.tsx'
import type { Mapping, MappingPreview } from '../../wire.ts'
import { guessMapping, type MappingPart, type TableFormat } from './mapping.ts'
import { SavedMappings } from './saved-mappings.tsx'
import { ZoneField } from './zone-field.tsx'
import { CHINA } from './zones.ts'

const FIRST_PART = 1024 * 1024
/** A workbook is packed: what its cells refer to stands anywhere in it. */
const WORKBOOK_PART = 32 * 1024 * 1024
const PARTS: MappingPart[] = [
  'text',
  'sender',
  'conversation',
  'time',
  'senderName',
  'conversationTitle',
  'recipients',
  'kind',
]

/** Empty text where nothing is chosen; the others are null then. */
const ALWAYS = new Set<MappingPart>(['text', 'sender', 'conversation'])

/** Which column holds what, beside the first rows of the file as the server reads them. */
export function MappingForm({
  file,
  format,
  value,
  change,
}: {
  file: File
  format: TableFormat
  value: Mapping | null
  change: (mapping: Mapping) => void
}) {
  const { t } = useTranslation()
  const preview = useQuery({
    queryKey: ['preview', file.name, file.size, file.lastModified, format],
    queryFn: () => {
      const part = file.slice(0, format === 'xlsx' ? WORKBOOK_PART : FIRST_PART)
      return sendFile<MappingPreview>('/api/intake/preview', { format }, part, file.name, () => {}).answer
    },
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  })
  useEffect(() => {
    if (preview.data && value === null) change(guessMapping(preview.data.columns))
  }, [preview.data, value, change])
  if (preview.isPending) return <Shape lines={5} />
  if (preview.isError) return <ProblemNote error={preview.error} retry={() => preview.refetch()} />
  if (value === null) return <Shape lines={5} />
  const { columns } = preview.data
  // who takes part makes the conversation, where no column does
  const needed = new Set<MappingPart>(value.recipients ? ['text', 'sender'] : ['text', 'sender', 'conversation'])
  const set = (next: Partial<Mapping>) => change({ ...value, ...next })
  return (
    <SavedMappings format={format} columns={columns} value={value} change={change}>
      <Preview preview={preview.data} value={value} />
      <div className="fields">
        {PARTS.map((part) => (
          <Field
            key={part}
            label={t(`mapping.${part}`)}
            error={needed.has(part) && !value[part] ? t('mapping.needed') : null}
          >
            {({ id, status }) => (
              <Select
                id={id}
                {...(status ? { status } : {})}
                allowClear={!needed.has(part)}
                value={value[part] || null}
                placeholder={t(needed.has(part) ? 'words.choose' : 'mapping.none')}
                options={columns.map((column) => ({ value: column, label: column }))}
                onChange={(column) => set({ [part]: column ?? (ALWAYS.has(part) ? '' : null) })}
              />
            )}
          </Field>
        ))}
        <Field label={t('mapping.id')} hint={t('mapping.id_hint')}>
          {({ id }) => (
            <Select
              id={id}
              mode="multiple"
              value={value.id ?? []}
              options={columns.map((column) => ({ value: column, label: column }))}
              onChange={(ids) => set({ id: ids })}
            />
          )}
        </Field>
        <Field label={t('mapping.platform')}>
          {(control) => (
            <Input
              {...control}
              value={value.platform}
              maxLength={40}
              onChange={(event) => set({ platform: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('mapping.time_format')}>
          {({ id }) => (
            <Select
              id={id}
              value={value.timeFormat ?? 'auto'}
              options={(['auto', 'ms', 's', 'iso', 'local'] as const).map((one) => ({
                value: one,
                label: t(`mapping.times.${one}`),
              }))}
              onChange={(timeFormat) => set({ timeFormat })}
            />
          )}
        </Field>
        <ZoneField hint={t('mapping.zone_hint')} value={value.zone ?? CHINA} change={(zone) => set({ zone })} />
      </div>
    </SavedMappings>
  )
}

function Preview({ preview, value }: { preview: MappingPreview; value: Mapping }) {
  const { t } = useTranslation()
  const meaning = (column: string) =>
    PARTS.filter((part) => value[part] === column)
      .map((part) => t(`mapping.${part}`))
      .join(t('words.and'))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1)
    <section className="preview" aria-label={t('mapping.preview')} tabIndex={0}>
      <table className="table">
        <thead>
          <tr>
            {preview.columns.map((column) => (
              <th key={column} scope="col">
                {column} {meaning(column) ? <span className="tag tag-accent">{meaning(column)}</span> : null}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.rows.slice(0, 8).map((row, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the rows of a file in their order
            <tr key={i}>
              {row.cells.map((cell, j) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns in their order
                <td key={j}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
