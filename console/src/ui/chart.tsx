import { BarChart } from 'echarts/charts'
import { BrushComponent, GridComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import { count } from '../figures.ts'
import { usePreference } from './preference.ts'
import { FONT, INK } from './theme.ts'

use([BarChart, GridComponent, TooltipComponent, BrushComponent, CanvasRenderer])

export interface Bars {
  /** What stands under each bar. */
  names: string[]
  /** Stacked series; `red` only for refusals. */
  series: { name: string; values: number[]; tone: 'accent' | 'red' | 'amber' | 'quiet' }[]
}

/** Bars over days. A click tells which bar; a drag tells the first and last bar of the stretch. */
export default function Chart({
  bars,
  height,
  at,
  pick,
}: {
  bars: Bars
  height: number
  /** The bar whose figures are shown, as if the mouse stood over it. */
  at: number | null
  pick?: (first: number, last: number) => void
}) {
  const box = useRef<HTMLDivElement>(null)
  const { shade, density } = usePreference()
  const picked = useRef(pick)
  picked.current = pick
  const canPick = pick !== undefined
  const drawn = useRef<ReturnType<typeof init>>(null)

  useEffect(() => {
    const element = box.current
    if (!element) return
    const chart = init(element)
    drawn.current = chart
    chart.setOption(optionOf(bars, INK[shade], density === 'compact' ? 11 : 12, canPick))
    const resize = new ResizeObserver(() => chart.resize())
    resize.observe(element)
    if (canPick) {
      chart.dispatchAction({
        type: 'takeGlobalCursor',
        key: 'brush',
        brushOption: { brushType: 'lineX', brushMode: 'single' },
      })
      chart.getZr().on('click', (event) => {
        const at = chart.convertFromPixel({ xAxisIndex: 0 }, event.offsetX)
        const bar = Math.max(0, Math.min(bars.names.length - 1, Math.round(Number(at))))
        picked.current?.(bar, bar)
      })
      chart.on('brushEnd', (event) => {
        // ECharts types the event as unknown; a lineX brush carries its first and last category.
        const areas = (event as { areas?: { coordRange?: [number, number] }[] }).areas
        const range = areas?.[0]?.coordRange
        chart.dispatchAction({ type: 'brush', areas: [] })
        if (range && range[1] > range[0]) picked.current?.(range[0], range[1])
      })
    }
    return () => {
      resize.disconnect()
      chart.dispose()
    }
  }, [bars, shade, density, canPick])

  useEffect(() => {
    const chart = drawn.current
    if (at === null) chart?.dispatchAction({ type: 'hideTip' })
    else chart?.dispatchAction({ type: 'showTip', x: chart.convertToPixel({ xAxisIndex: 0 }, at), y: height / 2 })
  }, [at, height])

  return <div ref={box} style={{ height, width: '100%', cursor: canPick ? 'pointer' : 'default' }} />
}

function optionOf(bars: Bars, c: (typeof INK)['light' | 'dark'], size: number, brush: boolean) {
  const tones = { accent: c.accent, red: c.red, amber: c.amber, quiet: c.line2 }
  return {
    animation: false,
    grid: {
      left: 4,
      right: 4,
      top: 8,
      bottom: 2,
      outerBoundsMode: 'same' as const,
      outerBoundsContain: 'axisLabel' as const,
    },
    textStyle: { fontFamily: FONT, fontSize: size, color: c.ink3 },
    tooltip: {
      trigger: 'axis' as const,
      axisPointer: { type: 'shadow' as const, shadowStyle: { color: c.line, opacity: 0.5 } },
      backgroundColor: c.raised,
      borderColor: c.line2,
      borderWidth: 1,
      padding: [4, 8],
      textStyle: { color: c.ink, fontSize: size + 1 },
      valueFormatter: (value: unknown) => count(Number(value) || 0), // of a bar that is not drawn it gets undefined
      confine: true,
    },
    ...(brush
      ? {
          brush: {
            toolbox: [],
            xAxisIndex: 0,
            brushType: 'lineX' as const,
            brushStyle: { color: c.accentSoft, opacity: 0.5, borderColor: c.accent, borderWidth: 1 },
            outOfBrush: { colorAlpha: 1 },
          },
        }
      : {}),
    xAxis: {
      type: 'category' as const,
      data: bars.names,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: c.line2 } },
      axisLabel: { color: c.ink3, fontSize: size, hideOverlap: true },
    },
    yAxis: {
      type: 'value' as const,
      splitNumber: 2,
      minInterval: 1,
      splitLine: { lineStyle: { color: c.line } },
      axisLabel: { color: c.ink3, fontSize: size, formatter: (value: number) => count(value) },
    },
    series: bars.series.map((series) => ({
      type: 'bar' as const,
      name: series.name,
      stack: 'all',
      data: series.values.map((value) => (value === 0 ? null : value)),
      barMaxWidth: 26,
      barMinHeight: 1,
      barCategoryGap: '18%',
      itemStyle: { color: tones[series.tone] },
    })),
  }
}
