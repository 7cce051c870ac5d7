import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { invariant } from '#base'

// Numbers about the house for a monitoring system, in Prometheus' text format. Counts, sizes and durations only: a label is
// a code, an operation or a state, never anything that came in with a request or a record.

const NAME = /^cunzhen_[a-z]+(?:_[a-z]+)*$/
const LABEL = /^[a-z][a-z0-9_/.-]{0,63}$/
/** Codes of one name; what would be one more is counted as `other`. */
const MOST_LABELS = 300

export interface Metrics {
  /** A number that only grows. `label` names its one label. */
  counter(name: string, help: string, label?: string): (value?: string) => void
  /** Durations in seconds. */
  durations(name: string, help: string, label: string): (value: string, seconds: number) => void
  /** A number that is read when somebody asks; a reading that fails leaves the number out. */
  gauge(name: string, help: string, read: () => number | Promise<number>): void
  /** As gauge, one number for each value of the label. */
  gauges(
    name: string,
    help: string,
    label: string,
    read: () => Readonly<Record<string, number>> | Promise<Readonly<Record<string, number>>>,
  ): void
  /** Memory, CPU and event loop of this process, from now on. */
  watchProcess(): void
  text(): Promise<string>
  readonly contentType: string
}

export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const gauge = (name: string, help: string, label: string | null, read: (into: Gauge) => Promise<void>) => {
    checkName(name)
    new Gauge({
      name,
      help,
      registers,
      labelNames: label === null ? [] : [label],
      async collect() {
        this.reset()
        await read(this).catch(() => this.remove()) // one number that cannot be read must not hide the others
      },
    })
  }
  return {
    counter(name, help, label) {
      checkName(name)
      const counter = new Counter({ name, help, registers, labelNames: label ? [label] : [] })
      const clean = labels()
      return (value) => (label ? counter.inc({ [label]: clean(value ?? '') }) : counter.inc())
    },
    durations(name, help, label) {
      checkName(name)
      const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.3, 0.5, 1, 2.5, 5, 10]
      const histogram = new Histogram({ name, help, registers, labelNames: [label], buckets })
      const clean = labels()
      return (value, seconds) => histogram.observe({ [label]: clean(value) }, seconds)
    },
    gauge: (name, help, read) => gauge(name, help, null, async (into) => into.set(await read())),
    gauges: (name, help, label, read) => {
      const clean = labels()
      gauge(name, help, label, async (into) => {
        for (const [value, n] of Object.entries(await read())) into.set({ [label]: clean(value) }, n)
      })
    },
    watchProcess: () => collectDefaultMetrics({ register: registry }),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}

function checkName(name: string): void {
  invariant(NAME.test(name), 'a metric is named cunzhen_ and words')
}

/** attacker-controlled at worst: what is no code, or one code too many, is `other`. */
function labels(): (value: string) => string {
  const seen = new Set<string>()
  return (value) => {
    if (!LABEL.test(value) || (!seen.has(value) && seen.size >= MOST_LABELS)) return 'other'
    seen.add(value)
    return value
  }
}
