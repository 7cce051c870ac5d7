import { useTranslation } from 'react-i18next'
import { count } from '../../figures.ts'
import { Tag } from '../../ui/parts.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { When } from '../../ui/when.tsx'
import type { HouseStatus } from '../../wire.ts'

type Anchors = HouseStatus['anchors']
type Trouble = Anchors['renewal']['trouble']

/** Who outside the house vouches for the evidence ledger, how long ago and for how much of it, and what is wrong. */
export function AnchorsPanel({ of, size }: { of: Anchors; size: number }) {
  const { t } = useTranslation()
  return (
    <section className="panel stack" aria-label={t('anchors.title')}>
      <div>
        <h2>{t('anchors.title')}</h2>
        <p className="quiet">{t('anchors.what')}</p>
      </div>
      {of.settings === 'none' ? <p>{t('anchors.none')}</p> : null}
      {of.settings === 'unreadable' ? (
        <p role="alert">
          <Tag tone="ink">{t('anchors.trouble.settings_unreadable')}</Tag> {t('anchors.unreadable_means')}
        </p>
      ) : null}
      {of.authorities.length > 0 ? (
        <Parties
          name={t('anchors.stamps')}
          heading={t('anchors.authority')}
          of={of.authorities.map((one) => ({ ...one, key: one.id }))}
          size={size}
        />
      ) : null}
      {of.witnesses.length > 0 ? (
        <Parties
          name={t('anchors.cosignatures')}
          heading={t('anchors.witness')}
          of={of.witnesses.map((one) => ({ ...one, key: one.name }))}
          size={size}
        />
      ) : null}
      <Renewal of={of.renewal} />
      {of.hashRenewal === null ? null : <HashRenewal of={of.hashRenewal} size={size} authorities={of.authorities} />}
    </section>
  )
}

interface Renewed {
  of: NonNullable<Anchors['hashRenewal']>
  size: number
  authorities: Anchors['authorities']
}

/** When the trees were rebuilt with another hash, over how much, and who stamped that. */
function HashRenewal({ of, size, authorities }: Renewed) {
  const { t } = useTranslation()
  const nameOf = (authority: string) => authorities.find(({ id }) => id === authority)?.name ?? authority
  return (
    <section className="stack" aria-label={t('anchors.rehash.title')}>
      <h3>{t('anchors.rehash.title')}</h3>
      <p>
        <Tag tone={of.state === 'stamped' ? 'accent' : 'ink'}>{t(`anchors.rehash.${of.state}`)}</Tag>{' '}
        {of.size === null
          ? null
          : t('anchors.rehash.over', { hash: of.hash?.replace('sha', 'SHA-'), n: count(of.size), total: count(size) })}
        {of.at === null ? null : (
          <>
            {' · '}
            <When at={of.at} />
          </>
        )}
        {of.without ? ` · ${t('anchors.rehash.without', { count: of.without, n: count(of.without) })}` : null}
      </p>
      {of.stamps.map(({ authority, time, notAfter }) => (
        <p className="quiet" key={authority}>
          {t('anchors.rehash.by', { authority: nameOf(authority) })} <When at={time} /> · {t('anchors.rehash.until')}{' '}
          <When at={notAfter} form="day" />
        </p>
      ))}
    </section>
  )
}

interface Party {
  key: string
  name: string
  last: { size: number; time: number } | null
  trouble: Trouble
}

function Parties({ name, heading, of, size }: { name: string; heading: string; of: Party[]; size: number }) {
  const { t } = useTranslation()
  const columns: Column<Party>[] = [
    { key: 'name', title: heading, cell: (one) => one.name },
    { key: 'last', title: t('anchors.last'), breaks: true, cell: ({ last }) => <Last of={last} /> },
    {
      key: 'covers',
      title: t('anchors.covers'),
      cell: ({ last }) => (last === null ? '' : t('anchors.of', { n: count(last.size), total: count(size) })),
    },
    {
      key: 'state',
      title: t('anchors.state'),
      width: '40%',
      breaks: true,
      cell: ({ last, trouble }) => <State isAsked={last !== null} trouble={trouble} />,
    },
  ]
  return (
    <div className="stack stack-tight">
      <h3>{name}</h3>
      <Table label={name} columns={columns} rows={of} rowKey={(one) => one.key} />
    </div>
  )
}

function Last({ of }: { of: Party['last'] }) {
  const { t } = useTranslation()
  if (of === null) return t('anchors.never')
  return (
    <>
      <When at={of.time} />{' '}
      <span className="quiet">
        (<When at={of.time} form="relative" />)
      </span>
    </>
  )
}

function State({ isAsked, trouble }: { isAsked: boolean; trouble: Trouble }) {
  const { t } = useTranslation()
  if (trouble !== null) return <Told of={trouble} />
  return isAsked ? <Tag tone="accent">{t('anchors.well')}</Tag> : <Tag>{t('anchors.waiting')}</Tag>
}

function Told({ of }: { of: NonNullable<Trouble> }) {
  const { t } = useTranslation()
  return (
    <span role="alert">
      <Tag tone="ink">{t(`anchors.trouble.${of.code}`)}</Tag>{' '}
      <span className="quiet">
        {t('anchors.since')} <When at={of.since} /> · {t('anchors.tries', { count: of.tries, n: count(of.tries) })}
      </span>
    </span>
  )
}

function Renewal({ of }: { of: Anchors['renewal'] }) {
  const { t } = useTranslation()
  if (of.earliest === null) return null
  return (
    <p className="quiet">
      {t('anchors.earliest')} <When at={of.earliest} form="day" />
      {of.lastAt === null ? null : (
        <>
          {' '}
          · {t('anchors.renewed')} <When at={of.lastAt} form="day" />
        </>
      )}
      {of.trouble === null ? null : <Told of={of.trouble} />}
    </p>
  )
}
