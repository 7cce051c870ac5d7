import { CloseOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import type { TFunction } from 'i18next'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Facts, Tag } from '../../ui/parts.tsx'
import { When } from '../../ui/when.tsx'
import type { Act } from '../../wire.ts'
import { knowsWord, reasonOf, wordOf } from '../../words.ts'
import { permitWord, Who } from './audit-page.tsx'
import { shownValue } from './shown-value.ts'

/** One act, whole: who did what, under which permit, what was asked, and where it stands in the audit ledger. */
export function ActDetail({ act, close }: { act: Act; close: () => void }) {
  const { t } = useTranslation()
  const detail = Object.entries(act.detail)
  return (
    <div className="stack">
      <header className="spread">
        <div className="row">
          <h2>{wordOf(t, 'actions', act.action)}</h2>
          <Tag tone={act.outcome === 'refused' ? 'red' : 'plain'}>{t(`audit.outcomes.${act.outcome}`)}</Tag>
        </div>
        <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t('acts.close')} onClick={close} />
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
            [t('audit.permit'), permitWord(t, act.permit) || t('words.none')],
            [
              t('requests.request'),
              act.requestId ? (
                <Link key="r" to="/requests/$id" params={{ id: act.requestId }} search={{ box: 'all' }}>
                  {act.requestId}
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
                <dd>{saidOf(t, key, value)}</dd>
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

/** Keys whose words are codes of the house; words that people typed are shown as they were typed. */
const CODED: ReadonlySet<string> = new Set(['to', 'what', 'from', 'verdict'])

function saidOf(t: TFunction, key: string, value: unknown): ReactNode {
  const isCode = CODED.has(key) && typeof value === 'string' && /^[a-z_]+$/.test(value)
  return isCode && knowsWord('act_values', value) ? wordOf(t, 'act_values', value) : <code>{shownValue(value)}</code>
}
