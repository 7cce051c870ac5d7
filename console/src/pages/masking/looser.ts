import type { TFunction } from 'i18next'
import type { MaskingPolicies, MaskingVersion } from '../../wire.ts'
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

/** What a version does otherwise than the one before it for the same recipient, or than the pack where it was the first. */
export function changesOf(
  of: Pick<MaskingVersion, 'version' | 'recipient' | 'rules'>,
  all: readonly Pick<MaskingVersion, 'version' | 'recipient' | 'rules'>[],
  pack: Readonly<Record<string, string>>,
): { kind: string; from: string; to: string }[] {
  const earlier = all.filter(({ version, recipient }) => recipient === of.recipient && version < of.version)
  const before = earlier.sort((a, b) => b.version - a.version)[0]?.rules ?? pack
  const after = of.rules ?? pack
  return Object.keys(pack).flatMap((kind) => {
    const [from, to] = [before[kind] ?? '', after[kind] ?? '']
    return from === to ? [] : [{ kind, from, to }]
  })
}
