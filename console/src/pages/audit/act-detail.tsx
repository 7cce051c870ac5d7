import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { peopleQuery } from '../../api/queries.ts'
import { useMe } from '../../session.ts'
import { Facts, Tag } from '../../ui/parts.tsx'
import { When } from '../../ui/when.tsx'
import type { Act } from '../../wire.ts'
import { knowsWord, reasonOf, wordOf } from '../../words.ts'
import { permitWord, Who } from './act-words.tsx'
import { shownValue } from './shown-value.ts'

/** One act, whole: who did what, under which permit, what was asked, and where it stands in the audit ledger. */
export function ActDetail({ act }: { act: Act }) {
  const { t } = useTranslation()
  const detail = Object.entries(act.detail)
  const people = useQuery({ ...peopleQuery, enabled: useMe().can['people.read']?.allowed ?? false })
  const nameOfPerson = (id: unknown) => people.data?.find((one) => one.id === id)?.name
  return (
    <div className="stack">
      <header className="row">
        <h2>{wordOf(t, 'actions', act.action)}</h2>
        <Tag tone={act.outcome === 'refused' ? 'red' : 'plain'}>{t(`audit.outcomes.${act.outcome}`)}</Tag>
      </header>
      <section className="panel">
        <Facts
          columns={1}
          of={[
            [t('audit.at'), <When key="at" at={act.at} form="exact" />],
            [t('audit.who'), <Who key="who" of={act} />],
            [
              t('people.roles'),
              act.roles.map((role) => wordOf(t, 'roles', role)).join(t('words.and')) || t('words.none'),
            ],
            [t('audit.class'), wordOf(t, 'act_classes', act.class)],
            [t('audit.reason'), act.reason ? reasonOf(t, act.reason) : t('words.none')],
            [t('audit.permit'), permitWord(t, act) || t('words.none')],
            [
              t('requests.request'),
              act.requestId ? (
                <Link key="r" to="/requests/$id" params={{ id: act.requestId }} search={{ box: 'all' }}>
                  {act.requestNumber ?? act.requestId}
                </Link>
              ) : (
                t('words.none')
              ),
            ],
            [t('audit.ip'), act.ip ? <code key="ip">{act.ip}</code> : t('words.none')],
            [
              t('audit.ledger'),
              act.ledgerIndex === null ? t('audit.not_yet') : t('audit.entry', { n: act.ledgerIndex }),
            ],
            [t('audit.id'), <code key="id">{act.id}</code>],
          ]}
        />
      </section>
      {detail.length > 0 ? (
        <section className="panel">
          <h2>{t('audit.detail')}</h2>
          <dl className="facts detail">
            {detail.map(([key, value]) => (
              <div key={key}>
                <dt>{nameOf(t, key, value)}</dt>
                <dd>{PEOPLE.has(key) ? (nameOfPerson(value) ?? saidOf(t, key, value)) : saidOf(t, key, value)}</dd>
              </div>
            ))}
          </dl>
          <p className="quiet">{t('audit.detail_kept')}</p>
        </section>
      ) : null}
    </div>
  )
}

/** `from` and `to` are ends of a time where they are numbers, and else where something came from and what became of it. */
function nameOf(t: TFunction, key: string, value: unknown): ReactNode {
  const word = typeof value === 'string' && knowsWord('act_details', `${key}_word`) ? `${key}_word` : key
  return knowsWord('act_details', word) ? wordOf(t, 'act_details', word) : <code>{key}</code>
}

/** Keys that name a person of the house. */
const PEOPLE: ReadonlySet<string> = new Set(['person', 'holder', 'ordered_by'])

/** Keys whose words are codes of the house; words that people typed are shown as they were typed. */
const CODED: Readonly<Record<string, string>> = {
  to: 'act_values',
  what: 'act_values',
  from: 'act_values',
  as: 'act_values',
  sealed: 'act_values',
  direction: 'act_values',
  names: 'act_values',
  actor: 'audit.actors',
  verdict: 'act_values',
  mode: 'search',
  order: 'search',
  stage: 'stages',
  purpose: 'purposes',
  basis: 'bases',
  recipient: 'masking.recipients',
  roles: 'roles',
  kinds: 'kinds',
  formats: 'exports.format_names',
  tried: 'actions',
  looser: 'masking.kinds',
  method: 'copies.methods',
  item: 'release.items',
  reason: 'reasons_of_others',
}

function saidOf(t: TFunction, key: string, value: unknown): ReactNode {
  if (typeof value === 'boolean') return t(value ? 'words.yes' : 'words.no')
  const group = CODED[key]
  const said = (Array.isArray(value) ? value : [value]).map((one) => {
    const isCode = group !== undefined && typeof one === 'string' && /^[a-z_.]+$/.test(one)
    return isCode && knowsWord(group, one) ? wordOf(t, group, one) : null
  })
  return said.length > 0 && said.every((one) => one !== null) ? (
    said.join(t('words.and'))
  ) : (
    <code>{shownValue(value)}</code>
  )
}
