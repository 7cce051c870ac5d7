import { lazy, Suspense } from 'react'
import type { Bars } from './chart.tsx'

export type { Bars } from './chart.tsx'

const Chart = lazy(() => import('./chart.tsx'))

/** A bar chart, loaded when it is first needed, with the same figures as a table for those who hear the page. */
export function BarFigure({
  label,
  bars,
  height = 120,
  pick,
}: {
  label: string
  bars: Bars
  height?: number
  pick?: (first: number, last: number) => void
}) {
  return (
    <figure className="bars">
      <div aria-hidden="true" style={{ height }}>
        <Suspense fallback={<div style={{ height }} />}>
          <Chart bars={bars} height={height} {...(pick ? { pick } : {})} />
        </Suspense>
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
