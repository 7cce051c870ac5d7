import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { ActForm } from '../../ui/act-form.tsx'
import { Box } from '../../ui/box.tsx'
import { ConfirmBox } from '../../ui/confirm-box.tsx'
import { Note, ProblemNote } from '../../ui/note.tsx'
import { Empty, Field } from '../../ui/parts.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { toast } from '../../ui/toast.tsx'
import { VerdictButton } from '../../ui/verdict-button.tsx'
import { When } from '../../ui/when.tsx'
import type { ExportView } from '../../wire.ts'

type Copy = ExportView['copies'][number]

export function openCopies(of: Pick<ExportView, 'copies'>): number {
  return of.copies.filter(({ destroyedAt }) => destroyedAt === null).length
}

/** Every time the package was handed out, until each is entered as destroyed. */
export function Copies({ of }: { of: ExportView }) {
  const { t } = useTranslation()
  const [ending, setEnding] = useState<Copy | null>(null)
  const [removing, setRemoving] = useState(false)
  const open = openCopies(of)
  const isThere = of.state === 'ready' || of.state === 'awaiting_release'
  const columns: Column<Copy>[] = [
    { key: 'no', title: t('copies.copy'), cell: (row) => <b className="number">{row.number}</b> },
    { key: 'who', title: t('copies.recipient'), cell: (row) => row.recipientName },
    { key: 'taken', title: t('copies.taken'), cell: (row) => <When at={row.takenAt} /> },
    {
      key: 'end',
      breaks: true,
      title: t('copies.end'),
      cell: (row) =>
        row.byName === null ? (
          <VerdictButton size="small" verdict={of.can.destroy_copy} onClick={() => setEnding(row)}>
            {t('copies.enter')}
          </VerdictButton>
        ) : (
          <Ending of={of} copy={row} />
        ),
    },
  ]
  return (
    <section className="panel stack">
      <div className="spread">
        <h2>{t('copies.title')}</h2>
        {isThere && of.removal === null ? (
          <VerdictButton danger verdict={of.can.destroy} onClick={() => setRemoving(true)}>
            {t('copies.remove')}
          </VerdictButton>
        ) : null}
      </div>
      {isThere && of.removal !== null ? <Removal of={of} /> : null}
      {of.state === 'expired' && open > 0 ? (
        <Note tone="amber" title={t('copies.overdue', { count: open })}>
          {t('copies.overdue_todo')}
        </Note>
      ) : null}
      {of.state === 'awaiting_release' && open > 0 ? (
        <Note tone="red" title={t('release.copies_out', { n: open })}>
          {t('copies.overdue_todo')}
        </Note>
      ) : null}
      {of.state === 'destroyed' ? (
        <Note tone="accent" title={t('copies.all_gone')}>
          {t('copies.all_gone_todo')}
        </Note>
      ) : null}
      {of.expiresAt === null || of.state === 'expired' || of.state === 'destroyed' ? null : (
        <p className="quiet">
          {t('copies.due')} <When at={of.expiresAt} />
        </p>
      )}
      <Table
        label={t('copies.title')}
        columns={columns}
        rows={of.copies}
        rowKey={(row) => row.number}
        empty={<Empty title={t('copies.none')}>{t('copies.none_why')}</Empty>}
      />
      {ending === null ? null : <EndBox of={of} copy={ending} close={() => setEnding(null)} />}
      {removing ? <RemoveBox of={of} close={() => setRemoving(false)} /> : null}
    </section>
  )
}

/** What was entered of a copy: by whom, and by whom it was confirmed or can be. */
function Ending({ of, copy }: { of: ExportView; copy: Copy }) {
  const { t } = useTranslation()
  const path = `/api/exports/${of.id}/copies/${copy.no}`
  const at = copy.destroyedAt ?? copy.enteredAt
  return (
    <div className="stack stack-tight">
      <span>
        {copy.method === null ? null : t(`copies.methods.${copy.method}`)} · {at === null ? null : <When at={at} />} ·{' '}
        {copy.byName}
        {copy.confirmedByName === null ? null : ` · ${t('copies.confirmed_by', { name: copy.confirmedByName })}`}
      </span>
      {copy.destroyedAt === null ? (
        <>
          {copy.alone ? (
            <Note tone="amber" title={t('copies.alone')}>
              {t('copies.alone_todo')}
            </Note>
          ) : (
            <span className="quiet">{t('copies.unconfirmed')}</span>
          )}
          <Second
            of={of}
            yes={{ act: t('copies.confirm_copy'), path: `${path}/confirm`, verdict: copy.can.confirm }}
            no={{ act: t('copies.reopen'), path: `${path}/reopen`, verdict: copy.can.reopen }}
          />
        </>
      ) : null}
    </div>
  )
}

