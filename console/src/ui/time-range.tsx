import { DatePicker } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import { DAY, fromWallClock, startOfDay, toWallClock } from '../time.ts'

export interface Range {
  from: number | null
  to: number | null
}

/**
 * A half-open range in China time. Whole days are picked by their first and last day, as people say them: the last day is
 * inside, and the wire's `to` is the midnight after it. With `clock`, minutes are picked and stand as they are.
 */
export function TimeRange({
  value,
  change,
  clock = false,
  id,
  label,
}: {
  value: Range
  change: (range: Range) => void
  clock?: boolean
  id?: string
  label: string
}) {
  const { t } = useTranslation()
  const shown = (at: number | null, end: boolean) =>
    at === null ? null : dayjs(toWallClock(end && !clock ? startOfDay(at - 1) : at))
  return (
    <DatePicker.RangePicker
      {...(id ? { id } : {})}
      aria-label={label}
      value={[shown(value.from, false), shown(value.to, true)]}
      allowEmpty={[true, true]}
      showTime={clock ? { format: 'HH:mm' } : false}
      format={clock ? 'YYYY-MM-DD HH:mm' : 'YYYY-MM-DD'}
      placeholder={[t('time.from'), t('time.to')]}
      onChange={(days) => {
        const from = days?.[0] ? fromWallClock(days[0].toDate()) : null
        const to = days?.[1] ? fromWallClock(days[1].toDate()) : null
        if (clock) change({ from, to })
        else change({ from: from === null ? null : startOfDay(from), to: to === null ? null : startOfDay(to) + DAY })
      }}
    />
  )
}

/** One moment in China time: a day, picked as its last moment inside (the wire's exclusive end). */
export function EndDay({
  value,
  change,
  id,
  max,
}: {
  value: number | null
  change: (at: number | null) => void
  id?: string
  max?: number
}) {
  return (
    <DatePicker
      {...(id ? { id } : {})}
      value={value === null ? null : dayjs(toWallClock(startOfDay(value - 1)))}
      format="YYYY-MM-DD"
      disabledDate={(day) => {
        const at = startOfDay(fromWallClock(day.toDate()))
        return at < startOfDay(Date.now()) || (max !== undefined && at + DAY > max)
      }}
      onChange={(day) => change(day ? startOfDay(fromWallClock(day.toDate())) + DAY : null)}
    />
  )
}
