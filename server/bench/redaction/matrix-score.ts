import { type DetectPoint, detectInTurn } from '#redaction'
import { CLASSES, counterExamples, type MatrixCase, matrixCases } from './matrix/index.ts'
import { wilson } from './score.ts'

// The matrix of written forms and carriers: a case passes when every one of its spans is inside what was found.

export interface MatrixFigures {
  cases: number
  passed: number
  rate: number
  low: number
  high: number
  failed: MatrixCase[]
  byClass: Record<string, string>
  /** Texts in which nothing sensitive stands, and how many of them had a finding. */
  innocent: number
  alarms: number
}

export function scoreMatrix(point: DetectPoint): MatrixFigures {
  const failed: MatrixCase[] = []
  const cases = matrixCases()
  for (const one of cases) if (!passes(one, point)) failed.push(one)
  const innocent = counterExamples()
  const alarms = innocent.filter(({ text }) => detectInTurn([text], { point })[0]?.length !== 0).length
  const [low, high] = wilson(cases.length - failed.length, cases.length)
  const byClass: Record<string, string> = {}
  for (const name of CLASSES) {
    const n = cases.filter((one) => one.class === name).length
    byClass[name] = `${n - failed.filter((one) => one.class === name).length}/${n}`
  }
  const passed = cases.length - failed.length
  return {
    cases: cases.length,
    passed,
    rate: passed / cases.length,
    low,
    high,
    failed,
    byClass,
    innocent: innocent.length,
    alarms,
  }
}

function passes({ texts, spans }: MatrixCase, point: DetectPoint): boolean {
  const found = detectInTurn(texts, { point })
  return spans.every(({ text, start, end }) => {
    let at = start
    for (const finding of found[text] ?? []) if (finding.start <= at && finding.end > at) at = finding.end
    return at >= end
  })
}
