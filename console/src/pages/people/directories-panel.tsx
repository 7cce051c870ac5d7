import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { directoriesQuery } from '../../api/queries.ts'
import { useVerdict } from '../../session.ts'
import { ActForm } from '../../ui/act-form.tsx'
import { Box } from '../../ui/box.tsx'
import { ConfirmBox } from '../../ui/confirm-box.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { Copyable, Empty, Field, Shape, Tag } from '../../ui/parts.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { VerdictButton } from '../../ui/verdict-button.tsx'
import { When } from '../../ui/when.tsx'
import type { Directory, MadeDirectory, Role } from '../../wire.ts'
import { ROLES } from './person-form.tsx'

/** Roles that no directory gives: the server says the same. */
const NEVER: readonly Role[] = ['administrator', 'auditor', 'examiner']

/** Which directories send people here (SCIM 2.0), with what rights, and when last. */
export function DirectoriesPanel() {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const list = useQuery(directoriesQuery)
  const manage = useVerdict('directory.manage')
  const [making, setMaking] = useState(false)
  const [revoking, setRevoking] = useState<Directory | null>(null)
  const revoke = useMutation({
    mutationFn: (id: string) => api.send(`/api/directories/${id}/revoke`, {}),
    onSuccess: () => {
      setRevoking(null)
      queries.invalidateQueries({ queryKey: ['directories'] })
    },
  })
  const columns: Column<Directory>[] = [
    { key: 'name', title: t('directories.name'), cell: (row) => <b>{row.name}</b> },
    {
      key: 'roles',
      title: t('directories.roles'),
      breaks: true,
      cell: (row) => row.roles.map((role) => t(`roles.${role}`)).join(t('words.and')) || t('words.none'),
    },
    { key: 'made', title: t('directories.made'), cell: (row) => <When at={row.madeAt} form="day" /> },
    {
      key: 'used',
      title: t('directories.used'),
      cell: (row) =>
        row.usedAt === null ? <span className="quiet">{t('connectors.never')}</span> : <When at={row.usedAt} />,
    },
    {
      key: 'act',
      title: <span className="only-heard">{t('words.acts')}</span>,
      align: 'right',
      cell: (row) =>
        row.revokedAt === null ? (
          <VerdictButton size="small" type="text" verdict={manage} onClick={() => setRevoking(row)}>
            {t('directories.revoke')}
          </VerdictButton>
        ) : (
          <Tag tone="red">{t('directories.revoked')}</Tag>
        ),
    },
  ]
  return (
    <div className="stack people-part">
      <p className="quiet">{t('directories.lead')}</p>
      <div className="row">
        <VerdictButton verdict={manage} onClick={() => setMaking(true)}>
          {t('directories.new')}
        </VerdictButton>
      </div>
      {list.isPending ? <Shape lines={3} /> : null}
      <ProblemNote error={list.error} retry={() => list.refetch()} />
      {list.data ? (
        <Table
          label={t('directories.title')}
          columns={columns}
          rows={list.data}
          rowKey={(row) => row.id}
          empty={<Empty title={t('directories.none')}>{t('directories.none_why')}</Empty>}
        />
      ) : null}
      {making ? <NewDirectoryBox close={() => setMaking(false)} /> : null}
      {revoking ? (
        <ConfirmBox
          title={t('directories.revoke_title', { name: revoking.name })}
          consequence={t('directories.revoke_means')}
          act={t('directories.revoke')}
          busy={revoke.isPending}
          error={revoke.error}
          confirm={() => revoke.mutate(revoking.id)}
          close={() => setRevoking(null)}
        />
      ) : null}
    </div>
  )
}

function NewDirectoryBox({ close }: { close: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [name, setName] = useState('')
  const [roles, setRoles] = useState<Role[]>([])
  const make = useMutation({
    mutationFn: () => api.send<MadeDirectory>('/api/directories', { name: name.trim(), roles }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['directories'] }),
  })
  return (
    <Box open title={t('directories.new')} onCancel={close} width={520} mask={{ closable: make.data === undefined }}>
      {make.data ? (
        <div className="stack">
          <p>{t('directories.token_once')}</p>
          <Field label={t('directories.address')}>
            {() => <Copyable value={make.data.address} label={t('directories.address')} />}
          </Field>
          <Field label={t('directories.token')}>
            {() => <Copyable value={make.data.token} label={t('directories.token')} />}
          </Field>
          <div className="row row-end">
            <Button type="primary" onClick={close}>
              {t('acts.close')}
            </Button>
          </div>
        </div>
      ) : (
        <ActForm
          act={t('directories.make')}
          isReady={name.trim() !== ''}
          busy={make.isPending}
          error={make.error}
          send={() => make.mutate()}
          close={close}
        >
          <Field label={t('directories.name')}>
            {(control) => (
              <Input
                {...control}
                value={name}
                maxLength={100}
                autoFocus
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
          <Field label={t('directories.roles')} hint={t('directories.roles_hint')}>
            {({ id }) => (
              <Select
                id={id}
                mode="multiple"
                value={roles}
                options={ROLES.filter((role) => !NEVER.includes(role)).map((role) => ({
                  value: role,
                  label: t(`roles.${role}`),
                }))}
                optionFilterProp="label"
                onChange={setRoles}
              />
            )}
          </Field>
        </ActForm>
      )}
    </Box>
  )
}
