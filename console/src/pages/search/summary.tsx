import { Button, Tooltip } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { count, percent } from '../../figures.ts'
import type { SearchState } from '../../states.ts'
import { BarFigure } from '../../ui/bars.tsx'
import { Copyable } from '../../ui/parts.tsx'
import type { SearchAnswer } from '../../wire.ts'
import { barsOf } from './hits.ts'
import { clearMarks, useMarks } from './marks.ts'

/** What was found, how it was read, how far the index is, and when the hits fall. */
export function Summary({
  answer,
  loaded,
  state,
  change,
}: {
  answer: SearchAnswer
  loaded: number
  state: SearchState
  change: (next: Partial<SearchState>) => void
}) {
  const { t } = useTranslation()
  const marks = useMarks()
  const bars = useMemo(() => barsOf(answer.days ?? []), [answer.days])
  const { searchable, archived } = answer.indexed
  return (
    <section className="summary" aria-label={t('search.summary')}>
      <div className="summary-line">
        <p role="status" aria-live="polite">
          <strong className="summary-total">
            {t('search.total', { count: answer.total, n: count(answer.total) })}
          </strong>
          {loaded < answer.total ? <span className="quiet"> {t('search.loaded', { n: count(loaded) })}</span> : null}
        </p>
        {answer.expansion.length > 0 ? (
          <p className="summary-words">
            <span className="quiet">{t('search.read_as')}</span>
            {answer.expansion.map((word, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the words of one query in their order
              <code key={i}>{word}</code>
            ))}
          </p>
        ) : null}
        <Tooltip title={searchable < archived ? t('search.index_behind') : t('search.index_whole')}>
          <p className={searchable < archived ? 'summary-index behind' : 'summary-index'}>
            {t('search.indexed', { x: count(searchable), y: count(archived) })}
            {searchable < archived ? ` (${percent(searchable, archived)} %)` : ''}
          </p>
        </Tooltip>
        {marks.size > 0 ? (
          <p className="row">
            <span>{t('search.marked', { count: marks.size })}</span>
            <Copyable value={[...marks].join(', ')} shown={`${marks.size}`} label={t('search.marked_numbers')} />
            <Button type="link" size="small" onClick={clearMarks}>
              {t('search.clear_marks')}
            </Button>
          </p>
        ) : null}
      </div>
      {bars.length > 1 ? (
        <BarFigure
          label={t('search.per_day')}
          height={84}
          bars={{
            names: bars.map((bar) => bar.name),
            series: [{ name: t('search.hits'), values: bars.map((bar) => bar.hits), tone: 'accent' }],
          }}
          pick={(first, last) => change({ from: bars[first]?.from, to: bars[last]?.to })}
        />
      ) : null}
      {state.from !== undefined && bars.length <= 1 && answer.total > 0 ? (
        <Button type="link" size="small" onClick={() => change({ from: undefined, to: undefined })}>
          {t('search.all_days')}
        </Button>
      ) : null}
    </section>
  )
}
