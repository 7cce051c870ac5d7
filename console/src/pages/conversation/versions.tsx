import { useTranslation } from 'react-i18next'
import { clockWithSeconds, exactOf } from '../../time.ts'
import { MaskedText } from '../../ui/masked-text.tsx'
import { Tag } from '../../ui/parts.tsx'
import type { MaskedText as Masked, ShownRecord } from '../../wire.ts'
import { useTalkActs } from './talk-acts.ts'

/** The original and what it was changed to, side by side; a recall stands below and strikes nothing out of sight. */
export function Versions({ record, text }: { record: ShownRecord; text: Masked }) {
  const { t } = useTranslation()
  const gone = record.recalledBy !== null
  const original = gone ? (
    <s>
      <MaskedText of={text} />
    </s>
  ) : (
    <MaskedText of={text} />
  )
  return (
    <>
      {record.versions.length === 0 ? (
        original
      ) : (
        <div className="versions">
          <div>
            <Tag>{t('talk.original')}</Tag>
            <p>{original}</p>
          </div>
          {record.versions.map((version, i) => (
            <div key={version.record}>
              <Tag tone="accent">{t('talk.changed', { n: i + 1 })}</Tag>{' '}
              <span className="quiet">{version.time === null ? '' : clockWithSeconds(version.time)}</span>
              <p>
                <MaskedText of={version.text} />
              </p>
            </div>
          ))}
        </div>
      )}
      {gone ? (
        <div className="said-version">
          <Tag>{t('conversation.recalled')}</Tag>{' '}
          <span className="quiet">
            {record.recall?.time
              ? t('conversation.recalled_at', { time: exactOf(record.recall.time) })
              : t('conversation.kept')}
          </span>
        </div>
      ) : null}
    </>
  )
}

/** What a record answers: quoted where it is loaded, found where it is not. */
export function Answered({ record, original }: { record: ShownRecord; original: ShownRecord | null }) {
  const { t } = useTranslation()
  const { go, toOriginal, looking } = useTalkActs()
  // a recall or an edit says so itself, and what it is of
  const isAnswer = record.kind !== 'recall' && record.kind !== 'edit'
  if (original) {
    return (
      <button type="button" className="said-quote" onClick={() => go(original.record)}>
        {isAnswer ? <span className="quiet">{t('talk.answers')} </span> : null}
        <MaskedText of={original.senderName} /> <MaskedText of={original.text} />
      </button>
    )
  }
  if (!record.refersElsewhere) return null
  return (
    <button
      type="button"
      className="said-quote"
      disabled={looking === record.record}
      onClick={() => toOriginal(record.record)}
    >
      {t(looking === record.record ? 'state.loading' : 'talk.show_original')}
    </button>
  )
}

/** A kind that nobody knows is shown as such, with what the source said. */
export function Kept({ record }: { record: ShownRecord }) {
  const { t } = useTranslation()
  if (record.kind !== 'unknown') return null
  return (
    <div className="said-version">
      <span className="quiet">{t('talk.unknown_kind')}</span>
      {record.kept ? (
        <details>
          <summary>{t('talk.unknown_kept')}</summary>
          <pre className="kept">
            <MaskedText of={record.kept} />
          </pre>
        </details>
      ) : null}
    </div>
  )
}
