import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { grantsQuery } from '../../api/queries.ts'
import { useMe } from '../../session.ts'
import { exactOf, rangeOf } from '../../time.ts'
import { ConfirmBox } from '../../ui/confirm-box.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { Empty, PageHead, Shape, Tag } from '../../ui/parts.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { toast } from '../../ui/toast.tsx'
import { VerdictButton } from '../../ui/verdict-button.tsx'
import { useAgo } from '../../ui/when.tsx'
import type { Grant } from '../../wire.ts'
import { FormsButton } from '../masking/forms-box.tsx'
import { PreviewBox } from '../masking/preview-box.tsx'
import { endOfUse } from '../requests/scope-facts.tsx'
import '../requests/requests.css'

/** Approved requests as sealed queries: what each opens, for whom, and until when. */
export function GrantsPage() {
  const { t } = useTranslation()
  const me = useMe()
  const navigate = useNavigate()
  const grants = useQuery(grantsQuery)
  const [revoking, setRevoking] = useState<Grant | null>(null)
  const [previewing, setPreviewing] = useState<Grant | null>(null)
  const columns: Column<Grant>[] = [
    { key: 'number', title: t('grants.number'), cell: (row) => <b className="number">{row.number}</b> },
    { key: 'state', title: t('requests.state'), badge: true, cell: (row) => <GrantState grant={row} /> },
    { key: 'holder', wideOnly: true, title: t('grants.holder'), cell: (row) => row.holderName },
    {
      key: 'purpose',
      wideOnly: true,
      title: t('requests.purpose'),
      breaks: true,
      cell: (row) => t(`purposes.${row.purpose}`),
    },
    { key: 'case', title: t('requests.case_no'), cell: (row) => row.caseNo },
    { key: 'range', title: t('requests.time'), cell: (row) => rangeOf(row.scope.from, row.scope.to) },
    { key: 'until', title: t('grants.until'), breaks: true, cell: (row) => <Until grant={row} /> },
    {
      key: 'acts',
      width: 320,
      title: <span className="only-heard">{t('words.acts')}</span>,
      cell: (row) => (
        <div className="row row-end">
          {row.holderId === me.person.id && row.state === 'running' ? (
            <Button size="small" type="primary" onClick={() => navigate({ to: '/search', search: { permit: row.id } })}>
              {t('grants.search')}
            </Button>
          ) : null}
          {row.holderId === me.person.id && row.state === 'running' ? (
            <>
              <Button size="small" onClick={() => setPreviewing(row)}>
                {t('preview.open')}
              </Button>
              <FormsButton grant={row.id} caseNo={row.caseNo} />
            </>
          ) : null}
          {me.can['export.ask']?.allowed && row.state === 'running' ? (
            <Button size="small" onClick={() => navigate({ to: '/exports/new', search: { grant: row.id } })}>
              {t('requests.prepare_export')}
            </Button>
          ) : null}
          <Link to="/requests/$id" params={{ id: row.requestId }} search={{}}>
            {t('grants.request')}
          </Link>
          {row.state === 'running' && me.can['grant.revoke']?.allowed ? (
            <VerdictButton
              size="small"
              danger
              type="text"
              verdict={me.can['grant.revoke']}
              onClick={() => setRevoking(row)}
            >
              {t('grants.revoke')}
            </VerdictButton>
          ) : null}
        </div>
      ),
    },
  ]
  return (
    <div className="page">
      <PageHead title={t('pages.grants')} lead={t('grants.lead')} />
      {grants.isPending ? <Shape lines={5} /> : null}
      <ProblemNote error={grants.error} retry={() => grants.refetch()} />
      {grants.data ? (
        <div className="panel panel-flush">
          <Table
            label={t('pages.grants')}
            columns={columns}
            rows={grants.data}
            rowKey={(row) => row.id}
            empty={<Empty title={t('grants.none')}>{t('grants.none_why')}</Empty>}
          />
        </div>
      ) : null}
      {previewing ? (
        <PreviewBox grant={previewing.id} number={previewing.number} close={() => setPreviewing(null)} />
      ) : null}
      {revoking ? <Revoke grant={revoking} close={() => setRevoking(null)} /> : null}
    </div>
  )
}

function GrantState({ grant }: { grant: Grant }) {
  const { t } = useTranslation()
  const tone = grant.state === 'running' ? 'accent' : grant.state === 'revoked' ? 'red' : 'plain'
  return <Tag tone={tone}>{t(`grants.states.${grant.state}`)}</Tag>
}

function Until({ grant }: { grant: Grant }) {
  const { t } = useTranslation()
  const ago = useAgo(grant.state === 'running' ? grant.until : null)
  return (
    <>
      <span className="nowrap" title={exactOf(grant.until)}>
        {endOfUse(t, grant.until)}
      </span>{' '}
      {ago ? <span className="due nowrap">{ago}</span> : null}
    </>
  )
}

function Revoke({ grant, close }: { grant: Grant; close: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const revoke = useMutation({
    mutationFn: (reason: string) => api.send(`/api/grants/${grant.id}/revoke`, { reason }),
    onSuccess: () => {
      toast(t('grants.revoked', { number: grant.number }))
      queries.invalidateQueries()
      close()
    },
  })
  return (
    <ConfirmBox
      title={t('grants.revoke_title', { number: grant.number })}
      consequence={t('grants.revoke_means', { name: grant.holderName })}
      reason={t('grants.revoke_reason')}
      act={t('grants.revoke')}
      busy={revoke.isPending}
      error={revoke.error}
      confirm={(reason) => revoke.mutate(reason)}
      close={close}
    />
  )
}
