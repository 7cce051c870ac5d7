import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { count } from '../../figures.ts'
import { MaskedText } from '../../ui/masked-text.tsx'
import type { Facets, SearchForm } from '../../wire.ts'
import { numbered } from './form.ts'

interface Line {
  key: string
  label: ReactNode
  hits: number
  /** What the form asks when the line is chosen; null: it cannot be asked for. */
  only: Partial<SearchForm> | null
}

const SHOWN = 8

/** How the hits fall on people, kinds and conversations; a line narrows to itself. */
export function FacetLists({ facets, narrow }: { facets: Facets; narrow: (only: Partial<SearchForm>) => void }) {
  const { t } = useTranslation()
  const { sender, kind, conversation } = facets
  return (
    <>
      {kind && kind.top.length > 1 ? (
        <FacetList
          title={t('search.facets.kind')}
          rest={kind.rest}
          narrow={narrow}
          lines={kind.top.map((one) => ({
            key: one.kind,
            label: t(`kinds.${one.kind}`),
            hits: one.hits,
            only: { kinds: [one.kind] },
          }))}
        />
      ) : null}
      {sender && sender.top.length > 0 ? (
        <FacetList
          title={t('search.facets.sender')}
          rest={sender.rest}
          narrow={narrow}
          lines={sender.top.map((one) => ({
            key: String(one.sender),
            label: one.name ? <MaskedText of={one.name} /> : t('search.facets.nobody'),
            hits: one.hits,
            only: one.sender === null ? null : { senders: [numbered(one.sender)] },
          }))}
        />
      ) : null}
      {conversation && conversation.top.length > 0 ? (
        <FacetList
          title={t('search.facets.conversation')}
          rest={conversation.rest}
          narrow={narrow}
          lines={conversation.top.map((one) => ({
            key: String(one.conversation),
            label: <MaskedText of={one.title} />,
            hits: one.hits,
            only: { conversations: [numbered(one.conversation)] },
          }))}
        />
      ) : null}
    </>
  )
}

function FacetList({
  title,
  lines,
  rest,
  narrow,
}: {
  title: string
  lines: Line[]
  rest: { values: number; hits: number }
  narrow: (only: Partial<SearchForm>) => void
}) {
  const { t } = useTranslation()
  const most = Math.max(1, ...lines.map(({ hits }) => hits))
  const line = ({ key, label, hits, only }: Line) => {
    // three children, not one: the library would put a box of its own around one
    const shown = [
      <span key="bar" className="facet-bar" style={{ width: `${Math.max(2, (hits / most) * 100)}%` }} aria-hidden />,
      <span key="label" className="facet-label">
        {label}
      </span>,
      <span key="hits" className="facet-hits">
        {count(hits)}
      </span>,
    ]
    return (
      <li key={key}>
        {only === null ? (
          <p className="facet">{shown}</p>
        ) : (
          <Button type="text" className="facet" onClick={() => narrow(only)}>
            {shown}
          </Button>
        )}
      </li>
    )
  }
  return (
    <section className="facets" aria-label={title}>
      <h3>{title}</h3>
      <ul>{lines.slice(0, SHOWN).map(line)}</ul>
      {lines.length > SHOWN ? (
        <details>
          <summary>{t('search.facets.more', { count: lines.length - SHOWN })}</summary>
          <ul>{lines.slice(SHOWN).map(line)}</ul>
        </details>
      ) : null}
      {rest.values > 0 ? (
        <p className="quiet">{t('search.facets.rest', { count: rest.values, n: count(rest.hits) })}</p>
      ) : null}
    </section>
  )
}
