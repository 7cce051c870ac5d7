import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { watchedFilesQuery } from '../../api/queries.ts'
import { bytes, count } from '../../figures.ts'
import { useVerdict } from '../../session.ts'
import { exactOf } from '../../time.ts'
import { ConfirmBox } from '../../ui/confirm-box.tsx'
import { Note, ProblemNote } from '../../ui/note.tsx'
import { Copyable, Empty, Facts, Shape } from '../../ui/parts.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { VerdictButton } from '../../ui/verdict-button.tsx'
import { When } from '../../ui/when.tsx'
import type { Connector, ConnectorMade, ConnectorStatus, WatchedFile } from '../../wire.ts'
import { wordOf } from '../../words.ts'
import { ConnectorSettings } from './connector-settings.tsx'
import { ConnectorStateTag, Lag } from './connector-state.tsx'
import { curlOf, UNSIGNED_BODY } from './how-to.ts'
import { stateOf } from './state.ts'

/** One connector: how it is, how to send to it, and its acts. */
export function ConnectorDetail({
  connector,
  status,
  made,
}: {
  connector: Connector
  status: ConnectorStatus | undefined
  made: (made: ConnectorMade) => void
}) {
  const { t } = useTranslation()
  const [isEditing, setIsEditing] = useState(false)
  const since = status?.silentSince ?? null
  return (
    <div className="stack">
      <header className="spread">
        <div className="row">
          <h2>{connector.name}</h2>
          <ConnectorStateTag state={stateOf(connector, status)} />
        </div>
        <Acts connector={connector} made={made} edit={() => setIsEditing(true)} />
      </header>
      {isEditing ? <ConnectorSettings connector={connector} close={() => setIsEditing(false)} /> : null}
      {connector.disabledReason === null ? null : (
        <Note title={t('connectors.disabled_because', { reason: connector.disabledReason })} />
      )}
      {since === null ? null : (
        <Note
          tone="amber"
          title={t('connectors.silent_since', { time: exactOf(since), hours: connector.silenceHours })}
        >
          {t('connectors.silent_what')}
        </Note>
      )}
      <section className="panel">
        <Facts
          of={[
            [t('connectors.kind'), t(`connectors.kinds.${connector.kind}`)],
            [t('connectors.platform'), wordOf(t, 'platforms', connector.platform)],
            [t('connectors.origin'), connector.origin || t('words.none')],
            [t('connectors.silence_after'), t('connectors.silence_hours', { n: connector.silenceHours })],
            [t('connectors.last'), <LastArrival key="last" status={status} />],
            [t('connectors.lag'), <Lag key="lag" of={status?.lag ?? null} />],
            [t('connectors.today'), status ? todayOf(t, status, connector.kind) : '—'],
            [t('connectors.created'), <When key="made" at={connector.createdAt} />],
            ...(connector.keyMadeAt === null
              ? []
              : [[t('connectors.key_made'), <When key="key" at={connector.keyMadeAt} />] as [string, ReactNode]]),
            ...(connector.folder === null ? [] : [[t('connectors.folder'), connector.folder] as [string, string]]),
          ]}
        />
      </section>
      {status && connector.kind !== 'folder' ? <Gaps of={status} /> : null}
      {connector.address === null ? null : <HowTo connector={connector} address={connector.address} />}
      {connector.kind === 'folder' ? <Files of={connector} /> : null}
    </div>
  )
}

/** What a folder brings is kept even where it cannot be read; what is pushed is taken or refused. */
function todayOf(t: TFunction, { today }: ConnectorStatus, kind: Connector['kind']): string {
  const { archived, duplicates, refused } = today
  return t(kind === 'folder' ? 'connectors.today_folder' : 'connectors.today_value', {
    archived: count(archived),
    duplicates: count(duplicates),
    refused: count(refused),
  })
}

function LastArrival({ status }: { status: ConnectorStatus | undefined }) {
  const { t } = useTranslation()
  return status?.lastArrival == null ? t('connectors.never') : <When at={status.lastArrival} form="relative" />
}

