import { type KeyboardEvent, lazy, Suspense, useState } from 'react'
import type { Bars } from './chart.tsx'

export type { Bars } from './chart.tsx'

const Chart = lazy(() => import('./chart.tsx'))

interface BarFigureProps {
  label: string
  bars: Bars
  height?: number
  /** Called with the first and last bar of what was chosen. */
  pick?: (first: number, last: number) => void
}

/**
 * A bar chart, loaded when it is first needed. By keyboard the arrows, Home and End go from bar to bar, each with its
 * figures, and Enter chooses one; the same figures stand in a table for those who hear the page.
 */
export function BarFigure({ label, bars, height = 120, pick }: BarFigureProps) {
  const [chosen, setChosen] = useState<number | null>(null)
  const last = bars.names.length - 1
  const at = chosen === null ? null : Math.min(chosen, last)
  const walk = (event: KeyboardEvent) => {
    const before = at === null ? last : at - 1
    const after = at === null ? last : at + 1
    const to = { ArrowLeft: before, ArrowRight: after, Home: 0, End: last }[event.key]
    if (to !== undefined) {
      event.preventDefault()
      setChosen(Math.max(0, Math.min(last, to)))
    } else if (event.key === 'Enter' && at !== null) pick?.(at, at)
  }
  return (
    <figure className="bars">
      <div
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={at ?? last}
        aria-valuetext={saidOf(bars, at ?? last)}
        onKeyDown={walk}
        onBlur={() => setChosen(null)}
      >
        <div aria-hidden="true" style={{ height }}>
          <Suspense fallback={<div style={{ height }} />}>
            <Chart bars={bars} height={height} at={at} {...(pick ? { pick } : {})} />
          </Suspense>
        </div>
      </div>
      <table className="only-heard">
        <caption>{label}</caption>
        <tbody>
          {bars.names.map((name, i) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {bars.series.map((series) => (
                <td key={series.name}>{`${series.name} ${series.values[i] ?? 0}`}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  )
}

/** A bar chart under its name, over a list. */
export function DayFigure(props: BarFigureProps) {
  return (
    <section className="day-bars" aria-label={props.label}>
      <div className="row">
        <h2>{props.label}</h2>
        <Legend of={props.bars.series} />
      </div>
      <BarFigure {...props} />
    </section>
  )
}

/** What each colour stands for, where there is more than one. Heard, the table says it with each figure. */
function Legend({ of }: { of: Bars['series'] }) {
  const told = of.filter(({ values }) => values.some((value) => value > 0))
  if (told.length < 2) return null
  return (
    <ul className="row legend" aria-hidden="true">
      {told.map(({ name, tone }) => (
        <li key={name} className={`legend-${tone}`}>
          {name}
        </li>
      ))}
    </ul>
  )
}

function saidOf({ names, series }: Bars, at: number): string {
  return [names[at] ?? '', ...series.map(({ name, values }) => `${name} ${values[at] ?? 0}`)].join(' · ')
}
