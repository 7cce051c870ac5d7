import { DownOutlined, UpOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Button, Tooltip } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { count, percent } from '../../figures.ts'
import { BarFigure } from '../../ui/bars.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import type { Hit, SearchAnswer, SearchForm } from '../../wire.ts'
import { ExtractBox } from '../marks/extract-box.tsx'
import { useMarksByRecord } from '../marks/marks-query.ts'
import { barsOf } from './hits.ts'

interface SummaryProps {
  permit: string
  answer: SearchAnswer
  hits: readonly Hit[]
  opened: number | null
  step: (by: 1 | -1) => void
  form: SearchForm
  between: (from: number | null, to: number | null) => void
}

/** What was found, how far the index is, when the hits fall, and the way from hit to hit. */
export function Summary({ permit, answer, hits, opened, step, form, between }: SummaryProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const marks = useMarksByRecord(permit)
  const [extracting, setExtracting] = useState(false)
  const bars = useMemo(() => barsOf(answer.days ?? []), [answer.days])
  const { searchable, archived } = answer.indexed
  return (
    <section className="summary" aria-label={t('search.summary')}>
      <div className="summary-line">
        <p role="status" aria-live="polite">
          <strong className="summary-total">
            {t('search.total', { count: answer.total, n: count(answer.total) })}
          </strong>
          {hits.length < answer.total ? (
            <span className="quiet"> {t('search.loaded', { n: count(hits.length) })}</span>
          ) : null}
        </p>
        {answer.total > 0 ? <Stepper hits={hits} opened={opened} step={step} /> : null}
        <Tooltip title={searchable < archived ? t('search.index_behind') : t('search.index_whole')}>
          <p className={searchable < archived ? 'summary-index behind' : 'summary-index'}>
            {t('search.indexed', { x: count(searchable), y: count(archived) })}
            {searchable < archived ? ` (${percent(searchable, archived)} %)` : ''}
          </p>
        </Tooltip>
        {marks.size > 0 ? (
          <p className="row">
            <span>{t('search.marked', { count: marks.size })}</span>
            <Button type="link" size="small" onClick={() => setExtracting(true)}>
              {t('marks.extract')}
            </Button>
          </p>
        ) : null}
      </div>
      {extracting ? (
        <ExtractBox
          permit={permit}
          open={({ record, conversation }) =>
            navigate({ to: '/conversations/$no', params: { no: String(conversation) }, search: { permit, record } })
          }
          close={() => setExtracting(false)}
        />
      ) : null}
      {bars.length > 1 ? (
        <BarFigure
          label={t('search.per_day')}
          height={84}
          bars={{
            names: bars.map((bar) => bar.name),
            series: [{ name: t('search.hits'), values: bars.map((bar) => bar.hits), tone: 'accent' }],
          }}
          pick={(first, last) => between(bars[first]?.from ?? null, bars[last]?.to ?? null)}
        />
      ) : null}
      {form.from !== null && bars.length <= 1 && answer.total > 0 ? (
        <Button type="link" size="small" onClick={() => between(null, null)}>
          {t('search.all_days')}
        </Button>
      ) : null}
    </section>
  )
}

/** From hit to hit, also by `n` and `p`. */
function Stepper({ hits, opened, step }: { hits: readonly Hit[]; opened: number | null; step: (by: 1 | -1) => void }) {
  const { t } = useTranslation()
  const place = hits.findIndex((hit) => hit.record === opened)
  return (
    <div className="stepper">
      <IconButton label={t('search.previous_hit')} icon={<UpOutlined />} press={() => step(-1)} />
      {place < 0 ? null : <span className="quiet">{t('search.place', { n: count(place + 1) })}</span>}
      <IconButton label={t('search.next_hit')} icon={<DownOutlined />} press={() => step(1)} />
    </div>
  )
}
