import { Popover } from 'antd'
import { memo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { count, shortDigest } from '../../figures.ts'
import { clockOf, exactOf } from '../../time.ts'
import { MaskedText } from '../../ui/masked-text.tsx'
import { Facts, Tag } from '../../ui/parts.tsx'
import type { Hit, ShownRecord } from '../../wire.ts'
import { Attachments } from '../attachments/attachments.tsx'
import { MarkFlag, MarkTags } from '../marks/mark-panel.tsx'
import { RevealFlag } from '../masking/reveal.tsx'
import { isEvent, type TalkRow } from './talk.ts'
import { useTalkActs } from './talk-acts.ts'
import { Answered, Kept, Versions } from './versions.tsx'

/** One record as it was said, with what became of it: recalled ones are struck but readable, edits stand below. */
export const Bubble = memo(function Bubble({
  row,
  side,
  hit,
  isTarget,
}: {
  row: Extract<TalkRow, { row: 'record' }>
  side: 'left' | 'right'
  hit: Hit | null
  isTarget: boolean
}) {
  const { t } = useTranslation()
  const { permit, marks } = useTalkActs()
  const { record, leads } = row
  const text = hit?.text ?? record.text
  if (isEvent(record)) return <EventLine record={record} original={row.original} isTarget={isTarget} />
  return (
    <article
      className={`said said-${side}${leads ? ' said-leads' : ''}${isTarget ? ' said-target' : ''}${hit ? ' said-hit' : ''}`}
    >
      {leads ? (
        <p className="said-who">
          <span className="avatar" aria-hidden="true">
            {[...record.senderName.text].at(0)}
          </span>
          <span>
            <MaskedText of={record.senderName} />
          </span>
        </p>
      ) : null}
      <div className="said-line">
        <div className="said-bubble">
          <Answered record={record} original={row.original} />
          {record.kind === 'text' ? null : <span className="hit-kind">{t(`kinds.${record.kind}`)}</span>}
          <Versions record={record} text={text} />
          <Kept record={record} />
          <Attachments permit={permit} record={record.record} of={record.attachments} />
          <MarkTags marks={marks.get(record.record) ?? []} />
        </div>
        <Proof record={record} />
        <RevealFlag permit={permit} record={record.record} masked={maskedField(record)} />
        <MarkFlag permit={permit} record={record.record} marks={marks.get(record.record) ?? []} />
      </div>
    </article>
  )
})

function maskedField({ text, senderName }: ShownRecord): 'body' | 'senderName' | 'sender' | null {
  if (text.masks.length > 0) return 'body'
  if (senderName.masks.length === 0) return null
  // a source that gives no name: what stands in its place is the account
  return senderName.masks.every(({ kind }) => kind === 'account') ? 'sender' : 'senderName'
}

function EventLine({
  record,
  original,
  isTarget,
}: {
  record: ShownRecord
  original: ShownRecord | null
  isTarget: boolean
}) {
  const { t } = useTranslation()
  const { permit, marks } = useTalkActs()
  return (
    <article className={isTarget ? 'event-line said-target' : 'event-line'}>
      <span className="hit-kind">{t(`kinds.${record.kind}`)}</span>
      <span>
        <MaskedText of={record.senderName} />
        {record.text.text === '' || (record.kind === 'edit' && original) ? null : (
          <>
            {' '}
            <MaskedText of={record.text} />
          </>
        )}
        <Answered record={record} original={original} />
      </span>
      <Attachments permit={permit} record={record.record} of={record.attachments} />
      <Proof record={record} />
      <RevealFlag permit={permit} record={record.record} masked={maskedField(record)} />
      <MarkFlag permit={permit} record={record.record} marks={marks.get(record.record) ?? []} />
    </article>
  )
}

/** The time of a record; it opens what proves the record. */
function Proof({ record }: { record: ShownRecord }) {
  const { t } = useTranslation()
  // hundreds of records are drawn while scrolling: a card is made for the one that is looked at
  const [open, setOpen] = useState(false)
  return (
    <span className="anchored">
      <button
        type="button"
        className="said-time"
        aria-expanded={open}
        onPointerEnter={() => setOpen(true)}
        onPointerLeave={() => setOpen(false)}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
      >
        {record.proof.inLedger ? <Shield /> : null}
        {record.time === null ? t('time.undated') : clockOf(record.time)}
        <span className="only-heard">{t('proof.of', { no: count(record.record) })}</span>
      </button>
      {open ? (
        <Popover open content={<ProofCard record={record} />} title={t('proof.title')} placement="top">
          <span className="anchor" />
        </Popover>
      ) : null}
    </span>
  )
}

function ProofCard({ record }: { record: ShownRecord }) {
  const { t } = useTranslation()
  const yes = (is: boolean, word: 'sealed' | 'in_ledger') =>
    is ? <Tag tone="accent">{t(`proof.${word}`)}</Tag> : <Tag>{t(`proof.not_${word}`)}</Tag>
  return (
    <div className="proof-card">
      <Facts
        columns={1}
        of={[
          [t('proof.record'), count(record.record)],
          [t('proof.source_time'), record.time === null ? t('time.undated') : exactOf(record.time)],
          [t('proof.archived'), exactOf(record.archivedAt)],
          [t('proof.where'), yes(record.proof.sealed, 'sealed')],
          [t('proof.ledger'), yes(record.proof.inLedger, 'in_ledger')],
          [t('proof.commitment'), <code key="digest">{shortDigest(record.digest)}</code>],
        ]}
      />
    </div>
  )
}

function Shield() {
  return (
    <svg
      width="10"
      height="10"
      viewBox="0 0 12 12"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.2"
      aria-hidden="true"
    >
      <path d="M6 1 2 2.6v3C2 8.2 3.7 10.2 6 11c2.3-.8 4-2.8 4-5.4v-3z" />
      <path d="m4.2 6 1.3 1.3L8 4.8" />
    </svg>
  )
}