function Acts({
  connector,
  made,
  edit,
}: {
  connector: Connector
  made: (made: ConnectorMade) => void
  edit: () => void
}) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const verdict = useVerdict('connector.manage')
  const [asking, setAsking] = useState<'rotate' | 'disable' | null>(null)
  const refresh = async () => {
    setAsking(null)
    await queries.invalidateQueries({ queryKey: ['connectors'] })
  }
  const path = `/api/connectors/${connector.id}`
  const rotate = useMutation({
    mutationFn: () => api.send<ConnectorMade>(`${path}/key`),
    onSuccess: async (answer) => {
      await refresh()
      made(answer)
    },
  })
  const disable = useMutation({
    mutationFn: (reason: string) => api.send<Connector>(`${path}/disable`, { reason }),
    onSuccess: refresh,
  })
  const enable = useMutation({ mutationFn: () => api.send<Connector>(`${path}/enable`), onSuccess: refresh })
  return (
    <div className="row">
      <VerdictButton verdict={verdict} onClick={edit}>
        {t('connectors.edit')}
      </VerdictButton>
      {connector.kind === 'http' ? (
        <VerdictButton verdict={verdict} onClick={() => setAsking('rotate')}>
          {t('connectors.rotate')}
        </VerdictButton>
      ) : null}
      {connector.enabled ? (
        <VerdictButton danger verdict={verdict} onClick={() => setAsking('disable')}>
          {t('connectors.disable')}
        </VerdictButton>
      ) : (
        <VerdictButton verdict={verdict} loading={enable.isPending} onClick={() => enable.mutate()}>
          {t('connectors.enable')}
        </VerdictButton>
      )}
      <ProblemNote error={enable.error} />
      {asking === 'rotate' ? (
        <ConfirmBox
          title={t('connectors.rotate')}
          consequence={t('connectors.rotate_what')}
          act={t('connectors.rotate')}
          busy={rotate.isPending}
          error={rotate.error}
          confirm={() => rotate.mutate()}
          close={() => setAsking(null)}
        />
      ) : null}
      {asking === 'disable' ? (
        <ConfirmBox
          title={t('connectors.disable')}
          consequence={t('connectors.disable_what')}
          act={t('connectors.disable')}
          reason={t('connectors.disable_why')}
          busy={disable.isPending}
          error={disable.error}
          confirm={(reason) => disable.mutate(reason)}
          close={() => setAsking(null)}
        />
      ) : null}
    </div>
  )
}

function Gaps({ of }: { of: ConnectorStatus }) {
  const { t } = useTranslation()
  const isWhole = of.gaps.length === 0
  return (
    <section className="panel stack">
      <h2>{t('connectors.gaps')}</h2>
      {isWhole ? (
        <p className="quiet">{t(of.gapsKnowable ? 'connectors.gaps_none' : 'connectors.gaps_unknown')}</p>
      ) : (
        <p>{t('connectors.gaps_missing', { n: count(of.missing) })}</p>
      )}
      <ul>
        {of.gaps.map(({ from, to, certain }) => (
          <li key={from}>{t(certain ? 'connectors.gap' : 'connectors.gap_uncertain', { from, to })}</li>
        ))}
      </ul>
    </section>
  )
}

function HowTo({ connector, address }: { connector: Connector; address: string }) {
  const { t } = useTranslation()
  const isHttp = connector.kind === 'http'
  return (
    <section className="panel stack">
      <h2>{t('connectors.how')}</h2>
      <p className="quiet">{t(isHttp ? 'connectors.how_what' : 'connectors.how_hook')}</p>
      {UNSIGNED_BODY.includes(connector.kind) ? <Note tone="ink" title={t('connectors.how_unsigned_body')} /> : null}
      <Copyable value={address} label={t('connectors.address')} />
      {isHttp ? <Copyable value={curlOf(address)} label={t('connectors.how')} /> : null}
    </section>
  )
}

function Files({ of }: { of: Connector }) {
  const { t } = useTranslation()
  const list = useQuery(watchedFilesQuery(of.id))
  const columns: Column<WatchedFile>[] = [
    { key: 'name', title: t('connectors.file'), cell: (row) => row.name },
    { key: 'size', title: t('connectors.size'), align: 'right', cell: (row) => bytes(row.size) },
    { key: 'state', title: t('connectors.state'), cell: (row) => wordOf(t, 'connectors.file_states', row.state) },
    { key: 'at', title: t('connectors.at'), cell: (row) => <When at={row.at} /> },
    {
      key: 'import',
      title: <span className="only-heard">{t('words.acts')}</span>,
      cell: (row) =>
        row.importId === null ? null : (
          <Link to="/intake/$id" params={{ id: row.importId }}>
            {t('connectors.see_import')}
          </Link>
        ),
    },
  ]
  return (
    <section className="panel panel-flush stack">
      <h2>{t('connectors.files')}</h2>
      {list.isPending ? <Shape lines={3} /> : null}
      <ProblemNote error={list.error} retry={() => list.refetch()} />
      {list.data ? (
        <Table
          label={t('connectors.files')}
          columns={columns}
          rows={list.data}
          rowKey={(row) => `${row.name}/${row.at}/${row.state}`}
          empty={<Empty title={t('connectors.files_none')}>{t('connectors.kind_hints.folder')}</Empty>}
        />
      ) : null}
    </section>
  )
}
