import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Input, Select } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sendFile } from '../../api/client.ts'
import { bytes, percent } from '../../figures.ts'
import { useVerdict } from '../../session.ts'
import { ProblemNote } from '../../ui/note.tsx'
import { Field, Meter, PageHead } from '../../ui/parts.tsx'
import { NotYet, VerdictButton } from '../../ui/verdict-button.tsx'
import type { Format, Import, ImportOptions, Mapping } from '../../wire.ts'
import { isMapped, needsMapping, tableOf } from './mapping.ts'
import { MappingForm } from './mapping-form.tsx'
import { isOpen, type Upload, waiting, withFiles } from './uploads.ts'
import { ZoneField } from './zone-field.tsx'
import { asksZone, CHINA } from './zones.ts'
import '../requests/requests.css'
import './intake.css'

/** Hands in exports, one import per file; columns of CSV, JSONL and workbooks are named here. */
export function ImportForm() {
  const { t } = useTranslation()
  // the words hold a hint for every format that can be chosen: they are the list
  const formats = Object.keys(t('import_form.hints', { returnObjects: true })) as Format[]
  const [uploads, setUploads] = useState<Upload[]>([])
  const [format, setFormat] = useState<Format | null>(null)
  const [origin, setOrigin] = useState('')
  const [ownAccount, setOwnAccount] = useState('')
  const [zone, setZone] = useState(CHINA)
  const [mapping, setMapping] = useState<Mapping | null>(null)
  const isTable = needsMapping(format)
  const first = uploads[0]?.file
  const choose = (files: FileList | null) => {
    const chosen = Array.from(files ?? [])
    setUploads((before) => withFiles(before, chosen))
    const table = chosen[0] ? tableOf(chosen[0].name) : null
    if (table !== null && format === null) setFormat(table)
  }
  const options: ImportOptions = {
    format,
    mapping: isTable ? mapping : null,
    origin: origin.trim(),
    ownAccount: ownAccount.trim(),
    zone: asksZone(format) ? zone : null,
  }
  const isReady =
    uploads.some((one) => one.state === 'waiting') && (!isTable || (mapping !== null && isMapped(mapping)))
  return (
    <div className="page">
      <PageHead title={t('import_form.title')} lead={t('import_form.lead')} />
      <div className="form-page">
        <div className="stack">
          <section className="panel stack">
            <h2>{t('import_form.files')}</h2>
            <Drop choose={choose} />
            <Uploads uploads={uploads} setUploads={setUploads} />
          </section>
          {needsMapping(format) && first ? (
            <section className="panel stack">
              <h2>{t('import_form.mapping')}</h2>
              <MappingForm
                key={`${first.name}/${format}`}
                file={first}
                format={format}
                value={mapping}
                change={setMapping}
              />
            </section>
          ) : null}
        </div>
        <aside className="panel stack form-side">
          <h2>{t('import_form.source')}</h2>
          <Field
            label={t('intake.format')}
            hint={t(format === null ? 'import_form.auto_hint' : `import_form.hints.${format}`)}
          >
            {({ id }) => (
              <Select
                id={id}
                showSearch={{ optionFilterProp: 'label' }}
                value={format ?? 'auto'}
                options={[
                  { value: 'auto', label: t('import_form.auto') },
                  ...formats.map((one) => ({ value: one, label: t(`formats.${one}`) })),
                ]}
                onChange={(value) => {
                  setFormat(formats.find((one) => one === value) ?? null)
                  setMapping(null)
                }}
              />
            )}
          </Field>
          <Field label={t('intake.origin')} hint={t('import_form.origin_hint')}>
            {(control) => (
              <Input
                {...control}
                value={origin}
                maxLength={200}
                onChange={(event) => setOrigin(event.target.value)}
                autoComplete="off"
              />
            )}
          </Field>
          <Field label={t('import_form.own_account')} hint={t('import_form.own_account_hint')}>
            {(control) => (
              <Input
                {...control}
                value={ownAccount}
                maxLength={100}
                onChange={(event) => setOwnAccount(event.target.value)}
                autoComplete="off"
              />
            )}
          </Field>
          {asksZone(format) ? <ZoneField hint={t('import_form.zone_hint')} value={zone} change={setZone} /> : null}
          {format === 'wecom' ? (
            <p className="quiet">
              {t('import_form.wecom_keys')} <Link to="/intake/keys">{t('wecom_keys.title')}</Link>
            </p>
          ) : null}
          <Send uploads={uploads} setUploads={setUploads} options={options} isReady={isReady} />
        </aside>
      </div>
    </div>
  )
}

