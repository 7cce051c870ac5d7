import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { houseQuery } from '../../api/queries.ts'
import { count } from '../../figures.ts'
import { ProblemNote } from '../../ui/note.tsx'
import { Copyable, Facts, PageHead, Shape } from '../../ui/parts.tsx'
import type { LedgerHead } from '../../wire.ts'
import { AnchorsPanel } from './anchors-panel.tsx'
import './ledgers.css'

/** The heads of the two ledgers, with what somebody outside needs to check them. */
export function LedgersPage() {
  const { t } = useTranslation()
  const house = useQuery(houseQuery)
  return (
    <div className="page">
      <PageHead title={t('pages.ledgers')} lead={t('ledgers.lead')} />
      {house.isPending ? <Shape lines={8} /> : null}
      <ProblemNote error={house.error} retry={() => house.refetch()} />
      {house.data ? (
        <div className="stack">
          <div className="columns">
            <Head name={t('ledgers.evidence')} what={t('ledgers.evidence_what')} head={house.data.ledger} />
            <Head name={t('ledgers.audit')} what={t('ledgers.audit_what')} head={house.data.audit} />
          </div>
          <AnchorsPanel of={house.data.anchors} size={house.data.ledger.size} />
        </div>
      ) : null}
    </div>
  )
}

function Head({ name, what, head }: { name: string; what: string; head: LedgerHead }) {
  const { t } = useTranslation()
  return (
    <section className="panel stack" aria-label={name}>
      <div>
        <h2>{name}</h2>
        <p className="quiet">{what}</p>
      </div>
      <Facts
        columns={1}
        of={[
          [t('ledgers.origin'), <code key="o">{head.origin}</code>],
          [t('ledgers.size'), t('ledgers.entries', { count: head.size, n: count(head.size) })],
          [t('ledgers.root'), <Copyable key="r" value={head.root} label={t('ledgers.root')} />],
          [t('ledgers.key'), <Copyable key="k" value={head.verifierKey} label={t('ledgers.key')} />],
        ]}
      />
      <div>
        <h3>{t('ledgers.checkpoint')}</h3>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1) */}
        <section className="checkpoint" tabIndex={0} aria-label={`${name}: ${t('ledgers.checkpoint')}`}>
          <pre>{head.checkpoint}</pre>
        </section>
        <Copyable value={head.checkpoint} shown={t('ledgers.whole_note')} label={t('ledgers.checkpoint')} />
      </div>
    </section>
  )
}
