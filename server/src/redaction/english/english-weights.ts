import { linesOfTable } from '../text/table.ts'
import type { Weights } from './english-model.ts'

// The weights of the English tagger as one text: a feature a line, then its weights, a tab before each. A word of the text may be the end
// of a line, so that a feature may hold one: it is written \n, and a backslash \\.

export function packWeights(weights: Weights): string {
  return [...weights]
    .map(([feature, three]) => [feature.replaceAll('\\', '\\\\').replaceAll('\n', '\\n'), ...three].join('\t'))
    .sort()
    .join('\n')
}

export function unpackWeights(packed: string): Weights {
  return weightsOf(packed.split('\n'))
}

function weightsOf(lines: Iterable<string>): Weights {
  const all = new Map<string, readonly number[]>()
  for (const line of lines) {
    const [feature = '', ...weights] = line.split('\t')
    all.set(
      feature.replace(/\\([n\\])/g, (_, sign: string) => (sign === 'n' ? '\n' : sign)),
      weights.map(Number),
    )
  }
  return all
}

/** Those that ship: a feature a line, and its weights for O, P and A, in tenths. */
export function shippedWeights(): Weights {
  return weightsOf(linesOfTable(new URL('english.table.txt', import.meta.url)))
}