/** A removal that somebody asked for, until another confirms it or says no. */
function Removal({ of }: { of: ExportView }) {
  const { t } = useTranslation()
  const path = `/api/exports/${of.id}`
  if (of.removal === null) return null
  return (
    <Note
      tone="amber"
      title={t('copies.removal_asked', { name: of.removal.byName })}
      act={
        <Second
          of={of}
          yes={{ act: t('copies.confirm_removal'), path: `${path}/destroy/confirm`, verdict: of.can.confirm_destroy }}
          no={{ act: t('copies.keep'), path: `${path}/keep`, verdict: of.can.keep }}
        />
      }
    >
      {t(of.removal.alone ? 'copies.removal_alone' : 'copies.removal_todo')}
    </Note>
  )
}

interface Answer {
  act: string
  path: string
  verdict: { allowed: boolean; reason: string | null } | undefined
}

/** What the second of two people says to what the first one said. */
function Second({ of, yes, no }: { of: ExportView; yes: Answer; no: Answer }) {
  const { t } = useTranslation()
  const said = useExportAct(of, () => toast(t('copies.said')))
  const say = useMutation({ mutationFn: (path: string) => api.send(path), onSuccess: said })
  return (
    <div className="stack stack-tight">
      <div className="row">
        <VerdictButton
          size="small"
          danger
          verdict={yes.verdict}
          loading={say.isPending}
          onClick={() => say.mutate(yes.path)}
        >
          {yes.act}
        </VerdictButton>
        <VerdictButton size="small" verdict={no.verdict} disabled={say.isPending} onClick={() => say.mutate(no.path)}>
          {no.act}
        </VerdictButton>
      </div>
      <ProblemNote error={say.error} />
    </div>
  )
}

const METHODS = ['wiped', 'shredded', 'returned', 'never_opened'] as const

function useExportAct(of: ExportView, done: () => void) {
  const queries = useQueryClient()
  return () => {
    queries.invalidateQueries({ queryKey: ['export', of.id] })
    queries.invalidateQueries({ queryKey: ['exports'] })
    done()
  }
}

function EndBox({ of, copy, close }: { of: ExportView; copy: Copy; close: () => void }) {
  const { t } = useTranslation()
  const [method, setMethod] = useState<(typeof METHODS)[number]>('wiped')
  const ended = useExportAct(of, close)
  const enter = useMutation({
    mutationFn: () => api.send(`/api/exports/${of.id}/copies/${copy.no}/destroyed`, { method }),
    onSuccess: () => {
      toast(t('copies.entered', { number: copy.number }))
      ended()
    },
  })
  return (
    <Box open title={t('copies.enter_title', { number: copy.number })} onCancel={close} destroyOnHidden>
      <ActForm
        act={t('copies.enter')}
        isReady
        busy={enter.isPending}
        error={enter.error}
        send={() => enter.mutate()}
        close={close}
        danger
      >
        <Field label={t('copies.method')}>
          {({ id }) => (
            <Radio.Group
              id={id}
              value={method}
              options={METHODS.map((one) => ({ value: one, label: t(`copies.methods.${one}`) }))}
              onChange={(event) => setMethod(METHODS.find((one) => one === event.target.value) ?? 'wiped')}
            />
          )}
        </Field>
        <p className="quiet">{t('copies.declares')}</p>
      </ActForm>
    </Box>
  )
}

function RemoveBox({ of, close }: { of: ExportView; close: () => void }) {
  const { t } = useTranslation()
  const removed = useExportAct(of, close)
  const remove = useMutation({
    mutationFn: () => api.send<ExportView>(`/api/exports/${of.id}/destroy`),
    onSuccess: ({ removal, state }) => {
      toast(removal !== null && state === of.state ? t('copies.removal_waits') : t('copies.removed'))
      removed()
    },
  })
  return (
    <ConfirmBox
      title={t('copies.remove_title', { number: of.number })}
      consequence={t('copies.remove_means')}
      act={t('copies.remove')}
      busy={remove.isPending}
      error={remove.error}
      confirm={() => remove.mutate()}
      close={close}
    />
  )
}
