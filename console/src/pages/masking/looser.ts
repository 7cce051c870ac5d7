import type { TFunction } from 'i18next'
import type { MaskingPolicies } from '../../wire.ts'
import { wordOf } from '../../words.ts'

/** Kinds of which `wanted` lets more be seen than `now`; the house decides (policy/masks.ts), this only says it beforehand. */
export function looserKinds(
  choices: MaskingPolicies['choices'],
  now: Readonly<Record<string, string>>,
  wanted: Readonly<Record<string, string>>,
): string[] {
  return Object.entries(choices).flatMap(([kind, words]) => {
    // of what nobody can read, the strict word comes first
    const order = kind === 'unreadable' ? [...words].reverse() : words
    return order.indexOf(wanted[kind] ?? '') < order.indexOf(now[kind] ?? '') ? [kind] : []
  })
}

export function kindWords(t: TFunction, kinds: readonly string[]): string {
  return kinds.map((kind) => wordOf(t, 'masking.kinds', kind)).join(t('words.and'))
}
