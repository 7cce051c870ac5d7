import { Button, Tooltip } from 'antd'
import type { CSSProperties, ReactNode } from 'react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from './toast.tsx'

/** A page's head: its name, a sentence, and its acts at the right. */
export function PageHead({ title, lead, acts }: { title: ReactNode; lead?: ReactNode; acts?: ReactNode }) {
  return (
    <header className="page-head">
      <div>
        <h1>{title}</h1>
        {lead ? <p className="quiet">{lead}</p> : null}
      </div>
      {acts ? <div className="row no-print">{acts}</div> : null}
    </header>
  )
}

export type Tone = 'plain' | 'ink' | 'accent' | 'red' | 'amber'

/** Label, control, and what it means; the control gets its id, so that the label names it. */
export function Field({
  label,
  hint,
  error,
  children,
  wide,
}: {
  label: string
  hint?: ReactNode
  error?: string | null
  wide?: boolean
  children: (control: { id: string; 'aria-describedby': string; status?: 'error' }) => ReactNode
}) {
  const id = useId()
  return (
    <div className={wide ? 'field field-wide' : 'field'}>
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-describedby': `${id}-note`, ...(error ? { status: 'error' as const } : {}) })}
      <div id={`${id}-note`} className={error ? 'field-error' : 'field-hint'}>
        {error ?? hint}
      </div>
    </div>
  )
}

/** Several controls under one name: who is in one hears it (`aria-labelledby`). */
export function GroupField({
  label,
  hint,
  children,
}: {
  label: string
  hint?: ReactNode
  children: (group: { 'aria-labelledby': string }) => ReactNode
}) {
  const id = useId()
  return (
    <div className="field">
      <span className="field-label" id={id}>
        {label}
      </span>
      {children({ 'aria-labelledby': id })}
      {hint ? <div className="field-hint">{hint}</div> : null}
    </div>
  )
}

/** An empty list says what it would hold and what to do. */
export function Empty({ title, children, act }: { title: ReactNode; children?: ReactNode; act?: ReactNode }) {
  return (
    <div className="empty">
      <strong>{title}</strong>
      {children ? <p>{children}</p> : null}
      {act ? <div className="row">{act}</div> : null}
    </div>
  )
}

/** The shape of what comes, while it comes. `lines` rows of a list or paragraphs. */
export function Shape({ lines = 6, style }: { lines?: number; style?: CSSProperties }) {
  const { t } = useTranslation()
  return (
    <div className="shape" role="status" aria-label={t('state.loading')} style={style}>
      {Array.from({ length: lines }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: all alike, never moved
        <span key={i} style={{ width: `${92 - ((i * 17) % 41)}%` }} />
      ))}
    </div>
  )
}

/** Facts as name and value, in columns. */
export function Facts({ of, columns = 2 }: { of: [name: string, value: ReactNode][]; columns?: 1 | 2 | 3 }) {
  return (
    <dl className="facts" style={{ '--columns': columns } as CSSProperties}>
      {of.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/**
 * A small word about a state. Red is a refusal or a destruction, amber a clock; what else must be noticed stands in ink.
 * A state is never told by colour alone.
 */
export function Tag({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) {
  return <span className={`tag tag-${tone}`}>{children}</span>
}

/** A value to carry elsewhere: shown whole or short, copied whole. */
export function Copyable({ value, shown, label }: { value: string; shown?: ReactNode; label: string }) {
  const { t } = useTranslation()
  const copy = () =>
    navigator.clipboard.writeText(value).then(
      () => toast(t('state.copied')),
      () => toast(t('state.copy_by_hand'), 'failed'),
    )
  return (
    <span className="copyable">
      <code>{shown ?? value}</code>
      <Tooltip title={t('acts.copy')}>
        <Button size="small" type="text" aria-label={t('acts.copy_what', { what: label })} onClick={copy}>
          <CopyGlyph />
        </Button>
      </Tooltip>
    </span>
  )
}

function CopyGlyph() {
  return (
    <svg
      width="13"
      height="13"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      aria-hidden="true"
    >
      <rect x="5.5" y="5.5" width="8" height="8" rx="1" />
      <path d="M10.5 3.5v-1h-8v8h1" />
    </svg>
  )
}

/** A small bar of how far a long work is; the words beside it carry the figures. */
export function Meter({ value, label }: { value: number; label: string }) {
  return (
    <div
      className="meter"
      role="progressbar"
      aria-valuenow={value}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-label={label}
    >
      <span style={{ width: `${value}%` }} />
    </div>
  )
}
