import type { DetectPoint } from '#redaction'
import type { ClassFigures, SetFigures } from './score.ts'

// What is demanded of each class of what is found, against what a set of the shared data shows. The sets that decide are kept apart
// and are other texts of the same kinds.

interface Demand {
  gate: string
  class: string
  sets: readonly string[]
  /** '' = both. */
  point: DetectPoint | ''
  /** Least share wholly covered, in percent. */
  covered?: number
  /** Least loose precision, in percent. */
  precision?: number
  /** Least strict F1, in percent. */
  strictF1?: number
}

export interface GateFigures {
  gate: string
  set: string
  point: DetectPoint
  n: number
  measured: string
  demand: string
  verdict: 'met' | 'missed'
}

const NEWS = ['cluener', 'weibo', 'peoplesdaily', 'resume']
const STRUCTURED = ['phone', 'id', 'card', 'email', 'plate', 'passport']

const DEMANDS: readonly Demand[] = [
  ...STRUCTURED.map((name) => ({
    gate: `${name} of made texts`,
    class: name,
    sets: ['pii-bench-zh'],
    point: '' as const,
    covered: name === 'plate' || name === 'passport' ? 98 : 99.5,
    precision: name === 'card' ? 98 : name === 'plate' || name === 'passport' ? 97 : 99,
  })),
  { gate: 'landline of real texts', class: 'phone', sets: ['crosswoz'], point: '', covered: 97, precision: 90 },
  { gate: 'surname form', class: 'name, surname form', sets: NEWS, point: 'review', covered: 90, precision: 65 },
  { gate: 'surname form', class: 'name, surname form', sets: NEWS, point: 'release', covered: 96, precision: 40 },
  { gate: 'nickname', class: 'name, nickname', sets: NEWS, point: 'release', covered: 50 },
  { gate: 'Latin', class: 'name, Latin', sets: NEWS, point: 'release', covered: 50 },
  { gate: 'transliterated', class: 'name, transliterated', sets: NEWS, point: 'release', covered: 50 },
  { gate: 'other than surname form', class: 'name, other form', sets: NEWS, point: 'release', covered: 50 },
  { gate: 'strict name', class: 'name', sets: ['cluener'], point: 'review', strictF1: 78 },
  { gate: 'strict name', class: 'name', sets: ['weibo'], point: 'review', strictF1: 62 },
  {
    gate: 'locating address of made texts',
    class: 'address, locating',
    sets: ['pii-bench-zh'],
    point: '',
    covered: 97,
  },
  { gate: 'locating address of real texts', class: 'address, locating', sets: ['crosswoz'], point: '', covered: 85 },
  ...(
    [
      ['roadno', 95],
      ['houseno', 90],
      ['roomno', 90],
      ['poi', 75],
    ] as const
  ).map(([name, covered]) => ({
    gate: name,
    class: `address element: ${name}`,
    sets: ['address-elements'],
    point: '' as const,
    covered,
  })),
]

/** A line for each demand, set that carries it and point. */
export function gatesOf(all: readonly SetFigures[]): GateFigures[] {
  return DEMANDS.flatMap((demand) =>
    all
      .filter(({ set, point }) => demand.sets.some((name) => set.startsWith(name)) && (demand.point || point) === point)
      .flatMap(({ set, point, classes }) => {
        const figures = classes.find((one) => one.class === demand.class)
        return figures === undefined ? [] : [{ gate: demand.gate, set, point, n: figures.n, ...judge(demand, figures) }]
      }),
  )
}

const percent = (share: number): number => Number((share * 100).toFixed(1))

function judge(demand: Demand, figures: ClassFigures): Pick<GateFigures, 'measured' | 'demand' | 'verdict'> {
  const measured: readonly (readonly [name: string, value: number, least: number | undefined])[] = [
    ['covered', percent(1 - figures.leakRate), demand.covered],
    ['P', percent(figures.loosePrecision), demand.precision],
    ['strict F1', percent(figures.strictF1), demand.strictF1],
  ]
  const asked = measured.filter(([, , least]) => least !== undefined)
  return {
    measured: asked.map(([name, value]) => `${name} ${value}`).join(', '),
    demand: asked.map(([name, , least]) => `${name} ${least}`).join(', '),
    verdict: asked.every(([, value, least]) => value >= (least ?? 0)) ? 'met' : 'missed',
  }
}
