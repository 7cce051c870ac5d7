import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Modal, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { ActForm } from '../../ui/act-form.tsx'
import { ConfirmBox } from '../../ui/confirm-box.tsx'
import { Note } from '../../ui/note.tsx'
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
  const columns: Column<Copy>[] = [
    { key: 'no', title: t('copies.copy'), cell: (row) => <b className="number">{row.number}</b> },
    { key: 'who', title: t('copies.recipient'), cell: (row) => row.recipientName },
    { key: 'taken', title: t('copies.taken'), cell: (row) => <When at={row.takenAt} /> },
    {
      key: 'end',
      title: t('copies.end'),
      cell: (row) =>
        row.destroyedAt === null ? (
          <VerdictButton size="small" verdict={of.can.destroy_copy} onClick={() => setEnding(row)}>
            {t('copies.enter')}
          </VerdictButton>
        ) : (
          <span>
            {row.method === null ? null : t(`copies.methods.${row.method}`)} · <When at={row.destroyedAt} /> ·{' '}
            {row.byName}
          </span>
        ),
    },
  ]
  return (
    <section className="panel stack">
      <div className="spread">
        <h2>{t('copies.title')}</h2>
        {of.state === 'ready' || of.state === 'awaiting_release' ? (
          <VerdictButton danger verdict={of.can.destroy} onClick={() => setRemoving(true)}>
            {t('copies.remove')}
          </VerdictButton>
        ) : null}
      </div>
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
    <Modal open title={t('copies.enter_title', { number: copy.number })} onCancel={close} footer={null} destroyOnHidden>
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
    </Modal>
  )
}

function RemoveBox({ of, close }: { of: ExportView; close: () => void }) {
  const { t } = useTranslation()
  const removed = useExportAct(of, close)
  const remove = useMutation({
    mutationFn: () => api.send(`/api/exports/${of.id}/destroy`),
    onSuccess: () => {
      toast(t('copies.removed'))
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
