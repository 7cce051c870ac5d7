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
  return new Map(
    packed.split('\n').map((line) => {
      const [feature = '', ...weights] = line.split('\t')
      return [feature.replace(/\\([n\\])/g, (_, sign: string) => (sign === 'n' ? '\n' : sign)), weights.map(Number)]
    }),
  )
}
