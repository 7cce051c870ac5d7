import { FlagFilled, FlagOutlined } from '@ant-design/icons'
import { Button, Checkbox, Input, Popover } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { count } from '../../figures.ts'
import { useVerdict } from '../../session.ts'
import { exactOf } from '../../time.ts'
import { MaskedText } from '../../ui/masked-text.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { Tag } from '../../ui/parts.tsx'
import { VerdictButton } from '../../ui/verdict-button.tsx'
import type { Mark } from '../../wire.ts'
import { useMarking } from './marks-query.ts'
import './marks.css'

/** The flag beside a record: what stands on it, and a small panel to add to it. */
export function MarkFlag({ permit, record, marks }: { permit: string; record: number; marks: readonly Mark[] }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const label = t(marks.length > 0 ? 'marks.has' : 'marks.add', { no: count(record) })
  return (
    <span className="anchored">
      <button
        type="button"
        className={marks.length > 0 ? 'mark-flag mark-flag-set' : 'mark-flag'}
        aria-label={label}
        aria-expanded={open}
        onClick={() => setOpen(true)}
      >
        {marks.length > 0 ? <FlagFilled /> : <FlagOutlined />}
      </button>
      {/* hundreds of records are drawn while scrolling: a panel is made for the one that is asked for */}
      {open ? (
        <Popover
          open
          onOpenChange={setOpen}
          trigger="click"
          placement="left"
          title={t('marks.title')}
          content={<MarkPanel permit={permit} record={record} marks={marks} />}
        >
          <span className="anchor" />
        </Popover>
      ) : null}
    </span>
  )
}

/** Tags of a record in a row; a mark or a note shows by its flag. */
export function MarkTags({ marks }: { marks: readonly Mark[] }) {
  const words = [...new Set(marks.filter(({ kind }) => kind === 'tag').map(({ text }) => text.text))]
  if (words.length === 0) return null
  return (
    <span className="mark-tags">
      {words.map((word) => (
        <Tag key={word} tone="accent">
          {word}
        </Tag>
      ))}
    </span>
  )
}

function MarkPanel({ permit, record, marks }: { permit: string; record: number; marks: readonly Mark[] }) {
  const { t } = useTranslation()
  const may = useVerdict('conversation.mark')
  const { add, remove } = useMarking(permit)
  const [text, setText] = useState('')
  const [shared, setShared] = useState(false)
  const own = marks.find((each) => each.kind === 'mark' && each.own)
  const put = (what: 'mark' | 'tag' | 'note', words: string) =>
    add.mutate({ records: [record], kind: what, text: words, shared }, { onSuccess: () => setText('') })
  return (
    <div className="mark-panel stack">
      {marks.length === 0 ? <p className="quiet">{t('marks.none')}</p> : null}
      <ul className="mark-list">
        {marks.map((each) => (
          <li key={each.id}>
            <Tag>{t(`marks.kinds.${each.kind}`)}</Tag> <MaskedText of={each.text} />{' '}
            <span className="quiet" title={exactOf(each.at)}>
              {each.by} {each.shared ? t('marks.shared') : ''}
            </span>
            {each.own ? (
              <Button size="small" type="link" onClick={() => remove.mutate(each.id)}>
                {t('marks.take_off')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      <div className="stack">
        <Input.TextArea
          value={text}
          rows={2}
          maxLength={4000}
          aria-label={t('marks.text')}
          placeholder={t('marks.text')}
          onChange={(event) => setText(event.target.value)}
        />
        <Checkbox checked={shared} onChange={(event) => setShared(event.target.checked)}>
          {t('marks.share')}
        </Checkbox>
        <div className="row">
          <VerdictButton
            size="small"
            verdict={may}
            disabled={own !== undefined}
            why={t('marks.is_marked')}
            onClick={() => put('mark', '')}
          >
            {t('marks.kinds.mark')}
          </VerdictButton>
          <VerdictButton
            size="small"
            verdict={may}
            disabled={text.trim() === '' || [...text.trim()].length > 60 || text.trim().includes('\n')}
            why={text.trim() === '' ? undefined : t('marks.tag_is_short')}
            onClick={() => put('tag', text.trim())}
          >
            {t('marks.as_tag')}
          </VerdictButton>
          <VerdictButton
            size="small"
            verdict={may}
            disabled={text.trim() === ''}
            onClick={() => put('note', text.trim())}
          >
            {t('marks.as_note')}
          </VerdictButton>
        </div>
      </div>
      <ProblemNote error={add.error ?? remove.error} />
    </div>
  )
}
