import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Input, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { subjectsQuery } from '../../api/queries.ts'
import { useVerdict } from '../../session.ts'
import { DetailPane } from '../../shell/detail-pane.tsx'
import { ActForm } from '../../ui/act-form.tsx'
import { Box } from '../../ui/box.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { Empty, Field, PageHead, Shape } from '../../ui/parts.tsx'
import { useSettled } from '../../ui/settled.ts'
import { type Column, Table } from '../../ui/table.tsx'
import { toast } from '../../ui/toast.tsx'
import { VerdictButton } from '../../ui/verdict-button.tsx'
import { When } from '../../ui/when.tsx'
import type { NewSubject, Subject } from '../../wire.ts'
import { ImportIdentifiers } from './identifiers.tsx'
import { ProposalList } from './proposals.tsx'
import { SubjectDetail } from './subject-detail.tsx'
import '../requests/requests.css'
import './customers.css'

const route = getRouteApi('/house/customers')

/** Customers: one person behind many accounts, found by phone, account or name. */
export function CustomersPage() {
  const { t } = useTranslation()
  const { id, part: shown = 'all' } = route.useSearch()
  const navigate = route.useNavigate()
  const manage = useVerdict('subject.manage')
  const [find, setFind] = useState('')
  const [adding, setAdding] = useState(false)
  const [importing, setImporting] = useState(false)
  const identify = useVerdict('subject.identify')
  const term = useSettled(find.trim())
  const list = useQuery(subjectsQuery(term))
  const columns: Column<Subject>[] = [
    { key: 'name', title: t('customers.name'), cell: (row) => <b>{row.name}</b> },
    {
      key: 'phone',
      title: t('customers.phone'),
      cell: (row) => row.phone ?? <span className="quiet">{t('words.none')}</span>,
    },
    { key: 'accounts', title: t('customers.accounts'), align: 'right', cell: (row) => row.participants.length },
    { key: 'created', title: t('customers.created'), cell: (row) => <When at={row.createdAt} form="day" /> },
  ]
  return (
    <div className={id === undefined ? 'split split-alone' : 'split'}>
      <div className="split-list">
        <PageHead
          title={t('pages.customers')}
          lead={id === undefined ? t('customers.lead') : undefined}
          acts={
            <>
              {id === undefined ? (
                <VerdictButton verdict={identify} onClick={() => setImporting(true)}>
                  {t('identifiers.import')}
                </VerdictButton>
              ) : null}
              <VerdictButton type="primary" verdict={manage} onClick={() => setAdding(true)}>
                {t('customers.new')}
              </VerdictButton>
            </>
          }
        />
        <div className="row">
          <Segmented
            value={shown}
            onChange={(value) => navigate({ search: value === 'proposals' ? { part: value } : {} })}
            options={[
              { value: 'all', label: t('customers.all') },
              { value: 'proposals', label: t('proposals.title') },
            ]}
          />
          <Input.Search
            data-search-box
            value={find}
            onChange={(event) => {
              setFind(event.target.value)
              if (shown === 'proposals') navigate({ search: {} })
            }}
            placeholder={t('customers.find')}
            aria-label={t('customers.find')}
            allowClear
            style={{ maxWidth: 480 }}
          />
        </div>
        {shown === 'proposals' ? (
          <ProposalList confirmed={(subject) => navigate({ search: { id: subject.id } })} />
        ) : null}
        {shown === 'all' && list.isPending ? <Shape lines={6} /> : null}
        {shown === 'all' ? <ProblemNote error={list.error} retry={() => list.refetch()} /> : null}
        {shown === 'all' && list.data ? (
          <Table
            label={t('pages.customers')}
            columns={id === undefined ? columns : columns.slice(0, 3)}
            rows={list.data}
            rowKey={(row) => row.id}
            open={(row) => navigate({ search: { id: row.id } })}
            selected={id ?? null}
            empty={
              <Empty title={term === '' ? t('customers.none') : t('customers.none_for', { words: term })}>
                {t('customers.none_why')}
              </Empty>
            }
          />
        ) : null}
      </div>
      {id === undefined ? null : (
        <DetailPane close={() => navigate({ search: {} })}>
          <SubjectDetail key={id} id={id} />
        </DetailPane>
      )}
      {importing ? <ImportIdentifiers close={() => setImporting(false)} /> : null}
      {adding ? (
        <NewSubjectBox
          close={() => setAdding(false)}
          made={(subject) => {
            setAdding(false)
            navigate({ search: { id: subject.id } })
          }}
        />
      ) : null}
    </div>
  )
}

function NewSubjectBox({ close, made }: { close: () => void; made: (subject: Subject) => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [name, setName] = useState('')
  const [phone, setPhone] = useState('')
  const [note, setNote] = useState('')
  const add = useMutation({
    mutationFn: () => {
      const input: NewSubject = { name: name.trim(), phone: phone.trim() || null, note: note.trim() }
      return api.send<Subject>('/api/subjects', input)
    },
    onSuccess: (subject) => {
      toast(t('customers.added'))
      queries.invalidateQueries({ queryKey: ['subjects'] })
      made(subject)
    },
  })
  return (
    <Box open title={t('customers.new')} onCancel={close} width={460}>
      <ActForm
        act={t('acts.save')}
        isReady={name.trim() !== ''}
        busy={add.isPending}
        error={add.error}
        send={() => add.mutate()}
        close={close}
      >
        <Field label={t('customers.name')}>
          {(control) => (
            <Input
              {...control}
              value={name}
              maxLength={100}
              onChange={(event) => setName(event.target.value)}
              autoFocus
            />
          )}
        </Field>
        <Field label={t('customers.phone')} hint={t('customers.phone_hint')}>
          {(control) => (
            <Input
              {...control}
              value={phone}
              maxLength={40}
              onChange={(event) => setPhone(event.target.value)}
              inputMode="tel"
            />
          )}
        </Field>
        <Field label={t('customers.note')}>
          {(control) => (
            <Input.TextArea
              {...control}
              value={note}
              rows={2}
              maxLength={2000}
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
      </ActForm>
    </Box>
  )
}