function Drop({ choose }: { choose: (files: FileList | null) => void }) {
  const { t } = useTranslation()
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra; the button below does the same by keyboard
    <div
      className={over ? 'drop drop-over' : 'drop'}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        choose(event.dataTransfer.files)
      }}
    >
      <strong>{t('import_form.drop')}</strong>
      <span className="quiet">{t('import_form.drop_hint')}</span>
      <input
        ref={input}
        type="file"
        multiple
        className="only-heard"
        aria-label={t('import_form.choose')}
        tabIndex={-1}
        onChange={(event) => {
          choose(event.target.files)
          event.target.value = '' // a file that was let go of can be chosen again
        }}
      />
      <Button onClick={() => input.current?.click()}>{t('import_form.choose')}</Button>
    </div>
  )
}

interface UploadsProps {
  uploads: Upload[]
  setUploads: (change: (before: Upload[]) => Upload[]) => void
}

function Uploads({ uploads, setUploads }: UploadsProps) {
  const { t } = useTranslation()
  const letGo = (of: Upload) => setUploads((before) => before.filter((one) => one.file !== of.file))
  const again = (of: Upload) =>
    setUploads((before) => before.map((one) => (one.file === of.file ? waiting(one.file) : one)))
  if (uploads.length === 0) return null
  return (
    <ul className="uploads" aria-label={t('import_form.files')}>
      {uploads.map((one) => (
        <li key={`${one.file.name}/${one.file.size}/${one.file.lastModified}`}>
          <span>
            <b>{one.file.name}</b> <span className="quiet">{bytes(one.file.size)}</span>
            {one.error ? <ProblemNote error={one.error} /> : null}
          </span>
          {one.state === 'sending' ? (
            <Meter value={percent(one.sent, one.file.size)} label={t('import_form.sending')} />
          ) : (
            <span className="quiet">{t(`import_form.states.${one.state}`)}</span>
          )}
          <span className="row row-end">
            {one.state === 'failed' ? (
              <Button size="small" onClick={() => again(one)}>
                {t('acts.again')}
              </Button>
            ) : null}
            {isOpen(one) ? (
              <Button
                size="small"
                type="text"
                aria-label={t('import_form.let_go', { name: one.file.name })}
                onClick={() => letGo(one)}
              >
                {t('acts.remove')}
              </Button>
            ) : null}
            {one.importId === null ? null : (
              <Link to="/intake/$id" params={{ id: one.importId }}>
                {t('import_form.see')}
              </Link>
            )}
          </span>
        </li>
      ))}
    </ul>
  )
}

function Send({
  uploads,
  setUploads,
  options,
  isReady,
}: UploadsProps & {
  options: ImportOptions
  isReady: boolean
}) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const verdict = useVerdict('intake.import')
  const [busy, setBusy] = useState(false)
  const set = (file: File, next: Partial<Upload>) =>
    setUploads((before) => before.map((one) => (one.file === file ? { ...one, ...next } : one)))
  const send = async () => {
    setBusy(true)
    const taken: string[] = []
    for (const { file } of uploads.filter((one) => one.state === 'waiting')) {
      set(file, { state: 'sending', error: null })
      try {
        const made = await sendFile<Import>('/api/intake/imports', options, file, file.name, (sent) =>
          set(file, { sent }),
        ).answer
        taken.push(made.id)
        set(file, { state: 'taken', importId: made.id })
      } catch (error) {
        set(file, { state: 'failed', error }) // the other files go on: each is an import of its own
      }
    }
    setBusy(false)
    queries.invalidateQueries({ queryKey: ['imports'] })
    const [only] = taken
    if (only !== undefined && uploads.length === 1) navigate({ to: '/intake/$id', params: { id: only } })
  }
  return isReady || busy ? (
    <VerdictButton type="primary" size="large" block verdict={verdict} loading={busy} onClick={send}>
      {t('import_form.send')}
    </VerdictButton>
  ) : (
    <NotYet
      block
      why={t(uploads.some((one) => one.state === 'waiting') ? 'import_form.map_first' : 'import_form.choose_first')}
    >
      {t('import_form.send')}
    </NotYet>
  )
}
