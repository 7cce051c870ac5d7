import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { InputNumber } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { peopleQuery, wecomKeysQuery } from '../../api/queries.ts'
import { shortDigest } from '../../figures.ts'
import { useVerdict } from '../../session.ts'
import { ActForm } from '../../ui/act-form.tsx'
import { Box } from '../../ui/box.tsx'
import { ConfirmBox } from '../../ui/confirm-box.tsx'
import { FileTextField } from '../../ui/file-text-field.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { Copyable, Empty, Field, PageHead, Shape } from '../../ui/parts.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { toast } from '../../ui/toast.tsx'
import { VerdictButton } from '../../ui/verdict-button.tsx'
import { When } from '../../ui/when.tsx'
import type { WecomKey } from '../../wire.ts'
import { isPrivateKey, nextVersion } from './wecom-keys.ts'
import './intake.css'

/** Private keys of WeCom's archive, by version: given once, used by every import from then on, never shown. */
export function WecomKeysPage() {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const list = useQuery(wecomKeysQuery)
  const manage = useVerdict('intake.keys')
  const [adding, setAdding] = useState(false)
  const [removing, setRemoving] = useState<WecomKey | null>(null)
  const remove = useMutation({
    mutationFn: (version: number) => api.remove(`/api/intake/wecom-keys/${version}`),
    onSuccess: () => {
      setRemoving(null)
      toast(t('wecom_keys.removed'))
      return queries.invalidateQueries({ queryKey: wecomKeysQuery.queryKey })
    },
  })
  const keys = list.data ?? []
  const columns = useColumns(setRemoving)
  return (
    <div className="page">
      <PageHead
        title={t('wecom_keys.title')}
        lead={t('wecom_keys.lead')}
        acts={
          <VerdictButton type="primary" verdict={manage} onClick={() => setAdding(true)}>
            {t('wecom_keys.add')}
          </VerdictButton>
        }
      />
      <p className="keys-back">
        <Link to="/intake">{t('wecom_keys.back')}</Link>
      </p>
      {list.isPending ? <Shape lines={4} /> : null}
      <ProblemNote error={list.error} retry={() => list.refetch()} />
      {list.data ? (
        <section className="panel panel-flush">
          <Table
            label={t('wecom_keys.title')}
            columns={columns}
            rows={keys}
            rowKey={(row) => String(row.version)}
            empty={<Empty title={t('wecom_keys.none')}>{t('wecom_keys.none_why')}</Empty>}
          />
        </section>
      ) : null}
      {adding ? <AddKey known={keys} close={() => setAdding(false)} /> : null}
      {removing ? (
        <ConfirmBox
          title={t('wecom_keys.remove_title', { version: removing.version })}
          consequence={t('wecom_keys.remove_means')}
          act={t('acts.remove')}
          busy={remove.isPending}
          error={remove.error}
          confirm={() => remove.mutate(removing.version)}
          close={() => {
            setRemoving(null)
            remove.reset()
          }}
        />
      ) : null}
    </div>
  )
}

function useColumns(remove: (row: WecomKey) => void): Column<WecomKey>[] {
  const { t } = useTranslation()
  const manage = useVerdict('intake.keys')
  const mayRead = useVerdict('people.read')?.allowed ?? false
  const people = useQuery({ ...peopleQuery, enabled: mayRead })
  const nameOf = (id: string) => people.data?.find((one) => one.id === id)?.name
  return [
    { key: 'version', title: t('wecom_keys.version'), width: 90, cell: (row) => <b>{row.version}</b> },
    {
      key: 'fingerprint',
      title: t('wecom_keys.fingerprint'),
      cell: (row) => (
        <Copyable value={row.fingerprint} shown={shortDigest(row.fingerprint)} label={t('wecom_keys.fingerprint')} />
      ),
    },
    { key: 'at', title: t('wecom_keys.at'), cell: (row) => <When at={row.at} /> },
    { key: 'by', title: t('wecom_keys.by'), cell: (row) => nameOf(row.by) ?? <code>{row.by}</code> },
    {
      key: 'act',
      title: <span className="only-heard">{t('words.acts')}</span>,
      align: 'right',
      cell: (row) => (
        <VerdictButton
          size="small"
          danger
          type="text"
          verdict={manage}
          aria-label={t('wecom_keys.remove_of', { version: row.version })}
          onClick={() => remove(row)}
        >
          {t('acts.remove')}
        </VerdictButton>
      ),
    },
  ]
}

function AddKey({ known, close }: { known: readonly WecomKey[]; close: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [version, setVersion] = useState<number | null>(() => nextVersion(known))
  const [pem, setPem] = useState('')
  const add = useMutation({
    mutationFn: () => api.send<WecomKey>('/api/intake/wecom-keys', { version, privateKeyPem: pem.trim() }),
    onSuccess: () => {
      toast(t('wecom_keys.added'))
      close() // what was typed goes with the box
      return queries.invalidateQueries({ queryKey: wecomKeysQuery.queryKey })
    },
    gcTime: 0,
  })
  return (
    <Box open title={t('wecom_keys.add')} onCancel={close} width={600} destroyOnHidden mask={{ closable: false }}>
      <ActForm
        act={t('wecom_keys.add')}
        needs="intake.keys"
        isReady={version !== null && isPrivateKey(pem)}
        busy={add.isPending}
        error={add.error}
        send={() => add.mutate()}
        close={close}
      >
        <p className="quiet">{t('wecom_keys.never_shown')}</p>
        <Field label={t('wecom_keys.version')} hint={t('wecom_keys.version_hint')}>
          {({ id, 'aria-describedby': described }) => (
            <InputNumber
              id={id}
              aria-describedby={described}
              min={0}
              max={1_000_000}
              precision={0}
              value={version}
              onChange={setVersion}
            />
          )}
        </Field>
        <FileTextField
          label={t('wecom_keys.pem')}
          hint={t('wecom_keys.pem_hint')}
          wrong={pem.trim() === '' || isPrivateKey(pem) ? null : t('wecom_keys.pem_wrong')}
          pick={t('wecom_keys.file')}
          accept=".pem,.key,.txt,application/x-pem-file"
          value={pem}
          change={setPem}
          placeholder={t('wecom_keys.pem_example')}
        />
      </ActForm>
    </Box>
  )
}
